/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: a ring per partition and one for the kernel, and the one device they share. Text of
 * a partition reaches the device in whole lines, each with the partition's name in front, so lines
 * never mix. docs/architecture.md has the rules of who writes when.
 */
#ifndef CORE_CONSOLE_H
#define CORE_CONSOLE_H

#include "core/types.h"

struct partition;

#define CONSOLE_LOG_BYTES 8192u /* the kernel's ring; a power of two */
#define CONSOLE_LOG_LINE  160u
#define CONSOLE_STEP      4u /* characters that one piece of idle work sends */
#define CONSOLE_CALL      4u /* characters that a console call sends of its own partition's */

/* Call: abi/syscalls.def. All of the text or none. No text: whether there is something to send. */
pok_ret_t console_write(uint32_t address, uint32_t length);

/* A line of the kernel's, newline included; dropped and counted when the ring is full. */
void console_log(const char *line, uint32_t length);
/* The same for texts up to a null pointer that make one line, CONSOLE_LOG_LINE bytes at most. */
void console_log_texts(const char *const *texts);

/*
 * A piece of background work: some characters to the device. `only` names the partition whose lines
 * may be begun, NULL: anyone's; an open line and the kernel's messages go first in any case, or one
 * partition could hold the device against the others. False when there is nothing to send.
 */
bool console_step(struct partition *only);

/* Send all there is: the kernel's lines, and at the end of the module everyone's. */
void console_flush_log(void);
void console_flush(void);
/* Past all rings, for panics. */
void console_put_now(const char *text, uint32_t length);

#endif
