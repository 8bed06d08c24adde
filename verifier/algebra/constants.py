"""Numbers made of radicals and cosines of rational angles: whether one is zero, and its sign.

A ball that excludes zero tells the sign. One that does not is made smaller until it is below the
*separation bound*: with a whole number D such that a = D·number is an algebraic integer of degree
at most n whose conjugates are all at most H in size, a nonzero a has a norm of at least 1, so that
|a| >= H^(1 - n). What is certainly smaller is zero. (Mignotte, *Mathematics for Computer Algebra*,
chapter 4; Burnikel et al., *A strong and easily computable separation bound for arithmetic
expressions involving radicals*, 2000.)

- A root t = |f|^(1/q): D(t) = D(f), H(t) = H(f)^(1/q), of degree q over what f is made of.
- An absolute value |f| is f or -f: D and H as of f; of degree 2 at most.
- cos(pi/N): D = 2, H = 1, of the degree of its minimal polynomial.
- A polynomial in them: the sum over its terms for H, the product over its atoms for n; D makes
  each term an integer multiple of a product of integers D(t)·t.

So nested and dependent radicals need no normal form of their own. A polynomial in letters vanishes
if each of its coefficients, a number of this kind, does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flint import arb, ctx, fmpq, fmpq_mpoly, fmpz

from verifier.algebra.atoms import Atom, Sort
from verifier.algebra.enclosures import evaluate, sign_of
from verifier.algebra.literals import ANY, NEG, NIL, POS
from verifier.algebra.ring import key
from verifier.language.expressions import free_names

if TYPE_CHECKING:
    from verifier.algebra.fractions import Algebra

PRECISIONS = (64, 256, 1024)
BITS = 40_000  # of working precision, for one number
DEGREE = 100_000  # of the field that a number is known to lie in
SLACK = 64  # bits of precision beyond the bound


class Measure(NamedTuple):
    """D and H of an algebraic number, and the atoms that it is made of, itself included."""

    scale: fmpz
    size: arb
    made_of: frozenset[int]


class Constants:
    """The numbers of one algebra."""

    def __init__(self, algebra: Algebra) -> None:
        self.algebra = algebra
        self._measures: dict[int, Measure | None] = {}
        self._signs: dict[object, int] = {}

    def vanishes(self, poly: fmpq_mpoly) -> bool:
        """Whether every coefficient, over what is no algebraic number, is shown to be zero."""
        algebraic = [
            slot
            for slot, degree in enumerate(poly.degrees())
            if degree > 0 and self._measure_of_atom(slot) is not None
        ]
        if not self._dependent(algebraic):
            return poly.is_zero()
        coefficients: dict[tuple[int, ...], dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            outer, inner = list(monomial), [0] * len(monomial)
            for slot in algebraic:
                outer[slot], inner[slot] = 0, monomial[slot]
            coefficients.setdefault(tuple(outer), {})[tuple(inner)] = coefficient
        parts = (self.algebra.ring.from_dict(terms) for terms in coefficients.values())
        return all(self.mask(part) == NIL for part in parts)

    def mask(self, poly: fmpq_mpoly) -> int:
        """The sign of a polynomial over numbers alone; `ANY` where it is not known, or has
        letters.
        """
        name = key(poly)
        found = self._signs.get(name)
        if found is None:
            found = self._signs[name] = self._sign(poly)
        return found

    def _dependent(self, slots: list[int]) -> bool:
        """Whether the atoms may satisfy more relations than their own: not if all of them are roots
        of primes (Besicovitch 1940), nor for one alone.
        """
        atoms = [self.algebra.by_slot[slot] for slot in slots]
        prime = [
            atom.sort is Sort.ROOT and atom.argument is not None and atom.argument.is_constant()
            for atom in atoms
        ]
        return not all(prime) and not (len(atoms) == 1 and atoms[0].sort is Sort.COSINE)

    # -- measures ------------------------------------------------------------------------------

    def _measure_of_atom(self, slot: int) -> Measure | None:
        """None for what is no algebraic number, or not known to be one."""
        if slot not in self._measures:
            atom = self.algebra.by_slot[slot]
            before, ctx.prec = ctx.prec, PRECISIONS[0]
            try:
                self._measures[slot] = self._of_atom(atom)
            finally:
                ctx.prec = before
        return self._measures[slot]

    def _of_atom(self, atom: Atom) -> Measure | None:
        if free_names(atom.node):
            return None
        made_of = frozenset((atom.slot,))
        match atom.sort:
            case Sort.COSINE if self.algebra.degree_of_part(atom):
                return Measure(fmpz(2), arb(1), made_of)
            case Sort.ROOT | Sort.ABS if atom.argument is not None:
                inner = self._measure(atom.argument)
                if inner is None:
                    return None
                size = inner.size.root(atom.fine) if atom.sort is Sort.ROOT else inner.size
                return Measure(inner.scale, size.abs_upper(), inner.made_of | made_of)
            case _:
                return None

    def _measure(self, poly: fmpq_mpoly) -> Measure | None:
        parts: dict[int, Measure] = {}
        for slot, degree in enumerate(poly.degrees()):
            inner = self._measure_of_atom(slot) if degree > 0 else None
            if inner is not None:
                parts[slot] = inner
            elif degree > 0:
                return None
        scale, size = fmpz(1), arb(0)
        for monomial, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            term, share = arb(abs(coefficient)), coefficient
            for slot, inner in parts.items():
                if monomial[slot]:
                    term *= inner.size ** int(monomial[slot])
                    share /= inner.scale ** int(monomial[slot])  # of a product of integers
            size += term
            scale = scale.lcm(fmpz(share.q))
        made_of = frozenset[int]().union(*(inner.made_of for inner in parts.values()))
        return Measure(scale, size.abs_upper(), made_of)

    def _degree(self, slots: frozenset[int]) -> int:
        degree = 1
        for slot in slots:
            atom = self.algebra.by_slot[slot]
            match atom.sort:
                case Sort.ROOT:
                    degree *= atom.fine
                case Sort.ABS:
                    degree *= 2
                case _:
                    degree *= self.algebra.degree_of_part(atom)
        return degree

    # -- signs ---------------------------------------------------------------------------------

    def _sign(self, poly: fmpq_mpoly) -> int:
        if any(
            degree > 0 and free_names(self.algebra.by_slot[slot].node)
            for slot, degree in enumerate(poly.degrees())
        ):
            return ANY
        node = self.algebra.node(poly)
        for bits in PRECISIONS:
            sign = sign_of(evaluate(node, {}, bits))
            if sign is not None:
                return (NEG, NIL, POS)[sign + 1]
        before, ctx.prec = ctx.prec, PRECISIONS[0]
        try:
            bits = self._bits_that_decide(poly)
        finally:
            ctx.prec = before
        if not bits:
            return ANY
        self.algebra.spend(bits * len(poly))
        value = evaluate(node, {}, bits + SLACK)
        sign = sign_of(value)
        if sign is not None:
            return (NEG, NIL, POS)[sign + 1]
        small = value is not None and abs(arb(value)) < arb(2) ** -bits
        return NIL if small else ANY

    def _bits_that_decide(self, poly: fmpq_mpoly) -> int:
        """A number k such that only zero is smaller than 2^-k; 0 where none is known, or it is
        large.
        """
        measure = self._measure(poly)
        if measure is None:
            return 0
        degree = self._degree(measure.made_of)
        if degree > DEGREE:
            return 0
        # |D·number| >= (D·H)^(1 - n), and D·H >= 1 for a number that is not zero.
        scale = int(measure.scale).bit_length()
        height = arb(measure.scale) * measure.size + 1
        log = (height.log() / arb(2).log()).upper().ceil().unique_fmpz()
        if log is None:
            return 0
        bits = scale + 1 + (degree - 1) * int(log)
        return bits if bits <= BITS else 0
