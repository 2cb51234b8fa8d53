/* SPDX-License-Identifier: BSD-2-Clause */
#include <core/semaphore.h>
#include <core/thread.h>
#include <libc/stdio.h>
#include <middleware/buffer.h>
#include <middleware/port.h>
#include <types.h>

extern uint8_t sid;
extern pok_buffer_id_t bid;
extern pok_port_id_t pidout;
extern pok_port_id_t pidin;

void *sender(void);
void *receiver(void);

void *sender(void)
{
    for (uint32_t number = 1;; number++) {
        pok_buffer_send(bid, &number, sizeof(number), 0);
        pok_port_sampling_write(pidout, &number, sizeof(number));
        pok_sem_signal(sid);
        printf("sent %u\n", (unsigned)number);
        pok_thread_period();
    }
}

void *receiver(void)
{
    for (;;) {
        uint32_t number = 0;
        uint32_t latest = 0;
        pok_port_size_t length = 0;
        bool_t valid = FALSE;
        pok_ret_t ret = pok_sem_wait(sid, 30000);

        if (ret == POK_ERRNO_TIMEOUT) {
            printf("nothing for 30 ms\n");
            pok_sem_wait(sid, 0);
        }
        pok_buffer_receive(bid, 0, &number, &length);
        pok_port_sampling_read(pidin, &latest, &length, &valid);
        printf("received %u, the latest is %u, %svalid\n", (unsigned)number, (unsigned)latest,
               valid ? "" : "in");
    }
}
