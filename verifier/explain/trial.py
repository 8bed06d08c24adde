"""Values at a few points, to tell quickly what cannot be equal before the judge is asked.

Nothing follows from two values that agree, except that asking the judge is worth its time. A line
about numbers is tried in exact arithmetic (`number_trial`), one about arrays in floating point at
small sizes (`array_trial`); whoever searches works with values at all points at once and need not
know which of the two it is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any, TypeAlias

from verifier.claims.claim import Claim
from verifier.kernel.array_claims import speaks_of_arrays
from verifier.kernel.setting import Setting
from verifier.language.expressions import Expression

Values: TypeAlias = tuple[Any, ...]
"""One value for each point, of a kind that only the trial knows."""

LARGEST = 1_000  # of a number that somebody may have left out
DENOMINATOR = 60


class Trial(ABC):
    """Values of expressions of one context at a few of its points.

    Attributes:
        ready: whether points of the domain were found at which both sides of the claim are defined.
        spent: work so far, in units of some forty microseconds.
        sizes: the letters that stand for the sizes of arrays.
    """

    ready: bool
    spent: int = 0
    sizes: tuple[str, ...] = ()

    @abstractmethod
    def working(self) -> AbstractContextManager[None]:
        """Around a search: the arithmetic set up as the values need it."""

    @abstractmethod
    def values(self, node: Expression) -> Values | None:
        """The expression's values; None where it is undefined or not known at one of the points."""

    @abstractmethod
    def agrees(self, node: Expression, values: Values) -> bool:
        """Whether an expression may have these values, looked at point by point."""

    @abstractmethod
    def alike(self, one: Values, other: Values) -> bool:
        """Whether two expressions may be equal, by their values."""

    @abstractmethod
    def combine(self, head: str, args: Sequence[Values]) -> Values | None:
        """The values of an operation; None where one is undefined, not known or far too large."""

    @abstractmethod
    def positive(self, values: Values) -> bool:
        """Whether they are certainly positive."""

    @abstractmethod
    def number(self, values: Values) -> Fraction | None:
        """The number that the values are at every point, if they are one small rational number."""

    @abstractmethod
    def multiple(self, values: Values, of: Values) -> Fraction | None:
        """The small number by which one is the other multiplied, where both are not always 0."""

    @abstractmethod
    def fit(self, values: Values, written: Values | None) -> Values | None:
        """Values that a part needs, as they are in the place of what is written there."""

    @abstractmethod
    def rank(self, values: Values) -> int:
        """How many axes they have; 0 for numbers."""

    @abstractmethod
    def key(self, values: Values) -> Hashable | None:
        """Equal for values that agree, up to what is too fine; None where there is none."""

    @abstractmethod
    def direction(self, values: Values) -> Hashable | None:
        """Equal for values that are a number times one another; None where that tells nothing."""

    @abstractmethod
    def open(self, values: Values) -> bool:
        """Whether any value would do at some place, so that there is no key."""

    @abstractmethod
    def fits(self, line: Expression) -> bool:
        """Whether an expression may stand on the right side at all, as far as shapes go."""


def trial_of(setting: Setting, claim: Claim, seed: int = 0) -> Trial:
    """The trial of a claim, by numbers or by arrays."""
    if speaks_of_arrays(setting.names, claim):
        from verifier.explain.array_trial import ArrayTrial  # NumPy: most lines need none

        return ArrayTrial(claim, seed)
    from verifier.explain.number_trial import NumberTrial

    return NumberTrial(setting, claim, seed)
