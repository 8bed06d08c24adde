"""The gap between the two sides, where it is one plain number or factor: "-1 times the left"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from verifier.claims.claim import Claim
from verifier.explain.normal import normal_forms
from verifier.explain.number_trial import NumberTrial
from verifier.explain.pieces import size_of
from verifier.explain.tidy import is_negative, negated, number, product, quotient, total
from verifier.explain.trial import Trial, Values
from verifier.language.expressions import ONE, Apply, Expression, Name, Number
from verifier.language.printer import to_text

Prove = Callable[[Claim], bool]

SIMPLE = 5  # nodes of a factor or a term that explains anything


class Gap(NamedTuple):
    """A sentence on how the right side differs from the left, and what it claims."""

    text: str
    claim: Claim


def gap_between(claim: Claim, trial: Trial, prove: Prove) -> str:
    """How the right side differs from the left, in words that are proved; "" if not plainly."""
    for gap in _gaps(claim, trial):
        if prove(gap.claim):
            return gap.text
    return ""


def _gaps(claim: Claim, trial: Trial) -> Iterator[Gap]:
    left, right = trial.values(claim.left), trial.values(claim.right)
    if not left or not right:
        return
    factor = trial.multiple(right, left)
    if factor is not None and factor not in (0, 1):
        yield _gap(claim, _times(factor), product((number(factor), claim.left)))
    yield from _by_size(claim, trial, left, right)
    opposite = trial.combine("neg", [left])
    apart = None if opposite is None else trial.combine("+", [right, opposite])
    gap = None if apart is None else trial.number(apart)
    if gap:
        yield _gap(claim, _apart(gap), total((claim.left, number(gap))))
    turned = trial.combine("transpose", [left])
    if turned is not None and trial.alike(right, turned):
        text = "the right side is the transpose of the left"
        yield _gap(claim, text, Apply("transpose", (claim.left,)))
    both = trial.combine("*", [left, right])
    if both is not None and trial.number(both) == 1:
        yield _gap(claim, "the right side is 1 divided by the left", quotient(ONE, claim.left))
    yield from _symbolic(claim, trial)


def _by_size(claim: Claim, trial: Trial, left: Values, right: Values) -> Iterator[Gap]:
    """A factor that is the size of an array, or one divided by it, or a number of times that."""
    for name in trial.sizes:
        size = trial.values(Name(name))
        if size is None:
            continue
        for large, small, over in ((left, right, False), (right, left, True)):
            scaled = trial.combine("*", [small, size])
            factor = None if scaled is None else trial.multiple(large, scaled)
            if factor is None or factor == 0:
                continue
            text = to_text(product((number(factor), Name(name))))
            if over:
                whole = product((number(factor), Name(name), claim.left))
                how = f"{name} times too large" if factor == 1 else f"`{text}` times the left"
            else:
                whole = quotient(claim.left, product((number(factor), Name(name))))
                how = f"{name} times too small" if factor == 1 else f"the left divided by `{text}`"
            yield _gap(claim, f"the right side is {how}", whole)


def _gap(claim: Claim, text: str, right: Expression) -> Gap:
    return Gap(text, Claim(right, "=", claim.right, claim.context))


def _times(factor: Fraction) -> str:
    if factor == -1:
        return "the right side is -1 times the left"
    if factor > 1 and factor.denominator == 1:
        return f"the right side is {factor} times too large"
    if 0 < factor < 1 and factor.numerator == 1:
        return f"the right side is {factor.denominator} times too small"
    return f"the right side is {factor} times the left"


def _apart(gap: Fraction) -> str:
    return f"the right side is too {'large' if gap > 0 else 'small'} by {abs(gap)}"


def _symbolic(claim: Claim, trial: Trial) -> Iterator[Gap]:
    """A factor or a term that is short once it is in normal form."""
    if not isinstance(trial, NumberTrial):
        return
    setting, closed = trial.setting, claim.context.total
    most = min(SIMPLE, size_of(claim.left) - 1, size_of(claim.right) - 1)
    for factor in normal_forms(quotient(claim.right, claim.left), setting, closed):
        if not isinstance(factor, Number) and size_of(factor) <= most:
            text = f"the right side is `{to_text(factor)}` times the left"
            yield _gap(claim, text, product((claim.left, factor)))
    for term in normal_forms(total((claim.right, negated(claim.left))), setting, closed):
        if not isinstance(term, Number) and size_of(term) <= most:
            less = is_negative(term)
            size = f"`{to_text(negated(term) if less else term)}`"
            text = f"the right side {f'lacks {size}' if less else f'has {size} too much'}"
            yield _gap(claim, text, total((claim.left, term)))
