/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * APEX ports from an RTEMS task, and a port as a device file with poll() and select(). Another task
 * counts all the time, so it shows whether a wait is the task's or the whole guest's.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <unistd.h>

#include <bsp.h>
#include <bulkhead/ports.h>

#include "arinc653/apexPartition.h"
#include "arinc653/apexQueuing.h"
#include "arinc653/apexSampling.h"
#include "arinc653/apexTime.h"
#include "tests/system/include/check.h"

#define MILLISECOND 1000000
#define REFRESH_NS  (200 * MILLISECOND)
#define WAIT_NS     (10 * MILLISECOND)
#define LATEST_NS   (40 * MILLISECOND)
#define PRIORITY    200
#define STACK_BYTES 8192
/* What the other task counts in a millisecond at least. */
#define COUNT_SOME 1000u

static volatile uint32_t counted;

static rtems_task counter(rtems_task_argument argument)
{
    (void)argument;
    for (;;)
        counted++;
}

static SYSTEM_TIME_TYPE now_ns(void)
{
    SYSTEM_TIME_TYPE now = 0;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    CHECK_EQUAL(code, NO_ERROR);
    return now;
}

static uint32_t receive(QUEUING_PORT_ID_TYPE port, SYSTEM_TIME_TYPE timeout, RETURN_CODE_TYPE *code)
{
    uint32_t number = 0;
    MESSAGE_SIZE_TYPE length = 0;

    RECEIVE_QUEUING_MESSAGE(port, timeout, (MESSAGE_ADDR_TYPE)&number, &length, code);
    return number;
}

/* The waits of receiving: for ever, with a time-out, not at all. */
static void check_receive(QUEUING_PORT_ID_TYPE port)
{
    RETURN_CODE_TYPE code;
    SYSTEM_TIME_TYPE begin_ns;
    uint32_t number, before;

    number = receive(port, INFINITE_TIME_VALUE, &code);
    CHECK_EQUAL(code, NO_ERROR);
    begin_ns = now_ns();
    before = counted;
    (void)receive(port, WAIT_NS, &code);
    CHECK_EQUAL(code, TIMED_OUT);
    CHECK(now_ns() - begin_ns >= WAIT_NS);
    CHECK_AT_MOST(now_ns() - begin_ns, LATEST_NS);
    CHECK(counted - before > COUNT_SOME);
    (void)receive(port, 0, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    (void)receive(port, -2, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    before = counted;
    CHECK_EQUAL(receive(port, INFINITE_TIME_VALUE, &code), number + 1);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK(counted - before > COUNT_SOME);
}

static RETURN_CODE_TYPE send(QUEUING_PORT_ID_TYPE port, uint32_t number, SYSTEM_TIME_TYPE timeout)
{
    RETURN_CODE_TYPE code;

    SEND_QUEUING_MESSAGE(port, (MESSAGE_ADDR_TYPE)&number, sizeof(number), timeout, &code);
    return code;
}

/* Right after the peer took what there was: two have room, the third waits for it. */
static void check_send(QUEUING_PORT_ID_TYPE port)
{
    uint32_t before;

    CHECK_EQUAL(send(port, 1, 0), NO_ERROR);
    CHECK_EQUAL(send(port, 2, 0), NO_ERROR);
    CHECK_EQUAL(send(port, 3, 0), NOT_AVAILABLE);
    CHECK_EQUAL(send(port, 3, WAIT_NS), TIMED_OUT);
    before = counted;
    CHECK_EQUAL(send(port, 3, INFINITE_TIME_VALUE), NO_ERROR);
    CHECK(counted - before > COUNT_SOME);
}

static uint32_t read_number(int fd)
{
    uint32_t number = 0;

    CHECK_EQUAL(read(fd, &number, sizeof(number)), sizeof(number));
    return number;
}

static void check_poll(int fd)
{
    struct pollfd files[] = {{.fd = fd, .events = POLLIN | POLLOUT}, {.fd = -1}, {.fd = 99}};
    uint32_t number, before;

    CHECK_EQUAL(poll(&files[2], 1, -1), 1);
    CHECK_EQUAL(files[2].revents, POLLNVAL);
    while (poll(files, 2, 0) != 0)
        (void)read_number(fd);
    CHECK_EQUAL(files[0].revents, 0);
    CHECK_EQUAL(poll(files, 2, -1), 1);
    CHECK_EQUAL(files[0].revents, POLLIN);
    number = read_number(fd);
    before = counted;
    CHECK_EQUAL(poll(files, 2, WAIT_NS / MILLISECOND), 0);
    CHECK(counted - before > COUNT_SOME);
    CHECK_EQUAL(poll(files, 2, -1), 1);
    CHECK_EQUAL(read_number(fd), number + 1);
}

static void check_select(int fd)
{
    struct timeval wait = {.tv_usec = WAIT_NS / 1000};
    fd_set in, out;

    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(fd, &in);
    FD_SET(fd, &out);
    CHECK_EQUAL(select(fd + 1, &in, &out, NULL, &wait), 0);
    CHECK(!FD_ISSET(fd, &in) && !FD_ISSET(fd, &out));
    FD_SET(fd, &in);
    CHECK_EQUAL(select(fd + 1, &in, NULL, NULL, NULL), 1);
    CHECK(FD_ISSET(fd, &in));
    (void)read_number(fd);
}

static void check_sampling(SAMPLING_PORT_ID_TYPE port)
{
    uint32_t number = 0;
    MESSAGE_SIZE_TYPE length = 0;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;

    READ_SAMPLING_MESSAGE(port, (MESSAGE_ADDR_TYPE)&number, &length, &validity, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(validity, VALID);
    CHECK_EQUAL(length, sizeof(number));
    CHECK(number > 1);
}

static void check_mode(void)
{
    PARTITION_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.OPERATING_MODE, COLD_START);
    SET_PARTITION_MODE(NORMAL, &code);
    CHECK_EQUAL(code, NO_ERROR);
    GET_PARTITION_STATUS(&status, &code);
    CHECK_EQUAL(status.OPERATING_MODE, NORMAL);
}

static rtems_task Init(rtems_task_argument argument)
{
    QUEUING_PORT_ID_TYPE apex_in, apex_out;
    SAMPLING_PORT_ID_TYPE sample;
    RETURN_CODE_TYPE code;
    rtems_id id;
    int fd;

    (void)argument;
    CREATE_QUEUING_PORT("apex_in", sizeof(uint32_t), 4, DESTINATION, FIFO, &apex_in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("apex_out", sizeof(uint32_t), 2, SOURCE, FIFO, &apex_out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SAMPLING_PORT("sample", sizeof(uint32_t), DESTINATION, REFRESH_NS, &sample, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(bulkhead_queuing_port("file_in", sizeof(uint32_t), 4, false), 0);
    fd = open("/dev/queuing/file_in", O_RDONLY);
    CHECK(fd >= 0);
    CHECK_EQUAL(rtems_task_create(rtems_build_name('C', 'N', 'T', ' '), PRIORITY, STACK_BYTES,
                                  RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES, &id),
                RTEMS_SUCCESSFUL);
    CHECK_EQUAL(rtems_task_start(id, counter, 0), RTEMS_SUCCESSFUL);
    check_mode();
    check_receive(apex_in);
    check_send(apex_out);
    check_poll(fd);
    check_select(fd);
    check_sampling(sample);
    check_verdict();
    rtems_task_suspend(RTEMS_SELF);
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK    1000
#define CONFIGURE_MAXIMUM_TASKS            3
#define CONFIGURE_EXTRA_TASK_STACKS        STACK_BYTES
#define CONFIGURE_INIT_TASK_STACK_SIZE     (8 * STACK_BYTES)
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 8
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
