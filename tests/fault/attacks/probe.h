/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A probe fills every register that ring 3 can write, enters the kernel in one way, and stores
 * every register that it finds when it is back. What a thread, a handler or a process finds at its
 * very first instruction is stored as well. poison.c says what each must be.
 */
#ifndef PROBE_H
#define PROBE_H

#define PROBE_FPU_BEFORE 512
#define PROBE_FPU_AFTER  1024
#define PROBE_WANT       1536
#define PROBE_GOT        1588
#define PROBE_KEPT_ESP   1640
#define PROBE_WAY        1644
#define PROBE_NUMBER     1648
#define PROBE_TARGET     1652
#define FRESH_REGISTERS  512

#define PROBE_PAGE_WINDOWS 148

#ifndef __ASSEMBLER__

#include <stddef.h>

#include "abi/structs.h"

#define CHECK_STATE extern
#include "check.h"
#include "fxsave.h"

struct probe_registers {
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint32_t eflags, fs, gs, ds, es;
};

struct probe {
    struct fxsave fpu, before, after;
    struct probe_registers want, got;
    uint32_t kept_esp;
    uint32_t way;    /* how it enters the kernel: one of the addresses below */
    uint32_t number; /* of the call by the fast gate */
    uint32_t target; /* of the spinning jump: itself, until somebody wants it to end */
};
_Static_assert(offsetof(struct probe, before) == PROBE_FPU_BEFORE, "probe.h");
_Static_assert(offsetof(struct probe, after) == PROBE_FPU_AFTER, "probe.h");
_Static_assert(offsetof(struct probe, want) == PROBE_WANT, "probe.h");
_Static_assert(offsetof(struct probe, got) == PROBE_GOT, "probe.h");
_Static_assert(offsetof(struct probe, kept_esp) == PROBE_KEPT_ESP, "probe.h");
_Static_assert(offsetof(struct probe, way) == PROBE_WAY, "probe.h");
_Static_assert(offsetof(struct probe, number) == PROBE_NUMBER, "probe.h");
_Static_assert(offsetof(struct probe, target) == PROBE_TARGET, "probe.h");

_Static_assert(offsetof(struct pok_partition_page, windows) == PROBE_PAGE_WINDOWS, "probe.h");

/* Of whatever begins. */
struct probe_fresh {
    struct fxsave fpu;
    struct probe_registers registers;
};
_Static_assert(offsetof(struct probe_fresh, registers) == FRESH_REGISTERS, "probe.h");

/* Two that may be under way at once: the main thread's, and another's. */
extern struct probe probe_mine, probe_other;
void probe_mine_run(void);
void probe_other_run(void);

/*
 * Ways: the two software interrupts; the same software interrupt with call 0 and then the fast
 * gate; to be interrupted in a loop that changes nothing; the same until the next window; an
 * exception.
 */
extern const char probe_mine_syscall[], probe_mine_hypercall[], probe_mine_hypercall_back[],
    probe_mine_fast[], probe_mine_spin[], probe_mine_window[], probe_mine_invalid[],
    probe_mine_end[];
extern const char probe_other_syscall[], probe_other_hypercall[], probe_other_fast[],
    probe_other_end[];

/* Not in bss, which the C run-time clears after the first of them is stored. */
extern struct probe_fresh fresh_start, fresh_thread, fresh_handler;

/* Entries. A thread's go on in C, the handlers' go back to what was interrupted. */
extern const char probe_thread_entry[], probe_handler_entry[];
extern const char probe_upcall_entry[], probe_seed_entry[], probe_exception_entry[];

/* What a guest's handler found last, how often there was one, and how it is to go back. */
extern struct probe_registers probe_handler;
extern volatile uint32_t probe_handled;
extern uint32_t probe_handler_fast;

/* poison.c, poison_guest.c: called by probe.S, and by each other. */
void probe_thread(void);
void probe_error(uint32_t id);
void poison_guest(uint32_t life);
void poison_second(void);
_Noreturn void poison_end(void);

struct probe_call {
    const char *way;
    uint32_t number;
    uint32_t a1, a2; /* edx, ecx */
    uint32_t result;
};

/* Fill the probe's registers anew; what they must be afterwards, after an entry that changes none.
 */
struct probe_registers poison_prepare(struct probe *probe, uint32_t tag, const char *end);
void poison_judge(const char *what, const struct probe_registers *got,
                  const struct probe_registers *expected);
void poison_judge_fpu(const struct probe *probe);
void poison_fresh(const char *what, const struct probe_fresh *fresh);
/* A call by any gate, with nothing in between. `kept`: it comes back by iret, not by sysexit. */
struct probe_registers poison_call_prepare(struct probe *probe, uint32_t tag, const char *end,
                                           const struct probe_call *call, bool kept);
void poison_call(const struct probe_call *call, bool kept);
/* Arguments 3 and 4 of what has been prepared, which hold poison otherwise. */
void poison_arguments(struct probe_registers *expected, uint32_t a3, uint32_t a4);
void poison_other(const struct probe_call *call);
void poison_window(void);
/* A port with messages of 8 bytes, if the module has it. */
bool poison_port(pok_port_direction_t direction, uint32_t *id);

uint32_t poison_tag(bool other);

/* What popf takes and a comparison leaves: ID, AC, NT, OF, DF, SF, ZF, AF, PF, CF. */
#define POISON_FLAGS 0x244ed7u
#define PLAIN_FLAGS  0x202u

#endif
#endif
