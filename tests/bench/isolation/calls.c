/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that is always in the kernel, by either gate, with calls that work and that don't. */
#include "core/call.h"
#include "abi/structs.h"

int main(void)
{
    struct pok_partition_status status;

    for (uint32_t number = 0;; number = (number + 1) % LAYOUT_FAST_HYPERCALL) {
        (void)pok_call_PARTITION_STATUS(pok_address(&status));
        if (number != POK_SYSCALL_PARTITION_MODE_SET)
            (void)pok_syscall4(number, LAYOUT_KERNEL_BASE, LAYOUT_KERNEL_BASE, 1, 0);
        __asm__ volatile("int $42" : : "a"(POK_SYSCALL_PARTITION_ID) : "ecx", "edx", "memory");
    }
}
