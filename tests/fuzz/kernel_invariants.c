/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/fuzz/kernel_invariants.h"

#include "arch_host.h"
#include "core/processor.h"
#include "core/ready.h"
#include "core/state.h"
#include "core/vcpu.h"
#include "abi/layout.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/module_arena.h"
#include "x86.h"

/* What popf at ring 3 can set, and what a context begins with. */
#define RING3_FLAGS                                                                                \
    (EFLAGS_CF | EFLAGS_PF | EFLAGS_AF | EFLAGS_ZF | EFLAGS_SF | EFLAGS_TF | EFLAGS_DF |           \
     EFLAGS_OF | EFLAGS_NT | EFLAGS_AC | EFLAGS_ID)

static struct partition *partition_at(uint32_t p)
{
    return &arena_storage.partitions[p];
}

static uint32_t thread_count(uint32_t p)
{
    return arena.partitions[p].stack_count;
}

/* The threads of each ring are ready and have its priority; how many there are. */
static uint32_t ring_length(const struct partition *partition, uint32_t priority)
{
    struct thread_link *first = partition->ready.first[priority];
    struct thread_link *link = first;
    uint32_t count = 0;

    if (first == NULL)
        return 0;
    do {
        struct thread *thread = ready_thread(link);

        FUZZ_REQUIRE(thread->partition == partition && thread->state == POK_STATE_READY);
        FUZZ_REQUIRE(thread->priority == priority);
        FUZZ_REQUIRE(link->next->previous == link);
        FUZZ_REQUIRE(++count <= ARENA_THREADS);
        link = link->next;
    } while (link != first);
    return count;
}

static void check_ready(uint32_t p)
{
    const struct partition *partition = partition_at(p);
    const struct ready_queue *ready = &partition->ready;
    uint32_t queued = 0, running = 0;
    uint32_t best = UINT32_MAX;

    for (uint32_t priority = 0; priority < READY_WORDS * 32; priority++) {
        uint32_t length = ring_length(partition, priority);

        FUZZ_REQUIRE((ready->map[priority / 32] >> priority % 32 & 1u) == (length != 0));
        FUZZ_REQUIRE(ready->map[priority / 32] == 0 || (ready->summary >> priority / 32 & 1u));
        if (length != 0)
            best = priority;
        queued += length;
    }
    FUZZ_REQUIRE(ready->best == (best == UINT32_MAX ? NULL : ready_thread(ready->first[best])));
    for (uint32_t i = 0; i < thread_count(p); i++)
        running += partition->threads[i].state == POK_STATE_READY;
    FUZZ_REQUIRE(queued == running);
}

static void check_timers(uint32_t p)
{
    const struct timer_heap *heap = &partition_at(p)->timers;

    FUZZ_REQUIRE(heap->count <= heap->capacity);
    for (uint32_t i = 1; i <= heap->count; i++) {
        FUZZ_REQUIRE(heap->slot[i]->place == i);
        FUZZ_REQUIRE(heap->slot[i / 2 == 0 ? 1 : i / 2]->expiry_ns <= heap->slot[i]->expiry_ns);
    }
}

static void check_thread(const struct thread *thread)
{
    bool ended = thread->state == POK_STATE_DORMANT || thread->state == POK_STATE_FAULTED;
    const struct partition *partition = thread->partition;

    FUZZ_REQUIRE(!ended || (thread->timeout.place == 0 && thread->deadline.place == 0));
    FUZZ_REQUIRE(thread->priority <= POK_PRIORITY_MAX || thread == partition->error_handler ||
                 thread == partition->callback);
    FUZZ_REQUIRE(thread->state <= POK_STATE_FAULTED);
    FUZZ_REQUIRE((thread->state == POK_STATE_WAITING) == (thread->wait != 0));
    FUZZ_REQUIRE((thread->arch.context.eflags & ~(uint32_t)RING3_FLAGS) == 0);
}

static void check_port(const struct port *port)
{
    const struct config_port *config = port->config;
    const struct thread_link *link = port->waiting.next;
    uint32_t waiting = 0;

    for (; link != &port->waiting; link = link->next) {
        const struct thread *thread = CONTAINER_OF(link, struct thread, link);

        FUZZ_REQUIRE(thread->state == POK_STATE_WAITING && (thread->wait & THREAD_WAIT_PORT));
        FUZZ_REQUIRE(thread->partition == port->partition);
        FUZZ_REQUIRE(++waiting <= ARENA_THREADS);
    }
    FUZZ_REQUIRE(waiting == port->waiting_count);
    if (config->kind != POK_PORT_QUEUING || config->Direction != POK_PORT_DESTINATION)
        return;
    FUZZ_REQUIRE(port->count <= config->MaxNbMessages && port->promised <= port->count);
    FUZZ_REQUIRE(port->put < config->MaxNbMessages && port->get < config->MaxNbMessages);
    FUZZ_REQUIRE((port->get + port->count) % config->MaxNbMessages == port->put);
    FUZZ_REQUIRE(port->count + port->source->reserved <= config->MaxNbMessages ||
                 port->source->channel->destination_count > 1);
}

/* Nothing is written behind a port's storage; a sampling port has one slot of it. */
static void check_storage(uint32_t i)
{
    const uint32_t *words = arena_storage.messages[i][0];
    uint32_t at =
        arena.ports[i].kind == POK_PORT_SAMPLING ? ARENA_SLOT / 4 : ARENA_MESSAGES * ARENA_SLOT / 4;

    for (; at < 2 * ARENA_MESSAGES * ARENA_SLOT / 4; at++)
        FUZZ_REQUIRE(words[at] == 0);
}

static void check_vcpu(const struct vcpu *vcpu)
{
    FUZZ_REQUIRE(vcpu->arch.frames <= POK_MAX_IRQ_NESTING);
    FUZZ_REQUIRE(vcpu->upcall_depth <= vcpu->max_depth);
    for (uint32_t source = 0; source < POK_VECTOR_COUNT; source++) {
        const struct irq_desc *desc = &vcpu->arch.irqdesc[source];
        uint32_t rank = vcpu->rank_of_source[source];
        uint32_t bit = rank == VCPU_NO_RANK ? 0 : 1u << rank;

        if (bit == 0)
            FUZZ_REQUIRE(desc->counter == 0 && desc->vector == 0);
        else
            FUZZ_REQUIRE(((vcpu->deliverable & bit) != 0) ==
                         (desc->counter != 0 && !(vcpu->masked & bit)));
    }
}

static void check_running(void)
{
    const struct thread *thread = processor.current;

    FUZZ_REQUIRE(thread != NULL && processor.partition != NULL);
    FUZZ_REQUIRE(thread->partition == processor.partition && thread->state == POK_STATE_READY);
    FUZZ_REQUIRE(processor.loaded == thread && processor.space == processor.partition);
    FUZZ_REQUIRE(processor.partition->work == WORK_NONE);
    if (thread->vcpu != NULL)
        FUZZ_REQUIRE(host_user(processor.partition, LAYOUT_VCPU_PAGE, 4) ==
                     (void *)thread->vcpu->page);
}

/* Whether a partition has ended, and its threads have yet to be set back: nothing knows of them. */
static bool is_over(const struct partition *partition)
{
    if (!partition_starts(partition) && partition->mode != POK_PARTITION_MODE_IDLE)
        return false;
    FUZZ_REQUIRE(partition->ready.best == NULL && partition->ready.summary == 0);
    FUZZ_REQUIRE(partition->timers.count == 0);
    return true;
}

void kernel_invariants(void)
{
    for (uint32_t p = 0; p < ARENA_PARTITIONS; p++) {
        FUZZ_REQUIRE(partition_at(p)->mode <= POK_PARTITION_MODE_NORMAL);
        FUZZ_REQUIRE(partition_at(p)->lock_level <= POK_LOCK_LEVEL_MAX);
        check_timers(p);
        if (is_over(partition_at(p)))
            continue;
        check_ready(p);
        for (uint32_t i = 0; i < thread_count(p); i++)
            check_thread(&partition_at(p)->threads[i]);
    }
    for (uint32_t i = 0; i < ARENA_PORTS; i++) {
        check_port(&arena_storage.ports[i]);
        check_storage(i);
    }
    for (uint32_t i = 0; i < ARENA_VCPUS; i++)
        check_vcpu(&arena_storage.vcpus[i]);
    check_running();
}
