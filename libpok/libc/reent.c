/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the C library keeps for each process: errno, the standard streams, and more. A process has
 * it on its own stack, with the buffer of its output line, so that lines of two processes never mix
 * and printing allocates nothing. The main process, and a guest as a whole, have the library's own.
 */
#include <reent.h>
#include <stdio.h>

#include "abi/limits.h"
#include "core/process_context.h"

struct process_library {
    struct _reent reent;
    char line[POK_CONSOLE_WRITE_MAX];
};

static struct _reent *reent_of_process[POK_MAX_PROCESSES + 1];
static char main_line[POK_CONSOLE_WRITE_MAX];

struct _reent *__getreent(void)
{
    struct _reent *reent = reent_of_process[process_current()];

    return reent != NULL ? reent : _GLOBAL_REENT;
}

/* Output goes line by line, errors among the rest. Returns with the streams open. */
static void streams_open(struct _reent *reent, char *line)
{
    (void)setvbuf(reent->_stdout, line, _IOLBF, POK_CONSOLE_WRITE_MAX);
    reent->_stderr = reent->_stdout;
}

void library_begin(void)
{
    streams_open(_GLOBAL_REENT, main_line);
}

void library_flush(void)
{
    (void)fflush(stdout);
}

void process_run_in_library(uint32_t id, void (*function)(void))
{
    struct process_library library;

    _REENT_INIT_PTR(&library.reent);
    reent_of_process[id] = &library.reent;
    streams_open(&library.reent, library.line);
    function();
    (void)fflush(stdout);
    reent_of_process[id] = NULL;
}
