/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/module.h"
#include "core/arch.h"
#include "core/console.h"
#include "core/health.h"
#include "core/log.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/processor.h"
#include "core/schedule.h"
#include "core/state.h"
#include "arch_stamp.h"
#include "bsp.h"

/* --- boot ------------------------------------------------------------------------------------- */

INIT static void print_region(const struct config_region *region)
{
    log_print(LOG_INFO, "  %08x-%08x at %08x %c%c%c%c %s", region->virtual_address,
              region->virtual_address + region->size_bytes - 1, region->physical_address,
              region->access & CONFIG_READ ? 'r' : '-', region->access & CONFIG_WRITE ? 'w' : '-',
              region->access & CONFIG_EXECUTE ? 'x' : '-',
              region->access & CONFIG_DEVICE ? 'd' : '-', region->RegionName);
}

INIT static void print_partition(const struct config_partition *config)
{
    log_print(LOG_INFO, "partition %u %s: %s, %u stacks, %u ports", config->PartitionIdentifier,
              config->PartitionName, config->guest ? "guest" : "native", config->stack_count,
              config->port_count);
    for (uint32_t i = 0; i < config->region_count; i++)
        print_region(&config->regions[i]);
}

INIT static void print_schedule(const struct config_schedule *config)
{
    log_print(LOG_INFO, "schedule %s: major frame %llu ns", config->ScheduleName,
              (unsigned long long)config->MajorFrameSeconds_ns);
    for (uint32_t i = 0; i < config->window_count; i++)
        log_print(LOG_INFO, "  window %u at %llu ns for %llu ns: %s",
                  config->windows[i].WindowIdentifier,
                  (unsigned long long)config->windows[i].WindowStartSeconds_ns,
                  (unsigned long long)config->windows[i].WindowDurationSeconds_ns,
                  config_module.partitions[config->windows[i].partition].PartitionName);
}

INIT static void print_module(void)
{
    log_print(LOG_INFO, KERNEL_NAME " " KERNEL_VERSION " (" BSP_NAME "), module %s",
              config_module.ModuleName);
    for (uint32_t i = 0; i < config_module.partition_count; i++)
        print_partition(&config_module.partitions[i]);
    for (uint32_t i = 0; i < config_module.schedule_count; i++)
        print_schedule(&config_module.schedules[i]);
    console_flush_log();
}

INIT static void check(void)
{
    uint32_t line = 0;
    const char *wrong = module_check(&config_module, &line);

    if (wrong == NULL)
        return;
    if (config_module.version == CONFIG_VERSION)
        log_print(LOG_ERROR, "configuration (%s:%u): %s", config_module.file, line, wrong);
    else
        log_print(LOG_ERROR, "configuration: %s", wrong);
    console_flush_log();
    arch_stop();
}

/* What all partitions begin by, and the number of their restarts begins with. */
INIT static void start_all(pok_start_condition_t condition)
{
    for (uint32_t i = 0; i < config_module.partition_count; i++) {
        struct partition *partition = &config_module.partition_table[i];

        processor.space = partition;
        arch_space_switch(partition);
        partition_start(partition, POK_PARTITION_MODE_COLD_START, condition);
        partition->restarts = 0;
        partition->page->restarts = 0;
        while (partition_step(partition))
            ;
    }
}

INIT void kernel_init(void)
{
    bool reset;

    check();
    reset = health_begin();
    if (health.count != 0)
        log_print(LOG_WARNING, "health: the log of %u events outlived a reset", health.count);
    print_module();
    schedule_init();
    for (uint16_t i = 0; i < config_module.partition_count; i++)
        partition_init(i);
    port_init();
    start_all(reset ? POK_START_HM_MODULE_RESTART : POK_START_NORMAL);
    log_print(LOG_INFO, "partitions loaded, first major frame begins");
    console_flush_log();
    processor.exit_work = EXIT_BEGIN;
}

/* --- ends ------------------------------------------------------------------------------------- */

static void print_statistics(const struct partition *partition)
{
    log_print(LOG_INFO,
              "partition %s: windows=%u worst_start_ns=%llu upcalls=%llu restarts=%u missed=%llu",
              partition->config->PartitionName, partition->page->windows,
              (unsigned long long)arch_stamp_ns(arch_clock.tsc_base + partition->worst_start),
              (unsigned long long)bsp_upcalls(partition), partition->restarts,
              (unsigned long long)partition->windows_missed);
}

/* What everyone has written so far goes out first; the kernel's own words are the last. */
static void module_close(void)
{
    console_flush();
    health_print();
    log_print(LOG_INFO, "the module ends after %u major frames", schedule.frames);
    for (uint32_t i = 0; i < config_module.partition_count; i++)
        print_statistics(&config_module.partition_table[i]);
    console_flush_log();
}

_Noreturn void module_end(void)
{
    module_close();
    arch_power_off();
}

_Noreturn void module_reset(void)
{
    module_close();
    arch_reset();
}
