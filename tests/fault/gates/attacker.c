/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tries every software interrupt. Only breakpoint, system call and hypercall may be reached from
 * ring 3; 253 vectors must be illegal requests. Code cannot name a vector in a register, so the
 * instruction is written where it is executed: 256 pairs of "int n; ret".
 */
#include "attack.h"

#define ALLOWED 3u

__asm__(".pushsection .text\n"
        "    .balign 4\n"
        "interrupts:\n"
        "    .set vector, 0\n"
        "    .rept 256\n"
        "    .byte 0xcd, vector, 0xc3, 0x90\n"
        "    .set vector, vector + 1\n"
        "    .endr\n"
        ".popsection\n");

extern const char interrupts[];

static bool is_allowed(uint32_t vector)
{
    return vector == 3 || vector == LAYOUT_SYSCALL_VECTOR || vector == LAYOUT_HYPERCALL_VECTOR;
}

/* From the highest down, so that the health monitor's log ends with the exceptions' vectors. */
static void attack(uint32_t number)
{
    uint32_t vector = 255;

    for (uint32_t left = number;; vector--) {
        if (is_allowed(vector)) {
            continue;
        }
        if (left == 0) {
            break;
        }
        left--;
    }
    __asm__ volatile("call *%0" : : "r"(interrupts + vector * 4), "a"(0) : "memory", "cc");
    printf("int %u came back\n", (unsigned)vector);
}

int main(void)
{
    attack_each(256 - ALLOWED, attack);
}
