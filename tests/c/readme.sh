#!/bin/sh
# The picture of the demo in the README is what the demo prints: the same lines in the same order, with
# "..." where some are left out. Keys are new each time, so lines of the library and digits count as one.
#
#     readme.sh output-of-the-demo
set -u
cd "$(dirname "$0")/../.." || exit 1

the_same_each_time() {
    sed -E 's/\?SR1:[A-Za-z0-9_-]+ \.\.\. [A-Za-z0-9_.-]+/LINE/; s/[0-9]{5}( [0-9]{5})*/DIGITS/g'
}

picture=$(sed -n '/^```text$/,/^```$/p' README.md | sed '/^```/d' | the_same_each_time)
the_same_each_time < "$1" | awk -v picture="$picture" '
    BEGIN { count = split(picture, wanted, "\n"); at = 1 }
    wanted[at] == "..." { at++ }
    $0 == wanted[at] { at++ }
    END {
        if (count < 10) { print "the README has no picture of the demo"; exit 1 }
        if (at <= count) { print "the demo does not print: " wanted[at]; exit 1 }
    }'
