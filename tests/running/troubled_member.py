"""A process of the crew that meets its end at certain lines, which say how.

``x = x + 666`` and the like stand in for an engine that crashes, fills the memory or never comes
back: the parent must not see a difference.
"""

from __future__ import annotations

import os
import signal
import sys
import time

from verifier.judging import working
from verifier.language.expressions import Number, subexpressions
from verifier.running.crew_member import serve


def fill() -> None:
    raise MemoryError


def compute() -> None:
    while True:
        time.perf_counter()


ENDS = {
    666: lambda: os.kill(os.getpid(), signal.SIGKILL),
    667: lambda: os.kill(os.getpid(), signal.SIGSEGV),
    668: lambda: os._exit(3),
    669: fill,
    670: compute,
    671: os.abort,
}


def troubled(claim, judge, budget, trace=None):  # type: ignore[no-untyped-def]
    for part in (*subexpressions(claim.left), *subexpressions(claim.right)):
        if isinstance(part, Number) and (end := ENDS.get(int(part.value))):
            end()
    return decide(claim, judge, budget, trace)


decide = working.decide
working.decide = troubled

if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit("a member is started by its crew")
    serve(*map(int, sys.argv[1:]))
