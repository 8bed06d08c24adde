"""What values at a few points can tell of a line, about numbers and about arrays."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.explain.wrong import ARRAYS, LETTERS
from tests.judged import derivation, document
from verifier.claims.claim import Claim
from verifier.documents.load import load
from verifier.explain.array_trial import ArrayTrial
from verifier.explain.number_trial import NumberTrial
from verifier.explain.trial import Trial, Values, trial_of
from verifier.kernel.setting import Setting
from verifier.language.expressions import Expression
from verifier.language.parser import parse
from verifier.language.scope import Scope


class Tried:
    """A trial, with expressions read in the scope of its file."""

    def __init__(self, header: str, left: str, right: str, assumed: tuple[str, ...] = ()) -> None:
        text = document(header, [derivation("d", [left, f"= {right}"], assumed)])
        read = load(text.encode(), "lesson.yaml")
        before, line = read.derivations[0].lines
        context = read.context_of(read.derivations[0])
        self.scope: Scope = read.scope
        self.claim = Claim(before.expression, "=", line.expression, context)
        self.trial: Trial = trial_of(Setting(context), self.claim)

    def read(self, text: str) -> Expression:
        return parse(text, self.scope).expression

    def values(self, text: str) -> Values:
        found = self.trial.values(self.read(text))
        assert found is not None
        return found

    def alike(self, one: str, other: str) -> bool:
        return self.trial.alike(self.values(one), self.values(other))


@pytest.fixture(scope="module")
def numbers() -> Tried:
    return Tried(LETTERS, "x + y + t + a + b", "0")


@pytest.fixture(scope="module")
def arrays() -> Tried:
    return Tried(ARRAYS, "X @ W + b", "Y")


def test_a_line_is_tried_as_what_it_is_about(numbers: Tried, arrays: Tried) -> None:
    assert isinstance(numbers.trial, NumberTrial)
    assert isinstance(arrays.trial, ArrayTrial)
    assert numbers.trial.ready
    assert arrays.trial.ready
    assert numbers.trial.sizes == ()
    assert arrays.trial.sizes == ("n", "m", "k")


@pytest.mark.parametrize(
    ("one", "other"),
    [("(x + y)^2", "x^2 + 2*x*y + y^2"), ("exp(x)*exp(y)", "exp(x + y)"), ("sqrt(t)^2", "t")],
)
def test_equal_numbers_are_alike_and_have_one_key(numbers: Tried, one: str, other: str) -> None:
    assert numbers.alike(one, other)
    assert numbers.trial.key(numbers.values(one)) == numbers.trial.key(numbers.values(other))
    assert not numbers.alike(one, f"{other} + 1/1000000")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(X @ W).T", "W.T @ X.T"),
        ("sum(A, axis=0)", "sum(A.T, axis=1)"),
        ("grad(sum(X^2), X)", "2*X"),
        ("mean(x)", "sum(x)/n"),
        ("A/A", "1"),
    ],
)
def test_equal_arrays_are_alike_and_have_one_key(arrays: Tried, one: str, other: str) -> None:
    assert arrays.alike(one, other)
    assert arrays.trial.key(arrays.values(one)) == arrays.trial.key(arrays.values(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A", "A.T"),
        ("A @ B", "B @ A"),
        ("X @ W", "X @ W + b"),
        ("A", "A + 1/1000"),
        ("sum(x)", "n"),
    ],
)
def test_different_arrays_are_told_apart(arrays: Tried, one: str, other: str) -> None:
    assert not arrays.alike(one, other)


@pytest.mark.parametrize("text", ["1/(x - x)", "log(-t)", "sqrt(-t)"])
def test_what_is_undefined_has_no_values(numbers: Tried, text: str) -> None:
    assert numbers.trial.values(numbers.read(text)) is None


@pytest.mark.parametrize("text", ["inv(A - A)", "log(-X^2)", "X/(X - X)"])
def test_arrays_that_are_undefined_have_no_values(arrays: Tried, text: str) -> None:
    assert arrays.trial.values(arrays.read(text)) is None


def test_shapes_that_do_not_fit_have_no_values_and_may_not_stand_there(arrays: Tried) -> None:
    from verifier.language.expressions import Apply, Name

    crooked = Apply("@", (Name("X"), Name("X")))
    assert arrays.trial.values(crooked) is None
    assert not arrays.trial.fits(crooked)
    assert not arrays.trial.fits(Name("X"))
    assert arrays.trial.fits(Name("Y"))


def test_a_number_that_the_values_are_is_recognised(numbers: Tried, arrays: Tried) -> None:
    assert numbers.trial.number(numbers.values("x - x + 3/7")) == Fraction(3, 7)
    assert numbers.trial.number(numbers.values("x")) is None
    assert arrays.trial.number(arrays.values("A - A + 3/7")) == Fraction(3, 7)
    assert arrays.trial.number(arrays.values("A")) is None


def test_a_multiple_is_recognised_where_both_are_0_too(numbers: Tried, arrays: Tried) -> None:
    assert numbers.trial.multiple(numbers.values("-2*x"), numbers.values("x")) == -2
    masked = arrays.values("3*relu(A)"), arrays.values("relu(A)")
    assert arrays.trial.multiple(*masked) == 3
    assert arrays.trial.open(arrays.trial.combine("/", masked) or ())


def test_a_row_is_fitted_to_what_is_written_if_all_rows_are_the_same(arrays: Tried) -> None:
    rows, written = arrays.values("X @ W - X @ W + b"), arrays.values("b")
    fitted = arrays.trial.fit(rows, written)
    assert fitted is not None
    assert arrays.trial.alike(fitted, written)


def test_what_is_written_may_be_stretched_beside_what_is_needed(arrays: Tried) -> None:
    rows, row, number = arrays.values("X @ W"), arrays.values("b"), arrays.values("2*n")
    for smaller in (row, number):
        fitted = arrays.trial.fit(rows, smaller)
        assert fitted is not None
        assert arrays.trial.alike(fitted, rows)
    assert arrays.trial.fit(rows, arrays.values("W")) is None
    assert arrays.trial.fit(rows, None) is None


def test_multiples_have_one_direction(numbers: Tried, arrays: Tried) -> None:
    for tried, one, other in ((numbers, "x + y", "x - y"), (arrays, "X @ W", "Y")):
        direction = tried.trial.direction(tried.values(one))
        assert direction is not None
        assert direction == tried.trial.direction(tried.values(f"-3*({one})/7"))
        assert direction != tried.trial.direction(tried.values(other))


def test_terms_that_cancel_leave_nothing(arrays: Tried) -> None:
    zero = arrays.values("A/3 + A/3 + A/3 - A")
    assert arrays.trial.number(zero) == 0
    assert arrays.trial.number(arrays.values("A/3 + A/3 + A/3 - A + A/1000000")) is None


@pytest.mark.parametrize(
    ("header", "right"), [(LETTERS, "x/(y - y)"), (ARRAYS, "inv(A - A) @ B"), (ARRAYS, "A/(A - A)")]
)
def test_where_only_the_right_side_has_no_value_the_left_is_tried(header: str, right: str) -> None:
    tried = Tried(header, "x" if header is LETTERS else "A", right)
    assert tried.trial.ready
    assert tried.trial.values(tried.claim.left) is not None
    assert tried.trial.values(tried.claim.right) is None


def test_a_derivative_of_a_derivative_is_tried_in_balls() -> None:
    header = "symbols:\n  n: natural >= 1\n  x: real[n]\n  S: real[n, n] symmetric"
    tried = Tried(header, "jacobian(grad(x @ S @ x/2, x), x)", "S")
    assert tried.alike("jacobian(grad(x @ S @ x/2, x), x)", "S")
    assert not tried.alike("jacobian(grad(x @ S @ x/2, x), x)", "2*S")


def test_points_lie_in_the_domain_and_satisfy_the_assumptions() -> None:
    tried = Tried(LETTERS, "sqrt(x - y)", "t", ("x > y",))
    assert tried.trial.ready
    assert tried.trial.positive(tried.values("x - y"))
    assert tried.trial.positive(tried.values("t"))


def test_structures_are_drawn() -> None:
    header = "symbols:\n  n: natural >= 1\n  S: real[n, n] symmetric\n  Q: real[n, n] orthogonal"
    tried = Tried(header, "S @ Q", "Q")
    assert tried.alike("S", "S.T")
    assert tried.alike("Q.T @ Q", "eye(n)")


def test_a_line_that_is_defined_nowhere_is_not_tried() -> None:
    assert not Tried(LETTERS, "log(-t)", "x").trial.ready


def test_entries_are_tried_at_places() -> None:
    tried = Tried(ARRAYS, "(X @ W)[i, j]", "sum(X[i, l]*W[l, j], l)")
    assert tried.trial.ready
    assert tried.trial.agrees(tried.claim.right, tried.trial.values(tried.claim.left) or ())
