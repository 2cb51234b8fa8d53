/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "feeder.h"
#include "memory.h"
#include "status.h"

#define MEBIBYTE       (1ull << 20)
#define MEMORY_MINIMUM 64u /* MiB: GRUB and the BIOS want some, too */
#define MEMORY_SPARE   8u
#define GDB_PORT       "tcp:127.0.0.1:1234"
#define KILL_AFTER_MS  2000
#define EVENT_BYTES    65536u

struct arguments {
    char **list;
    size_t count;
};

static void add(struct arguments *arguments, const char *option, char *value)
{
    *LIST_ADD(arguments->list, arguments->count) = string_copy(option);
    if (value != NULL) {
        *LIST_ADD(arguments->list, arguments->count) = value;
    }
}

static void add_text(struct arguments *arguments, const char *option, const char *value)
{
    add(arguments, option, string_copy(value));
}

/* In QEMU's option syntax a comma is written twice. */
static char *quote_commas(const char *text)
{
    char *quoted = memory_get(2 * strlen(text) + 1);
    for (size_t to = 0; *text != '\0'; text++) {
        quoted[to++] = *text;
        if (*text == ',') {
            quoted[to++] = ',';
        }
    }
    return quoted;
}

/* The file that arrives at the second serial port: one that exists, or in:FILE; otherwise NULL. */
static const char *com2_input(const struct qemu_options *options)
{
    struct stat status;

    if (options->com2 == NULL) {
        return NULL;
    }
    if (strncmp(options->com2, "in:", 3) == 0) {
        return options->com2 + 3;
    }
    return stat(options->com2, &status) == 0 && S_ISREG(status.st_mode) ? options->com2 : NULL;
}

/* Otherwise it is one of QEMU's character devices. */
static char *com2_device(const char *com2)
{
    const char *colon = strchr(com2, ':');
    if (colon == NULL) {
        return string_format("%s,id=com2", com2);
    }
    char *path = quote_commas(colon + 1);
    bool server = strncmp(com2, "unix:", 5) == 0 && strchr(colon + 1, ',') == NULL;
    char *device = server ? string_format("socket,id=com2,path=%s,server=on,wait=off", path)
                          : string_format("%.*s,id=com2,path=%s", (int)(colon - com2), com2, path);
    free(path);
    return device;
}

/* `feed` is the descriptor that the second serial port's input comes from, or -1. */
static void add_serial(struct arguments *arguments, const struct qemu_options *options, int feed)
{
    if (options->log != NULL) {
        char *log = quote_commas(options->log);
        add(arguments, "-chardev", string_format("stdio,id=com1,signal=on,logfile=%s", log));
        free(log);
    } else {
        add_text(arguments, "-chardev", "stdio,id=com1,signal=on");
    }
    add_text(arguments, "-serial", "chardev:com1");
    if (com2_input(options) != NULL) {
        add(arguments, "-chardev", string_format("socket,id=com2,fd=%d", feed));
    } else {
        add(arguments, "-chardev", com2_device(options->com2 == NULL ? "null" : options->com2));
    }
    add_text(arguments, "-serial", "chardev:com2");
}

static void add_boot(struct arguments *arguments, const struct qemu_options *options)
{
    if (options->disk) {
        char *image = quote_commas(options->image);
        add(arguments, "-drive",
            string_format("file=%s,media=cdrom,format=raw,readonly=on", image));
        free(image);
        add_text(arguments, "-boot", "d");
        add_text(arguments, "-vga", "std"); /* GRUB's own console; nothing shows it */
        return;
    }
    add_text(arguments, "-kernel", options->image);
    if (options->kernel_options[0] != '\0') {
        add_text(arguments, "-append", options->kernel_options);
    }
}

/* `control` is the descriptor of the control socket, or -1; `feed` as above. */
static struct arguments command_line(const struct qemu_options *options, int control, int feed)
{
    struct arguments arguments = {0};
    uint64_t memory = options->memory_bytes / MEBIBYTE + MEMORY_SPARE;

    add(&arguments, options->program, NULL);
    add_text(&arguments, "-accel", "tcg");
    add(&arguments, "-nodefaults", NULL);
    add(&arguments, "-no-user-config", NULL);
    add_text(&arguments, "-display", "none");
    add_text(&arguments, "-machine", options->machine);
    add_text(&arguments, "-cpu", options->cpu);
    add(&arguments, "-m",
        string_format("%llu",
                      (unsigned long long)(memory < MEMORY_MINIMUM ? MEMORY_MINIMUM : memory)));
    add_text(&arguments, "-device", "isa-debug-exit,iobase=0xf4,iosize=4");
    if (!options->reboot) {
        add(&arguments, "-no-reboot", NULL);
    }
    add_serial(&arguments, options, feed);
    if (options->icount != NULL) {
        /* Idle time passes at once: what is counted is instructions, not waiting. */
        add(&arguments, "-icount", string_format("shift=%s,sleep=off", options->icount));
    }
    if (options->gdb) {
        add_text(&arguments, "-gdb", GDB_PORT);
        add(&arguments, "-S", NULL);
    }
    if (control >= 0) {
        add(&arguments, "-chardev", string_format("socket,id=control,fd=%d", control));
        add_text(&arguments, "-mon", "chardev=control,mode=control");
    }
    add_boot(&arguments, options);
    return arguments;
}

static void arguments_free(struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        free(arguments->list[i]);
    }
    free(arguments->list);
}

void qemu_print(const struct qemu_options *options)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_./,:=+@%";
    struct arguments arguments = command_line(options, -1, -1);

    for (size_t i = 0; i < arguments.count; i++) {
        const char *argument = arguments.list[i];
        bool quoted = argument[0] == '\0' || argument[strspn(argument, plain)] != '\0';
        printf("%s%s", i == 0 ? "" : " ", quoted ? "'" : "");
        for (; *argument != '\0'; argument++) {
            if (*argument == '\'') {
                fputs("'\\''", stdout);
            } else {
                putchar(*argument);
            }
        }
        fputs(quoted ? "'" : "", stdout);
    }
    putchar('\n');
    arguments_free(&arguments);
}

/* What QEMU says on the control socket, as far as it matters: why the machine ended. */
struct control {
    int socket;
    char *text;
    size_t length;
};

static void control_read(struct control *control)
{
    ssize_t got =
        read(control->socket, control->text + control->length, EVENT_BYTES - 1 - control->length);
    if (got <= 0) {
        close(control->socket);
        control->socket = -1;
        return;
    }
    control->length += (size_t)got;
    control->text[control->length] = '\0';
    if (control->length > EVENT_BYTES / 2) {
        /* Keep the end: the last event is the one. */
        size_t kept = EVENT_BYTES / 4;
        memmove(control->text, control->text + control->length - kept, kept + 1);
        control->length = kept;
    }
}

static bool control_says(const struct control *control, const char *reason)
{
    const char *event = strstr(control->text, "\"SHUTDOWN\"");
    return event != NULL && strstr(control->text, reason) != NULL;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    interrupted = number;
}

static pid_t start(const struct qemu_options *options, int control, int feed)
{
    struct arguments arguments = command_line(options, control, feed);
    *LIST_ADD(arguments.list, arguments.count) = NULL;
    fflush(NULL);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        /* QEMU doesn't outlive the tool, however that ends. */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent) {
            execvp(arguments.list[0], arguments.list);
            fprintf(stderr, "bulkhead: %s can't be run: %m\n", arguments.list[0]);
        }
        _exit(127);
    }
    arguments_free(&arguments);
    return child;
}

/* Wait for the child until `deadline_ms` (-1: for ever); true when it has ended. */
static bool wait_until(pid_t child, struct control *control, int64_t deadline_ms, int *status)
{
    for (;;) {
        pid_t ended = waitpid(child, status, WNOHANG);
        if (ended == child) {
            while (control->socket >= 0) {
                control_read(control);
            }
            return true;
        }
        int64_t left = deadline_ms < 0 ? 1000 : deadline_ms - now_ms();
        if (left <= 0 || interrupted != 0) {
            return false;
        }
        struct pollfd wait = {.fd = control->socket, .events = POLLIN};
        /* A closed socket means that the end is near. */
        int timeout = control->socket < 0 ? 10 : (int)(left < 1000 ? left : 1000);
        if (poll(&wait, 1, timeout) > 0) {
            control_read(control);
        }
    }
}

/* The kernel writes v to the exit device, and QEMU ends with 2 * v + 1; 1 is QEMU's own failure. */
static int meaning(const struct control *control, int status)
{
    if (WIFSIGNALED(status)) {
        fprintf(stderr, "bulkhead: QEMU was ended by signal %d\n", WTERMSIG(status));
        return STATUS_ABNORMAL;
    }
    int code = WEXITSTATUS(status);
    if (code == 127 || (code == 1 && control->length == 0)) {
        fputs("bulkhead: QEMU could not run the image\n", stderr);
        return STATUS_TOOL;
    }
    if (code != 0) {
        return (code & 1) != 0 && code > 1 ? STATUS_PANIC : STATUS_ABNORMAL;
    }
    if (control_says(control, "guest-reset")) {
        fputs("bulkhead: the machine was reset\n", stderr);
        return STATUS_RESET;
    }
    return control_says(control, "guest-shutdown") ? STATUS_OK : STATUS_ABNORMAL;
}

static int finish(const struct qemu_options *options, pid_t child, struct control *control)
{
    int64_t deadline =
        options->timeout_seconds == 0 ? -1 : now_ms() + (int64_t)options->timeout_seconds * 1000;
    int status;

    if (wait_until(child, control, deadline, &status)) {
        return meaning(control, status);
    }
    bool by_user = interrupted != 0;
    interrupted = 0;
    kill(child, SIGTERM);
    if (!wait_until(child, control, now_ms() + KILL_AFTER_MS, &status)) {
        kill(child, SIGKILL);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    if (by_user) {
        return STATUS_ABNORMAL;
    }
    fprintf(stderr, "bulkhead: still running after %u s, ended; see --timeout\n",
            options->timeout_seconds);
    return STATUS_TIMEOUT;
}

/* Start QEMU and wait for its end. */
static int run_controlled(const struct qemu_options *options, int feed)
{
    static const char greeting[] = "{\"execute\":\"qmp_capabilities\"}\n";
    int sockets[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) != 0) {
        fprintf(stderr, "bulkhead: no socket: %m\n");
        return STATUS_TOOL;
    }
    /* Only the child's end is inherited. */
    struct control control = {.socket = sockets[0], .text = memory_get(EVENT_BYTES)};
    if (fcntl(sockets[0], F_SETFD, FD_CLOEXEC) != 0 ||
        write(sockets[0], greeting, sizeof(greeting) - 1) < 0) {
        fprintf(stderr, "bulkhead: the control socket: %m\n");
    }
    pid_t child = start(options, sockets[1], feed);
    close(sockets[1]);
    if (feed >= 0) {
        close(feed);
    }
    int status = STATUS_TOOL;
    if (child < 0) {
        fprintf(stderr, "bulkhead: no new process: %m\n");
    } else {
        status = finish(options, child, &control);
    }
    if (control.socket >= 0) {
        close(control.socket);
    }
    free(control.text);
    return status;
}

int qemu_run(const struct qemu_options *options)
{
    struct sigaction action = {.sa_handler = on_signal};
    const char *input = com2_input(options);
    pid_t feeder = -1;
    int feed = -1;

    if (input != NULL) {
        feeder = feeder_start(input, &feed);
        if (feeder < 0) {
            return STATUS_TOOL;
        }
    }
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    int status = run_controlled(options, feed);
    if (feeder >= 0) {
        kill(feeder, SIGTERM);
        waitpid(feeder, NULL, 0);
    }
    return status;
}
