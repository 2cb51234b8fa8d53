/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Buffers and blackboards: letters are queued until the clerk has time for them, in order; the
 * notice on the board is what counts now, for everyone who looks.
 */
#include <stdio.h>
#include <string.h>

#include <arinc653/apexBlackboard.h>
#include <arinc653/apexBuffer.h>
#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexTime.h>

#define MILLISECONDS 1000000LL

static BUFFER_ID_TYPE letters;
static BLACKBOARD_ID_TYPE notice;
static RETURN_CODE_TYPE code;

static void sender(void)
{
    char letter[16];
    RETURN_CODE_TYPE result;

    for (int i = 1; i <= 5; i++) {
        snprintf(letter, sizeof(letter), "letter %d", i);
        SEND_BUFFER(letters, (MESSAGE_ADDR_TYPE)letter, (MESSAGE_SIZE_TYPE)strlen(letter) + 1,
                    INFINITE_TIME_VALUE, &result);
        printf("sent %s\n", letter);
    }
    DISPLAY_BLACKBOARD(notice, (MESSAGE_ADDR_TYPE) "closed", 7, &result);
}

static void clerk(void)
{
    char letter[16];
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE result;

    TIMED_WAIT(5 * MILLISECONDS, &result);
    for (;;) {
        RECEIVE_BUFFER(letters, 1 * MILLISECONDS, (MESSAGE_ADDR_TYPE)letter, &length, &result);
        if (result != NO_ERROR) {
            break;
        }
        printf("the clerk reads %s\n", letter);
    }
    printf("no letter came for a millisecond\n");
}

static void visitor(void)
{
    char text[16];
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE result;

    READ_BLACKBOARD(notice, 0, (MESSAGE_ADDR_TYPE)text, &length, &result);
    printf("the board is %s\n", result == NOT_AVAILABLE ? "empty" : "not empty");
    READ_BLACKBOARD(notice, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)text, &length, &result);
    printf("a visitor reads: %s\n", text);
}

static void start(const char *name, void (*entry)(void), PRIORITY_TYPE priority)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;

    memcpy(attributes.NAME, name, strlen(name) + 1);
    CREATE_PROCESS(&attributes, &process, &code);
    START(process, &code);
}

int main(void)
{
    CREATE_BUFFER("letters", 16, 3, FIFO, &letters, &code);
    CREATE_BLACKBOARD("notice", 16, &notice, &code);
    start("visitor", visitor, 30);
    start("clerk", clerk, 20);
    start("sender", sender, 10);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
