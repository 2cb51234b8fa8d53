/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ARCH_VCPU_PAGE_H
#define ARCH_VCPU_PAGE_H

#include "core/vcpu.h"
#include "abi/layout.h"
#include "x86.h"

/* Let LAYOUT_VCPU_PAGE be this vCPU's page, in its own address space, which is current. */
static inline void arch_vcpu_map_page(const struct vcpu *vcpu)
{
    if (*vcpu->arch.page_slot != vcpu->arch.page_entry) {
        *vcpu->arch.page_slot = vcpu->arch.page_entry;
        invlpg(LAYOUT_VCPU_PAGE);
    }
}

#endif
