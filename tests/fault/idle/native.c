/* SPDX-License-Identifier: BSD-2-Clause */
/* The attacker that does nothing. */
#include "check.h"
#include "core/call.h"

int main(void)
{
    CHECK_EQUAL(pok_call_PARTITION_ID(), PARTITION_PAGE->identifier);
    check_verdict();
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_IDLE);
    return 0;
}
