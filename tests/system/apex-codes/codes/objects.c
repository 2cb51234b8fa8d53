/* SPDX-License-Identifier: BSD-2-Clause */
/* Buffers, blackboards, semaphores, events, mutexes, logbooks. */
#include "codes.h"

static BUFFER_ID_TYPE buffer_empty, buffer_full, buffer_room, buffer;
static BUFFER_STATUS_TYPE buffer_status;
static BLACKBOARD_ID_TYPE board_blank, board_shown, board;
static BLACKBOARD_STATUS_TYPE board_status;
static SEMAPHORE_ID_TYPE semaphore_zero, semaphore_max, semaphore;
static SEMAPHORE_STATUS_TYPE semaphore_status;
static EVENT_ID_TYPE event_up, event_down, event;
static EVENT_STATUS_TYPE event_status;
static MUTEX_ID_TYPE mutex_free, mutex_taken, mutex_low, mutex;
static MUTEX_STATUS_TYPE mutex_status;
static LOGBOOK_ID_TYPE book_log, book_empty, book_single, book;
static LOGBOOK_STATUS_TYPE book_status;
static WRITE_STATUS_TYPE write_status;
static RETURN_CODE_TYPE rc;

MUTEX_ID_TYPE own_mutex;

void objects_setup(void)
{
    CREATE_BUFFER("empty", 16, 2, FIFO, &buffer_empty, &rc);
    CREATE_BUFFER("full", 16, 1, FIFO, &buffer_full, &rc);
    SEND_BUFFER(buffer_full, message, 4, 0, &rc);
    CREATE_BUFFER("room", 16, 2, PRIORITY, &buffer_room, &rc);
    CREATE_BLACKBOARD("blank", 16, &board_blank, &rc);
    CREATE_BLACKBOARD("shown", 16, &board_shown, &rc);
    CREATE_SEMAPHORE("zero", 0, 1, FIFO, &semaphore_zero, &rc);
    CREATE_SEMAPHORE("max", 1, 1, FIFO, &semaphore_max, &rc);
    CREATE_EVENT("up", &event_up, &rc);
    SET_EVENT(event_up, &rc);
    CREATE_EVENT("down", &event_down, &rc);
    CREATE_MUTEX("free", 239, FIFO, &mutex_free, &rc);
    CREATE_MUTEX("taken", 100, FIFO, &mutex_taken, &rc);
    CREATE_MUTEX("low", 1, FIFO, &mutex_low, &rc);
    CREATE_MUTEX("own", 100, FIFO, &own_mutex, &rc);
    CREATE_LOGBOOK("log", 16, 4, 2, &book_log, &rc);
    WRITE_LOGBOOK(book_log, message, 4, &rc);
    CREATE_LOGBOOK("blank", 16, 4, 2, &book_empty, &rc);
    CREATE_LOGBOOK("single", 16, 4, 1, &book_single, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
}

/* Owns a mutex for ever: ends with it. */
void holder_main(void)
{
    ACQUIRE_MUTEX(mutex_taken, 0, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    STOP_SELF();
}

static void buffers(void)
{
    CREATE(CREATE_BUFFER(fresh(), 1, 1, FIFO, &buffer, &code));
    ALL(CREATE_BUFFER("full", 0, 0, FIFO, &buffer, &code), NA);  /* the name before the values */
    ALL(CREATE_BUFFER("other", 0, 1, FIFO, &buffer, &code), IP); /* the values before the mode */
    ALL(CREATE_BUFFER("other", 8193, 1, FIFO, &buffer, &code), IP);
    ALL(CREATE_BUFFER("other", 1, 0, FIFO, &buffer, &code), IP);
    ALL(CREATE_BUFFER("other", 1, 513, FIFO, &buffer, &code), IP);
    ALL(CREATE_BUFFER("other", 1, 1, (QUEUING_DISCIPLINE_TYPE)2, &buffer, &code), IP);
    ALL(SEND_BUFFER(buffer_room, message, 16, 0, &code), OK);
    ALL(RECEIVE_BUFFER(buffer_room, INFINITE_TIME_VALUE, message, &length, &code), OK);
    ALL(SEND_BUFFER(0, message, 4, 0, &code), IP);
    ALL(SEND_BUFFER(BAD, message, 4, 0, &code), IP);
    ALL(SEND_BUFFER(-1, message, 4, 0, &code), IP);
    ALL(SEND_BUFFER(buffer_full, message, 0, 0, &code), IP);
    ALL(SEND_BUFFER(buffer_full, message, 17, 0, &code), IP);
    ALL(SEND_BUFFER(buffer_full, message, -1, 0, &code), IP);
    ALL(SEND_BUFFER(buffer_full, message, 4, -2, &code), IP);
    ALL(SEND_BUFFER(buffer_full, message, 4, 0, &code), NV);
    WAITS(SEND_BUFFER(buffer_full, message, 4, 100000, &code));
    ALL(RECEIVE_BUFFER(BAD, 0, message, &length, &code), IP);
    ALL(RECEIVE_BUFFER(0, 0, message, &length, &code), IP);
    ALL(RECEIVE_BUFFER(buffer_empty, -2, message, &length, &code), IP);
    ALL(RECEIVE_BUFFER(buffer_empty, 0, message, &length, &code), NV);
    WAITS(RECEIVE_BUFFER(buffer_empty, 100000, message, &length, &code));
    ALL(GET_BUFFER_ID("full", &buffer, &code), OK);
    ALL(GET_BUFFER_ID("nobody", &buffer, &code), IC);
    ALL(GET_BUFFER_STATUS(buffer_full, &buffer_status, &code), OK);
    ALL(GET_BUFFER_STATUS(0, &buffer_status, &code), IP);
    ALL(GET_BUFFER_STATUS(BAD, &buffer_status, &code), IP);
}

static void blackboards(void)
{
    CREATE(CREATE_BLACKBOARD(fresh(), 1, &board, &code));
    ALL(CREATE_BLACKBOARD("blank", 0, &board, &code), NA);
    ALL(CREATE_BLACKBOARD("other", 0, &board, &code), IP);
    ALL(CREATE_BLACKBOARD("other", 8193, &board, &code), IP);
    ALL(CREATE_BLACKBOARD("other", -1, &board, &code), IP);
    ALL(DISPLAY_BLACKBOARD(board_shown, message, 16, &code), OK);
    ALL(DISPLAY_BLACKBOARD(BAD, message, 4, &code), IP);
    ALL(DISPLAY_BLACKBOARD(board_shown, message, 0, &code), IP);
    ALL(DISPLAY_BLACKBOARD(board_shown, message, 17, &code), IP);
    ALL(READ_BLACKBOARD(board_shown, 0, message, &length, &code), OK);
    ALL(READ_BLACKBOARD(board_shown, INFINITE_TIME_VALUE, message, &length, &code), OK);
    ALL(READ_BLACKBOARD(0, 0, message, &length, &code), IP);
    ALL(READ_BLACKBOARD(board_shown, -2, message, &length, &code), IP);
    ALL(READ_BLACKBOARD(board_blank, 0, message, &length, &code), NV);
    WAITS(READ_BLACKBOARD(board_blank, 100000, message, &length, &code));
    ALL(CLEAR_BLACKBOARD(board_blank, &code), OK);
    ALL(CLEAR_BLACKBOARD(BAD, &code), IP);
    ALL(GET_BLACKBOARD_ID("shown", &board, &code), OK);
    ALL(GET_BLACKBOARD_ID("nobody", &board, &code), IC);
    ALL(GET_BLACKBOARD_STATUS(board_shown, &board_status, &code), OK);
    ALL(GET_BLACKBOARD_STATUS(-1, &board_status, &code), IP);
}

static void semaphores(void)
{
    CREATE(CREATE_SEMAPHORE(fresh(), 0, 32767, FIFO, &semaphore, &code));
    ALL(CREATE_SEMAPHORE("zero", -1, 0, FIFO, &semaphore, &code), NA);
    ALL(CREATE_SEMAPHORE("other", -1, 1, FIFO, &semaphore, &code), IP);
    ALL(CREATE_SEMAPHORE("other", 2, 1, FIFO, &semaphore, &code), IP);
    ALL(CREATE_SEMAPHORE("other", 0, 32768, FIFO, &semaphore, &code), IP);
    ALL(CREATE_SEMAPHORE("other", 0, 1, (QUEUING_DISCIPLINE_TYPE)2, &semaphore, &code), IP);
    ALL(WAIT_SEMAPHORE(semaphore_max, INFINITE_TIME_VALUE, &code), OK);
    ALL(SIGNAL_SEMAPHORE(semaphore_max, &code), OK);
    ALL(SIGNAL_SEMAPHORE(semaphore_max, &code), NA);
    ALL(SIGNAL_SEMAPHORE(BAD, &code), IP);
    ALL(SIGNAL_SEMAPHORE(0, &code), IP);
    ALL(WAIT_SEMAPHORE(BAD, 0, &code), IP);
    ALL(WAIT_SEMAPHORE(-1, 0, &code), IP);
    ALL(WAIT_SEMAPHORE(semaphore_max, -2, &code), IP);
    ALL(WAIT_SEMAPHORE(semaphore_zero, 0, &code), NV);
    WAITS(WAIT_SEMAPHORE(semaphore_zero, 100000, &code));
    ALL(GET_SEMAPHORE_ID("zero", &semaphore, &code), OK);
    ALL(GET_SEMAPHORE_ID("nobody", &semaphore, &code), IC);
    ALL(GET_SEMAPHORE_STATUS(semaphore_zero, &semaphore_status, &code), OK);
    ALL(GET_SEMAPHORE_STATUS(BAD, &semaphore_status, &code), IP);
}

static void events(void)
{
    CREATE(CREATE_EVENT(fresh(), &event, &code));
    ALL(CREATE_EVENT("up", &event, &code), NA);
    ALL(WAIT_EVENT(event_up, INFINITE_TIME_VALUE, &code), OK);
    ALL(WAIT_EVENT(event_down, 0, &code), NV);
    WAITS(WAIT_EVENT(event_down, 100000, &code));
    ALL(WAIT_EVENT(0, 0, &code), IP);
    ALL(WAIT_EVENT(event_up, -2, &code), IP);
    ALL(SET_EVENT(event_up, &code), OK);
    ALL(SET_EVENT(BAD, &code), IP);
    ALL(RESET_EVENT(event_down, &code), OK);
    ALL(RESET_EVENT(-1, &code), IP);
    ALL(GET_EVENT_ID("up", &event, &code), OK);
    ALL(GET_EVENT_ID("nobody", &event, &code), IC);
    ALL(GET_EVENT_STATUS(event_up, &event_status, &code), OK);
    ALL(GET_EVENT_STATUS(BAD, &event_status, &code), IP);
}

static void mutexes(void)
{
    CREATE(CREATE_MUTEX(fresh(), 239, FIFO, &mutex, &code));
    ALL(CREATE_MUTEX("free", 0, FIFO, &mutex, &code), NA);
    ALL(CREATE_MUTEX("other", 0, FIFO, &mutex, &code), IP);
    ALL(CREATE_MUTEX("other", 240, FIFO, &mutex, &code), IP);
    ALL(CREATE_MUTEX("other", 1, (QUEUING_DISCIPLINE_TYPE)-1, &mutex, &code), IP);
    ROW(ACQUIRE_MUTEX(mutex_free, INFINITE_TIME_VALUE, &code), OK, OK, OK, OK, IM, IM, IM);
    ROW(RELEASE_MUTEX(mutex_free, &code), OK, OK, OK, OK, IM, IM, IM);
    ALL(ACQUIRE_MUTEX(0, 0, &code), IP);
    ALL(ACQUIRE_MUTEX(BAD, 0, &code), IP);
    ALL(ACQUIRE_MUTEX(mutex_free, -2, &code), IP);
    ALL(ACQUIRE_MUTEX(mutex_low, 0, &code), IM);
    ROW(ACQUIRE_MUTEX(mutex_taken, 0, &code), __, __, NV, NV, IM, IM, IM);
    ROW(ACQUIRE_MUTEX(mutex_taken, 100000, &code), __, __, TO, TO, IM, IM, IM);
    ALL(RELEASE_MUTEX(BAD, &code), IP);
    ALL(RELEASE_MUTEX(mutex_taken, &code), IM);
    ALL(RESET_MUTEX(BAD, subject, &code), IP);
    ALL(RESET_MUTEX(mutex_free, BAD, &code), IP);
    ALL(RESET_MUTEX(mutex_free, 0, &code), IP);
    ALL(RESET_MUTEX(mutex_free, subject, &code), IM);
    ALL(GET_MUTEX_ID("low", &mutex, &code), OK);
    ALL(GET_MUTEX_ID("nobody", &mutex, &code), IC);
    ALL(GET_MUTEX_STATUS(mutex_low, &mutex_status, &code), OK);
    ALL(GET_MUTEX_STATUS(BAD, &mutex_status, &code), IP);
    ALL(GET_PROCESS_MUTEX_STATE(subject, &mutex, &code), OK);
    ALL(GET_PROCESS_MUTEX_STATE(BAD, &mutex, &code), IP);
    ALL(GET_PROCESS_MUTEX_STATE(-1, &mutex, &code), IP);
}

/* As an aperiodic process, once. */
void mutex_special(void)
{
    for (int level = 1; level <= MAX_LOCK_LEVEL; level++) {
        ONE(ACQUIRE_MUTEX(mutex_free, 0, &code), OK);
    }
    ONE(ACQUIRE_MUTEX(mutex_free, 0, &code), IC);
    for (int level = 1; level <= MAX_LOCK_LEVEL; level++) {
        ONE(RELEASE_MUTEX(mutex_free, &code), OK);
    }
    ONE(RELEASE_MUTEX(mutex_free, &code), IM);
    ONE(RESET_MUTEX(mutex_taken, holder, &code), OK);
}

static void logbooks(void)
{
    CREATE(CREATE_LOGBOOK(fresh(), 1, 1, 1, &book, &code));
    ALL(CREATE_LOGBOOK("log", 0, 1, 1, &book, &code), NA);
    ALL(CREATE_LOGBOOK("other", 0, 1, 1, &book, &code), IP);
    ALL(CREATE_LOGBOOK("other", 8193, 1, 1, &book, &code), IP);
    ALL(CREATE_LOGBOOK("other", 1, 513, 1, &book, &code), IP);
    ALL(CREATE_LOGBOOK("other", 1, 1, 0, &book, &code), IP);
    ALL(WRITE_LOGBOOK(book_log, message, 16, &code), OK);
    ALL(WRITE_LOGBOOK(BAD, message, 4, &code), IP);
    ALL(WRITE_LOGBOOK(book_log, message, 0, &code), IP);
    ALL(WRITE_LOGBOOK(book_log, message, 17, &code), IP);
    ALL(OVERWRITE_LOGBOOK(book_log, message, 4, &code), OK);
    ALL(OVERWRITE_LOGBOOK(book_single, message, 0, &code), IC);
    ALL(OVERWRITE_LOGBOOK(0, message, 4, &code), IP);
    ALL(OVERWRITE_LOGBOOK(book_log, message, 17, &code), IP);
    ALL(READ_LOGBOOK(book_log, 0, message, &length, &write_status, &code), OK);
    ALL(READ_LOGBOOK(book_empty, 0, message, &length, &write_status, &code), NA);
    ALL(READ_LOGBOOK(book_log, 4, message, &length, &write_status, &code), IP);
    ALL(READ_LOGBOOK(book_log, -1, message, &length, &write_status, &code), IP);
    ALL(READ_LOGBOOK(BAD, 0, message, &length, &write_status, &code), IP);
    ALL(CLEAR_LOGBOOK(book_empty, &code), OK);
    ALL(CLEAR_LOGBOOK(BAD, &code), IP);
    ALL(GET_LOGBOOK_ID("log", &book, &code), OK);
    ALL(GET_LOGBOOK_ID("nobody", &book, &code), IC);
    ALL(GET_LOGBOOK_STATUS(book_log, &book_status, &code), OK);
    ALL(GET_LOGBOOK_STATUS(0, &book_status, &code), IP);
    /* Kept by the warm start with other sizes. */
    ROW(CREATE_LOGBOOK("kept", 8, 2, 1, &book, &code), OK, __, __, __, __, __, __);
    ROW(CREATE_LOGBOOK("kept", 8, 3, 1, &book, &code), NA, IC, __, __, __, __, __);
}

void objects_rows(void)
{
    buffers();
    blackboards();
    semaphores();
    events();
    mutexes();
    logbooks();
}

/* Create one kind until it is refused, and once more under a name that is there: room comes first.
 */
#define FILL(create, create_again)                                                                 \
    do {                                                                                           \
        int made = 0;                                                                              \
        do {                                                                                       \
            (void)snprintf(name, sizeof(name), "fill %d", made++);                                 \
            code = (RETURN_CODE_TYPE)77;                                                           \
            create;                                                                                \
            tried(#create, code, code == INVALID_CONFIG ? INVALID_CONFIG : NO_ERROR);              \
        } while (code == NO_ERROR && made < 1000);                                                 \
        ALL(create_again, IC);                                                                     \
    } while (0)

void objects_fill(void)
{
    char name[MAX_NAME_LENGTH];

    FILL(CREATE_BUFFER(name, 1, 1, FIFO, &buffer, &code),
         CREATE_BUFFER("full", 0, 1, FIFO, &buffer, &code));
    FILL(CREATE_BLACKBOARD(name, 1, &board, &code), CREATE_BLACKBOARD("blank", 0, &board, &code));
    FILL(CREATE_SEMAPHORE(name, 0, 1, FIFO, &semaphore, &code),
         CREATE_SEMAPHORE("zero", 2, 1, FIFO, &semaphore, &code));
    FILL(CREATE_EVENT(name, &event, &code), CREATE_EVENT("up", &event, &code));
    FILL(CREATE_MUTEX(name, 1, FIFO, &mutex, &code), CREATE_MUTEX("free", 0, FIFO, &mutex, &code));
    FILL(CREATE_LOGBOOK(name, 1, 1, 1, &book, &code), CREATE_LOGBOOK("log", 0, 1, 1, &book, &code));
}
