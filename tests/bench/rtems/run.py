#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""RTEMS's own timing tests natively on pc686 and as a guest, in instructions, and the ratio.

Both machines count instructions by the same -icount shift, so that as many clock ticks fall into
as many instructions. Prints a row for each operation, the geometric mean and the worst, and writes
all to a JSON file, --json. --before takes the native figures from what another run wrote and shows its
guest's beside: so an RTEMS with its interrupt hooks in line is compared with one without. All other
options are tools/rtems-suite's.
"""
import argparse
import concurrent.futures
import copy
import importlib.machinery
import importlib.util
import json
import math
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VALUE = re.compile(r"^(?:\[guest\] )?(\S.*\S) - (-?\d+)\s*$", re.MULTILINE)
SUITES = (r"^tmtests/", r"^rhealstone/")
# No directives: empty loops, and interrupts that pc686 has no way to raise for a test.
NO_DIRECTIVES = ("tmtests/tmck", "tmtests/tm27", "rhealstone/rhilatency", "latency")
LATENCY = "latency"
SHIFT = "6"
# Its longer run of two doesn't fit into the test's 32 bits of counts otherwise.
SHIFT_OF = {"rhealstone/rhsemshuffle": "5"}
MEAN_BOUND = 1.07
WORST_BOUND = 1.25
LATENCY_BOUND = 2.0


def load_suite():
    path = os.path.join(HERE, "..", "..", "..", "tools", "rtems-suite")
    loader = importlib.machinery.SourceFileLoader("rtems_suite", path)
    spec = importlib.util.spec_from_loader("rtems_suite", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def values(path):
    """What a run printed: operation to counts of the time stamp counter."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8", errors="replace") as log:
        text = log.read().replace("\r", "")
    result = {}
    for name, value in VALUE.findall(text):
        result.setdefault(re.sub(r"\s+", " ", name), int(value))
    return result


def compile_latency(options, folder):
    """Object for the guest, program for native; one source."""
    cc = os.environ["RTEMS_CC"]
    flags = ["-march=pentium", "-mtune=pentiumpro", "-mno-sse", "-O2"]
    source = os.path.join(HERE, "latency.c")
    target = os.path.join(folder, "latency.o")
    subprocess.run([cc, *flags, "-I" + os.path.join(HERE, "../../../guests/rtems/include"),
                    "-isystem", os.path.join(os.environ["RTEMS_LIB"], "include"),
                    "-c", source, "-o", target], check=True)
    native = os.environ.get("RTEMS_NATIVE_LIB")
    if native:
        subprocess.run([cc, *flags, "-isystem", os.path.join(native, "include"), "-B" + native,
                        "-L" + native, "-qrtems", "-Wl,-Ttext,0x00100000", "-Wl,--gc-sections",
                        source, "-o",
                        os.path.join(folder, "latency.exe")], check=True)
    return target


def run_both(suite, options, entry):
    """Name of a test, and its values natively and as a guest."""
    name, objects, extra = entry
    folder = os.path.join(options.work, name.replace("/", "_"))
    programs = options.native_programs if name != LATENCY else folder
    options = copy.copy(options)
    options.icount = options.native_icount = SHIFT_OF.get(name, SHIFT)
    if options.before is None:
        suite.run_native(options, programs, name, folder)
    suite.test(options, name, objects, extra)
    scale = 1 << int(options.icount)
    return name, *({n: v / scale for n, v in values(os.path.join(folder, log)).items()}
                   for log in ("native.log", "log"))


def run_all(suite, options):
    entries = [e for e in suite.read_manifest(options)
               if any(re.search(p, e[0]) for p in options.patterns or SUITES)]
    for pattern in options.patterns or SUITES:
        if not any(re.search(pattern, e[0]) for e in entries):
            print(f"rtems bench: no test of {pattern} in {options.log}", file=sys.stderr)
    folder = os.path.join(options.work, LATENCY)
    os.makedirs(folder, exist_ok=True)
    entries.append((LATENCY, [os.path.abspath(compile_latency(options, folder))], []))
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        yield from pool.map(lambda entry: run_both(suite, options, entry), entries)


def table(rows, columns):
    heads = "".join(f"{c:>9}" for c in columns)
    print(f"{'operation':76}{heads} {'ratio':>6}")
    for row in rows:
        ratio = f"{row['ratio']:6.2f}" if row["ratio"] else "     -"
        cells = "".join(f"{row[c]:9.0f}" if row[c] is not None else f"{'-':>9}" for c in columns)
        print(f"{row['test'].split('/')[-1] + ': ' + row['name']:76}{cells} {ratio}")


def bench_arguments(suite):
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--before")
    parser.add_argument("--json")
    own, sys.argv[1:] = parser.parse_known_args()
    options = suite.arguments()
    options.frame = options.window = "1.0"
    options.work = options.work or os.path.join(options.build, "rtems-bench")
    options.json = own.json or os.path.join(options.build, "bench-rtems.json")
    options.before = None
    if own.before:
        with open(own.before, encoding="utf-8") as file:
            options.before = {(r["test"], r["name"]): r for r in json.load(file)["operations"]}
    return options


def all_rows(suite, options):
    for test, native, guest in run_all(suite, options):
        if options.before is not None:
            native = {name: r["native"] for (t, name), r in options.before.items() if t == test}
        for name in list(native) + [n for n in guest if n not in native]:
            n, g = native.get(name), guest.get(name)
            row = {"test": test, "name": name, "native": n, "guest": g,
                   "ratio": g / n if n and g and n > 0 and g > 0 else None}
            if options.before is not None:
                row["before"] = options.before.get((test, name), {}).get("guest")
            yield row


def main():
    suite = load_suite()
    options = bench_arguments(suite)
    suite.prepare(options)
    rows = list(all_rows(suite, options))
    columns = ["native", "guest"] if options.before is None else ["native", "before", "guest"]
    table(rows, columns)
    directives = [r for r in rows if r["ratio"] and r["test"] not in NO_DIRECTIVES]
    if not directives:
        sys.exit("rtems bench: no operation has run both natively and as a guest")
    mean = math.exp(sum(math.log(r["ratio"]) for r in directives) / len(directives))
    worst = max(directives, key=lambda r: r["ratio"])
    over = [r for r in directives if r["ratio"] > WORST_BOUND]
    print(f"{len(directives)} directives: geometric mean {mean:.3f} (bound {MEAN_BOUND}), worst "
          f"{worst['ratio']:.2f} (bound {WORST_BOUND}): {worst['name']}; "
          f"{len(over)} above the bound")
    for row in rows:
        if row["test"] == LATENCY and row["ratio"]:
            print(f"{row['name']}: {row['ratio']:.2f} (bound {LATENCY_BOUND})")
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump({"geometric_mean": mean, "worst": worst["ratio"], "operations": rows}, file,
                  indent=1)
    print(f"written: {options.json}")


if __name__ == "__main__":
    main()
