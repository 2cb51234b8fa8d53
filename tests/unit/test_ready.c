/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/ready.c */
/* The ready queue against lists in order of arrival. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/ready.h"

#define THREADS 40u
#define STEPS   200000u

static struct ready_queue ready;
static struct thread thread[THREADS];
static bool queued[THREADS];
static int64_t order[THREADS]; /* the model: smaller goes first within a priority */

static struct thread *model_first(void)
{
    struct thread *first = NULL;

    for (uint32_t i = 0; i < THREADS; i++) {
        if (!queued[i])
            continue;
        if (first == NULL || thread[i].priority > first->priority ||
            (thread[i].priority == first->priority && order[i] < order[first - thread]))
            first = &thread[i];
    }
    return first;
}

static void test_against_model(void **state)
{
    (void)state;
    srand(2);
    ready_init(&ready);
    for (int64_t step = 1; step <= STEPS; step++) {
        uint32_t i = (uint32_t)rand() % THREADS;

        if (queued[i] && rand() % 2 == 0) {
            ready_rotate(&ready, &thread[i]);
            order[i] = step;
        } else if (queued[i]) {
            ready_remove(&ready, &thread[i]);
            queued[i] = false;
        } else {
            thread[i].priority = rand() % 2 ? (uint8_t)rand() : (uint8_t)(rand() % 3);
            queued[i] = true;
            order[i] = step;
            if (rand() % 4 == 0) {
                order[i] = -step;
                ready_insert_first(&ready, &thread[i]);
            } else {
                ready_insert(&ready, &thread[i]);
            }
        }
        assert_int_equal(ready.summary != 0, model_first() != NULL);
        assert_ptr_equal(ready_first(&ready), model_first());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_against_model)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
