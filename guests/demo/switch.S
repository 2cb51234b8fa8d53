/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * void task_switch(uint32_t **from, uint32_t *to)
 *
 * What C lets a function change is not kept. The interrupt level is off on both sides, and each
 * task goes back to its own after its return from here.
 */
    .text
    .globl task_switch
    .type task_switch, @function
task_switch:
    movl 4(%esp), %eax
    movl 8(%esp), %edx
    pushl %ebx
    pushl %esi
    pushl %edi
    pushl %ebp
    movl %esp, (%eax)
    movl %edx, %esp
    popl %ebp
    popl %edi
    popl %esi
    popl %ebx
    ret
    .size task_switch, . - task_switch

    .section .note.GNU-stack, "", @progbits
