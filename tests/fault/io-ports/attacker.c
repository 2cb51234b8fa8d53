/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads and writes I/O ports that the configuration doesn't give: interrupt controllers, timer,
 * serial ports, PCI configuration, reset, the borders of the port space, and instructions that need
 * IOPL. */
#include "attack.h"

struct access {
    uint16_t port;
    uint8_t bytes;
    uint8_t write;
};

static const struct access accesses[] = {
    {0x00, 1, 0},   {0x20, 1, 0},   {0x20, 1, 1},   {0x21, 1, 1},   {0x40, 1, 0},  {0x43, 1, 1},
    {0x60, 1, 0},   {0x64, 1, 1},   {0x70, 1, 1},   {0x80, 1, 1},   {0xa0, 1, 1},  {0xa1, 1, 0},
    {0x2f8, 1, 0},  {0x2f8, 1, 1},  {0x3f8, 1, 1},  {0x3f8, 1, 0},  {0x3f8, 4, 0}, {0xcf8, 4, 1},
    {0xcfc, 4, 0},  {0xcf9, 1, 1},  {0x604, 2, 1},  {0xb004, 2, 1}, {0xf4, 1, 1},  {0x501, 1, 1},
    {0xffff, 1, 0}, {0xffff, 2, 0}, {0xfffd, 4, 0}, {0xfffe, 2, 0},
};

#define ACCESSES     (sizeof(accesses) / sizeof(accesses[0]))
#define INSTRUCTIONS 3u

static uint32_t perform(const struct access *access)
{
    uint32_t value = 0;

    switch (access->bytes | (access->write << 4)) {
    case 0x01:
        __asm__ volatile("inb %w1, %b0" : "=a"(value) : "Nd"(access->port));
        break;
    case 0x02:
        __asm__ volatile("inw %w1, %w0" : "=a"(value) : "Nd"(access->port));
        break;
    case 0x04:
        __asm__ volatile("inl %w1, %0" : "=a"(value) : "Nd"(access->port));
        break;
    case 0x11:
        __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(access->port));
        break;
    case 0x12:
        __asm__ volatile("outw %w0, %w1" : : "a"(value), "Nd"(access->port));
        break;
    default:
        __asm__ volatile("outl %0, %w1" : : "a"(value), "Nd"(access->port));
        break;
    }
    return value;
}

static void attack(uint32_t number)
{
    if (number < ACCESSES) {
        perform(&accesses[number]);
        printf("port %x was reached\n", accesses[number].port);
    } else if (number == ACCESSES) {
        __asm__ volatile("cli");
    } else if (number == ACCESSES + 1) {
        __asm__ volatile("sti");
    } else {
        uint32_t port = 0x3f8;
        const char *text = "x";

        __asm__ volatile("outsb" : "+S"(text) : "d"(port) : "memory");
    }
}

int main(void)
{
    attack_each(ACCESSES + INSTRUCTIONS, attack);
}
