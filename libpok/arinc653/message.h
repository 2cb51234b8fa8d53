/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages of buffers and blackboards: how they are copied and handed over. */
#ifndef LIBPOK_ARINC653_MESSAGE_H
#define LIBPOK_ARINC653_MESSAGE_H

#include "arinc653/apexType.h"

#include <stdint.h>
#include <string.h>

/* Room that messages of up to `bytes` take, each a multiple of this. */
#define MESSAGE_ALIGN(bytes) (((uint32_t)(bytes) + 3u) & ~3u)
typedef uint32_t __attribute__((may_alias, aligned(1))) message_word_t;

/* A message of any length. */
void message_copy_any(void *to, const void *from, uint32_t bytes);

/* A single word is what most small messages are. */
static inline void message_copy(void *to, const void *from, uint32_t bytes)
{
    if (__builtin_expect(bytes != 4, 0)) {
        message_copy_any(to, from, bytes);
        return;
    }
    *(message_word_t *)to = *(const message_word_t *)from;
}

/*
 * What a process that waits leaves for its waker: where its message is, or where one goes. It lies
 * on the waiter's stack; its address is the waiter's token.
 */
struct message_wait {
    uint8_t *address;
    uint32_t length;
};

static inline struct message_wait *message_waiter(uint32_t token)
{
    return (struct message_wait *)(uintptr_t)token;
}

/*
 * Touch memory that another process will read or write for the caller, so that a bad address is the
 * fault of the process that gave it. Of a place to write, the first byte: how much follows is known
 * only when the message comes.
 */
static inline void message_probe_read(const uint8_t *address, uint32_t bytes)
{
    const volatile uint8_t *byte = address;

    for (uint32_t i = 0; i < bytes; i += 4096) {
        (void)byte[i];
    }
    (void)byte[bytes - 1];
}

static inline void message_probe_write(uint8_t *address)
{
    volatile uint8_t *byte = address;

    *byte = *byte;
}

#endif
