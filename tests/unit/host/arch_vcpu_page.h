/* SPDX-License-Identifier: BSD-2-Clause */
/* The table is the host's own, and there is no TLB. */
#ifndef ARCH_VCPU_PAGE_H
#define ARCH_VCPU_PAGE_H

#include "core/vcpu.h"

static inline void arch_vcpu_map_page(const struct vcpu *vcpu)
{
    *vcpu->arch.page_slot = vcpu->arch.page_entry;
}

#endif
