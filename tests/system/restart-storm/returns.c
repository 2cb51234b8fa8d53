/* SPDX-License-Identifier: BSD-2-Clause */
/* Quiet at first; from then on it ends its initialisation without a mode, time and again. */
#include "storm.h"

int main(void)
{
    quiet();
    pok_thread_stop_self();
    return 0;
}
