# SPDX-License-Identifier: BSD-2-Clause
"""The same program once by its object and once linked; beside it one without RTEMS's markers, and
what isn't a guest at all."""

import os
import shutil
import subprocess


def suite(build, work, *arguments):
    tools = os.environ.get("RTEMS_TOOLS") or os.environ["RTEMS_PREFIX"]
    target = os.environ.get("RTEMS_TARGET", "i386-rtems6")
    library = f"{os.environ['RTEMS_PREFIX']}/{target}/{os.environ.get('RTEMS_BSP', 'pc686')}/lib"
    done = subprocess.run(
        ["tools/rtems-suite", "--build", build, "--work", work, "--icount", "3", *arguments],
        env={**os.environ, "RTEMS_CC": f"{tools}/bin/{target}-gcc", "RTEMS_LIB": library},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    assert done.returncode == 0, done.stdout
    return {row[0]: row[1] for row in rows}


def check(context):
    build = context["build"]
    work = os.path.join(build, "tests/system/rtems-suite/work")
    programs = os.path.join(build, "tests/system/rtems-suite/programs")
    seen = suite(build, work, "--objects", os.path.join(build, "rtems/tests/system"), "^rtems-suite$")
    assert seen == {"rtems-suite": "END"}, seen
    os.makedirs(programs, exist_ok=True)
    for name, source in (("marked.exe", "tests/system/rtems-suite/guest.elf"),
                         ("unmarked", "examples/rtems-hello/guest.elf"),
                         ("kernel.elf", "tests/system/rtems-suite/image-x86-qemu-vmm.elf"),
                         ("tool", "bulkhead"),
                         ("text", "kernel/x86-qemu-vmm/asm_offsets.h")):
        shutil.copy(os.path.join(build, source), os.path.join(programs, name))
    seen = suite(build, work, "--programs", programs)
    assert seen == {"kernel": "LINK", "marked": "END", "unmarked": "NOBEGIN"}, seen
    with open(os.path.join(work, "kernel/log"), encoding="utf-8") as log:
        assert "privileged instruction" in log.read()
