/* SPDX-License-Identifier: BSD-2-Clause */
/* A frame onto the simulated stack, by the test's own copy function. */
#ifndef USER_STORE_H
#define USER_STORE_H

#include "core/arch.h"

static inline bool user_store_4(uint32_t address, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    const uint32_t words[4] = {a, b, c, d};

    return arch_copy_to_user(address, words, sizeof(words)) == POK_ERRNO_OK;
}

#endif
