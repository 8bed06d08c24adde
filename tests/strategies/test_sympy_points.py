from __future__ import annotations

import pytest
import sympy

from tests.translate.written import context
from verifier.language.expressions import Name
from verifier.strategies.sympy_points import number, points
from verifier.translate.to_sympy import Translator

X = sympy.Symbol("x", real=True)


def drawn(
    symbols: dict[str, str], assume: tuple[str, ...] = (), *, positive: bool = False
) -> list[dict[str, sympy.Expr]]:
    translator = Translator(context(symbols, assume=assume), positive=positive)
    values = {name: translator.expression(Name(name)) for name in symbols}
    free = set().union(*(value.free_symbols for value in values.values()))
    return [
        {name: value.xreplace(point) for name, value in values.items()}
        for point in points(free, translator, 8)
    ]


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize(
    ("domain", "holds"),
    [
        ("real", lambda x: x.is_real),
        ("integer", lambda x: x.is_Integer),
        ("natural", lambda x: x.is_Integer and x >= 0),
        ("> 0", lambda x: x > 0),
        ("< 0", lambda x: x < 0),
        ("!= 0", lambda x: x != 0),
        ("(0, 1)", lambda x: 0 < x < 1),
        ("[5, 6]", lambda x: 5 <= x <= 6),
        ("(7/3, 12/5)", lambda x: sympy.Rational(7, 3) < x < sympy.Rational(12, 5)),
        ("[0, pi]", lambda x: x >= 0 and x <= sympy.pi),
        ("integer in [20, 30]", lambda x: x.is_Integer and 20 <= x <= 30),
        ("[1, oo)", lambda x: x >= 1),
    ],
)
def test_points_lie_in_the_domain(domain: str, holds: object, positive: bool) -> None:
    assert callable(holds)
    found = drawn({"x": domain}, positive=positive)
    assert len(found) >= 2
    assert all(holds(point["x"]) for point in found)


def test_points_satisfy_what_holds_between_symbols() -> None:
    found = drawn({"x": "real", "y": "[x, oo)", "z": "real"}, ("x*z < 1",))
    assert found
    assert all(point["y"] >= point["x"] and point["x"] * point["z"] < 1 for point in found)


def test_points_contain_zero_ties_and_both_signs_and_never_repeat() -> None:
    found = drawn({"x": "real", "y": "real"})
    assert {"x": 0, "y": 0} in found
    assert any(point["x"] != point["y"] for point in found)
    assert {sympy.sign(point["x"]) for point in found} == {-1, 0, 1}
    assert len({tuple(point.values()) for point in found}) == len(found) == 8


def test_no_symbol_means_one_point_and_no_fitting_number_none() -> None:
    assert drawn({}) == [{}]
    assert drawn({"x": "integer > 100"}) == []


def test_a_number_is_real_and_certain() -> None:
    assert number(sympy.sqrt(2)) == pytest.approx(2**0.5)
    assert number(X**2, {X: sympy.Rational(1, 2)}) == pytest.approx(0.25)
    for none in (X, sympy.sqrt(-2), sympy.zoo, sympy.nan, sympy.oo, sympy.Function("f")(1)):
        assert number(none) is None
