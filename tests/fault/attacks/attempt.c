/* SPDX-License-Identifier: BSD-2-Clause */
#include "attempt.h"

#include <stddef.h>
#include <string.h>

#include "abi/structs.h"
#include "abi/vcpu_page.h"
#include "core/call.h"
#include "native_process.h"
#include "virt/hypercall.h"

_Static_assert(offsetof(struct pok_vcpu_page, fault_address) == 320, "attempt.S");
_Static_assert(sizeof(struct pok_exception_frame) == 24, "attempt.S");

#define ATTACKER_PRIORITY 10u
#define ERRORS            (sizeof(error_names) / sizeof(error_names[0]))

struct check_state check_state;
volatile struct attempt_state attempt_state;

static uint32_t attacker_id;

/* Called by attempt.S. */
uint32_t attempt_error_of(uint32_t vector);
void attempt_process(void);
void attempt_lost(void);

uint32_t attempt_error_of(uint32_t vector)
{
    switch (vector) {
    case 0:
    case 4:
    case 5:
    case 16:
    case 19:
        return SEEN_NUMERIC_ERROR;
    case 14:
        return SEEN_MEMORY_VIOLATION;
    default:
        return SEEN_ILLEGAL_REQUEST;
    }
}

enum attempt_error attempt(attack_t *attack, uint32_t argument)
{
    return (enum attempt_error)attempt_call(attack, argument);
}

void attempt_expect(enum attempt_error expected, attack_t *attack, uint32_t argument)
{
    enum attempt_error seen = attempt(attack, argument);

    if (seen != expected)
        printf("attack %x: error %d instead of %d\n", (unsigned)argument, seen, expected);
    CHECK_EQUAL(seen, expected);
}

uint32_t gate_call(enum gate gate, uint32_t number, uint32_t a1, uint32_t a2, uint32_t a3,
                   uint32_t a4)
{
    if (gate == GATE_FAST)
        __asm__ volatile("pushl %%ebp\n\t"
                         "movl %%esp, %%ebp\n\t"
                         "movl $1f, %%edi\n\t"
                         "sysenter\n"
                         "1:\tpopl %%ebp"
                         : "+a"(number), "+d"(a1), "+c"(a2)
                         : "b"(a3), "S"(a4)
                         : "edi", "memory", "cc");
    else if (gate == GATE_SYSCALL)
        __asm__ volatile("int $42"
                         : "+a"(number), "+d"(a1), "+c"(a2)
                         : "b"(a3), "S"(a4)
                         : "memory", "cc");
    else
        __asm__ volatile("int $45"
                         : "+a"(number), "+d"(a1), "+c"(a2)
                         : "b"(a3), "S"(a4)
                         : "memory", "cc");
    return number;
}

/* --- the first life ----------------------------------------------------------------------------
 */

static void attempts(void)
{
    attack_class.attempts();
    printf("%u attempts answered\n", (unsigned)check_state.made);
    if (check_state.failed != 0)
        check_verdict();
    /* The fatal attacks have nobody who takes the error: they begin with a new life. */
    (void)pok_call_PARTITION_MODE_SET(check_state.failed != 0 ? POK_PARTITION_MODE_IDLE
                                                              : POK_PARTITION_MODE_COLD_START);
}

/* An error outside of an attempt: the attacker itself is wrong. */
void attempt_lost(void)
{
    printf("vector %u at %x\n", (unsigned)attempt_state.vector, (unsigned)attempt_state.address);
    CHECK(!"an error outside of an attempt");
    check_verdict();
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_IDLE);
}

void attempt_process(void)
{
    static bool begun;

    if (begun)
        attempt_lost();
    begun = true;
    attempts();
}

/* The error handler process: what the attack made, then on behind it. */
static void error_process(uint32_t id)
{
    struct pok_error_status status;

    if (pok_call_ERROR_STATUS(pok_address(&status)) == POK_ERRNO_OK) {
        attempt_state.address = status.address;
        switch (status.code) {
        case POK_ERROR_NUMERIC_ERROR:
            attempt_state.error = SEEN_NUMERIC_ERROR;
            break;
        case POK_ERROR_MEMORY_VIOLATION:
            attempt_state.error = SEEN_MEMORY_VIOLATION;
            break;
        case POK_ERROR_STACK_OVERFLOW:
            attempt_state.error = SEEN_STACK_OVERFLOW;
            break;
        default:
            attempt_state.error = SEEN_ILLEGAL_REQUEST;
            break;
        }
        (void)pok_call_PROCESS_STOP(attacker_id);
        (void)pok_call_PROCESS_START(attacker_id, 0, 0);
    }
    for (;;)
        (void)pok_call_PROCESS_STOP(id);
}

static void native_begin(void)
{
    attacker_id = native_process("attacker", (uint32_t)attempt_entry, ATTACKER_PRIORITY);
    CHECK_EQUAL(
        pok_call_ERROR_HANDLER_CREATE((uint32_t)(uintptr_t)error_process, NATIVE_PROCESS_STACK),
        POK_ERRNO_OK);
    CHECK_EQUAL(pok_call_PROCESS_START(attacker_id, 0, 0), POK_ERRNO_OK);
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_NORMAL);
}

static void guest_begin(void)
{
    for (uint32_t vector = 0; vector < 32; vector++)
        (void)pok_hypercall_EXCEPTION_SET(vector, (uint32_t)attempt_exception);
    attempts();
}

/* --- all of them -------------------------------------------------------------------------------
 */

static const char *const error_names[] = {
#define HM_ERROR(number, name, code, meaning) [number] = #name,
#include "abi/hm_errors.def"
#undef HM_ERROR
};

/* What tests/fault/idle/module.xml says. */
static const char *action_of(enum attempt_error error)
{
    return is_guest() && error == SEEN_ILLEGAL_REQUEST ? "WARM_START" : "COLD_START";
}

static void conclude(void)
{
    uint32_t of_error[ERRORS] = {0};

    for (uint32_t i = 0; i < attack_class.fatal_count; i++)
        of_error[attack_class.fatal_error(i)]++;
    for (uint32_t i = NO_ERROR_SEEN + 1; i < ERRORS; i++) {
        if (of_error[i] != 0)
            printf("expects %s %s %u\n", error_names[i], action_of((enum attempt_error)i),
                   (unsigned)of_error[i]);
    }
    check_state.made = PARTITION_PAGE->restarts;
    CHECK_EQUAL(PARTITION_PAGE->restarts, attack_class.fatal_count + 1);
    check_verdict();
    (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_IDLE);
}

int main(void)
{
    uint32_t life = PARTITION_PAGE->restarts;

    if (life == 0) {
        if (attack_class.prepare != NULL)
            attack_class.prepare();
        if (is_guest())
            guest_begin();
        else
            native_begin();
        return 0;
    }
    if (life <= attack_class.fatal_count) {
        attack_class.fatal(life - 1);
        check_note(false, "the attack came back", life - 1, 0, __FILE__, __LINE__);
        check_verdict();
        (void)pok_call_PARTITION_MODE_SET(POK_PARTITION_MODE_IDLE);
    }
    conclude();
    return 0;
}
