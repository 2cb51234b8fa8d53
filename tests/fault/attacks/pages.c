/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every page of the 4 GiB that is not the attacker's: the guest writes to it, reads it where
 * something is mapped for somebody, and runs code there; the native partition has the kernel do it
 * and tries the pages at the edges itself. Its own pages it uses against their rights.
 */
#include "abi/structs.h"
#include "attempt.h"
#include "core/call.h"

#define PAGES         0x100000u
#define PAGE(address) ((address) / POK_PAGE_BYTES)
#define EXECUTE_EVERY 16u /* of the pages where nothing is */
#define DIRECT_EVERY  64u
#define PRESENT       1u /* in a page fault's error code */
/* The module file gives each partition less than this of code and data. */
#define IMAGE_BYTES  0x100000u
#define HEAP_BYTES   0x100000u
#define STACKS_BYTES 0x20000u

static uint8_t code_in_data[16] = {0xc3};
static const uint8_t code_in_constants[16] = {0xc3};
static uint32_t port;

static void page_read(uint32_t address)
{
    (void)*(volatile uint8_t *)address;
}

static void page_write(uint32_t address)
{
    *(volatile uint8_t *)address = 0x5a;
}

static void page_execute(uint32_t address)
{
    __asm__ volatile("call *%0" : : "r"(address) : "memory", "cc", "eax", "ecx", "edx");
}

/* Something of the attacker's own may be there. */
static bool is_own(uint32_t address)
{
    return (address >= LAYOUT_SHARED_BASE && address < LAYOUT_VCPU_PAGES + 8 * POK_PAGE_BYTES) ||
           address - LAYOUT_IMAGE_BASE < IMAGE_BYTES || address - LAYOUT_HEAP_BASE < HEAP_BYTES ||
           address - LAYOUT_STACK_BASE < STACKS_BYTES;
}

static void expect_at(uint32_t address, attack_t *attack, const char *what)
{
    enum attempt_error seen = attempt(attack, address);

    check_state.made++;
    if (seen == SEEN_MEMORY_VIOLATION && attempt_state.address == address)
        return;
    if (check_state.failed < 10)
        printf("%x: %s: error %d at %x\n", (unsigned)address, what, seen,
               (unsigned)attempt_state.address);
    CHECK(!"a page of others");
}

static void touch(uint32_t page, uint32_t address)
{
    bool present;

    expect_at(address, page_write, "write");
    present = (attempt_state.error_code & PRESENT) != 0;
    if (present)
        expect_at(address, page_read, "read");
    if (present || page % EXECUTE_EVERY == 0)
        expect_at(address, page_execute, "execute");
}

static void ask(uint32_t page, uint32_t address)
{
    check_state.made += 2;
    if (gate_call(GATE_FAST, POK_SYSCALL_TIME_GET, address, 0, 0, 0) != POK_ERRNO_EFAULT ||
        gate_call(GATE_FAST, POK_SYSCALL_SAMPLING_WRITE, port, address, 4, 0) != POK_ERRNO_EFAULT) {
        if (check_state.failed < 10)
            printf("the kernel used %x\n", (unsigned)address);
        CHECK(!"a page of others");
    }
    if (page % DIRECT_EVERY == 0 || page % PAGE(LAYOUT_USER_END) == PAGE(LAYOUT_USER_END) - 1) {
        expect_at(address, page_write, "write");
        expect_at(address, page_read, "read");
        expect_at(address, page_execute, "execute");
    }
}

static void prepare(void)
{
    struct pok_port_create create = {
        .name = "sampling",
        .kind = POK_PORT_SAMPLING,
        .direction = is_guest() ? POK_PORT_DESTINATION : POK_PORT_SOURCE,
        .max_message_bytes = 64,
        .refresh_period_ns = 10000000,
    };

    CHECK_EQUAL(pok_call_PORT_CREATE(pok_address(&create), pok_address(&port)), POK_ERRNO_OK);
}

static void attempts(void)
{
    for (uint32_t page = 0; page < PAGES; page++) {
        uint32_t address = page * POK_PAGE_BYTES + page % POK_PAGE_BYTES;

        if (is_own(address))
            continue;
        if (is_guest())
            touch(page, address);
        else
            ask(page, address);
    }
}

/* --- one a life --------------------------------------------------------------------------------
 */

static const struct {
    attack_t *attack;
    uint32_t address;
} attacks[] = {
    {page_read, 0},
    {page_write, 0},
    {page_execute, 0},
    {page_read, LAYOUT_SHARED_BASE - 1},
    {page_write, LAYOUT_PARTITION_PAGE},
    {page_execute, LAYOUT_PARTITION_PAGE},
    {page_execute, LAYOUT_PROCESS_PAGE},
    {page_write, LAYOUT_IMAGE_BASE},
    {page_write, (uint32_t)code_in_constants},
    {page_execute, (uint32_t)code_in_constants},
    {page_execute, (uint32_t)code_in_data},
    {page_execute, LAYOUT_HEAP_BASE},
    {page_execute, LAYOUT_STACK_BASE + POK_PAGE_BYTES},
    {page_read, LAYOUT_DEVICE_BASE},
    {page_write, LAYOUT_USER_END},
    {page_read, 0x80000000},
    {page_read, LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL},
    {page_write, LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL},
    {page_execute, LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL},
    {page_write, LAYOUT_PRIVATE_BASE},
    {page_read, LAYOUT_IOAPIC},
    {page_write, LAYOUT_LAPIC + 0xb0},
    {page_read, 0xffffffff},
};

static void fatal(uint32_t number)
{
    attacks[number].attack(attacks[number].address);
}

static enum attempt_error fatal_error(uint32_t number)
{
    (void)number;
    return SEEN_MEMORY_VIOLATION;
}

const struct attack_class attack_class = {
    .prepare = prepare,
    .attempts = attempts,
    .fatal_count = sizeof(attacks) / sizeof(attacks[0]),
    .fatal = fatal,
    .fatal_error = fatal_error,
};
