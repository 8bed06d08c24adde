"""How expressions grow as a letter tends to plus infinity: their limits and their signs in the end.

Gruntz's method. Of all that grows in an expression the fastest is found; in terms of it, as one
infinitely small scale w, the expression is a series whose coefficients grow more slowly, and its
first term decides. A sign of a number that the method needs is asked of whoever knows the case; a
limit is never guessed from a coefficient that is merely not seen to vanish.

What stays between -1 and 1 without a limit, such as ``sin(x)``, is a letter of its own there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from verifier.algebra.derivative import add, differentiate, negate, times
from verifier.algebra.expansions import INFINITY, MINUS_INFINITY, Expansions, Scale
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import SINGLE, Oracle, Undecided
from verifier.algebra.gathering import gathered
from verifier.algebra.literals import NEG, NIL, POS, Literal
from verifier.algebra.names import Names
from verifier.algebra.ring import DividesByZero, Ratio
from verifier.algebra.series import (
    Calculus,
    Exponent,
    NeedMoreTerms,
    Series,
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
HALF_PI = Apply("/", (Constant("pi"), Number(2)))


class NoLimit(Exception):
    """The limit is shown not to exist."""


class Alternates(Exception):
    """A sign changes with each step of a letter that runs over the whole numbers."""


class Growth(Expansions):
    """The behaviour of expressions as ``letter`` tends to plus infinity.

    ``whole``: over whole numbers; ``parity``: over those n with this value of (-1)^n only.

    Raises (from every method):
        Undecided: where the method says nothing.
        NoLimit: where there is none for certain.
        NeedSplit: where a sign has to be known that the case leaves open.
        LimitExceeded: when a limit on work is reached.
        Alternates: where even and odd numbers must be looked at apart.
    """

    def __init__(
        self,
        outer: Oracle,
        letter: str,
        before: Iterable[Literal],
        *,
        whole: bool = False,
        parity: int = 0,
    ) -> None:
        super().__init__(letter)
        outer.spend(150)
        self.outer = outer
        self.before = tuple(before)
        self.whole = whole
        self.parity = parity
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
        self._waves: dict[Expression, Name] = {}
        self._tidied: dict[Expression, Expression] = {}
        self._limits: dict[Expression, Expression] = {}
        self._signs: dict[Expression, int] = {}
        self._leading: dict[Expression, tuple[Exponent, Expression]] = {}
        self._fastest: dict[Expression, Expression | None] = {}

    # -- what is asked -------------------------------------------------------------------------

    def limit(self, node: Expression) -> Expression:
        """The limit: an expression without the letter, or plus or minus infinity."""
        found = self._limit(self.plain(node))
        if self._wavers(found):
            if self._oscillates(found):
                raise NoLimit
            raise Undecided
        return found

    def _oscillates(self, found: Expression) -> bool:
        """Whether it is ``a + b·sin(u)`` for a continuous u without bound, with b not zero: sin(u)
        takes each of its values again and again.
        """
        inside = self._letters & free_names(found)
        waves = [wave for wave, letter in self._waves.items() if letter.name in inside]
        if self.whole or len(waves) != 1:
            return False
        match waves[0]:
            case Apply("sin" | "cos", (u,)) if self._limit(u) in (INFINITY, MINUS_INFINITY):
                slope = self.tidy(differentiate(found, *inside))
                return not self._wavers(slope) and self.sign(slope) != 0
            case _:
                return False

    def final_sign(self, node: Expression) -> int:
        """-1, 0 or 1: the sign in the end; 0 where the expression is zero in the end."""
        return self.sign(self.plain(node))

    # -- limits and signs ----------------------------------------------------------------------

    def spend(self, amount: int) -> None:
        """Count work on the line's account."""
        self.outer.spend(amount)

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
            slower = self._through_logarithms(node)
            return self.sign(self.leading(node)[1] if slower is None else slower)
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
        self.outer.spend(120 + len(num) + len(den))  # normal forms are the dear part of the method
        if algebra.is_zero(num):
            return ZERO
        return gathered(algebra, Ratio(num, den))

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
        slower = self._through_logarithms(node)
        if slower is None:
            raise Undecided
        return slower

    def _through_logarithms(self, node: Expression) -> Expression | None:
        """With log(x) in the place of x, which tends to infinity as well; None for what speaks of x
        otherwise.
        """
        log = Apply("log", (Name(self.letter),))
        slower = Name(f"{self.letter}'")  # so that log(log(x)) does not become x
        replaced = transform(node, lambda part: slower if part is log else part)
        return (
            None
            if self._moves(replaced)
            else substitute(replaced, {slower.name: Name(self.letter)})
        )

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

    # -- before it begins ----------------------------------------------------------------------

    def plain(self, node: Expression) -> Expression:
        """The expression over what the method knows: no moving exponents, no infinite angles."""
        if not self._moves(node):
            return node
        match node:
            case Name():
                return node
            case Apply("^", (u, v)) if self._moves(v):
                return self._moving_power(self.plain(u), v)
            case Apply("factorial", (u,)):
                return self._factorial(self.plain(u))
            case Apply("gamma", (u,)):
                return self._factorial(add(self.plain(u), Number(-1)))
            case Apply("abs", (u,)):
                inner = self.plain(u)
                return inner if self.sign(inner) >= 0 else negate(inner)
            case Apply("sin" | "cos" | "atan" | "erf" | "asin" | "acos" as head, (u,)):
                return self._function(head, self.plain(u))
            case Apply("+" | "*" | "neg" | "/" | "^" | "exp" | "log" as head, args):
                return Apply(head, tuple(map(self.plain, args)))
            case _:
                raise Undecided

    def _factorial(self, u: Expression) -> Expression:
        """Stirling's formula: ``u! = sqrt(2·pi·u)·(u/e)^u·exp(w/(12·u))`` with w in (0, 1)."""
        if self._limit(u) is not INFINITY:
            raise Undecided
        log = Apply("log", (u,))
        turn = Apply("log", (times(Number(2), Constant("pi")),))
        rest = Apply("/", (self._wave(Apply("factorial", (u,))), times(Number(12), u)))
        half = times(Number(Fraction(1, 2)), add(log, turn))
        return Apply("exp", (add(times(u, log), negate(u), half, rest),))

    def _moving_power(self, base: Expression, exponent: Expression) -> Expression:
        """``u^v``; of a negative u for whole numbers v, by those that are even and those odd."""
        turns: Expression = ONE
        sign, raised = self.sign(base), self.plain(exponent)
        if sign < 0 and self.names.integral(exponent):
            base, turns = negate(base), self._alternation(exponent)
        elif sign == 0 and self.sign(raised) > 0:
            return ZERO
        elif sign <= 0:
            raise Undecided
        return times(turns, Apply("exp", (times(raised, Apply("log", (base,))),)))

    def _alternation(self, exponent: Expression) -> Expression:
        """``(-1)^(k·n + c)`` for whole numbers k and c."""
        at = [substitute(exponent, {self.letter: Number(i)}) for i in (0, 1)]
        slope = self.tidy(add(at[1], negate(at[0])))
        linear = add(at[0], times(slope, Name(self.letter)))
        if not isinstance(slope, Number) or self.tidy(add(exponent, negate(linear))) is not ZERO:
            raise Undecided
        if slope.value % 2 and not self.parity:
            raise Alternates
        turn = Number(self.parity) if slope.value % 2 else ONE
        return times(turn, Apply("^", (Number(-1), at[0])))

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
