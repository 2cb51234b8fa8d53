/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine that the unit tests of the core run on: a clock that the test moves, memory in an
 * array, a console that keeps what it gets. Its functions are those of core/arch.h.
 */
#ifndef ARCH_HOST_H
#define ARCH_HOST_H

#include <setjmp.h>
#include "core/types.h"

#define HOST_MEMORY_BYTES  0x100000u
#define HOST_IMAGE_END     0x1000u /* partitions' memory begins here */
#define HOST_CONSOLE_BYTES 0x40000u

extern uint8_t host_memory[HOST_MEMORY_BYTES]; /* physical memory */
extern uint64_t host_now_ns;
extern uint64_t host_armed_ns;   /* what the event timer is set to */
extern uint32_t host_arm_count;  /* how often it was set */
extern uint64_t host_late_ns;    /* how late timer interrupts come */
extern uint64_t host_horizon_ns; /* an idle processor doesn't sleep past it: it jumps to host_end */
/* How long a piece of background work takes. */
extern uint64_t host_piece_ns;
extern jmp_buf host_end;
extern uint32_t host_switches; /* of address spaces */

/*
 * The image's constants, and what of it can be written, as arch_image_holds() knows them; NULL:
 * every address but NULL belongs to it.
 */
extern const uint8_t *host_image[2];
extern uint32_t host_image_bytes[2];

/* What host_end receives. */
#define HOST_HORIZON   1
#define HOST_POWER_OFF 2
#define HOST_RESET     3
#define HOST_STOP      4

extern char host_console[HOST_CONSOLE_BYTES];
extern uint32_t host_console_length;
extern bool host_console_stuck;
extern uint32_t host_lines; /* bit l: line l is not masked */

void host_reset(void);
/* The partition's memory as the test sees it; NULL outside of it. */
struct partition;
void *host_user(const struct partition *partition, uint32_t address, uint32_t bytes);
/* The current thread computes until an instant; interrupts come on the way. */
void host_run_until(uint64_t instant_ns);
/* The current thread makes a system call; what it returns when it goes on with the same thread. */
pok_ret_t host_call(uint32_t number, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4);

#endif
