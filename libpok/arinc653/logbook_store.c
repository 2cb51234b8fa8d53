/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/logbook_store.h"
#include "core/heap.h"

#include <string.h>

#define STORE_MAGIC 0x4c4f4742u
#define TAG_MAGIC   0x534c4f54u

typedef uint32_t __attribute__((may_alias)) word_t;

/* What stands before it is in memory before what stands behind it: a restart may come between. */
static inline void in_order(void)
{
    __asm__ volatile("" : : : "memory");
}

static uint32_t sum_words(uint32_t sum, const void *from, uint32_t bytes)
{
    const word_t *word = from;

    for (uint32_t i = 0; i < bytes / 4; i++) {
        sum = (sum ^ word[i]) * 16777619u;
        sum ^= sum >> 15;
    }
    return sum;
}

static uint32_t align_up(uint32_t bytes, uint32_t to)
{
    return (bytes + to - 1) & ~(to - 1);
}

/* --- slots ----------------------------------------------------------------------------------- */

static uint32_t slot_tag(uint64_t number)
{
    uint32_t tag = sum_words(TAG_MAGIC, &number, sizeof(number));

    return tag == 0 ? 1 : tag;
}

/* Of a message whose last word is filled up with zeros. */
static uint32_t slot_sum(const struct logbook_slot *slot, uint32_t length)
{
    uint32_t sum = sum_words(length, &slot->number, sizeof(slot->number));

    sum = sum_words(sum, slot->message, align_up(length, 4));
    return sum == 0 ? 1 : sum;
}

static bool slot_known(const struct logbook_slot *slot)
{
    return slot->number != 0 && slot->tag == slot_tag(slot->number);
}

static bool slot_whole(const struct logbook_slot *slot, uint32_t max_bytes)
{
    return slot->check != 0 && slot->length - 1 < max_bytes &&
           slot->check == slot_sum(slot, slot->length);
}

static void slot_begin(struct logbook_slot *slot, uint64_t number)
{
    slot->tag = 0;
    in_order();
    slot->number = number;
    slot->check = 0;
    slot->length = 0;
    in_order();
    slot->tag = slot_tag(number);
    in_order();
}

/* --- rings ----------------------------------------------------------------------------------- */

static uint32_t slot_bytes(uint32_t max_bytes)
{
    return (uint32_t)sizeof(struct logbook_slot) + align_up(max_bytes, HEAP_ALIGN);
}

static struct logbook_slot *slot_at(const struct logbook_store *store, uint32_t index)
{
    return (struct logbook_slot *)((uint8_t *)(uintptr_t)(store + 1) +
                                   (size_t)index * slot_bytes(store->max_bytes));
}

struct logbook_slot *logbook_ring_slot(const struct logbook_ring *ring, uint32_t age)
{
    uint32_t index = ring->newest;

    return slot_at(ring->store,
                   index >= age ? index - age : index + ring->store->max_messages - age);
}

struct logbook_slot *logbook_ring_advance(struct logbook_ring *ring)
{
    uint32_t next = ring->newest + 1 == ring->store->max_messages ? 0 : ring->newest + 1;
    struct logbook_slot *slot = slot_at(ring->store, next);

    if (ring->count < ring->store->max_messages) {
        ring->count++;
    } else if (slot->check == 0) {
        ring->aborted--;
    }
    ring->newest = next;
    ring->number++;
    ring->aborted++;
    slot_begin(slot, ring->number);
    return slot;
}

void logbook_slot_complete(struct logbook_ring *ring, struct logbook_slot *slot, uint32_t length)
{
    memset(slot->message + length, 0, align_up(length, 4) - length);
    slot->length = length;
    in_order();
    slot->check = slot_sum(slot, length);
    ring->aborted--;
}

void logbook_ring_clear(struct logbook_ring *ring)
{
    /* The oldest first: what a restart leaves is then still the newest ones. */
    while (ring->count > 0) {
        logbook_ring_slot(ring, --ring->count)->tag = 0;
        in_order();
    }
    ring->aborted = 0;
}

static void ring_find_newest(struct logbook_ring *ring)
{
    ring->number = 0;
    ring->newest = ring->store->max_messages - 1;
    for (uint32_t i = 0; i < ring->store->max_messages; i++) {
        const struct logbook_slot *slot = slot_at(ring->store, i);

        if (slot_known(slot) && slot->number > ring->number) {
            ring->number = slot->number;
            ring->newest = i;
        }
    }
}

void logbook_ring_rebuild(struct logbook_ring *ring, struct logbook_store *store)
{
    ring->store = store;
    ring->count = 0;
    ring->aborted = 0;
    ring_find_newest(ring);
    for (uint32_t age = 0; age < store->max_messages; age++) {
        const struct logbook_slot *slot = logbook_ring_slot(ring, age);

        if (slot_known(slot) && slot->number == ring->number - age) {
            ring->count = age + 1;
        }
    }
    for (uint32_t age = 0; age < store->max_messages; age++) {
        struct logbook_slot *slot = logbook_ring_slot(ring, age);

        if (age >= ring->count) {
            slot->tag = 0;
        } else if (!slot_known(slot) || slot->number != ring->number - age ||
                   !slot_whole(slot, store->max_bytes)) {
            slot_begin(slot, ring->number - age);
            ring->aborted++;
        }
    }
}

/* --- stores ---------------------------------------------------------------------------------- */

static uint32_t store_sum(const struct logbook_store *store)
{
    return sum_words(STORE_MAGIC, store, (uint32_t)offsetof(struct logbook_store, check));
}

static uint32_t store_bytes(const struct logbook_sizes *sizes)
{
    return (uint32_t)sizeof(struct logbook_store) +
           sizes->max_messages * slot_bytes(sizes->max_bytes);
}

/* From a store to the end of all that is kept. */
static uint32_t store_room(const struct logbook_store *store)
{
    return (uint32_t)((uint8_t *)heap_kept() + heap_kept_bytes() - (const uint8_t *)store);
}

static bool store_valid(const struct logbook_store *store)
{
    const struct logbook_sizes sizes = {store->max_bytes, store->max_messages,
                                        store->max_in_progress};
    uint32_t room = store_room(store);

    return room >= sizeof(*store) && store->check == store_sum(store) && store->bytes <= room &&
           store->bytes == store_bytes(&sizes);
}

/* The store of a name among those that are kept; NULL: none. Stops at one that is damaged. */
static struct logbook_store *store_find(const char *name, bool *damaged)
{
    struct logbook_store *store = heap_kept();

    *damaged = false;
    while (store_room(store) > 0) {
        if (!store_valid(store)) {
            *damaged = true;
            return NULL;
        }
        if (strncmp(store->name, name, POK_MAX_NAME) == 0) {
            return store;
        }
        store = (struct logbook_store *)((uint8_t *)store + store->bytes);
    }
    return NULL;
}

static struct logbook_store *store_create(const char *name, const struct logbook_sizes *sizes)
{
    uint32_t bytes = store_bytes(sizes);
    struct logbook_store *store = heap_offer(bytes);

    if (store == NULL) {
        return NULL;
    }
    memcpy(store->name, name, strnlen(name, POK_MAX_NAME));
    store->bytes = bytes;
    store->max_bytes = sizes->max_bytes;
    store->max_messages = sizes->max_messages;
    store->max_in_progress = sizes->max_in_progress;
    store->check = store_sum(store);
    heap_keep(bytes);
    return store;
}

struct logbook_store *logbook_store_get(const char *name, const struct logbook_sizes *sizes)
{
    static bool used; /* since the partition's start */
    bool damaged;
    struct logbook_store *store = store_find(name, &damaged);

    if (damaged) {
        /* Nothing is found behind it: all are given up, unless some are in use already. */
        if (used) {
            return NULL;
        }
        heap_forget();
    }
    if (store == NULL) {
        store = store_create(name, sizes);
    } else if (store->max_bytes != sizes->max_bytes || store->max_messages != sizes->max_messages ||
               store->max_in_progress != sizes->max_in_progress) {
        return NULL;
    }
    used = used || store != NULL;
    return store;
}
