/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The module's configuration as the kernel sees it: constant tables that the host tool writes from
 * the module file and that are compiled against this header. A field has the name of the XML
 * attribute it comes from, `_ns` added where decimal seconds became nanoseconds; `line` is the
 * row's line in the module file. References are indices into the tables of struct config_module.
 *
 * The tool has checked every value (tools/bulkhead/check*.c); module_check() repeats the cheap part
 * at boot, since an image may be damaged on its way.
 */
#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H

#include "types.h"
#include "abi/limits.h"

#define CONFIG_VERSION 1u
#define CONFIG_NONE    0xffffu

/* What a partition may do with a region of its address space. */
#define CONFIG_READ    1u
#define CONFIG_WRITE   2u
#define CONFIG_EXECUTE 4u
#define CONFIG_DEVICE  8u /* not cached */

/* A range of a partition's address space; page aligned, no two overlap. */
struct config_region {
    const char *RegionName;
    uint32_t virtual_address;
    uint32_t physical_address;
    uint32_t size_bytes;
    uint32_t access; /* CONFIG_READ … */
    uint32_t line;
};

/*
 * What is put into a partition's memory when it starts: a piece of its ELF file, then zeros. Warm
 * starts keep segments that are only zeros (`file_bytes` 0).
 */
struct config_segment {
    uint32_t virtual_address;
    uint32_t physical_address;
    const uint8_t *file; /* in the image, never written */
    uint32_t file_bytes;
    uint32_t memory_bytes;
};

/* One stack of a partition; the page below it is not mapped. */
struct config_stack {
    const char *Name; /* of the Process element, or NULL: any process may have it */
    uint32_t base;    /* lowest address */
    uint32_t StackSize;
    uint32_t line;
};

struct config_port {
    const char *Name;
    uint16_t partition; /* owner */
    uint16_t channel;   /* CONFIG_NONE: not connected */
    uint8_t kind;       /* pok_port_kind_t */
    uint8_t Direction;  /* pok_port_direction_t */
    uint32_t MaxMessageSize;
    uint32_t MaxNbMessages;         /* queuing */
    uint64_t RefreshRateSeconds_ns; /* sampling */
    /* Where the messages lie. Sampling: on the channel's source port, one message. Queuing: on each
     * destination port, MaxNbMessages slots of slot_bytes. */
    uint8_t *storage;
    uint32_t slot_bytes; /* a multiple of 4, the message's length word included */
    uint32_t line;
};

struct config_channel {
    const char *ChannelName;
    uint32_t ChannelIdentifier;
    uint16_t source; /* port */
    uint16_t destination_count;
    const uint16_t *destinations; /* ports */
    uint32_t line;
};

struct config_window {
    uint32_t WindowIdentifier;
    uint64_t WindowStartSeconds_ns; /* from the start of the major frame */
    uint64_t WindowDurationSeconds_ns;
    uint16_t partition;
    bool PartitionPeriodStart;
    uint32_t line;
};

#define CONFIG_CHANGE_IGNORE     0u
#define CONFIG_CHANGE_COLD_START 1u
#define CONFIG_CHANGE_WARM_START 2u

struct config_partition_schedule {
    uint64_t PeriodSeconds_ns;
    uint64_t PeriodDurationSeconds_ns;
    uint8_t ScheduleChangeAction; /* CONFIG_CHANGE_… */
    bool SetModuleSchedule;       /* may ask for another schedule */
    bool present;                 /* false: no window in this schedule */
    uint32_t line;
};

struct window;

struct config_schedule {
    const char *ScheduleName;
    uint32_t ScheduleIdentifier;
    bool InitialModuleSchedule;
    uint64_t MajorFrameSeconds_ns;
    uint16_t window_count;
    const struct config_window *windows;                /* by start, no two overlap */
    const struct config_partition_schedule *partitions; /* one per partition */
    struct window *window_table; /* storage for the kernel's: one per window, and one */
    uint32_t line;
};

/* An interrupt line given to a guest. */
struct config_line {
    uint8_t Line;
    uint8_t vcpu;
    bool counted; /* Policy COUNTED; otherwise DEFERRED */
    bool level;   /* Trigger LEVEL; otherwise EDGE */
    uint64_t
        MinimumDistanceSeconds_ns; /* counted: at most one in this time, the rest waits masked */
    uint32_t line;
};

struct config_io_ports {
    uint16_t First;
    uint16_t Count;
    uint32_t line;
};

/* Health monitoring: error identifiers are the standard's classes, the rows of abi/hm_errors.def.
 */
#define CONFIG_HM_LEVEL_MODULE    0u
#define CONFIG_HM_LEVEL_PARTITION 1u
#define CONFIG_HM_LEVEL_PROCESS   2u

#define CONFIG_HM_IGNORE     0u
#define CONFIG_HM_SHUTDOWN   1u /* module */
#define CONFIG_HM_RESET      2u /* module */
#define CONFIG_HM_IDLE       3u /* partition */
#define CONFIG_HM_WARM_START 4u /* partition */
#define CONFIG_HM_COLD_START 5u /* partition */

#define CONFIG_HM_STATES 8u  /* system states, the rows of abi/hm_states.def */
#define CONFIG_HM_ERRORS 16u /* error identifiers, the rows of abi/hm_errors.def */

/*
 * One cell of a table: what an error means in a state. The tool has put together what the system,
 * module, multi-partition and partition tables of the module file say.
 */
struct config_hm_cell {
    uint8_t level;
    uint8_t code;   /* pok_error_code_t, as a process or callback is told */
    uint8_t action; /* level MODULE: the module's, otherwise the partition's */
    uint32_t line;  /* 0: not in the module file, the default */
};

struct config_hm_table {
    struct config_hm_cell cell[CONFIG_HM_STATES][CONFIG_HM_ERRORS];
};

struct config_partition {
    const char *PartitionName;
    uint32_t PartitionIdentifier;
    bool SystemPartition;
    bool guest;
    bool ConsoleInput; /* may read what is typed at the console; at most one of the module */
    uint32_t entry;    /* of its ELF file */
    uint16_t region_count;
    const struct config_region *regions;
    uint16_t segment_count;
    const struct config_segment *segments;
    uint32_t heap_base;
    uint32_t heap_bytes;
    /* stacks[0] is the main process's or vCPU 0's. */
    uint16_t stack_count;
    const struct config_stack *stacks;
    uint16_t port_first; /* its ports are consecutive in struct config_module.ports */
    uint16_t port_count;
    uint16_t vcpu_count;        /* 0: native */
    const uint8_t *vector_rank; /* guest: rank of each of the 32 sources, all different */
    uint8_t max_nesting;
    uint16_t line_count;
    const struct config_line *lines;
    uint16_t io_count;
    const struct config_io_ports *io;
    uint32_t partition_page; /* physical address of its struct pok_partition_page */
    uint32_t process_page;   /* native: physical address of its struct pok_process_page */
    uint32_t vcpu_pages;     /* guest: physical address of its vCPU pages, one after the other */
    uint8_t *console;        /* ring, console_bytes long */
    uint32_t console_bytes;  /* a power of two */
    const char *CommandLine;
    const struct config_hm_table *hm;
    /* Callbacks run in the thread that has the last stack; 0: this partition has none. */
    uint32_t callback_entry;    /* of libpok; calls the function that it is given */
    uint32_t PartitionCallback; /* that function; 0: none */
    uint64_t CallbackCapacitySeconds_ns;
    uint32_t line;
};

struct partition;
struct thread;
struct vcpu;
struct port;
struct timer;

/* A thread has two timers and a vCPU two more; slot 0 of each partition is not used. */
#define CONFIG_TIMER_SLOTS(threads, partitions) (4u * (threads) + (partitions))

struct config_module {
    uint32_t version; /* CONFIG_VERSION */
    const char *ModuleName;
    const char *file; /* name of the module file, for messages */
    uint16_t partition_count;
    const struct config_partition *partitions;
    uint16_t port_count;
    const struct config_port *ports;
    uint16_t channel_count;
    const struct config_channel *channels;
    uint16_t schedule_count;
    const struct config_schedule *schedules;
    uint16_t initial_schedule;
    uint32_t WindowGuardSeconds_ns; /* what a window's preparation may take; 0: it has none */
    const struct config_hm_table *module_hm; /* errors of no partition */
    uint32_t ModuleCallback;                 /* a function of `callback_partition`; 0: none */
    uint16_t callback_partition;
    bool FlushBuffers; /* see docs/speculation.md */
    bool FlushPredictors;
    bool RestrictIndirectBranches;
    uint32_t physical_end; /* end of the memory the module uses: the machine must have it */
    /*
     * Storage for the kernel's objects, sized by the tool. thread_first[p] to thread_first[p + 1]
     * are partition p's threads, in the order of its stacks; the table is the rest of an array that
     * begins one earlier (see trap_room in core/thread.h).
     */
    struct partition *partition_table;
    struct thread *thread_table;
    const uint16_t *thread_first;
    struct vcpu *vcpu_table; /* the guests' vCPUs, in partition order; NULL without guests */
    struct port *port_table;
    /* Room for the partitions' timers: CONFIG_TIMER_SLOTS(number of threads, partition_count). */
    struct timer **timer_slots;
    /* Pages for the address spaces: 4 KiB each, 4 KiB aligned, zero. */
    uint8_t *page_pool;
    uint32_t page_pool_pages;
};

/* The one instance, in the file that the tool writes. */
extern const struct config_module config_module;

#endif
