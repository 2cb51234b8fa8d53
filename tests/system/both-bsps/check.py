# SPDX-License-Identifier: BSD-2-Clause
"""The two boards against each other."""

import os
import re
import struct
import subprocess
import unittest

# What only virtualization has, by the names that are its own.
VMM_SYMBOL = re.compile(r"vcpu|virq|hypercall|upcall|do_iret|do_irq|guest|virtual_timer", re.I)
PARTITION_LINE = re.compile(r"^\[(left|right)\] .*$", re.M)


def segments(path):
    """Bytes of the loadable segments of a 32-bit ELF file."""
    with open(path, "rb") as file:
        elf = file.read()
    table, = struct.unpack_from("<I", elf, 28)
    size, count = struct.unpack_from("<HH", elf, 42)
    for index in range(count):
        kind, offset, _, _, length = struct.unpack_from("<IIIII", elf, table + index * size)
        if kind == 1 and length:
            yield elf[offset:offset + length]


def symbols(path):
    listing = subprocess.run(["i686-linux-gnu-nm", "--defined-only", path], check=True,
                             capture_output=True, text=True).stdout
    return {line.split()[-1] for line in listing.splitlines()}


def check(context):
    if len(context["variants"]) != 2:
        raise unittest.SkipTest("there is only one board")
    plain, vmm = sorted(context["variants"], key=lambda variant: variant.bsp)
    assert (plain.bsp, vmm.bsp) == ("x86-qemu", "x86-qemu-vmm"), "not the two boards"

    for partition in ("left", "right"):
        path = os.path.join(context["build"], context["case"].folder, partition + ".elf")
        pieces = list(segments(path))
        assert pieces, f"{path} has no segments"
        for variant in (plain, vmm):
            with open(variant.image, "rb") as file:
                image = file.read()
            for piece in pieces:
                assert piece in image, f"{variant.image} holds another {partition}"

    outputs = [[line for line in variant.output.splitlines() if PARTITION_LINE.match(line)]
               for variant in (plain, vmm)]
    assert len(outputs[0]) > 20, "the partitions print too little to compare"
    assert outputs[0] == outputs[1], "the partitions' output differs between the boards"

    for folder in ("kernel.o", None):
        names = [symbols(os.path.join(context["build"], "kernel", v.bsp, folder) if folder
                         else v.image) for v in (plain, vmm)]
        found = sorted(name for name in names[0] if VMM_SYMBOL.search(name))
        assert not found, f"virtualization in the plain kernel: {found}"
        assert any(VMM_SYMBOL.search(name) for name in names[1]), "no virtualization in the other"
