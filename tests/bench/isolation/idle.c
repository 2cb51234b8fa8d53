/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that does nothing. */
#include <arinc653/apexPartition.h>

int main(void)
{
    RETURN_CODE_TYPE code;

    SET_PARTITION_MODE(IDLE, &code);
    return 0;
}
