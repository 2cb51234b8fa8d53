/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The error handler process of a native partition: Part 1, chapter "health monitoring". It runs
 * above all priorities and is started when an error of level PROCESS has happened.
 */
#ifndef CORE_ERROR_HANDLER_H
#define CORE_ERROR_HANDLER_H

#include "core/types.h"
#include "core/partition.h"
#include "core/thread.h"

/* Above every priority a process can have. */
#define ERROR_HANDLER_PRIORITY 255u
/* Its stack: the configuration's Process of this name, or one without a name. */
#define ERROR_HANDLER_NAME "error handler"

/*
 * Let the partition's error handler know what a thread did wrong, and start it. False: it can't be
 * its business, as there is none, it made the error itself, or it has too many errors to read
 * already.
 */
bool error_handler_tell(struct partition *partition, const struct thread *thread, uint32_t code,
                        uint32_t address);
/* The error handler stops itself; it starts again when it has left errors unread. */
void error_handler_stop(struct thread *thread);
/* The partition is set back for a start. */
void error_handler_reset(struct partition *partition);

/* Calls: abi/syscalls.def. */
pok_ret_t error_handler_create(uint32_t entry, uint32_t stack_bytes);
pok_ret_t error_handler_configure(uint32_t concurrency, uint32_t core);
pok_ret_t error_raise(uint32_t code, uint32_t address, uint32_t length);
pok_ret_t error_status(uint32_t status_address);
pok_ret_t application_message(uint32_t address, uint32_t length);

#endif
