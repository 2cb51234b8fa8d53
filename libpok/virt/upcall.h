/* SPDX-License-Identifier: BSD-2-Clause */
/* Offsets that upcall.S uses, checked against the structures in interrupt.c. */
#ifndef LIBPOK_VIRT_UPCALL_H
#define LIBPOK_VIRT_UPCALL_H

#include "abi/layout.h"

#define PAGE_VIF       (LAYOUT_VCPU_PAGE + 0)
#define PAGE_PENDING   (LAYOUT_VCPU_PAGE + 4)
#define PAGE_THRESHOLD (LAYOUT_VCPU_PAGE + 8)
#define PAGE_DEPTH     (LAYOUT_VCPU_PAGE + 12)

#define FRAME_EAX       0
#define FRAME_THRESHOLD 4
#define FRAME_EFLAGS    8

#define VIF_ENABLED 0x200
#define VIF_PENDING 0x80000000

#define CALL_IRQ_ENABLE 27
#define CALL_IRQ_NEXT   33

#define CALL_EXCEPTION_RETURN 47

#define FIRST_VECTOR 32

#endif
