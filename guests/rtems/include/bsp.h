/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS board support package `bulkhead`: RTEMS as a guest of Bulkhead, thin over libpok/virt.
 * docs/rtems.md shows how to use it.
 */
#ifndef BULKHEAD_BSP_H
#define BULKHEAD_BSP_H

#include <bspopts.h>

#ifndef ASM

#include <bsp/default-initial-extension.h>
#include <rtems.h>
#include <rtems/bspIo.h>
#include <rtems/clockdrv.h>
#include <rtems/console.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Interrupt vectors of RTEMS, by the number that the installed interrupt extension knows:
 * hardware line l of the module file is l. Lines 0, 2 and 4 are never a guest's, so their numbers
 * stand for sources that only a guest has.
 */
#define BULKHEAD_VECTOR_CLOCK  0  /* virtual timer on the hardware clock */
#define BULKHEAD_VECTOR_WINDOW 2  /* a window of the partition begins */
#define BULKHEAD_VECTOR_SIGNAL 4  /* rtems_interrupt_raise() of it, and nothing else */
#define BULKHEAD_VECTOR_PORT   16 /* a message arrived on a port, or room for one */
#define BULKHEAD_VECTORS       17

/* The body of the idle task: waits in a loop, or with the word `idle=sleep` in the command line
 * sleeps in the kernel until an interrupt waits. */
void *bsp_idle_thread(uintptr_t ignored);
#define BSP_IDLE_TASK_BODY bsp_idle_thread

/*
 * The partition's CommandLine from the module file. The second looks for a word NAME or NAME=VALUE
 * in it and returns where it begins, NULL when it isn't there.
 */
const char *bsp_cmdline(void);
const char *bsp_cmdline_arg(const char *name);

/*
 * The number of option NAME=VALUE in the command line (decimal, or hexadecimal after 0x), or
 * `otherwise`.
 */
uint32_t bulkhead_option(const char *name, uint32_t otherwise);

/* Ticks that passed outside of the windows, or while interrupts were off: made up or coalesced. */
extern volatile uint32_t bulkhead_ticks_missed;

/* What rtems_interrupt_raise(BULKHEAD_VECTOR_SIGNAL) does: its handler runs before this returns,
 * unless interrupts are off or a handler of its own rank or a higher one runs. */
void bulkhead_signal(void);

/* In a handler: let through what has no higher rank, too, as if this were no handler. */
void bulkhead_interrupt_lower(void);

/* Wait for a character typed at the console, without giving the processor to other tasks. */
int BSP_wait_polled_input(void);

/* Write out what printk() and the simple console have collected of a line. */
void bulkhead_console_flush(void);

/*
 * Install the RTEMS termios driver of ns16550 serial ports as `path`, in interrupt mode. Ports and
 * line must be the partition's by its module file.
 */
rtems_status_code bulkhead_serial_install(const char *path, uint16_t port, uint32_t line,
                                          uint32_t baud);

#ifdef __cplusplus
}
#endif

#endif
#endif
