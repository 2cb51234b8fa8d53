/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the tables in each context. The first life has all but one of them and restarts the
 * partition warm; the second has that one.
 */
#include "codes.h"
#include "core/page.h"

#define SERVICES_MAX 100u
#define NAME_MAX     40u

enum context context;
RETURN_CODE_TYPE code;
APEX_BYTE message[16];
MESSAGE_SIZE_TYPE length;
PROCESS_ID_TYPE subject, periodic, dormant, suspended, holder;

/* --- what was tried -------------------------------------------------------------------------- */

static struct {
    const char *call; /* its name up to the parenthesis */
    uint8_t codes[CONTEXTS];
} service[SERVICES_MAX];
static uint32_t service_count;

static uint32_t service_of(const char *call, size_t bytes)
{
    for (uint32_t i = 0; i < service_count; i++) {
        if (strncmp(service[i].call, call, bytes) == 0 && service[i].call[bytes] == '(') {
            return i;
        }
    }
    service[service_count].call = call;
    return service_count++;
}

void tried(const char *call, RETURN_CODE_TYPE got, RETURN_CODE_TYPE expected)
{
    static const char *const name[] = {"COLD_START",       "WARM_START", "NORMAL",
                                       "periodic process", "locked",     "mutex's owner",
                                       "error handler"};
    uint32_t i = service_of(call, strcspn(call, "("));

    if (got != expected) {
        printf("%s, %s: %u instead of %u\n", call, name[context], (unsigned)got,
               (unsigned)expected);
    }
    CHECK_EQUAL(got, expected);
    service[i].codes[context] |= (uint8_t)(1u << got);
}

static void report(void)
{
    for (uint32_t i = 0; i < service_count; i++) {
        printf("service %.*s", (int)strcspn(service[i].call, "("), service[i].call);
        for (uint32_t c = 0; c < CONTEXTS; c++) {
            printf(" %02x", service[i].codes[c]);
        }
        printf("\n");
    }
}

static void rows(enum context now)
{
    enum context before = context;

    context = now;
    processes_rows();
    ports_rows();
    objects_rows();
    context = before;
}

/* --- processes ------------------------------------------------------------------------------- */

static volatile bool periodic_done, handler_done;

static void handler(void)
{
    enum context before = context;
    RETURN_CODE_TYPE before_code = code;
    ERROR_STATUS_TYPE status;

    if (context == CONTEXT_NORMAL && !handler_done) {
        handler_done = true;
        rows(CONTEXT_HANDLER);
    }
    do {
        GET_ERROR_STATUS(&status, &code);
    } while (code == NO_ERROR);
    context = before;
    code = before_code;
    STOP_SELF();
}

static void periodic_main(void)
{
    /* Once the subject is ready for it: it waits a longer time. */
    while (context != CONTEXT_PERIODIC) {
        PERIODIC_WAIT(&code);
    }
    rows(CONTEXT_PERIODIC);
    context = CONTEXT_PERIODIC;
    ONE(PERIODIC_WAIT(&code), OK);
    ONE(REPLENISH(15 * MILLISECONDS, &code), OK);
    context = CONTEXT_NORMAL;
    periodic_done = true;
    for (;;) {
        PERIODIC_WAIT(&code);
    }
}

static void special(void)
{
    LOCK_LEVEL_TYPE level;
    MUTEX_ID_TYPE mutex;

    mutex_special();
    context = CONTEXT_LOCKED;
    for (int i = 1; i <= MAX_LOCK_LEVEL; i++) {
        ONE(LOCK_PREEMPTION(&level, &code), OK);
    }
    ONE(LOCK_PREEMPTION(&level, &code), IC);
    ONE(GET_PROCESS_MUTEX_STATE(subject, &mutex, &code), OK);
    CHECK_EQUAL(mutex, PREEMPTION_LOCK_MUTEX);
    for (int i = 1; i <= MAX_LOCK_LEVEL; i++) {
        ONE(UNLOCK_PREEMPTION(&level, &code), OK);
    }
    ONE(UNLOCK_PREEMPTION(&level, &code), NA);
    context = CONTEXT_NORMAL;
}

static void subject_main(void)
{
    LOCK_LEVEL_TYPE level;
    RETURN_CODE_TYPE rc;

    TIMED_WAIT(1, &rc); /* the mutex's owner does its work */
    rows(CONTEXT_NORMAL);
    LOCK_PREEMPTION(&level, &rc);
    rows(CONTEXT_LOCKED);
    UNLOCK_PREEMPTION(&level, &rc);
    ACQUIRE_MUTEX(own_mutex, 0, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    rows(CONTEXT_OWNER);
    RELEASE_MUTEX(own_mutex, &rc);
    CHECK_EQUAL(rc, NO_ERROR);
    context = CONTEXT_PERIODIC;
    while (!periodic_done) {
        TIMED_WAIT(20 * MILLISECONDS, &rc);
    }
    special();
    report();
    CHECK(handler_done);
    printf("first life: %u checks, %u failed\n", (unsigned)check_state.made,
           (unsigned)check_state.failed);
    TIMED_WAIT(100 * MILLISECONDS, &rc); /* the console is slower */
    SET_PARTITION_MODE(WARM_START, &rc);
}

static void second_main(void)
{
    report();
    check_verdict();
}

static void handler_setup(void)
{
    SYSTEM_ADDRESS_TYPE entry = (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler;

    ONE(CONFIGURE_ERROR_HANDLER(PROCESSES_PAUSE, 0, &code), IC);
    ONE(CREATE_ERROR_HANDLER(NULL, 4096, &code), IC);
    ONE(CREATE_ERROR_HANDLER(entry, 1 << 20, &code), IC);
    ONE(CREATE_ERROR_HANDLER(entry, 16384, &code), OK);
}

int main(void)
{
    bool first = POK_PAGE->restarts == 0;
    RETURN_CODE_TYPE rc;

    context = first ? CONTEXT_COLD : CONTEXT_WARM;
    handler_setup();
    subject =
        process_create("subject", first ? subject_main : second_main, 50, 0, 100000 * MILLISECONDS);
    periodic = process_create("periodic", periodic_main, 60, 20 * MILLISECONDS, 19 * MILLISECONDS);
    holder = process_create("holder", holder_main, 40, 0, 0);
    processes_setup();
    objects_setup();
    ports_setup();
    ONE(START(subject, &code), OK);
    ONE(START(periodic, &code), OK);
    ONE(START(holder, &code), OK);
    rows(context);
    if (!first) {
        processes_fill();
        objects_fill();
    }
    context = CONTEXT_NORMAL;
    SET_PARTITION_MODE(NORMAL, &rc);
    return 1;
}
