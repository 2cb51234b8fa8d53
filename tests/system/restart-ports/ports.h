/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * phoenix writes "state" and sends "news" to peer, peer writes "order" and sends "tasks" to
 * phoenix. A life of phoenix lasts four frames: its restart comes in the middle of its window, so
 * that it is loaded and has its ports again before peer runs.
 */
#ifndef RESTART_PORTS_H
#define RESTART_PORTS_H

#include "apex_process.h"
#include "core/page.h"

#define FRAME       (20 * MILLISECONDS)
#define LIFE_FRAMES 4u
#define LIVES       4u
#define QUEUE       4
#define REFRESH     (1000 * MILLISECONDS)
#define NEWS        2 /* that each life sends, in its first frame */

static inline SAMPLING_PORT_ID_TYPE sampling(char *name, PORT_DIRECTION_TYPE direction)
{
    SAMPLING_PORT_ID_TYPE id = 0;
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT(name, 4, direction, REFRESH, &id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return id;
}

static inline QUEUING_PORT_ID_TYPE queuing(char *name, PORT_DIRECTION_TYPE direction)
{
    QUEUING_PORT_ID_TYPE id = 0;
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT(name, 4, QUEUE, direction, FIFO, &id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return id;
}

static inline MESSAGE_RANGE_TYPE messages(QUEUING_PORT_ID_TYPE id)
{
    QUEUING_PORT_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_QUEUING_PORT_STATUS(id, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return status.NB_MESSAGE;
}

#endif
