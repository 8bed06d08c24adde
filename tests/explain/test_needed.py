"""What a part would have to be for the whole to be right: by values, and as an expression."""

from __future__ import annotations

import pytest

from tests.explain.test_trial import Tried
from tests.explain.wrong import ARRAYS, LETTERS
from verifier.explain.needed import needed_expressions, needed_values
from verifier.explain.normal import normal_forms
from verifier.explain.number_trial import NumberTrial
from verifier.explain.pool import Pool
from verifier.explain.positions import at, positions, put
from verifier.explain.spread import spread_points
from verifier.kernel.points import belongs
from verifier.kernel.setting import Setting
from verifier.language.expressions import Name
from verifier.language.printer import to_text


@pytest.mark.parametrize(
    "text",
    ["a + b*t", "t*a/(b*x)", "exp(a*t) - x", "log(t + 1)*a", "sqrt(t)*b", "t^a + b", "-(a - t^3)"],
)
def test_the_values_that_are_needed_are_those_that_are_there(text: str) -> None:
    tried = Tried(LETTERS, text, text)
    whole = tried.claim.left
    with tried.trial.working():
        needed = needed_values(whole, tried.values(text), tried.trial)
        assert len(needed) > 1
        for path, values in needed.items():
            assert tried.trial.agrees(at(whole, path), values), to_text(at(whole, path))


@pytest.mark.parametrize("text", ["X @ W + b", "2*A*B - A.T", "exp(A)/B", "(A + B).T", "X @ W*Y"])
def test_the_arrays_that_are_needed_are_those_that_are_there(text: str) -> None:
    tried = Tried(ARRAYS, text, text)
    whole = tried.claim.left
    needed = needed_values(whole, tried.values(text), tried.trial)
    assert len(needed) > 1
    for path, values in needed.items():
        assert tried.trial.agrees(at(whole, path), values), to_text(at(whole, path))


def test_a_vector_that_is_added_to_every_row_is_needed_as_a_vector() -> None:
    tried = Tried(ARRAYS, "X @ W + 2*b", "X @ W + b")
    needed = needed_values(tried.claim.right, tried.values("X @ W + 2*b"), tried.trial)
    found = next(
        values for path, values in needed.items() if at(tried.claim.right, path) is Name("b")
    )
    assert tried.trial.alike(found, tried.values("2*b"))


@pytest.mark.parametrize("text", ["a + b*x", "(a - b)/x", "-a*b + x", "x/(a + b)"])
def test_the_expression_that_is_needed_makes_the_whole_right(text: str) -> None:
    tried = Tried(LETTERS, text, text)
    whole, goal = tried.claim.left, tried.read("y^2 + 1")
    for path, part in needed_expressions(whole, goal).items():
        mended = put(whole, path, part)
        values = tried.trial.values(mended)
        assert values is None or tried.trial.alike(values, tried.values("y^2 + 1"))


# Normal forms.


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("(a + b)^2 - (a - b)^2", "4*a*b"),
        ("(a^2 - b^2)/(a - b)/(a + b)", "1"),
        ("exp(x)*exp(-x)*a", "a"),
        ("(x + x*y)/(x^2)", "(y + 1)/x"),
        ("diff(x^3, x)", "3*x^2"),
    ],
)
def test_a_normal_form_is_short_and_equal(text: str, short: str) -> None:
    tried = Tried(LETTERS, text, text)
    forms = list(normal_forms(tried.claim.left, Setting(tried.claim.context), frozenset()))
    assert short in map(to_text, forms)
    for form in forms:
        values = tried.trial.values(form)
        assert values is not None
        assert tried.trial.alike(values, tried.values(text))


@pytest.mark.parametrize("text", ["1/(x - x)", "where(x > 0, a, b)", "(a + b + c + x)^9"])
def test_what_has_no_short_form_has_none(text: str) -> None:
    tried = Tried(LETTERS, text, text)
    assert list(normal_forms(tried.claim.left, Setting(tried.claim.context), frozenset())) == []


# Pieces from around.


def test_pieces_from_around_are_found_by_their_values() -> None:
    tried = Tried(LETTERS, "exp(a*x)*sin(b)", "a")
    pool = Pool([tried.claim.left], ["a", "b", "x"], frozenset([tried.claim.left]), tried.trial)
    assert tried.read("exp(a*x)") in pool.having(tried.values("exp(x*a)"))
    assert tried.read("sin(x)") in pool.having(tried.values("sin(x)"))  # a function of another name
    assert tried.read("1 - a") in pool.having(tried.values("1 - a"))
    assert pool.having(tried.values("exp(a*x)*sin(b)")) == []  # the line above mends nothing
    assert pool.having(tried.values("a*b")) == []
    pool.pair_up()
    assert pool.having(tried.values("a*b"))


def test_pieces_about_arrays_have_transposes_masks_and_products() -> None:
    tried = Tried(ARRAYS, "sum(B*relu(A)) + sum(x)", "0")
    pool = Pool([tried.claim.left], ["A", "B", "x"], frozenset(), tried.trial)
    for text in ("A.T", "A > 0", "mean(x)"):
        assert tried.read(text) in pool.having(tried.values(text))
    assert tried.read("A @ B") not in pool.having(tried.values("A @ B"))
    pool.pair_up()
    assert tried.read("A @ B") in pool.having(tried.values("A @ B"))


# Points.


def test_points_in_general_position_lie_in_the_domain_and_have_different_coordinates() -> None:
    header = (
        "symbols:\n  p: real in (0, 1)\n  t: real > 2\n  s: real < 0\n  k: natural >= 1\n  x: real"
    )
    tried = Tried(header, "p + t + s + k + x", "0")
    assert isinstance(tried.trial, NumberTrial)
    setting = Setting(tried.claim.context)
    points = [point for point in spread_points(tried.claim.context) if belongs(setting, point)]
    assert len(points) > 20
    assert any(len(set(point.values())) == len(point) for point in points)


def test_every_part_has_a_place() -> None:
    tried = Tried(LETTERS, "a + b*x", "0")
    assert len(positions(tried.claim.left)) == 5
