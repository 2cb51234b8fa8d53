/* SPDX-License-Identifier: BSD-2-Clause */
/* Exit statuses of the tool; `bulkhead --help` and docs/configuration.md list them. */
#ifndef BULKHEAD_STATUS_H
#define BULKHEAD_STATUS_H

#define STATUS_OK            0
#define STATUS_CONFIGURATION 1 /* the module file or a partition's image is wrong */
#define STATUS_USAGE         2
#define STATUS_TOOL          3 /* a file, a program or memory is missing, or a program failed */
#define STATUS_PANIC         4 /* run: the kernel stopped the module */
#define STATUS_ABNORMAL      5 /* run: QEMU ended in another way that is not the module's own end */
#define STATUS_TIMEOUT       6 /* run: the time given by --timeout passed */
#define STATUS_RESET         7 /* run: the machine was reset, by the module or by a triple fault */

#endif
