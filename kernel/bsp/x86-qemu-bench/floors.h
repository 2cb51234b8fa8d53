/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gates of the bench's BSP: the least that a way into the kernel and back can cost, for `make
 * bench` to print beside what the real ones do. No other BSP has them.
 */
#ifndef FLOORS_H
#define FLOORS_H

#define FLOOR_EMPTY_VECTOR     46 /* iret, nothing else */
#define FLOOR_REGISTERS_VECTOR 47 /* save and restore all registers */
#define FLOOR_CR3_VECTOR       48 /* reload CR3 */
/* eax 1: sysenter goes to an empty stub; 0: to the kernel again. */
#define FLOOR_SYSENTER_VECTOR 49
/* eax 1: count from 0 on; 0: stop. Returns eax crossings, edx changes of CR3. */
#define FLOOR_COUNT_VECTOR 50
#define FLOOR_LAST_VECTOR  50

#define COUNT_STUB_BYTES 64

#endif
