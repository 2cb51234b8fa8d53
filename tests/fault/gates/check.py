# SPDX-License-Identifier: BSD-2-Clause
"""A refused interrupt is reported at its own instruction. One that got through its gate would be
reported behind it, or as the exception whose handler it reached."""

import re

EVENT = re.compile(r"health: \d+ ns (\w+) partition=attacker process=\S+ address=([0-9a-f]{8})")


def check(context):
    for variant in context["variants"]:
        events = EVENT.findall(variant.output)
        assert len(events) >= 32, f"only {len(events)} events are listed"
        kinds = {kind for kind, _ in events}
        assert kinds == {"ILLEGAL_REQUEST"}, f"other errors: {kinds}"
        places = [int(address, 16) for _, address in events]
        assert all(place % 4 == 0 for place in places), "an interrupt is reported behind itself"
        # Vectors 3, 42 and 45 are allowed and left out.
        steps = [before - after for before, after in zip(places, places[1:])]
        assert set(steps) <= {4, 8} and steps.count(8) <= 3, f"vectors are left out: {steps}"
