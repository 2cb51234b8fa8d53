/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/memory_check.h"
#include "core/health.h"
#include "core/partition.h"
#include "core/port.h"
#include "core/thread.h"
#include "core/timer.h"
#include "core/vcpu.h"
#include "core/window.h"
#include "abi/layout.h"

#define PAGE_MASK      (POK_PAGE_BYTES - 1u)
#define ACCESS_ALL     (CONFIG_READ | CONFIG_WRITE | CONFIG_EXECUTE | CONFIG_DEVICE)
#define LOW_DEVICES    0x000a0000u /* what a PC has between its RAM and LAYOUT_IMAGE_PHYSICAL */
#define POOL_MAX_PAGES (LAYOUT_PHYSICAL_LIMIT / POK_PAGE_BYTES)

/* Addresses from the first to the last, so that one may end at 4 GiB. */
struct range {
    uintptr_t first;
    uintptr_t last;
};

INIT static bool ranges_meet(const struct range *a, const struct range *b)
{
    return a->first <= b->last && b->first <= a->last;
}

INIT bool table_is_held(const void *table, uint32_t count, uint32_t row_bytes, uint32_t align)
{
    return count == 0 ||
           ((uintptr_t)table % align == 0 && arch_image_holds(table, count * row_bytes, false));
}

/* --- one partition ---------------------------------------------------------------------------- */

INIT static struct range physical_range(const struct config_region *region)
{
    return (struct range){region->physical_address,
                          region->physical_address + (region->size_bytes - 1)};
}

INIT static bool is_device_place(const struct range *range)
{
    static const struct range controllers[] = {{LAYOUT_IOAPIC, LAYOUT_IOAPIC + PAGE_MASK},
                                               {LAYOUT_LAPIC, LAYOUT_LAPIC + PAGE_MASK}};

    if (range->first < LAYOUT_PHYSICAL_LIMIT)
        return range->first >= LOW_DEVICES && range->last < LAYOUT_IMAGE_PHYSICAL;
    return !ranges_meet(range, &controllers[0]) && !ranges_meet(range, &controllers[1]);
}

/* Partitions' memory is behind the image and before the log that outlives a reset. */
INIT static bool is_memory_place(const struct config_module *module, const struct range *range)
{
    return range->first >= arch_image_end() && range->last < module->physical_end - HEALTH_BYTES;
}

INIT static const char *check_region(struct module_check *check, const struct config_region *region)
{
    struct range range = physical_range(region);

    check->line = region->line;
    if (region->virtual_address < LAYOUT_SHARED_BASE ||
        region->virtual_address >= LAYOUT_USER_END || region->size_bytes == 0 ||
        region->size_bytes > LAYOUT_USER_END - region->virtual_address ||
        ((region->virtual_address | region->physical_address | region->size_bytes) & PAGE_MASK) !=
            0)
        return "a memory region outside the partition's address space";
    if ((region->access & ~ACCESS_ALL) != 0 || !(region->access & CONFIG_READ))
        return "a memory region with unknown rights";
    if ((region->access & CONFIG_EXECUTE) && (region->access & (CONFIG_WRITE | CONFIG_DEVICE)))
        return "a memory region that is writable and executable";
    if (range.last < range.first ||
        !(region->access & CONFIG_DEVICE ? is_device_place(&range)
                                         : is_memory_place(check->module, &range)))
        return "a memory region where the kernel or nothing is";
    if (!arch_image_holds(region->RegionName, 1, false))
        return "a memory region without a name";
    return NULL;
}

/* Of the same memory a partition has two views at most with the same rights. */
INIT static const char *check_pair(const struct config_region *a, const struct config_region *b)
{
    struct range physical_a = physical_range(a), physical_b = physical_range(b);

    if (a->virtual_address - b->virtual_address < b->size_bytes ||
        b->virtual_address - a->virtual_address < a->size_bytes)
        return "two memory regions at one address";
    if (a->access != b->access && ranges_meet(&physical_a, &physical_b))
        return "two rights for the same memory";
    return NULL;
}

/* The region that has all of a range, or NULL. */
INIT static const struct config_region *region_at(const struct config_partition *partition,
                                                  uint32_t address, uint32_t bytes)
{
    for (uint32_t i = 0; i < partition->region_count; i++) {
        const struct config_region *region = &partition->regions[i];
        uint32_t offset = address - region->virtual_address;

        if (offset < region->size_bytes && bytes <= region->size_bytes - offset)
            return region;
    }
    return NULL;
}

/* Whether a partition sees memory of the kernel's choice at an address, with just these rights. */
INIT static bool sees(const struct config_partition *partition, uint32_t address, uint32_t physical,
                      uint32_t bytes, uint32_t access)
{
    const struct config_region *region = region_at(partition, address, bytes);

    return region != NULL && region->access == access &&
           region->physical_address + (address - region->virtual_address) == physical;
}

INIT static bool shared_pages_fit(const struct config_partition *partition)
{
    const uint32_t both = CONFIG_READ | CONFIG_WRITE;

    if (!sees(partition, LAYOUT_PARTITION_PAGE, partition->partition_page, POK_PAGE_BYTES,
              CONFIG_READ))
        return false;
    if (!partition->guest)
        return sees(partition, LAYOUT_PROCESS_PAGE, partition->process_page, POK_PAGE_BYTES, both);
    return sees(partition, LAYOUT_VCPU_PAGE, partition->vcpu_pages, POK_PAGE_BYTES, both) &&
           sees(partition, LAYOUT_VCPU_PAGES, partition->vcpu_pages,
                partition->vcpu_count * POK_PAGE_BYTES, both);
}

/* What is loaded at a start goes to where the partition sees it, and not over shared pages. */
INIT static bool segment_fits(const struct config_partition *partition,
                              const struct config_segment *segment)
{
    const struct config_region *region =
        region_at(partition, segment->virtual_address, segment->memory_bytes);

    return region != NULL && segment->virtual_address >= LAYOUT_IMAGE_BASE &&
           !(region->access & CONFIG_DEVICE) &&
           sees(partition, segment->virtual_address, segment->physical_address,
                segment->memory_bytes, region->access) &&
           segment->file_bytes <= segment->memory_bytes &&
           (segment->file_bytes == 0 ||
            arch_image_holds(segment->file, segment->file_bytes, false));
}

INIT static bool is_executable(const struct config_partition *partition, uint32_t address)
{
    const struct config_region *region = region_at(partition, address, 1);

    return region != NULL && (region->access & CONFIG_EXECUTE);
}

INIT static bool stack_fits(const struct config_partition *partition,
                            const struct config_stack *stack)
{
    const struct config_region *region = region_at(partition, stack->base, stack->StackSize);

    return region != NULL && stack->StackSize != 0 && stack->base >= LAYOUT_IMAGE_BASE &&
           region->access == (CONFIG_READ | CONFIG_WRITE) &&
           ((stack->base | stack->StackSize) & 3u) == 0 &&
           (stack->Name == NULL || arch_image_holds(stack->Name, 1, false));
}

INIT static const char *check_starts(struct module_check *check,
                                     const struct config_partition *partition)
{
    for (uint32_t i = 0; i < partition->stack_count; i++) {
        check->line = partition->stacks[i].line;
        if (!stack_fits(partition, &partition->stacks[i]))
            return "a stack outside the partition's memory";
    }
    check->line = partition->line;
    if (!is_executable(partition, partition->entry) ||
        (partition->callback_entry != 0 && !is_executable(partition, partition->callback_entry)))
        return "an entry outside the partition's text";
    return NULL;
}

INIT const char *memory_check_partition(struct module_check *check,
                                        const struct config_partition *partition)
{
    const char *wrong = NULL;

    for (uint32_t i = 0; wrong == NULL && i < partition->region_count; i++) {
        wrong = check_region(check, &partition->regions[i]);
        for (uint32_t k = 0; wrong == NULL && k < i; k++)
            wrong = check_pair(&partition->regions[i], &partition->regions[k]);
    }
    if (wrong != NULL)
        return wrong;
    check->line = partition->line;
    if (!shared_pages_fit(partition))
        return "a shared page that the partition doesn't see";
    for (uint32_t i = 0; i < partition->segment_count; i++) {
        if (!segment_fits(partition, &partition->segments[i]))
            return "a piece of the partition's image outside its memory";
    }
    return check_starts(check, partition);
}

/* --- all partitions --------------------------------------------------------------------------- */

/* Regions from `i` on that follow each other in memory, in one; returns the next after them. */
INIT static uint32_t run_take(const struct config_partition *partition, uint32_t i,
                              struct range *run)
{
    *run = physical_range(&partition->regions[i]);
    while (++i < partition->region_count &&
           partition->regions[i].physical_address == (uint32_t)run->last + 1)
        run->last = physical_range(&partition->regions[i]).last;
    return i;
}

INIT static bool partition_meets(const struct config_partition *partition, const struct range *run)
{
    struct range other;

    for (uint32_t i = 0; i < partition->region_count;) {
        i = run_take(partition, i, &other);
        if (ranges_meet(run, &other))
            return true;
    }
    return false;
}

INIT const char *memory_check_partitions(struct module_check *check)
{
    const struct config_partition *partitions = check->module->partitions;
    struct range run;

    for (uint32_t p = 1; p < check->module->partition_count; p++) {
        check->line = partitions[p].line;
        for (uint32_t i = 0; i < partitions[p].region_count;) {
            i = run_take(&partitions[p], i, &run);
            for (uint32_t other = 0; other < p; other++) {
                if (partition_meets(&partitions[other], &run))
                    return "memory that two partitions have";
            }
        }
    }
    return NULL;
}

/* --- the kernel's own ------------------------------------------------------------------------- */

struct storage {
    const void *start;
    uint32_t bytes; /* 0: none */
    uint32_t align;
};

#define STORAGE(table, count)                                                                      \
    {                                                                                              \
        (table), (uint32_t)((count) * sizeof(*(table))), __alignof__(__typeof__(*(table)))         \
    }

/* Those that there is one of. */
#define MODULE_STORAGES 6u

INIT static struct storage module_storage(const struct config_module *module, uint32_t index)
{
    uint32_t threads = module->thread_first[module->partition_count];
    uint32_t vcpus = 0;

    for (uint32_t p = 0; p < module->partition_count; p++)
        vcpus += module->partitions[p].vcpu_count;

    /* The threads' array begins one before the table. */
    const struct storage storages[MODULE_STORAGES] = {
        STORAGE(module->partition_table, module->partition_count),
        STORAGE(module->thread_table - 1, threads + 1),
        {module->timer_slots,
         CONFIG_TIMER_SLOTS(threads, module->partition_count) * sizeof(struct timer *),
         __alignof__(struct timer *)},
        STORAGE(module->vcpu_table, vcpus),
        STORAGE(module->port_table, module->port_count),
        {module->page_pool, module->page_pool_pages * POK_PAGE_BYTES, POK_PAGE_BYTES},
    };
    return storages[index];
}

INIT static uint32_t storage_count(const struct config_module *module)
{
    return MODULE_STORAGES + module->partition_count + module->schedule_count + module->port_count;
}

INIT static struct storage storage_at(const struct config_module *module, uint32_t index)
{
    const struct config_port *port;

    if (index < MODULE_STORAGES)
        return module_storage(module, index);
    index -= MODULE_STORAGES;
    if (index < module->partition_count)
        return (struct storage)STORAGE(module->partitions[index].console,
                                       module->partitions[index].console_bytes);
    index -= module->partition_count;
    if (index < module->schedule_count)
        return (struct storage)STORAGE(module->schedules[index].window_table,
                                       module->schedules[index].window_count + 1u);
    port = &module->ports[index - module->schedule_count];
    if (port->storage == NULL)
        return (struct storage){NULL, 0, 1};
    return (struct storage){port->storage,
                            (port->kind == POK_PORT_SAMPLING ? 1 : port->MaxNbMessages) *
                                port->slot_bytes,
                            sizeof(uint32_t)};
}

INIT static bool storages_meet(const struct storage *a, const struct storage *b)
{
    return (uintptr_t)a->start - (uintptr_t)b->start < b->bytes ||
           (uintptr_t)b->start - (uintptr_t)a->start < a->bytes;
}

INIT const char *memory_check_storage(struct module_check *check)
{
    const struct config_module *module = check->module;
    uint32_t count = storage_count(module);

    check->line = 0;
    if (module->page_pool_pages > POOL_MAX_PAGES)
        return "more pages than there are";
    for (uint32_t i = 0; i < count; i++) {
        struct storage storage = storage_at(module, i);

        if (storage.bytes == 0)
            continue;
        if ((uintptr_t)storage.start % storage.align != 0 ||
            !arch_image_holds(storage.start, storage.bytes, true))
            return "storage outside the image";
        for (uint32_t k = 0; k < i; k++) {
            struct storage other = storage_at(module, k);

            if (other.bytes != 0 && storages_meet(&storage, &other))
                return "storage that is used twice";
        }
    }
    return NULL;
}
