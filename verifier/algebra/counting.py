"""Reading of factorials, binomial coefficients and the gamma function.

Where they are defined: ``n!`` at the natural numbers; ``gamma(x)`` everywhere but at 0, -1, -2, …;
``binomial(x, k)`` for a whole number k, by ``x·(x - 1)·…·(x - k + 1)/k!``, and 0 for k < 0. So for
naturals it counts the subsets, and is 0 where k > n.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from math import factorial as whole_factorial

from verifier.algebra.derivative import add, negate, times
from verifier.algebra.factorials import falling
from verifier.algebra.frames import Outside
from verifier.algebra.literals import NEG, NEVER, NIL, NONNEG, POS, Literal
from verifier.algebra.switching import Switching
from verifier.language.expressions import ZERO, Apply, Expression, Number

LARGEST = 2_000  # the greatest n whose n! is worked out
WRITTEN_OUT = 24  # the greatest k up to which binomial(x, k) is a polynomial
BITS = 4_000  # of a number whose binomial coefficient is worked out

COUNTING = ("factorial", "binomial", "gamma")


class Counting(Switching):
    """Reading of ``n!`` and its relatives."""

    def _counted(self, head: str, args: tuple[Expression, ...]) -> Expression:
        lowered = tuple(map(self.run, args))
        if any(map(self._moving, lowered)):
            raise Outside(f"there is no rule here to differentiate {head}")
        match head, lowered:
            case "factorial", (n,):
                return self._factorial(n, args[0])
            case "gamma", (x,):
                return self._gamma(x, args[0])
            case _, (x, k):
                return self._binomial(x, k)
            case _:
                raise Outside(f"{head} takes another number of arguments")

    def _factorial(self, n: Expression, written: Expression) -> Expression:
        match self.oracle.rational(n):
            case Fraction(denominator=1) as value:
                if value < 0:
                    self.require(NEVER)
                    return ZERO
                return Number(factorial(int(value)))
            case None if self.names.integral(n):
                self.require(Literal(n, NONNEG, self._origin(written)))
                return Apply("factorial", (n,))
            case _:
                raise Outside("a factorial is judged only of whole numbers")

    def _gamma(self, x: Expression, written: Expression) -> Expression:
        match self.oracle.rational(x):
            case Fraction(denominator=1) as value:
                if value <= 0:
                    self.require(NEVER)
                    return ZERO
                return Number(factorial(int(value) - 1))
            case Fraction() as value:
                return Apply("gamma", (Number(value),))
            case _:
                # Between the poles on the left it has values, which is not looked into.
                exact = self.names.integral(x)
                self.require(Literal(x, POS, self._origin(written), exact))
                return Apply("gamma", (x,))

    def _binomial(self, x: Expression, k: Expression) -> Expression:
        below, above = self.oracle.rational(k), self.oracle.rational(x)
        if below is not None:
            if below.denominator != 1:
                raise Outside("a binomial coefficient is judged only over whole numbers")
            if below < 0:
                return ZERO
            if above is not None and below <= LARGEST and _bits(above) * below <= BITS:
                return Number(_choose(above, int(below)))
            if below <= WRITTEN_OUT:
                return Apply("/", (falling(x, int(below)), Number(factorial(int(below)))))
        elif not self.names.integral(k):
            raise Outside("a binomial coefficient is judged only over whole numbers")
        elif self.sign(k, (NONNEG, NEG)) == NEG:
            return ZERO
        if not self.names.integral(x):
            return Apply("binomial", (x, k))
        return self._of_integers(x, k)

    def _of_integers(self, n: Expression, k: Expression) -> Expression:
        """For k >= 0, by factorials: ``(-n choose k) = (-1)^k·(n + k - 1 choose k)``."""
        rest = add(n, negate(k))
        if self.sign(n, (NONNEG, NEG)) & (NIL | POS):
            if self.sign(rest, (NONNEG, NEG)) == NEG:
                return ZERO
            return _quotient(n, k, rest)
        top, left = add(k, negate(n), Number(-1)), add(negate(n), Number(-1))
        return times(Apply("^", (Number(-1), k)), _quotient(top, k, left))


def _quotient(n: Expression, k: Expression, rest: Expression) -> Expression:
    """``n!/(k!·rest!)``."""
    bottom = times(Apply("factorial", (k,)), Apply("factorial", (rest,)))
    return Apply("/", (Apply("factorial", (n,)), bottom))


def factorial(n: int) -> int:
    """``n!``, up to a limit."""
    if n > LARGEST:
        raise Outside(f"a factorial of more than {LARGEST} is not worked out")
    return whole_factorial(n)


def _choose(x: Fraction, k: int) -> Fraction:
    if x.denominator == 1 and x >= 0:
        return Fraction(comb(int(x), k))
    product = Fraction(1)
    for i in range(k):
        product = product * (x - i) / (i + 1)
    return product


def _bits(value: Fraction) -> int:
    return value.numerator.bit_length() + value.denominator.bit_length()
