#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# judge.sh LOG KNOWN: prints what Eva has looked at, and every alarm of LOG that KNOWN doesn't have.
set -eu
grep -E 'functions analyzed|statements reached' "$1"
# "[eva:alarm] FILE:LINE: Warning:" and the text, which may go on in indented lines.
awk '/^\[eva:alarm\]/ { if (open) print text; file = $2; sub(/:[0-9]+:$/, "", file); text = file ":"; open = 1; next }
     open && /^  / { sub(/^ +/, " "); text = text $0; next }
     open { print text; open = 0 }
     END { if (open) print text }' "$1" | sort -u | {
    status=0
    while IFS= read -r alarm; do
        known=
        while IFS= read -r line; do
            case $line in
            '' | '#'*) ;;
            *) case $alarm in "$line"*) known=yes ;; esac ;;
            esac
        done <"$2"
        [ -n "$known" ] && continue
        printf 'not known: %s\n' "$alarm"
        status=1
    done
    exit $status
}
