/* SPDX-License-Identifier: BSD-2-Clause */
/* The ARINC 653 services that test partitions use. */
#ifndef APEX_H
#define APEX_H

#include "arinc653/apexPartition.h"
#include "arinc653/apexProcess.h"
#include "arinc653/apexQueuing.h"
#include "arinc653/apexSampling.h"
#include "arinc653/apexTime.h"

#endif
