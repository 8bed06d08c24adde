"""Steps judged through the real door, and what is known of an expression at a point."""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb

from tests.algebra.cases import at, read
from tests.judged import judge_step
from verifier.algebra.oracles import State, at_point

LETTERS = {"x, y, a, b": "real", "n, m, k": "integer"}


def verdict(left: str, right: str, symbols: Mapping[str, str] | None = None) -> str:
    """What comes of one step."""
    entries = "".join(f"  {name}: {domain}\n" for name, domain in (symbols or {}).items())
    return judge_step(f"symbols:\n{entries}" if entries else "title: a step", left, right).verdict


def state(text: str, **values: int | str) -> State:
    """Whether an expression is shown defined at a point, shown undefined, or neither."""
    return at_point(read(text), at(values, LETTERS)).state


def enclosed(text: str, low: str, high: str, **values: int | str) -> bool:
    """Whether an expression is defined at a point and its value lies between two numbers."""
    oracle = at(values, LETTERS)
    found = at_point(read(text), oracle)
    if found.expression is None:
        return False
    value = oracle.value(found.expression, 128)
    return value is not None and bool(value > arb(low)) and bool(value < arb(high))
