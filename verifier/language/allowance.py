"""What one question may take altogether, counted in steps.

Limits on single pieces of work (a product, a sum, a search) keep each of them short, but a line may
ask for any number of pieces. So wherever work is done in bulk it is paid from one allowance, which
whoever asks the question grants; a step is about a microsecond. Once it is spent every further
payment is refused, and the question ends as *unknown*. Counted, and not timed: the same question
ends in the same way on a slow machine.

Each thread has an account of its own. Outside of any allowance work is free.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Final

from verifier.language.problems import LimitExceeded

STEPS: Final = 10_000_000


class _Account(local):
    left = float("inf")


_account = _Account()


def spend(steps: float) -> None:
    """Pay for work.

    Raises:
        LimitExceeded: when nothing is left.
    """
    _account.left -= steps
    if _account.left < 0:
        raise LimitExceeded("the line took more work than a line is given")


@contextmanager
def allowance(steps: float = STEPS) -> Iterator[None]:
    """Let what is done inside take so many steps, and no more than is left outside."""
    outer = _account.left
    _account.left = granted = min(steps, outer)
    try:
        yield
    finally:
        _account.left = outer - (granted - _account.left)


def left() -> float:
    """How many steps are left."""
    return _account.left
