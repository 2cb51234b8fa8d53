# SPDX-License-Identifier: BSD-2-Clause
"""The kernel has no indirect jump or call but the one of the boot code to the upper half, and a mask
behind each comparison of what a partition gives with its bound; docs/speculation.md lists them."""

import os
import re
import subprocess

# Functions that mask something, and how often.
MASKS = {
    "syscall_gate": 1, "sysenter_entry_end": 1, "pok_core_hypercall": 1, "pok_core_syscall": 1,
    "hypercall_syscall": 1,
    "port_find": 1, "syscall_sampling_write": 3, "syscall_sampling_read": 2, "queuing_send": 1,
    "process_find": 1, "syscall_process_resume": 1, "syscall_wait_queue": 1, "syscall_wait_wake": 1,
    "ceiling_pass": 2,
    "vcpu_find": 1, "registered_decode": 1, "pok_bsp_irq_register_vcpu": 1, "virtual_timer_set": 1,
    "guest_EXCEPTION_SET": 1, "guest_CONSREAD": 1,
    "console_write": 1, "error_raise": 1, "application_message": 1,
    "arch_copy_from_user": 1, "arch_copy_to_user": 1, "arch_copy_message": 1, "deliver": 1,
}


def masks(code):
    """By function: how many `sbb` of a register with itself its code has."""
    found, name = {}, None
    for line in code.splitlines():
        label = re.match(r"[0-9a-f]+ <([^>]*)>:", line)
        if label:
            name = label.group(1).split(".")[0]
        elif re.search(r"\tsbb +%(\w+),%\1$", line):
            found[name] = found.get(name, 0) + 1
    return found


def check(context):
    found = {}
    for bsp in ("x86-qemu-vmm", "x86-qemu-retpoline"):
        kernel = os.path.join(context["build"], "kernel", bsp, "kernel.o")
        code = subprocess.run(["i686-linux-gnu-objdump", "-d", "--section=.text",
                               "--section=.text.unlikely", kernel], check=True,
                              capture_output=True, text=True).stdout
        jumps = re.findall(r"\t(?:call|jmp) +\*.*", code)
        if bsp == "x86-qemu-retpoline":
            assert not jumps, f"predicted: {jumps}"
        else:
            assert jumps, "this check finds nothing in the other kernel, either"
        found[bsp] = masks(code)
    ordinary, hardened = found["x86-qemu-vmm"], found["x86-qemu-retpoline"]
    for name, count in MASKS.items():
        # The compiler makes one of its own, now and then.
        more = hardened.get(name, 0) - ordinary.get(name, 0)
        assert more >= count, f"{name} has {more} masks instead of {count}"
