/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel knows of a mutex only that its owner has a ceiling: priority and leave to wait. Who owns
 * which mutex is kept here.
 */
#include "arinc653/apexMutex.h"
#include "arinc653/intra.h"

struct mutex {
    char name[MAX_NAME_LENGTH];
    uint32_t owner; /* the kernel's identifier of the process, plus 1; 0: available */
    LOCK_COUNT_TYPE lock_count;
    PRIORITY_TYPE priority;
    uint32_t discipline;
};

OBJECT_TABLE(mutexes, struct mutex, MAX_NUMBER_OF_MUTEXES);

/* The mutex that each process owns, by the process's identifier; 0: none. */
static MUTEX_ID_TYPE owned[POK_MAX_PROCESSES + 2];

static inline uint32_t mutex_queue(MUTEX_ID_TYPE id)
{
    return QUEUE_MUTEX - 1 + (uint32_t)id;
}

/* A waiting process's token is what `owner` becomes when it gets the mutex. */
static inline uint32_t mutex_self(void)
{
    return POK_PROCESS_PAGE->current + 1;
}

void CREATE_MUTEX(MUTEX_NAME_TYPE MUTEX_NAME, PRIORITY_TYPE MUTEX_PRIORITY,
                  QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex;
    MUTEX_ID_TYPE id;

    *RETURN_CODE = intra_create_check(&mutexes, MUTEX_NAME);
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    if (MUTEX_PRIORITY < MIN_PRIORITY_VALUE || MUTEX_PRIORITY > MAX_PRIORITY_VALUE ||
        !intra_discipline_valid(QUEUING_DISCIPLINE)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (intra_normal_mode()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    id = object_create(&mutexes, MUTEX_NAME, 0);
    if (id == NULL_MUTEX_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    mutex = object_get(&mutexes, id);
    mutex->priority = MUTEX_PRIORITY;
    mutex->discipline = QUEUING_DISCIPLINE;
    *MUTEX_ID = id;
}

static inline void mutex_give(struct mutex *mutex, MUTEX_ID_TYPE id, uint32_t owner)
{
    mutex->owner = owner;
    mutex->lock_count = 1;
    owned[owner - 1] = id;
}

/* The caller owns it already. */
static RETURN_CODE_TYPE mutex_acquire_again(struct mutex *mutex)
{
    if (mutex->lock_count == MAX_LOCK_LEVEL) {
        return INVALID_CONFIG;
    }
    mutex->lock_count++;
    return NO_ERROR;
}

static RETURN_CODE_TYPE mutex_wait(const struct mutex *mutex, uint32_t queue,
                                   SYSTEM_TIME_TYPE timeout)
{
    uint32_t how = mutex->discipline | BLOCKING_CEILING(mutex->priority);

    switch (blocking_wait(queue, mutex_self(), timeout, how)) {
    case POK_ERRNO_OK:
        return NO_ERROR;
    case POK_ERRNO_TIMEOUT:
        return TIMED_OUT;
    case POK_ERRNO_UNAVAILABLE:
        return NOT_AVAILABLE;
    default:
        return INVALID_MODE;
    }
}

void ACQUIRE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex = object_get(&mutexes, MUTEX_ID);
    uint32_t self = mutex_self();

    if (mutex == NULL || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (mutex->owner == 0) {
        if (blocking_ceiling_raise((uint32_t)mutex->priority) == POK_ERRNO_OK) {
            mutex_give(mutex, MUTEX_ID, self);
        } else {
            *RETURN_CODE = INVALID_MODE;
        }
    } else if (mutex->owner == self) {
        *RETURN_CODE = mutex_acquire_again(mutex);
    } else {
        *RETURN_CODE = mutex_wait(mutex, mutex_queue(MUTEX_ID), TIME_OUT);
        return;
    }
    critical_leave();
}

/* The owner gives it up: to the first process that waits, or to nobody. */
static void mutex_pass(struct mutex *mutex, MUTEX_ID_TYPE id)
{
    uint32_t from = mutex->owner - 1;
    uint32_t next = blocking_ceiling_pass(from, mutex_queue(id), (uint32_t)mutex->priority);

    owned[from] = NULL_MUTEX_ID;
    if (next != 0) {
        mutex_give(mutex, id, next);
    } else {
        mutex->owner = 0;
        mutex->lock_count = 0;
    }
}

void RELEASE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex = object_get(&mutexes, MUTEX_ID);

    if (mutex == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (mutex->owner != mutex_self()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (mutex->lock_count > 1) {
        mutex->lock_count--;
    } else {
        mutex_pass(mutex, MUTEX_ID);
    }
    critical_leave();
}

static bool process_exists(PROCESS_ID_TYPE id)
{
    return id > NULL_PROCESS_ID && id <= MAX_NUMBER_OF_PROCESSES &&
           blocking_process_exists((uint32_t)id);
}

void RESET_MUTEX(MUTEX_ID_TYPE MUTEX_ID, PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex = object_get(&mutexes, MUTEX_ID);

    if (mutex == NULL || !process_exists(PROCESS_ID)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (mutex->owner == (uint32_t)PROCESS_ID + 1) {
        mutex_pass(mutex, MUTEX_ID);
    } else {
        *RETURN_CODE = INVALID_MODE;
    }
    critical_leave();
}

void GET_MUTEX_ID(MUTEX_NAME_TYPE MUTEX_NAME, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    MUTEX_ID_TYPE id = object_find(&mutexes, MUTEX_NAME);

    if (id == NULL_MUTEX_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *MUTEX_ID = id;
    *RETURN_CODE = NO_ERROR;
}

void GET_MUTEX_STATUS(MUTEX_ID_TYPE MUTEX_ID, MUTEX_STATUS_TYPE *MUTEX_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct mutex *mutex = object_get(&mutexes, MUTEX_ID);

    if (mutex == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    MUTEX_STATUS->MUTEX_OWNER = NULL_PROCESS_ID;
    if (mutex->owner != 0) {
        MUTEX_STATUS->MUTEX_OWNER =
            mutex->owner == 1 ? MAIN_PROCESS_ID : (PROCESS_ID_TYPE)mutex->owner - 1;
    }
    MUTEX_STATUS->MUTEX_STATE = mutex->owner != 0 ? OWNED : AVAILABLE;
    MUTEX_STATUS->MUTEX_PRIORITY = mutex->priority;
    MUTEX_STATUS->LOCK_COUNT = mutex->lock_count;
    MUTEX_STATUS->WAITING_PROCESSES = (WAITING_RANGE_TYPE)critical_waiters(mutex_queue(MUTEX_ID));
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}

void GET_PROCESS_MUTEX_STATE(PROCESS_ID_TYPE PROCESS_ID, MUTEX_ID_TYPE *MUTEX_ID,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    if (!process_exists(PROCESS_ID)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    if (POK_PAGE->lock_level != 0 && POK_PAGE->lock_owner == (uint32_t)PROCESS_ID) {
        *MUTEX_ID = PREEMPTION_LOCK_MUTEX;
    } else if (owned[PROCESS_ID] != NULL_MUTEX_ID) {
        *MUTEX_ID = owned[PROCESS_ID];
    } else {
        *MUTEX_ID = NO_MUTEX_OWNED;
    }
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}
