"""Reading of infinite sums and products: the limit of those of finitely many terms.

Where these have no closed form, the sum may be one that is known (`known_series`), or be shown to
have no value: its terms do not tend to 0, or not fast enough.
"""

from __future__ import annotations

from verifier.algebra.derivative import add, negate, times
from verifier.algebra.frames import Outside, Undecided
from verifier.algebra.known_series import known_sums
from verifier.algebra.literals import ANY, NEVER, NIL, NONZERO
from verifier.algebra.requirements import requirements
from verifier.algebra.spans import Span, SpanOracle, Turning
from verifier.algebra.sums import Sums
from verifier.language.expressions import (
    ONE,
    ZERO,
    Binder,
    Constant,
    Expression,
    Limit,
    Name,
    Number,
    substitute,
)

TAKEN = 1  # terms that are taken out in front, where the first ratio has no value
LAST = "@last"  # the upper end of an infinite sum's finite parts


class Endless(Sums):
    """Reading of infinite sums and products."""

    def _endless(
        self, kind: str, body: Expression, variable: str, lower: Expression, upper: Expression
    ) -> Expression:
        """The limit of the sums or products of finitely many terms."""
        endless = Constant("oo")
        if lower is endless or negate(upper) is endless:
            raise Outside(f"an infinite {kind} runs from below to above")
        if negate(lower) is endless:
            turned = substitute(body, {variable: negate(Name(variable))})
            start = ONE if upper is endless else negate(upper)
            below = self._endless(kind, turned, variable, start, endless)
            if upper is not endless:
                return below
            above = self._endless(kind, body, variable, ZERO, endless)
            return add(below, above) if kind == "sum" else times(below, above)
        partial = Binder(kind, body, variable, lower, Name(LAST))
        before = dict(self.conditions)
        try:
            value = self._limit(Limit(partial, LAST, endless, ""))
        except Undecided:
            self.again_with(before)
            known = self._known(body, variable, lower) if kind == "sum" else None
            if known is not None:
                return known
            if kind == "prod" or not self._diverges(body, variable):
                raise
            self.require(NEVER)
            return ZERO
        if kind == "prod" and self.sign(value, (NONZERO, NIL)) == NIL:
            raise Undecided  # such a product is said to diverge to 0
        return value

    def _known(self, body: Expression, variable: str, lower: Expression) -> Expression | None:
        """A sum by the table, with its conditions; None where none of the rows is shown to fit."""
        first = self.run(lower)
        if self.active or not self._whole(first):
            return None
        letter = self._letter()
        try:
            inside = self._inside(body, variable, Span(letter, True, first, None), lambda: None)
        except (Turning, Undecided):
            return None
        for literal in inside.conditions:
            self.require(literal)
        for taken in range(TAKEN + 1):
            starts = [add(first, Number(i)) for i in range(taken + 1)]
            value = self._from_the_table(
                substitute(inside.smooth, {letter: add(starts.pop(), Name(letter))}), letter
            )
            if value is not None:
                terms = (substitute(inside.smooth, {letter: start}) for start in starts)
                return add(*terms, value)
        return None

    def _from_the_table(self, term: Expression, letter: str) -> Expression | None:
        """``Σ term``, for the letter 0, 1, 2, …, each of which is defined."""
        span = Span(letter, True, ZERO, None)
        oracle = SpanOracle(self.oracle, span, self._met(), lambda: None)
        for known in known_sums(oracle.algebra, term, letter):
            needed = [*requirements(known.value, oracle.names), *known.conditions]
            if all(
                self.sign(found.subject, (found.mask, ANY - found.mask)) == found.mask
                for found in reversed(needed)
            ):
                return known.value
        return None

    def _limit(self, node: Limit) -> Expression:
        """See `limits`."""
        raise NotImplementedError

    def _diverges(self, body: Expression, variable: str) -> bool:
        """See `limits`."""
        raise NotImplementedError
