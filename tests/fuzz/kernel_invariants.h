/* SPDX-License-Identifier: BSD-2-Clause */
/* What holds of the core's structures whenever the kernel is left, whatever partitions have done.
 */
#ifndef KERNEL_INVARIANTS_H
#define KERNEL_INVARIANTS_H

void kernel_invariants(void);

#endif
