/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How RTEMS's tests of interrupts raise one: the guest signals itself. The kernel delivers it on
 * the way out of that call.
 */
#ifndef _RTEMS_TMTEST27
#error "for RTEMS's own tests only"
#endif

#ifndef BULKHEAD_TM27_H
#define BULKHEAD_TM27_H

#include <assert.h>
#include <bsp.h>
#include <bsp/irq.h>

#define MUST_WAIT_FOR_INTERRUPT 0

#define TM27_INTERRUPT_VECTOR_DEFAULT BULKHEAD_VECTOR_SIGNAL

static inline void Install_tm27_vector(rtems_interrupt_handler handler)
{
    static rtems_interrupt_entry entry;
    rtems_status_code sc;

    rtems_interrupt_entry_initialize(&entry, handler, NULL, "tm27");
    sc = rtems_interrupt_entry_install(BULKHEAD_VECTOR_SIGNAL, RTEMS_INTERRUPT_UNIQUE, &entry);
    assert(sc == RTEMS_SUCCESSFUL);
    (void)sc;
}

#define Cause_tm27_intr() bulkhead_signal()
#define Clear_tm27_intr()
#define Lower_tm27_intr() bulkhead_interrupt_lower()

#endif
