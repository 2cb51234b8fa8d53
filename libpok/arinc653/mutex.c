/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel knows of a mutex only that its owner has a ceiling, and that only when it would switch
 * to another process. Who owns which mutex is kept here.
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
    mutex = OBJECT_GET(mutexes, id);
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

/* Whether the process that runs may take a mutex of this priority that nobody owns. */
static inline bool mutex_allowed(PRIORITY_TYPE priority)
{
    const struct pok_process_page *page = (const struct pok_process_page *)LAYOUT_PROCESS_PAGE;
    const struct pok_partition_page *partition =
        (const struct pok_partition_page *)LAYOUT_PARTITION_PAGE;

    return page->ceiling == 0 && page->priority <= (uint32_t)priority &&
           partition->lock_level == 0 &&
           (partition->error_handler == 0 || partition->error_handler != page->current);
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

/* The rest of ACQUIRE_MUTEX, in its section: somebody owns it, or the caller must not. */
static __attribute__((noinline)) void mutex_acquire(MUTEX_ID_TYPE id, SYSTEM_TIME_TYPE timeout,
                                                    RETURN_CODE_TYPE *return_code)
{
    struct mutex *mutex = OBJECT_GET(mutexes, id);

    if (mutex->owner == 0) {
        *return_code = INVALID_MODE;
    } else if (mutex->owner != mutex_self()) {
        *return_code = mutex_wait(mutex, mutex_queue(id), timeout);
        return;
    } else if (mutex->lock_count == MAX_LOCK_LEVEL) {
        *return_code = INVALID_CONFIG;
    } else {
        mutex->lock_count++;
    }
    critical_leave();
}

void ACQUIRE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex = OBJECT_GET(mutexes, MUTEX_ID);

    if (mutex == NULL || !intra_timeout_valid(TIME_OUT)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (__builtin_expect(mutex->owner == 0, 1) &&
        __builtin_expect(mutex_allowed(mutex->priority), 1)) {
        POK_PROCESS_PAGE->ceiling = (uint32_t)mutex->priority;
        mutex_give(mutex, MUTEX_ID, mutex_self());
        critical_leave();
    } else {
        mutex_acquire(MUTEX_ID, TIME_OUT, RETURN_CODE);
    }
}

/*
 * The owner gives it up: to the first process that waits, or to nobody. In a section. The kernel is
 * not needed when it doesn't know of the owner's ceiling; then nobody can be waiting either.
 */
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

/* The rest of RELEASE_MUTEX, in its section: not the last level, or the kernel has to act. */
static __attribute__((noinline)) void mutex_release(struct mutex *mutex, MUTEX_ID_TYPE id)
{
    if (mutex->lock_count > 1) {
        mutex->lock_count--;
    } else {
        mutex_pass(mutex, id);
    }
    critical_leave();
}

void RELEASE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex = OBJECT_GET(mutexes, MUTEX_ID);
    uint32_t self = POK_PROCESS_PAGE->current;

    if (mutex == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (mutex->owner != self + 1) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    *RETURN_CODE = NO_ERROR;
    critical_enter();
    if (__builtin_expect(mutex->lock_count == 1, 1) &&
        __builtin_expect(POK_PROCESS_PAGE->ceiling != POK_CEILING_KERNEL, 1)) {
        POK_PROCESS_PAGE->ceiling = 0;
        mutex->owner = 0;
        mutex->lock_count = 0;
        owned[self] = NULL_MUTEX_ID;
        critical_leave();
    } else {
        mutex_release(mutex, MUTEX_ID);
    }
}

static bool process_exists(PROCESS_ID_TYPE id)
{
    return id > NULL_PROCESS_ID && id <= MAX_NUMBER_OF_PROCESSES &&
           blocking_process_exists((uint32_t)id);
}

void RESET_MUTEX(MUTEX_ID_TYPE MUTEX_ID, PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex = OBJECT_GET(mutexes, MUTEX_ID);

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
    const struct mutex *mutex = OBJECT_GET(mutexes, MUTEX_ID);

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
