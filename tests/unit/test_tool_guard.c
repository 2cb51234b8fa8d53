/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: tools/bulkhead/model_guard.c tools/bulkhead/model.c tools/bulkhead/memory.c */
/* What a module's guard is when it states none: 1 us, and the longest piece it makes possible. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tools/bulkhead/model.h"

#define PREPARATION 1000u
#define LEAST       (PREPARATION + 4000u)
#define MANY        200u

static struct model_partition partitions[2];
static struct model_port ports[MANY];
static struct model_memory regions[MANY];
static struct model_partition_memory memories[2];
static struct model_port_reference ends[2][32];
static struct model_channel channels[2];
static struct model model;

static int begin(void **state)
{
    (void)state;
    partitions[0] = partitions[1] = (struct model_partition){.process_count = 0};
    for (size_t i = 0; i < MANY; i++) {
        ports[i] = (struct model_port){.kind = POK_PORT_SAMPLING, .MaxMessageSize = 8192};
        regions[i] = (struct model_memory){.RegionName = NULL};
    }
    for (size_t i = 0; i < 32; i++) {
        ends[0][i].port = MODEL_NONE;
        ends[1][i].port = MODEL_NONE;
    }
    for (size_t i = 0; i < 2; i++) {
        memories[i] = (struct model_partition_memory){.regions = regions};
        channels[i] = (struct model_channel){.destinations = ends[i]};
    }
    model = (struct model){
        .partitions = partitions,
        .partition_count = 2,
        .ports = ports,
        .memories = memories,
        .memory_count = 2,
        .channels = channels,
        .channel_count = 2,
    };
    return 0;
}

static void test_least(void **state)
{
    (void)state;
    assert_int_equal(model_guard_ns(&model), LEAST);
}

static void test_processes(void **state)
{
    (void)state;
    partitions[1].has_max_processes = true;
    partitions[1].MaxProcesses = 100;
    assert_int_equal(model_guard_ns(&model), PREPARATION + 101 * 75);
    partitions[1].MaxProcesses = 0xffffffff;
    assert_int_equal(model_guard_ns(&model), PREPARATION + 128 * 75);
}

/* The partition with most of them counts, not their sum. */
static void test_ports(void **state)
{
    (void)state;
    model.port_count = 150;
    for (size_t i = 50; i < 150; i++)
        ports[i].partition = 1;
    assert_int_equal(model_guard_ns(&model), PREPARATION + 100 * 75);
    model.port_count = 100;
    assert_int_equal(model_guard_ns(&model), LEAST);
}

static void test_regions(void **state)
{
    (void)state;
    memories[1].region_count = MANY;
    assert_int_equal(model_guard_ns(&model), LEAST);
    for (size_t i = 0; i < 50; i++)
        regions[2 * i].RegionName = "block";
    /* Beside the one stack of each partition. */
    assert_int_equal(model_guard_ns(&model), PREPARATION + 50 * 225 + 75);
}

/* A sampling message is copied once, a queuing one for each destination; one channel at a time. */
static void test_messages(void **state)
{
    (void)state;
    model.port_count = 6;
    for (size_t i = 0; i < 6; i++)
        ends[i / 3][i % 3].port = i;
    channels[0].destination_count = 3;
    channels[1].destination_count = 4; /* the last is unknown */
    assert_int_equal(model_guard_ns(&model), LEAST);
    for (size_t i = 3; i < 6; i++)
        ports[i].kind = POK_PORT_QUEUING;
    assert_int_equal(model_guard_ns(&model), PREPARATION + 3 * (8192 / 4 + 150));
    ports[0].kind = POK_PORT_QUEUING;
    ports[5].MaxMessageSize = 4;
    ports[4].MaxMessageSize = 0xffffffff;
    assert_int_equal(model_guard_ns(&model), PREPARATION + 2 * (8192 / 4 + 150) + 1 + 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_least, begin),    cmocka_unit_test_setup(test_processes, begin),
        cmocka_unit_test_setup(test_ports, begin),    cmocka_unit_test_setup(test_regions, begin),
        cmocka_unit_test_setup(test_messages, begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
