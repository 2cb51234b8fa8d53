#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Builds and boots examples/demo in QEMU, types a line into the guest's serial port, and ends by
# itself after a number of major frames (first argument, default 100: ten seconds).
set -eu
cd "$(dirname "$0")"
frames=${1:-100}

sh tools/setup.sh build
make --no-print-directory -s -j2 MODULE=examples/demo module

echo "demo: $frames major frames of 100 ms; the guest's second serial port is fed with examples/demo/typed.txt"
exec build/bulkhead run build/examples/demo/image-x86-qemu-vmm.elf --bsp x86-qemu-vmm \
    --major-frames "$frames" --com2 examples/demo/typed.txt
