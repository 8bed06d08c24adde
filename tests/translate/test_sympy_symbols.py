from __future__ import annotations

import pytest
import sympy

from tests.translate.written import context, read
from verifier.claims.claim import Bound, Context, Domain, Field
from verifier.language.expressions import Name, Number
from verifier.translate.sympy_functions import Untranslatable
from verifier.translate.to_sympy import Translator, to_sympy

SIGNS = ("positive", "negative", "zero", "nonzero", "nonnegative", "nonpositive")


def assumed(symbol: sympy.Symbol) -> dict[str, bool]:
    known = {sign: getattr(symbol, f"is_{sign}") for sign in SIGNS}
    return {sign: value for sign, value in known.items() if value is not None}


POSITIVE = {
    **dict.fromkeys(("positive", "nonzero", "nonnegative"), True),
    **dict.fromkeys(("negative", "zero", "nonpositive"), False),
}
NEGATIVE = {
    **dict.fromkeys(("negative", "nonzero", "nonpositive"), True),
    **dict.fromkeys(("positive", "zero", "nonnegative"), False),
}
NONNEGATIVE = {"nonnegative": True, "negative": False}
NONPOSITIVE = {"nonpositive": True, "positive": False}
NONZERO = {"nonzero": True, "zero": False}


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("real", {}),
        ("integer", {}),
        ("natural", NONNEGATIVE),
        ("natural > 0", POSITIVE),
        ("integer >= 1", POSITIVE),
        ("integer > -1", NONNEGATIVE),
        ("integer < 1", NONPOSITIVE),
        ("integer in [1/2, 5]", POSITIVE),
        ("integer in (-5, -1/2)", NEGATIVE),
        ("> 0", POSITIVE),
        (">= 0", NONNEGATIVE),
        (">= 1", POSITIVE),
        (">= -1", {}),
        ("> -1", {}),
        ("< 0", NEGATIVE),
        ("<= 0", NONPOSITIVE),
        ("<= -1", NEGATIVE),
        ("< 1", {}),
        ("!= 0", NONZERO),
        ("(0, 1)", POSITIVE),
        ("[0, 1]", NONNEGATIVE),
        ("[-1, 1]", {}),
        ("(0, oo)", POSITIVE),
        ("(-oo, 0]", NONPOSITIVE),
        ("[pi, 2*pi]", POSITIVE),
        ("[1 - 1, oo)", NONNEGATIVE),
        ("[cos(1) - 1, 1]", {}),
    ],
)
def test_a_domain_gives_exactly_what_it_implies(domain: str, expected: dict[str, bool]) -> None:
    symbol = to_sympy(Name("x"), context({"x": domain}))
    assert symbol.is_real
    assert symbol.is_integer is (True if "integer" in domain or "natural" in domain else None)
    assert assumed(symbol) == expected


def test_an_excluded_value_beside_an_end_sharpens_the_sign() -> None:
    domain = Domain(lower=Bound(Number(0), open=False), excluded=(Number(0), Number(3)))
    assert to_sympy(Name("x"), Context(symbols={"x": domain})).is_positive


def test_another_excluded_value_says_nothing_of_the_sign() -> None:
    symbol = to_sympy(Name("x"), Context(symbols={"x": Domain(excluded=(Number(3),))}))
    assert assumed(symbol) == {}


def test_an_end_may_name_another_symbol() -> None:
    made = context({"x": "> 0", "y": "[x, oo)", "z": "[-x, oo)"})
    assert to_sympy(Name("y"), made).is_positive
    assert assumed(to_sympy(Name("z"), made)) == {}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("x > 0", POSITIVE),
        ("0 < x", POSITIVE),
        ("x != 0", NONZERO),
        ("x <= -2", NEGATIVE),
        ("0 >= x", NONPOSITIVE),
        ("x > 0 and y > 0", POSITIVE),
        ("x > y", {}),
        ("x^2 > 0", {}),
        ("x > 0 or y > 0", {}),
        ("x > a", POSITIVE),
        ("2*x > 0", {}),
    ],
)
def test_an_assumption_about_a_symbol_alone_counts(fact: str, expected: dict[str, bool]) -> None:
    made = context({"a": "> 0", "x": "real", "y": "real"}, assume=[fact])
    assert assumed(to_sympy(Name("x"), made)) == expected


def test_assumptions_that_lean_on_each_other_end() -> None:
    made = context(
        {"x": "real", "y": "real"},
        {"d": "x + 1", "f(t)": "t"},
        assume=["x > y", "y > d", "x > f(x)", "y > 0"],
    )
    assert to_sympy(Name("x"), made).is_positive


@pytest.mark.parametrize(
    "domain",
    [
        Domain(lower=Bound(Number(1), open=False), upper=Bound(Number(0), open=True)),
        Domain(Field.NATURAL, upper=Bound(Number(0), open=True)),
    ],
)
def test_a_domain_seen_to_be_empty_is_refused(domain: Domain) -> None:
    with pytest.raises(Untranslatable, match="nothing is in the domain of x"):
        to_sympy(Name("x"), Context(symbols={"x": domain}))


@pytest.mark.parametrize(
    "domain", [Domain(Field.COMPLEX), Domain(shape=(Number(2),)), Domain(shape=(Name("n"),))]
)
def test_a_tensor_or_a_complex_symbol_is_refused(domain: Domain) -> None:
    with pytest.raises(Untranslatable, match="no real number"):
        to_sympy(Name("x"), Context(symbols={"x": domain}))


SAMPLES = (0, sympy.Rational(1, 3), 1, 5)


@pytest.mark.parametrize(
    "domain",
    [
        "(0, 1)",
        "[0, 1)",
        "(0, 1]",
        "(-2, 5)",
        "[1, oo)",
        "(1, oo)",
        "(-oo, 3)",
        "(-oo, 3]",
        "(0, pi)",
        "integer >= 2",
        "integer > 1",
        "integer <= -3",
        "integer > 5/2",
        "integer >= pi",
    ],
)
def test_a_symbol_through_a_positive_one_stays_in_its_domain_and_moves_through_it(
    domain: str,
) -> None:
    made = context({"x": domain})
    translator = Translator(made, positive=True)
    through = translator.expression(Name("x"))
    (ray,) = through.free_symbols
    assert translator.symbols.rewritten
    assert ray.is_nonnegative
    assert ray.is_integer is through.is_integer
    bounds = made.symbols["x"]
    values = []
    for sample in SAMPLES:
        if (sample == 0 and ray.is_positive) or (ray.is_integer and sample == SAMPLES[1]):
            continue
        value = through.subs(ray, sample)
        values.append(value)
        for end, turned in ((bounds.lower, 1), (bounds.upper, -1)):
            if end is not None:
                gap = turned * (value - to_sympy(end.value, made))
                assert gap > 0 if end.open else gap >= 0
    assert len(set(values)) == len(values) >= 3


@pytest.mark.parametrize(
    "domain", ["real", "[0, 1]", "> 0", "[0, oo)", "< 0", "integer", "natural", "integer in [1, 4]"]
)
def test_a_symbol_without_a_useful_end_stays_itself(domain: str) -> None:
    translator = Translator(context({"x": domain}), positive=True)
    assert translator.expression(Name("x")).is_Symbol
    assert not translator.symbols.rewritten


def test_a_symbol_through_a_positive_one_shows_its_signs() -> None:
    made = context({"p": "(0, 1)"})
    translator = Translator(made, positive=True)
    assert translator.expression(read("p", made)).is_positive
    assert sympy.together(translator.expression(read("1 - p", made))).is_positive


def test_what_holds_between_symbols_is_kept_as_facts() -> None:
    made = context({"x": "real", "y": "[x, oo)", "z": "real"}, assume=["x*z > 1", "y = 2*z"])
    translator = Translator(made)
    x, y, z = (translator.expression(Name(name)) for name in "xyz")
    assert set(translator.facts()) == {y >= x, x * z > 1, sympy.Eq(y, 2 * z)}
