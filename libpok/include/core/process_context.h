/* SPDX-License-Identifier: BSD-2-Clause */
/* Which process runs, without asking the kernel. Internal to libpok. */
#ifndef LIBPOK_CORE_PROCESS_CONTEXT_H
#define LIBPOK_CORE_PROCESS_CONTEXT_H

#include "abi/layout.h"
#include "abi/limits.h"
#include "abi/process_page.h"
#include "core/page.h"

/*
 * Identifier of the process that runs; 0 for the main process and in a guest. Where a page of the
 * program's own making says otherwise, still one that arrays of POK_MAX_PROCESSES + 1 have.
 */
static inline uint32_t process_current(void)
{
    uint32_t id;

    if (POK_PAGE->guest)
        return 0;
    id = ((const volatile struct pok_process_page *)LAYOUT_PROCESS_PAGE)->current;
    return id <= POK_MAX_PROCESSES ? id : 0;
}

/* Whether a process's function is code of the program: the kernel sees libpok's in its place. */
bool process_entry_valid(uint32_t entry);

/*
 * The C library's part, when it is linked: run a process's function with what the library keeps for
 * each process; begin, and write out what the caller has printed so far.
 */
void process_run_in_library(uint32_t id, void (*function)(void)) __attribute__((weak));
void library_begin(void) __attribute__((weak));
void library_flush(void) __attribute__((weak));

#endif
