# SPDX-License-Identifier: BSD-2-Clause
"""The kernel has no indirect jump or call but the one of the boot code to the upper half."""

import os
import re
import subprocess


def check(context):
    for bsp in ("x86-qemu-vmm", "x86-qemu-retpoline"):
        kernel = os.path.join(context["build"], "kernel", bsp, "kernel.o")
        code = subprocess.run(["i686-linux-gnu-objdump", "-d", "--section=.text", kernel], check=True,
                              capture_output=True, text=True).stdout
        found = re.findall(r"\t(?:call|jmp) +\*.*", code)
        if bsp == "x86-qemu-retpoline":
            assert not found, f"predicted: {found}"
        else:
            assert found, "this check finds nothing in the other kernel, either"
