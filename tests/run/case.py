# SPDX-License-Identifier: BSD-2-Clause
"""What a test case is: a folder with a case.ini.

case.ini, section [case]; lists are separated by blanks, `expect` and `forbid` by lines:

  description    one sentence: what is shown
  module         folder of another module, as examples/demo; default: the case's own
  bsp            default "x86-qemu-vmm"          each combination of these five
  machine        default "pc"                    is one variant, with a result of its own;
  cpu            default "qemu64"                machine "bochs" with a cpu that Bochs knows
  boot           "kernel" (default) or "iso"
  option         options of the kernel joined by commas, as "clock=pit,timer=pit"; default "none"
  major_frames   the module ends by itself after so many; default 10; 0: it ends otherwise
  icount         shift for -icount; default "none"
  com2           file whose bytes arrive at the second serial port
  console        file whose bytes are typed at the console; the first may get lost in the BIOS
  status         exit status of `bulkhead run`; default 0 (normal module shutdown)
  timeout        seconds; detects hangs only; default 60
  expect         regular expressions, found in the output in this order
  forbid         regular expressions that must not be found, besides the panic strings
  allow          panic strings this case provokes, as they stand in PANIC_STRINGS
  partitions     names that must each print "[NAME] VERDICT PASS n checks"; default: none
  reference      folder of another case: its module is run in the same way, and what the `victims`
                 print and what the kernel says of them at the end must be the same in both
  victims        names of partitions for `reference` and `health`
  starts         by how many ns a victim's worst_start_ns may differ from that in the reference run;
                 default 10: a turn of the loop in which the kernel holds a window, with icount 0
  health         names of partitions whose errors must be what they say: "[NAME] expects ERROR
                 ACTION n" for each line of the kernel's "health: ERROR in NAME: ACTION" that must
                 be there n times; of no other partition may there be one
  patch          "SYMBOL HEX": bytes put into a copy of the image at the symbol, to break the kernel
  needs          environment variable without which the case is skipped; what it is may follow

check.py beside it may look at all variants together: `check(context)` raises AssertionError.
"""

import configparser
import itertools
import os
import re

# Printed by the kernel or by tests/system/include/check.h; nothing that passes prints one.
PANIC_STRINGS = (
    r"PANIC",
    r"ASSERT FAILED",
    r"VERDICT FAIL",
    r"kernel bug",
)

WORST_START = r"worst_start_ns=([0-9]+)"

# A kernel with instrumentation is given more of the host's time, and a faster processor: an
# instruction takes 2 to the power of `icount` ns.
SLOWER = 4
FASTER_SHIFT = 2

KNOWN_KEYS = {
    "description", "module", "bsp", "machine", "cpu", "boot", "option", "major_frames", "icount", "com2", "console",
    "status", "timeout", "expect", "forbid", "allow", "partitions", "needs", "patch", "run_flags",
    "reference", "victims", "starts", "health",
}


class Variant:
    """One boot of a case's module."""

    def __init__(self, case, bsp, machine, cpu, boot, option):
        self.case = case
        self.bsp = bsp
        self.machine = machine
        self.cpu = cpu
        self.boot = boot
        self.options = [] if option == "none" else option.split(",")
        self.option = option
        self.output = ""
        self.status = None

    @property
    def from_disk(self):
        return self.boot == "iso" or self.machine == "bochs"

    @property
    def name(self):
        parts = [self.case.name]
        for key, value in (("bsp", self.bsp), ("machine", self.machine), ("cpu", self.cpu),
                           ("boot", self.boot), ("option", self.option)):
            if len(self.case.lists[key]) > 1:
                parts.append(value)
        return "/".join(parts)


class Case:
    def __init__(self, folder, bsp=None):
        """bsp: another one than the case says, with instrumentation."""
        self.folder = folder
        self.name = folder.removeprefix("tests/")
        parser = configparser.ConfigParser(interpolation=None, comment_prefixes=("#",))
        with open(os.path.join(folder, "case.ini"), encoding="utf-8") as file:
            parser.read_file(file)
        keys = parser["case"]
        unknown = set(keys) - KNOWN_KEYS
        if unknown:
            raise ValueError(f"{folder}/case.ini: unknown keys {sorted(unknown)}")
        self.description = keys["description"]
        self.module = keys.get("module", folder)
        self.lists = {
            "bsp": [bsp] if bsp else keys.get("bsp", "x86-qemu-vmm").split(),
            "machine": keys.get("machine", "pc").split(),
            "cpu": keys.get("cpu", "qemu64").split(),
            "boot": keys.get("boot", "kernel").split(),
            "option": keys.get("option", "none").split(),
        }
        # The kernels with instrumentation have what the plain one refuses.
        self.plain = keys.get("bsp") == "x86-qemu"
        self.major_frames = keys.getint("major_frames", 10)
        self.icount = keys.get("icount", "none")
        if bsp and self.icount != "none":
            self.icount = str(max(0, int(self.icount) - FASTER_SHIFT))
        self.com2 = keys.get("com2")
        self.console = keys.get("console")
        self.status = keys.getint("status", 0)
        self.timeout = keys.getint("timeout", 60) * (SLOWER if bsp else 1)
        self.run_flags = keys.get("run_flags", "").split()
        self.expect = _lines(keys.get("expect", ""))
        self.forbid = _lines(keys.get("forbid", ""))
        allowed = _lines(keys.get("allow", ""))
        self.panic = [p for p in PANIC_STRINGS if p not in allowed]
        self.partitions = keys.get("partitions", "").split()
        self.needs = keys.get("needs")
        self.reference = keys.get("reference")
        self.victims = keys.get("victims", "").split()
        self.starts = keys.getint("starts", 10)
        self.health = keys.get("health", "").split()
        self.patch = keys.get("patch", "").split()
        if self.reference and not self.victims:
            raise ValueError(f"{folder}/case.ini: a reference, but nobody to compare with it")
        if not (self.expect or self.partitions or self.has_check):
            raise ValueError(f"{folder}/case.ini: nothing is expected, so nothing can fail")

    @property
    def bochs(self):
        return "bochs" in self.lists["machine"]

    @property
    def has_check(self):
        return os.path.exists(os.path.join(self.folder, "check.py"))

    @property
    def module_file(self):
        return os.path.join(self.module, "module.xml")

    def variants(self):
        return [Variant(self, *choice) for choice in itertools.product(
            *(self.lists[key] for key in ("bsp", "machine", "cpu", "boot", "option")))]


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def judge(case, output, status, timed_out):
    """Why the variant fails, or None."""
    if timed_out:
        return f"hangs: still running after {case.timeout} s"
    for pattern in case.panic + case.forbid:
        found = re.search(pattern, output, re.MULTILINE)
        if found:
            return f"forbidden text: {_line_at(output, found.start())}"
    place = 0
    for pattern in case.expect:
        found = re.compile(pattern, re.MULTILINE).search(output, place)
        if not found:
            return f"expected text is missing: {pattern}"
        place = found.end()
    for partition in case.partitions:
        verdict = re.search(rf"^\[{re.escape(partition)}\] VERDICT PASS ([0-9]+) checks\r?$", output,
                            re.MULTILINE)
        if not verdict:
            return f"partition {partition} gave no verdict, exit status {status}"
        if int(verdict.group(1)) == 0:
            return f"partition {partition} checked nothing"
    failure = judge_health(case, output)
    if failure:
        return failure
    if status != case.status:
        return f"exit status {status} instead of {case.status}"
    return None


def victim_lines(case, output):
    """What the victims printed, and what the kernel says of them at the end, by name."""
    lines = {}
    for name in case.victims:
        own = re.findall(rf"^\[{re.escape(name)}\] .*$", output, re.MULTILINE)
        end = re.findall(rf"^\[kernel\] partition {re.escape(name)}: .*$", output, re.MULTILINE)
        lines[name] = own + [re.sub(WORST_START, "worst_start_ns=*", line) for line in end]
    return lines


def worst_start(output, name):
    """By how many ns the latest of a partition's windows began late."""
    found = re.search(rf"^\[kernel\] partition {re.escape(name)}: .*{WORST_START}", output,
                      re.MULTILINE)
    return int(found.group(1)) if found else 0


def compare_victims(case, output, reference):
    """Why the victims' outputs are not those of the reference run, or None."""
    wanted = victim_lines(case, reference)
    for name, lines in victim_lines(case, output).items():
        if not any("partition" in line for line in wanted[name]) or len(wanted[name]) < 2:
            return f"the reference run has no lines of {name}"
        late, late_there = worst_start(output, name), worst_start(reference, name)
        if abs(late - late_there) > case.starts:
            return f"a window of {name} began {late} ns late, in the reference run {late_there}"
        if lines == wanted[name]:
            continue
        for number in range(max(len(lines), len(wanted[name]))):
            pair = [part[number] if number < len(part) else "nothing" for part in (lines, wanted[name])]
            if pair[0] != pair[1]:
                return f"{name} says \"{pair[0]}\", in the reference run \"{pair[1]}\""
    return None


def judge_health(case, output):
    """Why the kernel's reports of errors are not what the attackers announced, or None."""
    if not case.health:
        return None
    seen = {}
    for error, name, action in re.findall(
            r"^\[kernel\] health: ([A-Z_]+) in (\S+): ([A-Z_]+)$", output, re.MULTILINE):
        seen[name, error, action] = seen.get((name, error, action), 0) + 1
    if re.search(r"^\[kernel\] [0-9]+ lines lost", output, re.MULTILINE):
        return "lines of the kernel are lost"
    wanted = {}
    for name in case.health:
        expected = re.findall(rf"^\[{re.escape(name)}\] expects ([A-Z_]+) ([A-Z_]+) ([0-9]+)$", output,
                              re.MULTILINE)
        if not expected:
            return f"{name} doesn't say which errors it expects"
        for error, action, count in expected:
            wanted[name, error, action] = int(count)
    for key in sorted(set(seen) | set(wanted)):
        if seen.get(key, 0) != wanted.get(key, 0):
            return (f"health: {key[1]} in {key[0]}: {key[2]} {seen.get(key, 0)} times "
                    f"instead of {wanted.get(key, 0)}")
    return None


def _line_at(text, place):
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return text[start:end if end >= 0 else len(text)].strip()
