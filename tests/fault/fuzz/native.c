/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A native partition that calls the kernel at random, by both gates of system calls. A second
 * process of higher priority brings it back when it stopped, suspended or blocked itself; an error
 * makes health monitoring start the partition again, and the fuzzer goes on where it was.
 */
#include "abi/process_page.h"
#include "apex.h"
#include "core/call.h"
#include "fuzz.h"

#define PROCESS_PAGE ((volatile struct pok_process_page *)LAYOUT_PROCESS_PAGE)
#define LOOK_NS      100000LL
/* Calls of each start that are made before mode NORMAL. */
#define INITIAL_CALLS 500u

static PROCESS_ID_TYPE fuzzer;
static PROCESS_ID_TYPE shepherd;
static volatile bool done;

/* Calls that would end the run instead of testing the kernel. */
static bool harmless(uint32_t gate, uint32_t number, uint32_t argument[4])
{
    if (gate == 0 && number % LAYOUT_FAST_HYPERCALL != number)
        return true;
    if (number == POK_SYSCALL_PARTITION_MODE_SET)
        return argument[0] > POK_PARTITION_MODE_NORMAL ||
               (argument[0] == POK_PARTITION_MODE_WARM_START && fuzz_random() % 512 == 0);
    if (number == POK_SYSCALL_CONSOLE_WRITE || number == POK_SYSCALL_APPLICATION_MESSAGE)
        return fuzz_random() % 256 == 0;
    if (argument[0] == (uint32_t)shepherd)
        argument[0] = 7;
    return true;
}

/* What the fuzzer creates processes of: they come and go. */
static void helper(void)
{
    RETURN_CODE_TYPE code;

    TIMED_WAIT(LOOK_NS, &code);
    STOP_SELF();
}

static void fuzz_one(void)
{
    uint32_t gate = fuzz_random() % 2 == 0 ? 0 : LAYOUT_SYSCALL_VECTOR;
    uint32_t number = fuzz_number();
    uint32_t argument[4];

    fuzz_arena(helper);
    for (uint32_t i = 0; i < 4; i++)
        argument[i] = fuzz_argument();
    if (number < 64 && fuzz_random() % 64 == 0)
        PROCESS_PAGE->waiters[fuzz_random() % POK_MAX_WAIT_QUEUES] = (uint16_t)fuzz_random();
    if (harmless(gate, number, argument))
        fuzz_answer(gate, number, fuzz_call(gate, number, argument));
    /* The calls that wrote to the process page may have left the section closed. */
    PROCESS_PAGE->preemption = POK_PREEMPTION_ON;
    fuzz_state()->made++;
}

static void fuzz(void)
{
    while (fuzz_state()->made < fuzz_state()->calls)
        fuzz_one();
    done = true;
    while (PARTITION_PAGE->lock_level != 0)
        (void)pok_call_PREEMPTION_UNLOCK();
    for (;;)
        ;
}

/* Whatever the fuzzer has done to itself, let it run again. */
static void herd(void)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PROCESS_STATUS(fuzzer, &status, &code);
    if (code != NO_ERROR || status.PROCESS_STATE == READY || status.PROCESS_STATE == RUNNING)
        return;
    STOP(fuzzer, &code);
    START(fuzzer, &code);
}

static void watch(void)
{
    RETURN_CODE_TYPE code;

    while (!done) {
        herd();
        TIMED_WAIT(LOOK_NS, &code);
    }
    STOP(fuzzer, &code);
    fuzz_end();
    STOP_SELF();
}

static void create(const char *name, void (*entry)(void), int priority, PROCESS_ID_TYPE *id)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    RETURN_CODE_TYPE code;

    strncpy(attributes.NAME, name, sizeof(attributes.NAME) - 1);
    CREATE_PROCESS(&attributes, id, &code);
    CHECK_EQUAL(code, NO_ERROR);
    START(*id, &code);
    CHECK_EQUAL(code, NO_ERROR);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    fuzz_begin();
    create("fuzzer", fuzz, 10, &fuzzer);
    create("shepherd", watch, 200, &shepherd);
    /* Ports and processes can be created only now. */
    for (uint32_t i = 0; i < INITIAL_CALLS && fuzz_state()->made < fuzz_state()->calls; i++)
        fuzz_one();
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
