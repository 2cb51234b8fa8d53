/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guard before a window that a module has when it states none: for the longest that the kernel
 * can have to do with interrupts off, at an instruction a nanosecond. docs/isolation.md tells the
 * pieces.
 */
#include "abi/limits.h"
#include "model.h"

/* To prepare a window, and the longest piece that doesn't grow with anything. */
#define PREPARATION_NS 1000u
#define LONGEST_NS     4000u
/* A new process's name is compared with those of the partition's others. */
#define PROCESS_NS 75u
/* A partition's start resets its ports. */
#define PORT_NS 75u
/* The name of a memory block is looked for among the partition's. */
#define REGION_NS 225u
/* Beside the copy of a message for it. */
#define DESTINATION_NS 150u

/* What is over its limit is another error. */
static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static uint64_t processes_ns(const struct model *model)
{
    uint64_t most = 0;

    for (size_t p = 0; p < model->partition_count; p++) {
        most = larger(most, smaller(model_stack_count(&model->partitions[p]), POK_MAX_PROCESSES));
    }
    return most * PROCESS_NS;
}

static uint64_t ports_ns(const struct model *model)
{
    uint64_t most = 0, count = 0;

    for (size_t p = 0; p < model->port_count; p++) {
        bool same = p != 0 && model->ports[p].partition == model->ports[p - 1].partition;

        count = same ? count + 1 : 1;
        most = larger(most, count);
    }
    return smaller(most, POK_MAX_PORTS) * PORT_NS;
}

static uint64_t regions_ns(const struct model *model)
{
    uint64_t most = 0;

    for (size_t m = 0; m < model->memory_count; m++) {
        const struct model_partition_memory *memory = &model->memories[m];
        uint64_t count = 0;

        for (size_t r = 0; r < memory->region_count; r++) {
            count += memory->regions[r].RegionName != NULL;
        }
        most = larger(most, count);
    }
    return most * REGION_NS;
}

/* Of a queuing message, each destination has its own copy. */
static uint64_t messages_ns(const struct model *model)
{
    uint64_t longest = 0;

    for (size_t c = 0; c < model->channel_count; c++) {
        const struct model_channel *channel = &model->channels[c];
        uint64_t sum = 0;

        for (size_t d = 0; d < smaller(channel->destination_count, POK_MAX_DESTINATIONS); d++) {
            size_t port = channel->destinations[d].port;

            if (port != MODEL_NONE && model->ports[port].kind == POK_PORT_QUEUING) {
                size_t bytes = smaller(model->ports[port].MaxMessageSize, POK_MAX_MESSAGE_BYTES);

                sum += bytes / sizeof(uint32_t) + DESTINATION_NS;
            }
        }
        longest = larger(longest, sum);
    }
    return longest;
}

uint64_t model_guard_ns(const struct model *model)
{
    /* Stacks are among the regions that a name is looked for in. */
    uint64_t names = processes_ns(model) + regions_ns(model);
    uint64_t longest = larger(names, larger(ports_ns(model), messages_ns(model)));

    return PREPARATION_NS + larger(longest, LONGEST_NS);
}
