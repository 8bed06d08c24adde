"""Sums, products and integrals as atoms: linear in the body, free factors taken out.

``Σ (c·f + d·g) = c·Σ f + d·Σ g`` for finite sums whose terms are defined, where c and d do not
speak of the bound letter; likewise ``Π f·g = Π f·Π g``. So it is with integrals over closed ranges
on which the integrand is continuous, and no others are kept: the atoms of its normal form are
continuous there too. Bodies are compared as fractions over atoms, so that sums with equal terms are
one atom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.derivative import add, negate
from verifier.algebra.names import REAL_LETTER, WHOLE_LETTER, height
from verifier.algebra.ring import Ratio, key
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Binder,
    Expression,
    Name,
    free_names,
    substitute,
)
from verifier.language.problems import LimitExceeded

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

TERMS = 200  # of a body


class SumAtoms:
    """The sums and products of one algebra."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra

    def value(self, node: Binder) -> Ratio:
        """A kept sum or product as a fraction over atoms."""
        if node.lower is None or node.upper is None:
            raise LimitExceeded("this expression is outside the algebra")
        algebra = self.algebra
        num, den = algebra.lowest(algebra.fraction(node.body))
        body = algebra.lowest(Ratio(algebra.reduce(num), algebra.reduce(den)))
        if node.kind in ("sum", "integrate"):
            return self._sum(node, body)
        if node.kind == "prod":
            return self._product(node, body)
        raise LimitExceeded("this expression is outside the algebra")

    def _speaks(self, poly: fmpq_mpoly, letter: str) -> list[int]:
        """The generators in a polynomial that move with the letter."""
        return [
            slot
            for slot, degree in enumerate(poly.degrees())
            if degree > 0 and letter in free_names(self.algebra.by_slot[slot].node)
        ]

    def _sum(self, node: Binder, body: Ratio) -> Ratio:
        algebra = self.algebra
        if len(body.num) > TERMS:
            raise LimitExceeded("the terms of a sum are too long")
        outer, inner = self._divisor(body.den, node.variable)
        moving = set(self._speaks(body.num, node.variable))
        groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in body.num.to_dict().items():
            ours = tuple(n if i in moving else 0 for i, n in enumerate(monomial))
            rest = tuple(0 if i in moving else n for i, n in enumerate(monomial))
            groups.setdefault(ours, {})[rest] = coefficient
        total = Ratio(algebra.zero, algebra.one)
        for monomial, terms in groups.items():
            part = algebra.lowest(Ratio(algebra.ring.from_dict({monomial: 1}), inner))
            single = self._single(node, part)
            factor = Ratio(algebra.ring.from_dict(terms), outer)
            total = algebra.plus(total, algebra.multiply(factor, single))
        return total

    def _divisor(self, den: fmpq_mpoly, letter: str) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """A divisor as what does not speak of the letter, and what does."""
        if not self._speaks(den, letter):
            return den, self.algebra.one
        content, powers = self.algebra.factor(den)
        outer, inner = self.algebra.ring.constant(content), self.algebra.one
        for base, n in powers:
            if self._speaks(base, letter):
                inner = inner * base**n
            else:
                outer = outer * base**n
        return outer, inner

    def _single(self, node: Binder, part: Ratio) -> Ratio:
        algebra = self.algebra
        lower, upper = node.lower, node.upper
        if lower is None or upper is None:
            raise LimitExceeded("this expression is outside the algebra")
        if part.num.is_constant() and part.den.is_constant():
            more = ONE if node.kind == "sum" else ZERO
            count = algebra.fraction(add(upper, negate(lower), more))
            scale = part.num.leading_coefficient() / part.den.leading_coefficient()
            return Ratio(count.num * scale, count.den)
        return self._atom(node, part)

    def _atom(self, node: Binder, part: Ratio) -> Ratio:
        algebra = self.algebra
        body = self._node(part)
        first = REAL_LETTER if node.kind == "integrate" else WHOLE_LETTER
        letter = f"{first}{height(body) + 1}"
        if letter != node.variable:  # what stood in the body before may have been taken out
            body = substitute(body, {node.variable: Name(letter)})
            part = algebra.lowest(algebra.fraction(body))
        ends = [algebra.lowest(algebra.fraction(end)) for end in (node.lower, node.upper) if end]
        name = (
            node.kind,
            letter,
            key(part.num),
            key(part.den),
            *(key(poly) for end in ends for poly in end),
        )
        lower, upper = map(self._node, ends)
        kept = Binder(node.kind, body, letter, lower, upper)
        atom = algebra.atom(Sort.OPAQUE, name, kept)
        return Ratio(algebra.generators[atom.slot], algebra.one)

    def _node(self, value: Ratio) -> Expression:
        top = self.algebra.node(value.num)
        return top if value.den.is_one() else Apply("/", (top, self.algebra.node(value.den)))

    def _product(self, node: Binder, body: Ratio) -> Ratio:
        algebra = self.algebra
        result = Ratio(algebra.one, algebra.one)
        for poly, turn in ((body.num, 1), (body.den, -1)):
            content, powers = algebra.factor(poly)
            factors = [(algebra.ring.constant(content), 1)] if content != 1 else []
            for base, n in [*factors, *powers]:
                atom = self._atom(node, Ratio(base, algebra.one))
                power = Ratio(atom.num**n, algebra.one)
                result = algebra.multiply(result, power if turn > 0 else algebra.inverse(power))
        return result
