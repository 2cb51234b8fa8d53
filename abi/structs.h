/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Structures that calls pass by pointer. Every field has a fixed size and place; the kernel copies
 * the whole structure in or out by its checked copy functions, and padding is spelled out so that
 * nothing of the kernel's leaves in it.
 */
#ifndef ABI_STRUCTS_H
#define ABI_STRUCTS_H

#include "types.h"
#include "limits.h"

/* POK_SYSCALL_PROCESS_CREATE, in. Part 1, PROCESS_ATTRIBUTE_TYPE. */
struct pok_process_attributes {
    char name[POK_MAX_NAME];
    uint32_t entry;              /* address of the process's function */
    uint32_t stack_bytes;        /* at most what the configuration reserves for it */
    uint32_t base_priority;      /* POK_PRIORITY_MIN to POK_PRIORITY_MAX */
    uint32_t deadline;           /* pok_deadline_t */
    pok_time_t period_ns;        /* POK_INFINITE_TIME: aperiodic */
    pok_time_t time_capacity_ns; /* POK_INFINITE_TIME: none */
};

/* POK_SYSCALL_PROCESS_STATUS, out. Part 1, PROCESS_STATUS_TYPE. */
struct pok_process_status {
    struct pok_process_attributes attributes;
    pok_time_t deadline_time_ns; /* POK_INFINITE_TIME: none */
    uint32_t state;              /* pok_state_t */
    uint32_t current_priority;
};

/* POK_SYSCALL_PARTITION_STATUS, out. Part 1, PARTITION_STATUS_TYPE. */
struct pok_partition_status {
    pok_time_t period_ns;
    pok_time_t duration_ns;
    uint32_t identifier;
    uint32_t lock_level;
    uint32_t operating_mode;  /* pok_partition_mode_t */
    uint32_t start_condition; /* pok_start_condition_t */
    uint32_t num_assigned_cores;
    uint32_t restarts; /* ours: starts of this partition since the module's start, less one */
};

/* POK_SYSCALL_PORT_CREATE, in. */
struct pok_port_create {
    char name[POK_MAX_NAME];
    uint32_t kind;      /* pok_port_kind_t */
    uint32_t direction; /* pok_port_direction_t */
    uint32_t max_message_bytes;
    uint32_t max_messages;        /* queuing only */
    uint32_t discipline;          /* queuing only, pok_discipline_t */
    uint32_t reserved;            /* 0 */
    pok_time_t refresh_period_ns; /* sampling only, more than 0 */
};

/* POK_SYSCALL_SAMPLING_STATUS, out. Part 1, SAMPLING_PORT_STATUS_TYPE. */
struct pok_sampling_status {
    pok_time_t refresh_period_ns;
    pok_time_t last_message_ns; /* when the last message was written; 0 when none was */
    uint32_t max_message_bytes;
    uint32_t direction;
    uint32_t last_valid; /* validity at the last read (Part 1: LAST_MSG_VALIDITY) */
    uint32_t updated;    /* ours, for Part 2's extensions: 0 empty, 1 consumed, 2 new */
};

/* POK_SYSCALL_QUEUING_STATUS, out. Part 1, QUEUING_PORT_STATUS_TYPE. */
struct pok_queuing_status {
    uint32_t messages;
    uint32_t max_messages;
    uint32_t max_message_bytes;
    uint32_t direction;
    uint32_t waiting;    /* processes that wait on the port */
    uint32_t overflowed; /* ours: messages lost on this destination since its creation */
};

/* POK_SYSCALL_SCHEDULE_STATUS, out. Part 2, SCHEDULE_STATUS_TYPE. Identifiers: the configuration's.
 */
struct pok_schedule_status {
    pok_time_t switched_ns; /* when the present schedule began; 0: it is the first */
    uint32_t current;
    uint32_t next; /* `current`: no change is asked for */
};

/* POK_SYSCALL_ERROR_STATUS, out. Part 1, ERROR_STATUS_TYPE. */
struct pok_error_status {
    uint32_t code;    /* pok_error_code_t */
    uint32_t process; /* identifier of the process that made the error */
    uint32_t address; /* of the access or instruction; 0: none */
    uint32_t length;  /* of the message */
    uint8_t message[POK_MAX_ERROR_MESSAGE];
    /* Ours, for callbacks; 0 for the error handler. */
    uint32_t partition; /* identifier of the partition that it happened in; 0: none */
    uint32_t action;    /* CONFIG_HM_…, done when the callback ends */
};

/* POK_SYSCALL_MEMORY_BLOCK, out. Part 2, MEMORY_BLOCK_STATUS_TYPE. */
struct pok_memory_block {
    uint32_t address;
    uint32_t size_bytes;
    uint32_t writable; /* 0: read only */
};

#endif
