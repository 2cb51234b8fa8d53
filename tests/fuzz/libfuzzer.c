/* SPDX-License-Identifier: BSD-2-Clause */
/* libFuzzer's entry; which target, the build says. */
#include "tests/fuzz/fuzz_targets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    (void)FUZZ_TARGET(data, bytes);
    return 0;
}
