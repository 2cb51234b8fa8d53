/* SPDX-License-Identifier: BSD-2-Clause */
/* What context.S knows of a structure, checked in irq.c. */
#ifndef GUESTS_RTEMS_INTERNAL_OFFSETS_H
#define GUESTS_RTEMS_INTERNAL_OFFSETS_H

#define LEVEL_LINES_OFFSET 0x128 /* in struct pok_partition_page */

#endif
