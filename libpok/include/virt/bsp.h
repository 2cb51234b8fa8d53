/* SPDX-License-Identifier: BSD-2-Clause */
/* What a guest's board support needs beside interrupts: idle, end, console, clock, memory. */
#ifndef LIBPOK_VIRT_BSP_H
#define LIBPOK_VIRT_BSP_H

#include "core/time.h"
#include "virt/interrupt.h"

/* Sleep until an interrupt waits, again and again: the body of an idle task. */
_Noreturn void _CPU_Virtual_Idle_thread(void);

/* Sleep until an interrupt waits, or not at all when one does. It is delivered before the return,
 * unless interrupts are off. */
void _CPU_Virtual_Idle(void);

/* Say so on the console and end the partition: mode IDLE. */
_Noreturn void _CPU_Virtual_Stop_with_error(uint32_t error);

/* The base that %gs has from now on, kept across all switches: thread-local storage. */
void _CPU_Virtual_TLS_set(const void *base);

/* Write text to the partition's console, all of it. Returns its length. */
size_t _BSP_Virtual_Console_write(const char *text, size_t length);

/* Whether lines of the partition are on their way to the console. They go while the guest sleeps.
 */
bool _BSP_Virtual_Console_pending(void);

/*
 * Take what was typed at the console, up to 16 characters; returns how many, often 0: this doesn't
 * wait. Only the partition that the configuration gives ConsoleInput ever gets any.
 */
size_t _BSP_Virtual_Console_read(char *buffer, size_t length);

/* The partition's memory beside its program, where workspace and heap go. */
void _BSP_Virtual_getworkspacearea(void **begin, size_t *bytes);

/*
 * One handler for all processor exceptions that a guest may handle, in place of what
 * _CPU_Virtual_Exception_request() has set; NULL: health monitoring has them all again. Those that
 * only a kernel can have are left out.
 */
void _BSP_Virtual_faulthandler(virt_exception_handler_t *handler);

/* Clocks of the virtual timers. */
#define VIRT_CLOCK_HARDWARE  0u /* the module's time */
#define VIRT_CLOCK_EXECUTION 1u /* stands still outside of the partition's windows */

/* The time on a clock, ns; no kernel entry where the time stamp counter is usable. */
pok_time_t _BSP_Virtual_Clock_read(uint32_t clock);

/*
 * Arm a clock's timer for an instant of that clock, then every period_ns (0: once). It raises
 * POK_VECTOR_TIMER_HARDWARE or POK_VECTOR_TIMER_EXECUTION.
 *
 * POK_ERRNO_OK      done
 * POK_ERRNO_EINVAL  no such clock
 * POK_ERRNO_TIME    a negative instant, or a period below the kernel's least or over 4.29 s
 */
pok_ret_t _BSP_Virtual_Clock_arm(uint32_t clock, pok_time_t expiry_ns, pok_time_t period_ns);
pok_ret_t _BSP_Virtual_Clock_disarm(uint32_t clock);

/*
 * A periodic tick on the hardware clock: `tick` is the handler. What it owes is one tick more than
 * _BSP_Virtual_Clock_missed(), since ticks outside of the windows come as a count.
 * Error codes of _CPU_Virtual_Irq_request() and _BSP_Virtual_Clock_arm().
 */
pok_ret_t _BSP_Virtual_Clock_initialize(pok_time_t period_ns, virt_handler_t *tick);

/* Ticks that passed without an interrupt of their own since this was last asked. */
uint32_t _BSP_Virtual_Clock_missed(void);

#endif
