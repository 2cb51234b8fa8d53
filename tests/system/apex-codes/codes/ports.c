/* SPDX-License-Identifier: BSD-2-Clause */
/* Sampling and queuing ports, schedules, memory blocks. */
#include "codes.h"

#define REFRESH (5 * MILLISECONDS)

static SAMPLING_PORT_ID_TYPE s_out, s_in, s_silent, s_never, s_port;
static QUEUING_PORT_ID_TYPE q_out, q_in, q_full, q_stuck, q_silent, q_empty, q_port;
static SAMPLING_PORT_STATUS_TYPE s_status;
static SAMPLING_PORT_CURRENT_STATUS_TYPE s_current;
static QUEUING_PORT_STATUS_TYPE q_status;
static VALIDITY_TYPE validity;
static UPDATED_TYPE updated;
static SYSTEM_TIME_TYPE stamp;
static SCHEDULE_STATUS_TYPE schedule;
static SCHEDULE_ID_TYPE schedule_id;
static MEMORY_BLOCK_STATUS_TYPE block;

static SAMPLING_PORT_ID_TYPE sampling(char *name, PORT_DIRECTION_TYPE direction)
{
    SAMPLING_PORT_ID_TYPE id = 0;
    RETURN_CODE_TYPE rc;

    CREATE_SAMPLING_PORT(name, 16, direction, REFRESH, &id, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    return id;
}

static QUEUING_PORT_ID_TYPE queuing(char *name, MESSAGE_RANGE_TYPE messages,
                                    PORT_DIRECTION_TYPE direction)
{
    QUEUING_PORT_ID_TYPE id = 0;
    RETURN_CODE_TYPE rc;

    CREATE_QUEUING_PORT(name, 16, messages, direction, FIFO, &id, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    return id;
}

void ports_setup(void)
{
    RETURN_CODE_TYPE rc;

    s_out = sampling("s out", SOURCE);
    s_in = sampling("s in", DESTINATION);
    s_never = sampling("s never", DESTINATION);
    q_out = queuing("q out", 4, SOURCE);
    q_in = queuing("q in", 4, DESTINATION);
    q_full = queuing("q full", 1, SOURCE);
    q_stuck = queuing("q stuck", 1, DESTINATION);
    q_empty = queuing("q empty", 1, DESTINATION);
    WRITE_SAMPLING_MESSAGE(s_out, message, 4, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    SEND_QUEUING_MESSAGE(q_full, message, 4, 0, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
}

static void sampling_rows(void)
{
    CREATE(CREATE_SAMPLING_PORT(fresh_port("s silent", "s late"), 16, SOURCE, REFRESH, &s_silent,
                                &code));
    ALL(CREATE_SAMPLING_PORT("s out", 17, SOURCE, REFRESH, &s_port, &code), NA);
    ALL(CREATE_SAMPLING_PORT("nothing", 16, SOURCE, REFRESH, &s_port, &code), IC);
    ALL(CREATE_SAMPLING_PORT("s out", 16, (PORT_DIRECTION_TYPE)2, REFRESH, &s_port, &code), IP);
    ALL(CREATE_SAMPLING_PORT("s late", 17, SOURCE, REFRESH, &s_port, &code), IC);
    ALL(CREATE_SAMPLING_PORT("s late", 16, SOURCE, 0, &s_port, &code), IC);
    ALL(WRITE_SAMPLING_MESSAGE(s_out, message, 16, &code), OK);
    ALL(WRITE_SAMPLING_MESSAGE(0, message, 4, &code), IP);
    ALL(WRITE_SAMPLING_MESSAGE(BAD, message, 4, &code), IP);
    ALL(WRITE_SAMPLING_MESSAGE(s_out, message, 0, &code), IP);
    ALL(WRITE_SAMPLING_MESSAGE(s_out, message, -1, &code), IP);
    ALL(WRITE_SAMPLING_MESSAGE(s_out, message, 17, &code), IC);
    ALL(WRITE_SAMPLING_MESSAGE(s_out, NOWHERE, 4, &code), IP);
    ALL(WRITE_SAMPLING_MESSAGE(s_in, message, 4, &code), IM);
    ALL(READ_SAMPLING_MESSAGE(s_in, message, &length, &validity, &code), OK);
    ALL(READ_SAMPLING_MESSAGE(s_never, message, &length, &validity, &code), NA);
    ALL(READ_SAMPLING_MESSAGE(s_out, message, &length, &validity, &code), IM);
    ALL(READ_SAMPLING_MESSAGE(0, message, &length, &validity, &code), IP);
    ALL(READ_SAMPLING_MESSAGE(s_in, NOWHERE, &length, &validity, &code), IP);
    /* A message of one word has a way of its own. */
    ALL(WRITE_SAMPLING_MESSAGE(s_out, message, 4, &code), OK);
    ALL(READ_SAMPLING_MESSAGE(s_in, NOWHERE, &length, &validity, &code), IP);
    ALL(READ_SAMPLING_MESSAGE(s_in, READ_ONLY, &length, &validity, &code), IP);
    CHECK_EQUAL(validity, INVALID);
    ALL(READ_SAMPLING_MESSAGE(s_in, message, &length, &validity, &code), OK);
    CHECK_EQUAL(length, 4);
    ALL(GET_SAMPLING_PORT_ID("s in", &s_port, &code), OK);
    ALL(GET_SAMPLING_PORT_ID("q in", &s_port, &code), IC);
    ALL(GET_SAMPLING_PORT_STATUS(s_in, &s_status, &code), OK);
    ALL(GET_SAMPLING_PORT_STATUS(q_in, &s_status, &code), IP);
    ALL(GET_SAMPLING_PORT_STATUS(BAD, &s_status, &code), IP);
    ALL(READ_UPDATED_SAMPLING_MESSAGE(s_in, message, &length, &updated, &code), OK);
    ALL(READ_UPDATED_SAMPLING_MESSAGE(s_never, message, &length, &updated, &code), NA);
    ALL(READ_UPDATED_SAMPLING_MESSAGE(BAD, message, &length, &updated, &code), IP);
    ALL(READ_UPDATED_SAMPLING_MESSAGE(s_out, message, &length, &updated, &code), IM);
    ALL(GET_SAMPLING_PORT_CURRENT_STATUS(s_out, &s_current, &code), OK);
    ALL(GET_SAMPLING_PORT_CURRENT_STATUS(0, &s_current, &code), IP);
    ALL(READ_SAMPLING_MESSAGE_CONDITIONAL(s_in, 0, message, &length, &stamp, &code), OK);
    ALL(READ_SAMPLING_MESSAGE_CONDITIONAL(s_in, INT64_MAX, message, &length, &stamp, &code), NA);
    ALL(READ_SAMPLING_MESSAGE_CONDITIONAL(s_never, 0, message, &length, &stamp, &code), NA);
    ALL(READ_SAMPLING_MESSAGE_CONDITIONAL(s_out, 0, message, &length, &stamp, &code), IM);
    ALL(READ_SAMPLING_MESSAGE_CONDITIONAL(BAD, 0, message, &length, &stamp, &code), IP);
}

static void queuing_rows(void)
{
    CREATE(CREATE_QUEUING_PORT(fresh_port("q silent", "q late"), 16, 1, SOURCE, FIFO, &q_silent,
                               &code));
    ALL(CREATE_QUEUING_PORT("q in", 16, 3, DESTINATION, FIFO, &q_port, &code), NA);
    ALL(CREATE_QUEUING_PORT("nothing", 16, 4, SOURCE, FIFO, &q_port, &code), IC);
    ALL(CREATE_QUEUING_PORT("q in", 16, 4, (PORT_DIRECTION_TYPE)-1, FIFO, &q_port, &code), IP);
    ALL(CREATE_QUEUING_PORT("q in", 16, 4, SOURCE, (QUEUING_DISCIPLINE_TYPE)2, &q_port, &code), IP);
    ALL(CREATE_QUEUING_PORT("q late", 16, 2, SOURCE, FIFO, &q_port, &code), IC);
    ALL(SEND_QUEUING_MESSAGE(q_out, message, 16, INFINITE_TIME_VALUE, &code), OK);
    ALL(RECEIVE_QUEUING_MESSAGE(q_in, INFINITE_TIME_VALUE, message, &length, &code), OK);
    ALL(SEND_QUEUING_MESSAGE(q_in, message, 4, 0, &code), IM);
    ALL(SEND_QUEUING_MESSAGE(BAD, message, 4, 0, &code), IP);
    ALL(SEND_QUEUING_MESSAGE(q_out, message, 0, 0, &code), IP);
    ALL(SEND_QUEUING_MESSAGE(q_out, message, -1, 0, &code), IP);
    ALL(SEND_QUEUING_MESSAGE(q_out, message, 17, 0, &code), IC);
    ALL(SEND_QUEUING_MESSAGE(q_out, message, 4, -2, &code), IP);
    ALL(SEND_QUEUING_MESSAGE(q_out, NOWHERE, 4, 0, &code), IP);
    ALL(SEND_QUEUING_MESSAGE(q_full, message, 4, 0, &code), NV);
    WAITS(SEND_QUEUING_MESSAGE(q_full, message, 4, 100000, &code));
    ALL(RECEIVE_QUEUING_MESSAGE(q_out, 0, message, &length, &code), IM);
    ALL(RECEIVE_QUEUING_MESSAGE(0, 0, message, &length, &code), IP);
    ALL(RECEIVE_QUEUING_MESSAGE(q_empty, -2, message, &length, &code), IP);
    ALL(RECEIVE_QUEUING_MESSAGE(q_stuck, 0, NOWHERE, &length, &code), IP);
    ALL(RECEIVE_QUEUING_MESSAGE(q_empty, 0, message, &length, &code), NV);
    WAITS(RECEIVE_QUEUING_MESSAGE(q_empty, 100000, message, &length, &code));
    ALL(CLEAR_QUEUING_PORT(q_in, &code), OK);
    ALL(CLEAR_QUEUING_PORT(q_out, &code), IM);
    ALL(CLEAR_QUEUING_PORT(BAD, &code), IP);
    ALL(GET_QUEUING_PORT_ID("q in", &q_port, &code), OK);
    ALL(GET_QUEUING_PORT_ID("s in", &q_port, &code), IC);
    ALL(GET_QUEUING_PORT_STATUS(q_in, &q_status, &code), OK);
    ALL(GET_QUEUING_PORT_STATUS(s_in, &q_status, &code), IP);
    ALL(GET_QUEUING_PORT_STATUS(0, &q_status, &code), IP);
}

void ports_rows(void)
{
    sampling_rows();
    queuing_rows();
    ALL(SET_MODULE_SCHEDULE(BAD, &code), IP);
    ALL(SET_MODULE_SCHEDULE(1, &code), NA);
    ALL(SET_MODULE_SCHEDULE(2, &code), OK);
    ALL(SET_MODULE_SCHEDULE(1, &code), OK);
    ALL(GET_MODULE_SCHEDULE_STATUS(&schedule, &code), OK);
    ALL(GET_MODULE_SCHEDULE_ID("second", &schedule_id, &code), OK);
    ALL(GET_MODULE_SCHEDULE_ID("third", &schedule_id, &code), IC);
    ALL(GET_MEMORY_BLOCK_STATUS("heap", &block, &code), OK);
    ALL(GET_MEMORY_BLOCK_STATUS("nothing", &block, &code), IC);
}
