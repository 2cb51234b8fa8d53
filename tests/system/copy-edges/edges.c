/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Holds the copy functions (kernel/arch/x86/copy.S) to their contract, which tests/frama-c/arch.c
 * states for the kernel's C code: every alignment, every way a length ends, both sides of every
 * edge. Each has a call that is little else:
 *
 *   arch_copy_message     SAMPLING_WRITE of more or less than a word
 *   arch_copy_from_user   QUEUING_SEND; CONSOLE_WRITE, which lets length 0 through
 *   arch_copy_to_user     SAMPLING_READ, QUEUING_RECEIVE
 *   arch_copy_words       QUEUING_SEND to a second destination
 */
#include <string.h>

#include "abi/layout.h"
#include "abi/limits.h"
#include "check.h"
#include "core/call.h"
#include "core/port.h"

#define PAGE   POK_PAGE_BYTES
#define LARGE  POK_MAX_MESSAGE_BYTES
#define CANARY 0xa5
#define AROUND 16u
/* Of the image and the partition. */
#define KERNEL_BYTES 0x200000u

/* A whole message between canaries, begun at any alignment. */
static uint8_t from[LARGE + 2 * PAGE] __attribute__((aligned(4096)));
static uint8_t to[LARGE + 2 * PAGE] __attribute__((aligned(4096)));
static uint32_t sampling_out, sampling_in, queuing_out, queuing_in[2];
static const pok_time_t no_time;

static uint8_t pattern(uint32_t i, uint32_t seed)
{
    return (uint8_t)(i * 7 + (i >> 8) + seed);
}

/* As from a pointer, for addresses that are none. */
static pok_ret_t write(uint32_t address, uint32_t length)
{
    return pok_call_SAMPLING_WRITE(sampling_out, address, length);
}

static int32_t read(uint32_t address)
{
    return (int32_t)pok_call_SAMPLING_READ(sampling_in, address);
}

static pok_ret_t send(uint32_t address, uint32_t length)
{
    return pok_call_QUEUING_SEND(queuing_out, address, length, pok_address(&no_time));
}

static pok_ret_t receive(uint32_t i, uint32_t address, uint32_t *length)
{
    return pok_call_QUEUING_RECEIVE(queuing_in[i], address, pok_address(length),
                                    pok_address(&no_time));
}

/* Canaries where a message will be, and next to it. */
static void prepare(uint32_t offset, uint32_t length)
{
    memset(to + offset - AROUND, CANARY, length + 2 * AROUND);
}

/* `to` has the message of this seed at `offset`, and canaries around it. */
static void check_arrived(uint32_t offset, uint32_t length, uint32_t seed)
{
    uint32_t wrong = 0;

    for (uint32_t i = offset - AROUND; i < offset + length + AROUND; i++) {
        uint8_t expected = i - offset < length ? pattern(i - offset, seed) : CANARY;

        wrong += to[i] != expected;
    }
    CHECK_EQUAL(wrong, 0);
}

static void put(uint8_t *at, uint32_t length, uint32_t seed)
{
    for (uint32_t i = 0; i < length; i++) {
        at[i] = pattern(i, seed);
    }
}

/* --- what arrives ------------------------------------------------------------------------------
 */

static void pass(uint32_t out, uint32_t in, uint32_t length)
{
    uint32_t received = 0;

    put(from + out, length, length);
    CHECK_EQUAL(write(pok_address(from + out), length), POK_ERRNO_OK);
    prepare(in, length);
    CHECK_EQUAL(read(pok_address(to + in)) >> 1, length);
    check_arrived(in, length, length);

    put(from + out, length, length + 1);
    CHECK_EQUAL(send(pok_address(from + out), length), POK_ERRNO_OK);
    for (uint32_t i = 0; i < 2; i++) {
        prepare(in, length);
        CHECK_EQUAL(receive(i, pok_address(to + in), &received), POK_ERRNO_OK);
        CHECK_EQUAL(received, length);
        check_arrived(in, length, length + 1);
    }
}

/* Every alignment of both sides against every remainder of a length; pages straddled. */
static void test_alignments(void)
{
    static const uint32_t lengths[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, PAGE + 2, LARGE};

    for (uint32_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        for (uint32_t alignment = 0; alignment < 16; alignment++) {
            pass(PAGE + alignment % 4, PAGE + alignment / 4, lengths[i]);
        }
    }
    for (uint32_t before = 1; before < 9; before++) {
        pass(PAGE - before, PAGE - 9 + before, 8);
    }
}

/* --- edges of what may be read ------------------------------------------------------------------
 */

/*
 * Nothing but an error for a range whose end, or begin, may not be read; the channel's message is
 * the one before, whole, and no message is in the queues.
 */
static void check_unreadable(uint32_t address, uint32_t length)
{
    uint32_t received;

    CHECK_EQUAL(write(address, length), POK_ERRNO_EFAULT);
    prepare(PAGE, 40);
    CHECK_EQUAL(read(pok_address(to + PAGE)) >> 1, 40);
    check_arrived(PAGE, 40, 1);
    CHECK_EQUAL(send(address, length), POK_ERRNO_EFAULT);
    CHECK_EQUAL(receive(0, pok_address(to), &received), POK_ERRNO_EMPTY);
    CHECK_EQUAL(receive(1, pok_address(to), &received), POK_ERRNO_EMPTY);
    if (length <= POK_CONSOLE_WRITE_MAX) {
        CHECK_EQUAL(pok_call_CONSOLE_WRITE(address, length), POK_ERRNO_EFAULT);
    }
}

static void check_readable(uint32_t address, uint32_t length)
{
    uint32_t received;

    CHECK_EQUAL(write(address, length), POK_ERRNO_OK);
    CHECK_EQUAL(send(address, length), POK_ERRNO_OK);
    CHECK_EQUAL(receive(0, pok_address(to), &received), POK_ERRNO_OK);
    CHECK_EQUAL(receive(1, pok_address(to), &received), POK_ERRNO_OK);
    CHECK_EQUAL(received, length);
    put(from, 40, 1);
    CHECK_EQUAL(write(pok_address(from), 40), POK_ERRNO_OK);
}

/* `end` is the first address that may not be read. */
static void test_end(uint32_t end)
{
    static const uint32_t lengths[] = {1, 2, 3, 4, 5, 7, 8, 33, PAGE, PAGE + 1, LARGE};

    for (uint32_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        check_readable(end - lengths[i], lengths[i]);
        check_unreadable(end - lengths[i] + 1, lengths[i]);
        check_unreadable(end - 1 + (lengths[i] == 1), lengths[i]);
        check_unreadable(end, lengths[i]);
    }
}

static void test_reading(void)
{
    /* Kernel addresses, and ranges that end in them or go round behind the last address. */
    static const uint32_t bad[] = {LAYOUT_KERNEL_BASE,
                                   LAYOUT_KERNEL_BASE - 1,
                                   LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL,
                                   LAYOUT_LAPIC,
                                   LAYOUT_USER_END - PAGE + 1,
                                   0xffffffff,
                                   0xfffffffe,
                                   0u - PAGE + 1};
    static const uint32_t lengths[] = {1, 2, 4, 8, PAGE, LARGE};

    put(from, 40, 1);
    CHECK_EQUAL(write(pok_address(from), 40), POK_ERRNO_OK);
    test_end(PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes);
    test_end(LAYOUT_USER_END);
    for (uint32_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        for (uint32_t k = 0; k < sizeof(lengths) / sizeof(lengths[0]); k++) {
            /* What is left of the last page is readable. */
            if (bad[i] + lengths[k] > LAYOUT_USER_END || bad[i] + lengths[k] < bad[i]) {
                check_unreadable(bad[i], lengths[k]);
            }
        }
    }
    check_unreadable(0, 8);
    check_unreadable(LAYOUT_SHARED_BASE - 4, 8);
}

/*
 * Length 0 touches nothing, but its address has to be one that a partition may have. EMPTY: no line
 * is left to send, either.
 */
static void test_empty(void)
{
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(0, 0), POK_ERRNO_EMPTY);
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(LAYOUT_USER_END, 0), POK_ERRNO_EMPTY);
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(LAYOUT_USER_END + 1, 0), POK_ERRNO_EFAULT);
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(LAYOUT_KERNEL_BASE, 0), POK_ERRNO_EFAULT);
    CHECK_EQUAL(pok_call_CONSOLE_WRITE(0xffffffff, 0), POK_ERRNO_EFAULT);
}

/* --- edges of what may be written ---------------------------------------------------------------
 */

static void check_unwritable(uint32_t address, uint32_t length)
{
    uint32_t received;

    put(from, length, 2);
    CHECK_EQUAL(write(pok_address(from), length), POK_ERRNO_OK);
    CHECK_EQUAL(read(address), -POK_ERRNO_EFAULT);
    /* The message stays where it is. */
    CHECK_EQUAL(send(pok_address(from), length), POK_ERRNO_OK);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK_EQUAL(receive(i, address, &received), POK_ERRNO_EFAULT);
        prepare(PAGE, length);
        CHECK_EQUAL(receive(i, pok_address(to + PAGE), &received), POK_ERRNO_OK);
        check_arrived(PAGE, length, 2);
    }
}

static void test_writing(void)
{
    static const uint32_t lengths[] = {1, 2, 3, 4, 5, 8, 33, PAGE, LARGE};
    const uint32_t end = PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes;
    const uint32_t text = LAYOUT_IMAGE_BASE;
    uint8_t before[8];

    memcpy(before, (const void *)(uintptr_t)text, sizeof(before));
    for (uint32_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        uint32_t length = lengths[i];

        check_unwritable(end - length + 1, length);
        check_unwritable(end, length);
        check_unwritable(text, length);
        check_unwritable(LAYOUT_PARTITION_PAGE, length);
        check_unwritable(0, length);
        check_unwritable(LAYOUT_USER_END - length + 1, length);
        check_unwritable(LAYOUT_KERNEL_BASE, length);
        check_unwritable(LAYOUT_KERNEL_BASE - length, length);
        check_unwritable(LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL, length);
        check_unwritable(0u - length, length);
        if (length > 1) {
            check_unwritable(1u - length, length);
        }
        /* And the last place that it fits into. */
        CHECK_EQUAL(read(end - length) >> 1, length);
        CHECK_EQUAL(memcmp((const void *)(uintptr_t)(end - length), from, length), 0);
        CHECK_EQUAL(read(LAYOUT_USER_END - length) >> 1, length);
    }
    CHECK_EQUAL(memcmp(before, (const void *)(uintptr_t)text, sizeof(before)), 0);
    /* Where the kernel may write itself: its variables, and the partitions' memory. */
    CHECK_EQUAL(write(pok_address(from), 8), POK_ERRNO_OK);
    for (uint32_t at = 0; at < KERNEL_BYTES; at += PAGE) {
        CHECK_EQUAL(read(LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL + at + PAGE - 8),
                    -POK_ERRNO_EFAULT);
    }
}

int main(void)
{
    CHECK_EQUAL(pok_port_sampling_create("out", LARGE, POK_PORT_SOURCE, 1000000, &sampling_out),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_port_sampling_create("in", LARGE, POK_PORT_DESTINATION, 1000000, &sampling_in),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_port_queuing_create("queue", LARGE, 2, POK_PORT_SOURCE, POK_DISCIPLINE_FIFO,
                                        &queuing_out),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_port_queuing_create("first", LARGE, 2, POK_PORT_DESTINATION,
                                        POK_DISCIPLINE_FIFO, &queuing_in[0]),
                POK_ERRNO_OK);
    CHECK_EQUAL(pok_port_queuing_create("second", LARGE, 2, POK_PORT_DESTINATION,
                                        POK_DISCIPLINE_FIFO, &queuing_in[1]),
                POK_ERRNO_OK);
    test_alignments();
    test_reading();
    test_empty();
    test_writing();
    check_verdict();
    for (;;) {
    }
}
