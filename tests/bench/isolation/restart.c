/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that starts itself again as soon as it runs. */
#include <arinc653/apexPartition.h>

int main(void)
{
    RETURN_CODE_TYPE code;

    SET_PARTITION_MODE(COLD_START, &code);
    return 0;
}
