#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Runs tests: run.py [--build DIR] [--jobs N] [--bsp BSP] [--qemu PROGRAM] [--cases NAME...] KIND...

KIND is check (make check), unit (host programs), system or fault (folders with a case.ini, see
case.py). --bsp boots each variant on that BSP instead, which may be slower. Prints a line for each result and a count at
the end, writes DIR/results.xml (JUnit) and each result's output to DIR/log/. Exit status 0: nothing
failed; 1: something failed; 2: wrong call.
"""

import argparse
import concurrent.futures
import glob
import importlib.util
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import unittest
from xml.sax.saxutils import escape, quoteattr

import bochs
import case as cases

UNIT_TIMEOUT = 300
# Exit status of `bulkhead run` when its own time-out ended the machine.
STATUS_TIMEOUT = 6


def patched(image, name, symbol, code):
    """A copy of the image with other bytes at a symbol of the kernel."""
    listing = subprocess.run(["i686-linux-gnu-nm", image], check=True, capture_output=True,
                             text=True).stdout
    address = next((int(line.split()[0], 16) for line in listing.splitlines()
                    if line.split()[-1] == symbol and len(line.split()) == 3), None)
    if address is None:
        raise ValueError(f"{image} has no symbol {symbol}")
    with open(image, "rb") as file:
        elf = bytearray(file.read())
    table, = struct.unpack_from("<I", elf, 28)
    size, count = struct.unpack_from("<HH", elf, 42)
    for index in range(count):
        kind, offset, virtual, _, length = struct.unpack_from("<IIIII", elf, table + index * size)
        if kind == 1 and virtual <= address < virtual + length:
            place = offset + address - virtual
            elf[place:place + len(code) // 2] = bytes.fromhex(code)
            copy = image[:-len(".elf")] + "-" + name.replace("/", "-") + ".elf"
            with open(copy, "wb") as file:
                file.write(elf)
            return copy
    raise ValueError(f"{symbol} is not in a segment of {image}")


class Result:
    def __init__(self, name, seconds, failure=None, skipped=None, output="", count=1):
        self.name = name
        self.seconds = seconds
        self.failure = failure
        self.skipped = skipped
        self.output = output
        self.count = count


class Runner:
    def __init__(self, build, jobs, only, bsp=None, qemu=None):
        self.build = build
        self.jobs = jobs
        self.only = only
        self.bsp = bsp
        self.qemu = qemu
        self.results = []
        self.lock = threading.Lock()
        self.image_locks = {}
        self.references = {}

    # What runs

    def command(self, arguments, timeout, merge=True, stdin=os.devnull):
        """Output, exit status and whether it had to be ended."""
        with open(stdin, "rb") as source:
            process = subprocess.Popen(
                arguments, stdin=source, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if merge else subprocess.DEVNULL, start_new_session=True)
        try:
            output, _ = process.communicate(timeout=timeout)
            timed_out = False
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output, _ = process.communicate()
            timed_out = True
        return output.decode("utf-8", "replace").replace("\r", ""), process.returncode, timed_out

    def image(self, variant, module=None):
        """The variant's image, built when it isn't there or older than what it is made of."""
        case = variant.case if module is None else cases.Case(module)
        image = os.path.join(self.build, case.module, f"image-{variant.bsp}.elf")
        with self.lock:
            lock = self.image_locks.setdefault(image, threading.Lock())
        with lock:
            parts = [case.module_file, os.path.join(self.build, "bulkhead"),
                     os.path.join(self.build, "kernel", variant.bsp, "kernel.o")]
            parts += glob.glob(os.path.join(self.build, case.module, "*.elf"))
            newest = max(os.path.getmtime(part) for part in parts if "image-" not in part)
            if not os.path.exists(image) or os.path.getmtime(image) < newest:
                os.makedirs(os.path.dirname(image), exist_ok=True)
                output, status, _ = self.command(
                    [os.path.join(self.build, "bulkhead"), "build", case.module_file,
                     "--bsp", variant.bsp, "-o", image], 60)
                if status != 0:
                    raise RuntimeError(f"the image can't be built:\n{output}")
            if case.patch:
                image = patched(image, case.name, *case.patch)
            if variant.from_disk:
                # One for each variant: another may be running from its own.
                iso = image[:-len(".elf")] + "-" + variant.name.replace("/", "-") + ".iso"
                flags = ["--major-frames", str(case.major_frames)] if case.major_frames else []
                for option in variant.options:
                    flags += ["--option", option]
                output, status, _ = self.command(
                    [os.path.join(self.build, "bulkhead"), "iso", image, "-o", iso] + flags, 60)
                if status != 0:
                    raise RuntimeError(f"the boot disk can't be made:\n{output}")
                return iso
        return image

    def boot(self, variant, image):
        """Output and exit status of a run, and whether it had to be ended."""
        case = variant.case
        if variant.machine == "bochs":
            return bochs.run(image, variant.cpu, case.timeout, self.command)
        arguments = [os.path.join(self.build, "bulkhead"), "run", image, "--bsp", variant.bsp,
                     "--machine", variant.machine, "--cpu", variant.cpu,
                     "--timeout", str(case.timeout)]
        if case.major_frames and variant.boot != "iso":
            arguments += ["--major-frames", str(case.major_frames)]
        if case.icount != "none":
            arguments.append("--icount=" + case.icount)
        if self.qemu:
            arguments += ["--qemu", self.qemu]
        if case.com2:
            arguments += ["--com2", os.path.join(case.folder, case.com2)]
        for option in variant.options:
            arguments += ["--option", option]
        arguments += case.run_flags
        typed = os.path.join(case.folder, case.console) if case.console else os.devnull
        output, status, timed_out = self.command(arguments, case.timeout + 30, stdin=typed)
        return output, status, timed_out or status == STATUS_TIMEOUT

    def reference(self, variant):
        """Output of the reference module, run as the variant is; once for all that want the same."""
        case = variant.case
        key = (case.reference, variant.bsp, variant.machine, variant.cpu, variant.option,
               case.icount, case.major_frames)
        with self.lock:
            lock, found = self.references.setdefault(key, (threading.Lock(), []))
        with lock:
            if not found:
                output, status, timed_out = self.boot(variant, self.image(variant, case.reference))
                if status != 0 or timed_out:
                    raise RuntimeError(f"the run of {case.reference} ends with status {status}")
                found.append(output)
        return found[0]

    def run_variant(self, variant):
        case = variant.case
        start = time.monotonic()
        try:
            image = self.image(variant)
        except (OSError, RuntimeError, ValueError) as error:
            return Result(variant.name, time.monotonic() - start, str(error).splitlines()[0],
                          output=str(error))
        output, status, timed_out = self.boot(variant, image)
        variant.output = output
        variant.status = status
        variant.image = image
        failure = cases.judge(case, output, status, timed_out)
        if case.reference and not failure:
            try:
                failure = cases.compare_victims(case, output, self.reference(variant))
            except (OSError, RuntimeError, ValueError) as error:
                failure = f"reference: {error}"
        return Result(variant.name, time.monotonic() - start, failure, output=output)

    def run_case_check(self, case, variants):
        """The case's own check of all its variants together."""
        start = time.monotonic()
        path = os.path.join(case.folder, "check.py")
        spec = importlib.util.spec_from_file_location(case.name.replace("/", "_"), path)
        module = importlib.util.module_from_spec(spec)
        failure = None
        try:
            spec.loader.exec_module(module)
            module.check({"variants": variants, "build": self.build, "case": case})
        except unittest.SkipTest as reason:
            return Result(case.name + "/check", 0, skipped=str(reason))
        except AssertionError as error:
            failure = f"check.py: {error}"
        except Exception as error:  # a broken check is a failed check
            failure = f"check.py: {type(error).__name__}: {error}"
        return Result(case.name + "/check", time.monotonic() - start, failure)

    def run_case(self, case, pool):
        variants = case.variants()
        name, _, what = (case.needs or "").partition(" ")
        if name and not os.environ.get(name):
            for variant in variants:
                self.report(Result(variant.name, 0, skipped=f"{name} is not set" +
                                   (f" ({what})" if what else "")))
            return []
        if case.plain and self.bsp:
            for variant in variants:
                self.report(Result(variant.name, 0, skipped="for the plain kernel, x86-qemu"))
            return []
        if case.bochs and (self.bsp or bochs.missing()):
            for variant in variants:
                reason = bochs.missing() or "Bochs runs the BSPs that the case names"
                self.report(Result(variant.name, 0, skipped=reason))
            return []
        remaining = [len(variants)]

        def one(variant):
            self.report(self.run_variant(variant))
            with self.lock:
                remaining[0] -= 1
                last = remaining[0] == 0
            if last and case.has_check:
                self.report(self.run_case_check(case, variants))

        return [pool.submit(one, variant) for variant in variants]

    def run_unit(self, program):
        name = "unit/" + os.path.basename(program)
        start = time.monotonic()
        output, status, timed_out = self.command([program], UNIT_TIMEOUT)
        failure = None
        if timed_out:
            failure = f"hangs: still running after {UNIT_TIMEOUT} s"
        elif status != 0:
            lines = [line for line in output.splitlines() if "FAILED" in line or "ERROR" in line]
            failure = f"exit status {status}: " + (lines[0] if lines else output.strip()[-200:])
        elif "[  PASSED  ]" not in output:
            failure = "ran no test"
        count = sum(line.startswith("[       OK ]") for line in output.splitlines())
        self.report(Result(name, time.monotonic() - start, failure, output=output, count=count))

    def run_check(self, part):
        start = time.monotonic()
        output, status, timed_out = self.command(
            ["make", "--no-print-directory", "-k", "-j2", f"BUILD={self.build}", part], 600)
        failure = "hangs" if timed_out else None
        if status != 0 and not failure:
            failure = f"make {part} fails"
        self.report(Result(part.replace("-", "/", 1), time.monotonic() - start, failure,
                           output=output))

    # What is said about it

    def report(self, result):
        if result.skipped:
            word, rest = "skip", result.skipped
        elif result.failure:
            word, rest = "FAIL", result.failure
        else:
            word, rest = "ok", f"{result.seconds:.1f} s"
        log = os.path.join(self.build, "log", result.name.replace("/", "-") + ".txt")
        os.makedirs(os.path.dirname(log), exist_ok=True)
        with open(log, "w", encoding="utf-8") as file:
            file.write(result.output)
        with self.lock:
            self.results.append(result)
            print(f"{word:4} {result.name}: {rest}", flush=True)
            if result.failure:
                for line in result.output.splitlines()[-12:]:
                    print(f"     | {line}")
                print(f"     | ({log})", flush=True)

    def write_junit(self, path):
        failed = sum(1 for r in self.results if r.failure)
        skipped = sum(1 for r in self.results if r.skipped)
        with open(path, "w", encoding="utf-8") as file:
            file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
            file.write(f'<testsuite name="bulkhead" tests="{len(self.results)}" '
                       f'failures="{failed}" skipped="{skipped}">\n')
            for r in self.results:
                kind, _, name = r.name.partition("/")
                file.write(f"  <testcase classname={quoteattr(kind)} name={quoteattr(name)} "
                           f'time="{r.seconds:.3f}">\n')
                if r.failure:
                    text = "".join(c for c in r.output if c >= " " or c in "\n\t")
                    file.write(f"    <failure message={quoteattr(r.failure)}>{escape(text)}"
                               "</failure>\n")
                if r.skipped:
                    file.write(f"    <skipped message={quoteattr(r.skipped)}/>\n")
                file.write("  </testcase>\n")
            file.write("</testsuite>\n")

    def selected(self, name):
        return not self.only or any(name == o or name.split("/", 1)[-1] == o for o in self.only)

    def run(self, kinds):
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            futures = []
            if "check" in kinds:
                for part in ("check-format", "check-spdx", "check-docs", "check-numbers", "check-headers",
                             "check-cppcheck", "check-stack", "check-tidy"):
                    self.run_check(part)
            if "unit" in kinds:
                for program in sorted(glob.glob(f"{self.build}/unit/test_*")):
                    source = f"tests/unit/{os.path.basename(program)}.c"
                    if os.path.exists(source) and self.selected(
                            "unit/" + os.path.basename(program)):
                        futures.append(pool.submit(self.run_unit, program))
            for kind in ("system", "fault"):
                if kind in kinds:
                    for ini in sorted(glob.glob(f"tests/{kind}/*/case.ini")):
                        case = cases.Case(os.path.dirname(ini), self.bsp)
                        if self.selected(case.name):
                            futures += self.run_case(case, pool)
            for future in futures:
                future.result()
        self.write_junit(os.path.join(self.build, "results.xml"))
        failed = sum(1 for r in self.results if r.failure)
        skipped = sum(1 for r in self.results if r.skipped)
        passed = len(self.results) - failed - skipped
        print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
        return 1 if failed or not passed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="+", choices=("check", "unit", "system", "fault"))
    parser.add_argument("--build", default="build")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--bsp")
    parser.add_argument("--qemu")
    parser.add_argument("--cases", nargs="*", default=[])
    arguments = parser.parse_args()
    return Runner(arguments.build, arguments.jobs, arguments.cases, arguments.bsp,
                  arguments.qemu).run(arguments.kinds)


if __name__ == "__main__":
    sys.exit(main())
