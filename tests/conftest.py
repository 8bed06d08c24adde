"""What pytest must know before it collects: the corpora are data of tests, some wrong on purpose.

Where the package is installed, its own pytest plugin would take their lines for tests.
"""

from __future__ import annotations

import os

# A verdict of an earlier run would hide what a test has planted.
os.environ["VERIFY_NO_CACHE"] = "1"

collect_ignore = ["derivations"]
