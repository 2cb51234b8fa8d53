#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Worst depth of the kernel's stacks: depth.py [--paths] KERNEL RULES

KERNEL is a linked i386 ELF file that has kept its relocations (ld --emit-relocs). The stack pointer
is followed through every instruction that can be reached from the entries, in C code and in assembly
alike. RULES says what the machine code doesn't: docs/stack.md has its form and the method.

Exit status 1, with the reason, when a stack is too small, code calls itself, or something can't be
followed: an unknown call through a pointer, a function whose address is kept and that no rule
names, a stack pointer that depends on data.
"""

import argparse
import re
import struct
import subprocess
import sys
from collections import namedtuple

WORD = 4
REGISTERS = ("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi")
LOST_IN_CALLS = ("eax", "ecx", "edx")
# What the processor pushes at an interrupt of ring 0: eflags, cs, eip; and an error code.
INTERRUPT_BYTES = 3 * WORD
EXCEPTION_BYTES = 4 * WORD
STATES_MAX = 16
# They touch the kernel's own stack and nothing of a partition.
OWN_STACK = ("push", "pop", "ret")
ENDS = ("iret", "iretd", "sysexit", "ud2")

# What a place of the stack is counted from: the entry of a function; of a trap's entry that came
# from ring 0; the end of a thread's context; nothing known; or the top of a stack, by its name.
ENTRY, RING0, CONTEXT, UNKNOWN = "entry", "ring 0", "context", "unknown"
Place = namedtuple("Place", "base depth")
Call = namedtuple("Call", "base depth target entered")


class Problem(Exception):
    pass


class Kernel:
    """The instructions, symbols and relocations of the file."""

    def __init__(self, path, objdump, readelf):
        self.code = {}
        self.order = []
        self.names = {}
        self.address = {}
        self.size = {}
        self.functions = set()
        self.function_names = set()
        self._read_symbols(self._output(readelf, "-sW", path))
        self._read_code(self._output(objdump, "-d", "--no-show-raw-insn", path))
        self.next = dict(zip(self.order, self.order[1:]))
        self.previous = dict(zip(self.order[1:], self.order))
        self._read_sections(path)
        self._read_relocations(self._output(readelf, "-rW", path))

    @staticmethod
    def _output(*command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def _read_symbols(self, text):
        for line in text.splitlines():
            f = line.split()
            if len(f) != 8 or not f[0][:-1].isdigit() or f[3] in ("FILE", "SECTION") or f[6] == "UND":
                continue
            address, size = int(f[1], 16), int(f[2], 0)
            self.address.setdefault(f[7], address)
            self.size.setdefault(f[7], size)
            # name.cold is a piece of name() that is jumped to, and back.
            if f[3] == "FUNC" and size and not f[7].endswith(".cold"):
                self.functions.add(address)
                self.function_names.add(f[7])
            if f[3] == "FUNC" or address not in self.names:
                self.names[address] = f[7]

    def _read_code(self, text):
        for line in text.splitlines():
            found = re.match(r" *([0-9a-f]+):\t(.*)", line)
            if found:
                address = int(found.group(1), 16)
                self.code[address] = re.sub(r"\s*(<.*)?$", "", found.group(2))
                self.order.append(address)

    def _read_sections(self, path):
        with open(path, "rb") as file:
            elf = file.read()
        table, = struct.unpack_from("<I", elf, 32)
        size, count, _ = struct.unpack_from("<HHH", elf, 46)
        headers = [struct.unpack_from("<IIIIII", elf, table + i * size) for i in range(count)]
        # Allocated and with contents.
        self.sections = [(h[3], elf[h[4]:h[4] + h[5]]) for h in headers if h[2] & 2 and h[1] == 1]

    def word(self, address):
        for start, data in self.sections:
            if start <= address <= start + len(data) - WORD:
                return struct.unpack_from("<I", data, address - start)[0]
        return None

    def _read_relocations(self, text):
        """pointers: places of absolute addresses, with the symbol that they are relative to."""
        self.pointers = {}
        debug = False
        for line in text.splitlines():
            if line.startswith("Relocation section"):
                debug = ".debug" in line
            f = line.split()
            if not debug and len(f) >= 5 and f[2] == "R_386_32":
                self.pointers[int(f[0], 16)] = f[4]

    def name(self, address):
        if address in self.names:
            return self.names[address]
        below = max((a for a in self.names if a <= address), default=0)
        return f"{self.names.get(below, '?')}+{address - below:#x}"

    def plain(self, address):
        """The source's name of a function: without what the compiler adds to copies."""
        return re.sub(r"\.(constprop|isra|part|cold).*", "", self.name(address))

    def of_plain(self, name):
        found = sorted(a for a in self.functions if self.plain(a) == name)
        if name in self.address and not found:
            found = [self.address[name]]
        return found


class Rules:
    """See docs/stack.md."""

    def __init__(self, path, kernel):
        self.stacks = {}
        self.entries = []
        self.interrupts = []
        self.exceptions = []
        self.calls = {}
        self.registered = set()
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                words = line.split("#")[0].split()
                try:
                    if words:
                        self._rule(words, kernel)
                except (KeyError, IndexError, ValueError) as error:
                    raise Problem(f"{path}:{number}: {error}") from error

    def _rule(self, words, kernel):
        kind, names = words[0], words[1:]
        if kind == "stack":
            self._stack(names, kernel)
        elif kind == "entry":
            base = CONTEXT if names[0] == "trap" else names[0]
            self.entries += [(a, base) for n in names[1:] for a in kernel.of_plain(n)]
        elif kind == "interrupt":
            self.interrupts += [kernel.address[n] for n in names if n in kernel.address]
        elif kind == "exception":
            self.exceptions += [kernel.address[n] for n in names]
        elif kind == "table":
            self.calls[names[0]] = self._contents(kernel, names[1:])
        elif kind == "call":
            targets = set()
            for name in names[1:]:
                # A BSP without that file doesn't have it; check_pointers() finds what is forgotten.
                targets.update(kernel.of_plain(name))
            self.calls.setdefault(names[0], set()).update(targets)
        else:
            raise ValueError(f"unknown rule {kind}")

    def _stack(self, names, kernel):
        """stack NAME LOW HIGH, or stack NAME ARRAY/COUNT"""
        if "/" in names[1]:
            array, count = names[1].split("/")
            self.stacks[names[0]] = (kernel.size[array] // int(count), None)
        else:
            low, high = kernel.address[names[1]], kernel.address[names[2]]
            self.stacks[names[0]] = (high - low, high)

    @staticmethod
    def _contents(kernel, arrays):
        """What constant arrays point to; a BSP may have less of them."""
        spans = [(kernel.address[a], kernel.address[a] + kernel.size[a])
                 for a in arrays if a in kernel.address]
        return {kernel.word(p) for p in kernel.pointers if any(a <= p < b for a, b in spans)}


class State:
    """Where registers and words of the stack point into the stack."""

    def __init__(self, esp):
        self.register = {"esp": esp}
        self.slot = {}

    def copy(self):
        other = State(None)
        other.register = dict(self.register)
        other.slot = dict(self.slot)
        return other

    @property
    def esp(self):
        return self.register["esp"]

    def moved(self, bytes_down):
        return Place(self.esp.base, self.esp.depth + bytes_down)


class Procedure:
    def __init__(self):
        self.calls = []
        self.deepest = {}  # base: depth
        self.returns = False


class Analysis:
    def __init__(self, kernel, rules):
        self.kernel = kernel
        self.rules = rules
        self.done = {}
        self.active = []
        self.fixups = self._fixups()
        self.worst_memo = {}

    def _fixups(self):
        """Instructions that may fault, and where they go on: begin, end, target."""
        k, rows = self.kernel, []
        if "copy_fixups" in k.address:
            for row in range(k.address["copy_fixups"], k.address["copy_fixups_end"], 3 * WORD):
                rows.append((k.word(row), k.word(row + WORD), k.word(row + 2 * WORD)))
        return rows

    def procedure(self, start, base=ENTRY):
        key = (start, base)
        if key in self.active:
            cycle = self.active[self.active.index(key):] + [key]
            raise Problem("recursion: " + " -> ".join(self.kernel.name(a) for a, _ in cycle))
        if key not in self.done:
            self.active.append(key)
            self.done[key] = self._follow(start, base)
            self.active.pop()
        return self.done[key]

    def _follow(self, start, base):
        result = Procedure()
        seen = {}
        work = [(start, State(Place(base, 0)))]
        while work:
            at, state = work.pop()
            states = seen.setdefault(at, set())
            mark = (state.esp, state.register.get("ebp"))
            if mark in states:
                continue
            states.add(mark)
            if len(states) > STATES_MAX:
                raise Problem(f"{self.kernel.name(start)}: the stack pointer at {at:#x} grows in a loop")
            work += self._step(start, at, state, result)
            if state.esp.base != UNKNOWN:
                deepest = result.deepest
                deepest[state.esp.base] = max(deepest.get(state.esp.base, 0), state.esp.depth)
        return result

    def _step(self, start, at, state, result):
        """The instructions that may follow, each with its state."""
        k = self.kernel
        if at not in k.code:
            raise Problem(f"{k.name(start)}: runs into {at:#x}, which is no instruction")
        text = k.code[at]
        words = re.sub(r"^(rep[nz]?e?|lock|bnd|notrack|data16) +", "", text).split(None, 1)
        op, rest = words[0], words[1] if len(words) > 1 else ""
        following = k.next.get(at)
        ways = []
        if op not in OWN_STACK:
            ways = [(target, state.copy()) for begin, end, target in self.fixups if begin <= at < end]
        if op in ENDS or (op == "sti" and k.code.get(following, "").startswith("sysexit")):
            return ways
        if op.startswith("ret"):
            if state.esp != Place(ENTRY, 0):
                raise Problem(f"{k.name(start)}: returns at {at:#x} with the stack at {state.esp}")
            result.returns = True
            return ways
        if op == "sti":
            for target in self.rules.interrupts:
                self._call(state.moved(INTERRUPT_BYTES), target, result, RING0)
        if op == "call":
            returns = [self._call(state.moved(WORD), t, result) for t in self._targets(start, at, rest)]
            for register in LOST_IN_CALLS:
                state.register.pop(register, None)
            return ways + ([(following, state)] if any(returns) else [])
        if op == "jmp" and rest.startswith("*"):
            for target in self._targets(start, at, rest):
                ways += self._jump(start, target, state, result)
            return ways
        if op[0] == "j" or op.startswith("loop"):
            ways += self._jump(start, int(rest, 16), state.copy(), result)
            return ways if op == "jmp" else ways + [(following, state)]
        if op == "mov" and rest.endswith("%esp") and state.esp.base == RING0:
            return ways  # only what comes from ring 3 begins a stack
        self._effect(start, at, op, rest, state)
        return ways + [(following, state)]

    def _jump(self, start, target, state, result):
        """To another function is a call whose return is this one's; else the way goes on."""
        if target in self.kernel.functions and target != start and state.esp.base == ENTRY:
            if self._call(state.esp, target, result):
                if state.esp.depth != 0:
                    raise Problem(f"{self.kernel.name(start)}: jumps to {self.kernel.name(target)} "
                                  f"with the stack at {state.esp}")
                result.returns = True
            return []
        return [(target, state)]

    def _call(self, place, target, result, base=ENTRY):
        called = self.procedure(target, base)
        if place.base != UNKNOWN:
            result.calls.append(Call(place.base, place.depth, target, base))
        return called.returns

    def _targets(self, start, at, operand):
        if not operand.startswith("*"):
            return [int(operand.split()[0], 16)]
        k = self.kernel
        # An address loaded just before: boot.S's jump to the upper half.
        loaded = re.fullmatch(r"mov +\$(0x[0-9a-f]+),%" + operand[2:], k.code[k.previous[at]])
        if loaded and operand.startswith("*%"):
            return [int(loaded.group(1), 16)]
        size = k.next[at] - at
        tables = {k.pointers[p] for p in range(at, at + size) if p in k.pointers}
        owner = k.plain(start)
        for site in [owner] + list(tables):
            if self.rules.calls.get(site):
                return self.rules.calls[site]
        raise Problem(f"{owner}: calls through a pointer at {at:#x} ({k.code[at]}): no rule says whom")

    def _effect(self, start, at, op, rest, state):
        """What an instruction does to what is known of the stack."""
        operands = re.split(r",(?![^(]*\))", rest) if rest else []
        register = state.register
        to = operands[-1].lstrip("%") if operands and operands[-1].startswith("%") else None
        if op in ("push", "pushl", "pushw", "pushf", "pushfl"):
            value = register.get(rest.lstrip("%")) if op == "push" else None
            register["esp"] = state.moved(WORD)
            state.slot[state.esp] = value
        elif op in ("pop", "popl", "popf", "popfl"):
            value = state.slot.get(state.esp)
            register["esp"] = state.moved(-WORD)
            self._set(state, to, value)
        elif op in ("pusha", "popa"):
            register["esp"] = state.moved(8 * WORD if op == "pusha" else -8 * WORD)
            if op == "popa":
                state.register = {"esp": state.esp}
        elif op == "leave":
            register["esp"] = register.get("ebp")
            self._need(start, at, state)
            self._set(state, "ebp", state.slot.get(state.esp))
            register["esp"] = state.moved(-WORD)
        elif op in ("cmp", "cmpl", "test", "bt"):
            pass
        elif to == "esp":
            register["esp"] = self._new_esp(start, at, op, operands, state)
        elif op == "mov" and to and operands[0].startswith("%"):
            self._set(state, to, register.get(operands[0].lstrip("%")))
        elif op == "lea" and to:
            self._set(state, to, self._address(operands[0], state))
        elif to in REGISTERS:
            register.pop(to, None)
        elif op == "xchg":
            for operand in operands:
                register.pop(operand.lstrip("%"), None)
        self._need(start, at, state)

    @staticmethod
    def _set(state, register, value):
        if value is None:
            state.register.pop(register, None)
        else:
            state.register[register] = value

    @staticmethod
    def _address(operand, state):
        found = re.fullmatch(r"(-?0x[0-9a-f]+)?\(%(\w+)\)", operand)
        place = state.register.get(found.group(2)) if found else None
        if place is None:
            return None
        return Place(place.base, place.depth - int(found.group(1) or "0", 16))

    def _new_esp(self, start, at, op, operands, state):
        source = operands[0]
        if op in ("sub", "add") and source.startswith("$"):
            change = int(source[1:], 16)
            change -= (1 << 32) if change >> 31 else 0
            return state.moved(change if op == "sub" else -change)
        if op == "and" and source.startswith("$"):
            # It was a multiple of a word; at most this is skipped.
            return state.moved((1 << 32) - int(source[1:], 16) - WORD)
        if op == "mov" and source.startswith("$"):
            value = int(source[1:], 16)
            for name, (_, top) in self.rules.stacks.items():
                # boot.S uses the physical address first.
                if top is not None and value & 0x3fffffff == top & 0x3fffffff:
                    return Place(name, 0)
        if op == "mov" and source.startswith("%"):
            return state.register.get(source[1:])
        if op == "lea":
            return self._address(source, state)
        if op == "mov" and not source.startswith("$") and start not in self.kernel.functions:
            return Place(UNKNOWN, 0)  # a context to leave through
        if op == "mov" and not source.startswith("$") and state.esp.base != ENTRY:
            return Place(UNKNOWN, 0)
        return None

    def _need(self, start, at, state):
        if state.esp is None:
            raise Problem(f"{self.kernel.name(start)}: the stack pointer at {at:#x} "
                          f"({self.kernel.code[at]}) depends on data")

    def worst(self, start, entered=ENTRY):
        """Bytes below an entry, and the path there: (depth of the call, address) pairs."""
        key = (start, entered)
        if key not in self.worst_memo:
            self.worst_memo[key] = self._deepest(self.procedure(start, entered), entered)
        return self.worst_memo[key]

    def _deepest(self, procedure, base):
        best = (procedure.deepest.get(base, 0), [])
        for call in procedure.calls:
            if call.base == base:
                below, path = self.worst(call.target, call.entered)
                if call.depth + below > best[0]:
                    best = (call.depth + below, [(call.depth, call.target)] + path)
        return best

    def of_stack(self, stack):
        """The same for everything that begins on one of the stacks, with where it begins."""
        found = [(self._deepest(self.procedure(entry, base), stack), entry)
                 for entry, base in self.rules.entries]
        (depth, path), entry = max(found, key=lambda f: f[0][0])
        return depth, path, entry

    def of_exception(self):
        """The exception of ring 0 that goes deepest; at any place, so it is added to all."""
        (depth, path), entry = max(((self.worst(e, RING0), e) for e in self.rules.exceptions),
                                   key=lambda f: f[0][0])
        return EXCEPTION_BYTES + depth, path, entry

    def check_pointers(self):
        """Every function whose address is kept somewhere is known to the rules."""
        k = self.kernel
        # kernel_text_start is the first function's address, too, but isn't its name.
        kept = {k.word(p) for p, symbol in k.pointers.items()
                if symbol.startswith(".") or symbol in k.function_names} & k.functions
        known = {a for a, _ in self.rules.entries} | set(self.rules.interrupts)
        known |= set(self.rules.exceptions)
        for targets in self.rules.calls.values():
            known |= targets
        forgotten = [k.name(a) for a in sorted(kept - known)]
        if forgotten:
            raise Problem("called through a pointer, but by no rule: " + " ".join(forgotten))


def show(analysis, stack, size, result, exception, paths):
    k = analysis.kernel
    depth, path, entry = result
    total = depth + (exception[0] if exception else 0)
    print(f"{stack}: {total} of {size} bytes")
    if not paths:
        return total
    print(f"  {0:6} {k.name(entry)}")
    base = 0
    for step, address in path:
        base += step
        print(f"  {base:6} {k.name(address)}")
    if exception:
        print(f"  {depth:6} any exception of ring 0, here {k.name(exception[2])}")
        base = depth + EXCEPTION_BYTES
        for step, address in exception[1]:
            base += step
            print(f"  {base:6} {k.name(address)}")
    print(f"  {total:6}")
    return total


def run(arguments):
    tools = [arguments.cross + tool for tool in ("objdump", "readelf")]
    kernel = Kernel(arguments.kernel, *tools)
    rules = Rules(arguments.rules, kernel)
    analysis = Analysis(kernel, rules)
    results = {stack: analysis.of_stack(stack) for stack in rules.stacks}
    exception = analysis.of_exception() if rules.exceptions else None
    analysis.check_pointers()
    for stack, (size, top) in rules.stacks.items():
        if results[stack][0] == 0:
            raise Problem(f"{stack}: nothing begins on it")
        # The stacks of tasks are those of what follows from exceptions.
        total = show(analysis, stack, size, results[stack], exception if top else None,
                     arguments.paths)
        if total > size:
            raise Problem(f"{stack}: {total} bytes are needed, {size} are there")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernel")
    parser.add_argument("rules")
    parser.add_argument("--cross", default="i686-linux-gnu-")
    parser.add_argument("--paths", action="store_true", help="the deepest path of each stack, too")
    try:
        run(parser.parse_args())
    except Problem as problem:
        print(f"stack: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
