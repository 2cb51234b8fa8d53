/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks of a test partition. Every partition of a case computes its verdict from its own checks:
 * a failing one prints "ASSERT FAILED", which fails the case, and "VERDICT PASS n checks" is
 * printed only by check_verdict(), only when none failed and at least one was made.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>

#include "abi/layout.h"
#include "abi/partition_page.h"

#define PARTITION_PAGE ((const volatile struct pok_partition_page *)LAYOUT_PARTITION_PAGE)

/* A partition of several sources defines it as extern before this, and has one state in one of
 * them.
 */
#ifndef CHECK_STATE
#define CHECK_STATE static
#endif

CHECK_STATE struct check_state {
    uint32_t made;
    uint32_t failed;
} check_state;

static inline void check_note(bool holds, const char *what, long long left, long long right,
                              const char *file, int line)
{
    check_state.made++;
    if (!holds) {
        check_state.failed++;
        if (check_state.failed <= 10) {
            printf("ASSERT FAILED %s:%d: %s (%lld, %lld)\n", file, line, what, left, right);
        }
    }
}

/* Each operand is evaluated once, since it may be a call, and compared as a number of 64 bits. */
#define CHECK_COMPARE(left, operator, right)                                                       \
    do {                                                                                           \
        const long long check_left = (long long)(left);                                            \
        const long long check_right = (long long)(right);                                          \
        check_note(check_left operator check_right, #left " " #operator" " #right, check_left,     \
                   check_right, __FILE__, __LINE__);                                               \
    } while (0)

#define CHECK(condition)           check_note((condition), #condition, 0, 0, __FILE__, __LINE__)
#define CHECK_EQUAL(left, right)   CHECK_COMPARE(left, ==, right)
#define CHECK_AT_MOST(left, right) CHECK_COMPARE(left, <=, right)

static inline void check_verdict(void)
{
    if (check_state.failed == 0 && check_state.made != 0) {
        printf("VERDICT PASS %u checks\n", (unsigned)check_state.made);
    } else {
        printf("VERDICT FAIL %u of %u checks\n", (unsigned)check_state.failed,
               (unsigned)check_state.made);
    }
}

#endif
