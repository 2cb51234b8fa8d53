/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Makes another mistake in each life: a wild store (the configuration answers with a cold start), a
 * division by zero (warm start), an endless recursion (the partition is ended).
 */
#include <stdio.h>
#include <string.h>

#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "core/page.h"

static const char *const mode_name[] = {"IDLE", "COLD_START", "WARM_START", "NORMAL"};

static void store(void)
{
    volatile uint32_t *word;

    __asm__("" : "=r"(word) : "0"(0x10));
    *word = 1;
}

static void divide(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx\n\tdivl %%ecx" : : : "eax", "ecx", "edx");
}

static void recurse(void)
{
    __asm__ volatile("1: call 1b" : : : "memory");
}

static void worker(void)
{
    static void (*const mistake[])(void) = {store, divide, recurse};
    static const char *const name[] = {"a wild store", "a division by zero", "a recursion"};
    uint32_t life = POK_PAGE->restarts % 3;

    printf("now %s\n", name[life]);
    mistake[life]();
    printf("this is never printed\n");
    STOP_SELF();
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)worker,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PARTITION_STATUS_TYPE status;
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    printf("%s, condition %d, restarts %u\n", mode_name[status.OPERATING_MODE],
           (int)status.START_CONDITION, (unsigned)POK_PAGE->restarts);
    strcpy((char *)attributes.NAME, "worker");
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
