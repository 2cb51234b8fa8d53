/* SPDX-License-Identifier: BSD-2-Clause */
#include "core/virtual_timer.h"
#include "core/arch.h"
#include "core/virq.h"
#include <arch_index.h> /* not by quotes: unit tests have their own */

static const uint8_t timer_source[POK_MAX_VIRTUAL_TIMERS] = {
    [VIRTUAL_CLOCK_HARDWARE] = POK_VECTOR_TIMER_HARDWARE - POK_VECTOR_BASE,
    [VIRTUAL_CLOCK_EXECUTION] = POK_VECTOR_TIMER_EXECUTION - POK_VECTOR_BASE,
};

/* An instant of the timer's clock as the hardware clock has it in the open window. */
static uint64_t timer_hardware_ns(const struct virtual_timer *timer)
{
    if (timer->clock == VIRTUAL_CLOCK_HARDWARE)
        return timer->expiry_ns;
    return timer->expiry_ns + timer->vcpu->thread->partition->execution_offset_ns;
}

static void timer_rearm(struct virtual_timer *timer)
{
    timer_arm(&timer->vcpu->thread->partition->timers, &timer->timer, timer_hardware_ns(timer));
}

static void virtual_timer_fire(struct timer *expired, uint64_t now_ns)
{
    struct virtual_timer *timer = (struct virtual_timer *)expired;
    uint32_t source = timer_source[timer->clock];

    if (timer->period_ns == 0) {
        timer->armed = false;
    } else {
        uint64_t late_ns = now_ns - timer_hardware_ns(timer);
        uint64_t missed = 0;

        if (late_ns >= timer->period_ns)
            missed = arch_divide(late_ns, timer->period_ns);
        timer->expiry_ns += (missed + 1) * timer->period_ns;
        timer->vcpu->page->missed[source] += (uint32_t)missed;
        timer_rearm(timer);
    }
    virq_raise(timer->vcpu, source);
}

INIT void virtual_timer_init(struct vcpu *vcpu)
{
    for (uint8_t clock = 0; clock < POK_MAX_VIRTUAL_TIMERS; clock++) {
        vcpu->timer[clock] = (struct virtual_timer){
            .timer.fire = virtual_timer_fire,
            .vcpu = vcpu,
            .clock = clock,
        };
    }
}

void virtual_timer_reset(struct vcpu *vcpu)
{
    for (uint32_t clock = 0; clock < POK_MAX_VIRTUAL_TIMERS; clock++) {
        timer_disarm(&vcpu->thread->partition->timers, &vcpu->timer[clock].timer);
        vcpu->timer[clock].armed = false;
    }
}

pok_ret_t virtual_timer_set(struct vcpu *vcpu, const struct pok_virtual_timer *request)
{
    struct virtual_timer *timer;

    if (request->clock >= POK_MAX_VIRTUAL_TIMERS)
        return POK_ERRNO_EINVAL;
    timer = &vcpu->timer[arch_index(request->clock, POK_MAX_VIRTUAL_TIMERS)];
    if (request->armed == 0) {
        timer->armed = false;
        timer_disarm(&vcpu->thread->partition->timers, &timer->timer);
        return POK_ERRNO_OK;
    }
    if (request->expiry_ns < 0 || request->expiry_ns > INT64_MAX / 2)
        return POK_ERRNO_TIME;
    if (request->period_ns != 0 &&
        (request->period_ns < POK_TIMER_PERIOD_MIN_NS || request->period_ns > UINT32_MAX))
        return POK_ERRNO_TIME;
    timer->armed = true;
    timer->expiry_ns = (uint64_t)request->expiry_ns;
    timer->period_ns = (uint32_t)request->period_ns;
    timer_rearm(timer);
    /* The event timer may be set for later than this one. */
    processor.exit_work |= EXIT_RESCHEDULE;
    return POK_ERRNO_OK;
}

void virtual_timer_window_start(struct partition *partition, uint64_t now_ns)
{
    partition->execution_offset_ns += now_ns - partition->execution_stopped_ns;
    partition->page->execution_offset_ns = (pok_time_t)partition->execution_offset_ns;
    for (uint32_t i = 0; i < partition->config->vcpu_count; i++) {
        struct virtual_timer *timer = &partition->threads[i].vcpu->timer[VIRTUAL_CLOCK_EXECUTION];

        if (timer->armed)
            timer_rearm(timer);
    }
}
