#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The reference page of the APEX, from the comments of libpok/include/arinc653/*.h.

usage: docs/apex-reference.py >FILE

A comment right before a declaration describes it; lines "CODE  meaning" in it become the table of
return codes, lines "in NAME  meaning" and "out NAME  meaning" the one of parameters.
"""
import glob
import os
import re
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
ITEM = re.compile(r"/\*(?P<comment>(?:[^*]|\*(?!/))*)\*/\s*(?P<code>(?:_Noreturn )?void [A-Z_]+\([^;]*\));",
                  re.S)
CODES = ("NO_ERROR", "NO_ACTION", "NOT_AVAILABLE", "INVALID_PARAM", "INVALID_CONFIG", "INVALID_MODE",
         "TIMED_OUT")


def lines_of(comment):
    """Comment text without its decoration."""
    return [re.sub(r"^\s*\*? ?", "", line).rstrip() for line in comment.strip().splitlines()]


def split(comment):
    """Sentences, parameters and return codes; a line that goes on belongs to the one before."""
    text, parameters, codes = [], [], []
    place = text
    for line in lines_of(comment):
        code = re.match(r"(%s)\s+(.*)" % "|".join(CODES), line)
        parameter = re.match(r"(in|out)\s+([A-Z_]+)\s\s*(.*)", line)
        if code and not line.startswith(code.group(1) + ":"):
            codes.append(list(code.groups()))
            place = codes
        elif parameter:
            parameters.append(list(parameter.groups()))
            place = parameters
        elif place is text:
            text.append(line)
        else:
            place[-1][-1] += " " + line.strip()
    return " ".join(text).strip(), parameters, codes


def service(out, code, comment):
    name = re.search(r"([A-Z_]+)\(", code).group(1)
    text, parameters, codes = split(comment)
    declaration = re.sub(r"/\* (in|out) \*/ ", "", re.sub(r"\s+", " ", code))
    out.append(f"### {name}\n\n    {declaration};\n\n{text}\n")
    if parameters:
        out.append("| | parameter | |\n|---|---|---|")
        out += [f"| {way} | `{what}` | {meaning} |" for way, what, meaning in parameters]
        out.append("")
    if codes:
        out.append("| return code | when |\n|---|---|")
        out += [f"| {what} | {meaning} |" for what, meaning in codes]
        out.append("")


def main():
    out = ["<!-- SPDX-License-Identifier: BSD-2-Clause -->", "# APEX reference", "",
           "Written by docs/apex-reference.py from the headers in libpok/include/arinc653.", ""]
    for path in sorted(glob.glob(os.path.join(ROOT, "libpok/include/arinc653/*.h"))):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        items = list(ITEM.finditer(source))
        if not items:
            continue
        head = re.search(r"\*/\s*/\*(.*?)\*/", source, re.S)
        out.append(f"## {os.path.basename(path)}\n\n{' '.join(lines_of(head.group(1))).strip()}\n")
        for item in items:
            service(out, item.group("code"), item.group("comment"))
    sys.stdout.write("\n".join(out).replace("\n\n\n", "\n\n"))


if __name__ == "__main__":
    main()
