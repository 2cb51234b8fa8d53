/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tables of calls: each row is one call and the return code it must give in each context. What was
 * given is counted per service and printed at the end; check.py compares it with what the headers
 * document.
 */
#ifndef APEX_CODES_H
#define APEX_CODES_H

#include "apex_process.h"
#include "arinc653/apexLogbook.h"
#include "arinc653/apexMemoryBlock.h"
#include "arinc653/apexSamplingExt.h"
#include "arinc653/apexSchedules.h"

/* In the order of a row's columns. */
enum context {
    CONTEXT_COLD,     /* initialisation in COLD_START mode */
    CONTEXT_WARM,     /* in WARM_START mode */
    CONTEXT_NORMAL,   /* an aperiodic process */
    CONTEXT_PERIODIC, /* a periodic one */
    CONTEXT_LOCKED,   /* the aperiodic one with preemption locked */
    CONTEXT_OWNER,    /* the same with a mutex */
    CONTEXT_HANDLER,  /* the error handler */
    CONTEXTS,
};

#define OK NO_ERROR
#define NA NO_ACTION
#define NV NOT_AVAILABLE
#define IP INVALID_PARAM
#define IC INVALID_CONFIG
#define IM INVALID_MODE
#define TO TIMED_OUT
#define __ 99 /* not called in this context */

extern enum context context;
extern RETURN_CODE_TYPE code;

/* Compare a call's return code, and note it for its service. */
void tried(const char *call, RETURN_CODE_TYPE got, RETURN_CODE_TYPE expected);

#define ROW(call, ...)                                                                             \
    do {                                                                                           \
        static const uint8_t expected[CONTEXTS] = {__VA_ARGS__};                                   \
        if (expected[context] != __) {                                                             \
            code = (RETURN_CODE_TYPE)77;                                                           \
            call;                                                                                  \
            tried(#call, code, (RETURN_CODE_TYPE)expected[context]);                               \
        }                                                                                          \
    } while (0)
/* The same in every context, and in none but one. */
#define ALL(call, c) ROW(call, c, c, c, c, c, c, c)
#define ONE(call, c)                                                                               \
    do {                                                                                           \
        code = (RETURN_CODE_TYPE)77;                                                               \
        call;                                                                                      \
        tried(#call, code, c);                                                                     \
    } while (0)
/* A name that no object has: of those that exist one was created before NORMAL mode. */
static inline char *fresh_port(char *before, char *after)
{
    return context <= CONTEXT_WARM ? before : after;
}

static inline char *fresh(void)
{
    return fresh_port("new", "newer");
}

/* Usual patterns: of CREATE services, of calls that would wait, of what a process alone may do. */
#define CREATE(call)  ROW(call, OK, OK, IM, IM, IM, IM, IM)
#define WAITS(call)   ROW(call, IM, IM, TO, TO, IM, IM, IM)
#define PROCESS(call) ROW(call, IM, IM, OK, OK, OK, OK, IM)

#define NOWHERE   ((MESSAGE_ADDR_TYPE)LAYOUT_KERNEL_BASE)
#define READ_ONLY ((MESSAGE_ADDR_TYPE)LAYOUT_PARTITION_PAGE)
#define BAD       99 /* no object has this identifier */

extern APEX_BYTE message[16];
extern MESSAGE_SIZE_TYPE length;
extern PROCESS_ID_TYPE subject, periodic, dormant, suspended, holder;

/* Before NORMAL mode: the objects that the rows use. Then the rows, one function per group. */
void objects_setup(void);
void objects_rows(void);
void objects_fill(void); /* every table's end */
void ports_setup(void);
void ports_rows(void);
void processes_rows(void);
void processes_setup(void);
void processes_fill(void);
void mutex_special(void);
void holder_main(void);
extern MUTEX_ID_TYPE own_mutex;

#endif
