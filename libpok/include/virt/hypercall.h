/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering the kernel with a hypercall: guests only. The calls, their numbers and their arguments
 * are abi/hypercalls.def. A number that is a system call's plus 64 makes that system call.
 */
#ifndef LIBPOK_VIRT_HYPERCALL_H
#define LIBPOK_VIRT_HYPERCALL_H

#include "core/call.h"

typedef enum {
#define HYPERCALL(number, name, handler, arguments, text) POK_HYPERCALL_##name = (number),
#include "abi/hypercalls.def"
#undef HYPERCALL
} pok_hypercall_id_t;

typedef struct {
    uint32_t arg1;
    uint32_t arg2;
    uint32_t arg3;
    uint32_t arg4;
    uint32_t arg5;
} pok_hypercall_args_t;

/*
 * The gate of 2013: a software interrupt, with all five arguments. Returns what the call returns;
 * POK_ERRNO_CALL_UNKNOWN for a number that no call has, POK_ERRNO_EPERM in a native partition.
 */
pok_ret_t pok_do_hypercall(pok_hypercall_id_t id, const pok_hypercall_args_t *args);

static inline pok_ret_t pok_hypercall5(pok_hypercall_id_t id, uint32_t a1, uint32_t a2, uint32_t a3,
                                       uint32_t a4, uint32_t a5)
{
    return pok_do_hypercall(id, &(pok_hypercall_args_t){a1, a2, a3, a4, a5});
}

static inline pok_ret_t pok_hypercall4(pok_hypercall_id_t id, uint32_t a1, uint32_t a2, uint32_t a3,
                                       uint32_t a4)
{
    return pok_hypercall5(id, a1, a2, a3, a4, 0);
}

static inline pok_ret_t pok_hypercall3(pok_hypercall_id_t id, uint32_t a1, uint32_t a2, uint32_t a3)
{
    return pok_hypercall5(id, a1, a2, a3, 0, 0);
}

static inline pok_ret_t pok_hypercall2(pok_hypercall_id_t id, uint32_t a1, uint32_t a2)
{
    return pok_hypercall5(id, a1, a2, 0, 0, 0);
}

static inline pok_ret_t pok_hypercall1(pok_hypercall_id_t id, uint32_t a1)
{
    return pok_hypercall5(id, a1, 0, 0, 0, 0);
}

/* The fast gate numbers hypercalls behind the system calls; the other gate doesn't. */
#ifdef POK_GATE_INT
#define POK_HYPERCALL_GATE POK_HYPERCALL_GATE_INT
#else
#define POK_HYPERCALL_GATE                                                                         \
    "cmpl $0, %c[gate]\n\t"                                                                        \
    "je 2f\n\t"                                                                                    \
    "pushl %%ebp\n\t"                                                                              \
    "movl %%esp, %%ebp\n\t"                                                                        \
    "movl $1f, %%edi\n\t"                                                                          \
    "sysenter\n"                                                                                   \
    "1:\tpopl %%ebp\n"                                                                             \
    "3:\n\t"                                                                                       \
    ".subsection 1\n"                                                                              \
    "2:\t" POK_HYPERCALL_GATE_INT "jmp 3b\n\t"                                                     \
    ".previous\n"
#endif
#define POK_HYPERCALL_GATE_INT                                                                     \
    "subl $" POK_STRING(LAYOUT_FAST_HYPERCALL) ", %%eax\n\t"                                       \
                                               "int $" POK_STRING(LAYOUT_HYPERCALL_VECTOR) "\n\t"

/* The same calls, up to three arguments, by the fast gate where there is one. */
static inline pok_ret_t pok_hypercall_fast3(pok_hypercall_id_t id, uint32_t a1, uint32_t a2,
                                            uint32_t a3)
{
    uint32_t result = LAYOUT_FAST_HYPERCALL + id;

    __asm__ volatile(POK_HYPERCALL_GATE
                     : "+a"(result), "+d"(a1), "+c"(a2)
                     : "b"(a3), [gate] "i"(POK_FAST_GATE_FLAG)
                     : "edi", "memory", "cc");
    return (pok_ret_t)result;
}

static inline pok_ret_t pok_hypercall_fast2(pok_hypercall_id_t id, uint32_t a1, uint32_t a2)
{
    uint32_t result = LAYOUT_FAST_HYPERCALL + id;

    __asm__ volatile(POK_HYPERCALL_GATE
                     : "+a"(result), "+d"(a1), "+c"(a2)
                     : [gate] "i"(POK_FAST_GATE_FLAG)
                     : "edi", "memory", "cc");
    return (pok_ret_t)result;
}

static inline pok_ret_t pok_hypercall_fast1(pok_hypercall_id_t id, uint32_t a1)
{
    uint32_t result = LAYOUT_FAST_HYPERCALL + id;

    __asm__ volatile(POK_HYPERCALL_GATE
                     : "+a"(result), "+d"(a1)
                     : [gate] "i"(POK_FAST_GATE_FLAG)
                     : "ecx", "edi", "memory", "cc");
    return (pok_ret_t)result;
}

static inline pok_ret_t pok_hypercall_fast0(pok_hypercall_id_t id)
{
    uint32_t result = LAYOUT_FAST_HYPERCALL + id;

    __asm__ volatile(POK_HYPERCALL_GATE
                     : "+a"(result)
                     : [gate] "i"(POK_FAST_GATE_FLAG)
                     : "ecx", "edx", "edi", "memory", "cc");
    return (pok_ret_t)result;
}

/* pok_hypercall_<NAME>(): one stub per row of the list, by the fast gate. */
#define POK_STUB_0(name)                                                                           \
    static inline pok_ret_t pok_hypercall_##name(void)                                             \
    {                                                                                              \
        return pok_hypercall_fast0(POK_HYPERCALL_##name);                                          \
    }
#define POK_STUB_1(name)                                                                           \
    static inline pok_ret_t pok_hypercall_##name(uint32_t a1)                                      \
    {                                                                                              \
        return pok_hypercall_fast1(POK_HYPERCALL_##name, a1);                                      \
    }
#define POK_STUB_2(name)                                                                           \
    static inline pok_ret_t pok_hypercall_##name(uint32_t a1, uint32_t a2)                         \
    {                                                                                              \
        return pok_hypercall_fast2(POK_HYPERCALL_##name, a1, a2);                                  \
    }
#define POK_STUB_3(name)                                                                           \
    static inline pok_ret_t pok_hypercall_##name(uint32_t a1, uint32_t a2, uint32_t a3)            \
    {                                                                                              \
        return pok_hypercall_fast3(POK_HYPERCALL_##name, a1, a2, a3);                              \
    }
#define HYPERCALL(number, name, handler, arguments, text) POK_STUB_##arguments(name)
#include "abi/hypercalls.def"
#undef HYPERCALL
#undef POK_STUB_0
#undef POK_STUB_1
#undef POK_STUB_2
#undef POK_STUB_3

#endif
