/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hundred thousand interrupts from three sources at random phases, each accounted for, while this
 * and two other partitions compute: a line that rings at random moments of the computation and
 * inside other handlers, a timer on the hardware clock that its handler arms anew for a random
 * instant, and a periodic timer on the execution clock whose periods merge when interrupts are off
 * for long. The partition "rival" runs this at the same time without the line.
 */
#include "guest.h"

#define COM2      0x2f8
#define LINE      (POK_VECTOR_BASE + 3)
#define PERIOD_NS 20000
#define TOTAL     100000u /* of the guest; the rival does what it can meanwhile */

static volatile uint32_t lines, rings, shots, armed, ticks, merged, deepest, nested_wrong;
static volatile bool ending;
static bool has_line;
static uint32_t random_state = 12345;

/* Marsaglia's xorshift; handlers draw from it, too, which adds to the disorder. */
static uint32_t draw(uint32_t limit)
{
    uint32_t state = random_state;

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    random_state = state;
    return state % limit;
}

/* One edge and its count: nobody else rings in between. */
static void ring(void)
{
    uint32_t level = _CPU_Virtual_Interrupts_disable();

    if (has_line && !ending) {
        port_write(COM2 + 1, 0);
        port_write(COM2 + 1, 2);
        rings++;
    }
    _CPU_Virtual_Interrupts_enable(level);
}

static void arm(void)
{
    armed++;
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, now_ns() + 500 + draw(16000), 0),
                POK_ERRNO_OK);
}

/* Now and then a handler lets more urgent ones in. */
static void nest(void)
{
    uint32_t depth = _CPU_Virtual_Interrupts_depth();

    deepest = depth > deepest ? depth : deepest;
    if (draw(4) == 0) {
        _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
        nested_wrong += _CPU_Virtual_Interrupts_depth() != depth;
    }
}

static VIRT_HANDLER void on_line(uint32_t vector)
{
    (void)vector;
    lines++;
    nest();
}

static VIRT_HANDLER void on_shot(uint32_t vector)
{
    (void)vector;
    shots++;
    if (draw(3) == 0) {
        ring();
    }
    nest();
    if (!ending) {
        arm();
    }
}

static VIRT_HANDLER void on_tick(uint32_t vector)
{
    ticks++;
    merged += _CPU_Virtual_Irq_take_missed(vector);
    if (draw(3) == 0) {
        ring();
    }
    nest();
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

#define LENGTHS 64u

static void soak(void)
{
    static volatile uint32_t seed = 1;
    uint32_t right[LENGTHS], wrong = 0;

    for (uint32_t i = 0; i < LENGTHS; i++) {
        right[i] = compute(&seed, i);
    }
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    while (lines + shots + ticks < (has_line ? TOTAL : TOTAL / 4)) {
        uint32_t length = draw(LENGTHS);

        wrong += compute(&seed, length) != right[length];
        ring();
        if (draw(8) == 0) {
            uint32_t level = _CPU_Virtual_Interrupts_disable();

            length = draw(LENGTHS);
            wrong += compute(&seed, length) != right[length];
            ring();
            if (draw(16) == 0) {
                spin_ns(PERIOD_NS * 3);
            }
            _CPU_Virtual_Interrupts_enable(level);
        }
    }
    CHECK_EQUAL(wrong, 0);
}

static void check_timers(pok_time_t begin_ns)
{
    pok_time_t end_ns;
    uint32_t periods;

    CHECK_EQUAL(_BSP_Virtual_Clock_disarm(VIRT_CLOCK_EXECUTION), POK_ERRNO_OK);
    end_ns = execution_ns();
    spin_ns(100000); /* the last shot */
    (void)_CPU_Virtual_Interrupts_disable();
    merged += _CPU_Virtual_Irq_take_missed(POK_VECTOR_TIMER_EXECUTION);
    periods = (uint32_t)((end_ns - begin_ns) / PERIOD_NS) + 1;
    CHECK(ticks + merged == periods || ticks + merged + 1 == periods);
    CHECK_EQUAL(shots, armed);
    CHECK_EQUAL(counted(POK_VECTOR_TIMER_HARDWARE), shots);
    CHECK_EQUAL(VCPU_PAGE->missed[POK_VECTOR_TIMER_HARDWARE - POK_VECTOR_BASE], 0);
    CHECK_AT_MOST(ticks, counted(POK_VECTOR_TIMER_EXECUTION));
    CHECK(ticks > 1000 && shots > 5000);
    CHECK(merged > 0);
}

int main(void)
{
    pok_time_t begin_ns;

    has_line = POK_PAGE->identifier == 1;
    random_state += POK_PAGE->identifier;
    if (has_line) {
        CHECK_EQUAL(_CPU_Virtual_Irq_request(LINE, on_line), POK_ERRNO_OK);
        port_write(COM2 + 4, 0x0b);
    }
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, on_shot), POK_ERRNO_OK);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, on_tick), POK_ERRNO_OK);
    begin_ns = execution_ns() + PERIOD_NS;
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, begin_ns, PERIOD_NS), POK_ERRNO_OK);
    arm();
    soak();
    ending = true;
    check_timers(begin_ns);
    if (has_line) {
        CHECK_EQUAL(lines, rings);
        CHECK_EQUAL(counted(LINE), rings);
        CHECK(lines > 10000);
        CHECK(lines + shots + ticks >= TOTAL);
    }
    CHECK_EQUAL(nested_wrong, 0);
    CHECK(deepest > 1);
    CHECK_EQUAL(VCPU_PAGE->depth, 0);
    CHECK_EQUAL(VCPU_PAGE->threshold, 1);
    printf("%u of the line, %u shots, %u ticks and %u merged; nested to %u\n", (unsigned)lines,
           (unsigned)shots, (unsigned)ticks, (unsigned)merged, (unsigned)deepest);
    guest_end();
}
