/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame onto the simulated stack, by the test's own copy function. */
#ifndef USER_STORE_H
#define USER_STORE_H

#include "core/arch.h"
#include "arch_thread.h"

static inline bool user_store_upcall(uint32_t address, const context_t *context,
                                     const uint32_t *threshold)
{
    const uint32_t words[4] = {context->eax, *threshold, context->eflags, context->eip};

    return arch_copy_to_user(address, words, sizeof(words)) == POK_ERRNO_OK;
}

static inline bool user_store_1(uint32_t address, uint32_t value)
{
    return arch_copy_to_user(address, &value, sizeof(value)) == POK_ERRNO_OK;
}

static inline bool user_load_1(uint32_t address, uint32_t *value)
{
    return arch_copy_from_user(value, address, sizeof(*value)) == POK_ERRNO_OK;
}

#endif
