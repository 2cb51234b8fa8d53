/* SPDX-License-Identifier: BSD-2-Clause */
/* Watches the temperature and gives an order every two seconds. */
#include <stdio.h>

#include <arinc653/apexPartition.h>
#include <arinc653/apexProcess.h>
#include <arinc653/apexQueuing.h>
#include <arinc653/apexSampling.h>
#include <arinc653/apexTime.h>

#include "message.h"

#define PERIOD_NS      500000000
#define REFRESH_NS     100000000
#define PERIODS_A_STEP 4u

static SAMPLING_PORT_ID_TYPE temperature_port;
static QUEUING_PORT_ID_TYPE orders_port;

static void show_temperature(void)
{
    struct temperature temperature;
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;
    SYSTEM_TIME_TYPE now;

    READ_SAMPLING_MESSAGE(temperature_port, (MESSAGE_ADDR_TYPE)&temperature, &length, &validity,
                          &code);
    if (code != NO_ERROR) {
        printf("no temperature yet\n");
        return;
    }
    GET_TIME(&now, &code);
    printf("%ld.%03ld C, %ld ms old, %s\n", (long)temperature.millidegrees / 1000,
           (long)temperature.millidegrees % 1000, (long)((now - temperature.measured_ns) / 1000000),
           validity == VALID ? "valid" : "stale");
}

static void give_order(uint32_t number)
{
    struct order order = {
        .number = number,
        .setpoint_millidegrees = number % 2 ? 25000 : 20000,
    };
    RETURN_CODE_TYPE code;

    SEND_QUEUING_MESSAGE(orders_port, (MESSAGE_ADDR_TYPE)&order, sizeof(order), 0, &code);
    if (code != NO_ERROR)
        printf("order %u not sent: return code %d\n", (unsigned)number, code);
}

static void command(void)
{
    RETURN_CODE_TYPE code;

    for (uint32_t period = 0;; period++) {
        show_temperature();
        if (period % PERIODS_A_STEP == 0)
            give_order(period / PERIODS_A_STEP + 1);
        PERIODIC_WAIT(&code);
    }
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .NAME = "command",
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)command,
        .PERIOD = PERIOD_NS,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE process;
    RETURN_CODE_TYPE ports[2], code;

    CREATE_SAMPLING_PORT("temperature", sizeof(struct temperature), DESTINATION, REFRESH_NS,
                         &temperature_port, &ports[0]);
    CREATE_QUEUING_PORT("orders", sizeof(struct order), 8, SOURCE, FIFO, &orders_port, &ports[1]);
    CREATE_PROCESS(&attributes, &process, &code);
    if (ports[0] != NO_ERROR || ports[1] != NO_ERROR || code != NO_ERROR) {
        printf("start-up: return codes %d, %d, %d\n", ports[0], ports[1], code);
        return 1;
    }
    START(process, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
