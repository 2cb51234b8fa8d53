/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An interrupt finds the guest with a stack pointer that leads nowhere, into what it may not write,
 * into the kernel, or around the end of the address space: an error of this partition alone,
 * whichever style of handler it has, and also when its vCPU is chosen because another gave way.
 */
#include <virt/hypercall.h>

#include "attack.h"
#include "seed_guest.h"

/* clang-format off */
__asm__(".pushsection .text\n"
        "upcall_entry:\n"
        "    ud2\n"
        "upcall_restart:\n"
        "    nop\n"
        "upcall_flags:\n"
        "    popf\n"
        "upcall_commit:\n"
        "    movl $0x200, 0x201000\n"
        "upcall_leave:\n"
        "    ret\n"
        ".popsection\n");
/* clang-format on */

extern const char upcall_entry[], upcall_restart[], upcall_flags[], upcall_commit[], upcall_leave[];

static const uint32_t stacks[] = {
    0,
    4,
    20,
    LAYOUT_SHARED_BASE,
    LAYOUT_PARTITION_PAGE + 2048,
    LAYOUT_IMAGE_BASE + 64,
    LAYOUT_STACK_BASE + 128,
    LAYOUT_USER_END,
    LAYOUT_USER_END + 16,
    LAYOUT_KERNEL_BASE + 0x200000,
    0xfffffffc,
    0x80000001,
};

#define STACKS (sizeof(stacks) / sizeof(stacks[0]))

void handle(uint32_t vector)
{
    printf("the handler ran on a bad stack, vector %u\n", (unsigned)vector);
}

static uint32_t register_fast(void)
{
    const struct pok_upcall upcall = {
        .entry = (uint32_t)upcall_entry,
        .restart = (uint32_t)upcall_restart,
        .flags = (uint32_t)upcall_flags,
        .commit = (uint32_t)upcall_commit,
        .leave = (uint32_t)upcall_leave,
    };

    CHECK_EQUAL(hypercall(CALL_UPCALL_SET, (uint32_t)&upcall, 0, 0), POK_ERRNO_OK);
    return hypercall(CALL_IRQ_REGISTER_VCPU, POK_VECTOR_VCPU, 0, 0);
}

/* vCPU 1 gives way without a stack, and finds an interrupt when it is chosen again: by the fast
 * gate, whose way out has a short way to another thread. */
static uint32_t chosen_stack, chosen_stacks[256];

/* Not one instruction more: it would be an error of another kind. */
static void chosen(void)
{
    CHECK_EQUAL(register_fast(), POK_ERRNO_OK);
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    __asm__ volatile(
        "movl %[stack], %%esp\n"
        "int %[vector]\n"
        "ud2\n"
        :
        : "a"(CALL_YIELD), [stack] "r"(chosen_stack), [vector] "i"(LAYOUT_HYPERCALL_VECTOR)
        : "memory");
    __builtin_unreachable();
}

static void attack_by_choice(uint32_t number)
{
    chosen_stack = stacks[number];
    CHECK_EQUAL(hypercall(CALL_VCPU_PRIORITY, 0, 1, 0), POK_ERRNO_OK);
    CHECK_EQUAL(hypercall(CALL_VCPU_PRIORITY, 1, 1, 0), POK_ERRNO_OK);
    CHECK_EQUAL(hypercall(CALL_VCPU_START, 1, (uint32_t)chosen, (uint32_t)&chosen_stacks[256]),
                POK_ERRNO_OK);
    (void)pok_hypercall_YIELD();
    CHECK_EQUAL(hypercall(CALL_VCPU_SIGNAL, 1, 0, 0), POK_ERRNO_OK);
    (void)pok_hypercall_YIELD();
    printf("stack %x was taken\n", (unsigned)chosen_stack);
}

static void attack(uint32_t number)
{
    uint32_t result;

    if (number >= 2 * STACKS) {
        attack_by_choice(number - 2 * STACKS);
        return;
    }
    CHECK_EQUAL(number < STACKS ? register_fast() : vector_register(POK_VECTOR_VCPU), POK_ERRNO_OK);
    if (check_state.failed != 0) {
        return;
    }
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    /* VCPU_SIGNAL to itself, without a stack. */
    __asm__ volatile(
        "movl %%esp, %%ebx\n"
        "movl %[stack], %%esp\n"
        "int %[vector]\n"
        "movl %%ebx, %%esp\n"
        : "=a"(result)
        : "a"(CALL_VCPU_SIGNAL),
          "d"(0), [stack] "r"(stacks[number % STACKS]), [vector] "i"(LAYOUT_HYPERCALL_VECTOR)
        : "ebx", "memory", "cc");
    printf("stack %x was taken\n", (unsigned)stacks[number % STACKS]);
}

int main(void)
{
    attack_each(3 * STACKS, attack);
}
