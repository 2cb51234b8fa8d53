/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The neighbour of a partition that misbehaves. In each of its windows, for as many major frames
 * as its command line says, it looks at everything another partition could reach: that the window
 * begins when it must, its memory, its registers, flags, segments and FPU, its port of time. What
 * it prints is the same in each run, and so is what it writes to its port "pulse", if it has one.
 */
#include <stdlib.h>

#include "apex.h"
#include "check.h"

/* A window may begin late by the way through the kernel, not by more. */
#define LATENESS_NS  100000LL
#define WORDS        4096u
#define REPORT_EVERY 25u

static uint32_t memory[WORDS];

static uint32_t pattern(uint32_t index)
{
    return index * 2654435761u ^ 0x5aa5c33cu;
}

/* What stays in registers while the window ends and the next one begins. */
static void check_registers(void)
{
    static const double one = 1.0, three = 3.0;
    uint32_t windows = PARTITION_PAGE->windows;
    const volatile uint32_t *place = &PARTITION_PAGE->windows;
    uint32_t ebx = 0x11223344, esi = 0x55667788, edi = 0x99aabbcc, edx = 0xddeeff00;
    double quotient;

    __asm__ volatile("fldl %[one]\n"
                     "fdivl %[three]\n"
                     "1: cmpl (%%ecx), %%eax\n"
                     "je 1b\n"
                     "fstpl %[quotient]\n"
                     : "+b"(ebx), "+S"(esi), "+D"(edi), "+d"(edx), [quotient] "=m"(quotient)
                     : "a"(windows), "c"(place), [one] "m"(one), [three] "m"(three)
                     : "cc", "memory");
    CHECK_EQUAL(ebx, 0x11223344u);
    CHECK_EQUAL(esi, 0x55667788u);
    CHECK_EQUAL(edi, 0x99aabbccu);
    CHECK_EQUAL(edx, 0xddeeff00u);
    CHECK(quotient == one / three);
}

static void check_flags(void)
{
    uint32_t flags, control = 0;
    uint16_t ds, es, ss;

    __asm__ volatile("pushfl; popl %0; mov %%ds, %1; mov %%es, %2; mov %%ss, %3; fnstcw %4"
                     : "=r"(flags), "=r"(ds), "=r"(es), "=r"(ss), "=m"(control));
    /* Direction, nested task and alignment check are clear, no I/O privilege, interrupts open. */
    CHECK_EQUAL(flags & 0x47700u, 0x200u);
    CHECK_EQUAL(ds, LAYOUT_USER_DATA);
    CHECK_EQUAL(es, LAYOUT_USER_DATA);
    CHECK_EQUAL(ss, LAYOUT_USER_DATA);
    CHECK_EQUAL(control & 0x3f, 0x3f);
}

static bool pulse_begin(SAMPLING_PORT_ID_TYPE *port)
{
    RETURN_CODE_TYPE code;

    CREATE_SAMPLING_PORT("pulse", 4 * sizeof(uint32_t), SOURCE, 1000000000, port, &code);
    return code == NO_ERROR;
}

static void pulse_send(SAMPLING_PORT_ID_TYPE port, uint32_t frame)
{
    uint32_t words[4] = {frame, ~frame, 0, 0};
    RETURN_CODE_TYPE code;

    WRITE_SAMPLING_MESSAGE(port, (MESSAGE_ADDR_TYPE)words, sizeof(words), &code);
    CHECK_EQUAL(code, NO_ERROR);
}

int main(void)
{
    const uint32_t frames = (uint32_t)atoi((const char *)PARTITION_PAGE->command_line);
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;
    SAMPLING_PORT_ID_TYPE port = 0;
    const bool pulse = pulse_begin(&port);

    for (uint32_t i = 0; i < WORDS; i++) {
        memory[i] = pattern(i);
    }
    for (uint32_t frame = 0; frame < frames; frame++) {
        uint32_t windows = PARTITION_PAGE->windows;

        check_registers();
        GET_TIME(&now, &code);
        CHECK_EQUAL(code, NO_ERROR);
        CHECK_EQUAL(PARTITION_PAGE->windows, windows + 1);
        int64_t late = now - PARTITION_PAGE->window_start_ns;
        CHECK(late >= 0);
        CHECK_AT_MOST(late, LATENESS_NS);
        CHECK_EQUAL(PARTITION_PAGE->restarts, 0);
        check_flags();
        for (uint32_t i = 0; i < WORDS; i++) {
            if (memory[i] != pattern(i)) {
                CHECK_EQUAL(memory[i], pattern(i));
            }
        }
        if (pulse)
            pulse_send(port, frame);
        if (frame % REPORT_EVERY == 0)
            printf("frame %u: %u checks\n", (unsigned)frame, (unsigned)check_state.made);
    }
    check_verdict();
    for (;;) {
    }
}
