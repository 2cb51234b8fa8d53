# SPDX-License-Identifier: BSD-2-Clause
"""A refused interrupt is reported at its own instruction. One that got through its gate would be
reported behind it, or as the exception whose handler it reached. Vector 4 is let through, as `into`
is: an overflow, reported behind its instruction."""

import re

EVENT = re.compile(r"health: \d+ ns (\w+) partition=attacker process=\S+ address=([0-9a-f]{8})")


def check(context):
    for variant in context["variants"]:
        events = EVENT.findall(variant.output)
        assert len(events) >= 32, f"only {len(events)} events are listed"
        kinds = {kind for kind, _ in events}
        assert kinds == {"ILLEGAL_REQUEST", "NUMERIC_ERROR"}, f"other errors: {kinds}"
        overflows = [address for kind, address in events if kind == "NUMERIC_ERROR"]
        assert len(overflows) == 1, f"more than vector 4 is an overflow: {overflows}"
        places = [int(address, 16) - (2 if kind == "NUMERIC_ERROR" else 0)
                  for kind, address in events]
        assert all(place % 4 == 0 for place in places), "an interrupt is reported behind itself"
        # Vectors 3, 42 and 45 are allowed and left out.
        steps = [before - after for before, after in zip(places, places[1:])]
        assert set(steps) <= {4, 8} and steps.count(8) <= 3, f"vectors are left out: {steps}"
