from __future__ import annotations

import pytest
from flint import arb, fmpq

from tests.algebra.cases import precision, read
from verifier.algebra.enclosures import evaluate
from verifier.algebra.quadrature import integral
from verifier.language.expressions import Binder


def ball(text: str, **point: fmpq) -> arb | None:
    node = read(text)
    assert isinstance(node, Binder)
    assert node.lower is not None
    assert node.upper is not None
    with precision(64):
        ends = evaluate(node.lower, point, 64), evaluate(node.upper, point, 64)
        assert ends[0] is not None
        assert ends[1] is not None
        return integral(node, point, (ends[0], ends[1]))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("integrate(t^2, t=0..3)", arb(9)),
        ("integrate(exp(t), t=0..1)", arb(1).exp() - 1),
        ("integrate(1/(1 + t^2), t=-1..1)", arb.pi() / 2),
        ("integrate(log(t), t=1..2)", 2 * arb(2).log() - 1),
        ("integrate(t^(1/2), t=1..4)", arb(14) / 3),
        ("integrate(t^(1/3), t=1..8)", arb(45) / 4),
        ("integrate(asin(t), t=0..1/2)", arb("0.12782479158")),
        ("integrate(erf(t), t=0..1)", arb("0.4860649") + arb(0, 1e-6)),
        ("integrate(exp(x*t), t=0..1)", (arb(2).exp() - 1) / 2),
    ],
)
def test_the_ball_contains_the_value(text: str, value: arb) -> None:
    found = ball(text, x=fmpq(2))
    assert found is not None
    assert abs(found - value) < arb("1e-8") + arb(value.rad()) * 4
    assert found.rad() < arb("1e-10")


@pytest.mark.parametrize(
    "text",
    [
        "integrate(1/t, t=-1..1)",
        "integrate(1/t, t=0..1)",
        "integrate(floor(t), t=0..2)",
        "integrate(1/t^2, t=-1/3..1)",
        "integrate(y*t, t=0..1)",
    ],
)
def test_nothing_is_said_where_no_finite_ball_is_found(text: str) -> None:
    assert ball(text) is None


def test_a_cut_is_not_stepped_over() -> None:
    # The principal values of sqrt(t^2) are -t on the left: no value may come of ignoring that.
    found = ball("integrate((t^2)^(1/2), t=-1..2)")
    assert found is None or abs(found - arb(5) / 2) < arb("1e-8")
    found = ball("integrate(log(t^2), t=1..2)")
    assert found is not None
    assert abs(found - (4 * arb(2).log() - 2)) < arb("1e-8")
