/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every call of both interfaces, with each argument in turn at every edge there is; which calls
 * there are, how many arguments each has and which of them are addresses comes from abi/, so that a
 * new call is tried without a change here. A bad address is never answered by OK, no answer is
 * anything but an error code or what the call is there to return, and nothing is written outside of
 * what the attacker may write.
 */
#include <string.h>

#include "abi/structs.h"
#include "attempt.h"
#include "core/call.h"
#include "abi/vcpu_page.h"
#include "virt/hypercall.h"

#define MAX_ARGUMENTS 4u
#define VARIANTS      3u
#define BUFFER_WORDS  2048u

struct call {
    uint32_t number;
    uint32_t arguments;
    const char *text;
    const char *name;
};

static const struct call system_calls[] = {
#define SYSCALL(number, name, handler, arguments, callers, text) {number, arguments, text, #name},
#include "abi/syscalls.def"
#undef SYSCALL
};
static const struct call hypercalls[] = {
#define HYPERCALL(number, name, handler, arguments, text) {number, arguments, text, #name},
#include "abi/hypercalls.def"
#undef HYPERCALL
};
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* With good arguments these end or suspend the caller, take its exceptions, or print. */
static const char *const bad_only[] = {
    "CONSOLE_WRITE",
    "CONSWRITE",
    "PARTITION_MODE_SET",
    "PROCESS_STOP",
    "PROCESS_SUSPEND",
    "PROCESS_START",
    "TIMED_WAIT",
    "PERIODIC_WAIT",
    "ERROR_RAISE",
    "IDLE",
    "VCPU_STOP",
    "VCPU_START",
    "EXCEPTION_SET",
    "EXCEPTION_RETURN",
    "WAIT",
    "PREEMPTION_LOCK",
    "APPLICATION_MESSAGE",
};

static uint32_t buffer[BUFFER_WORDS] __attribute__((aligned(4096)));
static const uint32_t constants[64] = {1, 2, 3};
static uint32_t accepted, refused;

__asm__(".pushsection .text\nspin: jmp spin\n.popsection\n");
extern const char spin[];

struct edge {
    uint32_t address;
    bool bad; /* to read, to write and to execute */
};

static uint32_t edges(struct edge *list)
{
    const uint32_t heap_end = PARTITION_PAGE->heap_base + PARTITION_PAGE->heap_bytes;
    const struct edge all[] = {
        {0, false}, /* often means something */
        {1, true},
        {0xfff, true},
        {LAYOUT_SHARED_BASE - 2, true},
        {LAYOUT_PARTITION_PAGE, false},
        {LAYOUT_PARTITION_PAGE + POK_PAGE_BYTES - 2, false},
        {LAYOUT_SHARED_END - 2, true},
        {LAYOUT_IMAGE_BASE - 2, true},
        {(uint32_t)constants, false},
        {(uint32_t)buffer + 1, false},
        {(uint32_t)buffer + POK_PAGE_BYTES - 2, false},
        {LAYOUT_HEAP_BASE - 2, true},
        {(heap_end + POK_PAGE_BYTES - 1) / POK_PAGE_BYTES * POK_PAGE_BYTES, true},
        {LAYOUT_HEAP_BASE + 0x3f000, true}, /* more than this partition's heap: others have it */
        {LAYOUT_STACK_BASE + POK_PAGE_BYTES - 2, true},
        {LAYOUT_STACK_BASE, true},
        {LAYOUT_DEVICE_BASE, true},
        {LAYOUT_USER_END - 2, true},
        {LAYOUT_USER_END, true},
        {0x7ffffffe, true},
        {0x80000000, true},
        {LAYOUT_KERNEL_BASE - 2, true},
        {LAYOUT_KERNEL_BASE, true},
        {LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL, true},
        {LAYOUT_PRIVATE_BASE, true},
        {LAYOUT_LAPIC, true},
        {0xfffffffc, true},
        {0xffffffff, true},
    };

    memcpy(list, all, sizeof(all));
    return COUNT(all);
}
#define MAX_EDGES 32u

/* --- what a call's text says --------------------------------------------------------------------
 */

/* The n-th of the arguments "&a, length, b lo, hi: what it does". */
static const char *token(const char *text, uint32_t n, char *word, uint32_t bytes)
{
    uint32_t length = 0;

    for (; n != 0 && *text != '\0' && *text != ':'; text++)
        n -= *text == ',';
    while (*text == ' ')
        text++;
    while (length < bytes - 1 && text[length] != '\0' && text[length] != ',' &&
           text[length] != ':' && text[length] != ' ') {
        word[length] = text[length];
        length++;
    }
    word[length] = '\0';
    return word;
}

static bool is_address(const char *word)
{
    return word[0] == '&' || strcmp(word, "address") == 0 || strcmp(word, "name") == 0 ||
           strcmp(word, "entry") == 0 || strcmp(word, "stack") == 0 || strcmp(word, "handler") == 0;
}

/* What the other arguments are while one is at an edge. */
static uint32_t plausible(const char *word, uint32_t variant)
{
    static const uint32_t lengths[VARIANTS] = {4, 64, 256};

    if (strcmp(word, "entry") == 0 || strcmp(word, "handler") == 0)
        return (uint32_t)spin;
    if (strcmp(word, "stack") == 0)
        return (uint32_t)&buffer[BUFFER_WORDS];
    if (is_address(word))
        return (uint32_t)buffer;
    if (strcmp(word, "length") == 0)
        return lengths[variant];
    if (strcmp(word, "vector") == 0)
        return 56 + variant;
    return variant;
}

static bool is_bad_only(const struct call *call)
{
    for (uint32_t i = 0; i < COUNT(bad_only); i++) {
        if (strcmp(call->name, bad_only[i]) == 0)
            return true;
    }
    return false;
}

/* --- the calls ----------------------------------------------------------------------------------
 */

static struct {
    enum gate gate;
    uint32_t number;
    uint32_t a[MAX_ARGUMENTS];
    uint32_t result;
} now;

static void do_call(uint32_t unused)
{
    (void)unused;
    now.result = gate_call(now.gate, now.number, now.a[0], now.a[1], now.a[2], now.a[3]);
}

static bool is_error_code(uint32_t result)
{
    static const uint16_t codes[] = {
#define POK_ERROR(name, number, meaning) number,
#include "abi/errno.def"
#undef POK_ERROR
    };

    for (uint32_t i = 0; i < COUNT(codes); i++) {
        if (result == codes[i] || result == -(uint32_t)codes[i])
            return true;
    }
    return false;
}

static void complain(const struct call *call, const char *what)
{
    if (check_state.failed < 10)
        printf("%s by %d (%x, %x, %x, %x) = %d: %s\n", call->name, now.gate, (unsigned)now.a[0],
               (unsigned)now.a[1], (unsigned)now.a[2], (unsigned)now.a[3], (int)now.result, what);
    CHECK(!"an answer");
}

static void call_once(const struct call *call, bool bad)
{
    enum attempt_error seen = attempt(do_call, 0);

    check_state.made++;
    if (seen != NO_ERROR_SEEN) {
        complain(call, "an exception");
        return;
    }
    if (!is_error_code(now.result) && strstr(call->text, "return") == NULL)
        complain(call, "no error code");
    if (bad && now.result == POK_ERRNO_OK && strncmp(call->text, "returns", 7) != 0)
        complain(call, "OK to a bad address");
    if (now.result == POK_ERRNO_OK)
        accepted++;
    else
        refused++;
}

static void call_argument(const struct call *call, uint32_t position, bool address, bool all)
{
    struct edge list[MAX_EDGES];
    uint32_t count = edges(list);
    char word[16];

    for (uint32_t i = 0; i < count; i++) {
        if (!all && !list[i].bad)
            continue;
        for (uint32_t variant = 0; variant < VARIANTS; variant++) {
            for (uint32_t n = 0; n < MAX_ARGUMENTS; n++)
                now.a[n] = n >= call->arguments
                               ? 0
                               : plausible(token(call->text, n, word, sizeof(word)), variant);
            now.a[position] = list[i].address;
            /* The end of a memory is a good stack. */
            if (strcmp(token(call->text, position, word, sizeof(word)), "stack") == 0)
                now.a[position] += 4;
            call_once(call, list[i].bad && address);
        }
    }
}

static void call_edges(const struct call *call, enum gate gate, uint32_t number)
{
    bool all = !is_bad_only(call);
    char word[16];

    now.gate = gate;
    now.number = number;
    for (uint32_t position = 0; position < call->arguments; position++) {
        bool address = is_address(token(call->text, position, word, sizeof(word)));

        if (address || all)
            call_argument(call, position, address, all);
        memset(buffer, 0, sizeof(buffer));
    }
}

/* The two arguments below are changed by nobody: text, constants and the page the kernel writes. */
static uint32_t checksum(void)
{
    uint32_t sum = 0;

    for (const uint32_t *word = (const uint32_t *)LAYOUT_IMAGE_BASE; word < &constants[64]; word++)
        sum = (sum << 1 | sum >> 31) ^ *word;
    return sum;
}

/* --- a stack whose words would be below the memory that it is checked to be in -------------------
 */

static uint32_t first_writable_page(void)
{
    uint32_t page = LAYOUT_IMAGE_BASE;

    for (;; page += POK_PAGE_BYTES) {
        uint64_t kept = *(volatile uint64_t *)page;

        if (pok_call_TIME_GET(page) != POK_ERRNO_EFAULT) {
            *(volatile uint64_t *)page = kept;
            return page;
        }
    }
}

static void try_low_stacks(void)
{
    uint32_t page = first_writable_page();
    uint32_t before[16];

    memcpy(before, (const void *)(page - sizeof(before)), sizeof(before));
    for (uint32_t bytes = 0; bytes < 20; bytes++) {
        CHECK_EQUAL(pok_hypercall_VCPU_START(1, (uint32_t)spin, page + bytes),
                    POK_ERRNO_HANDLER_RANGE);
        (void)pok_hypercall_VCPU_STOP(1);
    }
    CHECK_EQUAL(memcmp(before, (const void *)(page - sizeof(before)), sizeof(before)), 0);
}

/* ------------------------------------------------------------------------------------------------
 */

static void attempts(void)
{
    uint32_t sum = checksum();

    for (uint32_t i = 0; i < COUNT(system_calls); i++) {
        const struct call *call = &system_calls[i];

        call_edges(call, GATE_SYSCALL, call->number);
        call_edges(call, GATE_FAST, call->number);
        if (bsp_has_hypercalls())
            call_edges(call, GATE_HYPERCALL, 64 + call->number);
    }
    for (uint32_t i = 0; bsp_has_hypercalls() && i < COUNT(hypercalls); i++) {
        const struct call *call = &hypercalls[i];

        call_edges(call, GATE_HYPERCALL, call->number);
        call_edges(call, GATE_FAST, LAYOUT_FAST_HYPERCALL + call->number);
    }
    if (is_guest())
        try_low_stacks();
    CHECK_EQUAL(checksum(), sum);
    CHECK(accepted > 100);
    CHECK(refused > 5000);
    printf("%u calls accepted, %u refused\n", (unsigned)accepted, (unsigned)refused);
}

/* A guest that returns from an exception to nowhere; one with a stack for its handlers nowhere. */
static void fatal(uint32_t number)
{
    static const uint32_t places[] = {0, LAYOUT_KERNEL_BASE + LAYOUT_IMAGE_PHYSICAL,
                                      LAYOUT_USER_END, 0xfffffffc};
    struct pok_exception_frame frame = {.upcall = {.eip = places[number], .eflags = 0x3ffff}};

    if (is_guest())
        (void)pok_hypercall_EXCEPTION_RETURN((uint32_t)&frame);
    else
        ((void (*)(void))places[number])();
}

static enum attempt_error fatal_error(uint32_t number)
{
    (void)number;
    return SEEN_MEMORY_VIOLATION;
}

const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = 4,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
