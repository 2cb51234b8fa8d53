/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Written for POK: a state that one thread changes and another waits for, under the lock of an
 * event; an error handler that counts what it sees and lets the faulty thread rest.
 */
#include <core/error.h>
#include <core/event.h>
#include <core/partition.h>
#include <core/thread.h>
#include <core/time.h>
#include <libc/stdio.h>
#include <types.h>

void *producer(void);
void *consumer(void);
void *clumsy(void);

static pok_event_id_t changed;
static unsigned level;

void *producer(void)
{
    for (unsigned step = 1; step <= 3; step++) {
        pok_thread_sleep(10000);
        pok_event_lock(changed);
        level = step * 10;
        pok_event_signal(changed);
        printf("level %u, still locked\n", level);
        pok_event_unlock(changed);
    }
    pok_thread_suspend();
    return NULL;
}

void *consumer(void)
{
    unsigned seen = 0;

    pok_event_lock(changed);
    while (seen < 30) {
        while (level == seen) {
            pok_event_wait(changed, 0);
        }
        seen = level;
        printf("consumer sees %u\n", seen);
    }
    printf("wait of 5 ms for nothing: %d\n", (int)pok_event_wait(changed, 5000));
    pok_event_unlock(changed);
    pok_thread_suspend();
    return NULL;
}

void *clumsy(void)
{
    uint64_t now = 0;
    uint64_t later = 0;

    pok_thread_sleep(50000);
    pok_time_get(&now);
    pok_time_compute_deadline(1000000, &later);
    printf("a millisecond from now is %s\n", later - now >= 1000000 ? "later" : "wrong");
    pok_error_raise_application_error("oops", 4);
    printf("clumsy goes on\n");
    pok_thread_suspend();
    return NULL;
}

void pok_error_handler_worker(void)
{
    pok_error_status_t status;

    while (pok_error_get(&status) == POK_ERRNO_OK) {
        pok_error_ignore(status.error_kind, status.failed_thread);
        printf("error %u of thread %u, %.*s, logged as %u\n", status.error_kind,
               (unsigned)status.failed_thread, (int)status.msg_size, status.msg,
               (unsigned)pok_error_reported[0].error);
    }
}

static void start(void *(*entry)(void), uint8_t priority)
{
    pok_thread_attr_t attr;
    uint32_t id;

    pok_thread_attr_init(&attr);
    attr.priority = priority;
    attr.entry = entry;
    printf("pok_thread_create: %d\n", (int)pok_thread_create(&id, &attr));
}

int main(void)
{
    printf("pok_event_create: %d\n", (int)pok_event_create(&changed));
    printf("pok_error_handler_create: %d\n", (int)pok_error_handler_create());
    start(producer, 40);
    start(consumer, 42);
    start(clumsy, 30);
    pok_partition_set_mode(POK_PARTITION_MODE_NORMAL);
    pok_thread_wait_infinite();
    return 0;
}
