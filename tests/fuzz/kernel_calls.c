/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The core behind its call gates: two native partitions and a guest make any calls with any
 * arguments, while time passes, lines interrupt, exceptions happen and shared pages are filled with
 * noise. After each step the kernel's own structures must be whole (kernel_invariants.c), a call
 * must have returned what abi/ says, and nothing of memory may have changed that isn't its
 * caller's.
 */
#include <stdbool.h>
#include <string.h>

#include "arch_host.h"
#include "core/arch.h"
#include "core/fault.h"
#include "core/hypercall.h"
#include "core/options.h"
#include "core/state.h"
#include "core/syscall.h"
#include "core/virq.h"
#include "abi/layout.h"
#include "abi/structs.h"
#include "bsp.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/kernel_input.h"
#include "tests/fuzz/kernel_invariants.h"
#include "tests/fuzz/module_arena.h"

#define MAX_STEPS  400u
#define DATA       (LAYOUT_IMAGE_BASE + 0x1000u)
#define DATA_BYTES 0x2000u
#define CANARY     0xc5
#define LENGTH(a)  (sizeof(a) / sizeof((a)[0]))

static bool had_call;

/* --- arguments ---------------------------------------------------------------------------------
 */

static uint32_t any_value(struct kernel_input *input)
{
    static const uint32_t edges[] = {
        0,
        1,
        0xffffffff,
        0x7fffffff,
        0x80000000,
        LAYOUT_IMAGE_BASE,
        LAYOUT_IMAGE_BASE + 0x10,
        DATA - 2,
        DATA + DATA_BYTES - 1,
        DATA + DATA_BYTES,
        LAYOUT_PARTITION_PAGE,
        LAYOUT_VCPU_PAGE,
        LAYOUT_VCPU_PAGES + 0x1000,
        LAYOUT_STACK_BASE + 0x1000,
        LAYOUT_STACK_BASE + 0x3ffc,
        LAYOUT_DEVICE_BASE,
        LAYOUT_USER_END - 4,
        LAYOUT_KERNEL_BASE,
        0xfffffffc,
    };
    uint32_t kind = input_8(input);

    if (kind < 90)
        return kind % 12;
    if (kind < 170)
        return DATA + 64 * (kind % 16);
    if (kind < 200)
        return edges[input_8(input) % LENGTH(edges)];
    if (kind < 225)
        return input_8(input);
    if (kind < 240)
        return DATA + input_16(input) % (DATA_BYTES + 64);
    return input_32(input);
}

static uint8_t *own(uint32_t address, uint32_t bytes)
{
    return host_user(processor.partition, address, bytes);
}

static void put(uint32_t address, const void *from, uint32_t bytes)
{
    uint8_t *to = own(address, bytes);

    if (to != NULL)
        memcpy(to, from, bytes);
}

static void put_port_request(struct kernel_input *input, uint32_t at)
{
    const struct config_partition *partition = processor.partition->config;
    uint32_t any = input_8(input);
    const struct config_port *port =
        any & 128 ? &arena.ports[any % ARENA_PORTS]
                  : &arena.ports[partition->port_first + any % partition->port_count];
    struct pok_port_create request = {
        .kind = port->kind,
        .direction = port->Direction,
        .max_message_bytes = port->MaxMessageSize,
        .max_messages = port->MaxNbMessages,
        .refresh_period_ns = 50000000,
        .discipline = any / 8 % 2,
    };

    memcpy(request.name, port->Name, 3);
    put(at, &request, sizeof(request));
}

static void put_process(struct kernel_input *input, uint32_t at)
{
    uint32_t kind = input_8(input);
    struct pok_process_attributes attributes = {
        .name = {(char)('a' + kind % 4)},
        .entry = LAYOUT_IMAGE_BASE + kind % 8,
        .stack_bytes = 0x1000,
        .base_priority = input_8(input),
        .deadline = kind / 4 % 2,
        .period_ns = kind & 16 ? 100000000 : POK_INFINITE_TIME,
        .time_capacity_ns = kind & 32 ? 1000000 : POK_INFINITE_TIME,
    };

    if (kind % 4 == 3)
        memcpy(attributes.name, arena.text, 5);
    put(at, &attributes, sizeof(attributes));
}

/* A structure that is right, or nearly, where arguments like to point. */
static void prepare(struct kernel_input *input)
{
    uint32_t kind = input_8(input) % 7;
    uint32_t at = DATA + 64 * (input_8(input) % 16);
    uint32_t text = LAYOUT_IMAGE_BASE + input_8(input);
    struct pok_upcall upcall = {text, text + 4, text + 8, text + 9, text + 10};
    struct pok_virtual_timer timer = {kind & 1, 1, (pok_time_t)host_now_ns + input_16(input) * 64,
                                      input_8(input) * 1000};
    struct pok_exception_frame frame = {
        input_8(input), 0x200, {1, any_value(input), input_32(input), text}};
    int64_t timeout = (int64_t)input_32(input) - 1000;

    switch (kind) {
    case 0:
    case 1:
        put_port_request(input, at);
        break;
    case 2:
        put_process(input, at);
        break;
    case 3:
        put(at, &upcall, sizeof(upcall));
        break;
    case 4:
        put(at, &timer, sizeof(timer));
        break;
    case 5:
        put(at, &frame, sizeof(frame));
        break;
    default:
        put(at, &timeout, sizeof(timeout));
        break;
    }
}

/* Noise where the partition may write: its data, and the pages it shares with the kernel. */
static void poke(struct kernel_input *input)
{
    static const uint32_t places[] = {DATA, LAYOUT_PROCESS_PAGE, LAYOUT_VCPU_PAGES,
                                      LAYOUT_VCPU_PAGES + 0x1000, LAYOUT_STACK_BASE + 0x1000};
    uint32_t at = places[input_8(input) % LENGTH(places)] + input_8(input) * (input_8(input) % 5);
    uint32_t value = any_value(input);

    put(at, &value, sizeof(value));
}

/* Where the partition's code is when it is interrupted. */
static void move(struct kernel_input *input)
{
    context_t *context = &processor.current->arch.context;

    context->eip = LAYOUT_IMAGE_BASE + input_8(input);
    context->esp = input_8(input) < 200 ? LAYOUT_STACK_BASE + 0x2000 - 4 * (input_8(input) % 64)
                                        : any_value(input);
}

/* --- a call ------------------------------------------------------------------------------------
 */

static uint8_t before[HOST_MEMORY_BYTES / 4];

/* All of memory that is anybody's: the pages 0x10000 to 0x40000. */
static void remember(void)
{
    memcpy(before, host_memory + 0x10000, 0x30000);
}

/* The pages that the kernel shares with a partition, which it may write in anybody's call. */
static bool is_kernels_page(const struct config_partition *partition, uint32_t physical)
{
    uint32_t page = physical & ~(POK_PAGE_BYTES - 1);

    return page == partition->partition_page ||
           (!partition->guest && page == partition->process_page) ||
           (partition->guest && page - partition->vcpu_pages < ARENA_VCPUS * POK_PAGE_BYTES);
}

static void compare(const struct partition *caller)
{
    for (uint32_t at = 0; at < 0x30000; at += POK_PAGE_BYTES) {
        uint32_t owner = at / 0x10000;
        uint32_t physical = 0x10000 + at;
        bool writable = owner == caller->index && at % 0x10000 >= 0x1000 && at % 0x10000 < 0x6000;

        if (!writable && !is_kernels_page(&arena.partitions[owner], physical))
            FUZZ_REQUIRE(memcmp(before + at, host_memory + physical, POK_PAGE_BYTES) == 0);
    }
}

/* Calls whose results aren't error codes alone: abi/syscalls.def and hypercalls.def say which. */
static bool is_result(bool hypercall, uint32_t number, uint32_t value)
{
    bool token = number == POK_SYSCALL_WAKE || number == POK_SYSCALL_CEILING_PASS;

    if (value <= POK_ERRNO_CALL_UNKNOWN) {
        switch (value) {
#define POK_ERROR(name, code, text) case code:
#include "abi/errno.def"
#undef POK_ERROR
            return true;
        default:
            break;
        }
    }
    if (hypercall && number < HYPERCALL_SYSCALL)
        return number == POK_HYPERCALL_IRQ_NEXT
                   ? value >= POK_VECTOR_BASE && value < POK_VECTOR_BASE + POK_VECTOR_COUNT
                   : number == POK_HYPERCALL_CONSREAD &&
                         (value <= 16 || value == (uint32_t)-POK_ERRNO_EPERM ||
                          value == (uint32_t)-POK_ERRNO_EFAULT);
    if (hypercall)
        number -= HYPERCALL_SYSCALL;
    if (number == POK_SYSCALL_SAMPLING_READ)
        return (int32_t)value < 0 ? -(int32_t)value <= POK_ERRNO_CALL_UNKNOWN
                                  : value >> 1 <= ARENA_SLOT - 4;
    return token && processor.current->vcpu == NULL;
}

struct request {
    bool hypercall;
    uint32_t number;
    uint32_t a1, a2, a3, a4;
};

static uint32_t gate(const struct request *r)
{
    pok_syscall_args_t args = {r->a1, r->a2, r->a3, r->a4, 0};
    context_t *context = &processor.current->arch.context;

    if (!r->hypercall && r->number >= CALL_COUNT)
        return (uint32_t)pok_core_syscall((pok_syscall_id_t)r->number, &args, NULL);
    if (!r->hypercall)
        return (uint32_t)syscall_table[r->number](r->number, r->a1, r->a2, r->a3, r->a4);
    if (r->number < CALL_COUNT && (r->a4 & 1u))
        return (uint32_t)hypercall_table[r->number](LAYOUT_FAST_HYPERCALL + r->number, r->a1, r->a2,
                                                    r->a3, r->a4);
    context->edx = r->a1;
    context->ecx = r->a2;
    context->ebx = r->a3;
    context->esi = r->a4;
    return (uint32_t)pok_core_hypercall((pok_hypercall_id_t)r->number,
                                        (const pok_hypercall_args_t *)context, &processor);
}

static void leave(void)
{
    if (processor.exit_work != 0)
        kernel_exit();
}

static void call(const struct request *request)
{
    struct thread *caller = processor.current;
    const struct partition *partition = processor.partition;
    uint32_t value;

    remember();
    value = gate(request);
    compare(partition);
    had_call = true;
    if (!(processor.exit_work & EXIT_CONTEXT)) {
        /* The caller may have ended, and its context is a beginner's then. */
        FUZZ_REQUIRE(is_result(request->hypercall, request->number, value));
        caller->arch.context.eax = value;
    }
    leave();
}

static void any_call(struct kernel_input *input)
{
    bool wrong = input_8(input) < 16;
    struct request request = {
        .hypercall = (processor.current->vcpu != NULL && input_8(input) < 192) != wrong,
        .number = input_8(input) % 140,
    };

    request.a1 = any_value(input);
    request.a2 = any_value(input);
    request.a3 = any_value(input);
    request.a4 = any_value(input);
    call(&request);
}

/* --- calls that lead somewhere ------------------------------------------------------------------
 */

#define SYSCALL_REQUEST(name, ...)                                                                 \
    {                                                                                              \
        false, POK_SYSCALL_##name, __VA_ARGS__                                                     \
    }
#define HYPERCALL_REQUEST(name, ...)                                                               \
    {                                                                                              \
        true, POK_HYPERCALL_##name, __VA_ARGS__                                                    \
    }

/* Where they have their arguments. */
enum { REQUEST = DATA, ID = DATA + 512, TIMEOUT = DATA + 528, TEXT = DATA + 1024 };

static void start_process(struct kernel_input *input)
{
    const struct request create = SYSCALL_REQUEST(PROCESS_CREATE, REQUEST, ID, 0, 0);
    struct request start = SYSCALL_REQUEST(PROCESS_START, 0, 0, 0, 0);

    put_process(input, REQUEST);
    call(&create);
    start.a1 = 1 + input_8(input) % 2;
    call(&start);
}

static void native_purpose(struct kernel_input *input, uint32_t small)
{
    const struct request requests[] = {
        SYSCALL_REQUEST(PARTITION_MODE_SET, POK_PARTITION_MODE_NORMAL, 0, 0, 0),
        SYSCALL_REQUEST(WAIT, small % 4, 1 + small, small & 8 ? TIMEOUT : 0, small / 16),
        SYSCALL_REQUEST(WAKE, small % 4, small / 128, 0, 0),
        SYSCALL_REQUEST(TIMED_WAIT, small * 100000, 0, 0, 0),
        SYSCALL_REQUEST(PERIODIC_WAIT, 0, 0, 0, 0),
        SYSCALL_REQUEST(PROCESS_PRIORITY, small % 3, input_8(input), 0, 0),
        SYSCALL_REQUEST(PROCESS_SUSPEND, small % 3, small & 16 ? 0xffffffff : 1000, 0, 0),
        SYSCALL_REQUEST(PROCESS_RESUME, small % 3, 0, 0, 0),
        SYSCALL_REQUEST(PROCESS_STOP, small % 3, 0, 0, 0),
        SYSCALL_REQUEST(PREEMPTION_LOCK, 0, 0, 0, 0),
        SYSCALL_REQUEST(PREEMPTION_UNLOCK, 0, 0, 0, 0),
        SYSCALL_REQUEST(CEILING_PASS, small % 3, small % 4, input_8(input), 0),
        SYSCALL_REQUEST(ERROR_HANDLER_CREATE, LAYOUT_IMAGE_BASE, 0x1000, 0, 0),
        SYSCALL_REQUEST(ERROR_RAISE, 1, TEXT, small % 130, 0),
        SYSCALL_REQUEST(REPLENISH, small << 16, 0, 0, 0),
    };
    uint32_t choice = input_8(input) % (LENGTH(requests) + 5);

    if (choice < LENGTH(requests))
        call(&requests[choice]);
    else
        start_process(input);
}

/* Interrupts on, everything passes, no handler is open: the page is the guest's. */
static void open_page(void)
{
    const uint32_t open[] = {POK_VIF_ENABLED, 0, 1, 0};

    put(LAYOUT_VCPU_PAGE, open, sizeof(open));
}

/* Handlers that are interrupted as often as the guest likes, and more. */
static void nest(uint32_t handler)
{
    const struct request listen =
        HYPERCALL_REQUEST(IRQ_REGISTER_VCPU, POK_VECTOR_VCPU, handler, 0, 0);
    const struct request signal = HYPERCALL_REQUEST(VCPU_SIGNAL, 0, 0, 0, 0);

    call(&listen);
    for (uint32_t n = 0; n < POK_MAX_IRQ_NESTING + 2u && processor.current->vcpu != NULL; n++) {
        open_page();
        call(&signal);
    }
}

static void guest_purpose(struct kernel_input *input, uint32_t small)
{
    static const uint8_t vectors[] = {35, 37, 56, 57, 58, 59, 60, 61};
    uint32_t vector = vectors[input_8(input) % LENGTH(vectors)];
    uint32_t text = LAYOUT_IMAGE_BASE + small;
    struct pok_upcall upcall = {text, text + 4, text + 8, text + 9, text + 10};
    struct pok_virtual_timer timer = {small & 1, 1, (pok_time_t)host_now_ns + small * 4096,
                                      small & 4 ? 1000 * small : 0};
    const struct request requests[] = {
        HYPERCALL_REQUEST(IRQ_REGISTER_VCPU, vector, text, 0, 0),
        HYPERCALL_REQUEST(IRQ_REGISTER_VCPU, vector, LAYOUT_IMAGE_BASE, 0, 0),
        HYPERCALL_REQUEST(UPCALL_SET, REQUEST, 0, 0, small),
        HYPERCALL_REQUEST(TIMER_SET, REQUEST, 0, 0, small),
        HYPERCALL_REQUEST(IRQ_PARTITION_ENABLE, 0, 0, 0, small),
        HYPERCALL_REQUEST(IRQ_DO_IRET, 0, 0, 0, 0),
        HYPERCALL_REQUEST(IRQ_NEXT, small, 0, 0, small),
        HYPERCALL_REQUEST(VCPU_START, small % 2, text, LAYOUT_STACK_BASE + 0x3000, 0),
        HYPERCALL_REQUEST(VCPU_SIGNAL, small % 2, 0, 0, small),
        HYPERCALL_REQUEST(IDLE, 0, 0, 0, small),
        HYPERCALL_REQUEST(YIELD, 0, 0, 0, small),
        HYPERCALL_REQUEST(IRQ_MASK, vector, 0, 0, small),
        HYPERCALL_REQUEST(IRQ_UNMASK, vector, 0, 0, small),
        HYPERCALL_REQUEST(EXCEPTION_SET, small % 20, text, 0, small),
    };
    uint32_t choice = input_8(input) % LENGTH(requests);

    if (requests[choice].number == POK_HYPERCALL_UPCALL_SET)
        put(REQUEST, &upcall, sizeof(upcall));
    if (requests[choice].number == POK_HYPERCALL_TIMER_SET)
        put(REQUEST, &timer, sizeof(timer));
    if (small & 1) {
        open_page();
        move(input);
    }
    call(&requests[choice]);
    if (requests[choice].number == POK_HYPERCALL_VCPU_SIGNAL && processor.current->vcpu != NULL)
        nest(LAYOUT_IMAGE_BASE + small % 4);
}

/* A call that this kind of partition makes for good reasons. */
static void purpose(struct kernel_input *input)
{
    uint32_t small = input_8(input), port = input_8(input) % 4;
    int64_t timeout = small & 2 ? -1 : (int64_t)(small & 1) * small * 100000;
    uint32_t length = small & 32 ? small % 64 : 58 + small % 16;
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdef";
    const struct request requests[] = {
        SYSCALL_REQUEST(PORT_CREATE, REQUEST, ID, 0, 0),
        SYSCALL_REQUEST(PORT_CREATE, REQUEST, ID, 0, 0),
        SYSCALL_REQUEST(SAMPLING_WRITE, port, TEXT, length, 0),
        SYSCALL_REQUEST(SAMPLING_READ, port, TEXT, 0, 0),
        SYSCALL_REQUEST(QUEUING_SEND, port, TEXT, length, TIMEOUT),
        SYSCALL_REQUEST(QUEUING_SEND, port, TEXT, length, TIMEOUT),
        SYSCALL_REQUEST(QUEUING_RECEIVE, port, TEXT, ID, TIMEOUT),
        SYSCALL_REQUEST(QUEUING_RECEIVE, port, TEXT, ID, TIMEOUT),
        SYSCALL_REQUEST(CONSOLE_WRITE, TEXT, small, 0, 0),
        SYSCALL_REQUEST(PARTITION_CONTROL, 1 + port, small % 4, 0, 0),
        SYSCALL_REQUEST(SCHEDULE_SET, 1 + port % 2, 0, 0, 0),
    };
    uint32_t choice = input_8(input) % (2 * LENGTH(requests));

    if (choice < 2)
        put_port_request(input, REQUEST);
    put(TIMEOUT, &timeout, sizeof(timeout));
    put(TEXT, letters, sizeof(letters) - 1);
    if (choice < LENGTH(requests)) {
        /* Several, so that a ring is full. */
        for (uint32_t n = small % 8 == 0 ? ARENA_MESSAGES + 2 : 1; n != 0; n--)
            call(&requests[choice]);
    } else if (processor.current->vcpu == NULL) {
        native_purpose(input, small);
    } else {
        guest_purpose(input, small);
    }
}

/* --- what else happens -------------------------------------------------------------------------
 */

static void interrupt(struct kernel_input *input)
{
    uint32_t line = input_8(input) % POK_MAX_LINES;

    if (host_lines & 1u << line)
        bsp_line_interrupt(line);
    leave();
}

static void exception(struct kernel_input *input)
{
    static const uint8_t vectors[] = {0, 1, 3, 4, 5, 6, 13, 14, 16, 17, 19};
    uint32_t choice = input_8(input);
    uint32_t vector = vectors[choice % LENGTH(vectors)];
    uint32_t address = any_value(input);

    /* Few, since most end in a restart, and what has been done is lost. */
    if (choice < 192)
        return;
    if (!bsp_fault(processor.current, vector, 0, address))
        fault_user(processor.current, vector, 0, address);
    leave();
}

static void run(struct kernel_input *input)
{
    uint64_t delta = (uint64_t)input_16(input) << input_8(input) % 12;

    host_late_ns = input_8(input) < 16 ? input_16(input) * 1000ull : 0;
    host_run_until(host_now_ns + delta);
}

static void step(struct kernel_input *input)
{
    uint32_t kind = input_8(input) % 16;

    host_horizon_ns = host_now_ns + 1000000000;
    if (kind < 3)
        any_call(input);
    else if (kind < 7)
        purpose(input);
    else if (kind < 8)
        prepare(input);
    else if (kind < 9)
        poke(input);
    else if (kind < 10)
        move(input);
    else if (kind < 12)
        interrupt(input);
    else if (kind < 14)
        exception(input);
    else
        run(input);
}

/* What health monitoring does in each case, and what the partitions may. */
static void configure(struct kernel_input *input)
{
    static const uint8_t actions[] = {CONFIG_HM_IGNORE, CONFIG_HM_IDLE, CONFIG_HM_WARM_START,
                                      CONFIG_HM_COLD_START};
    uint32_t choices = input_32(input);

    for (uint32_t s = 0; s < CONFIG_HM_STATES; s++) {
        for (uint32_t e = 0; e < CONFIG_HM_ERRORS; e++) {
            uint32_t choice = choices >> (5 * s + 3 * e) % 30;
            struct config_hm_cell *cell = &arena.partition_hm.cell[s][e];

            cell->level = choice & 4 ? CONFIG_HM_LEVEL_PROCESS : CONFIG_HM_LEVEL_PARTITION;
            cell->action = actions[choice % 4];
        }
    }
    arena.partitions[FIRST].SystemPartition = true;
    arena.partitions[FIRST].PartitionCallback = LAYOUT_IMAGE_BASE + 0x30;
    arena.partitions[FIRST].CallbackCapacitySeconds_ns = 1000000;
    arena.rows[0][FIRST].SetModuleSchedule = true;
    arena.rows[1][FIRST].SetModuleSchedule = true;
    arena.rows[1][SECOND].ScheduleChangeAction = CONFIG_CHANGE_WARM_START;
}

/* Nobody has this memory. */
static bool is_untouched(uint32_t start, uint32_t bytes)
{
    return host_memory[start] == CANARY &&
           memcmp(&host_memory[start], &host_memory[start + 1], bytes - 1) == 0;
}

int kernel_calls(const uint8_t *data, size_t bytes)
{
    struct kernel_input input = {data, bytes};
    int end;

    host_reset();
    memset(host_memory, CANARY, sizeof(host_memory));
    memset(&arena_storage, 0, sizeof(arena_storage));
    memset(&console, 0, sizeof(console));
    memset(&health, 0, sizeof(health));
    processor = (struct processor){.loaded = &thread_nobody};
    panicking = false;
    lines_resting = 0;
    memset(line_owner, 0, sizeof(line_owner));
    memset(line_taken_ns, 0, sizeof(line_taken_ns));
    boot_options = (struct boot_options){.loglevel = 1};
    arena_fill();
    configure(&input);
    arena_install();
    had_call = false;
    end = setjmp(host_end);
    if (end == 0) {
        kernel_init();
        kernel_exit();
        for (uint32_t n = 0; n < MAX_STEPS && input.bytes != 0; n++) {
            step(&input);
            kernel_invariants();
        }
    }
    /* A panic, or tables that were refused. */
    FUZZ_REQUIRE(end != HOST_STOP);
    FUZZ_REQUIRE(is_untouched(0, 0x10000));
    FUZZ_REQUIRE(is_untouched(0x40000, HOST_MEMORY_BYTES - 0x40000));
    return had_call;
}
