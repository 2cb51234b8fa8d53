#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Boots the bench modules under -icount shift=0, prints the table and writes bench.json.

A partition prints its results as lines `BENCH name min p50 p99 max n`, and how often its operations
entered the kernel and loaded CR3, counted by the bench's kernel, as `COUNT name crossings cr3 n`.

With --bsp another kernel with the bench's floors: the bounds are x86-qemu-bench's, so none is judged,
and the result goes to bench-BSP.json.
"""
import argparse
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LINE = re.compile(r"BENCH (\w+) (\d+) (\d+) (\d+) (\d+) (\d+)\s*$")
COUNT = re.compile(r"COUNT (\w+) (\d+) (\d+) (\d+)\s*$")
FRAMES = {"isolation": 10100, "counted": 10100}
DEFAULT_FRAMES = 160
DEFAULT_BSP = "x86-qemu-bench"
SIZE_OF = {"kernel_text_x86_qemu": "x86-qemu", "kernel_text_vmm": "x86-qemu-vmm"}


def run_module(build, name, bsp):
    """Boots one module and returns its result rows by name."""
    image = os.path.join(build, "tests/bench", name, f"image-{bsp}.elf")
    command = [os.path.join(build, "bulkhead"), "run", image, "--icount", "--bsp", bsp,
               "--timeout", "300", "--major-frames", str(FRAMES.get(name, DEFAULT_FRAMES))]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            errors="replace", check=False)
    rows = {}
    for line in result.stdout.splitlines():
        match = LINE.search(line)
        if match:
            values = [int(v) for v in match.groups()[1:]]
            rows.setdefault(match.group(1), {}).update(
                zip(("min", "p50", "p99", "max", "n"), values))
        match = COUNT.search(line)
        if match:
            crossings, loads, n = (int(v) for v in match.groups()[1:])
            rows.setdefault(match.group(1), {}).update(
                crossings=round(crossings / n, 2), cr3_loads=round(loads / n, 2))
    if (result.returncode != 0 or "BENCH_DONE" not in result.stdout
            or "BENCH_FAILED" in result.stdout):
        sys.stderr.write(result.stdout)
        sys.exit(f"bench: module {name} did not finish (status {result.returncode})")
    return rows


def text_bytes(build, bsp, cross):
    """Size of .text of a BSP's kernel."""
    out = subprocess.run([cross + "size", "-A", os.path.join(build, "kernel", bsp, "kernel.o")],
                         stdout=subprocess.PIPE, text=True, check=True).stdout
    return sum(int(line.split()[1]) for line in out.splitlines() if re.match(r"\.text\S*\s", line))


def judge(name, row, rows, target):
    """The bound of a row and whether it is met; None where no bound is stated."""
    if "max_above" in target:
        bound = rows[target["floor"]]["min"] + target["max_above"]
        return bound, row["max"] <= bound
    if "max_limit" in target:
        return target["max_limit"], row["max"] <= target["max_limit"]
    if "above" in target:
        bound = rows[target["floor"]]["p50"] + target["above"]
    elif "limit" in target:
        bound = target["limit"]
    else:
        return None, None
    met = row["p50"] <= bound
    if "crossings" in target and row.get("crossings") is not None:
        met = met and row["crossings"] <= target["crossings"]
    return bound, met


def table(rows, targets):
    """Prints the table; returns the names whose bound isn't met."""
    missed = []
    print(f"{'name':32} {'min':>7} {'p50':>7} {'p99':>7} {'max':>7} {'n':>7} {'cross':>6} {'cr3':>4}"
          f" {'bound':>7}")
    for name, row in rows.items():
        bound, met = judge(name, row, rows, targets.get(name, {}))
        if met is False:
            missed.append(name)
        cells = [row.get(k) for k in ("min", "p50", "p99", "max", "n", "crossings", "cr3_loads")]
        widths = (7, 7, 7, 7, 7, 6, 4)
        text = " ".join(f"{'-' if c is None else c:>{w}}" for c, w in zip(cells, widths))
        mark = "" if met is None else ("  ok" if met else "  MISSED")
        print(f"{name:32} {text} {'-' if bound is None else bound:>7}{mark}")
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build")
    parser.add_argument("--cross", default="i686-linux-gnu-")
    parser.add_argument("--bsp", default=DEFAULT_BSP)
    parser.add_argument("modules", nargs="*")
    args = parser.parse_args()
    with open(os.path.join(HERE, "targets.json"), encoding="utf-8") as f:
        targets = json.load(f) if args.bsp == DEFAULT_BSP else {}
    rows = {}
    modules = args.modules or sorted(
        d for d in os.listdir(HERE) if os.path.exists(os.path.join(HERE, d, "module.xml")))
    for module in modules:
        rows.update(run_module(args.build, module, args.bsp))
    for name, bsp in SIZE_OF.items():
        size = text_bytes(args.build, bsp, args.cross)
        rows[name] = {"min": size, "p50": size, "p99": size, "max": size, "n": 1}
    missed = table(rows, targets)
    result = [{"name": name, **{k: row.get(k) for k in ("min", "p50", "p99", "max", "n",
                                                        "crossings", "cr3_loads")},
               "floor": rows.get(targets.get(name, {}).get("floor"), {}).get("p50")}
              for name, row in rows.items()]
    path = os.path.join(args.build,
                        "bench.json" if args.bsp == DEFAULT_BSP else f"bench-{args.bsp}.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(result, f, indent=1)
    print(f"written: {path}")
    if missed:
        print("bounds not met: " + ", ".join(missed))


if __name__ == "__main__":
    main()
