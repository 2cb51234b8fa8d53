/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CORE_PARTITION_H
#define CORE_PARTITION_H

#include "core/types.h"
#include "core/config.h"
#include "core/thread.h"
#include "abi/partition_page.h"
#include "abi/process_page.h"
#include "abi/structs.h"
#include "arch_space.h" /* struct arch_space */

#define READY_WORDS 8u /* 256 priorities */

/*
 * Threads ready to run: per priority a ring, known by its first thread, and a two-level bitmap over
 * them.
 */
struct ready_queue {
    struct thread *best; /* the first of the highest priority; NULL: nobody is ready */
    uint32_t summary;    /* bit w: map[w] is not 0 */
    uint32_t map[READY_WORDS];
    struct thread_link *first[READY_WORDS * 32]; /* NULL: none */
};

struct console_ring {
    uint32_t head;      /* next byte to put in, free running */
    uint32_t tail;      /* next byte to take out, free running */
    uint32_t scanned;   /* up to here, the ends of lines have been looked for */
    uint32_t lines_end; /* behind the last one found; at most `tail`: no whole line waits */
    bool line_open;     /* the device shows an unfinished line of this partition */
};

/* Errors that the partition's error handler or callback has not yet read. */
#define ERROR_QUEUE_LENGTH 8u
struct error_queue {
    uint8_t first;
    uint8_t count;
    struct pok_error_status entry[ERROR_QUEUE_LENGTH];
};

/* In the same order as struct thread: what is touched most comes first. */
struct partition {
    const struct config_partition *config;
    uint16_t index;
    uint8_t mode; /* pok_partition_mode_t */
    uint8_t start_condition;
    struct pok_partition_page *page; /* the kernel's view of it */
    struct thread *threads;
    uint16_t thread_count;
    bool schedule_changed; /* its next window is its first in another schedule */
    uint8_t work;          /* enum partition_work */
    uint8_t lock_level;
    struct pok_process_page *process_page; /* the kernel's view of it; hostile; NULL: guest */
    struct thread *running; /* ran last in its windows; it may be in a section without preemption */
    struct thread *lock_owner;
    struct timer_heap timers;
    struct port *ports;
    uint32_t port_count;
    struct thread *error_handler; /* NULL: none created */
    uint32_t worst_start;         /* by how many counts of a stamp (arch_stamp.h) one began late */
    uint64_t period_start_ns;     /* the window with PartitionPeriodStart that began last */
    /* Execution clock of a guest: the time less the first, in a window; the second is when it
     * stopped. */
    uint64_t execution_offset_ns;
    uint64_t execution_stopped_ns;
    struct ready_queue ready;
    uint32_t restarts;
    /* How far partition_step() is: the thread, or the segment and how much of it. */
    uint16_t work_index;
    bool load_cold; /* its memory is to be made from the image: no start was complete since */
    uint32_t work_offset;
    uint64_t work_ns;        /* the instant that what is done in pieces counts from */
    uint64_t windows_missed; /* over before the kernel could begin them */
    struct console_ring console;
    struct arch_space space;
    struct error_queue errors;
    /* Where PartitionCallback and ModuleCallback run; behind the last of `threads`. NULL: nowhere.
     */
    struct thread *callback;
    uint8_t callback_action; /* what is done when it ends */
    struct error_queue callback_errors;
    /* Index of the first thread that waits in each queue of core/wait.h; 0: nobody. */
    uint8_t waiting_first[POK_MAX_WAIT_QUEUES];
};

/*
 * What a partition has to do, in pieces and in its own windows, before any of its threads runs.
 * From WORK_THREADS on it is a start.
 */
enum partition_work {
    WORK_NONE,
    WORK_RELEASE, /* mode NORMAL: the processes that were started are released */
    WORK_WAKE,    /* many rooms appeared at once behind its ports: those that wait are woken */
    WORK_THREADS, /* the threads are set back */
    WORK_SEGMENTS,
    WORK_PAGES, /* those that it shares with the kernel */
};

static inline bool partition_starts(const struct partition *partition)
{
    return partition->work >= WORK_THREADS;
}

/* Boot: objects, address space, pages of a partition. */
void partition_init(uint16_t index);

/*
 * Start it anew (COLD_START or WARM_START): everything it did ends at once; in its own windows its
 * threads are set back and its memory is loaded, then its main process or vCPU 0 begins.
 */
void partition_start(struct partition *partition, pok_partition_mode_t mode,
                     pok_start_condition_t condition);
/* End it: mode IDLE. */
void partition_stop(struct partition *partition);
/* Many rooms appeared behind one of its ports: wake who waits for them, in pieces. */
void partition_wake_waiting(struct partition *partition);
/* One bounded piece of its work; false when there is none. */
bool partition_step(struct partition *partition);

/* Whether its thread that runs may wait in a call: wait_allowed(); a guest's always. */
bool partition_may_wait(const struct partition *partition);
/* Whether it may create its objects: while it initialises; a guest always. */
bool partition_may_create(const struct partition *partition);
/* What its configuration lets it do with its own addresses. */
bool partition_may_execute(const struct partition *partition, uint32_t address);
bool partition_may_write(const struct partition *partition, uint32_t address, uint32_t bytes);

/* Calls: abi/syscalls.def. */
pok_ret_t partition_status(uint32_t address);
pok_ret_t partition_mode_set(uint32_t mode);

/* The partition whose window is open; NULL between windows (seed: the same name). */
#define POK_SCHED_CURRENT_PARTITION (processor.partition)

#endif
