/* SPDX-License-Identifier: BSD-2-Clause */
/* The module as a whole: its start, in kernel_init() (core/arch.h), and its ends. */
#ifndef CORE_MODULE_H
#define CORE_MODULE_H

#include "core/types.h"
#include "core/config.h"

#define KERNEL_NAME    "Bulkhead"
#define KERNEL_VERSION "0.1.0"

/*
 * What is wrong with the tables, or NULL: an image may have been damaged on its way. `line` is the
 * row's in the module file, 0 when no row is to blame.
 */
const char *module_check(const struct config_module *module, uint32_t *line);

/* Print the statistics and all text that waits, then power off. */
_Noreturn void module_end(void);
/* The same, then start the machine again. */
_Noreturn void module_reset(void);

#endif
