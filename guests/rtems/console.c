/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The partition's console: for printk() by the character, for /dev/console through termios by the
 * piece. Whole lines go to the kernel, so that lines of partitions never mix.
 */
#include <bsp/console-termios.h>
#include <rtems/bspIo.h>
#include <rtems/console.h>
#include <rtems/termiostypes.h>

#include "internal.h"

#define LINE_BYTES 120u
#define BAUD       115200

static char line[LINE_BYTES];
static uint32_t line_length;
/* Whether what the kernel has been given may still be on its way. */
static volatile bool on_its_way = true;

void bulkhead_console_flush(void)
{
    uint32_t level;

    /* Most often, from an idle task that polls: a tick should not find interrupts off there. */
    if (*(volatile uint32_t *)&line_length == 0)
        return;
    level = _CPU_Virtual_Interrupts_disable();
    if (line_length != 0)
        (void)_BSP_Virtual_Console_write(line, line_length);
    line_length = 0;
    on_its_way = true;
    _CPU_Virtual_Interrupts_enable(level);
}

bool bulkhead_console_pending(void)
{
    if (!on_its_way)
        return false;
    /* A handler that prints meanwhile sets it again, so that the next look asks again. */
    on_its_way = false;
    if (!_BSP_Virtual_Console_pending())
        return false;
    on_its_way = true;
    return true;
}

static void output_char(char c)
{
    uint32_t level = _CPU_Virtual_Interrupts_disable();

    /* The console ends lines by itself. */
    if (c != '\r')
        line[line_length++] = c;
    if (c == '\n' || line_length == LINE_BYTES)
        bulkhead_console_flush();
    _CPU_Virtual_Interrupts_enable(level);
}

void bulkhead_console_end(void)
{
    if (line_length != 0)
        output_char('\n');
}

static int poll_char(void)
{
    char c;

    bulkhead_console_flush();
    return _BSP_Virtual_Console_read(&c, 1) == 1 ? (unsigned char)c : -1;
}

/* The next character typed at the console, waiting for it. */
int BSP_wait_polled_input(void)
{
    int c;

    do {
        c = poll_char();
    } while (c < 0);
    return c;
}

BSP_output_char_function_type BSP_output_char = output_char;
BSP_polling_getchar_function_type BSP_poll_char = poll_char;

static bool first_open(struct rtems_termios_tty *tty, rtems_termios_device_context *context,
                       struct termios *term, rtems_libio_open_close_args_t *arguments)
{
    (void)tty;
    (void)context;
    (void)arguments;
    rtems_termios_set_best_baud(term, BAUD);
    return true;
}

static int read_polled(rtems_termios_device_context *context)
{
    (void)context;
    return poll_char();
}

static void write_polled(rtems_termios_device_context *context, const char *text, size_t length)
{
    (void)context;
    for (size_t i = 0; i < length; i++)
        output_char(text[i]);
}

static const rtems_termios_device_handler handler = {
    .first_open = first_open,
    .poll_read = read_polled,
    .write = write_polled,
    .mode = TERMIOS_POLLED,
};

rtems_device_driver console_initialize(rtems_device_major_number major,
                                       rtems_device_minor_number minor, void *argument)
{
    static rtems_termios_device_context context =
        RTEMS_TERMIOS_DEVICE_CONTEXT_INITIALIZER("Console");

    (void)major;
    (void)minor;
    (void)argument;
    rtems_termios_initialize();
    return rtems_termios_device_install(CONSOLE_DEVICE_NAME, &handler, NULL, &context);
}

/* RTEMS's table of drivers names these; the device file has termios's own instead. */
#define UNUSED_ENTRY(name)                                                                         \
    rtems_device_driver name(rtems_device_major_number major, rtems_device_minor_number minor,     \
                             void *argument)                                                       \
    {                                                                                              \
        (void)major;                                                                               \
        (void)minor;                                                                               \
        (void)argument;                                                                            \
        return RTEMS_SUCCESSFUL;                                                                   \
    }

UNUSED_ENTRY(console_open)
UNUSED_ENTRY(console_close)
UNUSED_ENTRY(console_read)
UNUSED_ENTRY(console_write)
UNUSED_ENTRY(console_control)
