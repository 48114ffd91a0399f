#!/bin/sh
# The C++ layer and its example: in every language mode, under sanitizers, and with CMake.
#
#     BUILD=directory PROFILE=release PYTHON=python3 VERSION=0.1.0 MAKE=make run.sh
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(cd "$BUILD" && pwd)
passed=0
failed=0
place=$(mktemp -d)
sources="examples/cpp/loop.cpp tests/cpp/recorded.cpp tests/c/cpp.cpp"
warnings="-Wall -Wextra -Werror -pedantic -Wshadow -Wconversion -Wsign-conversion"

good() { # what, exit status
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

loops() { # a program: whether both conversations get private, and who reads what
    rm -rf "$place/vaults"
    mkdir "$place/vaults"
    "$1" "$place/vaults" > "$place/output.txt" 2>&1 || { tail -n 20 "$place/output.txt"; return 1; }
    for line in "alice's window of bob  == private" "alice's window of carol  == private" \
        "bob's window of alice  <alice> This is for you alone, bob." \
        "carol's window of alice  <alice> This is for you alone, carol." \
        "alice's window of bob  <bob> Thank you." "alice's window of carol  <carol> Thank you, too."; do
        grep -qxF "$line" "$place/output.txt" || { echo "it does not say: $line"; return 1; }
    done
    # Nobody's text is in the other one's window.
    ! grep "bob's window" "$place/output.txt" | grep -q carol
}

# --- every language mode -------------------------------------------------------------------------

compilers=
for compiler in g++ clang++; do
    command -v $compiler > /dev/null && compilers="$compilers $compiler"
done
[ -n "$compilers" ] || compilers=c++
for compiler in $compilers; do
    for mode in 11 14 17 20; do
        for source in $sources; do
            # shellcheck disable=SC2086 # the words are the flags
            $compiler -std=c++$mode $warnings -Iinclude -fsyntax-only "$source"
            good "$source is C++$mode to $compiler" $?
        done
    done
done

# --- under sanitizers, those that the compiler has -----------------------------------------------

checked=
for compiler in $compilers; do
    echo 'int main() { return 0; }' > "$place/empty.cpp"
    flags="-std=c++11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
    # shellcheck disable=SC2086
    $compiler $flags "$place/empty.cpp" -o "$place/empty" 2> /dev/null || continue
    checked="$checked $compiler"
    for source in $sources; do
        # shellcheck disable=SC2086
        $compiler $flags $warnings -Iinclude "$source" -L"$build" -lsubrosa -Wl,-rpath,"$build" \
            -o "$place/$(basename "$source" .cpp)"
        good "$source with sanitizers of $compiler" $?
    done
    loops "$place/loop"
    good "the loop under sanitizers of $compiler" $?
    "$PYTHON" -B bindings/recorded.py "$place/recorded" > "$place/output.txt" 2>&1 || { tail -n 5 "$place/output.txt"; false; }
    good "the recorded evening under sanitizers of $compiler" $?
    "$place/cpp" "$place/cpp-vaults" > "$place/output.txt" 2>&1 || { tail -n 5 "$place/output.txt"; false; }
    good "the test of all levels under sanitizers of $compiler" $?
    rm -rf "$place/cpp-vaults"
done
[ -n "$checked" ] && echo "C++ sanitizers:$checked" || echo "C++ sanitizers: NOT RUN, no compiler here has them"

# --- with CMake ----------------------------------------------------------------------------------

if command -v cmake > /dev/null; then
    $MAKE -s install PREFIX="$place/usr" PROFILE="$PROFILE" > /dev/null
    good "make install" $?
    mv "$place/usr" "$place/moved"
    configure() { # which version
        cmake -S tests/cpp -B "$place/cmake" -DCMAKE_PREFIX_PATH="$place/moved" -DVERSION="$1" > "$place/output.txt" 2>&1
    }
    configure "$VERSION" && cmake --build "$place/cmake" >> "$place/output.txt" 2>&1 || { tail -n 20 "$place/output.txt"; false; }
    good "a CMake project" $?
    loops "$place/cmake/loop"
    good "the loop that CMake has built" $?
    [ "$("$place/cmake/minimal" | head -n 1)" = "1 reads: Nobody else can read this." ]
    good "the same with the static library" $?
    rm -rf "$place/cmake"
    ! configure 99.0
    good "CMake finds no version that is not there" $?
else
    echo "CMake package: NOT RUN, CMake is missing"
fi

rm -rf "$place"
echo "C++: $passed passed, $failed failed"
[ "$failed" = 0 ]
