#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# check.sh OBJDUMP PROGRAM: fail if the program holds an instruction that a guest may not execute.
# Port input and output are not among them: the module file gives ports to guests.
set -eu

"$1" -d --no-show-raw-insn "$2" | awk '
/^[0-9a-f]+ <.*>:$/ { name = $2 }
/^ *[0-9a-f]+:\t/ {
    split($0, part, "\t")
    text = part[2]
    sub(/^((rep|repz|repnz|lock|data16|[c-gs]s) +)+/, "", text)
    split(text, word, " ")
    if (word[1] ~ /^(cli|sti|hlt|lgdt|lidt|lldt|ltr|lmsw|clts|rdmsr|wrmsr|rdpmc|invlpg|invd|wbinvd|iret|ljmp|lcall|lret)[lw]?$/ ||
        text ~ /%(cr|db|dr|tr)[0-9]/ || text ~ /^mov[lw]? .*,%(cs|ds|es|ss)$/ || text ~ /^pop[lw]? +%(ds|es|ss) *$/) {
        printf "%s holds a privileged instruction: %s\n", name, text
        bad = 1
    }
}
END { exit bad }'
