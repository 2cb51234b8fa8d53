/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that calls the kernel at random, by all three gates, while its virtual timer interrupts
 * it and the page it shares with the kernel is filled with noise. What it registers as entries of
 * handlers is code that traps, so a delivery there is an error, too; health monitoring starts the
 * guest again and it goes on where it was.
 */
#include "fuzz.h"
#include "virt/virt.h"

#define TICK_NS         200000LL
#define SECOND_PRIORITY 100u
#define LONGEST_WAIT_NS 10000

static volatile uint32_t ticks;

static VIRT_HANDLER void tick(uint32_t vector)
{
    (void)vector;
    ticks++;
}

static void trap(void)
{
    __asm__ volatile("ud2");
}

/* What lies in memory that is only read can't be made harmless; it is when nothing is there. */
static bool is_changeable(uint32_t address, bool *harmless)
{
    *harmless = address >= LAYOUT_USER_END - POK_PAGE_BYTES || address < POK_PAGE_BYTES;
    return address >= pok_address(arena) && address <= pok_address(arena) + ARENA_BYTES;
}

/* Nobody wakes the guest that waits for a message too long. */
static bool wait_shortly(uint32_t address)
{
    int64_t *timeout_ns = (int64_t *)address;
    bool harmless;

    if (!is_changeable(address, &harmless))
        return harmless;
    if (*timeout_ns < 0 || *timeout_ns > LONGEST_WAIT_NS)
        *timeout_ns = 1000;
    return true;
}

/*
 * A timer may be so fast that it leaves the guest no time at all: not in this test.
 */
static bool slow_down(uint32_t address)
{
    struct pok_virtual_timer *timer = (struct pok_virtual_timer *)address;
    bool harmless;

    if (!is_changeable(address, &harmless))
        return harmless;
    if (timer->period_ns >= POK_TIMER_PERIOD_MIN_NS && timer->period_ns < TICK_NS)
        timer->period_ns = TICK_NS;
    return true;
}

/* Calls that would end the run instead of testing the kernel. */
static bool harmless(uint32_t number, uint32_t argument[4])
{
    switch (number) {
    case POK_HYPERCALL_IDLE:
        (void)pok_hypercall_IRQ_REGISTER_VCPU(POK_VECTOR_TIMER_HARDWARE, 0);
        (void)_CPU_Virtual_Irq_unmask(POK_VECTOR_TIMER_HARDWARE);
        return _BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, TICK_NS) == POK_ERRNO_OK;
    case POK_HYPERCALL_VCPU_STOP:
        argument[0] |= 1;
        return true;
    case POK_HYPERCALL_VCPU_PRIORITY:
        /* The second vCPU, started anywhere, must not keep the processor from the fuzzer. */
        argument[0] |= 1;
        if (argument[1] > SECOND_PRIORITY && argument[1] <= POK_PRIORITY_MAX)
            argument[1] = SECOND_PRIORITY;
        return true;
    case POK_HYPERCALL_VCPU_START:
    case POK_HYPERCALL_EXCEPTION_SET:
        /* Entries within the fuzzer itself could make it run in circles. */
        if (argument[1] >= LAYOUT_IMAGE_BASE && argument[1] < LAYOUT_HEAP_BASE)
            argument[1] = pok_address(trap);
        return true;
    case POK_HYPERCALL_TIMER_SET:
        return slow_down(argument[0]);
    case POK_HYPERCALL_CONSWRITE:
        return fuzz_random() % 256 == 0;
    case POK_HYPERCALL_EXCEPTION_RETURN:
        /* A way to end its life whenever the pointer is good. */
        return fuzz_random() % 64 == 0;
    default:
        return true;
    }
}

static bool harmless_system_call(uint32_t number, const uint32_t argument[4])
{
    if (number == POK_SYSCALL_QUEUING_SEND || number == POK_SYSCALL_QUEUING_RECEIVE)
        return wait_shortly(argument[3]);
    if (number == POK_SYSCALL_PARTITION_MODE_SET)
        return argument[0] > POK_PARTITION_MODE_NORMAL ||
               (argument[0] == POK_PARTITION_MODE_WARM_START && fuzz_random() % 512 == 0);
    if (number == POK_SYSCALL_CONSOLE_WRITE)
        return fuzz_random() % 256 == 0;
    if (number == POK_SYSCALL_ERROR_RAISE)
        return fuzz_random() % 64 == 0;
    return true;
}

/* Noise in the shared page; what the fuzzer itself needs of it is put right afterwards. */
static void noise(void)
{
    volatile uint32_t *word = (volatile uint32_t *)LAYOUT_VCPU_PAGE;

    word[fuzz_random() % 4] = fuzz_random();
    word[fuzz_random() % (POK_PAGE_BYTES / 4)] = fuzz_random();
}

static void put_right(void)
{
    VCPU_PAGE->depth = 0;
    VCPU_PAGE->threshold = 1;
    VCPU_PAGE->vif = POK_VIF_ENABLED;
}

static void fuzz_one(void)
{
    uint32_t number = fuzz_number();
    uint32_t way = fuzz_random() % 4;
    uint32_t argument[4];
    bool allowed;

    fuzz_arena(trap);
    for (uint32_t i = 0; i < 4; i++)
        argument[i] = fuzz_argument();
    if (way >= 2 && number >= 64 && number < LAYOUT_FAST_HYPERCALL)
        allowed = harmless_system_call(number - 64, argument);
    else if (way == 1 || (way == 0 && number < LAYOUT_FAST_HYPERCALL))
        allowed = harmless_system_call(number, argument);
    else if (way == 0)
        allowed = number - LAYOUT_FAST_HYPERCALL >= 64
                      ? harmless_system_call(number - LAYOUT_FAST_HYPERCALL - 64, argument)
                      : harmless(number - LAYOUT_FAST_HYPERCALL, argument);
    else
        allowed = harmless(number, argument);
    if (fuzz_random() % 16 == 0)
        noise();
    if (allowed) {
        uint32_t gate = way == 0 ? 0 : way == 1 ? LAYOUT_SYSCALL_VECTOR : LAYOUT_HYPERCALL_VECTOR;

        fuzz_answer(gate, number, fuzz_call(gate, number, argument));
    }
    put_right();
    fuzz_state()->made++;
}

int main(void)
{
    fuzz_begin();
    put_right();
    (void)pok_hypercall_VCPU_PRIORITY(1, SECOND_PRIORITY);
    (void)_CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, tick);
    (void)_BSP_Virtual_Clock_arm(VIRT_CLOCK_HARDWARE, 0, TICK_NS);
    while (fuzz_state()->made < fuzz_state()->calls)
        fuzz_one();
    fuzz_end();
    return 0;
}
