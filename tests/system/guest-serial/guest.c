/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest computes without a pause and never looks at its serial port; each byte of typed.txt
 * arrives by an interrupt of line 3. Every byte and every interrupt is accounted for, and the
 * computation comes out right.
 */
#include "seed_guest.h"

#define COM2   0x2f8
#define LINES  100u
#define ROUNDS 5000u
#define WIDTH  32u /* typed.txt: line n is n in 31 digits, and a newline */

static volatile uint32_t interrupts, empty, wrong;

static inline uint8_t port_read(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void port_write(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t expected(uint32_t place)
{
    uint32_t column = place % WIDTH;
    uint32_t value = place / WIDTH;

    if (column == WIDTH - 1) {
        return '\n';
    }
    for (uint32_t i = WIDTH - 2; i > column; i--) {
        value /= 10;
    }
    return (uint8_t)('0' + value % 10);
}

void handle(uint32_t vector)
{
    CHECK_EQUAL(vector, POK_VECTOR_BASE + 3);
    if ((port_read(COM2 + 5) & 1) == 0) {
        empty++;
        return;
    }
    wrong += port_read(COM2) != expected(interrupts);
    interrupts++;
}

/* Something with all registers and the FPU that has one right answer. */
static __attribute__((noinline)) uint32_t compute(volatile uint32_t *seed, uint32_t rounds)
{
    uint32_t value = *seed;
    double sum = 0;

    for (uint32_t i = 0; i < rounds; i++) {
        value = value * 1664525u + 1013904223u;
        sum += value & 0xff;
    }
    return value ^ (uint32_t)(int64_t)sum;
}

int main(void)
{
    static volatile uint32_t seed = 1;
    uint32_t right = compute(&seed, ROUNDS);
    uint32_t computations = 0;

    CHECK_EQUAL(vector_register(POK_VECTOR_BASE + 3), POK_ERRNO_OK);
    port_write(COM2 + 1, 0x01); /* receive interrupt */
    port_write(COM2 + 4, 0x0b); /* OUT2 lets it through */
    interrupts_enable();
    while (interrupts < LINES * WIDTH) {
        CHECK_EQUAL(compute(&seed, ROUNDS), right);
        computations++;
    }
    for (uint32_t i = 0; i < 20; i++) {
        CHECK_EQUAL(compute(&seed, ROUNDS), right);
    }
    CHECK_EQUAL(interrupts, LINES * WIDTH);
    CHECK_EQUAL(wrong, 0);
    CHECK_EQUAL(VCPU_PAGE->counted[3], interrupts + empty);
    printf("%u interrupts, %u without a byte, %u computations\n", (unsigned)interrupts,
           (unsigned)empty, (unsigned)computations);
    CHECK_EQUAL(empty, 0);
    quiet();
}
