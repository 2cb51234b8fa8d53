/* SPDX-License-Identifier: BSD-2-Clause */
#include "serial.h"

#include <virt/virt.h>

#define COM2        0x2f8
#define COM2_LINE   3u
#define COM2_VECTOR (POK_VECTOR_BASE + COM2_LINE)

/* Registers of a 16550, by their offsets. */
#define DATA              0
#define INTERRUPT_ENABLE  1
#define FIFO_CONTROL      2
#define LINE_CONTROL      3
#define MODEM_CONTROL     4
#define LINE_STATUS       5
#define INTERRUPT_RECEIVE 0x01
#define FIFO_ON           0x07 /* on, both emptied, interrupt at the first byte */
#define LINE_8N1          0x03
#define MODEM_OUT2        0x0b /* OUT2 lets the interrupt through to the controller */
#define STATUS_RECEIVED   0x01
#define STATUS_ROOM       0x20

#define RING_BYTES 64u
/* A transmitter that is silent for so long is not there. */
#define PATIENCE 10000

static struct {
    volatile uint32_t head; /* written by the handler */
    volatile uint32_t tail; /* written by the task */
    char byte[RING_BYTES];
    void (*received)(void);
    uint32_t lost;
} serial;

static inline uint8_t read_register(uint16_t offset)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"((uint16_t)(COM2 + offset)));
    return value;
}

static inline void write_register(uint16_t offset, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"((uint16_t)(COM2 + offset)));
}

static void store(char c)
{
    if (serial.head - serial.tail == RING_BYTES) {
        serial.lost++;
        return;
    }
    serial.byte[serial.head % RING_BYTES] = c;
    serial.head++;
}

/* All that has come is taken: the line is edge triggered and tells only of the first byte. */
static void take_all(void)
{
    while (read_register(LINE_STATUS) & STATUS_RECEIVED)
        store((char)read_register(DATA));
}

static VIRT_HANDLER void serial_interrupt(uint32_t vector)
{
    (void)vector;
    take_all();
    serial.received();
}

int serial_open(void (*received)(void))
{
    pok_ret_t ret;

    serial.received = received;
    write_register(LINE_CONTROL, LINE_8N1);
    take_all(); /* the next step would empty the receiver */
    write_register(FIFO_CONTROL, FIFO_ON);
    write_register(MODEM_CONTROL, MODEM_OUT2);
    ret = _CPU_Virtual_Irq_request(COM2_VECTOR, serial_interrupt);
    if (ret == POK_ERRNO_OK)
        write_register(INTERRUPT_ENABLE, INTERRUPT_RECEIVE);
    return (int)ret;
}

int serial_get(void)
{
    int c;

    if (serial.head == serial.tail)
        return -1;
    c = (unsigned char)serial.byte[serial.tail % RING_BYTES];
    serial.tail++;
    return c;
}

void serial_put(char c)
{
    for (int i = 0; i < PATIENCE && !(read_register(LINE_STATUS) & STATUS_ROOM); i++)
        ;
    write_register(DATA, (uint8_t)c);
}

uint32_t serial_received(void)
{
    return serial.head + serial.lost;
}

uint32_t serial_lost(void)
{
    return serial.lost;
}
