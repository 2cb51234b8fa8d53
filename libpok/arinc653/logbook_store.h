/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the messages of a logbook lie: memory that a warm start keeps (core/heap.h). The processor
 * may be taken away for good between any two stores, so each step leaves what the next start can
 * read: a slot is ABORTED from the moment it has its number until its last store, the checksum.
 */
#ifndef LIBPOK_ARINC653_LOGBOOK_STORE_H
#define LIBPOK_ARINC653_LOGBOOK_STORE_H

#include "abi/limits.h"
#include "abi/types.h"

struct logbook_slot {
    uint64_t number; /* of the message, from 1 on; in a ring of slots, so its place gives its age */
    uint32_t tag;    /* proves the number; 0: the slot is empty */
    uint32_t check;  /* of number, length and message; 0: the message is not whole */
    uint32_t length;
    uint32_t reserved;
    uint8_t message[];
};

struct logbook_store {
    char name[POK_MAX_NAME];
    uint32_t bytes; /* of all, the slots with it */
    uint32_t max_bytes;
    uint32_t max_messages;
    uint32_t max_in_progress;
    uint32_t check; /* of the above */
    uint32_t reserved;
};

_Static_assert(sizeof(struct logbook_slot) == 24, "slots are multiples of 8 bytes");
_Static_assert(sizeof(struct logbook_store) == 56, "so is what comes before them");

/* The messages that a store has, rebuilt from its slots at each start. */
struct logbook_ring {
    struct logbook_store *store;
    uint64_t number; /* of the newest message; 0: none yet */
    uint32_t newest; /* its slot */
    uint32_t count;
    uint32_t aborted; /* of these */
};

/* Sizes of a store that is looked for or made. */
struct logbook_sizes {
    uint32_t max_bytes;
    uint32_t max_messages;
    uint32_t max_in_progress;
};

/*
 * The store of a name: one that a warm start has kept, or a new one. NULL: no memory, or what is
 * kept has other sizes.
 */
struct logbook_store *logbook_store_get(const char *name, const struct logbook_sizes *sizes);
/* Read what the store has. What is damaged becomes aborted. */
void logbook_ring_rebuild(struct logbook_ring *ring, struct logbook_store *store);

/* The slot of the message that is the `age`-th before the newest. */
struct logbook_slot *logbook_ring_slot(const struct logbook_ring *ring, uint32_t age);
/* The next slot for a message, aborted until logbook_slot_complete(). */
struct logbook_slot *logbook_ring_advance(struct logbook_ring *ring);
/* The message of `length` bytes stands in the slot. */
void logbook_slot_complete(struct logbook_ring *ring, struct logbook_slot *slot, uint32_t length);
/* Remove all messages. */
void logbook_ring_clear(struct logbook_ring *ring);

#endif
