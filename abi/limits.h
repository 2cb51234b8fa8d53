/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Limits that kernel, host tool and partitions agree on.
 *
 * Those with a name of their own in ARINC 653 Part 1 keep the standard's value. The tool refuses
 * a configuration that is over one of them; the kernel sizes nothing by them: tables are sized by
 * the configuration.
 */
#ifndef ABI_LIMITS_H
#define ABI_LIMITS_H

#define POK_MAX_PARTITIONS     32
#define POK_MAX_PROCESSES      128 /* per partition, the main process not counted */
#define POK_MAX_PORTS          512 /* per module, both kinds together */
#define POK_MAX_MESSAGE_BYTES  8192
#define POK_MAX_QUEUE_MESSAGES 512
#define POK_MAX_DESTINATIONS   32  /* of one channel */
#define POK_MAX_WINDOWS        256 /* per schedule */
#define POK_MAX_SCHEDULES      16
#define POK_MAX_NAME           32 /* characters, with the closing NUL where there is room */
#define POK_MAX_VCPUS          8  /* per guest partition */
#define POK_MAX_LINES          24 /* hardware interrupt lines: two 8259 have 16, an I/O APIC 24 */
#define POK_MAX_COMMAND_LINE   128
#define POK_MAX_ERROR_MESSAGE  128
#define POK_MAX_VIRTUAL_TIMERS 2 /* per vCPU: one on each clock */
#define POK_TIMER_PERIOD_MIN_NS                                                                    \
    1000u                     /* shortest period of a virtual timer; the longest is below 2^32 ns */
#define POK_MAX_IRQ_NESTING 8 /* saved frames of a vCPU for handlers that end by do_iret */

#define POK_PRIORITY_MIN   1
#define POK_PRIORITY_MAX   239
#define POK_LOCK_LEVEL_MAX 16

#define POK_PAGE_BYTES        4096u
#define POK_CONSOLE_WRITE_MAX 256u /* bytes one console call takes */

#endif
