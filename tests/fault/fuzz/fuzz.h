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
};

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
    default:
        return base + random / 16 % (ARENA_WORDS / 2) * 4;
    }
}

static uint32_t fuzz_argument(void)
{
    uint32_t random = fuzz_random();

    switch (random % 8) {
    case 0:
        return random;
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

/* Structures in the arena: plausible names, sizes and times, now and then noise. */
static void fuzz_arena(void)
{
    uint32_t random = fuzz_random();
    uint32_t *word = &arena[random / 16 % ARENA_WORDS];

    if (random % 4 == 0)
        *word = fuzz_random();
    else if (random % 4 == 1)
        *word = random / 4 % 9;
    else
        *word = 0;
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

static void fuzz_end(void)
{
    printf("fuzz: %u calls made in %u starts\n", (unsigned)fuzz_state()->made,
           (unsigned)fuzz_state()->starts);
    CHECK_EQUAL(fuzz_state()->made, fuzz_state()->calls);
    check_verdict();
}

#endif
