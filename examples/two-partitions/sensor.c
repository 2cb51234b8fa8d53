/* SPDX-License-Identifier: BSD-2-Clause */
/* Measures every 50 ms, and heats or cools to the setpoint that the last order had. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "message.h"

#define PERIOD_NS 50000000

static SAMPLING_PORT_ID_TYPE temperature_port;
static QUEUING_PORT_ID_TYPE orders_port;

static void take_orders(int32_t *setpoint)
{
    struct order order;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    for (;;) {
        RECEIVE_QUEUING_MESSAGE(orders_port, 0, (MESSAGE_ADDR_TYPE)&order, &length, &code);
        if (code != NO_ERROR)
            return;
        *setpoint = order.setpoint_millidegrees;
        printf("order %u: go to %ld mC\n", (unsigned)order.number, (long)*setpoint);
    }
}

static void measure(void)
{
    struct temperature temperature = {.millidegrees = 20000};
    int32_t setpoint = temperature.millidegrees;
    RETURN_CODE_TYPE code;

    for (;;) {
        take_orders(&setpoint);
        temperature.millidegrees += (setpoint - temperature.millidegrees) / 8;
        GET_TIME(&temperature.measured_ns, &code);
        WRITE_SAMPLING_MESSAGE(temperature_port, (MESSAGE_ADDR_TYPE)&temperature,
                               sizeof(temperature), &code);
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "measure",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)measure,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE ports[2], code;

    CREATE_SAMPLING_PORT("temperature", sizeof(struct temperature), SOURCE, PERIOD_NS,
                         &temperature_port, &ports[0]);
    CREATE_QUEUING_PORT("orders", sizeof(struct order), 8, DESTINATION, FIFO, &orders_port,
                        &ports[1]);
    CREATE_PROCESS(&attributes, &process, &code);
    if (ports[0] != NO_ERROR || ports[1] != NO_ERROR || code != NO_ERROR) {
        printf("start-up: return codes %d, %d, %d\n", ports[0], ports[1], code);
        return 1;
    }
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
