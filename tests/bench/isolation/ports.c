/* SPDX-License-Identifier: BSD-2-Clause */
/* A neighbour that copies the largest messages as often as it can. */
#include <arinc653/apexPartition.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>

static unsigned char message[8192];

int main(void)
{
    QUEUING_PORT_ID_TYPE queue;
    SAMPLING_PORT_ID_TYPE port;
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("sample", sizeof(message), SOURCE, 1000000000, &port, &code);
    CREATE_QUEUING_PORT("queue", sizeof(message), 4, SOURCE, FIFO, &queue, &code);
    for (;;) {
        WRITE_SAMPLING_MESSAGE(port, message, sizeof(message), &code);
        SEND_QUEUING_MESSAGE(queue, message, sizeof(message), 0, &code);
    }
}
