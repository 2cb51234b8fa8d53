/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/fuzz/fuzz_targets.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void fuzz_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, condition);
    abort();
}
