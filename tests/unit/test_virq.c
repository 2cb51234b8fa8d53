/* SPDX-License-Identifier: BSD-2-Clause */
/* sources: kernel/core/virq.c kernel/core/state_vmm.c kernel/arch/x86/arch_vcpu.c */
/* sources: tests/unit/virq_host.c */
/*
 * The delivery of virtual interrupts against a reference model, step by step: a simulated guest
 * executes its program (main, handlers, the way back, instruction by instruction) while interrupts
 * are raised, masked and windows opened and closed at random between any two instructions. Nothing
 * is lost, nothing invented, the most urgent goes first, and every interrupted context comes back.
 * One guest compares `pending` whenever it switches interrupts on, another goes by the hint alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "virq_host.h"
#include "core/arch.h"
#include "core/process.h"
#include "core/virq.h"
#include "core/virq_deliver.h"

#define MAX_DEPTH 6u

/* Places in the guest's program. */
enum {
    MAIN = VIRQ_HOST_TEXT,
    /* vif has been set in code at this address - 1; is the hint there; clear it; compare pending */
    CHECK = 0x1,
    CLEAR = 0x2,
    LOOK = 0x3,
    PLACE = 0xf,
    MAIN_LOOK = MAIN + LOOK,
    ENTRY = 0x500000,
    BODY = 0x500010,
    MORE = 0x500020,
    LOWER = 0x500030, /* mov 4(%esp),%eax; mov; cmp; jb; or: before a scheduler is called */
    SWITCH = 0x500040,
    EXCEPTION = 0x500050,
    RESTART = 0x600000, /* mov 4(%esp),%eax; mov; cmp; jae; mov; lea; popf; commit; ret */
    FLAGS = RESTART + 6,
    COMMIT = RESTART + 7,
    LEAVE = RESTART + 8,
    SEED_HANDLER = 0x700000,
};

static struct config_partition partition_config;
static struct partition partition;
static struct thread thread;
static struct pok_vcpu_page page;
static bool window_open;
static bool seed_style;
static bool by_hint;
static bool below;     /* outcome of the guest's comparison */
static bool sign;      /* of vif, when it was last set */
static bool switching; /* the scheduler has been called and not come back */
static uint32_t level; /* what vif was when it was last cleared */

/* The reference model: what was raised and not yet seen by a handler, and what was interrupted. */
static struct {
    uint32_t raised[POK_VECTOR_COUNT];
    uint32_t seen[POK_VECTOR_COUNT];
    uint32_t open[POK_VECTOR_COUNT]; /* handlers still to come */
    context_t interrupted[64];
    uint32_t threshold[64];
    uint32_t rank[64]; /* of the handler that interrupted it */
    bool over[64];     /* that handler has ended, and only the scheduler runs */
    uint32_t depth;
} model;

/* --- the model's side ---------------------------------------------------------------------------
 */

static context_t *guest(void)
{
    return &thread.arch.context;
}

static bool merges(uint32_t source)
{
    return source >= POK_MAX_LINES && source != POK_VECTOR_VCPU - POK_VECTOR_BASE;
}

static uint32_t model_deliverable(void)
{
    uint32_t word = 0;

    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        if (model.open[source] != 0)
            word |= 1u << vcpu.rank_of_source[source];
    }
    return word & ~vcpu.masked;
}

/* A handler got this vector: it must be the most urgent one that the model holds. */
static void model_seen(uint32_t vector, uint32_t threshold)
{
    uint32_t source = vector - POK_VECTOR_BASE;
    uint32_t word = model_deliverable();

    assert_in_range(vector, POK_VECTOR_BASE, POK_VECTOR_RESTART);
    assert_true(word != 0 && word >= threshold);
    assert_int_equal(31 - __builtin_clz(word), vcpu.rank_of_source[source]);
    if (model.depth > 1)
        assert_true(vcpu.rank_of_source[source] > model.rank[model.depth - 2] ||
                    model.over[model.depth - 2]);
    model.over[model.depth - 1] = false;
    model.rank[model.depth - 1] = vcpu.rank_of_source[source];
    model.open[source]--;
    model.seen[source]++;
}

static void model_interrupted(const context_t *context, uint32_t threshold)
{
    assert_true(model.depth < MAX_DEPTH + switching);
    model.interrupted[model.depth] = *context;
    model.threshold[model.depth] = threshold;
    model.depth++;
}

/* The guest is back in interrupted code: exactly as it was. */
static void model_returned(void)
{
    const context_t *was;

    assert_true(model.depth > 0);
    was = &model.interrupted[--model.depth];
    assert_int_equal(guest()->eip, was->eip);
    assert_int_equal(guest()->esp, was->esp);
    assert_int_equal(guest()->eax, was->eax);
    assert_int_equal(guest()->eflags, was->eflags);
    assert_int_equal(page.threshold, model.threshold[model.depth]);
}

/* The kernel lets the guest go on, as at the end of every trap. */
static void kernel_leave(void)
{
    context_t before = *guest();
    uint32_t threshold = page.threshold;
    uint32_t upcalls = vcpu.upcalls;

    if (!window_open)
        return;
    upcall_irq(&vcpu);
    if (vcpu.upcalls == upcalls)
        return;
    assert_int_equal(guest()->eip, seed_style ? SEED_HANDLER : ENTRY);
    assert_int_equal(page.vif, 0);
    if (!seed_style && before.eip == LEAVE) {
        before.eip = model.interrupted[model.depth - 1].eip;
        before.esp += 4;
        assert_int_equal(before.eflags, model.interrupted[model.depth - 1].eflags);
        assert_int_equal(before.esp, model.interrupted[model.depth - 1].esp);
        model.depth--;
    }
    assert_int_equal(guest()->esp, seed_style ? before.esp : before.esp - 16);
    model_interrupted(&before, threshold);
    model_seen(guest()->eax, threshold);
    if (seed_style)
        guest()->eip = BODY;
}

static void raise(uint32_t source)
{
    virq_raise(&vcpu, source);
    model.raised[source]++;
    if (model.open[source] == 0 || !merges(source))
        model.open[source]++;
    kernel_leave();
}

/* --- the guest's program, an instruction at a time ----------------------------------------------
 */

/* Interrupts off: the hint stays, if the guest knows it. */
static void guest_off(void)
{
    level = page.vif;
    page.vif = by_hint ? page.vif & POK_VIF_PENDING : 0;
}

/* And on, to a level that may hold an old hint; it goes on behind that at CHECK. */
static void guest_on(void)
{
    page.vif |= POK_VIF_ENABLED | (by_hint && rand() % 2 ? level & POK_VIF_PENDING : 0);
    sign = (page.vif & POK_VIF_PENDING) != 0;
    if (!by_hint)
        page.vif = POK_VIF_ENABLED;
    guest()->eip += by_hint ? CHECK : LOOK;
}

static void guest_toggle(void)
{
    if (rand() % 2)
        guest_off();
    else
        guest_on();
}

static void guest_on_check(void)
{
    uint32_t place = guest()->eip & PLACE;

    switch (place) {
    case CHECK:
        guest()->eip = sign ? guest()->eip + 1 : guest()->eip - place;
        break;
    case CLEAR:
        page.vif = POK_VIF_ENABLED;
        guest()->eip++;
        break;
    default:
        guest()->eip -= place;
        if (page.pending >= page.threshold && page.pending != 0) {
            guest()->eax = 0; /* the hypercall's result */
            kernel_leave();
        }
    }
}

/* Its frame is the top of the stack; its handler may switch interrupts on. */
static void guest_exception(void)
{
    assert_true(arch_vcpu_exception(&vcpu, 6, 0, 0));
    assert_int_equal(guest()->eip, EXCEPTION);
    assert_int_equal(page.vif & POK_VIF_ENABLED, 0);
    /* A fault alone is no reason for the kernel to look what is to be delivered. */
    if (rand() % 2)
        kernel_leave();
}

static void guest_main(void)
{
    switch (rand() % 5) {
    case 0:
    case 1:
        guest_toggle();
        break;
    case 2:
        guest_exception();
        break;
    default:
        guest()->eax = 0x1000u + (uint32_t)rand() % 0x1000u;
        guest()->eflags = 0x202u | (rand() % 2 ? 0x1u : 0) | (rand() % 2 ? 0x40u : 0);
    }
}

static void guest_exception_handler(void)
{
    switch (rand() % 4) {
    case 0:
    case 1:
        guest_toggle();
        break;
    case 2:
        assert_int_equal(arch_vcpu_exception_return(&vcpu, guest()->esp), POK_ERRNO_OK);
        processor.exit_work = 0;
        assert_int_equal(guest()->eip, MAIN);
        kernel_leave();
        break;
    default:
        guest()->eax = 0x3000u + (uint32_t)rand() % 0x1000u;
    }
}

static void guest_handler_end(void)
{
    guest_off();
    if (seed_style) {
        uint32_t threshold = model.threshold[model.depth - 1];
        uint32_t word = model_deliverable();

        assert_int_equal(do_iret(&vcpu), POK_ERRNO_OK);
        assert_true(processor.exit_work & EXIT_CONTEXT);
        processor.exit_work = 0;
        if (word != 0 && word >= threshold) {
            assert_int_equal(guest()->eip, SEED_HANDLER);
            assert_int_equal(guest()->esp, model.interrupted[model.depth - 1].esp);
            model_seen(guest()->eax, threshold);
            guest()->eip = BODY;
        } else {
            model_returned();
            kernel_leave();
        }
        return;
    }
    page.depth--;
    guest()->esp = model.interrupted[model.depth - 1].esp - 16;
    guest()->eip = RESTART;
    if (page.depth == 0 && !switching && rand() % 2) {
        switching = true;
        guest()->eip = LOWER;
    }
}

/* The threshold goes down before the scheduler is called, and leaves the hint. */
static void guest_lower(void)
{
    const uint32_t *frame = (uint32_t *)user_memory(guest()->esp, 8);

    switch (guest()->eip++ - LOWER) {
    case 0:
        guest()->eax = frame[1];
        break;
    case 1:
        page.threshold = guest()->eax;
        model.over[model.depth - 1] = true;
        break;
    case 2:
        below = page.pending < guest()->eax;
        break;
    default:
        if (!below && by_hint)
            page.vif |= POK_VIF_PENDING;
        guest()->eip = SWITCH;
    }
}

/* The scheduler, and whom it lets run. */
static void guest_switch(void)
{
    switch (rand() % 4) {
    case 0:
    case 1:
        guest_toggle();
        break;
    case 2:
        guest_off();
        switching = false;
        guest()->eip = RESTART;
        break;
    default:
        guest()->eax = 0x4000u + (uint32_t)rand() % 0x1000u;
    }
}

static void guest_body(void)
{
    switch (rand() % 4) {
    case 0:
    case 1:
        guest_toggle();
        break;
    case 2:
        guest_handler_end();
        break;
    default:
        guest()->eax = 0x2000u + (uint32_t)rand() % 0x1000u;
    }
}

static void guest_more(void)
{
    uint32_t threshold = page.threshold;
    uint32_t vector = virq_next(&vcpu, threshold);

    if (vector == 0) {
        guest()->eip = RESTART;
        return;
    }
    model_seen(vector, threshold);
    page.depth++;
    guest()->eip = BODY;
}

static void guest_return(void)
{
    uint32_t *frame = (uint32_t *)user_memory(guest()->esp, guest()->eip >= COMMIT ? 4 : 8);

    switch (guest()->eip++ - RESTART) {
    case 0:
        guest()->eax = frame[1];
        break;
    case 1:
        page.threshold = guest()->eax;
        break;
    case 2:
        below = page.pending < guest()->eax;
        break;
    case 3:
        if (!below)
            guest()->eip = MORE;
        break;
    case 4:
        guest()->eax = frame[0];
        break;
    case 5:
        guest()->esp += 8;
        break;
    case 6:
        guest()->eflags = frame[0];
        guest()->esp += 4;
        break;
    case 7:
        page.vif = POK_VIF_ENABLED;
        break;
    default:
        guest()->eip = frame[0];
        guest()->esp += 4;
        model_returned();
    }
}

static void guest_step(void)
{
    switch (guest()->eip) {
    case MAIN:
        guest_main();
        break;
    case ENTRY:
        guest()->eip = BODY;
        break;
    case BODY:
        guest_body();
        break;
    case MORE:
        guest_more();
        break;
    case LOWER ... LOWER + 3:
        guest_lower();
        break;
    case SWITCH:
        guest_switch();
        break;
    case EXCEPTION:
        guest_exception_handler();
        break;
    case RESTART ... LEAVE:
        guest_return();
        break;
    default:
        guest_on_check();
    }
    assert_true(page.depth <= MAX_DEPTH);
}

/* --- runs ---------------------------------------------------------------------------------------
 */

static void start(bool seed, bool hint)
{
    uint8_t rank[POK_VECTOR_COUNT];

    seed_style = seed;
    by_hint = hint;
    switching = false;
    level = 0;
    window_open = true;
    memset(&model, 0, sizeof(model));
    memset(&vcpu, 0, sizeof(vcpu));
    memset(&partition, 0, sizeof(partition));
    partition.config = &partition_config;
    thread = (struct thread){.partition = &partition, .vcpu = &vcpu};
    page = (struct pok_vcpu_page){.threshold = 1, .vif = POK_VIF_ENABLED};
    vcpu.page = &page;
    vcpu.thread = &thread;
    vcpu.max_depth = MAX_DEPTH;
    processor = (struct processor){.current = &thread, .partition = &partition};
    if (!seed) {
        vcpu.arch.upcall = (struct pok_upcall){ENTRY, RESTART, FLAGS, COMMIT, LEAVE};
        vcpu.upcall_depth = MAX_DEPTH;
    }
    vcpu.arch.exception[6] = EXCEPTION;
    for (uint32_t i = 0; i < POK_VECTOR_COUNT; i++)
        rank[i] = (uint8_t)i;
    for (uint32_t i = 29; i > 0; i--) {
        uint32_t j = (uint32_t)rand() % (i + 1);
        uint8_t swap = rank[i];

        rank[i] = rank[j];
        rank[j] = swap;
    }
    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        vcpu.rank_of_source[source] = source < 30 ? rank[source] : VCPU_NO_RANK;
        if (source < 30)
            vcpu.source_of_rank[rank[source]] = (uint8_t)source;
    }
    for (uint32_t line = 0; line < POK_MAX_LINES; line++) {
        static struct config_line config[POK_MAX_LINES];

        config[line].Line = (uint8_t)line;
        line_owner[line] = (struct line_owner){.vcpu = &vcpu, .config = &config[line]};
    }
    for (uint32_t source = 0; source < 30; source++)
        assert_int_equal(
            pok_bsp_irq_register_vcpu(&vcpu, POK_VECTOR_BASE + source, seed ? SEED_HANDLER : 0),
            POK_ERRNO_OK);
    *guest() = (context_t){.eip = MAIN, .esp = STACK_BASE + STACK_BYTES, .eflags = 0x202};
}

/* A guest that stands in interruptible code and has checked has nothing left to deliver. */
static void nothing_overlooked(void)
{
    uint32_t word = model_deliverable();
    uint32_t eip = guest()->eip;

    assert_int_equal(page.pending, word);
    if (window_open && (page.vif & POK_VIF_ENABLED) && page.depth < MAX_DEPTH &&
        (eip == MAIN || eip == BODY || eip == LEAVE || eip == SWITCH || eip == EXCEPTION))
        assert_true(word == 0 || word < page.threshold);
}

static void disturb(void)
{
    uint32_t source = (uint32_t)rand() % 30;

    switch (rand() % 16) {
    case 0 ... 5:
        raise(source);
        break;
    case 6:
        virq_mask(&vcpu, POK_VECTOR_BASE + source);
        break;
    case 7 ... 9:
        virq_unmask(&vcpu, POK_VECTOR_BASE + source);
        kernel_leave();
        break;
    case 10:
        window_open = false;
        break;
    default:
        window_open = true;
        kernel_leave();
    }
}

static void drain(void)
{
    window_open = true;
    for (uint32_t source = 0; source < 30; source++)
        virq_unmask(&vcpu, POK_VECTOR_BASE + source);
    page.vif = model.depth == 0 && guest()->eip <= MAIN_LOOK ? POK_VIF_ENABLED : page.vif;
    kernel_leave();
    for (uint32_t steps = 0; steps < 2000000; steps++) {
        if (guest()->eip == MAIN && model.depth == 0 && model_deliverable() == 0)
            break;
        guest_step();
    }
    for (uint32_t source = 0; source < 30; source++) {
        assert_int_equal(model.open[source], 0);
        assert_int_equal(page.counted[source], model.raised[source]);
        assert_int_equal(model.seen[source] + page.missed[source], model.raised[source]);
    }
    assert_int_equal(guest()->esp, STACK_BASE + STACK_BYTES);
    assert_int_equal(page.depth, 0);
    assert_int_equal(vcpu.arch.frames, 0);
}

static void run(bool seed, bool hint, uint32_t rounds, uint32_t steps)
{
    for (uint32_t round = 0; round < rounds; round++) {
        start(seed, hint);
        for (uint32_t i = 0; i < steps; i++) {
            if (window_open)
                guest_step();
            if (rand() % 4 == 0 || !window_open)
                disturb();
            nothing_overlooked();
        }
        drain();
    }
    assert_int_equal(stack_faults, 0);
}

static void fast_style_matches_model(void **state)
{
    (void)state;
    srand(1);
    run(false, false, 1000, 1000);
}

static void hint_alone_suffices(void **state)
{
    (void)state;
    srand(3);
    run(false, true, 1000, 1000);
}

static void seed_style_matches_model(void **state)
{
    (void)state;
    srand(2);
    run(true, false, 500, 1000);
    run(true, true, 500, 1000);
}

static void registration_errors(void **state)
{
    (void)state;
    start(true, false);
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 31, SEED_HANDLER), POK_ERRNO_VECTOR_RESERVED);
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 64, SEED_HANDLER), POK_ERRNO_VECTOR_UNKNOWN);
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 62, SEED_HANDLER), POK_ERRNO_VECTOR_UNKNOWN);
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 35, SEED_HANDLER), POK_ERRNO_EXISTS);
    assert_int_equal(pok_bsp_irq_unregister_vcpu(&vcpu, 35), POK_ERRNO_OK);
    assert_int_equal(pok_bsp_irq_unregister_vcpu(&vcpu, 35), POK_ERRNO_NOTFOUND);
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 35, 0xc0000000u), POK_ERRNO_HANDLER_RANGE);
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 35, ENTRY), POK_ERRNO_VECTOR_HANDLER);
    vcpu.rank_of_source[3] = VCPU_NO_RANK;
    assert_int_equal(pok_bsp_irq_register_vcpu(&vcpu, 35, SEED_HANDLER), POK_ERRNO_VECTOR_OWNER);
    assert_int_equal(virq_mask(&vcpu, 35), POK_ERRNO_VECTOR_OWNER);
}

static void iret_without_frame(void **state)
{
    (void)state;
    start(true, false);
    assert_int_equal(do_iret(&vcpu), POK_ERRNO_NO_FRAME);
}

/* A line that need only be raised wakes the vCPU that sleeps until something is. */
static void line_wakes_idle(void **state)
{
    struct thread other = {.partition = &partition};
    struct line_owner *owner = &line_owner[3];

    (void)state;
    start(true, false);
    owner->desc = &vcpu.arch.irqdesc[3];
    owner->counted = &page.counted[3];
    owner->bit = 1u << vcpu.rank_of_source[3];
    owner->plain = true;
    assert_int_equal(virq_unmask(&vcpu, POK_VECTOR_BASE + 3), POK_ERRNO_OK);
    assert_ptr_equal(owner->quick, owner->desc);
    processor.current = &other;
    thread.wait = THREAD_WAIT_IDLE;
    virq_line(3);
    assert_int_equal(thread.wait, 0);
    assert_int_equal(vcpu.arch.irqdesc[3].counter, 1);
    assert_int_equal(page.pending, 1u << vcpu.rank_of_source[3]);
}

/* On the last instruction of the way back, with a stack that isn't there: a fault, no handler. */
static void no_stack_to_leave_by(void **state)
{
    (void)state;
    start(false, false);
    virq_raise(&vcpu, 3);
    guest()->eip = LEAVE;
    guest()->esp = STACK_BASE + STACK_BYTES;
    stack_faults = 0;
    upcall_irq(&vcpu);
    assert_int_equal(stack_faults, 1);
    assert_int_equal(guest()->eip, LEAVE);
    assert_int_equal(page.depth, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fast_style_matches_model), cmocka_unit_test(hint_alone_suffices),
        cmocka_unit_test(seed_style_matches_model), cmocka_unit_test(registration_errors),
        cmocka_unit_test(iret_without_frame),       cmocka_unit_test(line_wakes_idle),
        cmocka_unit_test(no_stack_to_leave_by),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
