/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a guest pays: hypercalls by both gates, virtual interrupts off and on, delivery and return,
 * reading the time, switching between vCPUs. The floors of the processor are measured beside,
 * through the gates that BSP x86-qemu-bench adds.
 *
 * The interrupt to deliver is the second serial port's transmitter: enabling its interrupt while
 * the transmitter is empty raises the line at once, so the instruction that causes it is known.
 */
#include "bench.h"
#include <virt/virt.h>

#define COM2_IER    0x2f9u
#define COM2_IIR    0x2fau
#define COM2_VECTOR (POK_VECTOR_BASE + 3u)

#define SECOND_STACK_BYTES 4096u

uint32_t bench_entered; /* counter at the first instructions of the upcall entry */
static volatile uint32_t handler_end;
static volatile uint32_t second_ran; /* counter when the second vCPU went on */
static uint8_t second_stack[SECOND_STACK_BYTES] __attribute__((aligned(16)));
static uint32_t copy_from[256];
static uint32_t copy_to[256];

extern const char virt_restart[];
extern const char virt_commit[];
extern const char virt_flags[];
extern const char virt_leave[];
extern const char bench_entry[];

/* The guest's entry: note the counter, then on to the layer's own. Two pushes come first. */
__asm__("bench_entry:\n\t"
        "pushl %eax\n\t"
        "pushl %edx\n\t"
        "rdtsc\n\t"
        "movl %eax, bench_entered\n\t"
        "popl %edx\n\t"
        "popl %eax\n\t"
        "jmp virt_entry");

static VIRT_HANDLER void transmitter(uint32_t vector)
{
    (void)vector;
    __asm__ volatile("outb %0, %1" : : "a"((uint8_t)0), "Nd"((uint16_t)COM2_IER) : "memory");
    handler_end = bench_tsc();
}

static VIRT_HANDLER void ignore(uint32_t vector)
{
    (void)vector;
}

/* --- calls --------------------------------------------------------------------------------------
 */

static uint32_t null_int(void)
{
    uint32_t start;
    uint32_t end;

    __asm__ volatile("rdtsc\n\t"
                     "movl %%eax, %0\n\t"
                     "movl $0, %%eax\n\t"
                     "int $45\n\t"
                     "rdtsc"
                     : "=&r"(start), "=&a"(end)
                     :
                     : "ecx", "edx", "memory", "cc");
    return end - start;
}

/* sysenter with what the fast gate wants in its registers, and nothing else. */
static uint32_t fast_call(uint32_t number)
{
    uint32_t start = number;
    uint32_t end;

    __asm__ volatile("pushl %%ebp\n\t"
                     "movl %%esp, %%ebp\n\t"
                     "movl %0, %%ecx\n\t"
                     "rdtsc\n\t"
                     "movl %%eax, %0\n\t"
                     "movl %%ecx, %%eax\n\t"
                     "movl $1f, %%edi\n\t"
                     "sysenter\n"
                     "1:\trdtsc\n\t"
                     "popl %%ebp"
                     : "+b"(start), "=&a"(end)
                     :
                     : "ecx", "edx", "edi", "memory", "cc");
    return end - start;
}

static void calls(void)
{
    for (uint32_t i = 0; i < BENCH_SAMPLES; i++)
        BENCH_TAKE(i, null_int());
    bench_print("hypercall_null_int", bench_sample, BENCH_SAMPLES);
    BENCH_COUNTED("hypercall_null_int", (void)null_int());
    for (uint32_t i = 0; i < BENCH_SAMPLES; i++)
        BENCH_TAKE(i, fast_call(LAYOUT_FAST_HYPERCALL + POK_HYPERCALL_PARTITION_ID));
    bench_print("hypercall_null_fast", bench_sample, BENCH_SAMPLES);
    BENCH_COUNTED("hypercall_null_fast",
                  (void)fast_call(LAYOUT_FAST_HYPERCALL + POK_HYPERCALL_PARTITION_ID));
}

/* --- floors -------------------------------------------------------------------------------------
 */

#define FLOOR(name, vector)                                                                        \
    do {                                                                                           \
        for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {                                             \
            uint32_t start;                                                                        \
            uint32_t end;                                                                          \
                                                                                                   \
            __asm__ volatile("rdtsc\n\tmovl %%eax, %0\n\tint %2\n\trdtsc"                          \
                             : "=&r"(start), "=&a"(end)                                            \
                             : "i"(vector)                                                         \
                             : "edx", "memory", "cc");                                             \
            BENCH_TAKE(i, end - start);                                                            \
        }                                                                                          \
        bench_print(name, bench_sample, BENCH_SAMPLES);                                            \
    } while (0)

static void sysenter_stub(uint32_t on)
{
    __asm__ volatile("int %1" : "+a"(on) : "i"(FLOOR_SYSENTER_VECTOR) : "memory", "cc");
}

static void floors(void)
{
    FLOOR("floor_int", FLOOR_EMPTY_VECTOR);
    FLOOR("floor_int_registers", FLOOR_REGISTERS_VECTOR);
    FLOOR("floor_cr3", FLOOR_CR3_VECTOR);
    sysenter_stub(1);
    for (uint32_t i = 0; i < BENCH_SAMPLES; i++)
        BENCH_TAKE(i, fast_call(0));
    sysenter_stub(0);
    bench_print("floor_sysenter", bench_sample, BENCH_SAMPLES);
    BENCH("floor_copy_64", bench_copy_words(copy_to, copy_from, 16));
    BENCH("floor_copy_1024", bench_copy_words(copy_to, copy_from, 256));
}

/* --- virtual interrupts -------------------------------------------------------------------------
 */

static void off_and_on(void)
{
    BENCH("virq_disable_enable", {
        VCPU_PAGE->vif = 0;
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    });
    BENCH_COUNTED("virq_disable_enable", {
        VCPU_PAGE->vif = 0;
        _CPU_Virtual_Interrupts_enable(POK_VIF_ENABLED);
    });
}

/* One interrupt; *start is the counter before the instruction that raises it, the result after it.
 */
static uint32_t one_interrupt(uint32_t *start)
{
    uint32_t end;

    __asm__ volatile("movl $0x2f9, %%edx\n\t"
                     "movl %%edx, %%ecx\n\t"
                     "rdtsc\n\t"
                     "movl %%eax, %0\n\t"
                     "movl %%ecx, %%edx\n\t"
                     "movb $2, %%al\n\t"
                     "outb %%al, %%dx\n\t"
                     "rdtsc"
                     : "=&r"(*start), "=&a"(end)
                     :
                     : "ecx", "edx", "memory", "cc");
    return end;
}

/* Instructions in a sample of the delivery that are not the kernel's: mov, mov, mov, outb, 2
 * pushes. */
#define DELIVERY_AROUND 6u

/* And in a sample of the return: the store of the handler's reading. */
#define RETURN_AROUND 1u

static void delivery(void)
{
    static uint32_t return_sample[BENCH_SAMPLES];

    for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {
        uint32_t start;
        uint32_t end = one_interrupt(&start);

        return_sample[i] = end - handler_end - RETURN_AROUND;
        if (end - start >= BENCH_WINDOW)
            i--;
        else
            bench_sample[i] = bench_entered - start - DELIVERY_AROUND;
    }
    bench_print("virq_deliver", bench_sample, BENCH_SAMPLES);
    BENCH_COUNTED("virq_deliver", {
        uint32_t start;
        (void)one_interrupt(&start);
    });
    bench_print("virq_return", return_sample, BENCH_SAMPLES);
}

static void delivery_prepare(void)
{
    const struct pok_upcall upcall = {
        .entry = pok_address(bench_entry),
        .restart = pok_address(virt_restart),
        .flags = pok_address(virt_flags),
        .commit = pok_address(virt_commit),
        .leave = pok_address(virt_leave),
    };

    if (_CPU_Virtual_Irq_request(COM2_VECTOR, transmitter) != POK_ERRNO_OK ||
        _CPU_Virtual_Irq_request(POK_VECTOR_VCPU, ignore) != POK_ERRNO_OK ||
        pok_hypercall_UPCALL_SET(pok_address(&upcall)) != POK_ERRNO_OK)
        printf("BENCH_FAILED: registration\n");
    /* MCR.OUT2 lets the line through. */
    __asm__ volatile("outb %0, %1" : : "a"((uint8_t)0x08), "Nd"((uint16_t)0x2fc) : "memory");
}

/* --- time, vCPUs --------------------------------------------------------------------------------
 */

static void time_read(void)
{
    pok_time_t now;

    BENCH("time_read", (void)pok_time_get(&now));
    BENCH_COUNTED("time_read", (void)pok_time_get(&now));
}

static _Noreturn void second_vcpu(void)
{
    for (;;) {
        (void)pok_hypercall_YIELD();
        second_ran = bench_tsc();
    }
}

static void vcpus(void)
{
    uint32_t stack = pok_address(second_stack) + SECOND_STACK_BYTES;

    if (pok_hypercall_VCPU_START(1, pok_address(second_vcpu), stack) != POK_ERRNO_OK)
        printf("BENCH_FAILED: second vCPU\n");
    (void)pok_hypercall_YIELD();
    for (uint32_t i = 0; i < BENCH_SAMPLES; i++) {
        uint32_t start = bench_tsc();

        (void)pok_hypercall_YIELD();
        BENCH_TAKE(i, second_ran - start);
    }
    bench_print("vcpu_switch", bench_sample, BENCH_SAMPLES);
    BENCH_COUNTED("vcpu_switch_and_back", (void)pok_hypercall_YIELD());
    if (pok_hypercall_VCPU_STOP(1) != POK_ERRNO_OK)
        printf("BENCH_FAILED: stopping the second vCPU\n");
}

int main(void)
{
    delivery_prepare();
    floors();
    calls();
    off_and_on();
    delivery();
    time_read();
    vcpus();
    for (;;)
        _CPU_Virtual_Idle();
}
