/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/console.h"
#include "core/thread.h"

/* How long to sleep while the ring is full: some ten characters at 115,200 baud. */
#define CONSOLE_RETRY_NS 1000000

pok_ret_t pok_cons_write(const char *text, size_t length)
{
    return pok_call_CONSOLE_WRITE(pok_address(text), length);
}

pok_ret_t pok_cons_write_all(const char *text, size_t length)
{
    while (length != 0) {
        size_t piece = length < POK_CONSOLE_WRITE_MAX ? length : POK_CONSOLE_WRITE_MAX;
        pok_ret_t ret = pok_cons_write(text, piece);

        if (ret == POK_ERRNO_OK) {
            text += piece;
            length -= piece;
        } else if (ret != POK_ERRNO_UNAVAILABLE) {
            return ret;
        } else if (POK_PAGE->guest == 0) {
            /* Without effect where a process can't sleep; then each call empties the ring a bit. */
            (void)pok_thread_sleep(CONSOLE_RETRY_NS);
        }
    }
    return POK_ERRNO_OK;
}
