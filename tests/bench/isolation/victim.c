/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partition whose windows come right behind each attacker's. In every window it takes the time
 * at its first instructions: how late it begins is what the attacker before it could do to it.
 * Under -icount shift=0 a nanosecond is an instruction.
 */
#include "bench_counts.h"
#include "core/page.h"
#include "core/time.h"
#include <arinc653/apexPartition.h>

#define FRAMES    10002u
#define ATTACKERS 13u
#define LATEST    6144u /* instructions; later ones are counted there */

/* As module.xml has them. */
#define FIRST_WINDOW 100u
#define FRAME_NS     (45000u * ATTACKERS)
#define SLOT_NS      45000u
#define OFFSET_NS    30000u

static uint32_t late[ATTACKERS][LATEST];

static const char *const name[ATTACKERS] = {
    "window_start_error_idle",  "window_start_error_loop",    "window_start_error_calls",
    "window_start_error_ports", "window_start_error_console", "window_start_error_faults",
    "window_start_error_guest", "window_start_error_irqs",    "window_start_error_timers",
    "window_start_error_page",  "window_start_error_restart", "window_start_error_processes",
    "window_start_error_names",
};

/* Sums over the first and the last quarter of the run: drift would show between them. */
static uint32_t first_sum[ATTACKERS];
static uint32_t last_sum[ATTACKERS];

/* By how much the mean error has changed from the first to the last quarter, where it did most. */
static void print_drift(void)
{
    uint32_t most = 0;

    for (uint32_t i = 0; i < ATTACKERS; i++) {
        uint32_t drift =
            first_sum[i] < last_sum[i] ? last_sum[i] - first_sum[i] : first_sum[i] - last_sum[i];

        drift /= FRAMES / 4;
        if (drift > most)
            most = drift;
    }
    printf("BENCH window_start_drift %u %u %u %u %u\n", (unsigned)most, (unsigned)most,
           (unsigned)most, (unsigned)most, (unsigned)(FRAMES * ATTACKERS / 2));
}

/* Where the victim's window of this number, from 0, has to begin. */
static pok_time_t start_of(uint32_t window)
{
    return (pok_time_t)(window / ATTACKERS) * FRAME_NS + window % ATTACKERS * SLOT_NS + OFFSET_NS;
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
        attacker = POK_PAGE->window_identifier - FIRST_WINDOW;
        if (POK_PAGE->window_start_ns != start_of(windows - 1)) {
            printf("BENCH_FAILED: window %u is not where the table has it\n", (unsigned)windows);
            break;
        }
        late[attacker][error < LATEST ? error : LATEST - 1]++;
        if (windows <= FRAMES * ATTACKERS / 4)
            first_sum[attacker] += error;
        if (windows > FRAMES * ATTACKERS / 4 * 3)
            last_sum[attacker] += error;
    }
    for (uint32_t i = 0; i < ATTACKERS; i++)
        bench_print_counts(name[i], late[i], LATEST);
    print_drift();
    printf("BENCH_DONE\n");
    SET_PARTITION_MODE(IDLE, &code);
    return 0;
}
