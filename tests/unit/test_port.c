/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/[ceflopqrstw]*.c kernel/core/[hm]*[ehk].c tests/unit/arch_*.c */
/* Creating ports and asking for their identifiers: every return code. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "arch_host.h"
#include "arch_fixture.h"
#include "core/syscall.h"
#include "abi/structs.h"

#define ID   (FIXTURE_DATA + 256)
#define NAME (FIXTURE_DATA + 512)

static int set_up(void **state)
{
    (void)state;
    fixture_reset();
    fixture_boot();
    return 0;
}

static struct pok_port_create *request(const char *name, pok_port_kind_t kind)
{
    struct pok_port_create *request = fixture_at(FIXTURE_DATA);

    *request = (struct pok_port_create){
        .kind = kind,
        .direction = POK_PORT_SOURCE,
        .max_message_bytes = FIXTURE_MESSAGE,
        .max_messages = FIXTURE_QUEUE,
        .refresh_period_ns = FIXTURE_REFRESH,
    };
    strcpy(request->name, name);
    return request;
}

static pok_ret_t create(void)
{
    return host_call(POK_SYSCALL_PORT_CREATE, FIXTURE_DATA, ID, 0, 0);
}

static void test_sampling(void **state)
{
    (void)state;
    request("NONE", POK_PORT_SAMPLING);
    assert_int_equal(create(), POK_ERRNO_NOTFOUND);
    request("QUEUE", POK_PORT_SAMPLING);
    assert_int_equal(create(), POK_ERRNO_NOTFOUND);
    request("SAMPLE", POK_PORT_SAMPLING)->direction = POK_PORT_DESTINATION;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    request("SAMPLE", POK_PORT_SAMPLING)->direction = 2;
    assert_int_equal(create(), POK_ERRNO_PARAM);
    request("SAMPLE", POK_PORT_SAMPLING)->kind = 2;
    assert_int_equal(create(), POK_ERRNO_PARAM);
    request("SAMPLE", POK_PORT_SAMPLING)->max_message_bytes--;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    request("SAMPLE", POK_PORT_SAMPLING)->refresh_period_ns = 0;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    request("SAMPLE", POK_PORT_SAMPLING)->refresh_period_ns = POK_INFINITE_TIME;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    request("SAMPLE", POK_PORT_SAMPLING);
    assert_int_equal(host_call(POK_SYSCALL_PORT_CREATE, FIXTURE_DATA, FIXTURE_TEXT, 0, 0),
                     POK_ERRNO_EFAULT);
    assert_int_equal(host_call(POK_SYSCALL_PORT_CREATE, 0, ID, 0, 0), POK_ERRNO_EFAULT);
    assert_int_equal(create(), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(ID), A_SAMPLE);
    assert_int_equal(create(), POK_ERRNO_READY);
}

static void test_queuing(void **state)
{
    (void)state;
    request("QUEUE", POK_PORT_QUEUING)->discipline = 2;
    assert_int_equal(create(), POK_ERRNO_DISCIPLINE);
    request("QUEUE", POK_PORT_QUEUING)->max_messages++;
    assert_int_equal(create(), POK_ERRNO_CONFIG);
    request("QUEUE", POK_PORT_QUEUING);
    assert_int_equal(create(), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(ID), A_QUEUE);
}

static void test_only_in_initialisation(void **state)
{
    (void)state;
    fixture_process("RUNS", 10, 0, 0);
    host_call(POK_SYSCALL_PARTITION_MODE_SET, POK_PARTITION_MODE_NORMAL, 0, 0, 0);
    assert_int_equal(processor.current->index, 1);
    request("SAMPLE", POK_PORT_SAMPLING);
    assert_int_equal(create(), POK_ERRNO_MODE);
}

static pok_ret_t find(uint32_t kind, const char *name)
{
    strcpy(fixture_at(NAME), name);
    return host_call(POK_SYSCALL_PORT_ID, kind, NAME, ID, 0);
}

static void test_identifier(void **state)
{
    (void)state;
    assert_int_equal(find(POK_PORT_QUEUING, "FAN"), POK_ERRNO_NOTFOUND);
    fixture_create_ports(ALPHA);
    assert_int_equal(find(POK_PORT_QUEUING, "FAN"), POK_ERRNO_OK);
    assert_int_equal(*(uint32_t *)fixture_at(ID), A_FAN);
    assert_int_equal(find(POK_PORT_SAMPLING, "FAN"), POK_ERRNO_NOTFOUND);
    assert_int_equal(find(POK_PORT_SAMPLING, "SAMPLE2"), POK_ERRNO_NOTFOUND);
    assert_int_equal(find(2, "SAMPLE"), POK_ERRNO_PARAM);
    assert_int_equal(host_call(POK_SYSCALL_PORT_ID, 0, 0, ID, 0), POK_ERRNO_EFAULT);
    strcpy(fixture_at(NAME), "SAMPLE");
    assert_int_equal(host_call(POK_SYSCALL_PORT_ID, 0, NAME, FIXTURE_TEXT, 0), POK_ERRNO_EFAULT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_sampling, set_up),
        cmocka_unit_test_setup(test_queuing, set_up),
        cmocka_unit_test_setup(test_only_in_initialisation, set_up),
        cmocka_unit_test_setup(test_identifier, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
