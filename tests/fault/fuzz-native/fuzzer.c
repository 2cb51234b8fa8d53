/* SPDX-License-Identifier: BSD-2-Clause */
/* Every system call of a native partition, through both gates, with bad arguments. */
#include "core/call.h"
#include "core/page.h"

#include "fuzz.h"

/* Calls that end or change the caller's own life, or wait in ways that only others could end. */
static bool is_left_out(uint32_t id)
{
    switch (id) {
    case POK_SYSCALL_PARTITION_MODE_SET:
    case POK_SYSCALL_PROCESS_STOP:
    case POK_SYSCALL_PROCESS_SUSPEND:
    case POK_SYSCALL_PERIODIC_WAIT:
    case POK_SYSCALL_TIMED_WAIT:
    case POK_SYSCALL_WAIT:
    case POK_SYSCALL_PROCESS_START:
    case POK_SYSCALL_ERROR_HANDLER_CREATE:
    case POK_SYSCALL_ERROR_RAISE:
    case POK_SYSCALL_CONSOLE_WRITE: /* of whatever it is given: not for a test's output */
    case POK_SYSCALL_APPLICATION_MESSAGE:
        return true;
    default:
        return false;
    }
}

/* Those whose result is a number of their own. */
static bool is_number(uint32_t id)
{
    return id == POK_SYSCALL_PARTITION_ID || id == POK_SYSCALL_WAKE ||
           id == POK_SYSCALL_CEILING_PASS;
}

static uint32_t call_by_interrupt(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    __asm__ volatile("int %[vector]"
                     : "+a"(id), "+d"(a1), "+c"(a2)
                     : "b"(a3), "S"(a4), [vector] "i"(LAYOUT_SYSCALL_VECTOR)
                     : "edi", "memory", "cc");
    return id;
}

static void fuzz(uint32_t seed)
{
    fuzz_prepare(seed);
    for (uint32_t i = 0; i < FUZZ_CALLS; i++) {
        uint32_t id = fuzz_random() % 160;
        uint32_t a1 = fuzz_argument(), a2 = fuzz_argument();
        uint32_t a3 = fuzz_argument(), a4 = fuzz_argument();
        uint32_t result;

        if (is_left_out(id)) {
            continue;
        }
        fuzz_stir();
        result = fuzz_random() % 2 == 0 ? (uint32_t)pok_syscall4(id, a1, a2, a3, a4)
                                        : call_by_interrupt(id, a1, a2, a3, a4);
        if (id == POK_SYSCALL_SAMPLING_READ) {
            check_note(fuzz_is_sample(result), "the result is a length or an error code", id,
                       result, __FILE__, __LINE__);
        } else if (!is_number(id)) {
            check_note(fuzz_is_answer(result), "the result is an error code", id, result, __FILE__,
                       __LINE__);
        }
    }
    fuzz_check_guards();
    if (check_state.failed != 0) {
        check_verdict();
        for (;;) {
        }
    }
    __asm__ volatile("ud2");
}

int main(void)
{
    attack_each(20, fuzz);
}
