from __future__ import annotations

import pytest
from flint import arb

from tests.algebra.cases import algebra, read
from verifier.algebra.crossings import crossings, still_factors
from verifier.algebra.enclosures import evaluate
from verifier.algebra.spans import Span
from verifier.language.expressions import free_names


def places(text: str, lower: str = "0", upper: str = "7") -> list[float]:
    """Numbers at which an expression in x may be zero."""
    known = algebra((), {"x, y": "real"})
    span = Span("x", False, read(lower), read(upper), True, True)
    found = []
    for place in crossings(known, read(text), span):
        assert "x" not in free_names(place)
        value = evaluate(place, {}, 64)
        if value is not None:
            found.append(round(float(arb(value)), 6))
    return sorted(found)


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("x - 2", [2]),
        ("3*x - 1", [0.333333]),
        ("(x - 1)*(x - 3)", [1, 3]),
        ("x^2 - 2", [-1.414214, 1.414214]),
        ("exp(x) - 3", [1.098612]),
        ("log(x)", [-1, 1]),
        ("x^2 + 1", []),
    ],
)
def test_zeros_are_among_the_places(text: str, zeros: list[float]) -> None:
    assert places(text) == zeros


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("sin(x)", [3.141593, 6.283185]),
        ("cos(x)", [1.570796, 4.712389]),
        ("sin(x) - 1/2", [0.523599, 2.617994]),
        ("sin(x) - cos(x)", [0.785398, 3.926991]),
        ("cos(2*x)", [0.785398, 2.356194, 3.926991, 5.497787]),
    ],
)
def test_every_zero_of_a_wave_in_the_range_is_among_the_places(
    text: str, zeros: list[float]
) -> None:
    assert set(zeros) <= set(places(text))


def test_nothing_is_proposed_for_what_is_not_understood() -> None:
    assert places("x^5 - x - 1") == []
    assert places("x + exp(x)") == []
    assert places("1/(x - x)") == []


def test_factors_without_the_variable_are_told_apart() -> None:
    known = algebra((), {"x, y": "real"})
    assert still_factors(known, read("y*x"), "x") == [read("y")]
    assert still_factors(known, read("x + y"), "x") == []
