/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the architecture does for the core. The host's unit tests link their own version
 * (tests/unit/arch_host.c). Kernel code runs with interrupts off throughout.
 */
#ifndef CORE_ARCH_H
#define CORE_ARCH_H

#include "core/types.h"

struct partition;
struct thread;
struct config_segment;

/*
 * Time in nanoseconds since time_start(), monotonic. Cheap: a counter read and a multiplication.
 */
uint64_t arch_time_ns(void);
/* Let `arch_time_ns` count from 0 now. Called once, when the first major frame begins. */
void arch_time_start(void);
/*
 * Ask for timer_interrupt() at or soon after a stamp (arch_stamp.h), never before it by more than
 * the clock's resolution; replaces what was asked for before. One in the past fires at once.
 */
void arch_timer_arm(uint64_t stamp);

/* Build the address space of a partition from its regions. Initialisation only. */
void arch_space_create(struct partition *partition);
/* Make it the current one. */
void arch_space_switch(const struct partition *partition);
/* Kernel's own view of physical memory below LAYOUT_PHYSICAL_LIMIT. */
void *arch_physical(uint32_t physical_address);
/*
 * Whether all of a range lies in the image: in its constants or in what can be written. And the
 * first physical address behind the image. Initialisation only.
 */
bool arch_image_holds(const void *start, uint32_t bytes, bool writable);
uint32_t arch_image_end(void);

/*
 * Set a thread's context so that it enters `entry` in ring 3 with `argument` as a C function's
 * first argument on the stack that ends at `stack_top`. All other registers, the FPU included, get
 * their initial values: nothing of the past is in them.
 */
void arch_thread_reset(struct thread *thread, uint32_t entry, uint32_t stack_top,
                       uint32_t argument);
/* Value that the thread's interrupted call returns when the thread runs again. */
void arch_thread_set_return(struct thread *thread, pok_ret_t value);
/* Base address of the thread's %gs from now on: it gets the selector LAYOUT_USER_TLS. */
void arch_thread_set_tls(struct thread *thread, uint32_t base);
/* arch_thread_switch() is in <arch_switch.h>. */

/*
 * Checked copies between the kernel and the memory of the partition whose address space is
 * current. POK_ERRNO_EFAULT when a byte of the user range is not in the partition's memory or, for
 * arch_copy_to_user, not writable; what was copied before the fault stays. Nothing else in the
 * kernel touches guest pointers.
 */
pok_ret_t arch_copy_from_user(void *to, uint32_t from_user, uint32_t bytes);
pok_ret_t arch_copy_to_user(uint32_t to_user, const void *from, uint32_t bytes);
/*
 * A message of 1 to POK_PAGE_BYTES bytes: the same as arch_copy_from_user(), but whole or not at
 * all. It touches the last byte first, so that no page is left to fault once it writes.
 */
pok_ret_t arch_copy_message(void *to, uint32_t from_user, uint32_t bytes);
/* Copies of whole 32-bit words between aligned addresses in the kernel. */
void arch_copy_words(void *to, const void *from, uint32_t words);

/* Open interrupts for one instant, so that what waits is taken. Idle loop only. */
void arch_interrupt_window(void);
/* Open interrupts and stop the processor until one has been taken. Idle loop only. */
void arch_wait_for_interrupt(void);

/* Console device: whether it takes more now, and one byte to it. */
bool arch_console_ready(void);
void arch_console_put(char c);
/* The next byte typed there; false: none waits. */
bool arch_console_get(char *c);

/*
 * Hardware interrupt lines, 0 up to POK_MAX_LINES - 1; masked after initialisation. The
 * architecture acknowledges an interrupt at the controller after do_IRQ() has returned. Unmasking a
 * level line while the controller doesn't yet know its acknowledgement is allowed.
 */
void arch_line_mask(uint32_t line);
void arch_line_unmask(uint32_t line);
void arch_line_set_trigger(uint32_t line, bool level);

/* Quotient of a 64-bit by a 32-bit number that is not 0. */
uint64_t arch_divide(uint64_t dividend, uint32_t divisor);

/* Ends of the module: power off (QEMU: status 0), restart, and stop with a distinct status. */
_Noreturn void arch_power_off(void);
_Noreturn void arch_reset(void);
_Noreturn void arch_stop(void);

/* Reading the clock from ring 3: parameters for the partition pages, complete once
 * arch_time_start() has returned. */
struct pok_clock;
extern struct pok_clock arch_clock;
/* Whether partitions may use the fast gate. */
bool arch_has_fast_gate(void);

/*
 * What the core does for the architecture, beside kernel_exit() and fault_user().
 */
/* Boot, the machine is ready and interrupts are off: make the module's objects, start partitions.
 */
void kernel_init(void);

#endif
