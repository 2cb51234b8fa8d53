/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/console.h"
#include "core/page.h"
#include "core/partition.h"
#include "core/process_context.h"
#include "core/thread.h"

/* From the linker script. */
extern uint32_t __bss_start[];
extern uint32_t __bss_end[];
extern void (*const __init_array_start[])(void);
extern void (*const __init_array_end[])(void);

int main(void);

_Noreturn void crt_start(void);
_Noreturn void crt_callback(void (*function)(void));

/* A warm start leaves zeroed memory as it was; a C program wants it zero. */
static void bss_clear(void)
{
    if (pok_partition_mode() != POK_PARTITION_MODE_WARM_START)
        return;
    for (volatile uint32_t *word = __bss_start; word < __bss_end; word++)
        *word = 0;
}

static void say(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0')
        length++;
    (void)pok_cons_write_all(text, length);
}

/*
 * Where the kernel enters the program for PartitionCallback or ModuleCallback. Its identifier as a
 * process comes from the page itself: it may be one more than processes have.
 */
_Noreturn void crt_callback(void (*function)(void))
{
    function();
    if (library_flush)
        library_flush();
    for (;;)
        (void)pok_call_PROCESS_STOP(
            ((const volatile struct pok_process_page *)LAYOUT_PROCESS_PAGE)->current);
}

_Noreturn void crt_start(void)
{
    bss_clear();
    for (void (*const *init)(void) = __init_array_start; init < __init_array_end; init++)
        (*init)();
    if (library_begin)
        library_begin();
    (void)main();
    if (library_flush)
        library_flush();
    if (POK_PAGE->guest == 0) {
        say("main returned without SET_PARTITION_MODE(NORMAL)\n");
        pok_thread_stop_self();
    }
    for (;;)
        (void)pok_partition_set_mode(POK_PARTITION_MODE_IDLE);
}
