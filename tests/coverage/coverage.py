#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What the tests reach of the kernel: coverage.py DUMPS EXPLAINED OUTPUT

DUMPS is the folder that qemu.sh has filled. The counters of all runs are added up, written to where
gcov looks for them, and gcov's answers become a table of statements and branches by file, and the
list of what no test reaches, in OUTPUT. EXPLAINED names functions with such lines, and why: those that
it doesn't name are listed first, and fail, as do names in it that are reached or no longer there.
"""

import argparse
import collections
import glob
import json
import os
import struct
import subprocess
import sys

MAGIC = 0x52564F43
COUNTER_KINDS = 8
GCDA = 0x67636461
TAG_FUNCTION, TAG_ARCS, TAG_SUMMARY = 0x01000000, 0x01A10000, 0xA1000000
INFO_FIXED = 5  # version, next, stamp, checksum, file name

Function = collections.namedtuple("Function", "ident lines_checksum cfg_checksum count address")
Object = collections.namedtuple("Object", "version stamp checksum functions")


class Image:
    """Where an image has its counters: gcov_info and gcov_fn_info as GCC 12 lays them out."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.elf = file.read()
        table, = struct.unpack_from("<I", self.elf, 28)
        size, count = struct.unpack_from("<HH", self.elf, 42)
        self.segments = [struct.unpack_from("<IIIIII", self.elf, table + i * size)
                         for i in range(count)]
        symbols = subprocess.run(["i686-linux-gnu-nm", path], check=True, capture_output=True,
                                 text=True).stdout
        address = {line.split()[-1]: int(line.split()[0], 16) for line in symbols.splitlines()
                   if len(line.split()) == 3}
        self.objects = {}
        for place in range(address["gcov_info_start"], address["gcov_info_end"], 4):
            self._object(self.words(place, 1)[0])

    def offset(self, address):
        for kind, offset, virtual, _, length, _ in self.segments:
            if kind == 1 and virtual <= address < virtual + length:
                return offset + address - virtual
        raise ValueError(f"{address:#x} is not in the image")

    def words(self, address, count):
        return struct.unpack_from(f"<{count}I", self.elf, self.offset(address))

    def string(self, address):
        start = self.offset(address)
        return self.elf[start:self.elf.index(b"\0", start)].decode()

    def _object(self, address):
        version, _, stamp, checksum, name = self.words(address, INFO_FIXED)
        count, table = self.words(address + 4 * (INFO_FIXED + COUNTER_KINDS), 2)
        functions = []
        for pointer in self.words(table, count):
            if pointer:
                _, ident, lines, cfg, number, values = self.words(pointer, 6)
                functions.append(Function(ident, lines, cfg, number, values))
        self.objects[self.string(name)] = Object(version, stamp, checksum, functions)


class Counters:
    def __init__(self):
        self.images = {}
        self.objects = {}
        self.values = {}
        self.runs = 0

    def add_dump(self, dump, image):
        if image not in self.images:
            self.images[image] = Image(image)
        with open(dump, "rb") as file:
            data = file.read()
        place = 0
        while place + 12 <= len(data):
            magic, start, count = struct.unpack_from("<III", data, place)
            if magic != MAGIC or place + 12 + count > len(data):
                raise ValueError(f"{dump}: no counters at {place}")
            self._add(self.images[image], start, data[place + 12:place + 12 + count])
            place += 12 + count
            self.runs += 1

    def _add(self, image, start, memory):
        for name, found in image.objects.items():
            if self.objects.setdefault(name, found).stamp != found.stamp:
                raise ValueError(f"{name}: the images are of different kernels")
            for function in found.functions:
                values = struct.unpack_from(f"<{function.count}Q", memory, function.address - start)
                sums = self.values.setdefault((name, function.ident), [0] * function.count)
                for index, value in enumerate(values):
                    sums[index] += value

    def write(self):
        """Where the compiler left the notes, so that gcov finds them; the files' names."""
        for name, found in self.objects.items():
            words = [GCDA, found.version, found.stamp, found.checksum,
                     TAG_SUMMARY, 8, self.runs, 0]
            for function in found.functions:
                words += [TAG_FUNCTION, 12, *function[:3], TAG_ARCS, 8 * function.count]
                for value in self.values[name, function.ident]:
                    words += [value & 0xFFFFFFFF, value >> 32]
            with open(name, "wb") as file:
                file.write(struct.pack(f"<{len(words) + 1}I", *words, 0))
        return sorted(self.objects)


class File:
    def __init__(self):
        self.lines = {}
        self.branches = collections.defaultdict(dict)
        self.function_of = {}
        self.functions = {}

    def add(self, report):
        for function in report["functions"]:
            self.functions[function["name"]] = (function["start_line"], function["end_line"])
        for line in report["lines"]:
            number = line["line_number"]
            self.lines[number] = self.lines.get(number, 0) + line["count"]
            name = line.get("function_name", "")
            self.function_of.setdefault(number, name)
            for index, branch in enumerate(line["branches"]):
                taken = self.branches[number]
                key = (name, index)
                taken[key] = taken.get(key, 0) + branch["count"]

    def line_figures(self):
        return sum(1 for count in self.lines.values() if count), len(self.lines)

    def branch_figures(self):
        """Of a branch that several objects have from a header, it counts what any of them does."""
        reached = total = 0
        for taken in self.branches.values():
            best = collections.defaultdict(list)
            for (name, _), count in taken.items():
                best[name].append(bool(count))
            most = max(best.values(), key=lambda ways: (len(ways), sum(ways)))
            reached += sum(most)
            total += len(most)
        return reached, total

    def missing(self):
        """Function: its lines that nothing reached."""
        found = collections.defaultdict(list)
        for number in sorted(self.lines):
            if not self.lines[number]:
                found[self.function_of[number].split(".")[0]].append(number)
        return found


def gcov(cross, data_files):
    files = collections.defaultdict(File)
    for data in data_files:
        text = subprocess.run([cross + "gcov", "--json-format", "--stdout", "--branch-probabilities",
                               data], check=True, capture_output=True, text=True).stdout
        for line in text.splitlines():
            for report in json.loads(line)["files"]:
                name = os.path.relpath(report["file"]) if os.path.isabs(report["file"]) \
                    else os.path.normpath(report["file"])
                files[name].add(report)
    return files


def explanations(path):
    """(file, function): group; and the groups' texts."""
    known, groups = {}, {}
    group = None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip()
            if not line or line.startswith("#"):
                continue
            if line.startswith("["):
                group, _, text = line[1:].partition("] ")
                groups[group] = text
            elif group is None or ":" not in line:
                sys.exit(f"{path}:{number}: not file:function below a [group]")
            else:
                known[tuple(line.split(":", 1))] = group
    return known, groups


def percent(pair):
    reached, total = pair
    return f"{reached:6} of {total:5} {100 * reached / total if total else 100:6.1f} %"


def ranges(numbers):
    spans = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def table(files):
    totals = collections.defaultdict(lambda: [0, 0, 0, 0])
    rows = [f"{'file':36} {'statements':>23} {'branches':>23}"]
    for name in sorted(files):
        lines, branches = files[name].line_figures(), files[name].branch_figures()
        rows.append(f"{name:36} {percent(lines):>23} {percent(branches):>23}")
        for key in (os.path.dirname(name), "all"):
            for index, value in enumerate(lines + branches):
                totals[key][index] += value
    rows.append("")
    for key in sorted(totals):
        a, b, c, d = totals[key]
        rows.append(f"{key:36} {percent((a, b)):>23} {percent((c, d)):>23}")
    return rows


def missing(files, known, groups):
    """What isn't explained, what is by group, and explanations that are no longer needed."""
    unexplained, by_group, used = [], collections.defaultdict(list), set()
    for name in sorted(files):
        for function, numbers in sorted(files[name].missing().items()):
            row = f"{name}:{function}: {ranges(numbers)}"
            group = known.get((name, function))
            used.add((name, function))
            if group is None:
                unexplained.append(row)
            else:
                by_group[group].append((row, len(numbers)))
    rows = [f"not reached and not explained: {len(unexplained)} functions"] + unexplained
    for group, text in groups.items():
        lines = sum(count for _, count in by_group[group])
        rows += ["", f"[{group}] {text}: {lines} lines"] + [row for row, _ in by_group[group]]
    stale = [f"{name}:{function}" for name, function in known if (name, function) not in used]
    if stale:
        rows += ["", "explained, but reached or not there:"] + stale
    return rows, unexplained, stale


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps")
    parser.add_argument("explained")
    parser.add_argument("output")
    parser.add_argument("--cross", default="i686-linux-gnu-")
    arguments = parser.parse_args()
    counters = Counters()
    for path in sorted(glob.glob(os.path.join(arguments.dumps, "*.arguments"))):
        with open(path, encoding="utf-8") as file:
            words = file.read().splitlines()
        if "-kernel" in words and os.path.getsize(path[:-len(".arguments")]):
            counters.add_dump(path[:-len(".arguments")], words[words.index("-kernel") + 1])
    if not counters.runs:
        sys.exit("coverage: no run has left its counters")
    files = gcov(arguments.cross, counters.write())
    files = {name: file for name, file in files.items()
             if name.startswith("kernel/") and "x86-qemu-coverage" not in name}
    rows = table(files)
    gaps, unexplained, stale = missing(files, *explanations(arguments.explained))
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write("\n".join(rows + [""] + gaps) + "\n")
    print("\n".join(rows))
    print(f"{counters.runs} runs; what is not reached: {arguments.output}")
    if unexplained:
        print(f"coverage: {len(unexplained)} functions have lines that no test reaches and "
              f"{arguments.explained} doesn't explain")
    if stale:
        print(f"coverage: {arguments.explained} explains what is reached or not there: "
              + ", ".join(stale))
    if unexplained or stale:
        sys.exit(1)


if __name__ == "__main__":
    main()
