/* SPDX-License-Identifier: BSD-2-Clause */
/* The image of `fxsave`: filled so that it is recognised, and as every thread begins with it. */
#ifndef FXSAVE_H
#define FXSAVE_H

#include <stdint.h>
#include <string.h>

#include "check.h"

/* Control, status, tag, opcode, instruction, its segment, operand, its segment. */
struct fxsave {
    uint16_t control, status, tag, opcode;
    uint32_t instruction, instruction_segment, operand, operand_segment;
    uint32_t mxcsr, mxcsr_mask;
    uint8_t st[128];
    uint8_t xmm[128];
    uint8_t rest[224];
};
_Static_assert(sizeof(struct fxsave) == 512, "fxsave's image");

/* An unmasked overflow, another rounding, all registers in use; an exception is not pending. */
static inline void fxsave_fill(struct fxsave *fpu, uint32_t word)
{
    for (uint32_t i = 0; i < sizeof(fpu->st) / 4; i++) {
        memcpy(&fpu->st[i * 4], &word, 4);
        memcpy(&fpu->xmm[i * 4], &word, 4);
    }
    fpu->control = 0x0b77;
    fpu->status = 0x3800;
    fpu->tag = 0xff;
    fpu->mxcsr = 0x7f80;
    fpu->instruction = word;
    fpu->operand = word;
}

static inline void fxsave_check_fresh(const struct fxsave *fpu)
{
    static const uint8_t zeros[sizeof(fpu->st)];

    CHECK_EQUAL(fpu->control, 0x37f);
    CHECK_EQUAL(fpu->status | fpu->tag | fpu->opcode, 0);
    CHECK_EQUAL(fpu->instruction | fpu->operand, 0);
    CHECK_EQUAL(fpu->mxcsr, 0x1f80);
    CHECK_EQUAL(memcmp(fpu->st, zeros, sizeof(zeros)), 0);
    CHECK_EQUAL(memcmp(fpu->xmm, zeros, sizeof(zeros)), 0);
}

#endif
