/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guests under analysis: the module of the fuzz targets, booted, and its vCPUs in any state that
 * the kernel's invariants (tests/fuzz/kernel_invariants.c) allow; then any one hypercall, exception
 * or interrupt.
 */
#include "core/arch.h"
#include "core/hypercall.h"
#include "core/syscall.h"
#include "core/virq.h"
#include "core/virq_deliver.h"
#include "abi/layout.h"
#include "arch_host.h"
#include "harness.h"
#include "tests/fuzz/module_arena.h"

const struct config_module config_module = ARENA_MODULE;
struct health_state health;

#define GUEST_PARTITION (&arena_storage.partitions[GUEST])

const uint8_t *host_image[2];
uint32_t host_image_bytes[2];

/* What a guest may have brought its vCPU into; no ifs, so that it stays one state. */
static void vcpu_any(struct vcpu *vcpu)
{
    uint32_t ranks = 0;

    Frama_C_make_unknown((char *)vcpu->page, sizeof(*vcpu->page)); /* its own to write */
    vcpu->masked = anything();
    vcpu->upcall_depth = (uint32_t)Frama_C_nondet(0, POK_MAX_IRQ_NESTING);
    vcpu->arch.handler = anything();
    vcpu->arch.frames = (uint32_t)Frama_C_interval(0, POK_MAX_IRQ_NESTING);
    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        struct irq_desc *desc = &vcpu->arch.irqdesc[source];

        if (vcpu->rank_of_source[source] == VCPU_NO_RANK)
            continue;
        desc->vector = (uint8_t)Frama_C_nondet(0, (int)(POK_VECTOR_BASE + source));
        desc->counter = anything();
        desc->held = (bool)Frama_C_nondet(0, 1);
        ranks |= 1u << vcpu->rank_of_source[source];
    }
    vcpu->deliverable = anything() & ranks;
    Frama_C_make_unknown((char *)&vcpu->arch.upcall, sizeof(vcpu->arch.upcall));
    Frama_C_make_unknown((char *)vcpu->arch.frame, sizeof(vcpu->arch.frame));
    Frama_C_make_unknown((char *)vcpu->arch.exception, sizeof(vcpu->arch.exception));
    Frama_C_make_unknown((char *)&vcpu->thread->arch.context, sizeof(context_t));
}

static struct vcpu *enter_guest(void)
{
    struct partition *partition = GUEST_PARTITION;

    arena_fill();
    enter(partition);
    for (uint32_t i = 0; i < ARENA_VCPUS; i++)
        thread_start(&partition->threads[i]);
    if (Frama_C_nondet(0, 1))
        thread_stop(&partition->threads[1]);
    processor.exit_work = 0;
    for (uint32_t i = 0; i < ARENA_VCPUS; i++)
        vcpu_any(partition->threads[i].vcpu);
    return processor.current->vcpu;
}

static void any_hypercall(uint32_t first, uint32_t last, uint32_t a1)
{
    uint32_t number = Frama_C_unsigned_int_interval(first, last);

    (void)enter_guest();
    /*@ split number; */
    hypercall_table[number](LAYOUT_FAST_HYPERCALL + number, a1, anything(), anything(), anything());
}

/* One hypercall with a number of a range, by the fast gate: from 64 on they are system calls. */
#define HYPERCALLS(first, last)                                                                    \
    void analyse_hypercall_##first##_##last(void)                                                  \
    {                                                                                              \
        any_hypercall(first, last, anything());                                                    \
    }

HYPERCALLS(0, 20)
HYPERCALLS(27, 28)
HYPERCALLS(32, 34)
HYPERCALLS(37, 41)
HYPERCALLS(42, 47)
HYPERCALLS(64, 75)
HYPERCALLS(76, 83)
HYPERCALLS(84, 104)

/* The same for those that begin with a vector: each vector is looked at apart. */
static void any_vector(uint32_t first, uint32_t last)
{
    uint32_t vector = anything();

    if (vector >= POK_VECTOR_BASE && vector < POK_VECTOR_BASE + POK_VECTOR_COUNT) {
        /*@ split vector; */
        any_hypercall(first, last, vector);
    } else {
        any_hypercall(first, last, vector);
    }
}

#define VECTOR_CALLS(first, last)                                                                  \
    void analyse_hypercall_##first##_##last(void)                                                  \
    {                                                                                              \
        any_vector(first, last);                                                                   \
    }

VECTOR_CALLS(25, 26)
VECTOR_CALLS(29, 31)
VECTOR_CALLS(35, 36)

/*
 * By the software interrupt gate, where the arguments lie in the caller's saved context: numbers
 * that are no calls.
 */
static void gate(uint32_t first, uint32_t last)
{
    const struct vcpu *vcpu = enter_guest();
    uint32_t number = Frama_C_unsigned_int_interval(first, last);

    (void)pok_core_hypercall(
        (pok_hypercall_id_t)number,
        (const pok_hypercall_args_t *)(const void *)&vcpu->thread->arch.context, &processor);
}

void analyse_gate(void)
{
    if (Frama_C_nondet(0, 1))
        gate(POK_HYPERCALL_EXCEPTION_RETURN + 1, HYPERCALL_SYSCALL - 1);
    else
        gate(HYPERCALL_SYSCALL + POK_SYSCALL_SCHEDULE_ID + 1, 0xffffffff);
}

/* On the way out of the kernel, with anything pending. */
void analyse_deliver(void)
{
    struct vcpu *vcpu = enter_guest();

    upcall_irq(vcpu);
}

/* Any exception of a guest's code: what the processor tells, and an address that is in CR2. */
void analyse_exception(void)
{
    struct vcpu *vcpu = enter_guest();

    (void)arch_vcpu_exception(vcpu, anything(), anything(), anything());
}
