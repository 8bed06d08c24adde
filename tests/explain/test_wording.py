"""What was changed, in words; and within what, where that is not the line itself."""

from __future__ import annotations

import pytest

from tests.algebra.cases import read
from verifier.explain.positions import Path
from verifier.explain.slips import Slip
from verifier.explain.wording import change
from verifier.language.expressions import Expression
from verifier.language.printer import to_text


@pytest.mark.parametrize(
    ("line", "path", "kind", "about", "new", "said"),
    [
        ("x + y", (), "missing term", "a", "x + y + a", "the term `a` is missing"),
        ("x + y", (1,), "missing term", "a", "y + a", "the term `a` is missing"),
        ("1 - 1/n", (1, 0, 1), "missing term", "1", "n + 1", "`n` should be `n + 1`"),
        ("3*(x + y)", (1,), "missing term", "a", "x + y + a",
         "the term `a` is missing in `x + y`"),
        ("3*(x + y + a)", (1,), "extra term", "a", "x + y",
         "the term `a` is one too many in `x + y + a`"),
        ("log(x)", (0,), "missing term", "1", "x + 1", "`x` should be `x + 1`"),
        ("x^2 + x*y", (1, 0), "missing factor", "2", "2*x", "the factor `2` is missing"),
        ("1/sqrt(x)", (1, 0), "missing factor", "4", "4*x", "`x` should be `4*x`"),
        ("exp(x*y)", (0,), "missing factor", "a", "a*x*y",
         "the factor `a` is missing in `x*y`"),
    ],
)  # fmt: skip
def test_a_change_within_a_part_is_told_with_the_part(
    line: str, path: Path, kind: str, about: str, new: str, said: str
) -> None:
    slip = Slip(read(new), 1, kind, (read(about),))
    assert change([(path, slip)], read(line), to_text) == said


def test_of_a_sign_that_is_wrong_only_the_term_is_named() -> None:
    def as_written(_: Expression) -> str:
        return "- 1"

    slip = Slip(read("1"), 1, "sign", (read("1"),))
    assert change([((1,), slip)], read("n - 1"), as_written) == "the sign of `1` is wrong"
