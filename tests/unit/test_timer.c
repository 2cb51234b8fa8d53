/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/timer.c kernel/core/state.c */
/* The timer heap against a plain list of expiries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/arch.h"
#include "core/timer.h"
#include "core/panic.h"

#define TIMERS 33u
#define STEPS  300000u

static struct timer timer[TIMERS];
static struct timer *slot[TIMERS + 1];
static struct timer_heap heap;
static uint64_t expiry[TIMERS]; /* the model; TIMER_NEVER: not armed */
static uint64_t now_ns;
static uint64_t last_fired_ns;
static uint32_t fired;

void panic_assertion(const char *expression, const char *file, uint32_t line)
{
    fail_msg("%s:%u: %s", file, line, expression);
    abort();
}

uint64_t arch_time_ns(void)
{
    return now_ns;
}

static void fire(struct timer *expired, uint64_t at_ns)
{
    uint32_t i = (uint32_t)(expired - timer);

    assert_true(at_ns == now_ns);
    assert_true(expiry[i] <= now_ns);
    assert_true(expiry[i] >= last_fired_ns);
    assert_int_equal(expired->place, 0);
    last_fired_ns = expiry[i];
    expiry[i] = TIMER_NEVER;
    fired++;
    if (i % 4 == 0) {
        expiry[i] = now_ns + 1 + (uint64_t)(rand() % 50);
        timer_arm(&heap, expired, expiry[i]);
    }
}

static int set_up(void **state)
{
    (void)state;
    srand(1);
    heap = (struct timer_heap){.slot = slot, .capacity = TIMERS};
    now_ns = 0;
    for (uint32_t i = 0; i < TIMERS; i++) {
        timer[i] = (struct timer){.fire = fire};
        expiry[i] = TIMER_NEVER;
    }
    return 0;
}

static uint64_t model_next(void)
{
    uint64_t next = TIMER_NEVER;

    for (uint32_t i = 0; i < TIMERS; i++)
        next = expiry[i] < next ? expiry[i] : next;
    return next;
}

static void heap_is_ordered(void)
{
    for (uint32_t i = 1; i <= heap.count; i++) {
        assert_int_equal(slot[i]->place, i);
        if (i > 1)
            assert_true(slot[i / 2]->expiry_ns <= slot[i]->expiry_ns);
    }
}

static void test_against_model(void **state)
{
    (void)state;
    for (uint32_t step = 0; step < STEPS; step++) {
        uint32_t i = (uint32_t)rand() % TIMERS;

        switch (rand() % 4) {
        case 0:
        case 1:
            expiry[i] = now_ns + 1 + (uint64_t)(rand() % 100);
            timer_arm(&heap, &timer[i], expiry[i]);
            break;
        case 2:
            expiry[i] = TIMER_NEVER;
            timer_disarm(&heap, &timer[i]);
            break;
        default:
            now_ns += (uint64_t)(rand() % 20);
            last_fired_ns = 0;
            timer_run(&heap, now_ns, INT64_MAX);
            assert_true(model_next() > now_ns);
            break;
        }
        assert_true(timer_next(&heap) == model_next());
        if (step % 64 == 0)
            heap_is_ordered();
    }
    assert_true(fired > STEPS / 10);
}

static void fire_again(struct timer *expired, uint64_t at_ns)
{
    (void)at_ns;
    fired++;
    timer_arm(&heap, expired, 0);
}

/* A timer that arms itself for the past doesn't hold the kernel. */
static void test_run_is_bounded(void **state)
{
    (void)state;
    fired = 0;
    timer[0].fire = fire_again;
    timer_arm(&heap, &timer[0], 1);
    timer_run(&heap, 10, INT64_MAX);
    assert_int_equal(fired, 1);
}

static void fire_slowly(struct timer *expired, uint64_t at_ns)
{
    (void)expired;
    assert_true(at_ns == 10);
    fired++;
    now_ns += 3;
}

/* Many at once: those that the time before the next window has no room for wait. */
static void test_run_ends_in_time(void **state)
{
    (void)state;
    fired = 0;
    for (uint32_t i = 0; i < 8; i++) {
        timer[i].fire = fire_slowly;
        timer_arm(&heap, &timer[i], i);
    }
    now_ns = 10;
    timer_run(&heap, 10, 20);
    assert_int_equal(fired, 4);
    assert_true(timer_next(&heap) == 4);
    timer_run(&heap, 10, INT64_MAX);
    assert_int_equal(fired, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_against_model, set_up),
        cmocka_unit_test_setup(test_run_is_bounded, set_up),
        cmocka_unit_test_setup(test_run_ends_in_time, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
