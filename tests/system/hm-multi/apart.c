/* SPDX-License-Identifier: BSD-2-Clause */
#include "errors.h"

int main(void)
{
    return errors_main(NULL);
}
