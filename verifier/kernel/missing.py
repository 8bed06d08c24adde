"""Which of the conditions that a proof lacks are enough, and none of them superfluous."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from verifier.algebra.literals import Literal, relation
from verifier.kernel.lettering import readable
from verifier.kernel.proof import Shown
from verifier.kernel.setting import Setting
from verifier.kernel.simplest import simplest
from verifier.language.expressions import Expression, free_names

Way = Callable[[tuple[Expression, ...]], Shown]
"""A way to show one claim under further assumptions."""

MOST = 8  # conditions of one line


def sufficient(setting: Setting, way: Way, missing: list[Literal]) -> list[Literal] | None:
    """Conditions under which the claim is shown again, and not without any one of them; None where
    none are found.
    """
    conditions = _enough(setting, way, _simplified(setting, missing))
    for literal in conditions or ():
        fewer = [other for other in conditions or () if other is not literal]
        if fewer and _is_shown_under(way, fewer):
            conditions = fewer
    return conditions


def _enough(setting: Setting, way: Way, missing: list[Literal]) -> list[Literal] | None:
    for _ in range(3):
        if not missing or len(missing) > MOST:
            return None
        if not all(_is_sayable(literal) for literal in missing):
            return None
        shown = way(tuple(map(relation, missing)))
        if not shown.values:
            return None
        if not shown.missing:
            return missing
        known = set(missing)
        more = [found for found in _simplified(setting, list(shown.missing)) if found not in known]
        if not more:
            return None
        missing = [*missing, *more]
    return None


def _is_sayable(literal: Literal) -> bool:
    """Whether a condition is on something that the file names."""
    return bool(free_names(literal.origin)) and readable(literal, frozenset()) is not None


def _simplified(setting: Setting, missing: list[Literal]) -> list[Literal]:
    """The same conditions without parts that the domain grants: ``x*exp(x) != 0`` is x != 0;
    and ``x >= 0`` with ``x != 0`` is x > 0.
    """
    found: dict[Expression, Literal] = {}
    for literal in missing:
        for part in simplest(setting, literal):
            known = found.setdefault(part.origin, part)
            both = known.mask & part.mask
            if both not in (0, known.mask):
                found[part.origin] = replace(part, mask=both, exact=False)
    return list(found.values())


def _is_shown_under(way: Way, conditions: list[Literal]) -> bool:
    shown = way(tuple(map(relation, conditions)))
    return shown.values and not shown.missing
