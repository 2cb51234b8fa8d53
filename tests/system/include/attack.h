/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Partitions that misbehave on purpose, one attack for each of their lives: each attack must end in
 * an error that health monitoring answers with a cold start (the module file says so), and the
 * number of starts tells which attack is next. An attack that returns was not refused.
 */
#ifndef ATTACK_H
#define ATTACK_H

#include "check.h"

/* Perform attacks 0 to count - 1, one a life, then print the verdict and stay quiet. */
static inline void attack_each(uint32_t count, void (*attack)(uint32_t number))
{
    uint32_t number = PARTITION_PAGE->restarts;

    if (number < count) {
        attack(number);
        check_note(false, "attack was not refused", number, 0, __FILE__, __LINE__);
        check_verdict();
    } else {
        check_state.made = number;
        CHECK_EQUAL(number, count);
        check_verdict();
    }
    for (;;) {
    }
}

#endif
