/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/state.h"

/* What the processor runs and has loaded. Written by kernel_exit() and the schedule; `exit_work` by
 * whatever leaves work for the way out. */
struct processor processor = {.loaded = &thread_nobody};

/* Registers of no thread. Written when the processor holds what belongs to nobody any more. */
struct thread thread_nobody;

/* Where the major frame stands. Written by core/schedule.c alone. */
struct schedule_state schedule;

/* The kernel's console ring and the line that the device shows. Written by core/console.c alone. */
struct console_state console;

/* The message of the application error being raised. Written by error_raise() alone. */
struct raised_message raised;

/* A panic is being reported. Written by panic_begin() alone. */
bool panicking;
