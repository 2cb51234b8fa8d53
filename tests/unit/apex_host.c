/* SPDX-License-Identifier: BSD-2-Clause */
#include "apex_host.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "core/blocking.h"
#include "core/page.h"
#include "abi/layout.h"
#include "abi/limits.h"
#include "abi/process_page.h"

#define PROCESSES   16u
#define STACK_BYTES ((size_t)0x20000)
#define PAGES_BYTES ((size_t)3 * POK_PAGE_BYTES)

struct process {
    ucontext_t context;
    void (*function)(void);
    uint32_t priority;
    uint32_t retained;
    uint32_t queue; /* it waits in */
    uint32_t token;
    bool ready;
    bool waiting;
    uint64_t order;     /* among the ready of its priority, or the waiting of its queue */
    pok_time_t timeout; /* instant; POK_INFINITE_TIME: none */
    bool by_priority;
    pok_ret_t result;
};

static struct {
    struct process process[PROCESSES];
    ucontext_t main;
    uint32_t count;
    uint32_t current; /* 0: the test itself */
    uint32_t error_handler;
    uint64_t order;
    pok_time_t now;
    uint32_t crossings;
    bool expire;
} host;

static struct pok_partition_page *const page = (void *)(uintptr_t)LAYOUT_PARTITION_PAGE;
static struct pok_process_page *const process_page = (void *)(uintptr_t)LAYOUT_PROCESS_PAGE;
static uint8_t *stacks;

void host_begin(void)
{
    if (stacks == NULL) {
        void *pages = mmap(page, PAGES_BYTES, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

        assert(pages == page);
        stacks = mmap(NULL, PROCESSES * STACK_BYTES, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
        assert(stacks != MAP_FAILED);
    }
    memset(&host, 0, sizeof(host));
    memset(page, 0, PAGES_BYTES);
    host_mode(POK_PARTITION_MODE_COLD_START);
}

void host_mode(pok_partition_mode_t mode)
{
    page->operating_mode = mode;
}

static void ended(void)
{
    host.process[host.current].ready = false;
    swapcontext(&host.process[host.current].context, &host.main);
}

static void begin(void)
{
    host.process[host.current].function();
    ended();
}

uint32_t host_process(void (*function)(void), uint32_t priority)
{
    struct process *process = &host.process[++host.count];

    assert(host.count < PROCESSES);
    getcontext(&process->context);
    process->context.uc_stack.ss_sp = stacks + host.count * STACK_BYTES;
    process->context.uc_stack.ss_size = STACK_BYTES;
    process->function = function;
    process->priority = priority;
    process->ready = true;
    process->order = ++host.order;
    makecontext(&process->context, begin, 0);
    return host.count;
}

static uint32_t best(void)
{
    uint32_t found = 0;

    for (uint32_t i = 1; i <= host.count; i++) {
        const struct process *a = &host.process[i];
        const struct process *b = &host.process[found];

        if (a->ready && (found == 0 || a->priority > b->priority ||
                         (a->priority == b->priority && a->order < b->order)))
            found = i;
    }
    return found;
}

/* The ceiling that the process which runs has set for itself. */
static void sync(void)
{
    struct process *self = &host.process[host.current];
    uint32_t ceiling = process_page->ceiling;

    if (ceiling == 0 || ceiling == POK_CEILING_KERNEL)
        return;
    process_page->ceiling = POK_CEILING_KERNEL;
    self->retained = self->priority;
    self->priority = ceiling;
    self->order = 0; /* before the others of that priority */
}

/* The page as the kernel leaves it to the process that runs next. */
static void page_show(uint32_t to)
{
    process_page->current = to;
    process_page->priority = host.process[to].priority;
    process_page->ceiling = host.process[to].retained != 0 ? POK_CEILING_KERNEL : 0;
}

static void switch_to_best(void)
{
    uint32_t from = host.current;
    uint32_t to = best();

    if (to == from)
        return;
    sync();
    to = best();
    if (to == from)
        return;
    page_show(to);
    host.current = to;
    swapcontext(&host.process[from].context, to == 0 ? &host.main : &host.process[to].context);
}

static void make_ready(struct process *process, pok_ret_t result)
{
    if (process->waiting)
        process_page->waiters[process->queue]--;
    process->waiting = false;
    process->ready = true;
    process->timeout = POK_INFINITE_TIME;
    process->result = result;
    process->order = ++host.order;
}

static void expire(void)
{
    for (uint32_t i = 1; i <= host.count; i++) {
        struct process *process = &host.process[i];

        if (!process->ready && process->timeout > 0 && process->timeout <= host.now)
            make_ready(process, POK_ERRNO_TIMEOUT);
    }
}

/* The next time-out; false: there is none. */
static bool advance(void)
{
    pok_time_t next = POK_INFINITE_TIME;

    for (uint32_t i = 1; i <= host.count; i++) {
        const struct process *process = &host.process[i];

        if (!process->ready && process->timeout > 0 && (next < 0 || process->timeout < next))
            next = process->timeout;
    }
    if (next < 0)
        return false;
    host.now = next;
    expire();
    return true;
}

void host_run(void)
{
    do {
        while (best() != 0) {
            host.current = best();
            page_show(host.current);
            swapcontext(&host.main, &host.process[host.current].context);
            host.current = 0;
            page_show(0);
        }
    } while (advance());
}

static void block(pok_time_t duration)
{
    struct process *self = &host.process[host.current];

    self->ready = false;
    self->order = ++host.order;
    self->timeout = duration == POK_INFINITE_TIME ? duration : host.now + duration;
    switch_to_best();
}

void host_sleep(pok_time_t duration)
{
    assert(process_page->preemption == POK_PREEMPTION_ON);
    block(duration);
}

void host_stop(uint32_t process)
{
    struct process *stopped = &host.process[process];

    if (stopped->waiting)
        process_page->waiters[stopped->queue]--;
    stopped->waiting = false;
    stopped->ready = false;
    stopped->timeout = POK_INFINITE_TIME;
}

void host_lock_preemption(bool locked)
{
    page->lock_level = locked;
    page->lock_owner = host.current;
}

uint32_t host_priority(uint32_t process)
{
    sync();
    return host.process[process].priority;
}

void host_set_error_handler(uint32_t process)
{
    host.error_handler = process;
    page->error_handler = process;
}

pok_time_t host_time(void)
{
    return host.now;
}

uint32_t host_self(void)
{
    return host.current;
}

uint32_t host_crossings(void)
{
    return host.crossings;
}

void host_expire_in_next_call(void)
{
    host.expire = true;
}

/* --- the primitive --------------------------------------------------------------------------- */

static void enter(void)
{
    host.crossings++;
    if (host.expire) {
        host.expire = false;
        (void)advance();
    }
}

static bool may_wait(void)
{
    return page->operating_mode == POK_PARTITION_MODE_NORMAL && page->lock_level == 0 &&
           process_page->ceiling == 0 &&
           (host.error_handler == 0 || host.current != host.error_handler);
}

static void due(void)
{
    sync();
    if (host.current != 0 && best() != host.current)
        process_page->preemption = POK_PREEMPTION_DUE;
}

pok_ret_t blocking_wait(uint32_t queue, uint32_t token, pok_time_t timeout, uint32_t how)
{
    struct process *self = &host.process[host.current];

    enter();
    assert(process_page->preemption != POK_PREEMPTION_ON);
    assert(queue < POK_MAX_WAIT_QUEUES && token != 0);
    process_page->preemption = POK_PREEMPTION_ON;
    if (!may_wait() || ((how >> 8) != 0 && self->priority > how >> 8))
        return POK_ERRNO_MODE;
    if (timeout == 0)
        return POK_ERRNO_UNAVAILABLE;
    self->waiting = true;
    self->queue = queue;
    self->token = token;
    self->by_priority = (how & 0xff) == POK_DISCIPLINE_PRIORITY;
    process_page->waiters[queue]++;
    block(timeout);
    return self->result;
}

static struct process *first_waiting(uint32_t queue)
{
    struct process *found = NULL;

    for (uint32_t i = 1; i <= host.count; i++) {
        struct process *process = &host.process[i];

        if (!process->waiting || process->queue != queue)
            continue;
        if (found == NULL || (process->by_priority && process->priority > found->priority) ||
            ((!process->by_priority || process->priority == found->priority) &&
             process->order < found->order))
            found = process;
    }
    return found;
}

static uint32_t wake(uint32_t queue)
{
    struct process *process = first_waiting(queue);

    assert(process_page->preemption != POK_PREEMPTION_ON);
    if (process == NULL)
        return 0;
    make_ready(process, POK_ERRNO_OK);
    due();
    return process->token;
}

static void leave(void)
{
    process_page->preemption = POK_PREEMPTION_ON;
    if (host.current != 0)
        switch_to_best();
}

uint32_t blocking_wake(uint32_t queue)
{
    enter();
    return wake(queue);
}

uint32_t blocking_wake_and_leave(uint32_t queue)
{
    uint32_t token;

    enter();
    token = wake(queue);
    if (token != 0)
        leave();
    return token;
}

void blocking_wake_all(uint32_t queue)
{
    while (blocking_wake(queue) != 0)
        ;
}

void blocking_reschedule(void)
{
    host.crossings++;
    leave();
}

uint32_t blocking_ceiling_pass(uint32_t owner, uint32_t queue, uint32_t priority)
{
    struct process *from = &host.process[owner];
    struct process *to = first_waiting(queue);

    enter();
    sync();
    from->priority = from->retained;
    from->retained = 0;
    if (to != NULL) {
        (void)wake(queue);
        to->retained = to->priority;
        to->priority = priority;
    }
    if (host.process[host.current].retained == 0)
        process_page->ceiling = 0;
    due();
    return to == NULL ? 0 : to->token;
}

bool blocking_process_exists(uint32_t id)
{
    return id != 0 && id <= host.count;
}
