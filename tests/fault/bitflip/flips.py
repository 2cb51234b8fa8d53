#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Flips random single bits through QEMU's gdb stub: flips.py [--kernel] IMAGE FLIPS SEED

Without --kernel: in the memory and registers of the partitions "native" and "guest", while they run
in their windows. What the other partitions print must be what they print without flips, the kernel
must stay alive to the module's end, and its health monitoring's lines must be about those two and
name the configured actions. Exit status 0 only then.

With --kernel: in the kernel's memory, one flip for each continuation of one snapshot. Says what
became of them; the exit status tells only whether the experiment worked.

A run is a function of image and SEED: instructions are counted (-icount), and time is theirs.
"""

import argparse
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as xml

FRAMES = 60            # the module's length where partitions are hit
KERNEL_FRAMES = 54     # its length where the kernel is hit
FIRST_FRAME = 3        # no flips before it
TARGETS = ("native", "guest")
VICTIMS = ("witness", "bystander")
HANG_SECONDS = 20      # of the host: detects hangs only
MAX_STEPS = 12

# The words that kernel and partition share in the page of a native partition, and of a guest's vCPU:
# LAYOUT_PROCESS_PAGE, LAYOUT_VCPU_PAGE. They are hit more often than their size makes them.
SHARED_PAGE = 0x201000, 0x201014

# A partition's registers; their numbers are in the stub's own description. The first eleven are
# those of every stub for i386.
GENERAL = ("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip", "eflags")
FPU = tuple(f"st{i}" for i in range(8)) + tuple(f"xmm{i}" for i in range(8))
EAX, EIP, CS = 0, 8, 10
# Flags that a program of ring 3 can itself change. The others are not a partition's.
USER_FLAGS = (0, 2, 4, 6, 7, 8, 10, 11, 14, 18, 21)


class Gone(Exception):
    """QEMU has ended."""


class Hang(Exception):
    """Nothing happens any more."""


class Stub:
    """The remote protocol of gdb, as much of it as is needed here."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        for _ in range(200):
            try:
                self.socket.connect(path)
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise Gone("no gdb stub")
        self.socket.settimeout(HANG_SECONDS)
        self.data = b""
        self.stops = set()
        # Single registers can be read only by those who have read the description of all.
        self.numbers = {}
        for _, included in re.findall(r'(include href=)"([^"]*)"', self.description("target.xml")):
            text = re.sub(r"<!--.*?-->", "", self.description(included), flags=re.DOTALL)
            for name in re.findall(r'<reg name="([^"]*)"', text):
                self.numbers[name] = len(self.numbers)
        sizes = {name: len(self.register(self.numbers[name])) for name in ("eip", "st7", "xmm7")}
        if self.numbers["eip"] != EIP or self.numbers["cs"] != CS or \
                sizes != {"eip": 4, "st7": 10, "xmm7": 16}:
            raise RuntimeError("the registers of this stub are others")

    def description(self, name):
        text = ""
        while True:
            part = self.ask(f"qXfer:features:read:{name}:{len(text):x},7f0")
            text += part[1:]
            if part[0] != "m":
                return text

    def byte(self):
        if not self.data:
            try:
                self.data = self.socket.recv(65536)
            except socket.timeout as error:
                raise Hang() from error
            except OSError as error:
                raise Gone() from error
            if not self.data:
                raise Gone()
        first, self.data = self.data[:1], self.data[1:]
        return first

    def write_all(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Gone() from error

    def send(self, text):
        body = text.encode()
        self.write_all(b"$" + body + b"#%02x" % (sum(body) % 256))

    def answer(self):
        while self.byte() != b"$":
            pass
        body = bytearray()
        while (byte := self.byte()) != b"#":
            body += byte
        self.byte()
        self.byte()
        self.write_all(b"+")
        return body.decode("latin-1")

    def ask(self, text):
        self.send(text)
        return self.answer()

    def monitor(self, command):
        """A command of QEMU's monitor; its output."""
        self.send("qRcmd," + command.encode().hex())
        output = ""
        while (text := self.answer()) != "OK":
            if not text.startswith("O"):
                raise RuntimeError(f"{command}: {text}")
            output += bytes.fromhex(text[1:]).decode()
        return output

    def register(self, number):
        return bytes.fromhex(self.ask(f"p{number:x}"))

    def set_register(self, number, value):
        if self.ask(f"P{number:x}={value.hex()}") != "OK":
            raise RuntimeError(f"register {number}")

    def word(self, number):
        return struct.unpack("<I", self.register(number)[:4])[0]

    def read(self, address, count):
        text = self.ask(f"m{address:x},{count:x}")
        return None if text.startswith("E") else bytes.fromhex(text)

    def write(self, address, data):
        return self.ask(f"M{address:x},{len(data):x}:{data.hex()}") == "OK"

    def breakpoint(self, address, wanted=True):
        (self.stops.add if wanted else self.stops.discard)(address)
        self.ask(f"{'Z' if wanted else 'z'}1,{address:x},1")

    def go(self):
        """On to the next stop. Where it stands, it would stop at once."""
        self.step()
        if self.word(EIP) in self.stops:
            return
        text = self.ask("c")
        if text[0] in "WX":
            raise Gone()

    def step(self):
        if self.ask("s")[0] in "WX":
            raise Gone()


class Elf:
    """Symbols and sections of an ELF file for i386."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = data = file.read()
        offset, = struct.unpack_from("<I", data, 32)
        size, count, names = struct.unpack_from("<HHH", data, 46)
        sections = [struct.unpack_from("<10I", data, offset + i * size) for i in range(count)]
        self.sections = {self.string(sections[names][4] + s[0]): (s[3], s[5]) for s in sections}
        self.symbols = {}
        for section in sections:
            if section[1] != 2:
                continue
            strings = sections[section[6]][4]
            for place in range(section[4], section[4] + section[5], 16):
                name, value, length, info = struct.unpack_from("<IIIB", data, place)
                self.symbols[self.string(strings + name)] = (value, length, info & 15)

    def string(self, place):
        return self.data[place:self.data.index(b"\0", place)].decode()

    def address(self, name):
        return self.symbols[name][0]

    def functions(self):
        return sorted({value for value, length, kind in self.symbols.values()
                       if kind == 2 and length != 0})


def empty_disk(path):
    """A qcow2 file with nothing in it: where QEMU keeps snapshots."""
    cluster, size = 65536, 64 << 20
    # Four clusters: this header, the table of reference counts, its block, the first-level table.
    header = struct.pack(">4sIQIIQIIQQIIQ", b"QFI\xfb", 2, 0, 0, 16, size, 0, 1, 3 * cluster, cluster,
                         1, 0, 0)
    with open(path, "wb") as file:
        file.write(header.ljust(cluster, b"\0"))
        file.write(struct.pack(">Q", 2 * cluster).ljust(cluster, b"\0"))
        file.write(struct.pack(">4H", 1, 1, 1, 1).ljust(cluster, b"\0"))
        file.write(bytes(cluster))


class Machine:
    """A module in QEMU, stopped at its first instruction."""

    def __init__(self, image, frames, snapshots=False):
        self.folder = tempfile.mkdtemp(prefix="bitflip-")
        self.console = os.path.join(self.folder, "console")
        path = os.path.join(self.folder, "gdb")
        arguments = [
            "qemu-system-i386", "-accel", "tcg", "-nodefaults", "-no-user-config", "-display", "none",
            "-machine", "pc", "-cpu", "qemu64", "-m", "64", "-no-reboot", "-S",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=4", "-icount", "shift=0,sleep=off",
            "-chardev", f"file,id=com1,path={self.console}", "-serial", "chardev:com1",
            "-chardev", "null,id=com2", "-serial", "chardev:com2",
            "-chardev", f"socket,id=gdb,path={path},server=on,wait=off", "-gdb", "chardev:gdb",
            "-kernel", image, "-append", f"major_frames={frames}"]
        if snapshots:
            disk = os.path.join(self.folder, "disk.qcow2")
            empty_disk(disk)
            arguments += ["-drive", f"if=none,file={disk},format=qcow2"]
        with open(os.path.join(self.folder, "qemu"), "wb") as log:
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log)
        try:
            self.stub = Stub(path)
        except (Gone, Hang):
            self.close()
            raise

    def output(self, start=0):
        with open(self.console, "rb") as file:
            file.seek(start)
            return file.read().decode("latin-1").replace("\r", "")

    def size(self):
        return os.path.getsize(self.console) if os.path.exists(self.console) else 0

    def wait(self):
        """Until it ends by itself; False: it had to be ended."""
        try:
            self.process.wait(HANG_SECONDS)
            return True
        except subprocess.TimeoutExpired:
            return False

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def flipped(data, bit):
    data = bytearray(data)
    data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def lines_of(output, name):
    return re.findall(rf"^\[{name}\] .*$", output, re.MULTILINE)


# --- partitions ------------------------------------------------------------------------------------


def actions_of(module_file):
    """What each target's table has as actions, by the error's name: of any state."""
    names = {}
    with open("abi/hm_errors.def", encoding="utf-8") as file:
        for number, name in re.findall(r"^HM_ERROR\(([0-9]+), ([A-Z_]+),", file.read(), re.MULTILINE):
            names[number] = name
    actions = {}
    for table in xml.parse(module_file).getroot().iter("Partition_HM_Table"):
        for entry in table.iter("Error_ID_Action"):
            key = table.get("PartitionName"), names[entry.get("ErrorIdentifier")]
            actions.setdefault(key, set()).add(entry.get("Action"))
    return actions


def judge(output, reference, actions):
    """What is wrong with a run in which the targets were hit; a list."""
    wrong = []
    for name in VICTIMS:
        if lines_of(output, name) != lines_of(reference, name):
            wrong.append(f"{name}'s output differs")
    for pattern in ("PANIC", "kernel bug", "ASSERT FAILED.*kernel"):
        if re.search(r"^\[kernel\].*" + pattern, output, re.MULTILINE):
            wrong.append(f"the kernel stopped: {pattern}")
    if not re.search(rf"^\[kernel\] the module ends after {FRAMES} major frames", output, re.MULTILINE):
        wrong.append("the module did not end")
    restarts = dict.fromkeys(TARGETS, 0)
    for error, name, action in re.findall(r"^\[kernel\] health: ([A-Z_]+) in (\S+): ([A-Z_]+)$", output,
                                          re.MULTILINE):
        if action not in actions.get((name, error), ()):
            wrong.append(f"health: {error} in {name}: {action}")
        elif action != "IDLE":
            restarts[name] += 1
    for name in re.findall(r"^\[kernel\] health: [0-9]+ ns .* partition=(\S+) ", output, re.MULTILINE):
        if name not in TARGETS:
            wrong.append(f"the log has an error of {name}")
    for name in TARGETS + VICTIMS:
        found = re.search(rf"^\[kernel\] partition {name}: windows={FRAMES} .* restarts=([0-9]+) ", output,
                          re.MULTILINE)
        if not found:
            wrong.append(f"{name} did not have its windows")
        elif name in VICTIMS and found.group(1) != "0" or int(found.group(1)) < restarts.get(name, 0):
            wrong.append(f"{name} was started {found.group(1)} times")
    return wrong


class PartitionFlips:
    """Flips in the targets, as many in a run as it has frames."""

    def __init__(self, image, seed, elves, memories):
        self.image = image
        self.kernel = Elf(image)
        self.random = random.Random(seed)
        self.functions = {name: Elf(path).functions() for name, path in elves.items()}
        self.memories = memories
        self.kinds = dict.fromkeys(("memory", "shared", "register", "fpu"), 0)
        self.partitions = self.kernel.address("partition_table")
        self.partition_bytes = self.kernel.symbols["partition_table"][1] // 4

    def partition_index(self, stub):
        """Whose window begins; the argument of arch_space_switch() is in eax."""
        return (stub.word(EAX) - self.partitions) // self.partition_bytes

    def flip(self, stub, name):
        choice = self.random.random()
        if choice < 0.5 or stub.word(CS) & 3 != 3:
            regions = self.memories[name]
            start, end = SHARED_PAGE if choice < 0.1 else self.random.choice(regions)
            address = self.random.randrange(start, end)
            data = stub.read(address, 1)
            if data is not None:
                stub.write(address, flipped(data, self.random.randrange(8)))
                self.kinds["shared" if choice < 0.1 else "memory"] += 1
        elif choice < 0.9:
            name = self.random.choice(GENERAL)
            number = stub.numbers[name]
            bit = self.random.choice(USER_FLAGS) if name == "eflags" else self.random.randrange(32)
            stub.set_register(number, flipped(stub.register(number)[:4], bit))
            self.kinds["register"] += 1
        else:
            number = stub.numbers[self.random.choice(FPU)]
            data = stub.register(number)
            stub.set_register(number, flipped(data, self.random.randrange(8 * len(data))))
            self.kinds["fpu"] += 1

    def target(self, stub):
        """Name of the target whose window begins, or None."""
        return {0: "native", 2: "guest"}.get(self.partition_index(stub))

    def find_functions(self):
        """Those functions of the targets that are called, as a run without flips shows."""
        machine = Machine(self.image, FRAMES)
        stub = machine.stub
        switch = self.kernel.address("arch_space_switch")
        wanted = {name: set(self.functions[name]) for name in TARGETS}
        called = {name: [] for name in TARGETS}
        try:
            stub.breakpoint(switch)
            # Not what only the start-up calls.
            for _ in range(4 * FIRST_FRAME):
                stub.go()
            for _ in range(4 * 4):
                name = self.target(stub)
                if name is None:
                    stub.go()
                    continue
                for place in wanted[name]:
                    stub.breakpoint(place)
                stub.go()
                while (place := stub.word(EIP)) != switch:
                    called[name].append(place)
                    wanted[name].discard(place)
                    stub.breakpoint(place, False)
                    stub.go()
                for place in wanted[name]:
                    stub.breakpoint(place, False)
        finally:
            machine.close()
        self.functions = {name: sorted(places) for name, places in called.items()}

    def advance(self, stub, name, switch):
        """From its window's start to where it is hit, shortly behind some call of a function that
        is called; False: it was not in this window."""
        place = self.random.choice(self.functions[name])
        stub.breakpoint(place)
        for _ in range(self.random.randrange(1, 6)):
            stub.go()
            if stub.word(EIP) == switch:
                break
        stub.breakpoint(place, False)
        if stub.word(EIP) == switch:
            return False
        for _ in range(self.random.randrange(MAX_STEPS)):
            stub.step()
        return True

    def window(self, stub, name, switch, late):
        """A target's window begins. True: a bit was flipped; False: the next window has begun."""
        if late:
            # As it leaves the kernel for the first time, or in it when it sleeps.
            leave = self.kernel.address("leave_current")
            stub.breakpoint(leave)
            stub.go()
            stub.breakpoint(leave, False)
            if stub.word(EIP) == switch:
                return False
            for _ in range(4 + self.random.randrange(MAX_STEPS)):
                stub.step()
        elif not self.advance(stub, name, switch):
            return False
        self.flip(stub, name)
        return True

    def run(self, flips):
        """One run with so many flips; its output, how many there were, whether it ended."""
        machine = Machine(self.image, FRAMES)
        stub = machine.stub
        switch = self.kernel.address("arch_space_switch")
        end = self.kernel.address("module_end")
        late = dict.fromkeys(TARGETS, False)
        done = windows = 0
        try:
            stub.breakpoint(switch)
            stub.breakpoint(end)
            stub.go()
            while done < flips and stub.word(EIP) == switch:
                windows += 1
                name = self.target(stub)
                if name is not None and windows > 4 * FIRST_FRAME:
                    if not self.window(stub, name, switch, late[name]):
                        late[name] = True
                        continue
                    late[name] = False
                    done += 1
                stub.go()
            stub.breakpoint(switch, False)
            stub.breakpoint(end, False)
            stub.send("c")
            ended = machine.wait()
            return machine.output(), done, ended
        except Hang:
            return machine.output(), done, False
        except Gone:
            return machine.output(), done, True
        finally:
            machine.close()


def memories_of(output):
    """Each target's memory as the boot's map has it; every part as likely as any other."""
    regions = {}
    name = None
    for line in output.splitlines():
        found = re.match(r"\[kernel\] partition [0-9]+ (\S+): ", line)
        if found:
            name = found.group(1)
        found = re.match(r"\[kernel\]   ([0-9a-f]{8})-([0-9a-f]{8}) at [0-9a-f]{8} (....) (.*)", line)
        if found and name in TARGETS:
            start, end = int(found.group(1), 16), int(found.group(2), 16) + 1
            if "partition page" in found.group(4):
                continue
            regions.setdefault(name, []).append((start, end))
    return regions


def reference_of(image, frames=FRAMES):
    machine = Machine(image, frames)
    try:
        machine.stub.send("c")
        if not machine.wait():
            raise RuntimeError("the module does not end")
        return machine.output()
    finally:
        machine.close()


def flip_partitions(image, flips, seed, module_file, elves):
    """Makes the flips, says what they were; what was wrong, a list."""
    actions = actions_of(module_file)
    reference = reference_of(image)
    memories = memories_of(reference)
    # A run with the stub and without flips is the same as one without it.
    wrong = judge(reference, reference, actions)
    if wrong or any(len(lines_of(reference, name)) < 2 for name in VICTIMS):
        return [f"the run without flips: {wrong}"]
    work = PartitionFlips(image, seed, elves, memories)
    work.find_functions()
    made = runs = errors = 0
    while made < flips:
        output, done, ended = work.run(min(flips - made, 2 * FRAMES))
        runs += 1
        made += done
        errors += len(re.findall(r"^\[kernel\] health: [A-Z_]+ in ", output, re.MULTILINE))
        found = judge(output, reference, actions)
        if not ended:
            found.append("it had to be ended")
        wrong += [f"run {runs}: {what}" for what in found]
        if found:
            with open(f"{image}.flips-{seed}-{runs}.txt", "w", encoding="latin-1") as file:
                file.write(output)
        if done == 0:
            wrong.append(f"run {runs}: nothing was flipped")
            break
    print(f"{made} bits flipped in {runs} runs, seed {seed}: "
          f"{work.kinds['memory']} in memory, {work.kinds['shared']} in the shared page, "
          f"{work.kinds['register']} in registers, "
          f"{work.kinds['fpu']} in the FPU; "
          f"{errors} errors of the partitions hit, {len(wrong)} effects on others")
    return wrong


# --- the kernel ------------------------------------------------------------------------------------

ENDED = re.compile(r"^\[kernel\] the module ends after", re.MULTILINE)
OUTCOMES = ("masked", "detected", "reset", "hang", "silent")


class KernelFlips:
    def __init__(self, image, seed):
        self.image = image
        self.kernel = Elf(image)
        self.random = random.Random(seed)
        self.machine = None
        self.reference = None
        self.stops = {self.kernel.address(name): name for name in ("panic_begin", "arch_power_off")}
        self.table = {}

    def start(self):
        """Up to the snapshot: the first windows have passed."""
        self.machine = Machine(self.image, KERNEL_FRAMES, snapshots=True)
        stub = self.machine.stub
        switch = self.kernel.address("arch_space_switch")
        stub.breakpoint(switch)
        for _ in range(4 * FIRST_FRAME):
            stub.go()
        stub.breakpoint(switch, False)
        for place in self.stops:
            stub.breakpoint(place)
        stub.monitor("savevm start")

    def trial(self, address, bit):
        """One flip, or none, from the snapshot; the outcome and the output."""
        if self.machine is None:
            self.start()
        stub = self.machine.stub
        before = self.machine.size()
        try:
            stub.monitor("loadvm start")
            if address is not None:
                data = stub.read(address, 1)
                if data is None or not stub.write(address, flipped(data, bit)):
                    return "unmapped", ""
            stub.go()
            return self.stops.get(stub.word(EIP), "elsewhere"), self.machine.output(before)
        except Hang:
            output = self.machine.output(before)
            self.machine.close()
            self.machine = None
            return "hang", output
        except Gone:
            output = self.machine.output(before)
            self.machine.close()
            self.machine = None
            return "reset", output

    def outcome(self, how, output):
        if how in ("hang", "reset"):
            return how
        if how != "arch_power_off" or not ENDED.search(output) or "[kernel] health: " in output:
            return "detected"
        same = all(lines_of(output, name) == lines_of(self.reference, name)
                   for name in VICTIMS + TARGETS)
        return "masked" if same else "silent"

    def run(self, flips):
        how, self.reference = self.trial(None, 0)
        if self.outcome(how, self.reference) != "masked" or \
                any(len(lines_of(self.reference, name)) < 2 for name in VICTIMS):
            raise RuntimeError(f"without a flip: {how}")
        for number in range(flips):
            name, spans = list(self.areas().items())[number % len(self.areas())]
            start, end = self.random.choices(spans, [end - start for start, end in spans])[0]
            how, output = self.trial(self.random.randrange(start, end), self.random.randrange(8))
            if how == "unmapped":
                continue
            row = self.table.setdefault(name, dict.fromkeys(OUTCOMES, 0))
            row[self.outcome(how, output)] += 1
        if self.machine is not None:
            self.machine.close()

    def areas(self):
        """Parts of the kernel's memory; each gets as many flips as the others."""
        def section(name):
            start, length = self.kernel.sections[name]
            return start, start + length

        pool, pool_bytes, _ = self.kernel.symbols["page_pool"]
        start, end = section(".bss")
        return {
            "text": [section(".text")],
            "constants": [section(".rodata")],
            "variables": [section(".data"), (start, pool), (pool + pool_bytes, end)],
            "page tables": [(pool, pool + pool_bytes)],
        }

    def report(self):
        print("| flips in | number | " + " | ".join(OUTCOMES) + " |")
        print("|---|---|" + "---|" * len(OUTCOMES))
        for name, row in list(self.table.items()) + [("all", {
                outcome: sum(row[outcome] for row in self.table.values()) for outcome in OUTCOMES})]:
            print(f"| {name} | {sum(row.values())} | "
                  + " | ".join(str(row[outcome]) for outcome in OUTCOMES) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("image")
    parser.add_argument("flips", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--kernel", action="store_true")
    arguments = parser.parse_args()
    if arguments.flips < 1:
        parser.error("FLIPS is at least 1")
    if arguments.kernel:
        kernel = KernelFlips(arguments.image, arguments.seed)
        kernel.run(arguments.flips)
        kernel.report()
        return 0
    folder = os.path.dirname(arguments.image)
    here = os.path.dirname(os.path.abspath(__file__))
    wrong = flip_partitions(arguments.image, arguments.flips, arguments.seed,
                            os.path.join(here, "module.xml"),
                            {name: os.path.join(folder, name + ".elf") for name in TARGETS})
    for what in wrong:
        print(f"bitflips: {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
