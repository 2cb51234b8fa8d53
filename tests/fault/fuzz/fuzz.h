/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What both fuzzers share: a repeatable source of random numbers, and arguments that are likely to
 * be on an edge. The state lies at the start of the heap, which warm starts keep; nothing that
 * calls are told to write to lies there, so a run is a function of its seed.
 *
 * Command line: "calls=N seed=S"; both decimal.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdlib.h>
#include <string.h>

#include "abi/structs.h"
#include "abi/vcpu_page.h"
#include "check.h"

#define FUZZ_MAGIC   0x46555a5au
#define ARENA_WORDS  1024u
#define NUMBER_LIMIT 256u

struct fuzz_state {
    uint32_t magic;
    uint32_t random;
    uint32_t calls; /* to make */
    uint32_t made;
    uint32_t starts;
    uint32_t accepted;             /* answered with 0 */
    uint32_t accepted_numbers[16]; /* which of the numbers below 512, a bit each: 0 to 255 of all
                                      gates but the hypercalls', whose are 256 higher */
};

/* Structures stand in the arena at multiples of this, so that pointers often meet one. */
#define SLOT_WORDS 32u
#define SLOTS      16u
/* Different calls that a run of FUZZ_MANY calls must have made successfully. */
#define FUZZ_MANY     100000u
#define FUZZ_ACCEPTED 14u

/* Calls write here, or a little behind it, or to where they must not. */
static uint32_t arena[ARENA_WORDS + ARENA_WORDS] __attribute__((aligned(4096)));
#define ARENA_BYTES (ARENA_WORDS * 4)

static struct fuzz_state *fuzz_state(void)
{
    return (struct fuzz_state *)PARTITION_PAGE->heap_base;
}

static uint32_t fuzz_option(const char *name)
{
    char line[POK_MAX_COMMAND_LINE];
    const char *found;

    memcpy(line, (const char *)PARTITION_PAGE->command_line, sizeof(line));
    line[sizeof(line) - 1] = '\0';
    found = strstr(line, name);
    return found == NULL ? 0 : (uint32_t)strtoul(found + strlen(name), NULL, 10);
}

/* The first start takes seed and number of calls; later ones go on. */
static struct fuzz_state *fuzz_begin(void)
{
    struct fuzz_state *state = fuzz_state();

    if (state->magic != FUZZ_MAGIC) {
        *state = (struct fuzz_state){
            .magic = FUZZ_MAGIC,
            .random = fuzz_option("seed=") * 2654435761u | 1u,
            .calls = fuzz_option("calls="),
        };
        printf("fuzz: %u calls, seed %u\n", (unsigned)state->calls, (unsigned)fuzz_option("seed="));
    }
    state->starts++;
    return state;
}

static uint32_t fuzz_random(void)
{
    uint32_t x = fuzz_state()->random;

    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return fuzz_state()->random = x;
}

static uint32_t fuzz_pointer(uint32_t random)
{
    uint32_t base = (uint32_t)arena;

    switch (random % 16) {
    case 0:
        return 0;
    case 1:
        return base + ARENA_BYTES - random / 16 % 64; /* across a page's end */
    case 2:
        return base + random / 16 % ARENA_BYTES; /* unaligned */
    case 3:
        return LAYOUT_IMAGE_BASE + random / 16 % 4096; /* not writable */
    case 4:
        return LAYOUT_PARTITION_PAGE + random / 16 % 4096;
    case 5:
        return LAYOUT_USER_END - random / 16 % 64;
    case 6:
        return LAYOUT_KERNEL_BASE + random / 16;
    case 7:
        return 0u - random / 16 % 64;
    case 8: /* across the end of what is mapped */
        return PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes - random / 16 % 64;
    case 9:
    case 10:
        return base + random / 16 % (ARENA_WORDS / 2) * 4;
    default:
        return base + random / 16 % SLOTS * SLOT_WORDS * 4;
    }
}

static uint32_t fuzz_pick(const uint32_t *list, uint32_t count)
{
    return list[fuzz_random() % count];
}

/* A structure that a call may well accept. */
static void fuzz_structure(void (*entry)(void))
{
    static const uint32_t sizes[] = {64, 64, 64, 0, 1, 65, 8192};
    static const uint32_t times[] = {0, 0, 1, 1000, 6000000, 1000000000, 0xffffffff};
    static const char *const names[] = {"a", "b", "a", "b", "c", "fuzzer", ""};
    uint32_t random = fuzz_random();
    void *slot = &arena[random / 8 % SLOTS * SLOT_WORDS];
    int64_t time_ns = (int32_t)fuzz_pick(times, 7);
    const char *name = names[fuzz_random() % 7];

    switch (random % 8) {
    case 0:
    case 1: {
        struct pok_port_create create = {
            .kind = random / 128 % 2 == 0 ? POK_PORT_SAMPLING : POK_PORT_QUEUING,
            .direction = random / 256 % 2 == 0 ? POK_PORT_SOURCE : POK_PORT_DESTINATION,
            .max_message_bytes = fuzz_pick(sizes, 7),
            .max_messages = random / 512 % 8 == 0 ? random : 4,
            .refresh_period_ns = time_ns,
        };

        memcpy(create.name, name, strlen(name));
        memcpy(slot, &create, sizeof(create));
        break;
    }
    case 2: {
        struct pok_process_attributes attributes = {
            .entry = (uint32_t)(uintptr_t)entry,
            .stack_bytes = 4096,
            .base_priority = 1 + random / 128 % 100,
            .deadline = random / 512 % 3,
            .period_ns = random / 2048 % 4 == 0 ? 6000000 : POK_INFINITE_TIME,
            .time_capacity_ns = random / 8192 % 2 == 0 ? time_ns : POK_INFINITE_TIME,
        };

        memcpy(attributes.name, name, strlen(name));
        memcpy(slot, &attributes, sizeof(attributes));
        break;
    }
    case 3: {
        struct pok_virtual_timer timer = {.clock = random / 128 % 3,
                                          .armed = random / 512 % 2,
                                          .expiry_ns = time_ns,
                                          .period_ns = time_ns};

        memcpy(slot, &timer, sizeof(timer));
        break;
    }
    case 4:
        memset(slot, 0, SLOT_WORDS * 4);
        strcpy(slot, name);
        break;
    default:
        memcpy(slot, &time_ns, sizeof(time_ns));
        break;
    }
}

static uint32_t fuzz_argument(void)
{
    uint32_t random = fuzz_random();

    switch (random % 8) {
    case 0:
        /* Not to where the state lies, which the kernel would rightly write to. */
        return random - PARTITION_PAGE->heap_base < POK_PAGE_BYTES ? 0 : random;
    case 1:
    case 2:
    case 3:
        return random / 8 % 9;
    case 4:
        return random / 8 % 257;
    default:
        return fuzz_pointer(random / 8);
    }
}

/* What the arena holds: structures, small numbers, now and then noise. */
static void fuzz_arena(void (*entry)(void))
{
    uint32_t random = fuzz_random();
    uint32_t *word = &arena[random / 16 % ARENA_WORDS];

    if (random % 4 == 0)
        *word = random / 4 % 2 == 0 ? fuzz_random() : random / 8 % 9;
    else
        fuzz_structure(entry);
}

/* A call's number: mostly one that exists or almost does. */
static uint32_t fuzz_number(void)
{
    uint32_t random = fuzz_random();

    return random % 16 == 0 ? random : random / 16 % NUMBER_LIMIT;
}

/* A call by the fast gate or by a software interrupt; the vector can't be a variable. */
static uint32_t fuzz_call(uint32_t gate, uint32_t number, const uint32_t argument[4])
{
    uint32_t edx = argument[0];
    uint32_t ecx = argument[1];

    if (gate == 0)
        __asm__ volatile("pushl %%ebp\n\t"
                         "movl %%esp, %%ebp\n\t"
                         "movl $1f, %%edi\n\t"
                         "sysenter\n"
                         "1:\tpopl %%ebp"
                         : "+a"(number), "+d"(edx), "+c"(ecx)
                         : "b"(argument[2]), "S"(argument[3])
                         : "edi", "memory", "cc");
    else if (gate == LAYOUT_SYSCALL_VECTOR)
        __asm__ volatile("int $42"
                         : "+a"(number), "+d"(edx), "+c"(ecx)
                         : "b"(argument[2]), "S"(argument[3])
                         : "memory", "cc");
    else
        __asm__ volatile("int $45"
                         : "+a"(number), "+d"(edx), "+c"(ecx)
                         : "b"(argument[2]), "S"(argument[3])
                         : "memory", "cc");
    return number;
}

/* What a call's number means is told apart by what it reaches. */
static void fuzz_answer(uint32_t gate, uint32_t number, uint32_t result)
{
    struct fuzz_state *state = fuzz_state();

    if (result != POK_ERRNO_OK || number >= NUMBER_LIMIT)
        return;
    if (gate == LAYOUT_HYPERCALL_VECTOR)
        number += NUMBER_LIMIT;
    state->accepted++;
    state->accepted_numbers[number / 32] |= 1u << number % 32;
}

static void fuzz_end(void)
{
    const struct fuzz_state *state = fuzz_state();
    uint32_t different = 0;

    for (uint32_t i = 0; i < 16; i++)
        different += (uint32_t)__builtin_popcount(state->accepted_numbers[i]);
    printf("fuzz: %u calls made in %u starts, %u accepted, of %u different\n",
           (unsigned)state->made, (unsigned)state->starts, (unsigned)state->accepted,
           (unsigned)different);
    CHECK(state->calls != 0);
    CHECK(state->calls < FUZZ_MANY || different >= FUZZ_ACCEPTED);
    CHECK_EQUAL(fuzz_state()->made, fuzz_state()->calls);
    check_verdict();
}

#endif
