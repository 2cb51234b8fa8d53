# SPDX-License-Identifier: BSD-2-Clause
"""Boots a disk in Bochs, an emulator that has what QEMU's TCG lacks (the TSC deadline timer), and
another opinion about the rest. Its time is counted in instructions: a run is the same on every host.
"""

import os
import re
import shutil
import tempfile

HOME = "/usr/share/bochs"
# What counts as 10 ns.
INSTRUCTIONS_PER_SECOND = 100000000

CONFIGURATION = """\
display_library: rfb, options="timeout=0"
cpu: model={cpu}, count=1, ips={ips}, reset_on_triple_fault=0
clock: sync=none, time0=1
megs: 256
romimage: file={home}/BIOS-bochs-latest
vgaromimage: file={home}/VGABIOS-lgpl-latest
ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
ata0-master: type=cdrom, path={iso}, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev={folder}/serial
log: {folder}/log
panic: action=fatal
error: action=report
info: action=report
debug: action=ignore
plugin_ctrl: unmapped=1, biosdev=1
sound: driver=dummy
"""


def missing():
    """Why it can't be used, or None."""
    if shutil.which("bochs") is None:
        return "bochs is not installed"
    if not os.path.exists(HOME + "/BIOS-bochs-latest"):
        return "bochs has no BIOS (Debian: bochsbios)"
    return None


def run(iso, cpu, timeout, command):
    """What came from the serial port, an exit status as QEMU's, and whether it had to be ended.
    `command` runs arguments: see Runner.command."""
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/bochsrc", "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(cpu=cpu, ips=INSTRUCTIONS_PER_SECOND, home=HOME,
                                            iso=os.path.abspath(iso), folder=folder))
        # Where its debugger is compiled in, it waits for a command.
        with open(folder + "/start", "w", encoding="utf-8") as file:
            file.write("c\n")
        said, _, timed_out = command(["bochs", "-q", "-f", folder + "/bochsrc", "-rc", folder + "/start"],
                                     timeout)
        output = _read(folder + "/serial")
        log = _read(folder + "/log")
        if "soft power off" in log:
            return output, 0, False
        reason = re.findall(r">>PANIC<<.*", log)
        return output + "\n".join(["", "bochs:"] + (reason or said.splitlines()[-5:])), 1, timed_out


def _read(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace").replace("\r", "")
    except OSError:
        return ""
