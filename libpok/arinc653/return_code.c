/* SPDX-License-Identifier: BSD-2-Clause */
#include "arinc653/return_code.h"

/* One row per error: its code when an object is used, and when it is created or looked up. */
static const struct {
    pok_ret_t ret;
    RETURN_CODE_TYPE use;
    RETURN_CODE_TYPE creation;
} table[] = {
    {POK_ERRNO_OK, NO_ERROR, NO_ERROR},
    {POK_ERRNO_NOACTION, NO_ACTION, NO_ACTION},
    {POK_ERRNO_EXISTS, NO_ACTION, NO_ACTION},
    {POK_ERRNO_READY, NO_ACTION, NO_ACTION},
    {POK_ERRNO_UNAVAILABLE, NOT_AVAILABLE, NOT_AVAILABLE},
    {POK_ERRNO_EMPTY, NOT_AVAILABLE, NOT_AVAILABLE},
    {POK_ERRNO_FULL, NOT_AVAILABLE, NOT_AVAILABLE},
    {POK_ERRNO_EINVAL, INVALID_PARAM, INVALID_CONFIG},
    {POK_ERRNO_PARAM, INVALID_PARAM, INVALID_PARAM},
    {POK_ERRNO_EFAULT, INVALID_PARAM, INVALID_PARAM},
    {POK_ERRNO_THREAD, INVALID_PARAM, INVALID_CONFIG},
    {POK_ERRNO_THREADATTR, INVALID_PARAM, INVALID_PARAM},
    {POK_ERRNO_PARTITION_ATTR, INVALID_PARAM, INVALID_PARAM},
    {POK_ERRNO_TIME, INVALID_PARAM, INVALID_PARAM},
    {POK_ERRNO_PORT, INVALID_PARAM, INVALID_CONFIG},
    {POK_ERRNO_PORTPART, INVALID_PARAM, INVALID_CONFIG},
    {POK_ERRNO_KIND, INVALID_PARAM, INVALID_CONFIG},
    {POK_ERRNO_DISCIPLINE, INVALID_PARAM, INVALID_PARAM},
    {POK_ERRNO_TOOMANY, INVALID_CONFIG, INVALID_CONFIG},
    {POK_ERRNO_EPERM, INVALID_CONFIG, INVALID_CONFIG},
    {POK_ERRNO_ERANGE, INVALID_CONFIG, INVALID_CONFIG},
    {POK_ERRNO_CONFIG, INVALID_CONFIG, INVALID_CONFIG},
    {POK_ERRNO_NOTFOUND, INVALID_CONFIG, INVALID_CONFIG},
    {POK_ERRNO_SIZE, INVALID_CONFIG, INVALID_CONFIG},
    {POK_ERRNO_DIRECTION, INVALID_MODE, INVALID_CONFIG},
    {POK_ERRNO_MODE, INVALID_MODE, INVALID_MODE},
    {POK_ERRNO_TIMEOUT, TIMED_OUT, TIMED_OUT},
};

#define ROWS (sizeof(table) / sizeof(table[0]))

/* An error that no service of the standard can meet says that kernel and library don't fit. */
static unsigned row_of(pok_ret_t ret)
{
    unsigned row = 0;

    while (row < ROWS && table[row].ret != ret)
        row++;
    return row;
}

RETURN_CODE_TYPE return_code_of_failed_use(pok_ret_t ret)
{
    unsigned row = row_of(ret);

    return row < ROWS ? table[row].use : INVALID_CONFIG;
}

RETURN_CODE_TYPE return_code_of_creation(pok_ret_t ret)
{
    unsigned row = row_of(ret);

    return row < ROWS ? table[row].creation : INVALID_CONFIG;
}
