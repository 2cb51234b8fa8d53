/* SPDX-License-Identifier: BSD-2-Clause */
#include "virtual_interrupt.h"

#include <string.h>

static const struct {
    const char *Source;
    uint32_t vector;
} sources[] = {
    {"TIMER_HARDWARE", POK_VECTOR_TIMER_HARDWARE},
    {"TIMER_EXECUTION", POK_VECTOR_TIMER_EXECUTION},
    {"WINDOW", POK_VECTOR_WINDOW},
    {"PORT", POK_VECTOR_PORT},
    {"VCPU", POK_VECTOR_VCPU},
    {"RESTART", POK_VECTOR_RESTART},
};

uint32_t virtual_interrupt_source(const struct model_virtual_interrupt *element)
{
    if (element->Source == NULL) {
        return element->Line < POK_MAX_LINES ? element->Line : POK_VECTOR_COUNT;
    }
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        if (strcmp(sources[i].Source, element->Source) == 0) {
            return sources[i].vector - POK_VECTOR_BASE;
        }
    }
    return POK_VECTOR_COUNT;
}

bool virtual_interrupt_exists(const struct model_partition *partition, uint32_t source)
{
    if (source >= POK_MAX_LINES) {
        return source <= POK_VECTOR_RESTART - POK_VECTOR_BASE;
    }
    for (size_t i = 0; i < partition->line_count; i++) {
        if (partition->lines[i].Line == source) {
            return true;
        }
    }
    return false;
}

static uint32_t priority_of(const struct model_partition *partition, uint32_t source)
{
    for (size_t i = 0; i < partition->virtual_interrupt_count; i++) {
        if (virtual_interrupt_source(&partition->virtual_interrupts[i]) == source) {
            return partition->virtual_interrupts[i].Priority;
        }
    }
    return DEFAULT_PRIORITY;
}

/* Place in the default order, the most urgent source first. */
static uint32_t default_place(uint32_t source)
{
    if (source == POK_VECTOR_TIMER_HARDWARE - POK_VECTOR_BASE ||
        source == POK_VECTOR_TIMER_EXECUTION - POK_VECTOR_BASE) {
        return source - (POK_VECTOR_TIMER_HARDWARE - POK_VECTOR_BASE);
    }
    return source + 2;
}

static bool more_urgent(const struct model_partition *partition, uint32_t a, uint32_t b)
{
    uint32_t priority_a = priority_of(partition, a);
    uint32_t priority_b = priority_of(partition, b);
    return priority_a != priority_b ? priority_a > priority_b : default_place(a) < default_place(b);
}

void virtual_interrupt_ranks(const struct model_partition *partition,
                             uint8_t rank[POK_VECTOR_COUNT])
{
    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        rank[source] = RANK_NONE;
        if (!virtual_interrupt_exists(partition, source)) {
            continue;
        }
        rank[source] = 0;
        for (uint32_t other = 0; other < POK_VECTOR_COUNT; other++) {
            rank[source] += other != source && virtual_interrupt_exists(partition, other) &&
                            more_urgent(partition, source, other);
        }
    }
}
