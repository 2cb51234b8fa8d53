/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A module file in memory, as it was written: nothing is resolved but references, nothing is
 * checked but the values' own ranges. Fields are named as the attributes are; `_ns` is added where
 * decimal seconds became nanoseconds. Every row carries its line.
 */
#ifndef BULKHEAD_MODEL_H
#define BULKHEAD_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/limits.h"
#include "core/config.h"

#define MODEL_NONE SIZE_MAX

/* How another element names a partition. */
struct partition_reference {
    uint32_t PartitionIdentifier;
    const char *PartitionName; /* NULL: not given */
    size_t partition;          /* MODEL_NONE: there is no such partition */
    uint32_t line;
};

struct model_port {
    const char *Name;
    size_t partition;
    size_t channel; /* set by check_channels(); MODEL_NONE: not connected */
    pok_port_kind_t kind;
    pok_port_direction_t Direction;
    uint32_t MaxMessageSize;
    uint32_t MaxNbMessages;
    uint64_t RefreshRateSeconds_ns;
    bool has_refresh;
    uint32_t line;
};

struct model_process {
    const char *Name;
    uint32_t StackSize;
    uint32_t line;
};

struct model_line {
    uint32_t Line;
    uint32_t vCPU;
    bool counted;
    bool level;
    bool has_distance;
    uint64_t MinimumDistanceSeconds_ns;
    uint32_t line;
};

struct model_io {
    uint32_t First;
    uint32_t Count;
    uint32_t line;
};

struct model_virtual_interrupt {
    const char *Source; /* NULL: `Line` says which */
    bool has_line;
    uint32_t Line;
    uint32_t Priority;
    uint32_t line;
};

enum memory_type { MEMORY_CODE, MEMORY_DATA, MEMORY_INPUT_OUTPUT };

struct model_memory {
    const char *RegionName; /* NULL: not given */
    enum memory_type Type;
    uint32_t SizeBytes;
    bool has_address;
    uint32_t PhysicalAddress;
    bool has_access;
    bool write;
    uint32_t line;
};

struct model_guest {
    bool present;
    uint32_t vCPUs;
    uint32_t MaxNesting;
    uint32_t line;
};

/* Rows of an HM table. */
struct model_hm_entry {
    uint32_t SystemState;
    uint32_t ErrorIdentifier;
    uint8_t level;         /* system and multi-partition tables: CONFIG_HM_LEVEL_… */
    const char *ErrorCode; /* system table; NULL: not given */
    bool has_action;
    uint8_t action; /* all but the system table: CONFIG_HM_… */
    uint32_t state_line;
    uint32_t line;
};

struct model_hm_table {
    bool present;
    struct partition_reference reference; /* partition tables */
    const char *callback;                 /* NULL: none */
    /* The module's: which partition has the callback. */
    bool has_callback_partition;
    uint32_t CallbackPartitionIdentifier;
    /* A partition's. */
    bool has_capacity;
    uint64_t CallbackCapacitySeconds_ns;
    const char *MultiPartitionHMTableNameRef; /* NULL: none */
    size_t multi;                             /* that table, set by check_hm(); MODEL_NONE: none */
    const char *TableName;                    /* multi-partition tables */
    uint32_t ext_line;
    struct model_hm_entry *entries;
    size_t entry_count;
    uint32_t line;
};

struct model_partition {
    const char *PartitionName;
    uint32_t PartitionIdentifier;
    bool SystemPartition;
    const char *EntryPoint; /* NULL: the ELF file's own */
    size_t port_first, port_count;
    struct model_process *processes;
    size_t process_count;
    const char *Image;
    const char *CommandLine;
    uint32_t ConsoleBytes;
    bool ConsoleInput;
    bool has_max_processes;
    uint32_t MaxProcesses;
    uint32_t StackSizeBytes;
    uint32_t ext_line; /* 0: no PartitionExt */
    uint32_t ext_count;
    struct model_guest guest;
    uint32_t guest_count;
    struct model_line *lines;
    size_t line_count;
    struct model_io *io;
    size_t io_count;
    struct model_virtual_interrupt *virtual_interrupts;
    size_t virtual_interrupt_count;
    size_t memory; /* index of its Partition_Memory, set by check_memory() */
    size_t hm;     /* index of its Partition_HM_Table, set by check_hm(); MODEL_NONE: defaults */
    bool callback; /* PartitionCallback or ModuleCallback is in its image; set by check_hm() */
    uint32_t line;
};

struct model_partition_memory {
    struct partition_reference reference;
    struct model_memory *regions;
    size_t region_count;
};

struct model_partition_schedule {
    struct partition_reference reference;
    uint64_t PeriodSeconds_ns;
    uint64_t PeriodDurationSeconds_ns;
    bool SetModuleSchedule;
    uint8_t ScheduleChangeAction; /* as in struct config_partition_schedule */
    size_t window_count;
    uint32_t line;
};

struct model_window {
    uint32_t WindowIdentifier;
    uint64_t WindowStartSeconds_ns;
    uint64_t WindowDurationSeconds_ns;
    bool PartitionPeriodStart;
    size_t partition_schedule;
    uint32_t line;
};

struct model_schedule {
    const char *ScheduleName; /* NULL: not given */
    bool has_identifier;
    uint32_t ScheduleIdentifier;
    bool InitialModuleSchedule;
    uint64_t MajorFrameSeconds_ns;
    struct model_partition_schedule *partitions;
    size_t partition_count;
    struct model_window *windows; /* in the order of the file */
    size_t window_count;
    uint32_t line;
};

struct model_port_reference {
    struct partition_reference reference;
    const char *PortName;
    bool pseudo;      /* a Pseudo_Partition */
    bool has_address; /* PhysicalAddress was given */
    size_t port;      /* set by check_channels(); MODEL_NONE: unknown */
    uint32_t line;
};

struct model_channel {
    const char *ChannelName; /* NULL: not given */
    uint32_t ChannelIdentifier;
    struct model_port_reference *sources;
    size_t source_count;
    struct model_port_reference *destinations;
    size_t destination_count;
    uint32_t line;
};

struct model {
    const char *file;
    const char *ModuleName;
    bool FlushBuffers;
    bool FlushPredictors;
    bool RestrictIndirectBranches;
    uint32_t line;
    struct model_partition *partitions;
    size_t partition_count;
    struct model_port *ports; /* a partition's are consecutive */
    size_t port_count;
    struct model_partition_memory *memories;
    size_t memory_count;
    struct model_schedule *schedules;
    size_t schedule_count;
    struct model_channel *channels;
    size_t channel_count;
    uint64_t WindowGuardSeconds_ns;
    bool has_guard;    /* the module states one */
    uint32_t ext_line; /* 0: no ModExt */
    size_t ext_count;
    struct model_hm_table system_hm;
    struct model_hm_table module_hm;
    uint32_t system_hm_count, module_hm_count;
    size_t callback_partition; /* of ModuleCallback, set by check_hm(); MODEL_NONE: none */
    struct model_hm_table *partition_hm;
    size_t partition_hm_count;
    struct model_hm_table *multi_hm;
    size_t multi_hm_count;
    char **strings; /* every string above, for model_free() */
    size_t string_count;
};

void model_free(struct model *model);

/* What an element that is left out means. */
#define DEFAULT_CONSOLE_BYTES 4096u
#define DEFAULT_STACK_BYTES   16384u
#define DEFAULT_PRIORITY      16u
/* Nanoseconds of the guard, when it is left out and every channel's ports are known. */
uint64_t model_guard_ns(const struct model *model);

/*
 * Stacks of a partition: the main process's, one for each other process and one for callbacks; or
 * one per vCPU.
 */
size_t model_stack_count(const struct model_partition *partition);
/* Bytes of one of them, in whole pages. */
uint64_t model_stack_bytes(const struct model_partition *partition, size_t stack);

/* Bytes in whole pages. */
static inline uint64_t page_round(uint64_t bytes)
{
    return (bytes + POK_PAGE_BYTES - 1) & ~(uint64_t)(POK_PAGE_BYTES - 1);
}

#endif
