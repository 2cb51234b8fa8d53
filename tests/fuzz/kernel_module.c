/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel's core takes from the image, in memory that the targets may write. */
#include "core/health.h"
#include "tests/fuzz/module_arena.h"

struct health_state health;

/* core/config.h knows it as a constant. */
extern struct config_module writable_module __asm__("config_module");
struct config_module writable_module;

void arena_install(void)
{
    writable_module = arena.module;
}
