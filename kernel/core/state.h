/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mutable globals of the core that more than one file would otherwise hide: they stand together in
 * core/state.c. The objects of the module (partitions, threads, ports) are in the storage that the
 * configuration brings.
 */
#ifndef CORE_STATE_H
#define CORE_STATE_H

#include "core/types.h"
#include "core/processor.h"
#include "core/schedule.h"
#include "core/error_handler.h"
#include "core/health.h"
#include "core/console.h"

struct console_state {
    char log[CONSOLE_LOG_BYTES];
    uint32_t log_head;       /* next to put in, free running */
    uint32_t log_tail;       /* next to send, free running */
    uint32_t log_lost;       /* lines dropped since the last that got in */
    struct partition *owner; /* whose line is being sent, or NULL */
    uint32_t name_length;    /* of the owner's name */
    uint32_t prefix_left;    /* characters of its prefix that are not yet out */
    uint32_t line_end;       /* owner's ring: where the line ends, free running */
    bool line_cut;           /* the line has no newline of its own */
    uint8_t escaped;         /* the byte that is being sent as \\xhh */
    uint8_t escape_left;     /* characters of it that are not yet out */
    uint8_t next;            /* partition that is asked first for the next line */
    uint32_t waiting;        /* bit p: partition p may have text to send */
};

extern struct console_state console;
/* Log of health monitoring. Written by core/health.c alone. The tool's tables say where it lies. */
extern struct health_state health;
extern struct raised_message raised;
extern bool panicking;

#endif
