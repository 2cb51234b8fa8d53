# SPDX-License-Identifier: BSD-2-Clause
"""Walks all page tables of a module in QEMU's memory, while it runs.

A processor may speculate with the address in an entry that isn't present (L1 terminal fault), so an
empty entry is 0. And of what is present, no user page is one of the tables, or of the kernel.
"""

import os
import re
import struct
import subprocess
import tempfile
import time

KERNEL_BASE = 0xC0000000
MEMORY = 64 << 20
PRESENT, USER, LARGE = 1, 4, 0x80
ADDRESS = 0x000FFFFFFFFFF000
DEADLINE_S = 120


def memory_of(image, folder):
    """Physical memory in the middle of a run."""
    serial, dump = os.path.join(folder, "serial"), os.path.join(folder, "memory")
    process = subprocess.Popen(
        ["qemu-system-i386", "-accel", "tcg", "-cpu", "qemu64", "-m", str(MEMORY >> 20), "-nodefaults",
         "-display", "none", "-serial", "file:" + serial, "-monitor", "stdio", "-kernel", image],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)
    try:
        end = time.monotonic() + DEADLINE_S
        while "first major frame begins" not in text_of(serial):
            assert time.monotonic() < end and process.poll() is None, "the module doesn't begin"
            time.sleep(0.1)
        process.communicate(f'stop\npmemsave 0 {MEMORY} "{dump}"\nquit\n', timeout=DEADLINE_S)
    finally:
        process.kill()
        process.wait()
    with open(dump, "rb") as file:
        return file.read()


def text_of(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def roots(image):
    """Physical addresses of the four entries that CR3 points to, by name."""
    symbols = {}
    for line in subprocess.run(["i686-linux-gnu-nm", image], check=True, capture_output=True,
                               text=True).stdout.splitlines():
        words = line.split()
        if len(words) == 3:
            symbols[words[2]] = int(words[0], 16)
    said = subprocess.run(
        ["gdb", "-batch", "-nx", "-ex", "p sizeof(struct partition)",
         "-ex", "p/d (unsigned)&((struct partition *)0)->space.directory_pointer",
         "-ex", "p/d config_module.partition_count", image],
        check=True, capture_output=True, text=True).stdout
    size, offset, count = (int(number) for number in re.findall(r"= (\d+)", said))
    found = {"kernel": symbols["kernel_pointers"]}
    for index in range(count):
        found[f"partition {index}"] = symbols["partition_table"] + index * size + offset
    return {name: address - KERNEL_BASE for name, address in found.items()}


class Walk:
    def __init__(self, memory):
        self.memory = memory
        self.tables = set()
        self.user_pages = set()
        self.empty = 0
        self.wrong = []

    def entries(self, physical, count, where):
        for index, entry in enumerate(struct.unpack_from(f"<{count}Q", self.memory, physical)):
            if entry & PRESENT:
                yield index, entry
            elif entry:
                self.wrong.append(f"{where}[{index}] at {physical + 8 * index:#x} is {entry:#x}")
            else:
                self.empty += 1

    def space(self, name, root):
        for top, pointer in self.entries(root, 4, f"{name}: pointers"):
            directory = pointer & ADDRESS
            self.tables.add(directory)
            for middle, entry in self.entries(directory, 512, f"{name}: directory {top}"):
                if entry & LARGE:
                    continue
                self.tables.add(entry & ADDRESS)
                for _, page in self.entries(entry & ADDRESS, 512, f"{name}: table {top}.{middle}"):
                    if page & entry & USER:
                        self.user_pages.add(page & ADDRESS)


def check(context):
    for variant in context["variants"]:
        with tempfile.TemporaryDirectory() as folder:
            walk = Walk(memory_of(variant.image, folder))
        for name, root in roots(variant.image).items():
            walk.space(name, root)
        assert not walk.wrong, f"{len(walk.wrong)} entries, the first: {walk.wrong[0]}"
        assert len(walk.tables) > 10 and len(walk.user_pages) > 100 and walk.empty > 1000, \
            f"only {len(walk.tables)} tables, {len(walk.user_pages)} pages: not a module's"
        assert not walk.tables & walk.user_pages, "a partition has a page table among its pages"
