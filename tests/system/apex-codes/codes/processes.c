/* SPDX-License-Identifier: BSD-2-Clause */
/* Partition, processes, time, error handling. */
#include "apex.h"
#include "codes.h"

#define FRAME (20 * MILLISECONDS)

static PROCESS_STATUS_TYPE status;
static PROCESS_ATTRIBUTE_TYPE attributes;
static PARTITION_STATUS_TYPE partition;
static PROCESS_ID_TYPE id;
static PROCESS_INDEX_TYPE index_of;
static PROCESSOR_CORE_ID_TYPE core;
static LOCK_LEVEL_TYPE level;
static SYSTEM_TIME_TYPE now;
static ERROR_STATUS_TYPE error;
static APEX_BYTE text[MAX_ERROR_MESSAGE_SIZE + 1];

static void nothing(void)
{
}

void processes_setup(void)
{
    memset(text, 't', sizeof(text));
    dormant = process_create("dormant", nothing, 5, 0, 0);
    suspended = process_create("suspended", nothing, 5, 0, 0);
    START(suspended, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

/* The attributes of a process that could be created, but for one that is changed. */
static PROCESS_ATTRIBUTE_TYPE *with(const char *name)
{
    memset(&attributes, 0, sizeof(attributes));
    attributes.PERIOD = INFINITE_TIME_VALUE;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)nothing;
    attributes.STACK_SIZE = 4096;
    attributes.BASE_PRIORITY = 1;
    memcpy(attributes.NAME, name, strlen(name) + 1);
    return &attributes;
}

#define WITH(field, value) (with("other")->field = (value), &attributes)

static void creation(void)
{
    ALL(CREATE_PROCESS(with("subject"), &id, &code), NA);
    ALL(CREATE_PROCESS(WITH(STACK_SIZE, 1 << 20), &id, &code), IC);
    ALL(CREATE_PROCESS(WITH(STACK_SIZE, 0), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(BASE_PRIORITY, 0), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(BASE_PRIORITY, 240), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(BASE_PRIORITY, -1), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(PERIOD, 0), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(PERIOD, -2), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(PERIOD, FRAME + 1), &id, &code), IC);
    ALL(CREATE_PROCESS(WITH(TIME_CAPACITY, 0), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(TIME_CAPACITY, -2), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(DEADLINE, (DEADLINE_TYPE)2), &id, &code), IP);
    ALL(CREATE_PROCESS(WITH(ENTRY_POINT, NULL), &id, &code), IP);
    ROW(CREATE_PROCESS(with("other"), &id, &code), __, __, IM, IM, IM, IM, IM);
}

/* The last stack that is for any process. */
void processes_fill(void)
{
    ONE(CREATE_PROCESS(with("last"), &id, &code), OK);
    ONE(CREATE_PROCESS(with("subject"), &id, &code), IC); /* room comes first */
}

static void questions(void)
{
    ROW(GET_MY_ID(&id, &code), IM, IM, OK, OK, OK, OK, IM);
    ROW(GET_MY_INDEX(&index_of, &code), IM, IM, OK, OK, OK, OK, IM);
    ALL(GET_PROCESS_ID("subject", &id, &code), OK);
    ALL(GET_PROCESS_ID("nobody", &id, &code), IC);
    ALL(GET_PROCESS_STATUS(subject, &status, &code), OK);
    ALL(GET_PROCESS_STATUS(0, &status, &code), IP);
    ALL(GET_PROCESS_STATUS(-1, &status, &code), IP);
    ALL(GET_PROCESS_STATUS(BAD, &status, &code), IP);
    ALL(GET_MY_PROCESSOR_CORE_ID(&core, &code), OK);
    CREATE(INITIALIZE_PROCESS_CORE_AFFINITY(subject, 0, &code));
    CREATE(INITIALIZE_PROCESS_CORE_AFFINITY(subject, CORE_AFFINITY_NO_PREFERENCE, &code));
    ALL(INITIALIZE_PROCESS_CORE_AFFINITY(BAD, 0, &code), IP);
    ALL(INITIALIZE_PROCESS_CORE_AFFINITY(subject, 1, &code), IC);
}

static void states(void)
{
    ALL(START(dormant, &code), OK);
    ALL(START(dormant, &code), NA);
    ALL(START(BAD, &code), IP);
    ALL(START(-1, &code), IP);
    ALL(STOP(dormant, &code), OK);
    ALL(STOP(dormant, &code), NA);
    ALL(STOP(0, &code), IP);
    ALL(STOP(BAD, &code), IP);
    ROW(STOP(subject, &code), __, __, IP, __, IP, IP, __);
    ALL(DELAYED_START(dormant, 1000, &code), OK);
    ALL(DELAYED_START(dormant, 0, &code), NA);
    ALL(STOP(dormant, &code), OK);
    ALL(DELAYED_START(dormant, -1, &code), IP);
    ALL(DELAYED_START(dormant, -2, &code), IP);
    ALL(DELAYED_START(BAD, 0, &code), IP);
    ALL(DELAYED_START(periodic, FRAME, &code), NA); /* the state before the period */
    ALL(SET_PRIORITY(dormant, 5, &code), IM);
    ALL(SET_PRIORITY(BAD, 5, &code), IP);
    ALL(SET_PRIORITY(suspended, 0, &code), IP);
    ALL(SET_PRIORITY(suspended, 240, &code), IP);
    ALL(SET_PRIORITY(suspended, 6, &code), OK);
}

static void suspension(void)
{
    ROW(SUSPEND_SELF(0, &code), IM, IM, OK, IM, IM, IM, IM);
    ROW(SUSPEND_SELF(-2, &code), IM, IM, IP, IP, IM, IM, IM);
    ROW(SUSPEND_SELF(100000, &code), IM, IM, TO, IM, IM, IM, IM);
    /* Suspended while it was initialised: still so in NORMAL mode. */
    ROW(SUSPEND(suspended, &code), OK, OK, NA, NA, NA, NA, NA);
    ALL(SUSPEND(suspended, &code), NA);
    ALL(RESUME(suspended, &code), OK);
    ALL(RESUME(suspended, &code), NA);
    ALL(SUSPEND(suspended, &code), OK);
    ALL(SUSPEND(dormant, &code), IM);
    ALL(SUSPEND(BAD, &code), IP);
    ROW(SUSPEND(subject, &code), __, __, IP, __, IP, IP, __);
    ROW(SUSPEND(periodic, &code), IM, IM, IM, IP, IM, IM, IM);
    ALL(RESUME(dormant, &code), IM);
    ALL(RESUME(0, &code), IP);
    ROW(RESUME(subject, &code), __, __, IP, __, IP, IP, __);
    ROW(RESUME(periodic, &code), IM, IM, IM, IP, IM, IM, IM);
    ROW(LOCK_PREEMPTION(&level, &code), NA, NA, OK, OK, OK, IM, NA);
    ROW(UNLOCK_PREEMPTION(&level, &code), NA, NA, OK, OK, OK, NA, NA);
}

static void times(void)
{
    ROW(TIMED_WAIT(0, &code), IM, IM, OK, OK, IM, IM, IM);
    ROW(TIMED_WAIT(100000, &code), IM, IM, OK, OK, IM, IM, IM);
    ROW(TIMED_WAIT(-1, &code), IM, IM, IP, IP, IM, IM, IM);
    ROW(TIMED_WAIT(INT64_MIN, &code), IM, IM, IP, IP, IM, IM, IM);
    ROW(PERIODIC_WAIT(&code), IM, IM, IM, __, IM, IM, IM);
    ALL(GET_TIME(&now, &code), OK);
    ROW(REPLENISH(10000 * MILLISECONDS, &code), NA, NA, OK, IM, OK, OK, NA);
    ROW(REPLENISH(-2, &code), NA, NA, IP, IP, IP, IP, NA);
    ROW(REPLENISH(INFINITE_TIME_VALUE, &code), NA, NA, __, IM, __, __, NA);
}

static void partition_rows(void)
{
    ALL(GET_PARTITION_STATUS(&partition, &code), OK);
    ALL(SET_PARTITION_MODE((OPERATING_MODE_TYPE)4, &code), IP);
    ALL(SET_PARTITION_MODE((OPERATING_MODE_TYPE)-1, &code), IP);
    ROW(SET_PARTITION_MODE(WARM_START, &code), IM, __, __, __, __, __, __);
    ROW(SET_PARTITION_MODE(NORMAL, &code), __, __, NA, NA, NA, NA, NA);
}

static void errors(void)
{
    ALL(REPORT_APPLICATION_MESSAGE(text, 1, &code), OK);
    ALL(REPORT_APPLICATION_MESSAGE(text, 0, &code), IP);
    ALL(REPORT_APPLICATION_MESSAGE(text, MAX_ERROR_MESSAGE_SIZE + 1, &code), IP);
    ALL(REPORT_APPLICATION_MESSAGE(text, -1, &code), IP);
    ALL(REPORT_APPLICATION_MESSAGE(NOWHERE, 1, &code), IP);
    ALL(CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)nothing, 4096, &code), NA);
    ROW(GET_ERROR_STATUS(&error, &code), IC, IC, IC, IC, IC, IC, OK);
    ROW(GET_ERROR_STATUS(&error, &code), IC, IC, IC, IC, IC, IC, NA);
    ALL(RAISE_APPLICATION_ERROR(APPLICATION_ERROR, text, MAX_ERROR_MESSAGE_SIZE, &code), OK);
    ALL(RAISE_APPLICATION_ERROR(NUMERIC_ERROR, text, 1, &code), IP);
    ALL(RAISE_APPLICATION_ERROR((ERROR_CODE_TYPE)-1, text, 1, &code), IP);
    ALL(RAISE_APPLICATION_ERROR(APPLICATION_ERROR, text, 0, &code), IP);
    ALL(RAISE_APPLICATION_ERROR(APPLICATION_ERROR, text, MAX_ERROR_MESSAGE_SIZE + 1, &code), IP);
    ALL(RAISE_APPLICATION_ERROR(APPLICATION_ERROR, NOWHERE, 1, &code), IP);
    CREATE(CONFIGURE_ERROR_HANDLER(PROCESSES_PAUSE, 0, &code));
    CREATE(CONFIGURE_ERROR_HANDLER(PROCESSES_SCHEDULED, 0, &code));
    ALL(CONFIGURE_ERROR_HANDLER((ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE)2, 0, &code), IP);
    ALL(CONFIGURE_ERROR_HANDLER(PROCESSES_PAUSE, 1, &code), IC);
    ALL(CONFIGURE_ERROR_HANDLER(PROCESSES_PAUSE, -1, &code), IC);
}

void processes_rows(void)
{
    partition_rows();
    creation();
    questions();
    states();
    suspension();
    times();
    errors();
}
