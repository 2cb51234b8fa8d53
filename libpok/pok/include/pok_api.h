/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core services under POK's names and signatures, so that a partition written for POK compiles
 * unchanged: put libpok/pok/include first on its include path. The other headers of this folder are
 * the ones that such a partition includes; each leads here.
 *
 * Some names have another signature in libpok/include/core: here they are macros over names of
 * their own (pokapi_), and a file uses one of the two interfaces.
 *
 * Units are POK's: sleeping and time-outs in microseconds (a time-out of 0 waits without end),
 * periods, capacities and refresh periods in milliseconds, pok_time_get() in nanoseconds.
 */
#ifndef POK_API_H
#define POK_API_H

#include "abi/types.h"

typedef int pok_bool_t;
#define bool_t int
#ifndef TRUE
#define TRUE  1
#define FALSE 0
#endif
typedef uint32_t pok_port_size_t;
typedef uint8_t pok_port_id_t;
typedef uint32_t pok_size_t;
typedef uint8_t pok_range_t;
typedef uint8_t pok_buffer_id_t;
typedef uint8_t pok_blackboard_id_t;
typedef uint8_t pok_mutex_id_t;
typedef uint16_t pok_event_id_t;
typedef uint8_t pok_sem_id_t;
typedef uint8_t pok_partition_id_t;
typedef uint8_t pok_sem_status_t;
typedef uint16_t pok_sem_value_t;

typedef enum {
    POK_QUEUEING_DISCIPLINE_FIFO = 0,
    POK_QUEUEING_DISCIPLINE_PRIORITY = 1
} pok_queueing_discipline_t;
#define POK_QUEUEING_DISCIPLINE_DEFAULT POK_QUEUEING_DISCIPLINE_FIFO
#define POK_BUFFER_DISCIPLINE_FIFO      POK_QUEUEING_DISCIPLINE_FIFO
#define POK_BUFFER_DISCIPLINE_PRIORITY  POK_QUEUEING_DISCIPLINE_PRIORITY

/* One policy: a lock without priority inheritance. The others are taken for it. */
typedef enum {
    POK_LOCKOBJ_POLICY_STANDARD = 0,
    POK_LOCKOBJ_POLICY_PIP = 1,
    POK_LOCKOBJ_POLICY_PCP = 2
} pok_locking_policy_t;
#define POK_LOCKING_DISCIPLINE_DEFAULT POK_LOCKOBJ_POLICY_STANDARD

#define POK_PARTITION_MODE_INIT_COLD POK_PARTITION_MODE_COLD_START
#define POK_PARTITION_MODE_INIT_WARM POK_PARTITION_MODE_WARM_START
#define POK_PARTITION_MODE_STOPPED   POK_PARTITION_MODE_IDLE
#define POK_PARTITION_MODE_RESTART   POK_PARTITION_MODE_COLD_START

#define pok_time_milliseconds(value) (value)
#define pok_time_seconds(value)      ((value)*1000)

/* --- threads --------------------------------------------------------------------------------- */

#define POK_THREAD_DEFAULT_PRIORITY 42
#define POK_DEFAULT_STACK_SIZE      4096

typedef struct {
    uint8_t priority; /* 1 to 239 */
    uint8_t processor_affinity;
    void *entry;
    uint64_t period;        /* ms; 0: aperiodic */
    uint64_t deadline;      /* ms */
    uint64_t time_capacity; /* ms; 0: none */
    uint32_t stack_size;    /* 0: POK_DEFAULT_STACK_SIZE */
    uint32_t state;         /* pok_state_t, of a status */
} pokapi_thread_attr_t;

pok_ret_t pokapi_thread_attr_init(pokapi_thread_attr_t *attr);
/* Create a thread and start it; it runs when the partition is in NORMAL mode. */
pok_ret_t pokapi_thread_create(uint32_t *thread_id, const pokapi_thread_attr_t *attr);
pok_ret_t pokapi_thread_sleep(uint64_t us);
pok_ret_t pokapi_thread_sleep_until(uint64_t us);
pok_ret_t pokapi_thread_period(void);
pok_ret_t pokapi_thread_id(uint32_t *thread_id);
unsigned int pokapi_thread_current(void);
pok_ret_t pokapi_thread_status(uint32_t thread_id, pokapi_thread_attr_t *attr);
pok_ret_t pokapi_thread_delayed_start(uint32_t thread_id, uint64_t us);
pok_ret_t pokapi_thread_set_priority(uint32_t thread_id, uint32_t priority);
pok_ret_t pokapi_thread_resume(uint32_t thread_id);
/* The main thread of a partition ends by it, as its work is done. */
pok_ret_t pokapi_thread_suspend(void);
pok_ret_t pokapi_thread_suspend_target(uint32_t thread_id);
pok_ret_t pokapi_thread_restart(uint32_t thread_id);
pok_ret_t pokapi_thread_stop(uint32_t thread_id);
void pokapi_thread_stop_self(void);

/* --- objects of one partition ---------------------------------------------------------------- */

pok_ret_t pok_sem_create(pok_sem_id_t *id, pok_sem_value_t current_value, pok_sem_value_t max_value,
                         pok_queueing_discipline_t discipline);
pok_ret_t pok_sem_wait(pok_sem_id_t id, uint64_t timeout_us);
pok_ret_t pok_sem_signal(pok_sem_id_t id);
pok_ret_t pok_sem_status(pok_sem_id_t id, pok_sem_status_t *status);

pok_ret_t pok_mutex_create(pok_mutex_id_t *id, pok_queueing_discipline_t discipline,
                           pok_locking_policy_t policy);
pok_ret_t pok_mutex_lock(pok_mutex_id_t id);
pok_ret_t pok_mutex_trylock(pok_mutex_id_t id, uint64_t timeout_us);
pok_ret_t pok_mutex_unlock(pok_mutex_id_t id);

/*
 * An event has no memory: a signal lets the first waiting thread go on, a broadcast all. It has a
 * lock: who waits with it gives it up meanwhile.
 */
pok_ret_t pok_event_create(pok_event_id_t *id);
pok_ret_t pok_event_lock(pok_event_id_t id);
pok_ret_t pok_event_unlock(pok_event_id_t id);
pok_ret_t pok_event_wait(pok_event_id_t id, uint64_t timeout_us);
pok_ret_t pok_event_signal(pok_event_id_t id);
pok_ret_t pok_event_broadcast(pok_event_id_t id);

typedef struct {
    pok_port_size_t msg_size;
    pok_bool_t empty;
    pok_range_t waiting_processes;
} pok_blackboard_status_t;

pok_ret_t pok_blackboard_create(char *name, pok_size_t msg_size, pok_blackboard_id_t *id);
pok_ret_t pok_blackboard_read(pok_blackboard_id_t id, uint64_t timeout, void *data,
                              pok_port_size_t *len);
pok_ret_t pok_blackboard_display(pok_blackboard_id_t id, const void *message, pok_port_size_t len);
pok_ret_t pok_blackboard_clear(pok_blackboard_id_t id);
pok_ret_t pok_blackboard_id(char *name, pok_blackboard_id_t *id);
pok_ret_t pok_blackboard_status(pok_blackboard_id_t id, pok_blackboard_status_t *status);

typedef struct {
    pok_range_t nb_messages;
    pok_range_t max_messages;
    pok_size_t message_size;
    pok_range_t waiting_processes;
} pok_buffer_status_t;

/* `size` is the room of all messages together. */
pok_ret_t pok_buffer_create(char *name, pok_port_size_t size, pok_port_size_t msg_size,
                            pok_queueing_discipline_t discipline, pok_buffer_id_t *id);
pok_ret_t pok_buffer_receive(pok_buffer_id_t id, uint64_t timeout, void *data,
                             pok_port_size_t *len);
pok_ret_t pok_buffer_send(pok_buffer_id_t id, const void *data, pok_port_size_t len,
                          uint64_t timeout);
pok_ret_t pok_buffer_id(char *name, pok_buffer_id_t *id);
pok_ret_t pok_port_buffer_status(pok_buffer_id_t id, pok_buffer_status_t *status);

/* --- ports -------------------------------------------------------------------------------------
 */

#define POKAPI_PORT_DIRECTION_IN  1
#define POKAPI_PORT_DIRECTION_OUT 2

typedef struct {
    pok_port_size_t size;
    uint8_t direction;
    uint8_t nb_messages;
    uint8_t waiting_processes;
} pok_port_queueing_status_t;

typedef struct {
    pok_port_size_t size;
    uint8_t direction;
    uint64_t refresh; /* ms */
    bool validity;
} pok_port_sampling_status_t;

/* `size` of one message, as configured. Time-outs in microseconds; 0: do not wait. */
pok_ret_t pok_port_queueing_create(char *name, pok_port_size_t size, uint8_t direction,
                                   pok_queueing_discipline_t discipline, pok_port_id_t *id);
pok_ret_t pok_port_queueing_receive(pok_port_id_t id, uint64_t timeout, pok_port_size_t maxlen,
                                    void *data, pok_port_size_t *len);
pok_ret_t pok_port_queueing_send(pok_port_id_t id, const void *data, pok_port_size_t len,
                                 uint64_t timeout);
pok_ret_t pok_port_queueing_status(pok_port_id_t id, pok_port_queueing_status_t *status);
pok_ret_t pok_port_queueing_id(char *name, pok_port_id_t *id);

pok_ret_t pokapi_port_sampling_create(char *name, pok_port_size_t size, uint8_t direction,
                                      uint64_t refresh, pok_port_id_t *id);
pok_ret_t pokapi_port_sampling_write(pok_port_id_t id, const void *data, pok_port_size_t len);
pok_ret_t pokapi_port_sampling_read(pok_port_id_t id, void *message, pok_port_size_t *len,
                                    pok_bool_t *valid);
pok_ret_t pokapi_port_sampling_status(pok_port_id_t id, pok_port_sampling_status_t *status);
pok_ret_t pok_port_sampling_id(char *name, pok_port_id_t *id);

/* --- partition, time, errors ----------------------------------------------------------------- */

pok_ret_t pokapi_partition_set_mode(uint32_t mode);
pok_ret_t pok_current_partition_get_id(uint32_t *id);
pok_ret_t pok_current_partition_get_period(uint64_t *period);
pok_ret_t pok_current_partition_get_duration(uint64_t *duration);
pok_ret_t pok_current_partition_get_lock_level(uint32_t *level);
pok_ret_t pok_current_partition_get_operating_mode(pok_partition_mode_t *mode);
pok_ret_t pok_current_partition_get_start_condition(pok_start_condition_t *condition);

pok_ret_t pokapi_time_get(uint64_t *ns);
pok_ret_t pokapi_time_gettick(uint64_t *ns);
/* `relative` nanoseconds from now. */
pok_ret_t pok_time_compute_deadline(uint64_t relative, uint64_t *absolute);

#define POK_ERROR_KIND_DEADLINE_MISSED   10
#define POK_ERROR_KIND_APPLICATION_ERROR 11
#define POK_ERROR_KIND_NUMERIC_ERROR     12
#define POK_ERROR_KIND_ILLEGAL_REQUEST   13
#define POK_ERROR_KIND_STACK_OVERFLOW    14
#define POK_ERROR_KIND_MEMORY_VIOLATION  15
#define POK_ERROR_KIND_HARDWARE_FAULT    16
#define POK_ERROR_KIND_POWER_FAIL        17
/* Not seen by an error handler: health monitoring's own. */
#define POK_ERROR_KIND_PARTITION_CONFIGURATION 30
#define POK_ERROR_KIND_PARTITION_INIT          31
#define POK_ERROR_KIND_PARTITION_SCHEDULING    32
#define POK_ERROR_KIND_PARTITION_PROCESS       33
#define POK_ERROR_KIND_KERNEL_INIT             50
#define POK_ERROR_KIND_KERNEL_SCHEDULING       51

typedef struct {
    uint8_t error_kind;
    uint32_t failed_thread;
    uint32_t failed_addr;
    char *msg;
    uint32_t msg_size;
} pok_error_status_t;

/* What the partition has logged; the last place is used again when all are. */
#define POK_ERROR_MAX_LOGGED 100
typedef struct {
    uint32_t thread;
    uint32_t error;
    uint64_t when; /* ns */
} pok_error_report_t;
extern pok_error_report_t pok_error_reported[POK_ERROR_MAX_LOGGED];
void pok_error_log(uint32_t error_id, uint32_t thread_id);
/* Both log it and leave all else to the caller. */
void pok_error_ignore(uint32_t error_id, uint32_t thread_id);
void pok_error_confirm(uint32_t error_id, uint32_t thread_id);

/* The partition's own: what the error handler does. */
void pok_error_handler_worker(void);
pok_ret_t pok_error_handler_create(void);
void pok_error_raise_application_error(char *msg, uint32_t msg_size);
/* The oldest error not yet read; its message stays until the next call. */
pok_ret_t pok_error_get(pok_error_status_t *status);

#ifndef POK_API_OWN_NAMES
#define pok_thread_attr_t         pokapi_thread_attr_t
#define pok_thread_attr_init      pokapi_thread_attr_init
#define pok_thread_create         pokapi_thread_create
#define pok_thread_sleep          pokapi_thread_sleep
#define pok_thread_sleep_until    pokapi_thread_sleep_until
#define pok_thread_period         pokapi_thread_period
#define pok_thread_id             pokapi_thread_id
#define pok_thread_current        pokapi_thread_current
#define pok_thread_status         pokapi_thread_status
#define pok_thread_delayed_start  pokapi_thread_delayed_start
#define pok_thread_set_priority   pokapi_thread_set_priority
#define pok_thread_resume         pokapi_thread_resume
#define pok_thread_suspend        pokapi_thread_suspend
#define pok_thread_suspend_target pokapi_thread_suspend_target
#define pok_thread_wait_infinite  pokapi_thread_suspend
#define pok_thread_restart        pokapi_thread_restart
#define pok_thread_stop           pokapi_thread_stop
#define pok_thread_stop_self      pokapi_thread_stop_self
#define POK_PORT_DIRECTION_IN     POKAPI_PORT_DIRECTION_IN
#define POK_PORT_DIRECTION_OUT    POKAPI_PORT_DIRECTION_OUT
#define pok_port_sampling_create  pokapi_port_sampling_create
#define pok_port_sampling_write   pokapi_port_sampling_write
#define pok_port_sampling_read    pokapi_port_sampling_read
#define pok_port_sampling_status  pokapi_port_sampling_status
#define pok_partition_set_mode    pokapi_partition_set_mode
#define pok_time_get              pokapi_time_get
#define pok_time_gettick          pokapi_time_gettick
#endif

#endif
