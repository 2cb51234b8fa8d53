/* SPDX-License-Identifier: BSD-2-Clause */
/* Semaphores, mutexes and events of POK, on wait queues of their own. Identifiers begin at 0. */
#define POK_API_OWN_NAMES
#include "pok/include/pok_api.h"
#include "core/critical.h"
#include "core/page.h"

#define LOCKS 256u

enum lock_kind { LOCK_NONE, LOCK_SEMAPHORE, LOCK_MUTEX, LOCK_EVENT };

static struct lock {
    uint8_t kind;
    uint8_t discipline;
    pok_sem_value_t value;
    pok_sem_value_t maximum;
    uint32_t owner; /* of a mutex */
    uint32_t mutex; /* of an event: its lock, a mutex of its own */
} locks[LOCKS];
static uint32_t lock_count;

static pok_ret_t lock_create(enum lock_kind kind, uint32_t discipline, pok_sem_value_t value,
                             pok_sem_value_t maximum, uint32_t *id)
{
    if (POK_PAGE->operating_mode == POK_PARTITION_MODE_NORMAL) {
        return POK_ERRNO_MODE;
    }
    if (lock_count == LOCKS) {
        return POK_ERRNO_TOOMANY;
    }
    if (discipline > POK_QUEUEING_DISCIPLINE_PRIORITY || value > maximum) {
        return POK_ERRNO_EINVAL;
    }
    locks[lock_count] = (struct lock){(uint8_t)kind, (uint8_t)discipline, value, maximum, 0, 0};
    *id = lock_count++;
    return POK_ERRNO_OK;
}

static struct lock *lock_find(uint32_t id, enum lock_kind kind)
{
    return id < lock_count && locks[id].kind == kind ? &locks[id] : NULL;
}

/* A time-out of 0 waits without end. */
static pok_time_t timeout_ns(uint64_t us)
{
    return us == 0 || us > INT64_MAX / 1000 ? POK_INFINITE_TIME : (pok_time_t)us * 1000;
}

/* The end of a section whose caller has to wait. */
static pok_ret_t lock_wait(const struct lock *lock, uint32_t id, uint64_t timeout_us)
{
    return blocking_wait(QUEUE_OTHER + id, POK_PROCESS_PAGE->current + 1, timeout_ns(timeout_us),
                         lock->discipline);
}

/* --- semaphores ------------------------------------------------------------------------------ */

pok_ret_t pok_sem_create(pok_sem_id_t *id, pok_sem_value_t current_value, pok_sem_value_t max_value,
                         pok_queueing_discipline_t discipline)
{
    uint32_t number = 0;
    pok_ret_t ret = lock_create(LOCK_SEMAPHORE, discipline, current_value, max_value, &number);

    if (ret == POK_ERRNO_OK) {
        *id = (pok_sem_id_t)number;
    }
    return ret;
}

pok_ret_t pok_sem_wait(pok_sem_id_t id, uint64_t timeout_us)
{
    struct lock *lock = lock_find(id, LOCK_SEMAPHORE);

    if (lock == NULL) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    if (lock->value == 0) {
        return lock_wait(lock, id, timeout_us);
    }
    lock->value--;
    critical_leave();
    return POK_ERRNO_OK;
}

pok_ret_t pok_sem_signal(pok_sem_id_t id)
{
    struct lock *lock = lock_find(id, LOCK_SEMAPHORE);

    if (lock == NULL) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    if (critical_waiters(QUEUE_OTHER + id) != 0 && blocking_wake_and_leave(QUEUE_OTHER + id) != 0) {
        return POK_ERRNO_OK;
    }
    if (lock->value < lock->maximum) {
        lock->value++;
    }
    critical_leave();
    return POK_ERRNO_OK;
}

/* The value; a semaphore of POK has no other state. */
pok_ret_t pok_sem_status(pok_sem_id_t id, pok_sem_status_t *status)
{
    const struct lock *lock = lock_find(id, LOCK_SEMAPHORE);

    if (lock == NULL) {
        return POK_ERRNO_EINVAL;
    }
    *status = lock->value > UINT8_MAX ? UINT8_MAX : (pok_sem_status_t)lock->value;
    return POK_ERRNO_OK;
}

/* --- mutexes --------------------------------------------------------------------------------- */

pok_ret_t pok_mutex_create(pok_mutex_id_t *id, pok_queueing_discipline_t discipline,
                           pok_locking_policy_t policy)
{
    uint32_t number = 0;
    pok_ret_t ret = lock_create(LOCK_MUTEX, discipline, 1, 1, &number);

    (void)policy;
    if (ret == POK_ERRNO_OK) {
        *id = (pok_mutex_id_t)number;
    }
    return ret;
}

pok_ret_t pok_mutex_trylock(pok_mutex_id_t id, uint64_t timeout_us)
{
    struct lock *lock = lock_find(id, LOCK_MUTEX);

    if (lock == NULL) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    if (lock->owner != 0) {
        return lock_wait(lock, id, timeout_us);
    }
    lock->owner = POK_PROCESS_PAGE->current + 1;
    critical_leave();
    return POK_ERRNO_OK;
}

pok_ret_t pok_mutex_lock(pok_mutex_id_t id)
{
    return pok_mutex_trylock(id, 0);
}

/* In a section: to the first that waits, or to nobody. */
static void mutex_pass(struct lock *lock, uint32_t id)
{
    lock->owner = 0;
    if (critical_waiters(QUEUE_OTHER + id) != 0) {
        lock->owner = blocking_wake(QUEUE_OTHER + id);
    }
}

pok_ret_t pok_mutex_unlock(pok_mutex_id_t id)
{
    struct lock *lock = lock_find(id, LOCK_MUTEX);

    if (lock == NULL || lock->owner != POK_PROCESS_PAGE->current + 1) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    mutex_pass(lock, id);
    critical_leave();
    return POK_ERRNO_OK;
}

/* --- events ---------------------------------------------------------------------------------- */

pok_ret_t pok_event_create(pok_event_id_t *id)
{
    uint32_t number = 0;
    uint32_t mutex = 0;
    pok_ret_t ret = lock_create(LOCK_MUTEX, POK_QUEUEING_DISCIPLINE_FIFO, 1, 1, &mutex);

    if (ret == POK_ERRNO_OK) {
        ret = lock_create(LOCK_EVENT, POK_QUEUEING_DISCIPLINE_FIFO, 0, 0, &number);
    }
    if (ret == POK_ERRNO_OK) {
        locks[number].mutex = mutex;
        *id = (pok_event_id_t)number;
    }
    return ret;
}

pok_ret_t pok_event_lock(pok_event_id_t id)
{
    const struct lock *lock = lock_find(id, LOCK_EVENT);

    return lock == NULL ? POK_ERRNO_EINVAL : pok_mutex_lock((pok_mutex_id_t)lock->mutex);
}

pok_ret_t pok_event_unlock(pok_event_id_t id)
{
    const struct lock *lock = lock_find(id, LOCK_EVENT);

    return lock == NULL ? POK_ERRNO_EINVAL : pok_mutex_unlock((pok_mutex_id_t)lock->mutex);
}

pok_ret_t pok_event_wait(pok_event_id_t id, uint64_t timeout_us)
{
    const struct lock *lock = lock_find(id, LOCK_EVENT);
    bool locked;
    pok_ret_t ret;

    if (lock == NULL) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    /* Giving up the lock and waiting are one step: no signal comes in between. */
    locked = locks[lock->mutex].owner == POK_PROCESS_PAGE->current + 1;
    if (locked) {
        mutex_pass(&locks[lock->mutex], lock->mutex);
    }
    ret = lock_wait(lock, id, timeout_us);
    if (locked) {
        (void)pok_mutex_lock((pok_mutex_id_t)lock->mutex);
    }
    return ret;
}

pok_ret_t pok_event_signal(pok_event_id_t id)
{
    if (lock_find(id, LOCK_EVENT) == NULL) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    if (blocking_wake_and_leave(QUEUE_OTHER + id) == 0) {
        critical_leave();
    }
    return POK_ERRNO_OK;
}

pok_ret_t pok_event_broadcast(pok_event_id_t id)
{
    if (lock_find(id, LOCK_EVENT) == NULL) {
        return POK_ERRNO_EINVAL;
    }
    critical_enter();
    blocking_wake_all(QUEUE_OTHER + id);
    critical_leave();
    return POK_ERRNO_OK;
}
