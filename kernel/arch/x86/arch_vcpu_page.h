/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ARCH_VCPU_PAGE_H
#define ARCH_VCPU_PAGE_H

#include "core/vcpu.h"
#include "abi/layout.h"
#include "x86.h"

/*
 * Let LAYOUT_VCPU_PAGE be this vCPU's page, in its own address space, which is current. It was
 * another's: this comes with a change of the thread.
 */
static inline void arch_vcpu_map_page(const struct vcpu *vcpu)
{
    *vcpu->arch.page_slot = vcpu->arch.page_entry;
    __asm__ volatile("invlpg %0" : : "m"(*(const char *)LAYOUT_VCPU_PAGE) : "memory");
}

#endif
