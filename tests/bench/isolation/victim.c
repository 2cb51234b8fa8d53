/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partition whose windows come right behind each attacker's. In every window it takes the time
 * at its first instructions: how late it begins is what the attacker before it could do to it.
 * Under -icount shift=0 a nanosecond is an instruction.
 */
#include <stdio.h>
#include "core/page.h"
#include "core/time.h"
#include <arinc653/apexPartition.h>

#define FRAMES    10000u
#define ATTACKERS 7u
#define LATEST    8192u /* instructions; later ones are counted there */

static uint16_t late[ATTACKERS][LATEST];

static const char *const name[ATTACKERS] = {
    "window_start_error_idle",  "window_start_error_loop",    "window_start_error_calls",
    "window_start_error_ports", "window_start_error_console", "window_start_error_faults",
    "window_start_error_guest",
};

static void print(uint32_t attacker)
{
    const uint16_t *count = late[attacker];
    uint32_t first = 0;
    uint32_t last = LATEST - 1;
    uint32_t total = 0;
    uint32_t seen = 0;
    uint32_t p50 = 0;
    uint32_t p99 = 0;

    for (uint32_t i = 0; i < LATEST; i++)
        total += count[i];
    while (first < LATEST - 1 && count[first] == 0)
        first++;
    while (last > 0 && count[last] == 0)
        last--;
    for (uint32_t i = 0; i < LATEST; i++) {
        if (seen < total / 2)
            p50 = i;
        if (seen < total - total / 100)
            p99 = i;
        seen += count[i];
    }
    printf("BENCH %s %u %u %u %u %u\n", name[attacker], (unsigned)first, (unsigned)p50,
           (unsigned)p99, (unsigned)last, (unsigned)total);
}

int main(void)
{
    RETURN_CODE_TYPE code;
    uint32_t windows = POK_PAGE->windows;

    while (windows < FRAMES * ATTACKERS) {
        pok_time_t now;
        uint32_t error;
        uint32_t attacker;

        while (POK_PAGE->windows == windows)
            ;
        (void)pok_time_get(&now);
        windows = POK_PAGE->windows;
        error = (uint32_t)(now - POK_PAGE->window_start_ns);
        attacker = POK_PAGE->window_identifier % 10;
        if (attacker < ATTACKERS)
            late[attacker][error < LATEST ? error : LATEST - 1]++;
    }
    for (uint32_t i = 0; i < ATTACKERS; i++)
        print(i);
    printf("BENCH_DONE\n");
    SET_PARTITION_MODE(IDLE, &code);
    return 0;
}
