"""The report for a person at a terminal: quiet where a line is proved, plain where it is not.

It reads in 80 columns, without colour, through a pipe and in ASCII. Colour repeats what the words
say and adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.kernel.verdicts import Grade, Proved, Trusted, grade
from verifier.outcome import Blame, DerivationOutcome, FileOutcome, LineOutcome, Outcome
from verifier.reports import Presentation, asides, numbers
from verifier.reports.explanation import Explainer
from verifier.reports.paint import painted
from verifier.reports.rows import (
    Row,
    Span,
    across,
    cells,
    cut,
    fold,
    glyphs_for,
    indented,
    listing,
    prose,
)
from verifier.reports.wording import (
    conclusion,
    counted,
    counts,
    expectation,
    failed,
    failing_lines,
    notes,
    seconds,
    shown,
    tally,
)

NARROWEST, WIDEST = 50, 100
FAILURES_LISTED = 20
TIME = 12  # columns


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The whole report."""
    report = _Terminal(presentation, several=len(outcome.files) > 1)
    return painted(report.rows(outcome), colour=presentation.colour)


def render_file(file: FileOutcome, presentation: Presentation) -> str:
    """One file, without a summary."""
    report = _Terminal(presentation, several=False)
    return painted(report.file(file), colour=presentation.colour)


def render_line(
    file: FileOutcome,
    derivation: DerivationOutcome | None,
    line: LineOutcome,
    presentation: Presentation,
) -> str:
    """One line below the line before it; without a derivation, the range claim of a definition."""
    report = _Terminal(presentation, several=False)
    return painted(report.single(file, derivation, line), colour=presentation.colour)


class _Terminal:
    def __init__(self, presentation: Presentation, *, several: bool) -> None:
        self.width = min(max(presentation.width, NARROWEST), WIDEST)
        self.quiet = presentation.verbosity < 0
        self.verbose = presentation.verbosity > 0
        self.several = several
        self.glyphs = glyphs_for(presentation.encoding)
        self.most = 40 if self.verbose else 4
        self.explain = Explainer(self.width, presentation.encoding, most=self.most)
        self.clean = self.explain.clean

    def rows(self, outcome: Outcome) -> Iterator[Row]:
        for file in outcome.files:
            yield from self.file(file)
        if self.several:
            yield from self._failures(outcome)
        for note in outcome.notes:
            yield from self.explain.sentences(f"note: {note}", 0)
        yield from self._summary(outcome)

    # One file.

    def file(self, file: FileOutcome) -> Iterator[Row]:
        brief = self.several and not self.verbose
        told = asides.asked(file.lines())
        if file.passed and not file.faults and not told and (self.quiet or brief):
            if not self.quiet:
                yield self._brief_file(file)
            return
        yield from self._heading(file)
        if not self.quiet:
            for note in file.notes:
                yield from self.explain.sentences(f"note: {note}", 2, "quiet")
        lines = file.text.split("\n")
        for problem in file.problems:
            yield ()
            yield from self.explain.problem(file.path, lines, problem)
        if file.definitions:
            yield from self._definitions(file)
        for derivation in file.derivations:
            yield from self._derivation(file, derivation)
        for fault in file.faults:
            yield ()
            yield from self.explain.sentences(f"fault in the verifier: {fault}", 2, "fault")
        for text in file.reproductions:
            yield ()
            yield from self.explain.reproduction(text, 2)
        yield ()

    def _heading(self, file: FileOutcome) -> Iterator[Row]:
        path, title = self.clean(file.path), self.clean(file.title)
        word = Span("  malformed", "malformed") if file.problems else Span("")
        if cells(path) + cells(title) + 2 <= self.width:
            yield (Span(path, "strong"), word, Span(f"  {title}"))
        else:
            yield (Span(path, "strong"), word)
            yield from self.explain.sentences(title, 2) if title else ()
        if file.source and not self.quiet:
            yield from self.explain.sentences(f"source: {file.source}", 2, "quiet")

    def _brief_file(self, file: FileOutcome) -> Row:
        total = sum(1 for _ in file.lines())
        return self._one_row("", file.path, file.title, total, file.grade)

    def _one_row(self, margin: str, name: str, title: str, lines: int, worst: Grade) -> Row:
        """A mark, a name, as much of the title as fits, the number of lines, the verdict."""
        end = f"  {counted(lines, 'line'):>8}  "
        room = self.width - len(margin) - 2 - len(end) - len(worst.word)
        name = cut(self.clean(name), room, self.glyphs.ellipsis)
        left = room - cells(name) - 2
        title = cut(self.clean(title), left, self.glyphs.ellipsis) if title and left > 10 else ""
        pad = " " * (room - cells(name) - (cells(title) + 2 if title else 0))
        return (
            Span(f"{margin}{self._mark(worst)} ", worst.word),
            Span(name),
            Span(f"  {title}" if title else "", "quiet"),
            Span(pad + end),
            Span(worst.word, worst.word),
        )

    # Its lines.

    def single(
        self, file: FileOutcome, derivation: DerivationOutcome | None, line: LineOutcome
    ) -> Iterator[Row]:
        margin = _Margin([line], relations=derivation is not None)
        if derivation is None:
            text = f"{line.left} {line.relation} {line.expression}"
            yield from self._line(file, line, text, margin, set())
            return
        told = expectation(derivation)
        if told or failed(line, derivation):
            yield from self.explain.formula(line.left, margin.text)
        yield from self._line(file, line, line.expression, margin, set(), derivation)
        if told:
            yield from self.explain.sentences(told, margin.text, "strong")

    def _definitions(self, file: FileOutcome) -> Iterator[Row]:
        told = asides.asked(file.definitions)
        lines = [line for line in file.definitions if told or not (self.quiet and line.passed)]
        brief = self.several and not self.verbose and not told
        if not lines or (brief and all(line.passed for line in lines)):
            return
        yield ()
        yield (Span("  definitions", "strong"), Span("  their ranges", "quiet"))
        margin = _Margin(lines, relations=False)
        for line in lines:
            text = f"{line.left} {line.relation} {line.expression}"
            yield from self._line(file, line, text, margin, set())

    def _derivation(self, file: FileOutcome, derivation: DerivationOutcome) -> Iterator[Row]:
        brief = self.quiet or (self.several and not self.verbose)
        if derivation.passed and brief and not asides.asked(derivation.lines):
            if not self.quiet:
                total = len(derivation.lines)
                yield self._one_row(
                    "  ", derivation.name, derivation.title, total, derivation.grade
                )
            return
        yield ()
        yield from self._derivation_heading(derivation)
        margin = _Margin(derivation.lines, relations=True, start=derivation.place.line)
        if not self.quiet:
            yield from self._start(derivation, margin)
        said: set[str] = set()
        for line in derivation.lines:
            if self.quiet and not failed(line, derivation) and not asides.asked([line]):
                continue
            yield from self._line(file, line, line.expression, margin, said, derivation)
        yield from self._footer(derivation, margin)

    def _derivation_heading(self, derivation: DerivationOutcome) -> Iterator[Row]:
        name, title = self.clean(derivation.name), self.clean(derivation.title)
        if cells(name) + cells(title) + 6 <= self.width:
            yield (Span(f"  {name}", "strong"), Span(f"  {title}"))
        else:
            yield (Span(f"  {name}", "strong"),)
            yield from self.explain.sentences(title, 4)

    def _start(self, derivation: DerivationOutcome, margin: _Margin) -> Iterator[Row]:
        number = Span(f"    {derivation.place.line:>{margin.digits}}  ", "quiet")
        rows = self.explain.formula(derivation.start, margin.text)
        yield (number, Span(" " * (margin.text - len(number.text))), *rows[0][1:])
        yield from rows[1:]

    def _line(
        self,
        file: FileOutcome,
        line: LineOutcome,
        text: str,
        margin: _Margin,
        said: set[str],
        derivation: DerivationOutcome | None = None,
    ) -> Iterator[Row]:
        """A judged line: the row with its mark and verdict, and what has to be said about it.

        ``said`` holds the notes already given in this derivation, and is added to.
        """
        worst = grade(line.verdict)
        word = worst.word
        verdict = numbers.verdict(line, self.glyphs.between)
        text = text[: 4 * self.width * self.most]
        whole = cells(self.clean(text))
        end, below = numbers.fitted(verdict, whole, self.width - margin.text, word)
        room = self.width - margin.text - across(end) - 2
        shown = fold(
            self.clean(text), room, self.width - margin.text - 4, self.most, self.glyphs.ellipsis
        )
        relation = self.clean(line.relation) if margin.relation else ""
        reason = self._reason(line, room - cells(shown[0]) if len(shown) == 1 else 0)
        yield (
            Span(f"  {self._mark(worst)} ", word),
            Span(f"{line.place.line:>{margin.digits}}  ", "quiet"),
            Span(f"{relation:<{margin.relation}}" + (" " if margin.relation else "")),
            Span(shown[0]),
            Span(reason, "quiet"),
            Span(" " * (room + 2 - cells(shown[0]) - cells(reason)) if end else ""),
            *end,
        )
        yield from indented(margin.text + 4, shown[1:])
        if below:
            yield (Span(" " * (self.width - across(below))), *below)
        does_not_pass = failed(line, derivation)
        if does_not_pass and worst is not Grade.PROVED and len(shown) == 1:
            yield self._carets(line, shown[0], margin, word)
        if line.reason and not reason:
            yield from self.explain.sentences(f"# {line.reason}", margin.text, "quiet")
        if does_not_pass:
            yield from self._failed(file, line, margin)
        elif worst < Grade.CONFIRMED or self.verbose:
            yield from self._passed(line, margin)
        for note in notes(line):
            if does_not_pass and note in line.notes and worst is Grade.PROVED:
                yield from self.explain.sentences(f"does not pass: {note}", margin.text, "strong")
            elif self.verbose or note not in said:
                yield from self.explain.sentences(f"note: {note}", margin.text, "quiet")
        said.update(notes(line))
        yield from self._asides(line, margin)

    def _asides(self, line: LineOutcome, margin: _Margin) -> Iterator[Row]:
        """What was asked for beside the verdict."""
        if line.second is not None:
            style = "strong" if asides.disagrees(line) else "quiet"
            yield from self.explain.sentences(asides.opinion(line.second), margin.text, style)
        counted = numbers.details(line.numeric) if line.attempts and not self.verbose else ()
        for text in (*asides.attempts(line.attempts), *counted):
            yield from self.explain.sentences(text, margin.text, "quiet")

    def _carets(self, line: LineOutcome, formula: str, margin: _Margin, style: str) -> Row:
        """Carets under what is to blame, or under the relation and its formula."""
        if line.explanation is not None and line.explanation.blame:
            return (Span(" " * margin.text), Span(self._marks(line.explanation.blame, line), style))
        before = margin.text - (margin.relation + 1 if margin.relation else 0)
        under = margin.text - before + cells(formula)
        return (Span(" " * before), Span("^" * under, style))

    def _marks(self, blame: tuple[Blame, ...], line: LineOutcome) -> str:
        """A caret under each column to blame; where something is missing, under what follows."""
        marks = ""
        for part in blame:
            before = cells(self.clean(line.expression[: part.start] + "|")) - 1
            under = cells(self.clean("|" + line.expression[part.start : part.end] + "|")) - 2
            marks = marks.ljust(before) + "^" * max(under, 1)
        return marks

    def _reason(self, line: LineOutcome, room: int) -> str:
        """The author's reason, if it fits beside the formula."""
        text = f"  # {self.clean(line.reason)}"
        return text if line.reason and cells(text) <= room else ""

    def _failed(self, file: FileOutcome, line: LineOutcome, margin: _Margin) -> Iterator[Row]:
        """Why a line did not pass. What is proved and yet did not pass says so in its notes."""
        if isinstance(line.verdict, Proved):
            return
        where = f"{self.clean(file.path)}:{line.place.line}:{line.place.column}"
        yield from indented(margin.text, [where], "quiet")
        yield from self.explain.line(line, margin.text)

    def _passed(self, line: LineOutcome, margin: _Margin) -> Iterator[Row]:
        """A line that passed and yet is no proof, or any line with ``-v``."""
        if grade(line.verdict) < Grade.CONFIRMED:
            yield from self.explain.line(line, margin.text)
        if self.verbose:
            method, used = shown(line)
            said = [self.clean(method), seconds(line.seconds)]
            yield from indented(margin.text, [", ".join(filter(None, said))], "quiet")
            for text in numbers.details(line.numeric):
                yield from self.explain.sentences(text, margin.text, "quiet")
            yield from self._used("used", used, margin)

    def _used(self, how: str, conditions: Iterable[str], margin: _Margin) -> Iterator[Row]:
        """Side conditions that were needed and hold."""
        items = list(map(self.clean, dict.fromkeys(conditions)))
        if items:
            rows = listing(f"{how}:", items, self.width - margin.text)
            yield from indented(margin.text, rows, "quiet")

    def _footer(self, derivation: DerivationOutcome, margin: _Margin) -> Iterator[Row]:
        used = [
            condition
            for line in derivation.lines
            if isinstance(line.verdict, Proved | Trusted)
            for condition in line.verdict.conditions
        ]
        if not self.quiet and not self.verbose:
            yield from self._used("used, and shown to hold", used, margin)
        after = derivation.aftermath
        if after is not None and after.message and not derivation.passed:
            yield from self.explain.sentences(after.message, margin.text, "strong")
        if told := expectation(derivation):
            yield from self.explain.sentences(told, margin.text, "strong")

    def _mark(self, worst: Grade) -> str:
        mark: str = getattr(self.glyphs, worst.word)
        return mark

    # The whole run.

    def _failures(self, outcome: Outcome) -> Iterator[Row]:
        """Where to look, after many files: the first failing place of each."""
        failing = [file for file in outcome.files if not file.passed]
        if not failing:
            return
        yield (Span("Did not pass:", "strong"),)
        limit = len(failing) if self.verbose else FAILURES_LISTED
        for file in failing[:limit]:
            first = next((line.place for line in failing_lines(file)), None)
            if first is None:
                first = next((p.place for p in file.problems if p.place is not None), None)
            where = self.clean(file.path) + (f":{first.line}" if first else "")
            yield (Span(f"  {where}  "), Span(file.grade.word, file.grade.word))
        if len(failing) > limit:
            yield (Span(f"  and {len(failing) - limit:,} more (-v lists all)"),)
        yield ()

    def _summary(self, outcome: Outcome) -> Iterator[Row]:
        numbers = tally(outcome.files)
        text = counted(numbers.files, "file")
        if judged := sum(numbers.lines.values()):
            text = f"{counted(judged, 'line')} in {text}"
        said = [counts(numbers)] if judged else []
        if numbers.malformed:
            said.append(
                f"{counted(numbers.malformed, 'file') if judged else numbers.malformed} malformed"
            )
        text = ": ".join([text, ", ".join(said)] if said else [text])
        # Room is kept for the time, so that no row is broken elsewhere in a slower run.
        *rows, last = prose(text, self.width - TIME)
        yield from indented(0, [*rows, f"{last} ({seconds(outcome.seconds)})"])
        if told := asides.opinions(outcome):
            yield from self.explain.sentences(told, 0)
        style = "strong" if outcome.passed and outcome.exit_code == 0 else "refuted"
        yield from self.explain.sentences(conclusion(outcome), 0, style)


class _Margin:
    """The columns left of the formulas of one derivation: mark, line number, relation."""

    def __init__(
        self, lines: list[LineOutcome] | tuple[LineOutcome, ...], *, relations: bool, start: int = 0
    ) -> None:
        last = max((line.place.line for line in lines), default=0)
        self.digits = len(str(max(last, start)))
        self.relation = max((len(line.relation) for line in lines), default=1) if relations else 0
        self.text = 4 + self.digits + 2 + (self.relation + 1 if relations else 0)
