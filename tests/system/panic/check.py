# SPDX-License-Identifier: BSD-2-Clause
"""The host script names the function that the panic was provoked in."""

import os
import subprocess


def check(context):
    tool = os.path.join(context["build"], "bulkhead")
    for variant in context["variants"]:
        named = subprocess.run([tool, "backtrace", variant.image, "/dev/stdin"],
                               input=variant.output, capture_output=True, text=True,
                               check=True).stdout
        assert "window_change" in named, f"the function is not named: {named}"
        assert "core/exit.c:" in named, f"its caller is not named: {named}"
        assert "schedule.c:" in named, f"the line is not named: {named}"
