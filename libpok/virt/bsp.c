/* SPDX-License-Identifier: BSD-2-Clause */
#include "virt/bsp.h"
#include "virt/hypercall.h"
#include "core/console.h"
#include "core/partition.h"

void _CPU_Virtual_Idle(void)
{
    (void)pok_hypercall_IDLE();
}

_Noreturn void _CPU_Virtual_Idle_thread(void)
{
    for (;;)
        _CPU_Virtual_Idle();
}

/* A number in hexadecimal, 8 digits. */
static void hexadecimal(char *text, uint32_t number)
{
    for (int digit = 7; digit >= 0; digit--, number >>= 4)
        text[digit] = "0123456789abcdef"[number & 15];
}

_Noreturn void _CPU_Virtual_Stop_with_error(uint32_t error)
{
    char text[] = "guest stopped, error 0x........\n";

    hexadecimal(text + sizeof(text) - 10, error);
    (void)_BSP_Virtual_Console_write(text, sizeof(text) - 1);
    for (;;)
        (void)pok_partition_set_mode(POK_PARTITION_MODE_IDLE);
}

void _CPU_Virtual_TLS_set(const void *base)
{
    (void)pok_hypercall_TLS_SET(pok_address(base));
    __asm__ volatile("movl %0, %%gs" : : "r"(LAYOUT_USER_TLS) : "memory");
}

size_t _BSP_Virtual_Console_write(const char *text, size_t length)
{
    (void)pok_cons_write_all(text, length);
    return length;
}

bool _BSP_Virtual_Console_pending(void)
{
    return pok_cons_write(NULL, 0) != POK_ERRNO_EMPTY;
}

size_t _BSP_Virtual_Console_read(char *buffer, size_t length)
{
    int32_t count = (int32_t)pok_hypercall_CONSREAD(pok_address(buffer), length);

    return count > 0 ? (size_t)count : 0;
}

void _BSP_Virtual_getworkspacearea(void **begin, size_t *bytes)
{
    *begin = (void *)(uintptr_t)POK_PAGE->heap_base;
    *bytes = POK_PAGE->heap_bytes;
}

void _BSP_Virtual_faulthandler(virt_exception_handler_t *handler)
{
    for (uint32_t exception = 0; exception < VIRT_EXCEPTIONS; exception++)
        (void)_CPU_Virtual_Exception_request(exception, handler);
}

pok_time_t _BSP_Virtual_Clock_read(uint32_t clock)
{
    pok_time_t now_ns = 0;
    uint32_t windows;

    if (clock == VIRT_CLOCK_HARDWARE) {
        (void)pok_time_get(&now_ns);
        return now_ns;
    }
    /* The offset changes when a window begins: take both from the same one. */
    do {
        windows = POK_PAGE->windows;
        (void)pok_time_get(&now_ns);
        now_ns -= POK_PAGE->execution_offset_ns;
    } while (windows != POK_PAGE->windows);
    return now_ns;
}

pok_ret_t _BSP_Virtual_Clock_arm(uint32_t clock, pok_time_t expiry_ns, pok_time_t period_ns)
{
    const struct pok_virtual_timer timer = {
        .clock = clock,
        .armed = 1,
        .expiry_ns = expiry_ns,
        .period_ns = period_ns,
    };

    return pok_hypercall_TIMER_SET(pok_address(&timer));
}

pok_ret_t _BSP_Virtual_Clock_disarm(uint32_t clock)
{
    const struct pok_virtual_timer timer = {.clock = clock};

    return pok_hypercall_TIMER_SET(pok_address(&timer));
}

pok_ret_t _BSP_Virtual_Clock_initialize(pok_time_t period_ns, virt_handler_t *tick)
{
    pok_ret_t ret = _CPU_Virtual_Irq_request(POK_VECTOR_TIMER_HARDWARE, tick);

    if (ret != POK_ERRNO_OK)
        return ret;
    return _BSP_Virtual_Clock_arm(
        VIRT_CLOCK_HARDWARE, _BSP_Virtual_Clock_read(VIRT_CLOCK_HARDWARE) + period_ns, period_ns);
}

uint32_t _BSP_Virtual_Clock_missed(void)
{
    return _CPU_Virtual_Irq_take_missed(POK_VECTOR_TIMER_HARDWARE);
}
