/* SPDX-License-Identifier: BSD-2-Clause */
/* The three partitions keep step by major frames: each does its part in an agreed one. */
#ifndef STEPS_H
#define STEPS_H

#include "process.h"

#define PERIOD_NS 10000000LL

#define FRAME_FILL    3  /* the sender fills "out" and waits for room */
#define FRAME_READ    6  /* the first receiver reads: the sender goes on */
#define FRAME_FAN     9  /* the sender fills both destinations of "fan" */
#define FRAME_HALF    11 /* the first receiver empties its one */
#define FRAME_LOSE    12 /* the sender goes on: the second receiver loses */
#define FRAME_COMPARE 14 /* both receivers read */
#define FAN_MESSAGES  8
#define FAN_LOST      4

static inline int64_t frame_now(void)
{
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    return now / PERIOD_NS;
}

static inline void await_frame(int64_t frame)
{
    RETURN_CODE_TYPE code;

    while (frame_now() < frame) {
        PERIODIC_WAIT(&code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    CHECK_EQUAL(frame_now(), frame);
}

/* Lengths of the messages on "out". */
static const MESSAGE_SIZE_TYPE out_length[5] = {1, 32, 17, 5, 31};

static inline void out_fill(uint8_t *message, uint32_t number)
{
    for (uint32_t i = 0; i < 32; i++) {
        message[i] = (uint8_t)(number * 50 + i);
    }
}

#endif
