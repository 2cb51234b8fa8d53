/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COST_H
#define COST_H

/* More instructions than the kernel takes for anything but another partition's window. */
#define WINDOW_GAP 100000u
/* A turn of bench_spin() takes six: more is an entry of the kernel. */
#define ENTRY_GAP 10u
#define WINDOWS   100u

#endif
