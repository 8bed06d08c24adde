from __future__ import annotations

import pytest

from tests.algebra.cases import algebra
from verifier.algebra.derivative import add, negate
from verifier.language.expressions import Apply, Binder, Expression, Name, Number

N, X, J, T = Name("n"), Name("x"), Name("#1"), Name("~1")
LETTERS = {"n": "natural", "x": "real > 0"}


def total(kind: str, body: Expression, letter: Expression) -> Expression:
    assert isinstance(letter, Name)
    return Binder(kind, body, letter.name, Number(1), N)


def product(*factors: Expression) -> Expression:
    return Apply("*", factors)


def root(u: Expression) -> Expression:
    return Apply("^", (u, Apply("/", (Number(1), Number(2)))))


SINE = Apply("sin", (J,))
BELL = Apply("exp", (product(T, T, T),))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            total("sum", product(X, SINE), J),
            product(X, total("sum", SINE, J)),
        ),
        (
            total("sum", add(SINE, Apply("exp", (J,))), J),
            add(total("sum", SINE, J), total("sum", Apply("exp", (J,)), J)),
        ),
        (total("sum", X, J), product(N, X)),
        (total("integrate", X, T), product(add(N, Number(-1)), X)),
        (
            total("integrate", product(X, BELL), T),
            product(X, total("integrate", BELL, T)),
        ),
        (
            total("integrate", add(BELL, X), T),
            add(total("integrate", BELL, T), product(X, add(N, Number(-1)))),
        ),
        (
            total("prod", product(SINE, Apply("cos", (J,))), J),
            product(total("prod", SINE, J), total("prod", Apply("cos", (J,)), J)),
        ),
    ],
)
def test_equal_sums_have_one_normal_form(first: Expression, second: Expression) -> None:
    assert algebra((), LETTERS).vanishes(add(first, negate(second)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            total("sum", product(SINE, SINE), J),
            product(total("sum", SINE, J), total("sum", SINE, J)),
        ),
        (total("sum", X, J), X),
        (total("sum", J, J), total("integrate", T, T)),
        (total("integrate", BELL, T), total("integrate", Apply("exp", (T,)), T)),
        (total("prod", add(SINE, X), J), add(total("prod", SINE, J), total("prod", X, J))),
    ],
)
def test_different_sums_stay_different(first: Expression, second: Expression) -> None:
    assert not algebra((), LETTERS).vanishes(add(first, negate(second)))
