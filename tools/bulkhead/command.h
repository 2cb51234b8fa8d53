/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands of the tool. Each gets its own arguments, argv[0] being its name. */
#ifndef BULKHEAD_COMMAND_H
#define BULKHEAD_COMMAND_H

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary; /* one line */
    const char *help;    /* the manual, after the synopsis's "bulkhead " */
};

extern const struct command command_check;
extern const struct command command_build;
extern const struct command command_run;
extern const struct command command_iso;
extern const struct command command_backtrace;

/* Print a command's manual. */
int command_help(const struct command *command);
/* After a wrong call: where the manual is. Returns STATUS_USAGE. */
int command_usage(const struct command *command);

/* Values of --home and the like that several commands have: numbers for getopt_long(). */
enum {
    OPTION_HELP = 256,
    OPTION_HOME,
    OPTION_BSP,
    OPTION_KEEP,
    OPTION_COMPILER,
    OPTION_MAP,
    OPTION_GDB,
    OPTION_MAJOR_FRAMES,
    OPTION_CPU,
    OPTION_MACHINE,
    OPTION_ICOUNT,
    OPTION_COM2,
    OPTION_OPTION,
    OPTION_ISO,
    OPTION_TIMEOUT,
    OPTION_LOG,
    OPTION_HM_LOG,
    OPTION_PRINT,
    OPTION_REBOOT,
    OPTION_QEMU,
};

/* The cross compiler: the option's value, the environment's CC_TARGET, or the usual one. */
const char *compiler_choose(const char *option);

#define HELP_HOME                                                                                  \
    "    --home DIR          where schema/, abi/ and kernel/ are; otherwise BULKHEAD_HOME, then\n" \
    "                        the directories above the program, then the current one\n"
#define HELP_BUILD                                                                                 \
    "    --bsp NAME          kernel to link: x86-qemu-vmm (default) or x86-qemu, which has no\n"   \
    "                        virtualization and takes no guests\n"                                 \
    "    -P DIR              look here first for partitions' images; may be repeated. Then in "    \
    "the\n"                                                                                        \
    "                        module file's directory, then in the image's\n"                       \
    "    --cc PROGRAM        cross compiler; otherwise CC_TARGET, then i686-linux-gnu-gcc\n"

#endif
