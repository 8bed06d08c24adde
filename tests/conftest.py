"""What pytest must know before it collects: the corpora are data of tests, some wrong on purpose.

Where the package is installed, its own pytest plugin would take their lines for tests.
"""

from __future__ import annotations

import os

from hypothesis import settings

# A verdict of an earlier run would hide what a test has planted.
os.environ["VERIFY_NO_CACHE"] = "1"

# A slow machine is no wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

collect_ignore = ["derivations"]
