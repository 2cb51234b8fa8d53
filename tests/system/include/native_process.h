/* SPDX-License-Identifier: BSD-2-Clause */
/* A process by the kernel's calls, without APEX. */
#ifndef NATIVE_PROCESS_H
#define NATIVE_PROCESS_H

#include <string.h>

#include "abi/structs.h"
#include "check.h"
#include "core/call.h"

#define NATIVE_PROCESS_STACK 8192u

/* Creates an aperiodic one without a time capacity; `name` up to 32 characters. Its identifier. */
static inline uint32_t native_process(const char *name, uint32_t entry, uint32_t priority)
{
    struct pok_process_attributes attributes = {
        .period_ns = POK_INFINITE_TIME,
        .time_capacity_ns = POK_INFINITE_TIME,
        .entry = entry,
        .stack_bytes = NATIVE_PROCESS_STACK,
        .base_priority = priority,
    };
    uint32_t id = 0;

    memcpy(attributes.name, name, strlen(name));
    CHECK_EQUAL(pok_call_PROCESS_CREATE(pok_address(&attributes), pok_address(&id)), POK_ERRNO_OK);
    return id;
}

/* The same, started. */
static inline uint32_t native_process_start(const char *name, uint32_t entry, uint32_t priority)
{
    uint32_t id = native_process(name, entry, priority);

    CHECK_EQUAL(pok_call_PROCESS_START(id, 0, 0), POK_ERRNO_OK);
    return id;
}

#endif
