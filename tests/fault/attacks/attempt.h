/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all attackers share. The same program is a native partition's and a guest's: which it is, it
 * finds in its partition page.
 *
 * First life: attempts. Each is made by attempt(), which comes back with the error that the
 * processor or the kernel made of it: a guest receives its exceptions itself, a native partition's
 * error handler process sees them.
 * Following lives: fatal attacks, one a life, with nobody there to take the error. Each must end in
 * the action that the module's health monitoring tables have for it; at the end the attacker says
 * which they were ("expects ERROR ACTION n"), and the runner compares that with what the kernel
 * reported (tests/run/case.py, "health").
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include "abi/types.h"

#define CHECK_STATE extern
#include "check.h"

/* Health monitoring's errors by their numbers; NO_ERROR_SEEN: the attack came back. */
enum attempt_error {
    NO_ERROR_SEEN,
#define HM_ERROR(number, name, code, meaning) SEEN_##name = (number),
#define SEEN_PARTITION_CONFIG                 SEEN_PARTITION_CONFIG_
#include "abi/hm_errors.def"
#undef SEEN_PARTITION_CONFIG
#undef HM_ERROR
};

struct attempt_state {
    uint32_t esp;        /* of attempt_call(), while an attempt is made; 0: none */
    uint32_t vector;     /* guests: of the last exception */
    uint32_t error_code; /* guests */
    uint32_t address;    /* of the access for a page fault, otherwise of the instruction */
    uint32_t error;      /* enum attempt_error */
    uint32_t eflags;     /* guests: at the exception */
};
extern volatile struct attempt_state attempt_state;

typedef void attack_t(uint32_t argument);

/* Make an attack; what became of it. All registers of the caller are kept. */
enum attempt_error attempt(attack_t *attack, uint32_t argument);

/* The same, and it must end in `expected`. */
void attempt_expect(enum attempt_error expected, attack_t *attack, uint32_t argument);

static inline bool is_guest(void)
{
    return PARTITION_PAGE->guest != 0;
}

/* The plain kernel has no hypercalls: that gate is a vector like all others. */
static inline bool bsp_has_hypercalls(void)
{
    const volatile char *line = PARTITION_PAGE->command_line;

    return line[0] != 'p';
}

/* Call gates. The fast gate takes a hypercall's number and 128. */
enum gate {
    GATE_SYSCALL = LAYOUT_SYSCALL_VECTOR,
    GATE_HYPERCALL = LAYOUT_HYPERCALL_VECTOR,
    GATE_FAST = 0
};
uint32_t gate_call(enum gate gate, uint32_t number, uint32_t a1, uint32_t a2, uint32_t a3,
                   uint32_t a4);

/* What a class of attacks is; each has one of these. */
struct attack_class {
    void (*prepare)(void); /* in the start-up of the first life, before the attempts; or NULL */
    void (*attempts)(void);
    uint32_t fatal_count;
    attack_t *fatal;
    enum attempt_error (*fatal_error)(uint32_t number);
};
extern const struct attack_class attack_class;

/* The next attack of the first life is the last: no verdict before it would be one. */
extern const char attempt_entry[], attempt_exception[];
uint32_t attempt_call(attack_t *attack, uint32_t argument);

#endif
