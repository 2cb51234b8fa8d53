/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>

/* One message a frame, except in the frames from PAUSE_FIRST to PAUSE_LAST. */
#define PERIOD_NS   10000000LL
#define FRAMES      60u
#define PAUSE_FIRST 20u
#define PAUSE_LAST  34u

struct message {
    int64_t sent_ns;
    uint32_t number;
    uint8_t text[20]; /* as many of them as number % 20 + 1 are sent */
};

#define MESSAGE_BYTES(number) (sizeof(int64_t) + sizeof(uint32_t) + (number) % 20 + 1)

#define BIG_BYTES 8192u

#endif
