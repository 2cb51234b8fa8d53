/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/apexPartition.h"
#include "core/partition.h"
#include "arinc653/return_code.h"

void GET_PARTITION_STATUS(PARTITION_STATUS_TYPE *PARTITION_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    pok_partition_status_t status;

    *RETURN_CODE = return_code_of_use(pok_partition_status(&status));
    if (*RETURN_CODE != NO_ERROR)
        return;
    PARTITION_STATUS->PERIOD = status.period_ns;
    PARTITION_STATUS->DURATION = status.duration_ns;
    PARTITION_STATUS->IDENTIFIER = (PARTITION_ID_TYPE)status.identifier;
    PARTITION_STATUS->LOCK_LEVEL = (LOCK_LEVEL_TYPE)status.lock_level;
    PARTITION_STATUS->OPERATING_MODE = (OPERATING_MODE_TYPE)status.operating_mode;
    PARTITION_STATUS->START_CONDITION = (START_CONDITION_TYPE)status.start_condition;
    PARTITION_STATUS->NUM_ASSIGNED_CORES = status.num_assigned_cores;
}

void SET_PARTITION_MODE(OPERATING_MODE_TYPE OPERATING_MODE, RETURN_CODE_TYPE *RETURN_CODE)
{
    *RETURN_CODE = return_code_of_use(pok_partition_set_mode((pok_partition_mode_t)OPERATING_MODE));
}
