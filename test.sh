#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Sets up the machine, builds everything and runs every check and test. The last line counts them;
# the exit status is 0 when nothing failed.
set -eu
cd "$(dirname "$0")"

sh tools/setup.sh test
make --no-print-directory -s -j2
make --no-print-directory -s -j2 unit-programs system-elfs fault-elfs
exec python3 tests/run/run.py --build build --jobs 2 check unit system fault
