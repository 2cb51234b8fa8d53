/* SPDX-License-Identifier: BSD-2-Clause */
/* Part 2: a logbook that outlives a warm start, and the partition's memory blocks. */
#include <stdio.h>
#include <string.h>

#include "arinc653/apexLogbook.h"
#include "arinc653/apexMemoryBlock.h"
#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"

static LOGBOOK_ID_TYPE logbook;

static void show_block(char *name)
{
    MEMORY_BLOCK_STATUS_TYPE block;
    RETURN_CODE_TYPE code;

    GET_MEMORY_BLOCK_STATUS(name, &block, &code);
    if (code == NO_ERROR) {
        printf("memory block %s: %s\n", name,
               block.MEMORY_BLOCK_MODE == READ ? "read only" : "read and write");
    } else {
        printf("memory block %s: code %d\n", name, (int)code);
    }
}

static void show_logbook(void)
{
    APEX_BYTE text[32];
    MESSAGE_SIZE_TYPE length;
    WRITE_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    for (MESSAGE_RANGE_TYPE entry = 0; entry < 4; entry++) {
        READ_LOGBOOK(logbook, entry, text, &length, &status, &code);
        if (code != NO_ERROR) {
            break;
        }
        printf("  %d: %.*s\n", (int)entry, (int)length, (const char *)text);
    }
}

/* The main process can't start the partition warm: nothing is complete before NORMAL mode. */
static void recorder(void)
{
    LOGBOOK_STATUS_TYPE book;
    RETURN_CODE_TYPE code;

    GET_LOGBOOK_STATUS(logbook, &book, &code);
    SET_PARTITION_MODE(book.NB_LOGGED_MESSAGES < 3 ? WARM_START : IDLE, &code);
}

static void recorder_start(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes;
    PROCESS_ID_TYPE id = NULL_PROCESS_ID;
    RETURN_CODE_TYPE code;

    memset(&attributes, 0, sizeof(attributes));
    strcpy(attributes.NAME, "recorder");
    attributes.ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)recorder;
    attributes.STACK_SIZE = 8192;
    attributes.BASE_PRIORITY = 10;
    attributes.PERIOD = INFINITE_TIME_VALUE;
    attributes.TIME_CAPACITY = INFINITE_TIME_VALUE;
    attributes.DEADLINE = SOFT;
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
}

int main(void)
{
    PARTITION_STATUS_TYPE status;
    LOGBOOK_STATUS_TYPE book;
    RETURN_CODE_TYPE code;
    char text[32];

    GET_PARTITION_STATUS(&status, &code);
    CREATE_LOGBOOK("flight", 32, 4, 1, &logbook, &code);
    GET_LOGBOOK_STATUS(logbook, &book, &code);
    printf("%s: %d messages\n", status.OPERATING_MODE == WARM_START ? "warm start" : "cold start",
           (int)book.NB_LOGGED_MESSAGES);
    show_logbook();
    (void)snprintf(text, sizeof(text), "message %d", (int)book.NB_LOGGED_MESSAGES + 1);
    WRITE_LOGBOOK(logbook, (MESSAGE_ADDR_TYPE)text, (MESSAGE_SIZE_TYPE)strlen(text), &code);
    if (status.OPERATING_MODE == COLD_START) {
        show_block("text");
        show_block("heap");
        show_block("nothing");
    }
    recorder_start();
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
