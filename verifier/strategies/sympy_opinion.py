"""What runs in SymPy's process for a second opinion: its own judgement of a line, and its numbers.

Unlike the word that a line may rest on (`sympy_engine`), an opinion may be a "no": a point at which
SymPy's numbers for the two sides differ. It is shown beside the verdict and changes none.

This module imports SymPy at once, and is imported in a child process only.
"""

from __future__ import annotations

from verifier.claims.claim import Claim
from verifier.strategies.sympy_engine import ENGINE, Declined, apart, closed_sides, decide
from verifier.strategies.sympy_points import FAILURES
from verifier.strategies.sympy_search import Answer, EngineDiffers
from verifier.translate.sympy_functions import Untranslatable


def judge_alone(claim: Claim) -> Answer | EngineDiffers:
    """A point where the sides differ by SymPy's numbers, or else what it says of their difference.

    Integrals, sums and limits are worked out first, and count only where their numbers agree.
    """
    return _difference(claim) or decide(claim)


def _difference(claim: Claim) -> EngineDiffers | None:
    try:
        left, right, translator = closed_sides(claim)
        found = apart(left, right, translator)
    except (Untranslatable, Declined, *FAILURES):
        return None
    if found is None:
        return None
    point, first, second = found
    coordinates = tuple((str(symbol), str(value)) for symbol, value in point.items())
    return EngineDiffers(ENGINE, coordinates, str(first.n(12)), str(second.n(12)))
