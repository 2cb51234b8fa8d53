/* SPDX-License-Identifier: BSD-2-Clause */
/* Start, memory, idle, the command line, and the fatal extension. */
#include <bsp/bootcard.h>
#include <bsp/fatal.h>
#include <bsp/irq-generic.h>
#include <rtems/score/memory.h>
#include <rtems/sysinit.h>
#include <rtems/version.h>
#include <stdlib.h>
#include <string.h>

#include "core/partition.h"
#include "internal.h"

/* From the linker script: what a program wants zero. */
extern uint32_t __bss_start[];
extern uint32_t __bss_end[];

/* Words of the command line. */
#define IDLE_POLL  "idle=poll"
#define IDLE_SLEEP "idle=sleep"

static bool idle_sleeps;
static char command_line[POK_MAX_COMMAND_LINE + 1];
static Memory_Area memory_areas[1];
static const Memory_Information memory_information = MEMORY_INFORMATION_INITIALIZER(memory_areas);

/* A warm start leaves zeroed memory as it was. The stack that this runs on is not in it. */
static void bss_clear(void)
{
    if (pok_partition_mode() != POK_PARTITION_MODE_WARM_START)
        return;
    for (volatile uint32_t *word = __bss_start; word < __bss_end; word++)
        *word = 0;
}

_Noreturn void bulkhead_start(void)
{
    bss_clear();
    for (size_t i = 0; i < POK_MAX_COMMAND_LINE; i++)
        command_line[i] = POK_PAGE->command_line[i];
    boot_card(command_line);
    _CPU_Virtual_Stop_with_error(0);
}

const Memory_Information *_Memory_Get(void)
{
    return &memory_information;
}

static void memory_initialize(void)
{
    void *begin;
    size_t bytes;

    _BSP_Virtual_getworkspacearea(&begin, &bytes);
    _Memory_Initialize_by_size(&memory_areas[0], begin, bytes);
}
RTEMS_SYSINIT_ITEM(memory_initialize, RTEMS_SYSINIT_MEMORY, RTEMS_SYSINIT_ORDER_MIDDLE);

/* Whether the idle task sleeps in the kernel, by the command line, or waits in a loop. */
static void idle_choose(void)
{
    const char *word = bsp_cmdline_arg("idle");
    size_t length = word == NULL ? 0 : strcspn(word, " ");

    idle_sleeps = length == strlen(IDLE_SLEEP) && strncmp(word, IDLE_SLEEP, length) == 0;
    if (idle_sleeps || word == NULL ||
        (length == strlen(IDLE_POLL) && strncmp(word, IDLE_POLL, length) == 0))
        return;
    printk("CommandLine has \"%.*s\": " IDLE_POLL " (now taken) or " IDLE_SLEEP "\n", (int)length,
           word);
}

void bsp_start(void)
{
    idle_choose();
    bsp_interrupt_initialize();
    rtems_exception_init_mngt();
}

/*
 * When the idle task first runs, what is to be started is started: the partition is in mode NORMAL,
 * unless the application has set its mode itself. Lines on their way to the console go while it
 * sleeps.
 */
void *bsp_idle_thread(uintptr_t ignored)
{
    (void)ignored;
    if (pok_partition_mode() != POK_PARTITION_MODE_NORMAL)
        (void)pok_partition_set_mode(POK_PARTITION_MODE_NORMAL);
    for (;;) {
        bulkhead_console_flush();
        if (idle_sleeps || bulkhead_console_pending())
            _CPU_Virtual_Idle();
        else
            __asm__ volatile("pause" : : : "memory");
    }
}

const char *bsp_cmdline(void)
{
    return command_line;
}

const char *bsp_cmdline_arg(const char *name)
{
    size_t length = strlen(name);

    for (const char *word = command_line; *word != '\0'; word += strcspn(word, " ")) {
        word += strspn(word, " ");
        if (strncmp(word, name, length) == 0 && strchr(" =", word[length]) != NULL)
            return word;
    }
    return NULL;
}

uint32_t bulkhead_option(const char *name, uint32_t otherwise)
{
    const char *word = bsp_cmdline_arg(name);

    if (word == NULL || word[strlen(name)] != '=')
        return otherwise;
    return (uint32_t)strtoul(word + strlen(name) + 1, NULL, 0);
}

void bsp_fatal_extension(rtems_fatal_source source, bool always_false, rtems_fatal_code code)
{
    (void)always_false;
    (void)_CPU_Virtual_Interrupts_disable();
    bulkhead_console_end();
    if (source == RTEMS_FATAL_SOURCE_EXCEPTION) {
        _CPU_Exception_frame_print((const CPU_Exception_frame *)code);
        bulkhead_console_flush();
        bulkhead_exception_repeat((const CPU_Exception_frame *)code);
    }
    if (source != RTEMS_FATAL_SOURCE_EXIT || code != 0)
        printk("*** FATAL ***\nsource %u (%s), code %lu (0x%lx), %s\n", (unsigned)source,
               rtems_fatal_source_text(source), (unsigned long)code, (unsigned long)code,
               rtems_version());
    bsp_reset(source, code);
}
