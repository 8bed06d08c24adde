"""A paper drawn with characters, for a terminal: formulas as on a blackboard, reasons beside them.

Where the encoding has no such characters, or a formula is wider than the terminal, it is shown as
it is written in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from verifier.language.drawing import Drawing, beside, fitted
from verifier.language.layout import RELATIONS
from verifier.reports import Presentation
from verifier.reports.paint import painted
from verifier.reports.paper import Argument, Formula, Given, Paper, Step
from verifier.reports.rows import Row, Span, cells, clean, fold, glyphs_for, indented, prose

NARROWEST, WIDEST = 50, 120
_MOST = 40  # rows for one formula as it is written
_PROBE = "∂√⎛─₁ᵀ∈ℝ⟺"


def drawn(papers: Iterable[Paper], presentation: Presentation) -> str:
    """The papers, one below the other."""
    board = _Blackboard(presentation)
    rows = [row for paper in papers for row in board.paper(paper)]
    return painted(rows, colour=presentation.colour)


class _Blackboard:
    def __init__(self, presentation: Presentation) -> None:
        self.width = min(max(presentation.width, NARROWEST), WIDEST)
        self.encoding = presentation.encoding
        self.ellipsis = glyphs_for(presentation.encoding).ellipsis
        self.draws = clean(_PROBE, presentation.encoding) == _PROBE

    def paper(self, paper: Paper) -> Iterator[Row]:
        yield from self._sentences(paper.title or paper.path, 0, "strong")
        if paper.source:
            yield from self._sentences(paper.source, 2, "quiet")
        for kind, given in groupby(paper.given, key=lambda one: one.kind):
            yield ()
            yield (Span(f"  {kind}", "quiet"),)
            for one in given:
                yield from self._given(one)
        for argument in paper.arguments:
            yield ()
            yield from self._argument(argument)
        yield ()

    def _given(self, given: Given) -> Iterator[Row]:
        claim = f"claimed: {self._in_one_row(given.claim[0])}" if given.claim is not None else ""
        remark = "; ".join(filter(None, (claim, given.remark)))
        yield from self._formula("", given.formula, remark, 4)

    def _argument(self, argument: Argument) -> Iterator[Row]:
        yield (Span(f"  {self._clean(argument.name)}", "strong"),)
        if argument.title:
            yield from self._sentences(argument.title, 2)
        for assumption in argument.assumed:
            yield from self._formula("assume", assumption, "", 4)
        margin = max(len(self._relation(step)) for step in argument.steps)
        for step in argument.steps:
            yield ()
            yield from self._step(step, margin)

    def _step(self, step: Step, margin: int) -> Iterator[Row]:
        relation = f"{self._relation(step):<{margin}}"
        yield from self._formula(relation, step.formula, step.reason, 4)

    def _relation(self, step: Step) -> str:
        return RELATIONS[step.relation] if self.draws and step.relation else step.relation

    def _formula(self, before: str, formula: Formula, remark: str, indent: int) -> Iterator[Row]:
        """A formula behind a word or a relation, and the remark beside it or below."""
        lead = f"{before} " if before else ""
        left = indent + len(lead)
        lines = self._drawings(formula, self.width - left)
        remark = self._clean(remark)
        for number, line in enumerate(lines):
            shown = beside([Drawing((lead if number == 0 else " " * len(lead),)), line])
            behind = f"   {remark}" if number == len(lines) - 1 and remark else ""
            if cells(shown.rows[shown.base]) + cells(behind) + indent > self.width:
                behind = ""
            for at, text in enumerate(shown.rows):
                beside_it = Span(behind if at == shown.base else "", "quiet")
                yield (Span(" " * indent), Span(text), beside_it)
            if behind:
                return
        if remark:
            yield from self._sentences(remark, left + 2, "quiet")

    def _drawings(self, formula: Formula, room: int) -> list[Drawing]:
        if self.draws and formula.box is not None:
            found = fitted(formula.box, room)
            if found is not None:
                return found
        written = self._clean(formula.written)[: 4 * self.width * _MOST]
        rows = fold(written, room, room - 2, _MOST, self.ellipsis)
        return [Drawing((rows[0],)), *(Drawing((f"  {row}",)) for row in rows[1:])]

    def _in_one_row(self, formula: Formula) -> str:
        drawings = self._drawings(formula, self.width)
        if len(drawings) == 1 and drawings[0].height == 1:
            return drawings[0].rows[0]
        return formula.written

    def _sentences(self, text: str, indent: int, style: str = "") -> list[Row]:
        return indented(indent, prose(self._clean(text), self.width - indent), style)

    def _clean(self, text: str) -> str:
        return clean(text, self.encoding)
