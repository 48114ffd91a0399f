#!/bin/sh
# Runs the C tests that `make test-c` has built, and checks the library from outside; `run.sh sanitize`
# runs those that `make sanitize` has built. Which and how says tests/c/programs.txt.
#
#     BUILD=directory PROFILE=release CC=cc CXX=c++ run.sh [sanitize]
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$BUILD
passed=0
failed=0

good() { # what, exit status
    if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

# --- the programs --------------------------------------------------------------------------------

vaults=$(mktemp -d)
run=0

runs_of() { # who, and what stands before the program
    who=$1
    shift
    sed 's/ *: */:/g; /^#/d' tests/c/programs.txt > "$build/programs.txt"
    while IFS=: read -r name _ arguments runs; do
        case " $runs " in *" $who "*) ;; *) continue ;; esac
        run=$((run + 1))
        arguments=$(echo "$arguments" | sed "s|{work}|$vaults/$run|g; s|{build}|$build|g")
        # shellcheck disable=SC2086 # the words are the arguments
        "$@" "$build/$name" $arguments < /dev/null > "$build/output.txt" 2>&1
        status=$?
        good "$who: $name $arguments" $status
        [ $status = 0 ] || tail -n 20 "$build/output.txt"
    done < "$build/programs.txt"
}

conversations() { # how many
    seed=1
    while [ $seed -le "$1" ]; do
        "$build/conversation" $seed > "$build/conversation.txt" 2>&1 || { tail -n 3 "$build/conversation.txt"; break; }
        seed=$((seed + 1))
    done
    good "$1 conversations through a hostile relay" $(($1 + 1 - seed))
}

if [ "${1-}" = sanitize ]; then
    runs_of sanitize
    conversations 10
    rm -rf "$vaults"
    echo "sanitize: $passed passed, $failed failed"
    [ "$failed" = 0 ]
    exit
fi

for file in tests/c/*.c tests/c/*.cpp examples/c/*.c; do
    grep -q "[: ]$file " tests/c/programs.txt
    good "$file stands in tests/c/programs.txt" $?
done
runs_of test
[ "$("$build/minimal")" = "1 reads: Nobody else can read this.
0 reads: Nor this." ]
good "the output of minimal.c" $?
[ "$("$build/minimal-static")" = "$("$build/minimal")" ]
good "the same, linked statically" $?

[ "$("$build/glue" "$vaults/glue")" = "alice's window  <alice> Hello Bob, anybody can read this.
bob's window  <alice> Hello Bob, anybody can read this.
bob's window  <bob> Then let us talk in private.
alice's window  <bob> Then let us talk in private.
bob's window  == alice: waiting for an answer
bob's window  -- alice is asked to talk in private. What you write waits for the answer. 
bob's window  == alice: getting private
alice's window  == bob: getting private
alice's window  -- A private conversation with bob is being started. What you write waits until it is ready. 
bob's window  == alice: private
bob's window  -- What you and alice write is private from now on. To be sure that it is alice, compare the safety number. 
alice's window  == bob: private
alice's window  -- What you and bob write is private from now on. To be sure that it is bob, compare the safety number. 
bob's window  <bob> Nobody else can read this.
alice's window  <bob> Nobody else can read this.
alice's window  <alice> Nor this.
bob's window  <alice> Nor this." ]
good "the output of glue.c" $?

"$build/afternoon" "$vaults/afternoon" 7 > "$build/afternoon.txt" 2>&1
good "an afternoon" $?
sh tests/c/readme.sh "$build/afternoon.txt"
good "the README shows what the demo prints" $?

printf 'Die Rose ist ohne warum.\n' > "$vaults/rose.txt"
mkdir "$vaults/sealed" "$vaults/infected"
"$build/sealed_file" "$vaults/rose.txt" "$vaults/sealed" | tr '\r' '\n' | tail -n 2 > "$build/sealed.txt"
[ "$(cat "$build/sealed.txt")" = "signed by Alice
here it is: rose.txt" ] && cmp -s "$vaults/rose.txt" "$vaults/sealed/rose.txt"
good "sealed_file.c opens what it has sealed" $?
printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-' 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*' > "$vaults/eicar"
"$build/sealed_file" "$vaults/eicar" "$vaults/infected" | grep -q "scanner has found" && [ "$(ls -A "$vaults/infected")" = "document.sealed" ]
good "sealed_file.c keeps nothing that the scanner finds" $?

conversations 50

# --- memory --------------------------------------------------------------------------------------

if command -v valgrind > /dev/null; then
    runs_of valgrind valgrind -q --fair-sched=try --suppressions=tests/c/valgrind.supp --error-exitcode=9 \
        --leak-check=full --show-leak-kinds=all --errors-for-leak-kinds=all
    echo "valgrind: checked"
else
    echo "valgrind: NOT INSTALLED, memory not checked"
fi

# --- the library from outside --------------------------------------------------------------------

if [ "$(uname)" = Linux ]; then
    nm -D --defined-only "$build/libsubrosa.so.0" | awk '{ print $3 }' | LC_ALL=C sort > "$build/exported.txt"
    diff tests/c/symbols.txt "$build/exported.txt"
    good "the shared library exports what tests/c/symbols.txt lists" $?
    if [ "$PROFILE" = release ]; then
        nm -g --defined-only "$build/libsubrosa.a" | awk 'NF == 3 { print $3 }' | LC_ALL=C sort > "$build/exported.txt"
        diff tests/c/symbols.txt "$build/exported.txt"
        good "the static library exports what tests/c/symbols.txt lists" $?
    fi
    readelf -d "$build/libsubrosa.so.0" > "$build/dynamic.txt"
    grep -q 'SONAME.*\[libsubrosa\.so\.0\]' "$build/dynamic.txt" && grep -q 'FLAGS_1.*NOW.*NODELETE' "$build/dynamic.txt"
    good "SONAME, -z now and -z nodelete" $?
fi
sed -n 's/^[a-z].*[ *]\(subrosa_[a-z0-9_]*\)(.*/\1/p' include/*.h tests/c/for_tests.h | LC_ALL=C sort > "$build/declared.txt"
diff tests/c/symbols.txt "$build/declared.txt"
good "the headers declare what tests/c/symbols.txt lists" $?

# What a misused call does is asked of each of them, but of those that free and those that say a constant.
sed -n 's/^    {"\([a-z_0-9]*\)", [a-z_0-9]*, .*/subrosa_\1/p' tests/c/calls.c tests/c/*_calls.c |
    LC_ALL=C sort > "$build/misused.txt"
grep -v -e '_free$' -e '_version$' -e '_backend$' -e '_result_name$' tests/c/symbols.txt | diff - "$build/misused.txt"
good "tests/c/misuse.c calls every function" $?

if command -v python3 > /dev/null; then
    python3 tests/c/api.py "$build/libsubrosa.so.0" > /dev/null
    good "bindings/api.json is enough to call the library" $?
    "$build/json" "$vaults/json" | grep '^{' | python3 -c '
import json, sys
kinds = {json.loads(line).get("event", "") for line in sys.stdin}
wanted = "choices close contact echo progress say send show text title".split()
sys.exit(kinds != {""}.union(wanted))'
    good "events and outcomes are JSON" $?
fi

sh tests/c/header_modes.sh
good "the header in every language mode" $?

# --- installation --------------------------------------------------------------------------------

place=$(mktemp -d)
make -s install PREFIX=/usr DESTDIR="$place" > /dev/null
good "make install" $?
"$CC" -I"$place/usr/include" examples/c/minimal.c -L"$place/usr/lib" -lsubrosa -Wl,-rpath,"$place/usr/lib" -o "$place/minimal" && [ "$("$place/minimal")" = "$("$build/minimal")" ]
good "a program with the installed library" $?
"$CC" -I"$place/usr/include" examples/c/glue.c -L"$place/usr/lib" -lsubrosa -Wl,-rpath,"$place/usr/lib" -o "$place/glue" && "$place/glue" "$place/vaults" | grep -q "<alice> Nor this."
good "a messenger with the installed glue" $?
if [ "$(uname)" = Linux ] && [ "$PROFILE" = release ]; then
    name=$(readelf -p .gnu_debuglink "$place/usr/lib/libsubrosa.so.0" | sed -n 's/.*\(libsubrosa[^ ]*\).*/\1/p' | tail -n 1)
    nm "$place/usr/lib/$name" | grep -q " T subrosa_outgoing$"
    good "the symbols are installed where the library says" $?
fi
if command -v pkg-config > /dev/null; then
    flags=$(PKG_CONFIG_PATH="$place/usr/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$place" PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config --cflags --libs subrosa)
    # shellcheck disable=SC2086
    "$CC" examples/c/minimal.c $flags -Wl,-rpath,"$place/usr/lib" -o "$place/minimal" && [ "$("$place/minimal")" = "$("$build/minimal")" ]
    good "a program with pkg-config" $?
fi
rm -rf "$place" "$vaults"

echo "C: $passed passed, $failed failed"
[ "$failed" = 0 ]
