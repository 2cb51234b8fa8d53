/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What libFuzzer drives (make fuzz-host) and what the unit tests run over a corpus: each takes any
 * bytes, and aborts when something is wrong with what became of them.
 */
#ifndef FUZZ_TARGETS_H
#define FUZZ_TARGETS_H

#include <stdlib.h>
#include <stddef.h>
#include <stdint.h>

/* A module file, from its text to the emitted tables; true: it was accepted. */
int fuzz_module(const uint8_t *data, size_t bytes);

/* A partition's ELF file; true: it was accepted. */
int fuzz_elf(const uint8_t *data, size_t bytes);

/* A command line of the kernel. */
int fuzz_options(const uint8_t *data, size_t bytes);

/* Tables of a module, damaged; true: module_check() took them. */
int kernel_tables(const uint8_t *data, size_t bytes);

/* What the boot loader and the firmware say; true: there is memory. */
int kernel_multiboot(const uint8_t *data, size_t bytes);

/* What partitions do to the core; true: one of them has called. */
int kernel_calls(const uint8_t *data, size_t bytes);

/* Must hold, also when assertions are compiled out. The second call is for cppcheck. */
#define FUZZ_REQUIRE(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fuzz_failed(#condition, __FILE__, __LINE__);                                           \
            abort();                                                                               \
        }                                                                                          \
    } while (0)
_Noreturn void fuzz_failed(const char *condition, const char *file, int line);

#endif
