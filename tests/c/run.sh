#!/bin/sh
# Runs the C tests that `make test-c` has built, and checks the library from outside.
#
#     run.sh build-directory cc c++
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1
passed=0
failed=0

good() { # what, exit status
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

# --- the programs --------------------------------------------------------------------------------

vaults=$(mktemp -d)
for program in "api" "api portable" "facade $vaults/facade" "trust $vaults/trust" "vaults $vaults/vaults" \
    "documents $vaults/documents" "kit tests/kit $vaults/kit" "sealing $vaults/sealing" "misuse $vaults/misuse --freed" \
    "panic-test $vaults/panic" "unload $build/libsubrosa.so.0 $vaults" "cpp $vaults" "guide $vaults/guide"; do
    # shellcheck disable=SC2086 # the words are the arguments
    "$build"/$program
    good "$program" $?
done
[ "$("$build/minimal")" = "1 reads: Nobody else can read this.
0 reads: Nor this." ]
good "the output of minimal.c" $?
[ "$("$build/minimal-static")" = "$("$build/minimal")" ]
good "the same, linked statically" $?

[ "$("$build/glue" "$vaults/glue")" = "bob reads from alice: Hello Bob, anybody can read this.
alice reads from bob: Then let us talk in private.
bob with alice: asked
bob with alice: starting
alice with bob: starting
bob with alice: private
alice with bob: private
bob to alice, in private: Nobody else can read this.
alice reads from bob, in private: Nobody else can read this.
alice to bob, in private: Nor this.
bob reads from alice, in private: Nor this." ]
good "the output of glue.c" $?

printf 'Die Rose ist ohne warum.\n' > "$vaults/rose.txt"
mkdir "$vaults/sealed" "$vaults/infected"
"$build/sealed_file" "$vaults/rose.txt" "$vaults/sealed" | tr '\r' '\n' | tail -n 2 > "$build/sealed.txt"
[ "$(cat "$build/sealed.txt")" = "signed by Alice
here it is: rose.txt" ] && cmp -s "$vaults/rose.txt" "$vaults/sealed/rose.txt"
good "sealed_file.c opens what it has sealed" $?
printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-' 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*' > "$vaults/eicar"
"$build/sealed_file" "$vaults/eicar" "$vaults/infected" | grep -q "scanner has found" && [ "$(ls -A "$vaults/infected")" = "document.sealed" ]
good "sealed_file.c keeps nothing that the scanner finds" $?

seed=1
while [ $seed -le 50 ]; do
    "$build/conversation" $seed > "$build/conversation.txt" 2>&1 || { tail -n 3 "$build/conversation.txt"; break; }
    seed=$((seed + 1))
done
good "50 conversations through a hostile relay" $((51 - seed))

# --- memory --------------------------------------------------------------------------------------

if command -v valgrind > /dev/null; then
    for program in "api" "facade $vaults/valgrind-facade" "misuse $vaults/valgrind-misuse" \
        "panic-test $vaults/valgrind-panic peer_receive peer_start peer_save installation_load card_find outgoing incoming contact_do" \
        "documents $vaults/valgrind-documents" "conversation 7" "glue $vaults/valgrind-glue"; do
        # shellcheck disable=SC2086
        valgrind -q --fair-sched=try --suppressions=tests/c/valgrind.supp --error-exitcode=9 --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all \
            "$build"/$program > "$build/valgrind.txt" 2>&1
        status=$?
        good "valgrind $program" $status
        [ $status = 0 ] || tail -n 20 "$build/valgrind.txt"
    done
    echo "valgrind: checked"
else
    echo "valgrind: NOT INSTALLED, memory not checked"
fi

# --- the library from outside --------------------------------------------------------------------

if [ "$(uname)" = Linux ]; then
    nm -D --defined-only "$build/libsubrosa.so.0" | awk '{ print $3 }' | LC_ALL=C sort > "$build/exported.txt"
    diff tests/c/symbols.txt "$build/exported.txt"
    good "the shared library exports what tests/c/symbols.txt lists" $?
    nm -g --defined-only "$build/libsubrosa.a" | awk 'NF == 3 { print $3 }' | LC_ALL=C sort > "$build/exported.txt"
    diff tests/c/symbols.txt "$build/exported.txt"
    good "the static library exports what tests/c/symbols.txt lists" $?
    readelf -d "$build/libsubrosa.so.0" > "$build/dynamic.txt"
    grep -q 'SONAME.*\[libsubrosa\.so\.0\]' "$build/dynamic.txt" && grep -q 'FLAGS_1.*NOW.*NODELETE' "$build/dynamic.txt"
    good "SONAME, -z now and -z nodelete" $?
fi
sed -n 's/^[a-z].*[ *]\(subrosa_[a-z0-9_]*\)(.*/\1/p' include/subrosa.h | LC_ALL=C sort > "$build/declared.txt"
diff tests/c/symbols.txt "$build/declared.txt"
good "the header declares what tests/c/symbols.txt lists" $?

sh tests/c/header_modes.sh
good "the header in every language mode" $?

# --- installation --------------------------------------------------------------------------------

place=$(mktemp -d)
make -s install PREFIX=/usr DESTDIR="$place" > /dev/null
good "make install" $?
"$2" -I"$place/usr/include" examples/c/minimal.c -L"$place/usr/lib" -lsubrosa -Wl,-rpath,"$place/usr/lib" -o "$place/minimal" && [ "$("$place/minimal")" = "$("$build/minimal")" ]
good "a program with the installed library" $?
if command -v pkg-config > /dev/null; then
    flags=$(PKG_CONFIG_PATH="$place/usr/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$place" PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config --cflags --libs subrosa)
    # shellcheck disable=SC2086
    "$2" examples/c/minimal.c $flags -Wl,-rpath,"$place/usr/lib" -o "$place/minimal" && [ "$("$place/minimal")" = "$("$build/minimal")" ]
    good "a program with pkg-config" $?
fi
rm -rf "$place" "$vaults"

echo "C: $passed passed, $failed failed"
[ "$failed" = 0 ]
