/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Eight vCPUs of one guest: each has its page, stack, FPU, thread pointer and interrupts; they run
 * by priority, sleep, yield, and are started, stopped and reset by each other. A second partition
 * runs the same program with other numbers at the same time.
 */
#include "guest.h"

#define VCPUS 8u
#define ALONE 7u /* left to the checks of start, stop and reset */

static uint32_t stacks[VCPUS][1024];
static uint32_t thread_area[VCPUS][2];
static volatile uint32_t rounds[VCPUS], arrived[VCPUS], failed[VCPUS], signals[VCPUS];
static volatile bool stop;
static uint32_t salt; /* differs between the two partitions */

static volatile char trail[32];
static volatile uint32_t trail_length;

static void note(char what)
{
    trail[trail_length++ % sizeof(trail)] = what;
}

static bool trail_is(const char *expected)
{
    uint32_t i = 0;

    while (i < trail_length && expected[i] != '\0' && trail[i] == expected[i]) {
        i++;
    }
    bool same = i == trail_length && expected[i] == '\0';
    if (!same) {
        trail[trail_length % sizeof(trail)] = '\0';
        printf("trail \"%s\", expected \"%s\"\n", (const char *)(uintptr_t)trail, expected);
    }
    trail_length = 0;
    return same;
}

static uint32_t thread_word(void)
{
    uint32_t word;

    __asm__ volatile("movl %%gs:4, %0" : "=r"(word));
    return word;
}

static VIRT_HANDLER void on_signal(uint32_t vector)
{
    uint32_t self = VCPU_PAGE->vcpu;

    failed[self] += vector != POK_VECTOR_VCPU || thread_word() != salt + self;
    signals[self]++;
}

static uint32_t vcpu_start(uint32_t index, void (*entry)(uint32_t), uint32_t priority)
{
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(index, priority), POK_ERRNO_OK);
    return pok_hypercall_VCPU_START(index, pok_address((const void *)(uintptr_t)entry),
                                    pok_address(&stacks[index][1024]));
}

/* --- isolation ----------------------------------------------------------------------------------
 */

/* Everything that is its own is still so, round after round, with the others in between. */
static void worker(uint32_t self)
{
    double value = 1.0 / (double)(self + 3), sum;

    failed[self] += VCPU_PAGE->vcpu != self || VCPU_PAGE->vcpus != VCPUS;
    failed[self] += VCPU_PAGE->vif != 0 || VCPU_PAGE->threshold != 1;
    failed[self] += (uint32_t)pok_hypercall_VCPU_ID() != self;
    thread_area[self][1] = salt + self;
    _CPU_Virtual_TLS_set(thread_area[self]);
    failed[self] += _CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal) != POK_ERRNO_OK;
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    arrived[self] = 1;
    while (!stop) {
        uint32_t flags = self;

        /* The value stays in the FPU over the switch. */
        __asm__ volatile("fldl %[value]\n\t"
                         "movl $39, %%eax\n\t" /* POK_HYPERCALL_YIELD */
                         "int $45\n\t"
                         "fstpl %[sum]"
                         : [sum] "=m"(sum), "+S"(flags)
                         : [value] "m"(value)
                         : "eax", "ecx", "edx", "memory", "cc");
        failed[self] += sum != value || flags != self;
        failed[self] += thread_word() != salt + self || VCPU_PAGE->vcpu != self;
        rounds[self]++;
    }
    arrived[self] = 0;
    for (;;) {
        (void)pok_hypercall_VCPU_STOP(self);
    }
}

static void check_isolation(void)
{
    for (uint32_t i = 1; i < VCPUS; i++) {
        CHECK_EQUAL(vcpu_start(i, worker, 1), POK_ERRNO_OK);
    }
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(0, 1), POK_ERRNO_OK);
    for (uint32_t window = POK_PAGE->windows; POK_PAGE->windows - window < 6;) {
        for (uint32_t i = 1; i < VCPUS; i++) {
            if (arrived[i] != 0) {
                CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(i), POK_ERRNO_OK);
            }
        }
        (void)pok_hypercall_YIELD();
        CHECK_EQUAL(thread_word(), salt);
        CHECK_EQUAL(VCPU_PAGE->vcpu, 0);
    }
    stop = true;
    for (uint32_t i = 1; i < VCPUS; i++) {
        while (arrived[i] != 0) {
            (void)pok_hypercall_YIELD();
        }
        CHECK_EQUAL(failed[i], 0);
        CHECK(rounds[i] > 20);
        CHECK(signals[i] > 20);
    }
    CHECK_EQUAL(signals[0], 0);
    (void)pok_hypercall_YIELD();
}

/* --- priorities, sleep, stop, reset -------------------------------------------------------------
 */

static void speaker(uint32_t self)
{
    note((char)('a' + self));
    (void)pok_hypercall_YIELD();
    note((char)('a' + self));
    for (;;) {
        (void)pok_hypercall_VCPU_STOP(self);
    }
}

static void sleeper(uint32_t self)
{
    failed[self] += VCPU_PAGE->vif != 0 || VCPU_PAGE->pending != 0;
    VCPU_PAGE->vif = POK_VIF_ENABLED;
    for (;;) {
        note('z');
        _CPU_Virtual_Idle();
    }
}

static void check_priorities(void)
{
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(0, 50), POK_ERRNO_OK);
    trail_length = 0;
    for (uint32_t i = 1; i <= 3; i++) {
        CHECK_EQUAL(vcpu_start(i, speaker, i == 2 ? 20 : 10), POK_ERRNO_OK);
    }
    CHECK(trail_is(""));
    /* The highest of them first and through its yield, then the two others in turn. */
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(0, 5), POK_ERRNO_OK);
    CHECK(trail_is("ccbdbd"));
    /* One that is above its starter runs at once. */
    CHECK_EQUAL(vcpu_start(4, speaker, 60), POK_ERRNO_OK);
    CHECK(trail_is("ee"));
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(1, 0), POK_ERRNO_PARAM);
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(1, 240), POK_ERRNO_PARAM);
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(VCPUS, 1), POK_ERRNO_EINVAL);
}

static void check_states(void)
{
    signals[ALONE] = 0;
    CHECK_EQUAL(pok_hypercall_VCPU_START(0, pok_address(check_states), 0), POK_ERRNO_VCPU_STATE);
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(ALONE), POK_ERRNO_VCPU_STATE);
    CHECK_EQUAL(pok_hypercall_VCPU_START(VCPUS, 0, 0), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(VCPUS), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(VCPUS), POK_ERRNO_EINVAL);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(ALONE), POK_ERRNO_UNAVAILABLE);
    CHECK_EQUAL(pok_hypercall_VCPU_START(ALONE, 0xc0100000, pok_address(&stacks[ALONE][1024])),
                POK_ERRNO_HANDLER_RANGE);
    CHECK_EQUAL(pok_hypercall_VCPU_START(ALONE, pok_address(sleeper), 0xc0100000),
                POK_ERRNO_HANDLER_RANGE);
    trail_length = 0;
    CHECK_EQUAL(vcpu_start(ALONE, sleeper, 60), POK_ERRNO_OK);
    CHECK(trail_is("z"));
    CHECK_EQUAL(vcpu_start(ALONE, sleeper, 60), POK_ERRNO_VCPU_STATE);
    /* Reset: stopped, and started from the beginning with nothing of the past. */
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(ALONE), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(ALONE), POK_ERRNO_UNAVAILABLE);
    CHECK_EQUAL(vcpu_start(ALONE, sleeper, 60), POK_ERRNO_OK);
    CHECK(trail_is("z"));
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(ALONE), POK_ERRNO_OK);
}

/* Asleep until another one's signal, which runs its handler first. */
static void awaken(uint32_t self)
{
    thread_area[self][1] = salt + self;
    _CPU_Virtual_TLS_set(thread_area[self]);
    failed[self] += _CPU_Virtual_Irq_request(POK_VECTOR_VCPU, on_signal) != POK_ERRNO_OK;
    for (;;) {
        note('z');
        _CPU_Virtual_Idle();
        _CPU_Virtual_Interrupts_flash(POK_VIF_ENABLED);
        note((char)('0' + signals[self] % 10));
    }
}

static void check_sleep(void)
{
    trail_length = 0;
    signals[ALONE] = 0;
    failed[ALONE] = 0;
    CHECK_EQUAL(vcpu_start(ALONE, awaken, 60), POK_ERRNO_OK);
    CHECK(trail_is("z"));
    for (uint32_t i = 1; i <= 3; i++) {
        CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(ALONE), POK_ERRNO_OK);
        CHECK(trail_is(i == 1 ? "1z" : i == 2 ? "2z" : "3z"));
    }
    /* Below the caller it comes when the caller sleeps. */
    CHECK_EQUAL(pok_hypercall_VCPU_PRIORITY(ALONE, 2), POK_ERRNO_OK);
    CHECK_EQUAL(pok_hypercall_VCPU_SIGNAL(ALONE), POK_ERRNO_OK);
    CHECK(trail_is(""));
    CHECK_EQUAL(_BSP_Virtual_Clock_arm(VIRT_CLOCK_EXECUTION, execution_ns() + 200000, 0),
                POK_ERRNO_OK);
    _CPU_Virtual_Idle();
    CHECK(trail_is("4z"));
    CHECK_EQUAL(handled(POK_VECTOR_TIMER_EXECUTION), 1);
    CHECK_EQUAL(failed[ALONE], 0);
    CHECK_EQUAL(pok_hypercall_VCPU_STOP(ALONE), POK_ERRNO_OK);
}

int main(void)
{
    salt = POK_PAGE->identifier * 0x1000000u;
    CHECK_EQUAL(VCPU_PAGE->vcpu, 0);
    CHECK_EQUAL(VCPU_PAGE->vcpus, VCPUS);
    thread_area[0][1] = salt;
    _CPU_Virtual_TLS_set(thread_area[0]);
    CHECK_EQUAL(_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_EXECUTION, guest_count), POK_ERRNO_OK);
    _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    check_isolation();
    check_priorities();
    check_states();
    check_sleep();
    CHECK_EQUAL(thread_word(), salt);
    guest_end();
}
