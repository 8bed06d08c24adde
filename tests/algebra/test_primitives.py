from __future__ import annotations

import pytest

from tests.algebra.cases import at, read
from verifier.algebra import primitives
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import Undecided
from verifier.algebra.primitives import Diverges, Primitives
from verifier.algebra.spans import Span, SpanOracle
from verifier.language.expressions import Expression, Name, substitute
from verifier.language.printer import to_text

LETTER = "@1"
JUMPING = "2/3^(1/2)*atan(sin(x/2)/cos(x/2)/3^(1/2))"
"""An antiderivative of 1/(2 + cos(x)) that jumps at pi."""


def integral(body: str, lower: str | None, upper: str | None) -> Expression | None:
    """The integral of a body in x over a range between numbers."""
    outer = at({}, {"y": "real"})
    ends = [None if end is None else read(end) for end in (lower, upper)]
    inside = SpanOracle(outer, Span(LETTER, False, *ends, True, True), (), lambda: None)
    smooth = substitute(read(body), {"x": Name(LETTER)})
    signs = lambda subject, accept: outer.sign(subject, accept, ())  # noqa: E731
    return Primitives(outer, inside, signs, ()).value(smooth)


@pytest.fixture
def proposing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is proposed is written by the test."""
    offered: list[str] = []

    def propose(algebra: Algebra, node: Expression, letter: str) -> Expression:  # noqa: ARG001
        return substitute(read(offered[0]), {"x": Name(letter)})

    monkeypatch.setattr(primitives, "antiderivative", propose)
    return offered


def test_a_right_proposal_is_used_whoever_makes_it(proposing: list[str]) -> None:
    proposing.append("x^2 + 17")
    found = integral("2*x", "0", "3")
    assert found is not None
    assert Algebra(at({}).free.names).vanishes(read(f"{to_text(found)} - 9"))


@pytest.mark.parametrize(
    ("body", "proposed", "ends"),
    [
        ("2*x", "x^3", ("0", "2")),
        ("1/x^2", "-1/x", ("-1", "1")),  # a hole in the range
        (
            "1/(2 + cos(x))",
            "2/3^(1/2)*atan(sin(x/2)/cos(x/2)/3^(1/2))",
            ("0", "2*pi"),
        ),  # a jump at pi
        ("0*x", "atan(1/x)", ("-1", "1")),  # a jump at 0
        ("0*x", "floor(x)", ("0", "2")),
        ("1/x", "log(x)", ("-2", "-1")),
    ],
)
def test_a_wrong_proposal_is_refused(
    proposing: list[str], body: str, proposed: str, ends: tuple[str, str]
) -> None:
    proposing.append(proposed)
    assert integral(body, *ends) is None


def test_an_end_where_the_antiderivative_is_infinite_diverges() -> None:
    for body, lower, upper in (("1/x", "0", "1"), ("1/x", "1", None), ("exp(x)", "0", None)):
        with pytest.raises(Diverges):
            integral(body, lower, upper)


def test_an_end_of_which_nothing_is_known_gives_nothing() -> None:
    with pytest.raises(Undecided):
        integral("x*cos(x)", "0", None)
