#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# QEMU with its debug port kept in a new file of $COVERAGE_DUMPS, and a second file with the arguments.
set -eu
dump=$(mktemp "$COVERAGE_DUMPS/XXXXXXXX")
printf '%s\n' "$@" >"$dump.arguments"
exec qemu-system-i386 -debugcon "file:$dump" "$@"
