/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexSemaphore.h"
#include "arinc653/intra.h"
#include "arinc653/return_code.h"
#include <blocking_gate.h> /* not by quotes: unit tests have their own */

struct semaphore {
    char name[MAX_NAME_LENGTH];
    SEMAPHORE_VALUE_TYPE value;
    SEMAPHORE_VALUE_TYPE maximum;
    uint32_t discipline;
    uint32_t queue;
};

OBJECT_TABLE(semaphores, struct semaphore, MAX_NUMBER_OF_SEMAPHORES);

static inline uint32_t semaphore_queue(SEMAPHORE_ID_TYPE id)
{
    return QUEUE_SEMAPHORE - 1 + (uint32_t)id;
}

void CREATE_SEMAPHORE(SEMAPHORE_NAME_TYPE SEMAPHORE_NAME, SEMAPHORE_VALUE_TYPE CURRENT_VALUE,
                      SEMAPHORE_VALUE_TYPE MAXIMUM_VALUE,
                      QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, SEMAPHORE_ID_TYPE *SEMAPHORE_ID,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    struct semaphore *semaphore;
    SEMAPHORE_ID_TYPE id;

    *RETURN_CODE = intra_create_check(&semaphores, SEMAPHORE_NAME);
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    if (CURRENT_VALUE < 0 || CURRENT_VALUE > MAX_SEMAPHORE_VALUE || MAXIMUM_VALUE < 0 ||
        MAXIMUM_VALUE > MAX_SEMAPHORE_VALUE || CURRENT_VALUE > MAXIMUM_VALUE ||
        !intra_discipline_valid(QUEUING_DISCIPLINE)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (intra_normal_mode()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    id = object_create(&semaphores, SEMAPHORE_NAME, 0);
    if (id == NULL_SEMAPHORE_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    semaphore = OBJECT_GET(semaphores, id);
    semaphore->value = CURRENT_VALUE;
    semaphore->maximum = MAXIMUM_VALUE;
    semaphore->discipline = QUEUING_DISCIPLINE;
    semaphore->queue = semaphore_queue(id);
    *SEMAPHORE_ID = id;
}

/* The rest of WAIT_SEMAPHORE, in its section, with a time-out: the value is 0. */
static __attribute__((noinline)) void semaphore_wait(const struct semaphore *semaphore,
                                                     SYSTEM_TIME_TYPE timeout,
                                                     RETURN_CODE_TYPE *return_code)
{
    *return_code = intra_wait(semaphore->queue, semaphore, timeout, semaphore->discipline);
}

void WAIT_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    struct semaphore *semaphore = OBJECT_GET(semaphores, SEMAPHORE_ID);

    if (semaphore == NULL || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (__builtin_expect(semaphore->value > 0, 1)) {
        semaphore->value--;
        critical_leave();
    } else if ((int32_t)(TIME_OUT >> 32) >= 0) {
        semaphore_wait(semaphore, TIME_OUT, RETURN_CODE);
    } else if (blocking_wait_forever(semaphore->queue, (uint32_t)(uintptr_t)semaphore,
                                     semaphore->discipline) != POK_ERRNO_OK) {
        IN_PLACE(RETURN_CODE);
        *RETURN_CODE = INVALID_MODE;
    }
}

/* The rest of SIGNAL_SEMAPHORE, in its section, when processes wait. */
static __attribute__((noinline)) void semaphore_wake(struct semaphore *semaphore)
{
    if (blocking_wake_one(semaphore->queue) == 0) {
        semaphore->value++;
        critical_leave();
    }
}

void SIGNAL_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct semaphore *semaphore = OBJECT_GET(semaphores, SEMAPHORE_ID);

    if (semaphore == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (__builtin_expect(semaphore->value >= semaphore->maximum, 0)) {
        *RETURN_CODE = NO_ACTION;
        critical_leave();
    } else if (__builtin_expect(critical_waiters(semaphore_queue(SEMAPHORE_ID)) == 0, 1)) {
        semaphore->value++;
        critical_leave();
    } else {
        semaphore_wake(semaphore);
    }
}

void GET_SEMAPHORE_ID(SEMAPHORE_NAME_TYPE SEMAPHORE_NAME, SEMAPHORE_ID_TYPE *SEMAPHORE_ID,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    SEMAPHORE_ID_TYPE id = object_find(&semaphores, SEMAPHORE_NAME);

    if (id == NULL_SEMAPHORE_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *SEMAPHORE_ID = id;
    *RETURN_CODE = NO_ERROR;
}

void GET_SEMAPHORE_STATUS(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SEMAPHORE_STATUS_TYPE *SEMAPHORE_STATUS,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct semaphore *semaphore = OBJECT_GET(semaphores, SEMAPHORE_ID);

    if (semaphore == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    SEMAPHORE_STATUS->CURRENT_VALUE = semaphore->value;
    SEMAPHORE_STATUS->MAXIMUM_VALUE = semaphore->maximum;
    SEMAPHORE_STATUS->WAITING_PROCESSES =
        (WAITING_RANGE_TYPE)critical_waiters(semaphore_queue(SEMAPHORE_ID));
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}
