#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""RTEMS's own timing tests natively on pc686 and as a guest, in instructions, and the ratio.

Both machines count instructions by the same -icount shift, so that as many clock ticks fall into
as many instructions. Prints a row for each operation, the geometric mean and the worst, and writes
all to a JSON file. Options are tools/rtems-suite's; beside them:
"""
import concurrent.futures
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
    suite.run_native(options, programs, name, folder)
    suite.test(options, name, objects, extra)
    scale = 1 << int(SHIFT)
    return name, *({n: v / scale for n, v in values(os.path.join(folder, log)).items()}
                   for log in ("native.log", "log"))


def run_all(suite, options):
    entries = [e for e in suite.read_manifest(options)
               if any(re.search(p, e[0]) for p in options.patterns or SUITES)]
    folder = os.path.join(options.work, LATENCY)
    os.makedirs(folder, exist_ok=True)
    entries.append((LATENCY, [os.path.abspath(compile_latency(options, folder))], []))
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        yield from pool.map(lambda entry: run_both(suite, options, entry), entries)


def table(rows):
    print(f"{'operation':76} {'native':>8} {'guest':>8} {'ratio':>6}")
    for row in rows:
        ratio = f"{row['ratio']:6.2f}" if row["ratio"] else "     -"
        cells = [f"{row[k]:8.0f}" if row[k] is not None else f"{'-':>8}"
                 for k in ("native", "guest")]
        print(f"{row['test'].split('/')[-1] + ': ' + row['name']:76} {cells[0]} {cells[1]} {ratio}")


def main():
    suite = load_suite()
    options = suite.arguments()
    options.icount = SHIFT
    options.frame = options.window = "1.0"
    options.work = options.work or os.path.join(options.build, "rtems-bench")
    suite.prepare(options)
    rows = []
    for test, native, guest in run_all(suite, options):
        for name in list(native) + [n for n in guest if n not in native]:
            n, g = native.get(name), guest.get(name)
            rows.append({"test": test, "name": name, "native": n, "guest": g,
                         "ratio": g / n if n and g and n > 0 and g > 0 else None})
    table(rows)
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
    path = os.path.join(options.build, "bench-rtems.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"geometric_mean": mean, "worst": worst["ratio"], "operations": rows}, file,
                  indent=1)
    print(f"written: {path}")


if __name__ == "__main__":
    main()
