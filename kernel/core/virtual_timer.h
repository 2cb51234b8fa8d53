/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual timers of a vCPU: one on the hardware clock, one on the partition's execution clock,
 * which stands still outside of its windows. One-shot or periodic; periods that passed unseen are
 * added to the page's `missed` count, so the guest's time stays right.
 */
#ifndef CORE_VIRTUAL_TIMER_H
#define CORE_VIRTUAL_TIMER_H

#include "core/vcpu.h"

void virtual_timer_init(struct vcpu *vcpu);
void virtual_timer_reset(struct vcpu *vcpu);
/* Arm, re-arm or disarm as the guest asks; every field is checked. */
pok_ret_t virtual_timer_set(struct vcpu *vcpu, const struct pok_virtual_timer *request);
/* The execution clock of a partition goes on: move what is armed on it. */
void virtual_timer_window_start(struct partition *partition, uint64_t now_ns);

#endif
