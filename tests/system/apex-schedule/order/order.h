/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three workers, "a" to "c", that do what the judge gives them and note their letter. The judge is
 * above all of them and lets them run by sleeping.
 */
#ifndef APEX_SCHEDULE_ORDER_H
#define APEX_SCHEDULE_ORDER_H

#include "apex_process.h"

#define WORKERS 3

/* module.xml: windows, and periods, which begin with the first and the last of them. */
#define FRAME        (20 * MILLISECONDS)
#define PERIOD_START (1 * MILLISECONDS)
#define PERIOD_NS    (10 * MILLISECONDS)
#define LONG_WINDOW  (11 * MILLISECONDS)

extern PROCESS_ID_TYPE worker[WORKERS];
extern void (*volatile job)(int which);
extern RETURN_CODE_TYPE code, worker_code[WORKERS];

/* Start all workers at these priorities, in the order a, b, c; they run when the judge sleeps. */
void work(void (*what)(int), PRIORITY_TYPE a, PRIORITY_TYPE b, PRIORITY_TYPE c);
/* Sleep for long enough that every worker has run as far as it can. */
void let_run(void);

void ready_tests(void);
void queue_setup(void);
void queue_tests(void);
void time_setup(void);
void time_tests(void);

#endif
