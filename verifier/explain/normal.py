"""Short forms of an expression, written as an author would: fractions of products or of sums."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq_mpoly

from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import NeedSplit, OffClaim, Undecided, Undefined
from verifier.algebra.lowering import lower
from verifier.algebra.ring import CAPACITIES, DividesByZero, Ratio, TooManyAtoms
from verifier.explain.tidy import negated, number, powered, product, quotient, total
from verifier.kernel.setting import Impossible, Setting
from verifier.language.expressions import ONE, TWO, Apply, Expression, Number, transform
from verifier.language.problems import LimitExceeded

TERMS = 12  # of a numerator or a denominator that anybody would write
NO_FORM = (
    NeedSplit,
    Undecided,
    Undefined,
    OffClaim,
    Impossible,
    DividesByZero,
    TooManyAtoms,
    LimitExceeded,
)
"""Why there may be none: cases, an undefined part, work."""


def normal_forms(
    node: Expression, setting: Setting, closed: frozenset[str]
) -> Iterator[Expression]:
    """The expression as a fraction over its atoms, in factors and in terms; at most two forms.

    Names in ``closed`` stay names. Nothing is claimed about where the forms are defined.
    """
    try:
        oracle = setting.oracle((), (), CAPACITIES[1])
        algebra = oracle.algebra
        lowered = lower(node, setting.names, closed, oracle).expression
        ratio = algebra.fraction(lowered)
        num, den = algebra.lowest(Ratio(algebra.reduce(ratio.num), algebra.reduce(ratio.den)))
        if len(num) > TERMS or len(den) > TERMS:
            return
        over, under = _factored(algebra, num), _factored(algebra, den)
        forms = [quotient(over, under)]
        if len(num) > 1:
            forms.append(quotient(written(algebra.node(num)), under))
    except NO_FORM:
        return
    yield from dict.fromkeys(forms)


def _factored(algebra: Algebra, poly: fmpq_mpoly) -> Expression:
    content, powers = algebra.factor(poly)
    value = Fraction(int(content.p), int(content.q))
    factors = [powered(written(algebra.node(base)), Fraction(n)) for base, n in powers]
    lone = Number(abs(value.numerator))
    whole = product([*([lone] if abs(value.numerator) != 1 or not factors else []), *factors])
    whole = quotient(whole, Number(value.denominator))
    return negated(whole) if value < 0 else whole


def written(node: Expression) -> Expression:
    """The expression with numbers, signs and roots as the parser would have read them."""
    return transform(node, _as_read)


def _as_read(node: Expression) -> Expression:
    match node:
        case Number(value):
            return number(value)
        case Apply("+", terms):
            return total(terms)
        case Apply("*", factors):
            return product(factors)
        case Apply("/", (over, under)):
            return quotient(over, under)
        case Apply("neg", (inner,)):
            return negated(inner)
        case Apply("^", (base, Apply("/", (over, under)))) if over is ONE and under is TWO:
            return Apply("sqrt", (base,))
        case _:
            return node
