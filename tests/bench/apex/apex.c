/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the intra-partition services cost, with 2, 16 and 128 processes in the partition: the
 * services alone, then with their kernel entry and switch. The others wait for a semaphore of their
 * own.
 */
#include <string.h>

#include "bench.h"
#include "arinc653/apexBlackboard.h"
#include "arinc653/apexBuffer.h"
#include "arinc653/apexEvent.h"
#include "arinc653/apexMutex.h"
#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "arinc653/apexSemaphore.h"

#define PROCESSES 128

static PROCESS_ID_TYPE bench_id, partner_id, crowd_id[PROCESSES];
static SEMAPHORE_ID_TYPE semaphore, ping, pong, crowd_semaphore;
static EVENT_ID_TYPE event;
static BLACKBOARD_ID_TYPE blackboard;
static BUFFER_ID_TYPE buffer;
static MUTEX_ID_TYPE mutex;
static RETURN_CODE_TYPE code;
static int crowd;
static uint32_t partner_tsc;
static uint32_t message = 4711;
static MESSAGE_SIZE_TYPE length;

/* Names end in the number of processes. */
static const char *row(const char *name)
{
    static char text[48];

    snprintf(text, sizeof(text), "%s_%d", name, crowd);
    return text;
}

#define BENCH_BOTH(name, operation)                                                                \
    do {                                                                                           \
        BENCH(row(name), operation);                                                               \
        BENCH_COUNTED(row(name), operation);                                                       \
    } while (0)

static void bench_services(void)
{
    BENCH_BOTH("semaphore_wait_signal", {
        WAIT_SEMAPHORE(semaphore, INFINITE_TIME_VALUE, &code);
        SIGNAL_SEMAPHORE(semaphore, &code);
    });
    BENCH_BOTH("event_set_reset", {
        SET_EVENT(event, &code);
        RESET_EVENT(event, &code);
    });
    BENCH_BOTH("blackboard_display_4",
               DISPLAY_BLACKBOARD(blackboard, (MESSAGE_ADDR_TYPE)&message, 4, &code));
    BENCH_BOTH("buffer_send_receive_4", {
        SEND_BUFFER(buffer, (MESSAGE_ADDR_TYPE)&message, 4, INFINITE_TIME_VALUE, &code);
        RECEIVE_BUFFER(buffer, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)&message, &length, &code);
    });
    BENCH_BOTH("mutex_acquire_release", {
        ACQUIRE_MUTEX(mutex, INFINITE_TIME_VALUE, &code);
        RELEASE_MUTEX(mutex, &code);
    });
}

/*
 * The partner, of the same priority, answers each signal. One way: signal, wait and the switch to
 * the partner, half of a round.
 */
static void bench_ping_pong(void)
{
    for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {
        uint32_t start = bench_tsc();

        SIGNAL_SEMAPHORE(ping, &code);
        WAIT_SEMAPHORE(pong, INFINITE_TIME_VALUE, &code);
        bench_sample[i] = (bench_tsc() - start) / 2;
    }
    bench_print(row("semaphore_ping_pong"), bench_sample, BENCH_SAMPLES);
}

/* From the call that resumes a process of higher priority to its first instruction. */
static void bench_switch(void)
{
    SET_PRIORITY(partner_id, 60, &code);
    for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {
        uint32_t start = bench_tsc();

        RESUME(partner_id, &code);
        bench_sample[i] = partner_tsc - start;
    }
    bench_print(row("process_switch"), bench_sample, BENCH_SAMPLES);
    /* The partner has seen so many; back to ping-pong. */
    SET_PRIORITY(partner_id, 50, &code);
}

static void partner(void)
{
    for (;;) {
        for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {
            WAIT_SEMAPHORE(ping, INFINITE_TIME_VALUE, &code);
            SIGNAL_SEMAPHORE(pong, &code);
        }
        for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {
            SUSPEND_SELF(INFINITE_TIME_VALUE, &code);
            partner_tsc = bench_tsc();
        }
    }
}

static void one_of_the_crowd(void)
{
    WAIT_SEMAPHORE(crowd_semaphore, INFINITE_TIME_VALUE, &code);
}

static void bench(void)
{
    static const int sizes[] = {2, 16, PROCESSES};

    crowd = 2;
    for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        for (; crowd < sizes[i]; crowd++) {
            START(crowd_id[crowd], &code);
            SET_PRIORITY(crowd_id[crowd], 100, &code);
        }
        bench_services();
        bench_ping_pong();
        /* The partner comes to its first suspension. */
        SET_PRIORITY(bench_id, 50, &code);
        bench_switch();
    }
    printf("BENCH_DONE\n");
}

static PROCESS_ID_TYPE create(const char *name, void (*entry)(void), PRIORITY_TYPE priority)
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE id = NULL_PROCESS_ID;

    memset(&attributes, 0, sizeof(attributes));
    attributes.PERIOD = INFINITE_TIME_VALUE;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)entry;
    attributes.STACK_SIZE = 4096;
    attributes.BASE_PRIORITY = priority;
    memcpy(attributes.NAME, name, strlen(name) + 1);
    CREATE_PROCESS(&attributes, &id, &code);
    return id;
}

int main(void)
{
    char name[MAX_NAME_LENGTH];

    CREATE_SEMAPHORE("semaphore", 1, 1, FIFO, &semaphore, &code);
    CREATE_SEMAPHORE("ping", 0, 1, FIFO, &ping, &code);
    CREATE_SEMAPHORE("pong", 0, 1, FIFO, &pong, &code);
    CREATE_SEMAPHORE("crowd", 0, 1, PRIORITY, &crowd_semaphore, &code);
    CREATE_EVENT("event", &event, &code);
    CREATE_BLACKBOARD("blackboard", 8, &blackboard, &code);
    CREATE_BUFFER("buffer", 8, 4, FIFO, &buffer, &code);
    CREATE_MUTEX("mutex", 100, FIFO, &mutex, &code);
    bench_id = create("bench", bench, 50);
    partner_id = create("partner", partner, 50);
    for (int i = 2; i < PROCESSES; i++) {
        snprintf(name, sizeof(name), "crowd %d", i);
        crowd_id[i] = create(name, one_of_the_crowd, 10);
    }
    START(bench_id, &code);
    START(partner_id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
