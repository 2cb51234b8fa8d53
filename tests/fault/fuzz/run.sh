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
case "$calls$seed" in
*[!0-9]*)
    echo "fuzz: FUZZ_CALLS and FUZZ_SEED are decimal numbers" >&2
    exit 2
    ;;
esac
# Each partition counts its half in 32 bits; no calls would show nothing.
if [ "$calls" -lt 2 ] || [ "$calls" -gt 8000000000 ] || [ "$seed" -gt 4000000000 ]; then
    echo "fuzz: FUZZ_CALLS is 2 to 8000000000, FUZZ_SEED at most 4000000000" >&2
    exit 2
fi
here=$(dirname "$0")
half=$(((calls + 1) / 2))
frames=$((half / 250 + 200)) # a frame is enough for more than 300 calls of each
out=$build/fuzz
mkdir -p "$out"
sed -e "s/calls=500000 seed=1/calls=$half seed=$seed/" \
    -e "s/calls=500000 seed=2/calls=$half seed=$((seed + 1))/" \
    -e "s/CommandLine=\"1500\"/CommandLine=\"$((frames - 20))\"/" "$here/module.xml" >"$out/module.xml"
"$build/bulkhead" build "$out/module.xml" -P "$build/tests/fault/fuzz" -o "$out/image.elf"
"$build/bulkhead" run "$out/image.elf" --icount=3 --cpu qemu64 --major-frames "$frames" \
    --timeout $((calls / 2000 + 300)) >"$out/log.txt" || {
    tail -n 30 "$out/log.txt"
    echo "fuzz: the module did not end as it should; $out/log.txt"
    exit 1
}
if grep -aq '^\[kernel\] health: .* in witness' "$out/log.txt"; then
    echo "fuzz: an error in the bystander; $out/log.txt"
    exit 1
fi
grep -aE 'VERDICT|^.native. fuzz|^.guest. fuzz' "$out/log.txt"
for partition in native guest witness; do
    grep -aq "^\[$partition\] VERDICT PASS" "$out/log.txt" || {
        echo "fuzz: no verdict of $partition; $out/log.txt"
        exit 1
    }
done
