/* SPDX-License-Identifier: BSD-2-Clause */
/* Never gives the processor back: each of its windows must end all the same. */

int main(void)
{
    for (;;) {
    }
}
