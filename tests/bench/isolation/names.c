/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A neighbour with 93 ports whose names are alike but for their ends. It creates them, looks for
 * what it doesn't have, and starts itself again.
 */
#include <stdio.h>
#include <arinc653/apexPartition.h>
#include <arinc653/apexSampling.h>

#define PORTS    93u
#define LOOK_UPS 64u

int main(void)
{
    SAMPLING_PORT_NAME_TYPE name;
    SAMPLING_PORT_ID_TYPE port;
    RETURN_CODE_TYPE code;

    for (unsigned i = PORTS; i-- != 0;) {
        snprintf(name, sizeof(name), "alike-but-for-their-ends-%02u", i);
        CREATE_SAMPLING_PORT(name, 4, DESTINATION, 1000000000, &port, &code);
        if (i % 8 == 0)
            GET_SAMPLING_PORT_ID((char[]){"alike-but-for-their-ends-none"}, &port, &code);
    }
    for (unsigned i = 0; i < LOOK_UPS; i++)
        GET_SAMPLING_PORT_ID(name, &port, &code);
    SET_PARTITION_MODE(COLD_START, &code);
    return 0;
}
