/* SPDX-License-Identifier: BSD-2-Clause */
/* What the partitions of this module send each other. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdint.h>

/* Queuing ports "jobs" and "results": 8 bytes, 8 messages. */
struct job {
    uint32_t number;
    uint32_t value;
};

#define QUEUE_MESSAGES 8

/* Sampling port "progress": the last result that the worker has sent. */
#define REFRESH_NS 500000000

#endif
