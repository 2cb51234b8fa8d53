/* SPDX-License-Identifier: BSD-2-Clause */
/* A native partition between the guests, with values of its own in the same registers. */
#include "core/partition.h"
#include "state.h"

int main(void)
{
    for (uint32_t i = 0; i < WINDOWS; i++) {
        floats_load(2);
        window_pass();
        floats_check(2);
    }
    check_verdict();
    (void)pok_partition_set_mode(POK_PARTITION_MODE_IDLE);
    return 0;
}
