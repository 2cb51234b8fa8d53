/* SPDX-License-Identifier: BSD-2-Clause */
/* From the kernel's error codes to the standard's return codes. Internal to libpok. */
#ifndef LIBPOK_ARINC653_RETURN_CODE_H
#define LIBPOK_ARINC653_RETURN_CODE_H

#include "arinc653/apexType.h"
#include "abi/types.h"

/* Of a service that uses an object, and of one that creates or finds it. */
RETURN_CODE_TYPE return_code_of_failed_use(pok_ret_t ret);
RETURN_CODE_TYPE return_code_of_creation(pok_ret_t ret);

/* The first, with the usual case in line. */
static inline RETURN_CODE_TYPE return_code_of_use(pok_ret_t ret)
{
    return ret == POK_ERRNO_OK ? NO_ERROR : return_code_of_failed_use(ret);
}

/* Let a parameter stay in its place on the stack: a register over the call would have to be saved.
 */
#define IN_PLACE(parameter) __asm__("" : "+m"(parameter))

/* Ports: the standard's identifiers begin at 1, as 0 is the null identifier; the kernel's at 0. */
#define APEX_PORT_ID(kernel_id) ((APEX_INTEGER)(kernel_id) + 1)
#define KERNEL_PORT_ID(apex_id) ((uint32_t)(apex_id)-1u)

#endif
