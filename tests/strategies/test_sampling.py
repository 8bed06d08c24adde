from __future__ import annotations

from tests.algebra.cases import case
from verifier.kernel.evidence import Samples
from verifier.kernel.verdicts import Confirmed
from verifier.strategies import Budget
from verifier.strategies.sampling import POINTS, Sampling


def offered(left: str, right: str, seed: int = 0, **how: object) -> Samples:
    (evidence,) = Sampling().offer(case(left, right, **how).claim, Budget(1.0, seed))
    assert isinstance(evidence, Samples)
    return evidence


def test_all_points_are_offered_at_once_with_the_seed_that_draws_them_again() -> None:
    first = offered("x*y", "y*x", 5)
    assert first.seed == 5
    assert len(first.points) <= POINTS
    assert offered("x*y", "y*x", 5) == first
    assert offered("x*y", "y*x", 6).points != first.points


def test_the_points_name_every_symbol() -> None:
    for point in offered("x*y", "y*x", symbols={"x, y": "real", "n": "integer"}).points:
        assert set(point) == {"x", "y", "n"}


def test_a_line_that_nothing_else_decides_is_confirmed() -> None:
    found = case("atan(x) + atan(1/x)", "pi/2", symbols={"x": "real > 0"})
    (evidence,) = Sampling().offer(found.claim, Budget(1.0, 3))
    verdict = found.judge.consider(found.claim, evidence)
    assert isinstance(verdict, Confirmed)
    assert verdict.seed == 3
    assert verdict.trials >= 12


def test_a_line_that_is_false_somewhere_is_not() -> None:
    found = case("atan(x) + atan(1/x)", "pi/2", symbols={"x": "real != 0"})
    (evidence,) = Sampling().offer(found.claim, Budget(1.0, 3))
    assert found.judge.consider(found.claim, evidence) is None
