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
    uint32_t address;        /* of the instruction or access; 0: none */
    uint16_t partition;      /* index; CONFIG_NONE: the module */
    uint16_t thread;         /* index in the partition; CONFIG_NONE: none */
    char name[POK_MAX_NAME]; /* the thread's at that time: a restart may use it for another */
    uint8_t error;
    uint8_t state;
    uint8_t level;
    uint8_t action;
};

#define HEALTH_EVENTS 64u /* the log keeps the newest */

struct health_state {
    struct health_event event[HEALTH_EVENTS];
    uint32_t count; /* events since the module's start */
};

/* What the tables say about an error. */
struct health_decision {
    uint8_t level;  /* CONFIG_HM_LEVEL_… */
    uint8_t action; /* CONFIG_HM_…; of the partition's table when the level is PROCESS */
};

/* Look it up. `partition` is NULL when there is none to blame: then the module is concerned. */
struct health_decision health_decide(enum health_state_id state, enum health_error error,
                                     const struct partition *partition);

/*
 * An error happened: log it and do what the tables say. Returns the action; module actions don't
 * return, partition actions have been begun.
 */
uint8_t health_raise(enum health_state_id state, enum health_error error,
                     struct partition *partition, struct thread *thread, uint32_t address);

/* The state of a partition's code that runs: initialisation or process execution. */
enum health_state_id health_state_of(const struct partition *partition);

/* An interrupt line that nobody owns. */
void health_hardware_fault(uint32_t line);

/* At the module's end: the log, oldest first, in lines that the tool reads
 * (tools/bulkhead/hm_log.c). */
void health_print(void);

#endif
