"""What pytest must know before it collects: the corpora are data of tests, some wrong on purpose.

Where the package is installed, its own pytest plugin would take their lines for tests.
"""

from __future__ import annotations

import os
import signal

from hypothesis import settings

# A verdict of an earlier run would hide what a test has planted.
os.environ["VERIFY_NO_CACHE"] = "1"

# In the background of a shell it is ignored, and so it would be by every command that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

collect_ignore = ["derivations"]
