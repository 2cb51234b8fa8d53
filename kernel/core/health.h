/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Health monitoring: an error and the state it happened in are looked up in the configured tables,
 * and what these say is done. Errors and states are the rows of abi/hm_errors.def, hm_states.def.
 */
#ifndef CORE_HEALTH_H
#define CORE_HEALTH_H

#include "core/types.h"
#include "core/config.h"

struct partition;
struct thread;

enum health_error {
#define HM_ERROR(number, name, code, meaning) HEALTH_ERROR_##name = (number),
#include "abi/hm_errors.def"
#undef HM_ERROR
};

enum health_state_id {
#define HM_STATE(number, name, meaning) HEALTH_STATE_##name = (number),
#include "abi/hm_states.def"
#undef HM_STATE
};

struct health_event {
    uint64_t time_ns;
    uint32_t number;         /* of the event, from 1 on */
    uint32_t address;        /* of the instruction or access; 0: none */
    uint16_t partition;      /* index; CONFIG_NONE: the module */
    uint16_t thread;         /* index in the partition; CONFIG_NONE: none */
    char name[POK_MAX_NAME]; /* the thread's at that time: a restart may use it for another */
    uint8_t error;
    uint8_t state;
    uint8_t level;
    uint8_t action;
    uint32_t start; /* resets of the module before it */
    uint32_t check; /* of all the above */
};

#define HEALTH_EVENTS 64u /* the log keeps the newest */

/*
 * At an address that the tool has chosen, behind everything that is loaded: a reset leaves it as it
 * is. What it holds is believed only where a check sum says so.
 */
struct health_state {
    struct health_event event[HEALTH_EVENTS];
    uint32_t count; /* events since the machine was switched on */
    uint32_t start; /* resets before this start of the module */
    uint32_t reset; /* HEALTH_RESET: the module resets itself */
};

#define HEALTH_BYTES 8192u /* in whole pages */
#define HEALTH_RESET 0x52455345u

/* An error with all that is known of it. */
struct health_report {
    struct partition *partition; /* NULL: none is to blame */
    struct thread *thread;       /* of it; NULL: none */
    uint32_t address;
    struct config_hm_cell decision;
};

/* Look it up. `partition` is NULL when there is none to blame: then the module is concerned. */
const struct config_hm_cell *health_decide(enum health_state_id state, enum health_error error,
                                           const struct partition *partition);

/* Boot: find what a reset has left. True: health monitoring had reset the module. */
bool health_begin(void);

/*
 * An error happened: log it and do what the tables say. Returns the action; module actions don't
 * return, partition actions have been begun. IGNORE also when a callback is to come first.
 */
uint8_t health_raise(enum health_state_id state, enum health_error error,
                     struct partition *partition, struct thread *thread, uint32_t address);

/* Do what a table says. `partition` may be NULL when it is the module's action. */
void health_act(struct partition *partition, uint8_t action);

/* The state for an error of this thread: initialisation, process execution or error handler. */
enum health_state_id health_state_of(const struct thread *thread);

/* An interrupt line that nobody owns. */
void health_hardware_fault(uint32_t line);

/* At the module's end: the log, oldest first, in lines that the tool reads
 * (tools/bulkhead/hm_log.c). */
void health_print(void);

#endif
