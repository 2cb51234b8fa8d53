#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Every service of the APEX headers has a row in docs/apex.md, and every test that a row names is
there and calls the service. Tests and examples that README.md names are there, too.

usage: docs/check-services.py
"""
import glob
import os
import re
import sys

ROW = re.compile(r"^\|[^|]*\| ([A-Z_]+) \|[^|]+\|([^|]+)\|$", re.M)
PLACE = re.compile(r"`((?:tests|examples)/[^`]+)`")


def sources(place):
    """Text of a file, or of the C files of a folder."""
    files = [place] if os.path.isfile(place) else glob.glob(place + "/**/*.[ch]", recursive=True)
    text = ""
    for name in files:
        with open(name, encoding="utf-8") as file:
            text += file.read()
    return text


def services():
    found = set()
    for path in glob.glob("libpok/include/arinc653/*.h"):
        with open(path, encoding="utf-8") as file:
            found |= set(re.findall(r"^(?:_Noreturn )?void ([A-Z_]+)\(", file.read(), re.M))
    return found


def main():
    wrong = []
    with open("docs/apex.md", encoding="utf-8") as file:
        rows = dict(ROW.findall(file.read()))
    wrong += [f"docs/apex.md: no row for {name}" for name in sorted(services() - rows.keys())]
    wrong += [f"docs/apex.md: {name} is no service" for name in sorted(rows.keys() - services())]
    for name, cell in rows.items():
        places = PLACE.findall(cell)
        if not any(place.startswith("tests/") for place in places):
            wrong.append(f"docs/apex.md: no test shows {name}")
        wrong += [f"docs/apex.md: {place} doesn't call {name}" for place in places
                  if not re.search(rf"\b{name}\(", sources(place))]
    with open("README.md", encoding="utf-8") as file:
        wrong += [f"README.md: there is no {place}" for place in PLACE.findall(file.read())
                  if not os.path.exists(place.rstrip("/"))]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    sys.exit(main())
