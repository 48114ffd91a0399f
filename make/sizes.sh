#!/bin/sh
# The size of the library for other machines, stripped, one line each. What is missing for a target is said.
#
#     sizes.sh folder-to-build-in [target ...]
set -u
cd "$(dirname "$0")/.." || exit 1
folder=$1
shift
[ $# -gt 0 ] || set -- x86_64-unknown-linux-gnu i686-unknown-linux-gnu aarch64-unknown-linux-gnu \
    x86_64-pc-windows-gnu i686-pc-windows-gnu

failed=0
for target; do
    case $target in
        *-windows-*) prefix=${target%%-*}-w64-mingw32 library=subrosa.dll package=gcc-mingw-w64 ;;
        *) prefix=${target%-unknown-linux-gnu}-linux-gnu library=libsubrosa.so package=gcc-${target%%-*}-linux-gnu ;;
    esac
    if ! command -v "$prefix-gcc" > /dev/null; then
        echo "$target: NOT BUILT, $prefix-gcc is missing (Debian: $(echo $package | tr _ -))"
        continue
    fi
    if ! rustup target list --installed 2> /dev/null | grep -qx "$target"; then
        echo "$target: NOT BUILT, its Rust library is missing (rustup target add $target)"
        continue
    fi
    name=$(echo "$target" | tr a-z- A-Z_)
    if env "CARGO_TARGET_${name}_LINKER=$prefix-gcc" "CC_$(echo "$target" | tr - _)=$prefix-gcc" \
        cargo rustc --locked --quiet --release --lib --crate-type cdylib --target "$target" --target-dir "$folder"; then
        built=$folder/$target/release/$library
        "$prefix-strip" -o "$built.stripped" "$built" && echo "$target: $(wc -c < "$built.stripped") bytes"
    else
        echo "$target: FAILED"
        failed=1
    fi
done
exit $failed
