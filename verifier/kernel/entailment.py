"""Showing that no way in which a line of statements could fail is possible.

A failure is a set of comparisons, some of which hold and some of which do not. It is impossible
if, with the others as facts,

- one that should not hold is shown to hold, both its sides being defined; or
- one that holds is shown not to, wherever both its sides are defined.

That a comparison does not hold is a fact only where its sides are shown defined: then the opposite
comparison holds. Without that it says nothing that is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import TypeAlias

from verifier.algebra.literals import SYMBOLS
from verifier.claims.claim import Claim, Field
from verifier.claims.statements import Failure, Part, definedness, failures, opposite
from verifier.kernel.evidence import Reasoning
from verifier.kernel.proof import Shown, show
from verifier.kernel.root_letters import with_letters
from verifier.kernel.setting import Setting
from verifier.language.expressions import ZERO, Apply, Expression, Name, free_names
from verifier.language.problems import LimitExceeded

CASES = 60  # of one claim: most of them are split before
SHOWN = 60  # claims looked at for one line
ROUNDS = 2  # of asking what is defined: one comparison may say that another is
SETTLED = 3  # missing conditions that are looked at again
SIGNS = ("<", "=", ">")


def show_statements(
    setting: Setting, claim: Claim, how: Reasoning, extra: tuple[Expression, ...] = ()
) -> Shown:
    """What can be shown of a line of statements. ``extra`` are further assumptions.

    Raises:
        LimitExceeded: when a limit on work is reached.
    """
    return _Entailment(setting, how, extra).run(failures(claim))


Around: TypeAlias = tuple[tuple[Expression, ...], tuple[Expression, ...]]
"""What is given besides a failure, and the equations of the letters in it."""


class _Entailment:
    def __init__(self, setting: Setting, how: Reasoning, extra: tuple[Expression, ...]) -> None:
        self.closed = how.closed & setting.context.total
        if self.closed != setting.context.total:  # what is assumed is read as the line is
            setting = Setting(replace(setting.context, total=self.closed))
        self.setting = setting
        self.how = how
        self.extra = extra
        self.shown = Shown(cases=1)
        self._known: dict[tuple[Apply, tuple[Expression, ...]], Shown | None] = {}

    def run(self, found: tuple[Failure, ...]) -> Shown:
        for failure in found:
            if not all(self._excludes(failure, case) for case in self._cases()):
                self.shown.values = False
                break
        return self.shown

    def _cases(self) -> Iterator[tuple[Expression, ...]]:
        """Every number is negative, zero or positive."""
        symbols = self.setting.context.symbols
        for name in self.how.split:
            domain = symbols.get(name)
            if domain is None or domain.shape or domain.field is Field.COMPLEX:
                raise LimitExceeded(f"{name} is no real number whose sign could be looked at")
        for signs in product(SIGNS, repeat=len(self.how.split)):
            yield tuple(
                Apply(sign, (Name(name), ZERO))
                for name, sign in zip(self.how.split, signs, strict=True)
            )

    def _excludes(self, failure: Failure, case: tuple[Expression, ...]) -> bool:
        """Whether a failure is impossible in a case, perhaps under conditions that are missing."""
        given = (*self.extra, *case)
        best = self._excluded(failure, given)
        if best is not None and best.missing:
            settled = self._settled(failure, given, best)
            if settled != given:
                best = self._excluded(failure, settled) or best
        if best is None or (case and best.missing):
            return False
        self.shown.missing |= best.missing
        return True

    def _settled(
        self, failure: Failure, given: tuple[Expression, ...], best: Shown
    ) -> tuple[Expression, ...]:
        """What is given, and those missing conditions without which the failure is impossible.

        A condition is a comparison, and one whose sides are defined holds or its opposite does.
        """
        for literal in list(best.missing)[:SETTLED]:
            condition = Apply(SYMBOLS[literal.mask], (literal.origin, ZERO))
            beside = (*failure, Part(condition, holds=False))
            if len(failure) not in self._defined(beside, given):
                continue
            without = self._excluded(failure, (*given, opposite(condition)))
            if without is not None and not without.missing:
                given = (*given, condition)
        return given

    def _excluded(self, failure: Failure, given: tuple[Expression, ...]) -> Shown | None:
        """How a failure is impossible, with as few conditions missing as may be; None if not."""
        defined = self._defined(failure, given)
        setting, failure, equations = self._lettered(failure, defined)
        around = given, equations
        best = self._shows_what_fails(setting, failure, defined, around)
        if best is None or best.missing:
            denied = self._denies_what_holds(setting, failure, defined, around)
            best = denied if denied is not None else best
        if best is None or not self._is_in_declared_names(best):
            return None
        self.shown.used |= best.used
        return best

    def _lettered(
        self, failure: Failure, defined: frozenset[int]
    ) -> tuple[Setting, Failure, tuple[Expression, ...]]:
        context = self.setting.context
        found = with_letters(context, failure, self.closed, defined)
        setting = self.setting if found.context is context else Setting(found.context)
        return setting, found.failure, found.equations

    def _defined(self, failure: Failure, given: tuple[Expression, ...]) -> frozenset[int]:
        """The places of what does not hold although both its sides are shown defined."""
        setting, failure, equations = self._lettered(failure, frozenset())
        facts = _facts(failure, frozenset(), (given, equations))
        found: set[int] = set()
        for _ in range(ROUNDS):
            known = len(found)
            for place, comparison in _places(failure, holds=False):
                if place in found:
                    continue
                shown = self._show(setting, definedness(comparison), facts)
                if shown is not None and _is_complete(shown):
                    found.add(place)
                    facts.append(opposite(comparison))
            if len(found) == known:
                break
        return frozenset(found)

    def _shows_what_fails(
        self,
        setting: Setting,
        failure: Failure,
        defined: frozenset[int],
        around: Around,
    ) -> Shown | None:
        """That something holds which should not, with as few conditions missing as may be."""
        best: Shown | None = None
        for place, goal in reversed(_places(failure, holds=False)):
            facts = _facts(failure, defined - {place}, around)
            shown = self._show(setting, goal, facts)
            if shown is None or not shown.values or shown.off:
                continue
            if place not in defined:
                # Where both its sides are undefined, it does not hold.
                shown = replace(shown, missing=shown.missing | shown.shared)
            if not shown.missing:
                return shown
            best = shown if best is None or len(shown.missing) < len(best.missing) else best
        return best

    def _denies_what_holds(
        self,
        setting: Setting,
        failure: Failure,
        defined: frozenset[int],
        around: Around,
    ) -> Shown | None:
        """That something does not hold which should, wherever both its sides are defined."""
        for place, goal in _places(failure, holds=True):
            others = tuple(part for at, part in enumerate(failure) if at != place)
            moved = frozenset(at - (at > place) for at in defined)
            facts = [*_facts(others, moved, around), definedness(goal)]
            shown = self._show(setting, opposite(goal), facts)
            if shown is not None and shown.values and not (shown.missing or shown.off):
                return shown
        return None

    def _is_in_declared_names(self, shown: Shown) -> bool:
        """Whether what is missing speaks of declared names alone, and of no letter of a root."""
        context = self.setting.context
        declared = {*context.symbols, *context.definitions, *context.values}
        return all(free_names(literal.origin) <= declared for literal in shown.missing)

    def _show(self, setting: Setting, goal: Apply, given: list[Expression]) -> Shown | None:
        """What can be shown of a comparison; None past a limit on work, for another way may do."""
        key = goal, tuple(given)  # which say what the letters in them are
        if key not in self._known:
            self._known[key] = self._worked_out(setting, goal, key[1])
        return self._known[key]

    def _worked_out(
        self, setting: Setting, goal: Apply, given: tuple[Expression, ...]
    ) -> Shown | None:
        if len(self._known) >= SHOWN:
            raise LimitExceeded(f"the statements need more than {SHOWN} steps")
        left, right = goal.args
        claim = Claim(left, goal.head, right, setting.context)
        try:
            return show(setting, claim, self.closed, given, cases=CASES)
        except LimitExceeded:
            return None


def _places(failure: Failure, *, holds: bool) -> list[tuple[int, Apply]]:
    return [(place, part.comparison) for place, part in enumerate(failure) if part.holds == holds]


def _facts(failure: Failure, defined: frozenset[int], around: Around) -> list[Expression]:
    """What holds, and the opposite of what does not although its sides are defined."""
    given, equations = around
    own = (
        comparison if holds else opposite(comparison)
        for place, (comparison, holds) in enumerate(failure)
        if holds or place in defined
    )
    return [*given, *equations, *own]


def _is_complete(shown: Shown) -> bool:
    """Whether a comparison holds, both its sides being defined, wherever the facts hold."""
    return shown.values and not (shown.missing or shown.shared or shown.off)
