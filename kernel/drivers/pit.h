/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 8254 timer: channel 2 measures time, and is the clock when there is no other; channel 0 is
 * the one-shot timer when there is no other.
 */
#ifndef DRIVERS_PIT_H
#define DRIVERS_PIT_H

#include "core/types.h"

#define PIT_HERTZ 1193182u
/* A count lasts 838.0953... ns: this is the part behind the point, times 2^32. */
#define PIT_NS_FRACTION      409501595u
#define PIT_CLOCK_WRAP_NS    54925400u /* 65,536 counts */
#define PIT_TIMER_LONGEST_NS 54000000u

/* Both channels quiet, speaker off. */
void pit_init(void);

/*
 * Channel 2 counts down once. The count stands still between prepare and start, so it begins with
 * one write; pit_wait_over() is one read.
 */
void pit_wait_prepare(uint32_t counts);
void pit_wait_start(void);
bool pit_wait_over(void);

/* Channel 2 as a free running down counter of 16 bits. */
void pit_clock_start(void);
uint16_t pit_clock_read(void);

/* Channel 0 as a one-shot timer: interrupt after `counts`, at most 65,535. */
void pit_timer_start(void);
void pit_timer_set(uint32_t counts);

#endif
