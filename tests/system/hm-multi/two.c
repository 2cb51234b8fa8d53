/* SPDX-License-Identifier: BSD-2-Clause */
#include "errors.h"

/* The module's end is put off to the window of the system partition: this one goes on until then.
 */
static void second(void)
{
    RETURN_CODE_TYPE code;

    while (POK_PAGE->windows < 4) {
    }
    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE) "end", 3, &code);
    printf("the end: one more frame\n");
    while (POK_PAGE->windows < 5) {
    }
    printf("never printed\n");
}

int main(void)
{
    return errors_main(second);
}
