#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Usage: run.sh BUILD CALLS SEED
#
# The fuzz case with another number of calls (half by the native partition, half by the guest) and
# another seed. Status 0 only when the kernel ended the module by itself, all calls were made, and
# the bystander found nothing wrong.
set -eu
build=$1 calls=$2 seed=$3
here=$(dirname "$0")
half=$((calls / 2))
frames=$((half / 500 + 100)) # a frame is enough for more than 600 calls of each
out=$build/fuzz
mkdir -p "$out"
sed -e "s/calls=500000 seed=1/calls=$half seed=$seed/" \
    -e "s/calls=500000 seed=2/calls=$half seed=$((seed + 1))/" \
    -e "s/CommandLine=\"700\"/CommandLine=\"$((frames - 20))\"/" "$here/module.xml" >"$out/module.xml"
"$build/bulkhead" build "$out/module.xml" -P "$build/tests/fault/fuzz" -o "$out/image.elf"
"$build/bulkhead" run "$out/image.elf" --icount=3 --cpu qemu64 --major-frames "$frames" \
    --timeout $((calls / 2000 + 300)) >"$out/log.txt" || {
    tail -n 30 "$out/log.txt"
    echo "fuzz: the module did not end as it should; $out/log.txt"
    exit 1
}
grep -aE 'VERDICT|^.native. fuzz|^.guest. fuzz' "$out/log.txt"
for partition in native guest witness; do
    grep -aq "^\[$partition\] VERDICT PASS" "$out/log.txt" || {
        echo "fuzz: no verdict of $partition; $out/log.txt"
        exit 1
    }
done
