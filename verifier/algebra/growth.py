"""How expressions grow as a letter tends to plus infinity: their limits and their signs in the end.

Gruntz's method. Of all that grows in an expression the fastest is found; in terms of it, as one
infinitely small scale w, the expression is a series whose coefficients grow more slowly, and its
first term decides. A sign of a number that the method needs is asked of whoever knows the case; a
limit is never guessed from a coefficient that is merely not seen to vanish.

What stays between -1 and 1 without a limit, such as ``sin(x)``, is a letter of its own there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial

from flint import fmpq, fmpq_mpoly

from verifier.algebra.atoms import Sort
from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import SINGLE, Oracle, Undecided
from verifier.algebra.literals import NEG, NIL, POS, Literal
from verifier.algebra.names import Names
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.algebra.series import (
    Calculus,
    Exponent,
    NeedMoreTerms,
    Series,
    constant,
    expression_of,
)
from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import (
    ONE,
    ZERO,
    Apply,
    Call,
    Constant,
    Expression,
    Name,
    Number,
    free_names,
    substitute,
    transform,
)
from verifier.language.problems import LimitExceeded

LENGTHS = (3, 6, 12, 20)
FAR = 10  # in the end the letter is greater than this
WAVERING = 6  # different terms without a limit, in one expression
INFINITY = Constant("oo")
MINUS_INFINITY = Apply("neg", (INFINITY,))
HALF_PI = Apply("/", (Constant("pi"), Number(2)))


@dataclass(frozen=True, slots=True)
class Scale:
    """What is infinitely small; ``log`` is its logarithm; ``exponential`` None for ``1/x``."""

    log: Expression
    exponential: Expression | None


class Growth:
    """The behaviour of expressions as ``letter`` tends to plus infinity.

    Raises (from every method):
        Undecided: where the method says nothing.
        NeedSplit: where a sign has to be known that the case leaves open.
        LimitExceeded: when a limit on work is reached.
    """

    def __init__(
        self, outer: Oracle, letter: str, before: Iterable[Literal], *, whole: bool = False
    ) -> None:
        outer.spend(60)
        self.outer = outer
        self.letter = letter
        self.before = tuple(before)
        known = outer.knowledge()
        wavering = [f"{letter}'{i}" for i in range(1, WAVERING + 1)]
        far = Domain(Field.INTEGER if whole else Field.REAL, Bound(Number(FAR), open=True))
        unit = Domain(Field.REAL, Bound(Number(-1), open=False), Bound(ONE, open=False))
        symbols = {**known.names.context.symbols, letter: far}
        symbols |= dict.fromkeys(wavering, unit)
        self.names = Names(replace(known.names.context, symbols=symbols))
        self.algebra = Algebra(self.names, known.facts, known.capacity)
        self.algebra.payer = known.algebra
        self._letters = frozenset(wavering)
        self._waves: dict[Expression, Expression] = {}
        self._tidied: dict[Expression, Expression] = {}
        self._limits: dict[Expression, Expression] = {}
        self._signs: dict[Expression, int] = {}
        self._leading: dict[Expression, tuple[Exponent, Expression]] = {}
        self._fastest: dict[Expression, Expression | None] = {}
        self._expanded: dict[tuple[Expression, Scale, int], Series] = {}

    # -- what is asked -------------------------------------------------------------------------

    def limit(self, node: Expression) -> Expression:
        """The limit: an expression without the letter, or plus or minus infinity."""
        found = self._limit(self.plain(node))
        if self._wavers(found):
            raise Undecided
        return found

    def final_sign(self, node: Expression) -> int:
        """-1, 0 or 1: the sign in the end; 0 where the expression is zero in the end."""
        return self.sign(self.plain(node))

    # -- limits and signs ----------------------------------------------------------------------

    def _moves(self, node: Expression) -> bool:
        return self.letter in free_names(node)

    def _wavers(self, node: Expression) -> bool:
        return not self._letters.isdisjoint(free_names(node))

    def _limit(self, node: Expression) -> Expression:
        node = self.tidy(node)
        if not self._moves(node):
            return node
        found = self._limits.get(node)
        if found is None:
            found = self._limits[node] = self._limit_of_moving(node)
        return found

    def _limit_of_moving(self, node: Expression) -> Expression:
        """By the first terms: what has a positive exponent vanishes, whatever its coefficient."""
        scale = self._scale(node)
        for length in LENGTHS:
            try:
                found = self._limit_of_series(self.expand(node, scale, length), scale)
            except NeedMoreTerms:
                continue
            return found
        raise Undecided

    def _limit_of_series(self, series: Series, scale: Scale) -> Expression:
        for exponent, coefficient in series.terms:
            order = self.order(exponent, Fraction(0))
            if order > 0:
                return ZERO
            if order == 0:
                return self._limit(self._slower(coefficient, scale))
            sign = self.sign(self._slower(coefficient, scale))
            if sign:
                return INFINITY if sign > 0 else MINUS_INFINITY
        if series.error is not None and self.order(series.error, Fraction(0)) <= 0:
            raise NeedMoreTerms
        return ZERO

    def sign(self, node: Expression) -> int:
        """See `series.Judge`."""
        node = self.tidy(node)
        found = self._signs.get(node)
        if found is None:
            found = self._signs[node] = self._sign(node)
        return found

    def _sign(self, node: Expression) -> int:
        match node:
            case Number(value):
                return (value > 0) - (value < 0)
        try:
            possible = self.algebra.signs.of(node)
        except DividesByZero:
            raise Undecided from None
        if possible in SINGLE:
            return {POS: 1, NIL: 0, NEG: -1}[possible]
        if self._moves(node):
            return self.sign(self.leading(node)[1])
        if self._wavers(node):
            raise Undecided
        return {POS: 1, NIL: 0, NEG: -1}[self.outer.sign(node, SINGLE, self.before)]

    def order(self, first: Exponent, second: Exponent) -> int:
        """See `series.Judge`."""
        if isinstance(first, Fraction) and isinstance(second, Fraction):
            return (first > second) - (first < second)
        return self.sign(add(expression_of(first), negate(expression_of(second))))

    def tidy(self, node: Expression) -> Expression:
        """See `series.Judge`."""
        if isinstance(node, Number | Name | Constant):
            return node
        found = self._tidied.get(node)
        if found is None:
            found = self._tidied[node] = self._normal(node)
            self._tidied[found] = found
        return found

    def _normal(self, node: Expression) -> Expression:
        algebra = self.algebra
        try:
            num, den = algebra.lowest(algebra.fraction(node))
            num, den = algebra.lowest(Ratio(algebra.reduce(num), algebra.reduce(den)))
        except DividesByZero:
            raise Undecided from None
        self.outer.spend(30 + len(num) + len(den))  # normal forms are the dear part of the method
        if algebra.is_zero(num):
            return ZERO
        return self._gathered(num, den)

    def _gathered(self, num: fmpq_mpoly, den: fmpq_mpoly) -> Expression:
        """A fraction with one exponential in each of its terms: ``exp(u)/exp(v) = exp(u - v)``."""
        if not any(
            degree > 0 and self.algebra.by_slot[slot].sort is Sort.EXP
            for poly in (num, den)
            for slot, degree in enumerate(poly.degrees())
        ):
            top = self.algebra.node(num)
            return top if den.is_one() else Apply("/", (top, self.algebra.node(den)))
        shared = self._exponent_of(den.monoms()[0])
        top = self._sum(num, shared)
        return top if den.is_one() else Apply("/", (top, self._sum(den, shared)))

    def _sum(self, poly: fmpq_mpoly, shared: Ratio) -> Expression:
        algebra = self.algebra
        groups: dict[Expression, dict[tuple[int, ...], fmpq]] = {}
        for monomial, coefficient in poly.to_dict().items():
            own = self._exponent_of(monomial)
            gap = algebra.lowest(algebra.plus(own, Ratio(-shared.num, shared.den)))
            top = algebra.node(gap.num)
            exponent = top if gap.den.is_one() else Apply("/", (top, algebra.node(gap.den)))
            rest = tuple(
                0 if degree and algebra.by_slot[slot].sort is Sort.EXP else degree
                for slot, degree in enumerate(monomial)
            )
            groups.setdefault(exponent, {})[rest] = coefficient
        return add(
            *(
                times(algebra.node(algebra.ring.from_dict(terms)), Apply("exp", (exponent,)))
                if exponent is not ZERO
                else algebra.node(algebra.ring.from_dict(terms))
                for exponent, terms in groups.items()
            )
        )

    def _exponent_of(self, monomial: tuple[int, ...]) -> Ratio:
        algebra = self.algebra
        total = Ratio(algebra.zero, algebra.one)
        for slot, degree in enumerate(monomial):
            if degree and algebra.by_slot[slot].sort is Sort.EXP:
                part = algebra.exponent(algebra.by_slot[slot])
                total = algebra.plus(total, Ratio(part.num * int(degree), part.den))
        return total

    def leading(self, node: Expression) -> tuple[Exponent, Expression]:
        """The first term of an expression in its own fastest scale."""
        found = self._leading.get(node)
        if found is None:
            found = self._leading[node] = self._first_term(node)
        return found

    def _first_term(self, node: Expression) -> tuple[Exponent, Expression]:
        scale = self._scale(node)
        for length in LENGTHS:
            try:
                series = self.expand(node, scale, length)
                if not series.terms and series.error is None:
                    return Fraction(0), ZERO
                exponent, coefficient, _ = Calculus(self, length).leading(series)
            except NeedMoreTerms:
                continue
            return exponent, self._slower(coefficient, scale)
        raise Undecided

    def _slower(self, node: Expression, scale: Scale) -> Expression:
        """A coefficient of powers of x speaks of x as log(x) alone, which becomes the letter."""
        if scale.exponential is not None:
            return node
        log = Apply("log", (Name(self.letter),))
        slower = Name(f"{self.letter}'")  # so that log(log(x)) does not become x
        replaced = transform(node, lambda part: slower if part is log else part)
        if self._moves(replaced):
            raise Undecided
        return substitute(replaced, {slower.name: Name(self.letter)})

    # -- what grows fastest --------------------------------------------------------------------

    def _scale(self, node: Expression) -> Scale:
        match self._fastest_in(node):
            case Apply("exp", (h,)):
                falls = self._limit(h) is MINUS_INFINITY
                log = h if falls else negate(h)
                return Scale(log, Apply("exp", (log,)))
            case Name():
                return Scale(negate(Apply("log", (Name(self.letter),))), None)
            case _:
                raise Undecided

    def _fastest_in(self, node: Expression) -> Expression | None:
        """The letter, or an exponential of something infinite, that grows or falls fastest."""
        if not self._moves(node):
            return None
        if isinstance(node, Name):
            return node
        if node in self._fastest:
            return self._fastest[node]
        match node:
            case Apply("^", (u, _)):
                found = self._fastest_in(u)
            case Apply("exp", (u,)):
                found = self._fastest_in(u)
                if self._limit(u) in (INFINITY, MINUS_INFINITY):
                    found = self._faster(found, node)
            case Apply(_, args) | Call(_, args, _):
                found = None
                for arg in args:
                    found = self._faster(found, self._fastest_in(arg))
            case _:
                raise Undecided
        self._fastest[node] = found
        return found

    def _faster(self, first: Expression | None, second: Expression | None) -> Expression | None:
        if first is None or second is None or first is second:
            return second if first is None else first
        ratio = self._limit(Apply("/", (_logarithm(first), _logarithm(second))))
        return second if ratio is ZERO else first

    # -- series --------------------------------------------------------------------------------

    def expand(self, node: Expression, scale: Scale, length: int) -> Series:
        """An expression as a series in a scale that nothing in it outgrows."""
        key = (node, scale, length)
        found = self._expanded.get(key)
        if found is None:
            self.outer.spend(2)
            found = self._expanded[key] = self._expansion(node, scale, length)
        return found

    def _expansion(self, node: Expression, scale: Scale, length: int) -> Series:
        if not self._moves(node):
            return constant(node)
        calculus = Calculus(self, length)
        match node:
            case Name():
                return Series(((Fraction(-1), ONE),)) if not scale.exponential else constant(node)
            case Apply("+", terms):
                return calculus.add(self.expand(term, scale, length) for term in terms)
            case Apply("neg", (u,)):
                return calculus.scaled(self.expand(u, scale, length), Number(-1), Fraction(0))
            case Apply("*", factors):
                product = constant(ONE)
                for factor in factors:
                    product = calculus.multiply(product, self.expand(factor, scale, length))
                return product
            case Apply("/", (u, v)):
                inverse = self._power(self.expand(v, scale, length), Number(-1), calculus)
                return calculus.multiply(self.expand(u, scale, length), inverse)
            case Apply("^", (u, exponent)):
                return self._power(self.expand(u, scale, length), exponent, calculus)
            case Apply(head, (u,)):
                return self._of_one(head, node, u, calculus, scale)
            case _:
                raise Undecided

    def _of_one(
        self, head: str, node: Expression, u: Expression, calculus: Calculus, scale: Scale
    ) -> Series:
        """A function of one argument as a series."""
        inner = self.expand(u, scale, calculus.length)
        match head:
            case "abs":
                return calculus.scaled(inner, Number(self.sign(u) or 1), Fraction(0))
            case "exp":
                return self._exponential(inner, scale, calculus)
            case "log":
                return self._log(node, inner, scale, calculus)
            case "sin" | "cos" | "atan" | "erf" | "asin" | "acos":
                return self._taylor(head, inner, calculus)
            case _:
                raise Undecided

    def _power(self, base: Series, exponent: Expression, calculus: Calculus) -> Series:
        match exponent:
            case Number(value) if value.denominator == 1 and 0 <= value <= 8:
                product = constant(ONE)
                for _ in range(int(value)):
                    product = calculus.multiply(product, base)
                return product
        first, coefficient, small = calculus.leading(base)
        whole = isinstance(exponent, Number) and exponent.value.denominator == 1
        if not whole and self.sign(coefficient) < 0:
            raise Undecided
        inner = calculus.compose(small, lambda k: _binomial(exponent, k))
        shift = self._exponent(times(expression_of(first), exponent))
        return calculus.scaled(inner, self.tidy(Apply("^", (coefficient, exponent))), shift)

    def _exponent(self, node: Expression) -> Exponent:
        node = self.tidy(node)
        return node.value if isinstance(node, Number) else node

    def _split(self, series: Series) -> tuple[Expression, Series]:
        """A series without negative exponents as its constant term and the rest."""
        terms = list(series.terms)
        while terms and self.order(terms[0][0], Fraction(0)) < 0:
            if self.sign(terms[0][1]) != 0:
                raise Undecided  # it would outgrow the scale
            terms.pop(0)
        if series.error is not None and self.order(series.error, Fraction(0)) <= 0:
            raise NeedMoreTerms
        if terms and self.order(terms[0][0], Fraction(0)) == 0:
            return terms[0][1], Series(tuple(terms[1:]), series.error)
        return ZERO, Series(tuple(terms), series.error)

    def _exponential(self, inner: Series, scale: Scale, calculus: Calculus) -> Series:
        """``exp(c₀ + small)``; the part of c₀ that grows like the scale's logarithm is a power."""
        start, small = self._split(inner)
        shift: Exponent = Fraction(0)
        if self._moves(start):
            ratio = self._limit(Apply("/", (start, scale.log)))
            if ratio in (INFINITY, MINUS_INFINITY):
                raise Undecided
            shift = self._exponent(ratio)
            start = self.tidy(add(start, negate(times(ratio, scale.log))))
        series = calculus.compose(small, lambda k: Number(Fraction(1, factorial(k))))
        return calculus.scaled(series, self.tidy(Apply("exp", (start,))), shift)

    def _log(self, node: Expression, inner: Series, scale: Scale, calculus: Calculus) -> Series:
        if scale.exponential is None and node == Apply("log", (Name(self.letter),)):
            return constant(node)
        exponent, coefficient, small = calculus.leading(inner)
        if self.sign(coefficient) < 0:
            raise Undecided
        start = add(
            self.tidy(Apply("log", (coefficient,))), times(expression_of(exponent), scale.log)
        )
        series = calculus.compose(small, _of_logarithm)
        return calculus.add((constant(self.tidy(start)), series))

    def _taylor(self, head: str, inner: Series, calculus: Calculus) -> Series:
        """A function that is analytic where its argument tends to."""
        start, small = self._split(inner)
        place = self._limit(start)
        if place in (INFINITY, MINUS_INFINITY):
            raise Undecided
        if head in ("asin", "acos") and self.sign(add(ONE, negate(times(place, place)))) <= 0:
            raise Undecided
        slopes: list[Expression] = [Apply(head, (Name(self.letter),))]

        def coefficient(k: int) -> Expression:
            while len(slopes) <= k:
                slopes.append(self.tidy(differentiate(slopes[-1], self.letter)))
            value = substitute(slopes[k], {self.letter: start})
            return times(Number(Fraction(1, factorial(k))), value)

        return calculus.compose(small, coefficient)

    # -- before it begins ----------------------------------------------------------------------

    def plain(self, node: Expression) -> Expression:
        """The expression over what the method knows: no moving exponents, no infinite angles."""
        if not self._moves(node):
            return node
        match node:
            case Name():
                return node
            case Apply("^", (u, v)) if self._moves(v):
                base = self.plain(u)
                if self.sign(base) <= 0:
                    raise Undecided
                return Apply("exp", (times(self.plain(v), Apply("log", (base,))),))
            case Apply("abs", (u,)):
                inner = self.plain(u)
                return inner if self.sign(inner) >= 0 else negate(inner)
            case Apply("sin" | "cos" | "atan" | "erf" | "asin" | "acos" as head, (u,)):
                return self._function(head, self.plain(u))
            case Apply("+" | "*" | "neg" | "/" | "^" | "exp" | "log" as head, args):
                return Apply(head, tuple(map(self.plain, args)))
            case _:
                raise Undecided

    def _function(self, head: str, u: Expression) -> Expression:
        place = self._limit(u)
        node = Apply(head, (u,))
        if self._wavers(place):
            return self._wave(node) if head in ("sin", "cos") else _refuse()
        if place in (INFINITY, MINUS_INFINITY):
            return self._at_infinity(node, u, 1 if place is INFINITY else -1)
        if head in ("asin", "acos") and self.sign(add(ONE, negate(times(place, place)))) == 0:
            square = add(ONE, negate(times(u, u)))
            slope = Apply("/", (u, Apply("^", (square, Number(Fraction(1, 2))))))
            angle = self._function("atan", slope)
            return angle if head == "asin" else add(HALF_PI, negate(angle))
        return node

    def _at_infinity(self, node: Apply, u: Expression, sign: int) -> Expression:
        match node.head:
            case "sin" | "cos":
                return self._wave(node)
            case "atan":
                flipped = Apply("atan", (Apply("/", (ONE, u)),))
                return add(times(Number(sign), HALF_PI), negate(flipped))
            case "erf":  # 1 - erf(u) lies between 0 and exp(-u²) for u > 0
                rest = times(self._wave(node), Apply("exp", (negate(times(u, u)),)))
                return times(Number(sign), add(ONE, negate(rest)))
            case _:
                raise Undecided

    def _wave(self, node: Expression) -> Expression:
        found = self._waves.get(node)
        if found is None:
            if len(self._waves) == WAVERING:
                raise LimitExceeded("too many terms of a limit have no limit of their own")
            found = self._waves[node] = Name(f"{self.letter}'{len(self._waves) + 1}")
        return found


def _refuse() -> Expression:
    raise Undecided


def _logarithm(node: Expression) -> Expression:
    match node:
        case Apply("exp", (h,)):
            return h
        case _:
            return Apply("log", (node,))


def _binomial(exponent: Expression, k: int) -> Expression:
    factors = [add(exponent, Number(-i)) if i else exponent for i in range(k)]
    return times(Number(Fraction(1, factorial(k))), *factors)


def _of_logarithm(k: int) -> Expression:
    return ZERO if k == 0 else Number(Fraction(-1 if k % 2 == 0 else 1, k))
