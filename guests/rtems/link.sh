#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Link an RTEMS guest: link.sh OUTPUT OBJECT... [-lX]...
#
#   RTEMS_CC        RTEMS's compiler
#   RTEMS_LIB       the folder of librtemscpu.a and librtemsbsp.a
#   BULKHEAD_RTEMS  the folder of libbulkhead.a
#
# This board support package comes first and whole, so that of the installed one only what has nothing to do
# with a board is taken: interrupt extension, workspace, boot_card(). What it needs of the program's
# configuration takes that out of a library of the program, too; a program without any names
# -lrtemsdefaultconfig. A guest that holds a privileged instruction is refused.
set -eu

here=$(dirname "$0")
output=$1
shift
cxx=
if [ "$("$RTEMS_CC" -print-file-name=libstdc++.a)" != libstdc++.a ]; then
    cxx=-lstdc++
fi
"$RTEMS_CC" -march=pentium -mtune=pentiumpro -mno-sse -B"$RTEMS_LIB" -nostartfiles -static \
    -T "$here/bulkhead.ld" -Wl,--build-id=none -Wl,--gc-sections -Wl,-z,max-page-size=4096 \
    -o "$output" \
    "$("$RTEMS_CC" -print-file-name=crti.o)" "$("$RTEMS_CC" -print-file-name=crtbegin.o)" \
    -Wl,--whole-archive "$BULKHEAD_RTEMS/libbulkhead.a" -Wl,--no-whole-archive \
    -Wl,--start-group "$@" -L"$RTEMS_LIB" -nostdlib \
    -lrtemsbsp -lrtemscpu -lrtemstest $cxx -lm -lc -lgcc \
    -Wl,--end-group \
    "$("$RTEMS_CC" -print-file-name=crtend.o)" "$("$RTEMS_CC" -print-file-name=crtn.o)"
if ! "$here/check.sh" "${RTEMS_CC%gcc}objdump" "$output"; then
    rm -f "$output"
    exit 1
fi
