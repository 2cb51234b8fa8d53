/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/message.h"

/* Up to here a loop over words is shorter than the call of memcpy. */
#define MESSAGE_SHORT 32u

void message_copy_any(void *to, const void *from, uint32_t bytes)
{
    uint8_t *target = to;
    const uint8_t *source = from;

    if (bytes > MESSAGE_SHORT) {
        memcpy(to, from, bytes);
        return;
    }
    for (; bytes >= 4; bytes -= 4, target += 4, source += 4) {
        *(message_word_t *)target = *(const message_word_t *)source;
    }
    while (bytes-- != 0) {
        *target++ = *source++;
    }
}
