"""Logarithms and inverse functions that an antiderivative may hold, suggested by its integrand.

A divisor suggests its logarithm, and an arctangent where it is quadratic; a root suggests the
inverse sine and the logarithm of its substitution; an angle in a divisor suggests the half-angle
substitution, in a form without a jump; exp of a quadratic suggests the error function.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.gathering import exponent_of
from verifier.algebra.literals import NEG, NIL, POS
from verifier.algebra.ring import Ratio
from verifier.language.expressions import ONE, TWO, Apply, Expression, Name, Number, free_names

HALF = Number(Fraction(1, 2))


class Term(NamedTuple):
    """A term that an antiderivative may have, and its derivative."""

    node: Expression
    slope: Expression


class Suggestions:
    """Terms for integrands in one letter of one algebra."""

    def __init__(self, algebra: Algebra, letter: str) -> None:
        self.algebra = algebra
        self.letter = letter
        found = algebra.fraction(Name(letter)).num
        self.slot = next(i for i, degree in enumerate(found.degrees()) if degree > 0)

    def _moving(self, poly: fmpq_mpoly) -> list[int]:
        """The generators that move with the letter, itself included."""
        return [
            slot
            for slot, degree in enumerate(poly.degrees())
            if degree > 0 and self.letter in free_names(self.algebra.by_slot[slot].node)
        ]

    def logarithms(
        self, factors: list[fmpq_mpoly], atoms: list[Atom], integrand: Ratio
    ) -> Iterator[Term]:
        algebra = self.algebra
        for factor in factors:
            node = algebra.node(factor)
            yield self._log(node)
            yield from self._arctangents(factor)
            yield from self._biquadratic(factor)
        angles = [
            atom.node.args[0]
            for atom in atoms
            if atom.sort in (Sort.SINE, Sort.COSINE) and isinstance(atom.node, Apply)
        ]
        for angle in dict.fromkeys(angles):
            if factors:
                yield from self._of_angle(angle, factors)
        for atom in atoms:
            if atom.sort is Sort.ROOT and atom.argument is not None:
                yield from self._of_root(atom)
        for exponent in dict.fromkeys(self._exponents(integrand)):
            yield from self._error_function(algebra.fraction(exponent))
        roots = [atom for atom in atoms if atom.sort is Sort.ROOT and atom.fine == 2]
        for first, second in combinations(roots, 2):
            yield from self._of_two_roots(first, second)

    def _log(self, node: Expression) -> Term:
        """``log|node|``, which has the derivative of log(node)."""
        slope = Apply("/", (differentiate(node, self.letter), node))
        return Term(Apply("log", (Apply("abs", (node,)),)), slope)

    def _smooth(self, node: Expression) -> Term:
        return Term(node, differentiate(node, self.letter))

    def _arctangents(self, factor: fmpq_mpoly) -> Iterator[Term]:
        """``atan((2·a·u + b)/sqrt(4·a·c - b²))`` for a divisor a·u² + b·u + c."""
        for slot in self._moving(factor):
            if int(factor.degrees()[slot]) != 2:
                continue
            u = self.algebra.node(self.algebra.generators[slot])
            a, b, c = self._coefficients(factor, slot)
            if not any(map(self._speaks, (a, b, c))):
                yield from self._of_quadratic(u, a, b, c)

    def _of_quadratic(
        self, u: Expression, a: Expression, b: Expression, c: Expression
    ) -> Iterator[Term]:
        gap = self._tidy(add(times(Number(4), a, c), negate(times(b, b))))
        root = Apply("^", (Apply("abs", (gap,)), HALF))
        slope = add(times(TWO, a, u), b)
        tangent = Apply("/", (slope, root))
        change = differentiate(u, self.letter)
        yield Term(
            Apply("atan", (tangent,)),
            Apply("/", (times(TWO, a, root, change), add(times(slope, slope), gap))),
        )
        # Where the square's roots are real: the logarithm of their quotient.
        ratio = Apply("/", (add(slope, negate(root)), add(slope, root)))
        yield Term(
            Apply("log", (Apply("abs", (ratio,)),)),
            Apply("/", (times(Number(4), a, root, change), add(times(slope, slope), gap))),
        )

    def _biquadratic(self, factor: fmpq_mpoly) -> Iterator[Term]:
        """``a·t⁴ + b·t² + c`` over the reals: by t² + q ± p·t with q² = c/a, p² = 2·q - b/a."""
        if self._moving(factor) != [self.slot] or int(factor.degrees()[self.slot]) != 4:
            return
        parts = self._by_powers(factor)
        if parts is None:
            return
        a, b, c = parts
        q = self._tidy(Apply("^", (Apply("/", (c, a)), HALF)))
        square = self._tidy(add(times(TWO, q), negate(Apply("/", (b, a)))))
        if self.algebra.signs.of(square) != POS:
            return
        p, t = self._tidy(Apply("^", (square, HALF))), Name(self.letter)
        for turn in (p, negate(p)):
            yield self._log(add(times(t, t), times(turn, t), q))
            yield from self._of_quadratic(t, ONE, turn, q)

    def _by_powers(self, poly: fmpq_mpoly) -> list[Expression] | None:
        """The coefficients of t⁴, t² and 1, if there are no others."""
        found: dict[int, dict[tuple[int, ...], fmpq]] = {4: {}, 2: {}, 0: {}}
        for monomial, coefficient in poly.to_dict().items():
            degree = int(monomial[self.slot])
            if degree not in found:
                return None
            bare = (*monomial[: self.slot], 0, *monomial[self.slot + 1 :])
            found[degree][bare] = coefficient
        return [self.algebra.node(self.algebra.ring.from_dict(terms)) for terms in found.values()]

    def _coefficients(
        self, poly: fmpq_mpoly, slot: int
    ) -> tuple[Expression, Expression, Expression]:
        algebra = self.algebra
        first = poly.derivative(slot)
        a = first.derivative(slot) / 2
        b = algebra.put(first, slot, algebra.zero)
        c = algebra.put(poly, slot, algebra.zero)
        return algebra.node(a), algebra.node(b), algebra.node(c)

    def _tidy(self, node: Expression) -> Expression:
        return self._node(self.algebra.lowest(self.algebra.fraction(node)))

    def _speaks(self, node: Expression) -> bool:
        return self.letter in free_names(node)

    def _of_angle(self, angle: Expression, factors: list[fmpq_mpoly]) -> Iterator[Term]:
        """For divisors that speak of an angle."""
        sine, cosine = Apply("sin", (angle,)), Apply("cos", (angle,))
        for sign in (ONE, Number(-1)):
            yield self._log(add(ONE, times(sign, cosine)))
            yield self._log(add(ONE, times(sign, sine)))
        algebra = self.algebra
        s, c = (algebra.fraction(node).num for node in (sine, cosine))
        for factor in factors:
            found = self._linear(factor, s, c)
            if found is not None:
                yield from self._of_wave(angle, *found)
                continue
            found = self._doubled(factor, s, c)
            if found is not None:
                yield from self._of_wave(times(TWO, angle), *found)

    def _of_wave(
        self, angle: Expression, whole: Expression, of_cosine: Expression, of_sine: Expression
    ) -> Iterator[Term]:
        """For 1/(A + B·cos + C·sin), by the sign of A² - B² - C²."""
        if self.algebra.signs.of(whole) == NEG:  # so that what stands below has no zero
            whole, of_cosine, of_sine = map(negate, (whole, of_cosine, of_sine))
        sine, cosine = Apply("sin", (angle,)), Apply("cos", (angle,))
        wave = add(times(of_cosine, cosine), times(of_sine, sine))
        squares = add(times(of_cosine, of_cosine), times(of_sine, of_sine))
        gap = self._tidy(add(times(whole, whole), negate(squares)))
        sign = self.algebra.signs.of(gap)
        if sign & POS:
            root = Apply("^", (gap, HALF))
            top = add(times(of_cosine, sine), negate(times(of_sine, cosine)))
            tangent = Apply("/", (top, add(whole, root, wave)))
            yield self._smooth(Apply("/", (Name(self.letter), root)))
            yield self._smooth(Apply("/", (Apply("atan", (tangent,)), root)))
        if sign & NIL:
            for top in (sine, cosine):
                yield self._smooth(Apply("/", (top, add(whole, wave))))
        if sign & NEG:
            root = Apply("^", (negate(gap), HALF))
            first = times(add(whole, negate(of_cosine)), sine)
            parts = [
                add(first, times(add(of_sine, turn), add(ONE, cosine)))
                for turn in (negate(root), root)
            ]
            yield self._log(Apply("/", tuple(parts)))

    def _linear(
        self, factor: fmpq_mpoly, sine: fmpq_mpoly, cosine: fmpq_mpoly
    ) -> tuple[Expression, Expression, Expression] | None:
        """A, B and C of a divisor A + B·cos + C·sin."""
        algebra = self.algebra
        slots = [algebra.lone(part) for part in (cosine, sine)]
        if slots[0] is None or slots[1] is None:
            return None
        parts = [factor.derivative(atom.slot) for atom in slots if atom is not None]
        whole = factor
        for part, atom in zip(parts, slots, strict=True):
            if atom is not None:
                whole = whole - part * algebra.generators[atom.slot]
        nodes = [algebra.node(part) for part in (whole, *parts)]
        if any(map(self._speaks, nodes)):
            return None
        return nodes[0], nodes[1], nodes[2]

    def _doubled(
        self, factor: fmpq_mpoly, sine: fmpq_mpoly, cosine: fmpq_mpoly
    ) -> tuple[Expression, Expression, Expression] | None:
        """A, B and C of p + q·cos² + r·sin·cos = A + B·cos + C·sin of the doubled angle."""
        algebra = self.algebra
        atoms = [algebra.lone(part) for part in (cosine, sine)]
        if atoms[0] is None or atoms[1] is None:
            return None
        squares, mixed, rest = algebra.zero, algebra.zero, algebra.zero
        c, s = atoms[0].slot, atoms[1].slot
        for monomial, coefficient in factor.to_dict().items():
            powers = int(monomial[c]), int(monomial[s])
            bare = tuple(0 if slot in (c, s) else n for slot, n in enumerate(monomial))
            term = algebra.ring.from_dict({bare: coefficient})
            match powers:
                case (0, 0):
                    rest = rest + term
                case (2, 0):
                    squares = squares + term
                case (0, 2):
                    rest, squares = rest + term, squares - term
                case (1, 1):
                    mixed = mixed + term
                case _:
                    return None
        nodes = [algebra.node(part) for part in (rest + squares / 2, squares / 2, mixed / 2)]
        if any(map(self._speaks, nodes)):
            return None
        return nodes[0], nodes[1], nodes[2]

    def _of_root(self, atom: Atom) -> Iterator[Term]:
        """For a square root; more for that of a quadratic polynomial of the letter."""
        if atom.fine == 2:
            yield self._smooth(Apply("atan", (atom.node,)))
        q = atom.argument
        if q is None or atom.fine != 2 or int(q.degrees()[self.slot]) != 2:
            return
        if self._moving(q) != [self.slot]:
            return
        a, b, c = self._coefficients(q, self.slot)
        slope = add(times(TWO, a, Name(self.letter)), b)
        square = Apply("^", (Apply("abs", (a,)), HALF))
        node = add(slope, times(TWO, square, atom.node))
        yield self._log(node)
        gap = add(times(b, b), negate(times(Number(4), a, c)))
        sine = Apply("/", (slope, Apply("^", (gap, HALF))))
        yield self._smooth(Apply("asin", (sine,)))

    def _of_two_roots(self, first: Atom, second: Atom) -> Iterator[Term]:
        """For square roots of two linear polynomials of the letter."""
        slopes = []
        for atom in (first, second):
            q = atom.argument
            if q is None or self._moving(q) != [self.slot] or int(q.degrees()[self.slot]) != 1:
                return
            slope = self.algebra.node(q.derivative(self.slot))
            slopes.append(Apply("^", (Apply("abs", (slope,)), HALF)))
        left, right = times(slopes[1], first.node), times(slopes[0], second.node)
        yield self._smooth(Apply("atan", (Apply("/", (left, right)),)))
        yield self._log(add(left, right))

    def _exponents(self, integrand: Ratio) -> Iterator[Expression]:
        """What the exponentials in each term add up to."""
        algebra = self.algebra
        shared = exponent_of(algebra, integrand.den.monoms()[0])
        for monomial in integrand.num.monoms():
            own = exponent_of(algebra, monomial)
            yield self._node(algebra.lowest(algebra.plus(own, Ratio(-shared.num, shared.den))))

    def _error_function(self, exponent: Ratio) -> Iterator[Term]:
        """For exp(q) with a quadratic q, of which the square is completed."""
        num, den = exponent
        if self._moving(den) or self._moving(num) != [self.slot]:
            return
        if int(num.degrees()[self.slot]) != 2:
            return
        a, b, c = self._coefficients(num, self.slot)
        # q = -(u² + v) with u = sqrt(-a)·t - …
        yield from self._bell((a, b, c), self.algebra.node(den))

    def _bell(
        self, of: tuple[Expression, Expression, Expression], den: Expression
    ) -> Iterator[Term]:
        a, b, _ = (Apply("/", (part, den)) for part in of)
        if self.algebra.signs.of(a) & NEG == 0:  # only exp(a·t² + …) with a < 0 is a bell
            return
        root = self._tidy(Apply("^", (negate(a), HALF)))
        shift = self._tidy(Apply("/", (b, times(TWO, root))))
        u = add(times(root, Name(self.letter)), negate(shift))
        yield self._smooth(Apply("erf", (u,)))

    def _node(self, value: Ratio) -> Expression:
        top = self.algebra.node(value.num)
        return top if value.den.is_one() else Apply("/", (top, self.algebra.node(value.den)))
