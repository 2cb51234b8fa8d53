/* SPDX-License-Identifier: BSD-2-Clause */
/* RTEMS's interrupt manager, asked about vectors that this guest has and hasn't. */
#include <stdio.h>
#include <stdlib.h>

#include <bsp.h>
#include <rtems/counter.h>
#include <rtems/irq-extension.h>
#include <rtems/timecounter.h>

#define LINE  3u
#define OTHER 5u

static volatile unsigned handled;
static volatile bool asked;

static void handler(void *argument)
{
    (void)argument;
    handled++;
}

static rtems_interrupt_attributes attributes_of(rtems_vector_number vector)
{
    rtems_interrupt_attributes attributes = {0};

    rtems_interrupt_get_attributes(vector, &attributes);
    return attributes;
}

static bool is_pending(rtems_vector_number vector)
{
    bool pending = false;

    rtems_interrupt_is_pending(vector, &pending);
    return pending;
}

static void show_lines(void)
{
    rtems_interrupt_attributes line = attributes_of(LINE);

    printf("line %u: can be enabled %u, raised %u, cleared %u; line %u: can be enabled %u\n", LINE,
           line.can_enable, line.can_raise, line.can_clear, OTHER, attributes_of(OTHER).can_enable);
    printf("line %u: enable %u, disable %u, raise %u\n", OTHER,
           (unsigned)rtems_interrupt_vector_enable(OTHER),
           (unsigned)rtems_interrupt_vector_disable(OTHER), (unsigned)rtems_interrupt_raise(OTHER));
}

/* The signal raised while something holds it back. */
struct held {
    bool pending;
    unsigned before;
};

static struct held raise_held(void)
{
    struct held held;

    rtems_interrupt_raise(BULKHEAD_VECTOR_SIGNAL);
    held.pending = is_pending(BULKHEAD_VECTOR_SIGNAL);
    held.before = handled;
    return held;
}

static void show_held(const char *how, struct held held)
{
    printf("raised %s: pending %u, handled %u, then %u\n", how, held.pending, held.before, handled);
}

static void raise_early(rtems_interrupt_entry *entry)
{
    struct held held = raise_held();

    rtems_interrupt_entry_initialize(entry, handler, NULL, "signal");
    rtems_interrupt_entry_install(BULKHEAD_VECTOR_SIGNAL, RTEMS_INTERRUPT_UNIQUE, entry);
    show_held("before it was installed", held);
}

static void raise_with_interrupts_off(void)
{
    rtems_interrupt_level level;
    struct held held;

    rtems_interrupt_local_disable(level);
    held = raise_held();
    rtems_interrupt_local_enable(level);
    show_held("with interrupts off", held);
}

static void raise_disabled(void)
{
    struct held held;

    rtems_interrupt_vector_disable(BULKHEAD_VECTOR_SIGNAL);
    held = raise_held();
    rtems_interrupt_vector_enable(BULKHEAD_VECTOR_SIGNAL);
    show_held("while disabled", held);
}

static void clear_disabled(void)
{
    bool pending;

    rtems_interrupt_vector_disable(BULKHEAD_VECTOR_SIGNAL);
    rtems_interrupt_raise(BULKHEAD_VECTOR_SIGNAL);
    rtems_interrupt_clear(BULKHEAD_VECTOR_SIGNAL);
    pending = is_pending(BULKHEAD_VECTOR_SIGNAL);
    rtems_interrupt_vector_enable(BULKHEAD_VECTOR_SIGNAL);
    printf("cleared while disabled: pending %u, then handled %u\n", pending, handled);
}

static uint32_t get_timecount(struct timecounter *tc)
{
    (void)tc;
    asked = true;
    return rtems_counter_read();
}

static void better_timecounter(void)
{
    static struct timecounter better = {
        .tc_get_timecount = get_timecount,
        .tc_counter_mask = UINT32_MAX,
        .tc_quality = RTEMS_TIMECOUNTER_QUALITY_CLOCK_DRIVER + 1,
    };

    better.tc_frequency = rtems_counter_frequency();
    rtems_timecounter_install(&better);
    asked = false;
    (void)rtems_clock_get_uptime_nanoseconds();
    printf("timecounter asked %u\n", asked);
}

static rtems_task Init(rtems_task_argument argument)
{
    static rtems_interrupt_entry entry;

    (void)argument;
    show_lines();
    raise_early(&entry);
    raise_with_interrupts_off();
    raise_disabled();
    clear_disabled();
    printf("the clock's own: pending %u\n", is_pending(BULKHEAD_VECTOR_CLOCK));
    better_timecounter();
    printf("the end\n");
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
