/* SPDX-License-Identifier: BSD-2-Clause */
/* A partition as one writes it for POK: its headers, its names, its units. */
#include <core/partition.h>
#include <core/semaphore.h>
#include <core/thread.h>
#include <libc/stdio.h>
#include <middleware/buffer.h>
#include <middleware/port.h>
#include <types.h>

void *sender(void);
void *receiver(void);

uint8_t sid;
pok_buffer_id_t bid;
pok_port_id_t pidout;
pok_port_id_t pidin;

int main(void)
{
    uint32_t tid;
    pok_ret_t ret;
    pok_thread_attr_t tattr;

    ret = pok_sem_create(&sid, 0, 50, POK_QUEUEING_DISCIPLINE_DEFAULT);
    printf("pok_sem_create: %d\n", ret);
    ret = pok_buffer_create("numbers", 8, 4, POK_BUFFER_DISCIPLINE_FIFO, &bid);
    printf("pok_buffer_create: %d\n", ret);

    ret = pok_port_sampling_create("dataout", 4, POK_PORT_DIRECTION_OUT, 1000, &pidout);
    printf("pok_port_sampling_create (1): %d\n", ret);
    ret = pok_port_sampling_create("datain", 4, POK_PORT_DIRECTION_IN, 1000, &pidin);
    printf("pok_port_sampling_create (2): %d\n", ret);

    pok_thread_attr_init(&tattr);
    tattr.priority = 40;
    tattr.entry = sender;
    tattr.period = pok_time_milliseconds(100);
    ret = pok_thread_create(&tid, &tattr);
    printf("pok_thread_create (1): %d\n", ret);

    pok_thread_attr_init(&tattr);
    tattr.priority = 42;
    tattr.entry = receiver;
    ret = pok_thread_create(&tid, &tattr);
    printf("pok_thread_create (2): %d\n", ret);

    pok_partition_set_mode(POK_PARTITION_MODE_NORMAL);
    pok_thread_wait_infinite();
    return 0;
}
