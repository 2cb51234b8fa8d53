/* SPDX-License-Identifier: BSD-2-Clause */
/* Every hypercall of a guest with bad arguments, and its vCPU page overwritten all the time. */
#include "core/call.h"
#include "seed_guest.h"

#include "fuzz.h"

/* A handler that is registered is entered at its start only; others are random code of this text.
 */
void handle(uint32_t vector)
{
    (void)vector;
}

static bool is_left_out(uint32_t id)
{
    switch (id) {
    case CALL_CONSWRITE:
    case CALL_CONSREAD:
    case CALL_IDLE:      /* sleeps for ever when nothing can come */
    case CALL_VCPU_STOP: /* of itself */
        return true;
    default:
        /* System call n as hypercall 64 + n: those that end the life. */
        return id == 64 + POK_SYSCALL_PARTITION_MODE_SET || id == 64 + POK_SYSCALL_CONSOLE_WRITE ||
               id == 64 + POK_SYSCALL_PARTITION_CONTROL;
    }
}

static bool is_number(uint32_t id)
{
    return id == CALL_PARTITION_ID || id == CALL_VCPU_ID || id == CALL_IRQ_NEXT ||
           id == 64 + POK_SYSCALL_PARTITION_ID;
}

static uint32_t call(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)
{
    __asm__ volatile("int %[vector]"
                     : "+a"(id), "+d"(a1), "+c"(a2)
                     : "b"(a3), "S"(a4), [vector] "i"(LAYOUT_HYPERCALL_VECTOR)
                     : "edi", "memory", "cc");
    return id;
}

static void page_overwrite(void)
{
    volatile uint32_t *words = (volatile uint32_t *)LAYOUT_VCPU_PAGE;

    words[fuzz_random() % 1024] = fuzz_argument();
    if (fuzz_random() % 4 == 0) {
        VCPU_PAGE->vif = fuzz_random() % 2 != 0 ? POK_VIF_ENABLED : 0;
        VCPU_PAGE->threshold = fuzz_random() % 4;
        VCPU_PAGE->depth = fuzz_random() % 3;
    }
}

static void fuzz(uint32_t seed)
{
    fuzz_prepare(seed);
    for (uint32_t i = 0; i < FUZZ_CALLS; i++) {
        uint32_t id = fuzz_random() % 160;
        uint32_t a1 = fuzz_argument(), a2 = fuzz_argument();
        uint32_t a3 = fuzz_argument(), a4 = fuzz_argument();

        if (is_left_out(id)) {
            continue;
        }
        if (fuzz_random() % 2 == 0) {
            a1 = POK_VECTOR_BASE + fuzz_random() % 32;
            a2 = fuzz_random() % 4 == 0 ? a2 : (uint32_t)seed_handler;
        }
        fuzz_stir();
        page_overwrite();
        uint32_t result = call(id, a1, a2, a3, a4);
        if (id == 64 + POK_SYSCALL_SAMPLING_READ) {
            check_note(fuzz_is_sample(result), "the result is a length or an error code", id,
                       result, __FILE__, __LINE__);
        } else if (!is_number(id)) {
            check_note(fuzz_is_answer(result), "the result is an error code", id, result, __FILE__,
                       __LINE__);
        }
    }
    fuzz_check_guards();
    if (check_state.failed != 0) {
        quiet();
    }
    __asm__ volatile("ud2");
}

int main(void)
{
    attack_each(40, fuzz);
}
