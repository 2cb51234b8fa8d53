# SPDX-License-Identifier: BSD-2-Clause
"""Every service has given exactly the return codes that its header documents, in every context."""
import glob
import re

CODES = ("NO_ERROR", "NO_ACTION", "NOT_AVAILABLE", "INVALID_PARAM", "INVALID_CONFIG", "INVALID_MODE",
         "TIMED_OUT")
ITEM = re.compile(r"/\*(?P<comment>(?:[^*]|\*(?!/))*)\*/\s*(?:_Noreturn )?void (?P<name>[A-Z_]+)\(")
TRIED = re.compile(r"^\[\w+\] service ([A-Z_]+)((?: [0-9a-f]{2}){7})\r?$", re.M)
# It doesn't return, so it has no code.
WITHOUT_CODE = {"STOP_SELF"}


def documented():
    """Of each service of the headers, the codes that its comment has a line for."""
    services = {}
    for path in glob.glob("libpok/include/arinc653/*.h"):
        with open(path, encoding="utf-8") as file:
            for item in ITEM.finditer(file.read()):
                services[item["name"]] = {
                    code for code in CODES if re.search(rf"^ \* {code}  ", item["comment"], re.M)
                    or re.search(rf"^ \* {code} +\S", item["comment"], re.M)}
    return services


def provoked(output):
    """Of each service, the codes that it gave in each context."""
    services = {}
    for name, masks in TRIED.findall(output):
        contexts = services.setdefault(name, [set() for _ in range(7)])
        for context, mask in zip(contexts, masks.split()):
            context.update(CODES[bit] for bit in range(7) if int(mask, 16) >> bit & 1)
    return services


def check(context):
    wanted = documented()
    assert len(wanted) > 70, f"only {len(wanted)} services found in the headers"
    for variant in context["variants"]:
        got = provoked(variant.output)
        assert got.keys() == wanted.keys() - WITHOUT_CODE, \
            f"{variant.name}: not called: {sorted(wanted.keys() - WITHOUT_CODE - got.keys())}, " \
            f"not documented: {sorted(got.keys() - wanted.keys())}"
        for name, contexts in got.items():
            codes = set().union(*contexts)
            assert codes == wanted[name], \
                f"{variant.name}: {name} gave {sorted(codes)}, its header has {sorted(wanted[name])}"
            assert all(contexts), f"{variant.name}: {name} was not called in every context"
