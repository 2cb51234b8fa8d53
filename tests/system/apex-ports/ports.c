/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports of one partition joined to itself: the sampling port extensions of Part 2,
 * CLEAR_QUEUING_PORT, and beside them memory blocks.
 */
#include "apex_process.h"
#include "arinc653/apexMemoryBlock.h"
#include "arinc653/apexSamplingExt.h"

static SAMPLING_PORT_ID_TYPE sampling_out, sampling_in;
static QUEUING_PORT_ID_TYPE queuing_out, queuing_in;
static RETURN_CODE_TYPE code;

static void check_current(UPDATED_TYPE updated, MESSAGE_AGE_TYPE age, SYSTEM_TIME_TYPE written)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE status;

    GET_SAMPLING_PORT_CURRENT_STATUS(sampling_in, &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.UPDATED, updated);
    CHECK_EQUAL(status.MESSAGE_AGE, age);
    CHECK_EQUAL(status.MAX_MESSAGE_SIZE, 16);
    CHECK_EQUAL(status.PORT_DIRECTION, DESTINATION);
    CHECK_EQUAL(status.REFRESH_PERIOD, 5 * MILLISECONDS);
    CHECK(status.TIME_STAMP >= written);
    CHECK(written != 0 || status.TIME_STAMP == 0);
}

static void test_sampling(void)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE status;
    SYSTEM_TIME_TYPE written, stamp = 1;
    MESSAGE_SIZE_TYPE length = 9;
    UPDATED_TYPE updated = NEW_MESSAGE;
    uint8_t message[16];

    check_current(EMPTY_PORT, STALE, 0);
    READ_UPDATED_SAMPLING_MESSAGE(sampling_in, message, &length, &updated, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CHECK_EQUAL(length, 0);
    CHECK_EQUAL(updated, EMPTY_PORT);
    READ_SAMPLING_MESSAGE_CONDITIONAL(sampling_in, 0, message, &length, &stamp, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CHECK_EQUAL(stamp, 0);
    written = now_ns();
    WRITE_SAMPLING_MESSAGE(sampling_out, (MESSAGE_ADDR_TYPE) "news", 5, &code);
    CHECK_EQUAL(code, NO_ERROR);
    check_current(NEW_MESSAGE, FRESH, written);
    READ_UPDATED_SAMPLING_MESSAGE(sampling_in, message, &length, &updated, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(length, 5);
    CHECK_EQUAL(updated, NEW_MESSAGE);
    READ_UPDATED_SAMPLING_MESSAGE(sampling_in, message, &length, &updated, &code);
    CHECK_EQUAL(updated, CONSUMED_MESSAGE);
    READ_SAMPLING_MESSAGE_CONDITIONAL(sampling_in, written - 1, message, &length, &stamp, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(length, 5);
    CHECK(stamp >= written);
    READ_SAMPLING_MESSAGE_CONDITIONAL(sampling_in, stamp, message, &length, &stamp, &code);
    CHECK_EQUAL(code, NO_ACTION);
    CHECK_EQUAL(length, 0);
    sleep_ms(6);
    check_current(CONSUMED_MESSAGE, STALE, written);
    READ_UPDATED_SAMPLING_MESSAGE(sampling_out, message, &length, &updated, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    READ_SAMPLING_MESSAGE_CONDITIONAL(sampling_out, 0, message, &length, &stamp, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    READ_UPDATED_SAMPLING_MESSAGE(99, message, &length, &updated, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    READ_SAMPLING_MESSAGE_CONDITIONAL(0, 0, message, &length, &stamp, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    GET_SAMPLING_PORT_CURRENT_STATUS(queuing_in, &status, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
}

static void test_clear(void)
{
    QUEUING_PORT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length;
    uint8_t message[16] = "1";

    for (int i = 0; i < 3; i++) {
        SEND_QUEUING_MESSAGE(queuing_out, message, 2, 0, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    CLEAR_QUEUING_PORT(queuing_out, &code);
    CHECK_EQUAL(code, INVALID_MODE);
    CLEAR_QUEUING_PORT(sampling_in, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    CLEAR_QUEUING_PORT(99, &code);
    CHECK_EQUAL(code, INVALID_PARAM);
    CLEAR_QUEUING_PORT(queuing_in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    GET_QUEUING_PORT_STATUS(queuing_in, &status, &code);
    CHECK_EQUAL(status.NB_MESSAGE, 0);
    RECEIVE_QUEUING_MESSAGE(queuing_in, 0, message, &length, &code);
    CHECK_EQUAL(code, NOT_AVAILABLE);
    for (int i = 0; i < 4; i++) {
        message[0] = (uint8_t)('a' + i);
        SEND_QUEUING_MESSAGE(queuing_out, message, 2, 0, &code);
        CHECK_EQUAL(code, NO_ERROR);
    }
    RECEIVE_QUEUING_MESSAGE(queuing_in, 0, message, &length, &code);
    CHECK_EQUAL(message[0], 'a');
}

static void test_memory_block(void)
{
    MEMORY_BLOCK_STATUS_TYPE status;
    volatile uint8_t *byte;

    GET_MEMORY_BLOCK_STATUS("no such block", &status, &code);
    CHECK_EQUAL(code, INVALID_CONFIG);
    GET_MEMORY_BLOCK_STATUS("heap", &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.MEMORY_BLOCK_MODE, READ_WRITE);
    CHECK_EQUAL((uint32_t)(uintptr_t)status.MEMORY_BLOCK_ADDR, PARTITION_PAGE->heap_base);
    CHECK(status.MEMORY_BLOCK_SIZE > 0);
    byte = (volatile uint8_t *)status.MEMORY_BLOCK_ADDR + status.MEMORY_BLOCK_SIZE - 1;
    *byte = 7;
    CHECK_EQUAL(*byte, 7);
    GET_MEMORY_BLOCK_STATUS("text", &status, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CHECK_EQUAL(status.MEMORY_BLOCK_MODE, READ);
}

static void judge(void)
{
    test_sampling();
    test_clear();
    test_memory_block();
    check_verdict();
}

int main(void)
{
    CREATE_SAMPLING_PORT("s out", 16, SOURCE, 5 * MILLISECONDS, &sampling_out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_SAMPLING_PORT("s in", 16, DESTINATION, 5 * MILLISECONDS, &sampling_in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("q out", 16, 4, SOURCE, FIFO, &queuing_out, &code);
    CHECK_EQUAL(code, NO_ERROR);
    CREATE_QUEUING_PORT("q in", 16, 4, DESTINATION, FIFO, &queuing_in, &code);
    CHECK_EQUAL(code, NO_ERROR);
    process_run("judge", judge, 100);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
