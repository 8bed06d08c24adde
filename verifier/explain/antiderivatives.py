"""What is wrong with a line that claims to be an antiderivative: its derivative is another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from verifier.claims.claim import Claim
from verifier.explain.normal import normal_forms
from verifier.explain.pieces import size_of
from verifier.explain.spelling import Speller
from verifier.explain.tidy import negated, number, product, quotient
from verifier.explain.wording import CHANGES, sentence
from verifier.kernel.setting import Setting
from verifier.language.expressions import Apply, Derivative, Expression, Number
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded

Prove = Callable[[Claim], bool]

SHORT = 24  # nodes of a derivative, or of a repair, that is shown
UNKNOWN = "Its derivative is not the integrand."


class Slope(NamedTuple):
    """What is known of the derivative of a line that is no antiderivative.

    Attributes:
        message: a sentence on it.
        factor: the number that it is of the integrand, if it is one.
    """

    message: str
    factor: Fraction | None


def other_derivative(claim: Claim, setting: Setting) -> Slope:
    """The derivative that the line has instead of the integrand."""
    try:
        factor = _factor(claim, setting)
        if factor is not None:
            return Slope(f"Its derivative is {factor} times the integrand.", factor)
        slope = min(map(to_text, _short(claim.left, claim, setting)), key=len, default="")
        wanted = to_text(claim.right)
    except LimitExceeded:
        return Slope(UNKNOWN, None)
    if not slope:
        return Slope(UNKNOWN, None)
    return Slope(sentence(f"its derivative is `{slope}`, and not `{wanted}`"), None)


def _short(node: Expression, claim: Claim, setting: Setting) -> list[Expression]:
    forms = normal_forms(node, setting, claim.context.total)
    return [form for form in forms if size_of(form, SHORT + 1) <= SHORT]


def _factor(claim: Claim, setting: Setting) -> Fraction | None:
    ratio = Apply("/", (claim.left, claim.right))
    found = (_value(form) for form in normal_forms(ratio, setting, claim.context.total))
    return next(filter(None, found), None)


def _value(node: Expression) -> Fraction | None:
    match node:
        case Number(value):
            return Fraction(value)
        case Apply("neg", (inner,)):
            size = _value(inner)
            return None if size is None else -size
        case Apply("/", (over, Number(under))) if under:
            top = _value(over)
            return None if top is None else top / under
        case _:
            return None


def mended(
    claim: Claim, factor: Fraction, setting: Setting, prove: Prove, speller: Speller
) -> tuple[str, str] | None:
    """The line with the number that it lacks, proved to be an antiderivative, and what was changed;
    None where no such line is proved.
    """
    if not isinstance(claim.left, Derivative):
        return None
    line = claim.left.body
    right, kind, about = _corrected(line, factor)
    try:
        proved = [
            one
            for one in dict.fromkeys((right, *_short(right, claim, setting)))
            if _is_proved(one, claim, prove)
        ]
        texts = [found.text for one in proved if (found := speller.spell(one)) is not None]
        said = CHANGES[kind].format(speller.written_as(about))
    except LimitExceeded:
        return None
    return (min(texts, key=len), said) if texts else None


def _corrected(line: Expression, factor: Fraction) -> tuple[Expression, str, Expression]:
    """The line without a factor, the kind of the change, and what it is about."""
    if factor == -1:
        return negated(line), "sign", line
    if factor.denominator == 1:
        return quotient(line, number(factor)), "missing divisor", number(factor)
    return product((number(1 / factor), line)), "missing factor", number(1 / factor)


def _is_proved(line: Expression, claim: Claim, prove: Prove) -> bool:
    slope = claim.left
    return isinstance(slope, Derivative) and prove(
        replace(claim, left=Derivative(slope.kind, line, slope.variables))
    )
