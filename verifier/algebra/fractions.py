"""Expressions as fractions of polynomials over atoms.

`Algebra` holds the atoms met so far and the facts of one case. Two smooth expressions have equal
values wherever both are defined if the numerator of their difference reduces to zero by the atoms'
relations.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flint import fmpq, fmpq_mpoly

from verifier.algebra.angles import Angles
from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.certificates import Purse
from verifier.algebra.constants import Constants
from verifier.algebra.enclosures import evaluate, outer_bounds
from verifier.algebra.factorials import Factorials
from verifier.algebra.facts import Fact
from verifier.algebra.floors import Floors
from verifier.algebra.literals import NIL, POS
from verifier.algebra.names import Names
from verifier.algebra.ranges import Range
from verifier.algebra.ring import BITS, CAPACITIES, DividesByZero, Ratio, key
from verifier.algebra.signs import Signs
from verifier.algebra.sum_atoms import SumAtoms
from verifier.algebra.vanishing import Vanishing
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
)
from verifier.language.problems import LimitExceeded

CONSTANT_BITS = 128
ODD = ("asin", "atan", "erf")
SHORT = 40  # terms of a numerator whose sign is asked for when it is not zero by its form


class Algebra(Angles):
    """The fractions over one case's atoms."""

    def __init__(
        self,
        names: Names,
        facts: Iterable[Fact] = (),
        capacity: int = CAPACITIES[0],
        *,
        bare: bool = False,
        purse: Purse | None = None,
    ) -> None:
        """``bare``: not even the symbols' domains are facts, so that what holds, holds nearby;
        ``purse``: what is left for searches, where others search for the same claim.
        """
        super().__init__(names, capacity)
        self.purse = purse or Purse()
        self.facts = tuple(facts)
        self.bare = bare
        self.rewrites: dict[str, Expression] = {}
        self._found: dict[Expression, Ratio] = {}
        self._built_with = 0  # refinements
        self.factorials = Factorials(self)
        self.sums = SumAtoms(self)
        self.constants = Constants(self)
        self.floors = Floors(self)
        self.search = Vanishing(self)
        self.signs = Signs(self, self.facts)
        self.signs.load()

    def with_facts(self, more: Iterable[Fact]) -> Algebra:
        """A fresh algebra that knows more."""
        facts = (*self.facts, *more)
        return Algebra(self.names, facts, self.capacity, bare=self.bare, purse=self.purse)

    def fraction(self, node: Expression) -> Ratio:
        """A smooth expression as a fraction; its value wherever it is defined."""
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = self._build(node)
        return found

    def _build(self, node: Expression) -> Ratio:  # noqa: C901 - one case for each kind of node
        match node:
            case Number(value):
                if value.numerator.bit_length() > BITS or value.denominator.bit_length() > BITS:
                    raise LimitExceeded("a number has too many digits")
                number = fmpq(value.numerator, value.denominator)
                return Ratio(self.ring.constant(number), self.one)
            case Name(name):
                if name in self.rewrites:
                    return self.fraction(self.rewrites[name])
                return self._atom(Sort.NAME, node, node)
            case Constant("e"):
                return self.exp(Ratio(self.one, self.one))
            case Constant():
                return self._atom(Sort.CONSTANT, node, node)
            case Apply("+", terms):
                return self._sum([self.fraction(term) for term in terms])
            case Apply("*", factors):
                product = self.fraction(factors[0])
                for factor in factors[1:]:
                    product = self.multiply(product, self.fraction(factor))
                return product
            case Apply("neg", (u,)):
                num, den = self.fraction(u)
                return Ratio(-num, den)
            case Apply("/", (u, v)):
                return self.multiply(self.fraction(u), self.inverse(self.fraction(v)))
            case Apply("^", (u, Number(exponent))):
                return self.power(self.fraction(u), exponent)
            case Apply("^", (u, v)):
                return self._symbolic_power(u, v)
            case Apply("exp", (u,)):
                return self.exp(self.fraction(u))
            case Apply("log", (u,)):
                return self.log(self.fraction(u))
            case Apply("abs", (u,)):  # only in what was made from an atom
                return self.magnitude(self.fraction(u))
            case Apply("sin", (u,)):
                return self.angle(self.fraction(u))[1]
            case Apply("cos", (u,)):
                return self.angle(self.fraction(u))[0]
            case Apply("floor", (u,)):
                return self.floors.floor(self.fraction(u))
            case Apply("ceil", (u,)):
                return self.floors.ceil(self.fraction(u))
            case Apply("factorial", (u,)):
                return self.factorials.factorial(self.fraction(u))
            case Apply("gamma", (u,)):
                return self.factorials.gamma(self.fraction(u))
            case Apply(head, args):
                return self._opaque(head, args, node)
            case Call(function, args, order):
                return self._opaque((function, order), args, node)
            case Binder():
                return self.sums.value(node)
            case _:
                raise LimitExceeded("this expression is outside the algebra")

    def is_zero(self, poly: fmpq_mpoly) -> bool:
        """See `Ring`; numbers among the coefficients are decided exactly."""
        return super().is_zero(poly) or self.constants.vanishes(self.reduce(poly))

    def vanishes(self, node: Expression) -> bool:
        """Whether the expression is zero wherever it is defined (in this case)."""
        num = self.fraction(node).num
        if (
            self.refined != self._built_with
        ):  # finer atoms came on the way: with them from the start
            self._found.clear()
            num = self.fraction(node).num
            self._built_with = self.refined
        self.join_roots()
        num = self.reduce(num)
        if self.is_zero(num):
            return True
        if self.facts and len(num) <= SHORT and self.signs.plainly(num) == NIL:
            return True
        self.search.begin()
        return self.search.vanishes(num)

    def replace(self, name: str, by: Expression) -> None:
        """In this case the name equals an expression without it; from now on it stands for that."""
        self.rewrites[name] = by
        self._found.clear()

    def forget_equations(self) -> None:
        """Take every name for itself again, and no polynomial for zero."""
        self.rewrites.clear()
        self.vanishing.clear()
        self._found.clear()

    def constant_bounds(self, atom: Atom) -> tuple[fmpq, fmpq] | None:
        """Rational numbers strictly below and above an atom without names; None for others."""
        if free_names(atom.node):
            return None
        value = evaluate(atom.node, {}, CONSTANT_BITS)
        return None if value is None else outer_bounds(value)

    def own_range(self, atom: Atom) -> Range | None:  # noqa: ARG002
        """The range of an atom that only a kind of algebra knows; None for the others."""
        return None

    def _symbolic_power(self, u: Expression, v: Expression) -> Ratio:
        """``u^v`` for an exponent with letters: u > 0, or v an integer and u nonzero."""
        base, exponent = self.fraction(u), self.lowest(self.fraction(v))
        if self.is_zero(base.num):
            raise DividesByZero  # the zero base is a case of its own
        if exponent.num.is_constant() and exponent.den.is_constant():
            value = exponent.num.leading_coefficient() / exponent.den.leading_coefficient()
            return self.power(base, Fraction(int(value.p), int(value.q)))
        if not self.names.integral(v):
            if not self.signs.of(u, POS) & POS:
                raise LimitExceeded("a power of what is not positive has an exponent in letters")
            return self.exp(self.multiply(exponent, self.log(base)))
        top = self._integer_power(base.num, exponent)
        return self.multiply(top, self.inverse(self._integer_power(base.den, exponent)))

    def _opaque(self, head: object, args: tuple[Expression, ...], node: Expression) -> Ratio:
        """A function the algebra knows nothing of: equal arguments give equal values."""
        fractions = [self.normal(self.fraction(arg)) for arg in args]
        if len(args) == 1 and fractions[0].num.is_constant() and fractions[0].den.is_one():
            value = fractions[0].num.leading_coefficient() if fractions[0].num else 0
            known = SPECIAL_VALUES.get((head, str(value)))
            if known is not None:
                return self.fraction(Apply("*", (Number(known), Constant("pi"))))
        if head == "acos":  # acos u = pi/2 - asin u
            half = self.fraction(Apply("*", (Number(Fraction(1, 2)), Constant("pi"))))
            inner = self._opaque("asin", args, Apply("asin", args))
            return self.plus(half, Ratio(-inner.num, inner.den))
        if head in ODD and fractions[0].num.leading_coefficient() < 0:
            inner = self._opaque(head, (Apply("neg", args),), Apply(head, (Apply("neg", args),)))
            return Ratio(-inner.num, inner.den)
        name = (head, *(key(part) for ratio in fractions for part in ratio))
        atom = self.atom(Sort.OPAQUE, name, node)
        if head in ("asin", "atan"):
            self._inverses[atom.slot] = str(head), fractions[0]
        return Ratio(self.generators[atom.slot], self.one)


SPECIAL_VALUES: dict[tuple[object, str], Fraction] = {
    ("asin", "0"): Fraction(0),
    ("asin", "1"): Fraction(1, 2),
    ("asin", "-1"): Fraction(-1, 2),
    ("acos", "0"): Fraction(1, 2),
    ("acos", "1"): Fraction(0),
    ("acos", "-1"): Fraction(1),
    ("atan", "0"): Fraction(0),
    ("atan", "1"): Fraction(1, 4),
    ("atan", "-1"): Fraction(-1, 4),
    ("erf", "0"): Fraction(0),
}
"""Values as multiples of pi."""
