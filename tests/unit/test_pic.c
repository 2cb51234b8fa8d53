/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/drivers/pic.c kernel/arch/x86/irq.c */
/*
 * The 8259 driver, and irq.c on top of it, with a simulated pair of controllers: above all
 * interrupts that went away before the processor asked which they are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "drivers/pic.h"
#include <x86.h> /* the host's, as pic.c has it */
#include "kernel/arch/x86/acpi.h"
#include "kernel/arch/x86/cpu.h"
#include "kernel/arch/x86/irq.h"
#include "core/arch.h"
#include "core/options.h"
#include "drivers/ioapic.h"
#include "drivers/lapic.h"

#define FIRST   0x40u
#define CASCADE 2u
#define PINS    8u

/* --- the controllers (Intel 8259A data sheet) ---------------------------------------------------
 */

struct chip {
    uint8_t pin;     /* levels at the inputs */
    uint8_t request; /* IRR */
    uint8_t service; /* ISR */
    uint8_t mask;    /* IMR */
    uint8_t level;   /* ELCR */
    uint8_t base;
    uint32_t init_words; /* still to come of ICW2 to ICW4 */
    bool read_service;
};

static struct chip master, slave;
static uint32_t acknowledged[2]; /* EOIs that found something in service: master, slave */
static uint32_t acknowledged_nothing;

struct cpu cpu;
struct boot_options boot_options;
const struct irqchip ioapic_chip;

void ioapic_init(const struct acpi *acpi, uint32_t first_vector)
{
    (void)acpi, (void)first_vector;
    fail();
}

void lapic_init(uint32_t spurious_vector, bool legacy)
{
    (void)spurious_vector, (void)legacy;
    fail();
}

static uint32_t lowest(uint8_t bits)
{
    uint32_t bit = 0;

    while (bit < PINS && !(bits >> bit & 1u))
        bit++;
    return bit;
}

/* The request that would be served now, PINS when there is none. */
static uint32_t requesting(const struct chip *chip)
{
    uint32_t best = lowest(chip->request & (uint8_t)~chip->mask);

    return best < lowest(chip->service) ? best : PINS;
}

static void pin_set(struct chip *chip, uint32_t pin, bool high)
{
    uint8_t bit = (uint8_t)(1u << pin);
    bool rises = high && !(chip->pin & bit);

    chip->pin = (uint8_t)(high ? chip->pin | bit : chip->pin & ~bit);
    if (rises || (high && chip->level & bit))
        chip->request |= bit;
    else if (!high)
        chip->request &= (uint8_t)~bit; /* it must stay until it is asked for */
}

static void cascade_update(void)
{
    pin_set(&master, CASCADE, requesting(&slave) != PINS);
}

static void line_set(uint32_t line, bool high)
{
    pin_set(line < PINS ? &master : &slave, line % PINS, high);
    cascade_update();
}

/* What a chip answers to the processor's question; line 7 when the request has gone. */
static uint32_t chip_answer(struct chip *chip)
{
    uint32_t pin = requesting(chip);

    if (pin == PINS)
        return PINS - 1;
    chip->service |= (uint8_t)(1u << pin);
    if (!(chip->level >> pin & 1u))
        chip->request &= (uint8_t) ~(1u << pin);
    return pin;
}

static bool asserted(void)
{
    return requesting(&master) != PINS;
}

/* The processor takes an interrupt: the vector. */
static uint32_t interrupt(void)
{
    uint32_t pin = chip_answer(&master);
    uint32_t vector = master.base + pin;

    if (pin == CASCADE)
        vector = slave.base + chip_answer(&slave);
    cascade_update();
    return vector;
}

static void chip_command(struct chip *chip, uint8_t value, uint32_t which)
{
    if (value & 0x10) { /* ICW1 */
        *chip = (struct chip){.pin = chip->pin, .level = chip->level, .init_words = 3};
        assert_true(value & 0x01);
    } else if ((value & 0x18) == 0x08) { /* OCW3 */
        if (value & 0x02)
            chip->read_service = value & 0x01;
    } else { /* OCW2 */
        assert_int_equal(value, 0x20);
        if (chip->service == 0)
            acknowledged_nothing++;
        else
            acknowledged[which]++;
        chip->service &= (uint8_t)(chip->service - 1);
    }
}

static void chip_data(struct chip *chip, uint8_t value)
{
    if (chip->init_words == 0)
        chip->mask = value;
    else if (chip->init_words-- == 3)
        chip->base = value;
}

void outb(uint16_t port, uint8_t value)
{
    switch (port) {
    case 0x20:
        chip_command(&master, value, 0);
        break;
    case 0xa0:
        chip_command(&slave, value, 1);
        break;
    case 0x21:
        chip_data(&master, value);
        break;
    case 0xa1:
        chip_data(&slave, value);
        break;
    case 0x4d0:
        master.level = value;
        break;
    case 0x4d1:
        slave.level = value;
        break;
    default:
        fail_msg("port %x", port);
    }
    cascade_update();
}

uint8_t inb(uint16_t port)
{
    switch (port) {
    case 0x20:
        return master.read_service ? master.service : master.request;
    case 0xa0:
        return slave.read_service ? slave.service : slave.request;
    case 0x4d0:
        return master.level;
    case 0x4d1:
        return slave.level;
    default:
        fail_msg("port %x", port);
    }
    return 0;
}

/* --- tests --------------------------------------------------------------------------------------
 */

static int set_up(void **state)
{
    static const struct acpi acpi;

    (void)state;
    memset(&master, 0, sizeof(master));
    memset(&slave, 0, sizeof(slave));
    irq_init(&acpi);
    acknowledged[0] = acknowledged[1] = acknowledged_nothing = 0;
    assert_string_equal(irq_controller_name(), "8259");
    return 0;
}

/* An interrupt as the kernel handles it. */
static uint32_t handle(void)
{
    uint32_t vector = interrupt();

    assert_in_range(vector, FIRST, FIRST + 15);
    irq_handler[vector - FIRST](vector);
    return vector - FIRST;
}

static void check_acknowledged(uint32_t of_master, uint32_t of_slave)
{
    assert_int_equal(acknowledged[0], of_master);
    assert_int_equal(acknowledged[1], of_slave);
    assert_int_equal(acknowledged_nothing, 0);
}

static void all_masked_at_first(void **state)
{
    (void)state;
    for (uint32_t line = 0; line < 16; line++) {
        if (line == CASCADE)
            continue;
        line_set(line, true);
        assert_false(asserted());
        line_set(line, false);
    }
}

static void each_line_has_its_vector(void **state)
{
    (void)state;
    for (uint32_t line = 0; line < 16; line++) {
        if (line == CASCADE)
            continue;
        acknowledged[0] = acknowledged[1] = 0;
        arch_line_unmask(line);
        line_set(line, true);
        assert_true(asserted());
        assert_int_equal(handle(), line);
        check_acknowledged(1, line >= 8);
        assert_int_equal(master.service | slave.service, 0);
        line_set(line, false);
        arch_line_mask(line);
        line_set(line, true);
        assert_false(asserted());
        line_set(line, false);
    }
}

/* Lines of the kernel's numbering that an 8259 doesn't have, and the cascade. */
static void other_lines_are_ignored(void **state)
{
    (void)state;
    for (uint32_t line = 16; line < IRQ_LINES; line++) {
        arch_line_unmask(line);
        arch_line_set_trigger(line, true);
        arch_line_mask(line);
    }
    arch_line_unmask(CASCADE);
    assert_int_equal(master.mask, 0xfb);
    assert_int_equal(slave.mask, 0xff);
    assert_int_equal(master.level | slave.level, 0);
}

static void triggers(void **state)
{
    static const uint32_t fixed[] = {0, 1, 2, 8, 13};

    (void)state;
    for (uint32_t line = 0; line < 16; line++)
        arch_line_set_trigger(line, true);
    for (uint32_t i = 0; i < ARRAY_COUNT(fixed); i++)
        assert_false((slave.level << 8 | master.level) >> fixed[i] & 1);
    assert_int_equal(slave.level << 8 | master.level, 0xffff & ~0x2107);
    arch_line_set_trigger(5, false);
    arch_line_set_trigger(11, false);
    assert_int_equal(slave.level << 8 | master.level, 0xffff & ~0x2927);
}

/* A level that stays is asked for again; one that went away is not. */
static void level_until_lowered(void **state)
{
    (void)state;
    arch_line_set_trigger(11, true);
    arch_line_unmask(11);
    line_set(11, true);
    assert_int_equal(handle(), 11);
    assert_true(asserted());
    line_set(11, false);
    assert_false(asserted());
    check_acknowledged(1, 1);
}

static void spurious_of_master(void **state)
{
    (void)state;
    arch_line_unmask(5);
    line_set(5, true);
    line_set(5, false);
    assert_int_equal(handle(), PIC_SPURIOUS_MASTER);
    check_acknowledged(0, 0);
    /* The line itself is as before. */
    line_set(5, true);
    assert_int_equal(handle(), 5);
    check_acknowledged(1, 0);
}

static void spurious_of_slave(void **state)
{
    (void)state;
    arch_line_unmask(11);
    line_set(11, true);
    slave.request = 0; /* gone between the two questions */
    assert_int_equal(handle(), PIC_SPURIOUS_SLAVE);
    /* The master has served its cascade, the slave nothing. */
    check_acknowledged(1, 0);
    assert_int_equal(master.service | slave.service, 0);
    line_set(11, false);
    line_set(11, true);
    assert_int_equal(handle(), 11);
    check_acknowledged(2, 1);
}

/* The lines that share the vectors work all the same. */
static void true_ones_on_the_same_vectors(void **state)
{
    (void)state;
    arch_line_unmask(7);
    arch_line_unmask(15);
    line_set(7, true);
    assert_int_equal(handle(), 7);
    check_acknowledged(1, 0);
    line_set(15, true);
    assert_int_equal(handle(), 15);
    check_acknowledged(2, 1);
}

/* Spurious while another is served: that one's acknowledgement must not be spent on it. */
static void spurious_during_another(void **state)
{
    (void)state;
    arch_line_unmask(0);
    arch_line_unmask(6);
    line_set(6, true);
    assert_int_equal(interrupt(), FIRST + 6);
    line_set(0, true);
    line_set(0, false);
    assert_int_equal(handle(), PIC_SPURIOUS_MASTER);
    check_acknowledged(0, 0);
    assert_int_equal(master.service, 1u << 6);
    irq_acknowledge(6);
    check_acknowledged(1, 0);
    assert_int_equal(master.service, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(all_masked_at_first, set_up),
        cmocka_unit_test_setup(each_line_has_its_vector, set_up),
        cmocka_unit_test_setup(other_lines_are_ignored, set_up),
        cmocka_unit_test_setup(triggers, set_up),
        cmocka_unit_test_setup(level_until_lowered, set_up),
        cmocka_unit_test_setup(spurious_of_master, set_up),
        cmocka_unit_test_setup(spurious_of_slave, set_up),
        cmocka_unit_test_setup(true_ones_on_the_same_vectors, set_up),
        cmocka_unit_test_setup(spurious_during_another, set_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
