/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the compiler's checks for undefined behaviour call. All of them get a description that
 * begins with the place in the source, and none comes back: the module panics there.
 */
#include "core/panic.h"

struct place {
    const char *file;
    uint32_t line;
    uint32_t column;
};

#define HANDLER(name)                                                                              \
    _Noreturn void __ubsan_handle_##name(const struct place *place);                               \
    void __ubsan_handle_##name(const struct place *place)                                          \
    {                                                                                              \
        panic("undefined behaviour: %s:%u:%u: " #name, place->file, place->line, place->column);   \
    }

HANDLER(add_overflow_abort)
HANDLER(sub_overflow_abort)
HANDLER(mul_overflow_abort)
HANDLER(negate_overflow_abort)
HANDLER(divrem_overflow_abort)
HANDLER(shift_out_of_bounds_abort)
HANDLER(out_of_bounds_abort)
HANDLER(type_mismatch_v1_abort)
HANDLER(pointer_overflow_abort)
HANDLER(load_invalid_value_abort)
HANDLER(invalid_builtin_abort)
HANDLER(nonnull_arg_abort)
HANDLER(vla_bound_not_positive_abort)
HANDLER(builtin_unreachable)
