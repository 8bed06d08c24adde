from __future__ import annotations

from fractions import Fraction

import pytest

from verifier.claims.claim import Bound, Domain, Field
from verifier.documents.ranges import emptiness, enclosure, least_integer
from verifier.language.expressions import Apply, Constant, Number
from verifier.language.parser import parse
from verifier.language.scope import Scope


def between(
    lower: str, upper: str, *, field: Field = Field.REAL, ends: str = "()", excluded: str = ""
) -> Domain:
    def read(text: str) -> Bound:
        return Bound(parse(text, Scope()).expression, open=False)

    low, high = read(lower), read(upper)
    return Domain(
        field,
        Bound(low.value, ends[0] == "("),
        Bound(high.value, ends[1] == ")"),
        tuple(parse(text, Scope()).expression for text in excluded.split()),
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", Fraction(1, 3)),
        ("-2^3", Fraction(-8)),
        ("(1/2)^-2", Fraction(4)),
        ("1 - 2*3", Fraction(-5)),
        ("0.1", Fraction(1, 10)),
        ("0^0", Fraction(1)),
    ],
)
def test_plain_arithmetic_is_exact(text: str, value: Fraction) -> None:
    assert enclosure(parse(text, Scope()).expression) == (value, value)


@pytest.mark.parametrize(
    "text", ["1/0", "sqrt(2)", "2^(1/2)", "9^9999", "0^-1", "i", "1/(pi - pi)"]
)
def test_what_is_not_plain_arithmetic_has_no_enclosure(text: str) -> None:
    assert enclosure(parse(text, Scope()).expression) is None


def test_the_constants_lie_within_their_enclosures() -> None:
    pi, e = enclosure(Constant("pi")), enclosure(Constant("e"))
    assert pi is not None
    assert e is not None
    assert pi[0] < Fraction("3.14159265358979323846264338327950288419716939937510") < pi[1]
    assert e[0] < Fraction("2.71828182845904523536028747135266249775724709369995") < e[1]
    squared = enclosure(Apply("^", (Constant("pi"), Number(2))))
    assert squared is not None
    assert squared[0] < Fraction("9.8696044010893586188344909998761511353136994") < squared[1]


@pytest.mark.parametrize(
    "domain",
    [
        between("1", "0"),
        between("1", "1"),
        between("1", "1", ends="[)"),
        between("2", "2", ends="[]", excluded="2"),
        between("pi", "e"),
        between("0", "1", field=Field.INTEGER),
        between("1/3", "2/3", ends="[]", field=Field.INTEGER),
        between("-9", "-1", ends="[]", field=Field.NATURAL),
        between("0", "2", ends="[)", field=Field.NATURAL, excluded="0 1"),
        Domain(Field.NATURAL, upper=Bound(Number(0), open=True)),
    ],
)
def test_a_domain_without_a_number_is_shown_empty(domain: Domain) -> None:
    assert emptiness(domain)


@pytest.mark.parametrize(
    "domain",
    [
        Domain(),
        between("0", "1"),
        between("1", "1", ends="[]"),
        between("e", "pi"),
        between("0", "1", ends="[)", field=Field.INTEGER),
        between("0", "2", field=Field.INTEGER),
        between("e", "pi", field=Field.INTEGER),
        between("-9", "0", ends="[]", field=Field.NATURAL),
        between("0", "2", ends="[]", field=Field.INTEGER, excluded="0 1 3"),
        between("sqrt(3)", "sqrt(2)"),
        Domain(Field.INTEGER, lower=Bound(Number(5), open=False)),
    ],
)
def test_a_domain_is_not_called_empty_unless_that_is_shown(domain: Domain) -> None:
    assert emptiness(domain) == ""


def test_the_least_integer_of_a_domain() -> None:
    assert least_integer(between("1", "9", field=Field.INTEGER)) == 2
    assert least_integer(between("1", "9", ends="[]", field=Field.INTEGER)) == 1
    assert least_integer(between("1/2", "9", field=Field.INTEGER)) == 1
    assert least_integer(Domain(Field.NATURAL)) == 0
    assert least_integer(Domain(Field.INTEGER)) is None
    assert least_integer(between("1", "9")) is None
