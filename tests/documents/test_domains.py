from __future__ import annotations

import pytest

from tests.documents.reading import LINE, X, at, document, problem, problems, underlined
from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import ONE, ZERO, Name, Number


def domain(text: str, before: str = "") -> Domain:
    """The domain of ``q`` in a file that says ``q: text``."""
    return document(f"symbols:\n{before}  q: {text}\n{LINE.replace('x', 'q')}").context.symbols["q"]


@pytest.mark.parametrize("field", list(Field))
def test_the_four_kinds_of_numbers(field: Field) -> None:
    assert domain(field.value).field is field


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("in (0, 1)", Bound(ZERO, open=True), Bound(ONE, open=True)),
        ("in [0, 1]", Bound(ZERO, open=False), Bound(ONE, open=False)),
        ("in [0, oo)", Bound(ZERO, open=False), None),
        ("in (-oo, 0)", None, Bound(ZERO, open=True)),
        ("in (−∞, +oo)", None, None),
        ("> 0", Bound(ZERO, open=True), None),
        (">= 0", Bound(ZERO, open=False), None),
        ("< 1", None, Bound(ONE, open=True)),
        ("≤ 1", None, Bound(ONE, open=False)),
        (">= 0 and < 1", Bound(ZERO, open=False), Bound(ONE, open=True)),
        ("> 0, <= 1", Bound(ZERO, open=True), Bound(ONE, open=False)),
        ("> 0 < 1", Bound(ZERO, open=True), Bound(ONE, open=True)),
    ],
)
def test_ranges_and_relations(text: str, lower: Bound | None, upper: Bound | None) -> None:
    found = domain(f"real {text}")
    assert found.lower == lower
    assert found.upper == upper


def test_excluded_values() -> None:
    assert domain("real != 0").excluded == (ZERO,)
    assert domain("real in [0, 9] != 0 != 1").excluded == (ZERO, ONE)
    assert domain("complex != 0") == Domain(Field.COMPLEX, excluded=(ZERO,))


def test_a_natural_number_is_at_least_0() -> None:
    assert domain("natural").lower == Bound(ZERO, open=False)
    assert domain("natural >= 1").lower == Bound(ONE, open=False)


def test_bounds_may_name_earlier_symbols() -> None:
    found = domain("real in (k, k + 1)", "  k: real\n")
    assert found.lower == Bound(Name("k"), open=True)


def test_bounds_may_be_functions_of_several_arguments() -> None:
    found = domain("real in [max(k, 1), 9)", "  k: real\n")
    assert found.upper == Bound(Number(9), open=True)


def test_shapes_and_structure() -> None:
    found = domain("real[n, n] symmetric positive definite")
    assert found.shape == (Name("n"), Name("n"))
    assert found.structure == {"symmetric", "positive definite"}
    found = domain("real[2, 3] in [0, 1]")
    assert found.shape == (Number(2), Number(3))
    assert found.upper == Bound(ONE, open=False)


@pytest.mark.parametrize(
    ("text", "message", "marked", "hint"),
    [
        ("reel", "`reel` is not a kind of number", "reel", "did you mean `real`?"),
        ("float", "`float` is not a kind of number", "float", "did you mean `real`?"),
        ("positive", "`positive` is not a kind of number", "positive", "`real > 0`"),
        ("in (0, 1)", "a domain begins with the kind of number", "in", "write `real in (0, 1)`"),
        ("real = 5", "a symbol has no value", "=", "define it under `definitions:`"),
        ("real (0, 1)", "a range begins with `in`", "(", "write `in (0, 1)`"),
        ("real in 0, 1", "a range is written in brackets", "in", "in (0, 1)"),
        ("real in (0)", "a range has two ends", "(", "in (0, 1)"),
        ("real in (0, 1, 2)", "a range has two ends", "(", "in (0, 1)"),
        ("real in (0, 1", "this bracket is never closed", "(", "close it"),
        ("real in (, 1)", "an end of the range is missing", "in", "in (0, 1)"),
        ("real >", "nothing stands after `>`", ">", "> 0"),
        (
            "real in [0, oo]",
            "infinity is not a number, so the range is open there",
            "oo",
            "[0, oo)",
        ),
        (
            "real in (oo, 5)",
            "this domain is empty: no number is beyond infinity",
            "oo",
            "in (0, 1)",
        ),
        ("real > 0 > 1", "this is the second lower bound", ">", "keep one"),
        ("real in (0, 1) < 2", "this is the second upper bound", "<", "keep one"),
        ("complex > 0", "complex numbers have no order", "complex", "leave the range out"),
        ("real postive", "`postive` says nothing about a symbol", "postive", "in (0, 1)"),
        ("real[n, n] symetric", "`symetric` says nothing about a symbol", "symetric", "symmetric"),
        ("real symmetric", "only a matrix is symmetric", "symmetric", "real[n, n] symmetric"),
        ("real[n, d] diagonal", "only a square matrix is diagonal", "diagonal", "two equal sizes"),
        ("real[]", "a size is missing here", "]", "real[n, d]"),
        ("real[n, 0]", "a size is a positive integer", "0", "1 or more"),
        (
            "real in (1, 0)",
            "empty: its lower end is above its upper end",
            "real in (1, 0)",
            "least",
        ),
        (
            "integer in (0, 1)",
            "this domain is empty: no integer lies in it",
            "integer in (0, 1)",
            "",
        ),
        ("natural < 0", "this domain is empty: no natural number lies in it", "natural < 0", ""),
    ],
)
def test_what_is_wrong_with_a_domain(text: str, message: str, marked: str, hint: str) -> None:
    file = f"symbols:\n  x: {text}\nderivations:\n  a: 1 + 1 = 2\n"
    found = problem(file)
    assert message in found.message
    assert underlined(file, found) == marked
    assert hint in found.hint


@pytest.mark.parametrize(
    ("symbols", "message", "place"),
    [
        ("  x: real < y\n  y: real\n", "`y` is used before its place in line 3", (2, 13)),
        ("  x: real < x\n", "`x` is defined by itself", (2, 13)),
        ("  x: real < w\n", "`w` is not declared", (2, 13)),
        ("  w: complex\n  x: real < w\n", "a bound is made of numbers and earlier real", (3, 13)),
        ("  f(t): real\n  x: real < f(1)\n", "a bound is made of numbers and earlier", (3, 13)),
        ("  n: real\n  X: real[n]\n", "`n` is used as a size here, and need not be", (3, 11)),
        ("  X: real[n]\n  n: integer\n", "`n` is used before its place in line 3", (2, 11)),
        ("  X: real[n - k]\n", "`n` is not declared", (2, 11)),
        ("  X[n]: real\n", "a shape stands behind the kind of number", (2, 3)),
        ("  f(t, t): real\n", "a different letter for each argument", (2, 3)),
        ("  f(): real\n", "a different letter for each argument", (2, 3)),
    ],
)
def test_what_a_domain_may_not_name(symbols: str, message: str, place: tuple[int, int]) -> None:
    file = f"symbols:\n{symbols}derivations:\n  a: 1 + 1 = 2\n"
    (found, *_) = problems(file)
    assert message in found.message
    assert at(found) == place
    assert found.hint


def test_a_range_claim_is_read_from_the_right() -> None:
    found = document(X + "definitions:\n  p: max(x, y) in [0, 1)\n" + LINE).context.definitions["p"]
    assert found.claimed == Domain(lower=Bound(ZERO, open=False), upper=Bound(ONE, open=True))


def test_an_empty_range_claim_is_a_problem() -> None:
    file = X + "definitions:\n  p: x in (1, 1)\n" + LINE
    found = problem(file)
    assert "this domain is empty" in found.message
    assert underlined(file, found) == "in (1, 1)"
