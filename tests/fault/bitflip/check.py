# SPDX-License-Identifier: BSD-2-Clause
"""50 flips, always the same; `make bitflips` makes as many as wanted."""

import contextlib
import importlib.util
import io
import os

FLIPS = 50
SEED = 1


def check(context):
    folder = context["case"].folder
    spec = importlib.util.spec_from_file_location("flips", os.path.join(folder, "flips.py"))
    flips = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(flips)
    image = context["variants"][0].image
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        wrong = flips.flip_partitions(
            image, FLIPS, SEED, os.path.join(folder, "module.xml"),
            {name: os.path.join(os.path.dirname(image), name + ".elf") for name in flips.TARGETS})
    assert not wrong, "; ".join(wrong)
    assert f"{FLIPS} bits flipped" in said.getvalue(), said.getvalue()
