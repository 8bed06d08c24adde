"""What is missing in a line, by its normal form: the term or factor that no piece around shows."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.explain.needed import needed_expressions
from verifier.explain.normal import normal_forms
from verifier.explain.number_trial import NumberTrial
from verifier.explain.pieces import size_of
from verifier.explain.positions import at, put
from verifier.explain.slips import Slip
from verifier.explain.suspects import Search, Suspect
from verifier.explain.tidy import negated, quotient, with_factor, with_term
from verifier.kernel.setting import Setting
from verifier.language.expressions import ONE, ZERO, Apply, Expression

PLACES = 24
LARGEST = 16  # nodes of what is put in


def missing_pieces(search: Search, goal: Expression) -> Iterator[Suspect]:
    """Lines that come right by one term or factor, worked out from what the whole has to be.

    None about arrays, which have no normal form that an author would write.
    """
    if not isinstance(search.trial, NumberTrial):
        return
    setting = search.trial.setting
    closed = setting.context.total
    needed = needed_expressions(search.line, goal)
    for path in sorted(needed, key=len)[:PLACES]:
        part = at(search.line, path)
        for slip in _missing(part, needed[path], setting, closed):
            new = put(search.line, path, slip.new)
            if search.is_right(new):
                yield from search.suspect(new, (path, slip))


def _missing(
    part: Expression, needed: Expression, setting: Setting, closed: frozenset[str]
) -> Iterator[Slip]:
    gap = Apply("+", (needed, Apply("neg", (part,))))
    for term in _short(gap, setting, closed):
        if term is not ZERO:
            yield Slip(with_term(part, term), 4, "missing term", (term,))
    for factor in _short(Apply("/", (needed, part)), setting, closed):
        match factor:
            case Apply("/", (over, under)) if over is ONE:
                yield Slip(quotient(part, under), 4, "missing divisor", (under,))
            case Apply("/", (Apply("neg", (over,)), under)) if over is ONE:
                yield Slip(negated(quotient(part, under)), 4, "missing factor", (factor,))
            case _ if factor is not ONE:
                for new in with_factor(part, factor):
                    yield Slip(new, 4, "missing factor", (factor,))
    for whole in _short(needed, setting, closed):
        yield Slip(whole, 5, "instead", (part, whole))


def _short(node: Expression, setting: Setting, closed: frozenset[str]) -> list[Expression]:
    forms = normal_forms(node, setting, closed)
    return [form for form in forms if size_of(form, LARGEST + 1) <= LARGEST]
