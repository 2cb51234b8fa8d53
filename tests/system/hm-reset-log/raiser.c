/* SPDX-License-Identifier: BSD-2-Clause */
/* Resets the module by an error, twice; the third time it shuts it down by another. */
#include "apex_process.h"
#include "core/page.h"

static void divider(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx\n\tdivl %%ecx" : : : "eax", "ecx", "edx");
}

static void raiser(void)
{
    volatile uint32_t *word;
    RETURN_CODE_TYPE code;

    if (POK_PAGE->module_resets == 2) {
        __asm__("" : "=r"(word) : "0"(4));
        *word = 1;
    }
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "again", 5, &code);
}

int main(void)
{
    PARTITION_STATUS_TYPE status;
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    GET_PARTITION_STATUS(&status, &code);
    printf("start %u by condition %u, %u restarts\n", (unsigned)POK_PAGE->module_resets,
           (unsigned)status.START_CONDITION, (unsigned)POK_PAGE->restarts);
    id = process_create("divider", divider, 20, 0, 0);
    if (POK_PAGE->module_resets == 0) {
        START(id, &code);
    }
    (void)process_run("raiser", raiser, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
