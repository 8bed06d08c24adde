"""Evidence written out, for the tests of the judge."""

from __future__ import annotations

from fractions import Fraction

from tests.algebra.cases import Case, read
from verifier.algebra.oracles import Point
from verifier.kernel.evidence import EngineWord, Rewriting
from verifier.kernel.verdicts import Verdict
from verifier.language.expressions import Number

OPENED = Rewriting(frozenset())
WORD = EngineWord("an engine", "a method")


def proof(found: Case) -> Verdict | None:
    """What the judge makes of a line whose definitions are all opened."""
    return found.judge.consider(found.claim, OPENED)


def point(**values: int | str | Fraction) -> Point:
    """A point; a text is an expression, such as ``pi``."""
    return {
        name: read(value) if isinstance(value, str) else Number(Fraction(value))
        for name, value in values.items()
    }
