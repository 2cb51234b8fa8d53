/* SPDX-License-Identifier: BSD-2-Clause */
#include "virt/hypercall.h"

pok_ret_t pok_do_hypercall(pok_hypercall_id_t id, const pok_hypercall_args_t *args)
{
    uint32_t result = id;
    uint32_t arg1 = args->arg1;
    uint32_t arg2 = args->arg2;

    __asm__ volatile("int %[vector]"
                     : "+a"(result), "+d"(arg1), "+c"(arg2)
                     : "b"(args->arg3), "S"(args->arg4),
                       "D"(args->arg5), [vector] "i"(LAYOUT_HYPERCALL_VECTOR)
                     : "memory", "cc");
    return (pok_ret_t)result;
}
