#!/bin/sh
# Compiles each header in include/, included twice and otherwise alone, in every language mode that a
# plugin may be written in, with every warning an error. Prints how many modes passed.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
STRICT="-pedantic-errors -Wall -Wextra -Werror"

compiles() { # compiler, flags, file
    if $1 $2 $STRICT -Iinclude -fsyntax-only "$work/$3" 2> "$work/errors"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $1 $2 $header"
        head -n 5 "$work/errors"
    fi
}

for header in subrosa subrosa_session subrosa_documents subrosa_glue; do
    printf '#include "%s.h"\n#include "%s.h"\n' $header $header > "$work/h.c"
    cp "$work/h.c" "$work/h.cpp"
    printf '#include "%s.hpp"\n#include "%s.hpp"\n' $header $header > "$work/hpp.cpp"
    has_hpp=1
    [ $header != subrosa_glue ] || has_hpp=0 # C++ has its own
    for pair in gcc:g++ clang:clang++; do
        cc=${pair%%:*}
        cxx=${pair##*:}
        if command -v "$cc" > /dev/null; then
            for mode in c89 c99 c11 c2x; do compiles "$cc" "-std=$mode" h.c; done
        fi
        if command -v "$cxx" > /dev/null; then
            for mode in c++98 c++11 c++17 c++20; do compiles "$cxx" "-std=$mode" h.cpp; done
            [ $has_hpp = 0 ] || for mode in c++11 c++17 c++20; do compiles "$cxx" "-std=$mode" hpp.cpp; done
        fi
    done
    # Nobody minds the padding of a struct.
    if command -v clang > /dev/null; then compiles clang "-std=c89 -Weverything -Wno-padded" h.c; fi
    if ! command -v gcc > /dev/null && ! command -v clang > /dev/null; then compiles cc "" h.c; fi
done

echo "header modes: $passed passed, $failed failed"
[ "$failed" = 0 ]
