/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes that a fuzzer gives, as numbers: zeros when there are no more. */
#ifndef KERNEL_INPUT_H
#define KERNEL_INPUT_H

#include <stddef.h>
#include <stdint.h>

struct kernel_input {
    const uint8_t *data;
    size_t bytes;
};

static inline uint32_t input_8(struct kernel_input *input)
{
    if (input->bytes == 0)
        return 0;
    input->bytes--;
    return *input->data++;
}

static inline uint32_t input_16(struct kernel_input *input)
{
    uint32_t low = input_8(input);

    return low | input_8(input) << 8;
}

static inline uint32_t input_32(struct kernel_input *input)
{
    uint32_t low = input_16(input);

    return low | input_16(input) << 16;
}

#endif
