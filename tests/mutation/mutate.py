#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Whether a unit test fails for each condition that it should: mutate.py KNOWN SOURCES FILE...

Each condition of the kernel's FILEs (a whole operand of && and ||, of an if, a loop, a bool that is
returned or assigned, or before a ?) is made always true, and then always false, one at a time in a
copy, and the test, whose files SOURCES are, is compiled with it and run. It must fail. KNOWN names
those that it can't see, below the reason; one that is named there and seen, or that no longer
exists, is an error, too. `make mutate`.
"""

import argparse
import collections
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

FLAGS = ["-std=gnu11", "-O0", "-w", "-DPOK_NEEDS_X86_VMM=1", "-fsanitize=undefined",
         "-fno-sanitize-recover=all"]
SECONDS = 20  # an endless loop is a failure, too

Mutant = collections.namedtuple("Mutant", "path start end value line function text")


def blank(source):
    """The source with comments and texts blanked, so that only code is searched."""
    pattern = re.compile(r'/\*[^$]*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|^#(?:.*\\\n)*.*$', re.M)

    def mask(match):
        return re.sub(r"[^\n]", " " if match.group()[0] in "/#" else "'", match.group())

    return pattern.sub(mask, source)


def closing(code, place):
    """Where the parenthesis that opens at a place is closed."""
    depth = 0
    for index in range(place, len(code)):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[index], 0)
        if depth == 0:
            return index
    raise ValueError("a parenthesis without an end")


def split(code, start, end, mark):
    """The parts of a range between marks that stand in no parenthesis."""
    parts, depth, begin, index = [], 0, start, start
    while index < end:
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(code[index], 0)
        if depth == 0 and code.startswith(mark, index):
            parts.append((begin, index))
            begin = index + len(mark)
            index = begin
            continue
        index += 1
    return parts + [(begin, end)]


def atoms(code, start, end):
    while code[start].isspace():
        start += 1
    while code[end - 1].isspace():
        end -= 1
    if code[start] == "(" and closing(code, start) == end - 1:
        yield from atoms(code, start + 1, end - 1)
        return
    choice = split(code, start, end, "?")
    if len(choice) > 1:
        yield from atoms(code, *choice[0])
        return
    for mark in ("||", "&&"):
        parts = split(code, start, end, mark)
        if len(parts) > 1:
            for part in parts:
                yield from atoms(code, *part)
            return
    if code[start:start + 2] == "!(" and closing(code, start + 1) == end - 1:
        yield from atoms(code, start + 2, end - 1)
        return
    yield start, end


def conditions(code):
    """Ranges of whole conditions."""
    for match in re.finditer(r"\b(?:if|while) ?\(", code):
        yield match.end(), closing(code, match.end() - 1)
    for match in re.finditer(r"\bfor ?\(", code):
        parts = split(code, match.end(), closing(code, match.end() - 1), ";")
        # The bound of a loop alone isn't a check.
        if "&&" in code[slice(*parts[1])]:
            yield parts[1]
    for match in re.finditer(r"\breturn\b|\bbool \w+ =|\btaken =", code):
        end = code.index(";", match.end())
        if code[match.end():end].strip() not in ("", "true", "false"):
            yield match.end(), end


def function_at(code, place):
    """Name and type of the function around a place."""
    found = None
    for match in re.finditer(r"^(?:INIT )?(?:static )?([\w ]+?[ *]+)(\w+)\([^;{]*\)\n\{", code[:place], re.M):
        found = match
    return (found.group(2), found.group(1).strip()) if found else ("", "")


def mutants(path):
    with open(path, encoding="utf-8") as file:
        source = file.read()
    code = blank(source)
    seen = set()
    for start, end in conditions(code):
        function, kind = function_at(code, start)
        text = code[start:end]
        returned = code[:start].endswith("return")
        if returned and kind != "bool" and len(split(code, start, end, "?")) == 1:
            continue
        if "{" in text and not returned:
            continue
        for a, b in atoms(code, start, end):
            words = " ".join(source[a:b].split())
            if (a, b) in seen or re.fullmatch(r"\w+ < [\w>.-]+", words) and "for" in code[code.rfind("\n", 0, a):a]:
                continue
            seen.add((a, b))
            line = source.count("\n", 0, a) + 1
            for value in ("0", "1"):
                yield Mutant(path, a, b, value, line, function, words)


def known_lines(path):
    known, reason = {}, None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip()
            if line.startswith("["):
                reason = line
            elif line and not line.startswith("#"):
                if reason is None:
                    sys.exit(f"{path}:{number}: below no [reason]")
                known[line] = number
    return known


def name_of(mutant):
    return f"{mutant.path}:{mutant.function}: {mutant.text} -> {mutant.value}"


class Build:
    """The test's objects, compiled once, but for the one that changes."""

    def __init__(self, compiler, flags, folder, sources):
        self.compiler, self.flags, self.folder = [compiler], FLAGS + flags, folder
        self.objects = {}
        for source in sources:
            self.objects[source] = os.path.join(folder, source.replace("/", "_") + ".o")
            self.compile(source, self.objects[source], source)

    def compile(self, source, output, where):
        include = "-I" + os.path.dirname(where)
        subprocess.run(self.compiler + self.flags + [include, "-c", source, "-o", output], check=True)

    def fails(self, label, path, text):
        """Whether the test with this text of a file doesn't pass."""
        base = os.path.join(self.folder, label)
        with open(base + ".c", "w", encoding="utf-8") as file:
            file.write(text)
        self.compile(base + ".c", base + ".o", path)
        objects = [base + ".o" if source == path else made for source, made in self.objects.items()]
        subprocess.run(self.compiler + self.flags + objects + ["-o", base, "-lcmocka"], check=True)
        try:
            done = subprocess.run([base], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=SECONDS,
                                  check=False)
            return done.returncode != 0
        except subprocess.TimeoutExpired:
            return True
        finally:
            for end in (".c", ".o", ""):
                os.unlink(base + end)


def judge(build, path, found):
    with open(path, encoding="utf-8") as file:
        source = file.read()

    def one(numbered):
        number, mutant = numbered
        text = source[:mutant.start] + mutant.value + source[mutant.end:]
        return mutant, build.fails(f"mutant{number}", path, text)

    if build.fails("whole", path, source):
        sys.exit(f"{path}: the test fails without a change")
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("JOBS", "2"))) as pool:
        yield from pool.map(one, enumerate(found))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="gcc")
    parser.add_argument("--flags", default="")
    parser.add_argument("--list", action="store_true", help="print the mutants and make none")
    parser.add_argument("known")
    parser.add_argument("sources")
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    found = {path: list(mutants(path)) for path in arguments.files}
    if arguments.list:
        for path in found:
            for mutant in found[path]:
                print(f"{mutant.line}: {name_of(mutant)}")
        return
    known = known_lines(arguments.known)
    folder = tempfile.mkdtemp(prefix="mutants-")
    survivors, all_names = set(), set()
    try:
        build = Build(arguments.compiler, arguments.flags.split(), folder, arguments.sources.split())
        for path in arguments.files:
            for mutant, failed in judge(build, path, found[path]):
                all_names.add(name_of(mutant))
                if not failed:
                    survivors.add(name_of(mutant))
                    if name_of(mutant) not in known:
                        print(f"not seen: {mutant.path}:{mutant.line}: {name_of(mutant)}", flush=True)
    finally:
        shutil.rmtree(folder)
    stale = [name for name in known if name not in survivors]
    for name in stale:
        print(f"known, but {'seen' if name in all_names else 'not there'}: {name}")
    number = sum(len(rows) for rows in found.values())
    print(f"{number} mutants, {number - len(survivors)} seen, {len(survivors)} not, of which "
          f"{len(survivors & set(known))} are known")
    if stale or survivors - set(known):
        sys.exit(1)


if __name__ == "__main__":
    main()
