#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Builds and boots examples/demo in QEMU, types a line into the guest's serial port, and ends by
# itself after a number of major frames (first argument, default 100: ten seconds of the module).
# Time is counted in instructions, so that what is shown doesn't depend on how busy the host is;
# `make run` boots the same module by the host's clock.
set -eu
cd "$(dirname "$0")"
frames=${1:-100}

sh tools/setup.sh build
make --no-print-directory -s -j2 MODULE=examples/demo module

echo "demo: $frames major frames of 100 ms; the guest's serial port gets examples/demo/typed.txt"
exec build/bulkhead run build/examples/demo/image-x86-qemu-vmm.elf --bsp x86-qemu-vmm \
    --major-frames "$frames" --icount=3 --com2 examples/demo/typed.txt
