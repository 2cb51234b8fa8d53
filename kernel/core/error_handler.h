/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The error handler process of a native partition: Part 1, chapter "health monitoring". It runs
 * above all priorities and is started when an error of level PROCESS has happened.
 */
#ifndef CORE_ERROR_HANDLER_H
#define CORE_ERROR_HANDLER_H

#include "core/types.h"
#include "core/health.h"
#include "core/partition.h"
#include "core/thread.h"

/* Above every priority a process can have: POK_PRIORITY_MAX. */
#define ERROR_HANDLER_PRIORITY 254u
#define CALLBACK_PRIORITY      255u
/* Its stack: the configuration's Process of this name, or one without a name. */
#define ERROR_HANDLER_NAME "error handler"

/* What RAISE_APPLICATION_ERROR says, until it is put where it will be read. */
struct raised_message {
    uint32_t length;
    uint8_t message[POK_MAX_ERROR_MESSAGE];
};

/*
 * Let the partition's error handler know what a thread did wrong, and start it. False: it can't be
 * its business, as there is none, it made the error itself, or it has too many errors to read
 * already.
 */
bool error_handler_tell(const struct health_report *report);
/*
 * The error handler stops itself; it starts again when it has left errors unread. Or a callback
 * does, and what it was called for is done.
 */
void error_handler_stop(struct thread *thread);
/* Boot: the thread of a partition's callbacks. */
void callback_init(struct partition *partition);
/*
 * Begin the callback that the configuration has for an error, of the partition or of the module.
 * False: it has none, or it can't run. Otherwise the action is done when it ends, in whatever way.
 */
bool callback_begin(const struct health_report *report);
/* The partition is set back for a start. */
void error_handler_reset(struct partition *partition);

/* Calls: abi/syscalls.def. */
pok_ret_t error_handler_create(uint32_t entry, uint32_t stack_bytes);
pok_ret_t error_raise(uint32_t code, uint32_t address, uint32_t length);
pok_ret_t error_status(uint32_t status_address);
pok_ret_t application_message(uint32_t address, uint32_t length);

#endif
