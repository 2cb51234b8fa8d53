/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexLogbook.h"
#include "arinc653/intra.h"
#include "arinc653/logbook_store.h"
#include "arinc653/message.h"

struct logbook {
    char name[MAX_NAME_LENGTH];
    struct logbook_ring ring;
};

OBJECT_TABLE(logbooks, struct logbook, MAX_NUMBER_OF_LOGBOOKS);

static bool logbook_sizes_valid(const struct logbook_sizes *sizes)
{
    return sizes->max_bytes - 1 < SYSTEM_LIMIT_MESSAGE_SIZE &&
           sizes->max_messages - 1 < SYSTEM_LIMIT_NUMBER_OF_MESSAGES &&
           sizes->max_in_progress - 1 < SYSTEM_LIMIT_NUMBER_OF_MESSAGES;
}

void CREATE_LOGBOOK(LOGBOOK_NAME_TYPE LOGBOOK_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                    MESSAGE_RANGE_TYPE MAX_NB_LOGGED_MESSAGES,
                    MESSAGE_RANGE_TYPE MAX_NB_IN_PROGRESS_MESSAGES, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct logbook_sizes sizes = {(uint32_t)MAX_MESSAGE_SIZE,
                                        (uint32_t)MAX_NB_LOGGED_MESSAGES,
                                        (uint32_t)MAX_NB_IN_PROGRESS_MESSAGES};
    struct logbook_store *store;
    LOGBOOK_ID_TYPE id;

    *RETURN_CODE = intra_create_check(&logbooks, LOGBOOK_NAME);
    if (*RETURN_CODE != NO_ERROR) {
        return;
    }
    if (!logbook_sizes_valid(&sizes)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (intra_normal_mode()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    store = logbook_store_get(LOGBOOK_NAME, &sizes);
    id = store == NULL ? NULL_LOGBOOK_ID : object_create(&logbooks, LOGBOOK_NAME, 0);
    if (id == NULL_LOGBOOK_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    logbook_ring_rebuild(&((struct logbook *)OBJECT_GET(logbooks, id))->ring, store);
    *LOGBOOK_ID = id;
}

/* A bad address ends the section in the copy, and leaves an aborted message. */
static void logbook_write(struct logbook_ring *ring, const uint8_t *message, uint32_t length)
{
    struct logbook_slot *slot;

    critical_enter();
    slot = logbook_ring_advance(ring);
    message_copy(slot->message, message, length);
    logbook_slot_complete(ring, slot, length);
    critical_leave();
}

void WRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                   MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct logbook *logbook = OBJECT_GET(logbooks, LOGBOOK_ID);

    if (logbook == NULL || (uint32_t)LENGTH - 1 >= logbook->ring.store->max_bytes) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    logbook_write(&logbook->ring, MESSAGE_ADDR, (uint32_t)LENGTH);
    *RETURN_CODE = NO_ERROR;
}

void OVERWRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                       MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct logbook *logbook = OBJECT_GET(logbooks, LOGBOOK_ID);

    if (logbook != NULL && logbook->ring.store->max_in_progress < 2) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    WRITE_LOGBOOK(LOGBOOK_ID, MESSAGE_ADDR, LENGTH, RETURN_CODE);
}

static RETURN_CODE_TYPE logbook_read(const struct logbook_ring *ring, uint32_t entry,
                                     uint8_t *message, MESSAGE_SIZE_TYPE *length,
                                     WRITE_STATUS_TYPE *status)
{
    const struct logbook_slot *slot;

    *length = 0;
    *status = ABORTED;
    if (entry >= ring->count) {
        return NO_ACTION;
    }
    slot = logbook_ring_slot(ring, entry);
    if (slot->check != 0) {
        message_copy(message, slot->message, slot->length);
        *length = (MESSAGE_SIZE_TYPE)slot->length;
        *status = COMPLETE;
    }
    return NO_ERROR;
}

void READ_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_RANGE_TYPE LOGBOOK_ENTRY,
                  MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                  WRITE_STATUS_TYPE *WRITE_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct logbook *logbook = OBJECT_GET(logbooks, LOGBOOK_ID);
    uint32_t entry = (uint32_t)LOGBOOK_ENTRY;

    if (logbook == NULL || entry >= logbook->ring.store->max_messages) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    *RETURN_CODE = logbook_read(&logbook->ring, entry, MESSAGE_ADDR, LENGTH, WRITE_STATUS);
    critical_leave();
}

void CLEAR_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct logbook *logbook = OBJECT_GET(logbooks, LOGBOOK_ID);

    if (logbook == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    logbook_ring_clear(&logbook->ring);
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}

void GET_LOGBOOK_ID(LOGBOOK_NAME_TYPE LOGBOOK_NAME, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    LOGBOOK_ID_TYPE id = object_find(&logbooks, LOGBOOK_NAME);

    if (id == NULL_LOGBOOK_ID) {
        *RETURN_CODE = INVALID_CONFIG;
        return;
    }
    *LOGBOOK_ID = id;
    *RETURN_CODE = NO_ERROR;
}

void GET_LOGBOOK_STATUS(LOGBOOK_ID_TYPE LOGBOOK_ID, LOGBOOK_STATUS_TYPE *LOGBOOK_STATUS,
                        RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct logbook *logbook = OBJECT_GET(logbooks, LOGBOOK_ID);

    if (logbook == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    critical_enter();
    LOGBOOK_STATUS->MAX_MESSAGE_SIZE = (MESSAGE_SIZE_TYPE)logbook->ring.store->max_bytes;
    LOGBOOK_STATUS->MAX_NB_LOGGED_MESSAGES = (MESSAGE_RANGE_TYPE)logbook->ring.store->max_messages;
    LOGBOOK_STATUS->MAX_NB_IN_PROGRESS_MESSAGES =
        (MESSAGE_RANGE_TYPE)logbook->ring.store->max_in_progress;
    LOGBOOK_STATUS->NB_LOGGED_MESSAGES = (MESSAGE_RANGE_TYPE)logbook->ring.count;
    LOGBOOK_STATUS->NB_IN_PROGRESS_MESSAGES = 0;
    LOGBOOK_STATUS->NB_ABORTED_MESSAGES = (MESSAGE_RANGE_TYPE)logbook->ring.aborted;
    critical_leave();
    *RETURN_CODE = NO_ERROR;
}
