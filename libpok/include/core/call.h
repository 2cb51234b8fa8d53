/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering the kernel with a system call. The calls, their numbers and their arguments are
 * abi/syscalls.def; partitions use the services in the other headers of this folder, which say what
 * each call wants and returns.
 *
 * Two gates lead to the same handlers: `sysenter`, where the processor and the kernel offer it (the
 * partition page tells), and `int 42`. With POK_GATE_INT defined only the second is compiled in.
 */
#ifndef LIBPOK_CORE_CALL_H
#define LIBPOK_CORE_CALL_H

#include "abi/types.h"
#include "abi/layout.h"
#include "core/page.h"

#define POK_STRING_(x) #x
#define POK_STRING(x)  POK_STRING_(x)

typedef enum {
#define SYSCALL(number, name, handler, arguments, callers, text) POK_SYSCALL_##name = (number),
#include "abi/syscalls.def"
#undef SYSCALL
} pok_syscall_id_t;

/*
 * Registers of both gates: eax number and result, edx, ecx, ebx, esi arguments 1 to 4. The fast
 * gate also takes the return address in edi and the stack pointer in ebp; ecx and edx are lost, and
 * edi is here. The path without sysenter stands out of the way.
 */
#ifdef POK_GATE_INT
#define POK_GATE(vector) "int $" POK_STRING(vector) "\n\t"
#else
#define POK_GATE(vector)                                                                           \
    "cmpl $0, %c[gate]\n\t"                                                                        \
    "je 2f\n\t"                                                                                    \
    "pushl %%ebp\n\t"                                                                              \
    "movl %%esp, %%ebp\n\t"                                                                        \
    "movl $1f, %%edi\n\t"                                                                          \
    "sysenter\n"                                                                                   \
    "1:\tpopl %%ebp\n"                                                                             \
    "3:\n\t"                                                                                       \
    ".subsection 1\n"                                                                              \
    "2:\tint $" POK_STRING(vector) "\n\t"                                                          \
                                   "jmp 3b\n\t"                                                    \
                                   ".previous\n"
#endif

#define POK_FAST_GATE_FLAG (LAYOUT_PARTITION_PAGE + offsetof(struct pok_partition_page, fast_gate))

/* System call `id` with the arguments that its row in abi/syscalls.def has; the others are 0. */
static inline pok_ret_t pok_syscall4(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3,
                                     uint32_t a4)
{
    __asm__ volatile(POK_GATE(LAYOUT_SYSCALL_VECTOR)
                     : "+a"(id), "+d"(a1), "+c"(a2)
                     : "b"(a3), "S"(a4), [gate] "i"(POK_FAST_GATE_FLAG)
                     : "edi", "memory", "cc");
    return (pok_ret_t)id;
}

static inline pok_ret_t pok_syscall3(uint32_t id, uint32_t a1, uint32_t a2, uint32_t a3)
{
    __asm__ volatile(POK_GATE(LAYOUT_SYSCALL_VECTOR)
                     : "+a"(id), "+d"(a1), "+c"(a2)
                     : "b"(a3), [gate] "i"(POK_FAST_GATE_FLAG)
                     : "edi", "memory", "cc");
    return (pok_ret_t)id;
}

static inline pok_ret_t pok_syscall2(uint32_t id, uint32_t a1, uint32_t a2)
{
    __asm__ volatile(POK_GATE(LAYOUT_SYSCALL_VECTOR)
                     : "+a"(id), "+d"(a1), "+c"(a2)
                     : [gate] "i"(POK_FAST_GATE_FLAG)
                     : "edi", "memory", "cc");
    return (pok_ret_t)id;
}

static inline pok_ret_t pok_syscall1(uint32_t id, uint32_t a1)
{
    __asm__ volatile(POK_GATE(LAYOUT_SYSCALL_VECTOR)
                     : "+a"(id), "+d"(a1)
                     : [gate] "i"(POK_FAST_GATE_FLAG)
                     : "ecx", "edi", "memory", "cc");
    return (pok_ret_t)id;
}

static inline pok_ret_t pok_syscall0(uint32_t id)
{
    __asm__ volatile(POK_GATE(LAYOUT_SYSCALL_VECTOR)
                     : "+a"(id)
                     : [gate] "i"(POK_FAST_GATE_FLAG)
                     : "ecx", "edx", "edi", "memory", "cc");
    return (pok_ret_t)id;
}

/* pok_call_<NAME>(): one stub per row of the list, with as many arguments as the row has. */
#define POK_STUB_0(name)                                                                           \
    static inline pok_ret_t pok_call_##name(void)                                                  \
    {                                                                                              \
        return pok_syscall0(POK_SYSCALL_##name);                                                   \
    }
#define POK_STUB_1(name)                                                                           \
    static inline pok_ret_t pok_call_##name(uint32_t a1)                                           \
    {                                                                                              \
        return pok_syscall1(POK_SYSCALL_##name, a1);                                               \
    }
#define POK_STUB_2(name)                                                                           \
    static inline pok_ret_t pok_call_##name(uint32_t a1, uint32_t a2)                              \
    {                                                                                              \
        return pok_syscall2(POK_SYSCALL_##name, a1, a2);                                           \
    }
#define POK_STUB_3(name)                                                                           \
    static inline pok_ret_t pok_call_##name(uint32_t a1, uint32_t a2, uint32_t a3)                 \
    {                                                                                              \
        return pok_syscall3(POK_SYSCALL_##name, a1, a2, a3);                                       \
    }
#define POK_STUB_4(name)                                                                           \
    static inline pok_ret_t pok_call_##name(uint32_t a1, uint32_t a2, uint32_t a3, uint32_t a4)    \
    {                                                                                              \
        return pok_syscall4(POK_SYSCALL_##name, a1, a2, a3, a4);                                   \
    }
#define SYSCALL(number, name, handler, arguments, callers, text) POK_STUB_##arguments(name)
#include "abi/syscalls.def"
#undef SYSCALL
#undef POK_STUB_0
#undef POK_STUB_1
#undef POK_STUB_2
#undef POK_STUB_3
#undef POK_STUB_4

/* A pointer as the calls take it. */
static inline uint32_t pok_address(const volatile void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

#endif
