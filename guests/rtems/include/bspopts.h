/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of board support package `bulkhead`. */
#ifndef BULKHEAD_BSPOPTS_H
#define BULKHEAD_BSPOPTS_H

#define RTEMS_BSP bulkhead

#endif
