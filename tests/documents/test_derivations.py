from __future__ import annotations

import pytest

from tests.documents.reading import LINE, X, at, document, problem, underlined
from verifier.language.expressions import Apply, Name, Number
from verifier.language.source import Place

SYMBOLS = "symbols:\n  x, y: real\n  w: complex\n  X: real[n, n]\n"


def unjudged(steps: str, more: str = "") -> str:
    return document(f"{SYMBOLS}{more}derivations:\n  a: {steps}\n").derivations[0].unjudged


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ("x + n = n + x", ""),
        ("x = y <=> y = x", ""),
        ("x^2 = 4 <=> x = ± 2", ""),
        ("w = x <=> x = w", "complex numbers"),
        ("x = ± x", "statements with ±"),
        ("w + x = x + w", "complex numbers"),
        ("x = x + 0*i", "complex numbers"),
        ("|\n    sqrt(x)^2\n    = x + 0*i\n    = x", "complex numbers"),
        ("x*tr(X) = tr(x*X)", ""),
        ("X[1, 1] = X[1, 1]", ""),
        ("sum(X) = sum(X.T)", ""),
        ("sum(k*x, k=1..3) = 6*x", ""),
    ],
)
def test_what_is_not_judged_yet(steps: str, reason: str) -> None:
    assert unjudged(steps) == reason


def test_what_definitions_and_earlier_results_contain_counts() -> None:
    assert unjudged("u + x = x + u", "definitions:\n  v: 2*i\n  u: v + 1\n") == "complex numbers"
    found = document(f"{SYMBOLS}derivations:\n  a: w = w\n  b: 2*a = 2*w\n  c: x = x\n")
    assert [d.complex for d in found.derivations] == [True, True, False]


def test_a_sign_that_a_definition_hides_is_not_two_statements() -> None:
    hidden = "definitions:\n  v: ± 2\n  u: v + 1\n"
    assert unjudged("x = u <=> x = 3", hidden) == "statements with ±"
    assert unjudged("x = 1 <=> x = 1", "assume: x = ± 1\n") == "statements with ±"


def test_what_is_assumed_counts() -> None:
    assert unjudged("x = x", "assume: abs(w) > 0\n") == "complex numbers"
    found = document(
        f"{SYMBOLS}derivations:\n  a:\n    assume: abs(w) > 0\n    steps: x = x\n  b: x = x\n"
    )
    assert [d.unjudged for d in found.derivations] == ["complex numbers", ""]


def test_a_bound_i_is_no_imaginary_unit() -> None:
    assert unjudged("sum(i^2, i=1..3) = 14") == ""


def test_a_derivation_names_the_results_it_uses() -> None:
    found = document(
        f"{X}definitions:\n  p: x\nderivations:\n  a: x + p = 2*x\n  b: y = y\n  c: b*y = y^2*a/a\n"
    )
    assert [d.uses for d in found.derivations] == [(), (), ("a", "b")]


def test_a_derivations_parts() -> None:
    found = document(
        f"{X}derivations:\n  a:\n    title: Twice\n    assume: x > 0\n    expect: refuted\n"
        "    steps: |\n      x + x\n      = 3*x  # wrong\n"
    )
    (derivation,) = found.derivations
    assert (derivation.title, derivation.expect, derivation.place) == (
        "Twice",
        "refuted",
        Place(4, 3),
    )
    assert derivation.assumptions == (Apply(">", (Name("x"), Number(0))),)
    assert derivation.lines[1].reason == "wrong"
    context = found.context_of(derivation)
    assert context.assumptions == derivation.assumptions
    assert context.symbols == found.context.symbols


def test_a_lines_parts_know_their_places() -> None:
    (derivation,) = document(f'{X}derivations:\n  a: "x*y = y*x"\n').derivations
    line = derivation.lines[1]
    assert line.expression is Apply("*", (Name("y"), Name("x")))
    assert [line.source.place(tree.start) for tree in line.places.children] == [
        Place(4, 13),
        Place(4, 15),
    ]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("x >= 0", ["x >= 0"]),
        ("0 < x < 1", ["0 < x", "x < 1"]),
        ("x != y and x > 0", ["x != y", "x > 0"]),
        ("x = y", ["x = y"]),
        ("\n  - x > 0  # first\n  - 0 < y <= x", ["x > 0", "0 < y", "y <= x"]),
        ("|\n  x > 0\n  y > 0\n    and y < 1", ["x > 0", "y > 0", "y < 1"]),
        ('"|x| > 1"', ["|x| > 1"]),
    ],
)
def test_assumptions_are_relations(text: str, relations: list[str]) -> None:
    found = document(f"{X}assume: {text}\n{LINE}")
    assert [assumption.text for assumption in found.assumed] == relations
    assert len(found.context.assumptions) == len(relations)


def test_an_equation_may_be_assumed_with_either_sign() -> None:
    found = document(f"{X}assume: x == y\n{LINE}")
    assert found.context.assumptions == (Apply("=", (Name("x"), Name("y"))),)


def test_an_assumption_may_use_definitions_wherever_it_stands() -> None:
    found = document(f"{X}assume: p > 0\ndefinitions:\n  p: x - y\n{LINE}")
    assert found.assumed[0].place == Place(3, 9)


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("x + y", "this is an expression, and a statement is expected here", "x + y"),
        ("x > 0 or y > 0", "an assumption is a relation", "x > 0 or y > 0"),
        ("x > 0 and not y > 0", "an assumption is a relation", "not y > 0"),
        ("true", "an assumption is a relation", "true"),
        ("diff(x^2, x) > 0", "an assumption cannot contain a derivative", "diff(x^2, x) > 0"),
        ("f'(x) > 0", "an assumption cannot contain a derivative", "f'(x) > 0"),
        ("s > 0", "an assumption cannot contain a derivative", "s > 0"),
        (
            "sum(k, k=1..3) > x",
            "an assumption cannot contain a derivative, sum",
            "sum(k, k=1..3) > x",
        ),
        ("a > 0", "an assumption cannot use the derivation `a`", "a > 0"),
        ("x > 0, y > 0", "a comma stands only between the arguments", ","),
        ("x >", "an expression is missing after `>`", ">"),
    ],
)
def test_what_cannot_be_assumed(text: str, message: str, marked: str) -> None:
    file = (
        f'symbols:\n  x, y: real\n  f(t): real\nassume: "{text}"\n'
        f"definitions:\n  r: diff(x^2, x)\n  s: 2*r\n{LINE}"
    )
    found = problem(file)
    assert message in found.message
    assert underlined(file, found) == marked
    assert found.hint


def test_a_derivations_own_assumption_is_held_to_the_same() -> None:
    found = problem(f"{X}derivations:\n  a: x = x\n  b:\n    assume: a > 0\n    steps: x = x\n")
    assert "cannot use the derivation `a`" in found.message
    assert at(found) == (6, 13)


def test_a_derivation_has_one_name() -> None:
    assert problem(f"{X}derivations:\n  a, b: x = x\n").message == "a derivation has one name"


@pytest.mark.parametrize(
    "text",
    [
        "x + " + "7" * 10_000,
        "9^9^9^9",
        "(" * 5_000 + "x" + ")" * 5_000,
        "__import__(x)",
        "().__class__.__bases__[0]",
        "exp(x, y)",
        "x(y + 1)",
        "(x + y",
        "x + y)",
        "2x",
        "x ** ",
    ],
    ids=lambda text: text[:20],
)
def test_expressions_that_are_refused(text: str) -> None:
    found = problem(f"{X}derivations:\n  a: |\n    {text}\n    = x\n")
    assert at(found)[0] == 5
    assert found.hint
