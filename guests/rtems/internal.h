/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of this board support package know of each other. */
#ifndef GUESTS_RTEMS_INTERNAL_H
#define GUESTS_RTEMS_INTERNAL_H

#include <bsp.h>

#include "virt/virt.h"

/* start.S, context.S */
_Noreturn void bulkhead_start(void);
VIRT_HANDLER void bulkhead_interrupt(uint32_t vector);
/* RTEMS's vector number of each source. */
extern const uint8_t bulkhead_number_of[POK_VECTOR_COUNT];
/* Where a task begins that has interrupts off: goes on with the address on its stack. */
void bulkhead_begin_off(void);
void bulkhead_tls_switch(const segment_descriptors *descriptor);
_Noreturn void bulkhead_exception_resume(const CPU_Exception_frame *frame);

/* Whether lines may be on their way to the console. Asks the kernel only when some have been
 * printed since it answered no. */
bool bulkhead_console_pending(void);

/* Ends a line that has begun: nothing more comes. */
void bulkhead_console_end(void);

/*
 * Nobody in RTEMS has handled an exception: let it happen again without a handler, so that health
 * monitoring gets it as it was, and does what the partition's table says.
 */
_Noreturn void bulkhead_exception_repeat(const CPU_Exception_frame *frame);

/*
 * port_wait.c: waiting for a port. After initialize() succeeded: lock, look, wait and look again
 * until the wait returns false, which it does when `until_ns` is over (0 is; POK_INFINITE_TIME
 * never is), unlock.
 */
rtems_status_code bulkhead_port_wait_initialize(void);
void bulkhead_port_lock(void);
void bulkhead_port_unlock(void);
pok_time_t bulkhead_port_until(pok_time_t timeout_ns);
bool bulkhead_port_wait(pok_time_t until_ns);

#endif
