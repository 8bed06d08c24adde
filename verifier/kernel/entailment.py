"""Showing that no way in which a line of statements could fail is possible.

A failure is a set of comparisons, some of which hold and some of which do not. It is impossible
if, with the others as facts,

- one that should not hold is shown to hold, both its sides being defined; or
- one that holds is shown not to, wherever both its sides are defined.

That a comparison does not hold is a fact only where its sides are shown defined: then the opposite
comparison holds. Without that it says nothing that is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from verifier.claims.claim import Claim, Field
from verifier.claims.statements import Failure, definedness, failures, opposite
from verifier.kernel.evidence import Reasoning
from verifier.kernel.proof import Shown, show
from verifier.kernel.root_letters import with_letters
from verifier.kernel.setting import Setting
from verifier.language.expressions import ZERO, Apply, Expression, Name, free_names
from verifier.language.problems import LimitExceeded

SHOWN = 160  # claims looked at for one line
SIGNS = ("<", "=", ">")


def show_statements(
    setting: Setting, claim: Claim, how: Reasoning, extra: tuple[Expression, ...] = ()
) -> Shown:
    """What can be shown of a line of statements. ``extra`` are further assumptions.

    Raises:
        LimitExceeded: when a limit on work is reached.
    """
    return _Entailment(setting, how, extra).run(failures(claim))


class _Entailment:
    def __init__(self, setting: Setting, how: Reasoning, extra: tuple[Expression, ...]) -> None:
        self.closed = how.closed & setting.context.total
        if self.closed != setting.context.total:  # what is assumed is read as the line is
            setting = Setting(replace(setting.context, total=self.closed))
        self.setting = setting
        self.how = how
        self.extra = extra
        self.shown = Shown(cases=1)
        self._asked = 0

    def run(self, found: tuple[Failure, ...]) -> Shown:
        for failure in found:
            if not all(self._excludes(failure, case) for case in self._cases()):
                self.shown.values = False
                self.shown.reason = "a way in which the line could fail is not excluded"
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
        lettered = None
        if self.how.roots:
            lettered = with_letters(self.setting.context, failure, self.closed)
        if lettered is None:
            return self._is_impossible(self.setting, failure, given, conditions=not case)
        setting = Setting(lettered.context)
        given = (*given, *lettered.equations)
        return self._is_impossible(setting, lettered.failure, given, conditions=not case)

    def _is_impossible(
        self,
        setting: Setting,
        failure: Failure,
        given: tuple[Expression, ...],
        *,
        conditions: bool,
    ) -> bool:
        holding = [part.comparison for part in failure if part.holds]
        failing = [part.comparison for part in failure if not part.holds]
        facts = [*given, *holding]
        opposites: dict[Apply, Apply] = {}
        for comparison in failing:
            shown = self._show(setting, definedness(comparison), [*facts, *opposites.values()])
            if shown is not None and _is_complete(shown):
                opposites[comparison] = opposite(comparison)
        best: Shown | None = None
        for goal in reversed(failing):
            false = [other for comparison, other in opposites.items() if comparison is not goal]
            shown = self._show(setting, goal, [*facts, *false])
            if shown is None or not shown.values or shown.off:
                continue
            if _is_complete(shown):
                return self._keep(shown)
            best = shown if best is None or _lacking(shown) < _lacking(best) else best
        for goal in holding:
            beside = [comparison for comparison in holding if comparison is not goal]
            others = [*given, *beside, definedness(goal), *opposites.values()]
            shown = self._show(setting, opposite(goal), others)
            if shown is not None and shown.values and not (shown.missing or shown.off):
                return self._keep(shown)
        if best is None or not conditions or not self._is_in_declared_names(best):
            return False
        self.shown.missing |= best.missing | best.shared
        return self._keep(best)

    def _is_in_declared_names(self, shown: Shown) -> bool:
        """Whether what is missing speaks of declared names alone, and of no letter of a root."""
        context = self.setting.context
        declared = {*context.symbols, *context.definitions, *context.values}
        missing = (*shown.missing, *shown.shared)
        return all(free_names(literal.origin) <= declared for literal in missing)

    def _keep(self, shown: Shown) -> bool:
        self.shown.used |= shown.used
        return True

    def _show(self, setting: Setting, goal: Apply, given: Iterable[Expression]) -> Shown | None:
        """What can be shown of a comparison; None past a limit on work, for another way may do."""
        self._asked += 1
        if self._asked > SHOWN:
            raise LimitExceeded(f"the statements need more than {SHOWN} steps")
        left, right = goal.args
        claim = Claim(left, goal.head, right, setting.context)
        try:
            return show(setting, claim, self.closed, tuple(given))
        except LimitExceeded:
            return None


def _is_complete(shown: Shown) -> bool:
    """Whether a comparison holds, both its sides being defined, wherever the facts hold."""
    return shown.values and not (shown.missing or shown.shared or shown.off)


def _lacking(shown: Shown) -> int:
    return len(shown.missing) + len(shown.shared)
