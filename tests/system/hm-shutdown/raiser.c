/* SPDX-License-Identifier: BSD-2-Clause */
/* Two errors whose level is MODULE: the first is ignored there, the second ends the module. */
#include "apex_process.h"

static PROCESS_ID_TYPE divider_id;

static void divider(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx\n\tdivl %%ecx" : : : "eax", "ecx", "edx");
    CHECK(false);
}

static void raiser(void)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PROCESS_STATUS(divider_id, &status, &code);
    CHECK_EQUAL(status.PROCESS_STATE, FAULTED);
    check_verdict();
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "the end", 7, &code);
    printf("still here\n");
    STOP_SELF();
}

int main(void)
{
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    divider_id = process_create("divider", divider, 20, 0, 0);
    id = process_create("raiser", raiser, 10, 0, 0);
    START(divider_id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
