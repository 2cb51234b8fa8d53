/* SPDX-License-Identifier: BSD-2-Clause */
/* Names in calls have a fixed place of POK_MAX_NAME characters, filled with NUL. */
#ifndef LIBPOK_CORE_NAME_H
#define LIBPOK_CORE_NAME_H

#include "abi/limits.h"

/* Bring a name, at most POK_MAX_NAME characters and then possibly without a NUL, into that place.
 */
static inline void pok_name_copy(char place[POK_MAX_NAME], const char *name)
{
    unsigned i = 0;

    for (; i < POK_MAX_NAME && name[i] != '\0'; i++)
        place[i] = name[i];
    for (; i < POK_MAX_NAME; i++)
        place[i] = '\0';
}

#endif
