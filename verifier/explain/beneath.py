"""Changes of what stands under a sum, an integral or a limit, looked for there.

Where the line above has one over the same range, the two bodies are compared as a line of their
own, with what they are multiplied by: that they agree is more than is needed, and takes a small
part of the time that the values of two integrals take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from verifier.claims.claim import Bound, Claim, Context, Domain, Field
from verifier.explain.pool import Pool
from verifier.explain.positions import Path, in_order, positions
from verifier.explain.slips import Surroundings
from verifier.explain.suspects import Search, Suspect
from verifier.explain.tidy import negated, product, quotient, times
from verifier.explain.trial import trial_of
from verifier.kernel.setting import Setting
from verifier.language.expressions import (
    ONE,
    Apply,
    Binder,
    Constant,
    Expression,
    Limit,
    Name,
    free_names,
    subexpressions,
    substitute,
)

PAIRS = 4  # of bodies that are compared


def beneath(claim: Claim, around: Surroundings) -> Iterator[Suspect]:
    """Lines in which one body is changed into what may be that of the line above."""
    for path, body, other, context in islice(_pairs(claim), PAIRS):
        trial = trial_of(Setting(context), Claim(other, "=", body, context))
        goal = trial.values(other) if trial.ready else None
        if goal is None or trial.agrees(body, goal):
            continue
        with trial.working():
            pool = Pool((other, body), around.names, frozenset((other, body)), trial)
            search = Search(body, other, trial, around, pool, above=claim.left)
            for suspect in search.singles():
                found = suspect.within(claim.right, (*path, 0))
                if in_order(found.line) is not in_order(claim.left):
                    yield found


def _pairs(claim: Claim) -> Iterator[tuple[Path, Expression, Expression, Context]]:
    """The way to what is over a range, its body, the body above, and what both are read in."""
    above = [node for node in subexpressions(claim.left) if isinstance(node, Binder | Limit)]
    for path, node in positions(claim.right) if above else ():
        if isinstance(node, Binder | Limit):
            context = _inside(claim.context, node)
            for other in above if context is not None else ():
                body = _over_the_same(node, other)
                if body is not None and context is not None:
                    scale = _scale(claim, node, other)
                    yield path, node.body, body if scale is ONE else times(scale, body), context


def _scale(claim: Claim, node: Binder | Limit, other: Expression) -> Expression:
    """What the body above is to be multiplied by: what stands before the two, as a quotient."""
    over, under = _cofactor(claim.left, other), _cofactor(claim.right, node)
    if over is None or under is None or node.variable in free_names(quotient(over, under)):
        return ONE
    return quotient(over, under)


def _cofactor(whole: Expression, part: Expression) -> Expression | None:
    """What a part is multiplied by to give the whole; None where it stands in no product."""
    if whole is part:
        return ONE
    match whole:
        case Apply("neg", (inner,)):
            found = _cofactor(inner, part)
            return None if found is None else negated(found)
        case Apply("/", (over, under)):
            found = _cofactor(over, part)
            return None if found is None else quotient(found, under)
        case Apply("*", factors):
            for place, factor in enumerate(factors):
                found = _cofactor(factor, part)
                if found is not None:
                    return product((*factors[:place], found, *factors[place + 1 :]))
        case _:
            pass
    return None


def _over_the_same(node: Binder | Limit, other: Binder | Limit) -> Expression | None:
    """The other's body in the variable of the first, if both have one range."""
    match node, other:
        case Binder(kind, _, _, lower, upper), Binder(kind_, _, _, lower_, upper_):
            same = kind == kind_ and lower is lower_ and upper is upper_ and lower is not None
        case Limit(_, _, point, side), Limit(_, _, point_, side_):
            same = point is point_ and side == side_
        case _:
            same = False
    if not same or (node.variable != other.variable and node.variable in free_names(other.body)):
        return None
    try:
        return substitute(other.body, {other.variable: Name(node.variable)})
    except ValueError:
        return None


def _inside(context: Context, node: Binder | Limit) -> Context | None:
    """The context with the bound variable as a symbol; None where its name means something."""
    name = node.variable
    if name in context.definitions or name in context.values:
        return None
    return replace(context, symbols={**context.symbols, name: _domain(node)}, reach={})


def _domain(node: Binder | Limit) -> Domain:
    """The range of a bound variable, as far as its ends are numbers."""
    match node:
        case Binder(kind, _, _, lower, upper):
            field = Field.REAL if kind == "integrate" else Field.INTEGER
            return Domain(field, _end(lower), _end(upper))
        case _:
            return Domain()


def _end(end: Expression | None) -> Bound | None:
    if end is None or free_names(end) or Constant("oo") in subexpressions(end):
        return None
    return Bound(end, False)
