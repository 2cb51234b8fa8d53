/* SPDX-License-Identifier: BSD-2-Clause */
/* The second destination of the same channel, with a refresh period shorter than the way. */
#include "reader.h"

static struct reader reader;

static void second(void)
{
    RETURN_CODE_TYPE code;

    for (uint32_t frame = 0; frame < FRAMES; frame++) {
        reader_read(&reader);
        PERIODIC_WAIT(&code);
    }
    printf("%u valid, %u stale\n", (unsigned)reader.valid, (unsigned)reader.stale);
    CHECK_EQUAL(reader.valid, 0);
    CHECK(reader.stale >= 55);
    check_verdict();
    STOP_SELF();
}

int main(void)
{
    reader_create(&reader, 4000000);
    player_start(second, PERIOD_NS);
    return 0;
}
