/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second serial port from inside RTEMS, by the ns16550 driver that comes with RTEMS, interrupt
 * driven: what arrives goes back, and is counted on the console at the end of each line.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <bsp.h>
#include <rtems/termiostypes.h>

#define PORT 0x2f8
#define LINE 3
#define BAUD 115200

/*
 * An emulator's bytes come as fast as the driver takes them, and go back at the line's rate. What
 * is in between needs more room than RTEMS's usual 256 bytes.
 */
#define RAW_INPUT_BYTES 8192

static int open_raw(const char *path)
{
    struct termios mode;
    int fd = open(path, O_RDWR);

    if (fd < 0 || tcgetattr(fd, &mode) != 0)
        return -1;
    cfmakeraw(&mode);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    return tcsetattr(fd, TCSANOW, &mode) == 0 ? fd : -1;
}

/* All of it: a write may take a part. */
static bool write_all(int fd, const char *text, size_t length)
{
    while (length != 0) {
        ssize_t done = write(fd, text, length);

        if (done < 0)
            return false;
        text += done;
        length -= (size_t)done;
    }
    return true;
}

static void echo(int fd)
{
    char buffer[64];
    unsigned long bytes = 0, sum = 0, lines = 0;

    for (;;) {
        ssize_t length = read(fd, buffer, sizeof(buffer));

        if (length < 0 || !write_all(fd, buffer, (size_t)length)) {
            printf("serial: %s\n", strerror(errno));
            return;
        }
        for (ssize_t i = 0; i < length; i++) {
            bytes++;
            sum = (sum << 1 | (sum >> 31 & 1)) ^ (unsigned char)buffer[i];
            if (buffer[i] == '\n')
                printf("line %lu: %lu bytes so far, check %08lx\n", ++lines, bytes, sum);
        }
    }
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_status_code sc;
    int fd;

    (void)argument;
    (void)rtems_termios_bufsize(256, RAW_INPUT_BYTES, 256);
    sc = bulkhead_serial_install("/dev/ttyS1", bulkhead_option("port", PORT),
                                 bulkhead_option("line", LINE), BAUD);
    fd = sc == RTEMS_SUCCESSFUL ? open_raw("/dev/ttyS1") : -1;
    if (fd < 0)
        rtems_fatal_error_occurred(sc);
    printf("serial port open\n");
    echo(fd);
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS            2
#define CONFIGURE_MAXIMUM_FILE_DESCRIPTORS 8
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
