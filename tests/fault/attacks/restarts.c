/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Storms of restarts, by the attackers themselves and by health monitoring, and errors made while
 * an error is handled: a native partition's error handler that fails, a guest's exception handler
 * that raises the exception it is there for, with and without a stack to do it on.
 */
#include "attempt.h"
#include "abi/structs.h"
#include "core/call.h"
#include "virt/virt.h"

#define SELF   60u /* restarts that it asks for */
#define DOUBLE 12u /* errors in a handler */

__asm__(".pushsection .text\n"
        "fail_invalid: ud2\n"
        "fail_memory: movl $0, 0x1000\n"
        ".popsection\n");
extern const char fail_invalid[], fail_memory[];

static void self_restart(uint32_t number)
{
    /* From a first start on nothing is kept; then warm and cold ones alternate. */
    CHECK_EQUAL(PARTITION_PAGE->start_condition, POK_START_PARTITION_RESTART);
    if (number % 2 == 0)
        (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_WARM_START);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_COLD_START);
}

static void fail(const char *code)
{
    ((void (*)(void))(uintptr_t)code)();
}

static const char *double_fault_of(uint32_t number)
{
    return number % 2 == 0 ? fail_invalid : fail_memory;
}

static void guest_double(const char *code)
{
    static const uint32_t vectors[] = {6, 13, 14};

    for (uint32_t i = 0; i < 3; i++)
        (void)pok_hypercall_EXCEPTION_SET(vectors[i], (uint32_t)code);
    fail(code);
}

static const char *native_code;

static void native_fail(void)
{
    fail(native_code);
}

/* The process fails, and then the error handler does. */
static void native_double(const char *code)
{
    struct pok_process_attributes attributes = {
        .period_ns = POK_INFINITE_TIME,
        .time_capacity_ns = POK_INFINITE_TIME,
        .entry = (uint32_t)native_fail,
        .stack_bytes = 8192,
        .base_priority = 20,
        .name = "fails",
    };
    uint32_t id;

    native_code = code;
    CHECK_EQUAL(pok_call_PROCESS_CREATE(pok_address(&attributes), pok_address(&id)), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_ERROR_HANDLER_CREATE((uint32_t)native_fail, 8192), POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_PROCESS_START(id, 0, 0), POK_ERRNO_OK);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_NORMAL);
}

static void attempts(void)
{
    CHECK_EQUAL(PARTITION_PAGE->start_condition, POK_START_NORMAL);
}

static void fatal(uint32_t number)
{
    if (number < SELF)
        self_restart(number);
    else if (is_guest())
        guest_double(double_fault_of(number));
    else
        native_double(double_fault_of(number));
}

static enum attempt_error fatal_error(uint32_t number)
{
    if (number < SELF)
        return NO_ERROR_SEEN;
    return double_fault_of(number) == fail_invalid ? SEEN_ILLEGAL_REQUEST : SEEN_MEMORY_VIOLATION;
}

const struct attack_class attack_class = {
    .attempts = attempts,
    .fatal_count = SELF + DOUBLE,
    .fatal = fatal,
    .fatal_error = fatal_error,
};
