/* SPDX-License-Identifier: BSD-2-Clause */
/* The name that partitions written for POK include: pok_api.h. */
#ifndef POK_CORE_TIME_H
#define POK_CORE_TIME_H

#include "pok_api.h"

#endif
