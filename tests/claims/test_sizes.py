from __future__ import annotations

from fractions import Fraction

import pytest

from tests.claims.arrays import DOMAINS, SIZE, read
from verifier.claims.claim import Bound, Domain, Field
from verifier.claims.sizes import (
    MAX_DEGREE,
    is_one,
    is_size,
    least_values,
    never_negative,
    polynomial,
    product,
    same_size,
)
from verifier.language.expressions import ONE, ZERO, Apply, Expression, Name, Number

N, D = Name("n"), Name("d")


@pytest.mark.parametrize(
    ("one", "other"),
    [("n", "n"), ("n*d", "d*n"), ("n + n", "2*n"), ("(n + 1)^2", "n^2 + 2*n + 1"), ("2*n/2", "n")],
)
def test_equal_polynomials_are_the_same_size(one: str, other: str) -> None:
    assert same_size(read(one), read(other))


@pytest.mark.parametrize(
    ("one", "other"), [("n", "d"), ("n", "1"), ("n + 1", "n"), ("n^2", "n"), ("n/d", "n/d*1")]
)
def test_different_or_unreadable_sizes_are_not_the_same(one: str, other: str) -> None:
    assert not same_size(read(one), read(other))


@pytest.mark.parametrize("text", ["n/d", "n^d", "n^(-1)", "sqrt(n)", f"n^{MAX_DEGREE + 1}", "s(n)"])
def test_what_is_no_polynomial_of_a_modest_degree_has_no_normal_form(text: str) -> None:
    text = text.replace("s(n)", "floor(n)")
    assert polynomial(read(text)) is None


def test_a_product_that_explodes_is_given_up() -> None:
    wide = Apply("+", tuple(Name(f"n{i}") for i in range(40)))
    assert polynomial(Apply("*", (wide, wide, wide))) is None


def test_only_the_literal_one_is_one() -> None:
    assert is_one(ONE)
    assert is_one(Number(Fraction(2, 2)))
    assert not is_one(N)
    assert not is_one(read("n - n + 1"))


def test_a_product_works_out_its_numbers() -> None:
    assert product((Number(2), Number(3))) is Number(6)
    assert product((ONE, N)) is N
    assert product((N, Number(2), D)) is Apply("*", (Number(2), N, D))


@pytest.mark.parametrize("text", ["n", "2*n", "n + 1", "n*d", "3", "n^2 + d - 1", "n + d - 1"])
def test_a_size_is_shown_to_be_positive(text: str) -> None:
    assert is_size(read(text), DOMAINS)


@pytest.mark.parametrize("text", ["0", "n - 1", "n - d", "n/2", "s", "1/2", "2 - n", "j"])
def test_what_may_be_zero_or_no_whole_number_is_no_size(text: str) -> None:
    node: Expression = Name("j") if text == "j" else read(text)
    assert not is_size(node, DOMAINS)


def test_least_values_are_whole_and_respect_open_ends() -> None:
    def least(domain: Domain) -> Fraction | None:
        return least_values({"p": domain}).get("p")

    assert least(SIZE) == 1
    assert least(Domain(Field.NATURAL)) == 0
    assert least(Domain(Field.INTEGER, lower=Bound(Number(2), open=True))) == 3
    assert least(Domain(Field.INTEGER, lower=Bound(Number(Fraction(5, 2)), open=True))) == 3
    assert least(Domain(Field.INTEGER, lower=Bound(ZERO, open=False))) == 0
    assert least(Domain(Field.INTEGER, lower=Bound(N, open=False))) is None
    assert least(Domain(Field.REAL, lower=Bound(ONE, open=False))) is None
    assert least(Domain(Field.INTEGER, lower=Bound(ONE, open=False), shape=(N,))) is None


def test_a_sign_is_shown_only_where_every_coefficient_shows_it() -> None:
    least = {"n": Fraction(1), "d": Fraction(1)}

    def shown(text: str) -> bool:
        found = polynomial(read(text))
        assert found is not None
        return never_negative(found, least)

    assert shown("n*d - 1")
    assert shown("(n - 1)*(d - 1)")
    assert not shown("n - d")
    assert not shown("(n - d)^2")  # true, and not shown
    assert not shown("h - 1")  # a letter whose least value is not known
