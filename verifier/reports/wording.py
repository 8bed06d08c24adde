"""The sentences that all reports share, so that a verdict reads the same wherever it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple, assert_never

from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Coordinate,
    Grade,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    coordinate_text,
    grade,
)
from verifier.outcome import DerivationOutcome, Explanation, FileOutcome, LineOutcome, Outcome

SHOWN_AGAIN: Final = "this file shows the fault again:"
DIGITS: Final = 6  # of a value that is not written in full
_RATIONAL: Final = re.compile(r"(-?[0-9]{1,40})(?:/0*([1-9][0-9]{0,40}))?")
_BALL: Final = re.compile(r"\[(?P<middle>\S+) \+/- (?P<radius>\S+)\]")

WORDS: Final = frozenset({"undefined", "true", "false"})
"""What a side comes to where it comes to no number."""

BEST_FIRST = (
    Grade.PROVED,
    Grade.TRUSTED,
    Grade.CONFIRMED,
    Grade.CONDITIONAL,
    Grade.REFUTED,
    Grade.UNKNOWN,
)
"""The order in which reports count."""


def counted(number: int, noun: str) -> str:
    """``1 line``, ``2 lines``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(items: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def point(witness: Mapping[str, Coordinate]) -> str:
    """``p = 1/2, y = 1``."""
    return ", ".join(f"{name} = {coordinate_text(value)}" for name, value in witness.items())


def value(text: str) -> str:
    """What a side comes to: an exact value, an enclosure, or nothing at all."""
    if text in WORDS:
        return f"is {text}"
    if ball := _BALL.fullmatch(text):
        return f"is within {ball['radius']} of {ball['middle']}"
    return f"is in {text}" if text.startswith("[") else f"= {text}"


def brief(text: str, other: str) -> str:
    """What a side comes to, an enclosure to a few digits: as many as tell it from the other's."""
    middle, beside = _middle(text), _middle(other)
    if middle is None or _BALL.fullmatch(text) is None:
        return value(text)
    for digits in range(DIGITS, 18):
        shown = _rounded(middle, digits)
        if beside is None or shown != _rounded(beside, digits):
            return f"is about {shown}"
    return value(text)


def _middle(text: str) -> Decimal | None:
    """The number in the middle of an enclosure, or an exact one."""
    if ball := _BALL.fullmatch(text):
        return Decimal(ball["middle"])
    if exact := _RATIONAL.fullmatch(text):
        return Decimal(exact[1]) / Decimal(exact[2] or 1)
    return None


def _rounded(number: Decimal, digits: int) -> str:
    """So many digits, without zeros behind the last one that says something."""
    shown = f"{number:.{digits}g}"
    return shown.rstrip("0").rstrip(".") if "." in shown and "e" not in shown else shown


def apart(difference: str) -> str:
    """How far apart two sides are: ``1/2``, ``about 0.3133``, ```log(2) - 1```."""
    plain = re.fullmatch(r"(about )?-?([0-9./e+-]+)", difference)
    if plain:
        return (plain[1] or "") + plain[2]
    lone = " + " not in difference and " - " not in difference
    return f"`{difference.removeprefix('-') if lone else difference}`"


class Side(NamedTuple):
    """One side of a refuted line: its name, its formula, and its value at the counterexample."""

    name: str
    formula: str
    value: str = ""


def sides(line: LineOutcome, verdict: Refuted) -> tuple[Side, ...]:
    """What a counterexample shows of a line."""
    if line.relation == "in":  # a range claim has a value, and no two sides
        return Side("value", line.left, verdict.left), Side("range", line.expression)
    names, written = ("left", "right"), (line.left, line.expression)
    if line.compared is not None:
        names, written = ("derivative", "integrand"), line.compared
    return tuple(map(Side, names, written, (verdict.left, verdict.right)))


def failing(line: LineOutcome, verdict: Refuted) -> str:
    """Where a line fails, how, and by how much, before a colon and what the sides are there."""
    how = _how(line, verdict)
    if how and line.explanation is not None and line.explanation.difference:
        how += f" by {apart(line.explanation.difference)}"
    if not verdict.witness:
        return f"{how[:1].upper()}{how[1:]}" or "It fails"
    where = f"At {point(verdict.witness)}"
    return f"{where}, {how}" if how else where


def _how(line: LineOutcome, verdict: Refuted) -> str:
    return "" if line.relation == "in" else verdict.reason  # a range claim has no two sides


def message(line: LineOutcome) -> str:
    """One sentence on why a line has its verdict; "" where the verdict says everything."""
    match line.verdict:
        case Proved():
            return ""
        case Trusted(engine=engine):
            return f"{engine} says so, and our own proof could not re-check it"
        case Confirmed(trials=trials, error=error, seed=seed):
            kind = "random point" if line.numeric is None else "random draw"
            agreed = f"the numbers agree at {counted(trials, kind)}"
            return f"{agreed} (relative error {error}, seed {seed}), which is evidence and no proof"
        case Conditional(missing=missing):
            return f"holds only where {listed([condition.text for condition in missing])}"
        case Refuted():
            base = f"fails at {point(line.verdict.witness)}" if line.verdict.witness else "fails"
            how = _how(line, line.verdict)
            base = f"{base}: {how}" if how else base
            why = line.explanation.message if line.explanation is not None else ""
            return f"{base}. {why}".removesuffix(".") if why else base
        case Unknown(reason=reason):
            return reason
        case _:
            assert_never(line.verdict)


def cause(line: LineOutcome) -> str:
    """What is wrong with a line, where that was found and `message` does not say it already."""
    if line.explanation is None or isinstance(line.verdict, Refuted):
        return ""
    return line.explanation.message


def failure(condition: Condition) -> str:
    """Whether a missing condition can fail, or was merely not shown."""
    if condition.fails_at is None:
        return "not shown to hold"
    return f"fails at {point(condition.fails_at)}" if condition.fails_at else "fails"


def pastes(missing: tuple[Condition, ...]) -> Iterator[tuple[str, list[str]]]:
    """What to write into the file so that it grants the conditions, by the place to write it."""
    pastes = dict.fromkeys(condition.paste for condition in missing if condition.paste)
    if pastes:
        yield "If that is meant, write under symbols:", list(pastes)
    rest = dict.fromkeys(c.assumption for c in missing if not c.paste and c.assumption)
    if rest:
        text = f"assume: {' and '.join(rest)}"
        where = "in the derivation or the file:"
        yield f"and {where}" if pastes else f"If that is meant, write {where}", [text]


def shown(line: LineOutcome) -> tuple[str, tuple[str, ...]]:
    """How a line was shown, and the conditions that were used for it."""
    match line.verdict:
        case (
            Proved(method=method, conditions=conditions)
            | Trusted(method=method, conditions=conditions)
        ):
            return method, conditions
        case _:
            return "", ()


def used(lines: Iterable[LineOutcome]) -> list[str]:
    """The side conditions that were needed for lines and hold, each once."""
    return list(
        dict.fromkeys(
            condition
            for line in lines
            if isinstance(line.verdict, Proved | Trusted)
            for condition in line.verdict.conditions
        )
    )


def reasons(line: LineOutcome) -> Iterator[str]:
    """Why a line has its verdict, all of it, in rows of plain text for reports without a layout."""
    if said := message(line):
        yield said
    match line.verdict:
        case Refuted():
            shown = sides(line, line.verdict)
            for side, other in zip(shown, reversed(shown), strict=True):
                if side.value:
                    yield f"{side.name}: {side.formula} {brief(side.value, other.value)}"
        case Conditional(missing=missing):
            yield from (f"{condition.text}: {failure(condition)}" for condition in missing)
            for heading, texts in pastes(missing):
                yield " ".join([heading, *texts])
        case Unknown(numeric=numeric) if numeric:
            yield f"as far as numbers go: {numeric} (evidence, not a proof)"
        case _:
            pass
    yield from repairs(line)
    yield from notes(line)


def repairs(line: LineOutcome) -> Iterator[str]:
    """What is wrong with a line and how it would be right, where that was found."""
    if line.explanation is None:
        return
    if said := cause(line):
        yield said
    for repair in line.explanation.repairs:
        yield f"proved instead: {repair.relation} {repair.expression} ({repair.change})"
    yield from holds_where(line.explanation)
    for heading, texts in pastes(line.explanation.conditions):
        yield " ".join([heading, *texts])


def holds_where(why: Explanation) -> Iterator[str]:
    """Under which conditions a line holds as it is, unless its message says so."""
    for condition in why.conditions:
        if condition.text not in why.message:
            yield f"It holds, as it is, where {condition.text}."


def faults(file: FileOutcome) -> Iterator[str]:
    """What we failed in, and whole files that show it again."""
    yield from file.faults
    yield from (f"{SHOWN_AGAIN}\n{text}" for text in file.reproductions)


def notes(line: LineOutcome) -> tuple[str, ...]:
    """What the reader must know beside the verdict: the line's notes and the verdict's."""
    return tuple(dict.fromkeys((*line.notes, *line.verdict.notes)))


def failed(line: LineOutcome, derivation: DerivationOutcome | None) -> bool:
    """Whether a line is why something did not pass; not so in a control that failed as expected."""
    return not line.passed and not (derivation is not None and derivation.passed)


def failing_lines(file: FileOutcome) -> Iterator[LineOutcome]:
    """The lines because of which a file did not pass."""
    yield from (line for line in file.definitions if failed(line, None))
    for derivation in file.derivations:
        yield from (line for line in derivation.lines if failed(line, derivation))


def expectation(derivation: DerivationOutcome) -> str:
    """What became of ``expect``, or ""."""
    if derivation.expect is None:
        return ""
    if derivation.passed:
        return f"{derivation.expect.word}, as expected"
    return f"expected {derivation.expect.word}, but the worst line is {derivation.grade.word}"


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run comes to, in numbers. Lines of derivations that were expected to fail and did are
    counted apart in ``expected``, by verdict, as well as in ``lines``."""

    lines: Mapping[Grade, int]
    expected: Mapping[Grade, int]
    files: int
    malformed: int
    failing_lines: int
    failing_files: int
    faulty: int


def tally(files: tuple[FileOutcome, ...]) -> Tally:
    """Count the lines and files of a run."""
    lines = [line for file in files for line in file.lines()]
    met = [
        line
        for file in files
        for derivation in file.derivations
        if derivation.expect is not None and derivation.passed
        for line in derivation.lines
        if grade(line.verdict) == derivation.expect
    ]
    return Tally(
        lines=Counter(grade(line.verdict) for line in lines),
        expected=Counter(grade(line.verdict) for line in met),
        files=len(files),
        malformed=sum(bool(file.problems) for file in files),
        failing_lines=sum(1 for file in files for _ in failing_lines(file)),
        failing_files=sum(not file.passed for file in files),
        faulty=sum(bool(file.faults) for file in files),
    )


def counts(numbers: Tally) -> str:
    """``11 proved, 1 refuted as expected``."""
    parts = []
    for which in BEST_FIRST:
        expected = numbers.expected.get(which, 0)
        if number := numbers.lines.get(which, 0) - expected:
            parts.append(f"{number:,} {which.word}")
        if expected:
            parts.append(f"{expected:,} {which.word} as expected")
    return ", ".join(parts)


def conclusion(outcome: Outcome) -> str:
    """What the exit code means, in one sentence."""
    numbers = tally(outcome.files)
    match outcome.exit_code:
        case 0:
            said = "Passed"
        case 1 if numbers.failing_lines:
            said = f"Not passed: {counted(numbers.failing_lines, 'line')} did not pass"
        case 1:
            said = f"Not passed: {counted(numbers.failing_files, 'file')} did not pass"
        case 2 if not outcome.files:
            said = "Nothing was verified: no derivation file was found"
        case 2:
            verb = "is" if numbers.malformed == 1 else "are"
            said = f"Not passed: {counted(numbers.malformed, 'file')} {verb} malformed"
        case 130:
            said = "Not passed: the run was interrupted"
        case _:
            said = "Not passed: the verifier itself failed; please report it with the file"
    return f"{said} (exit code {outcome.exit_code})."


def seconds(duration: float) -> str:
    """A duration for people."""
    if duration < 1:
        return f"{duration * 1e3:.3g} ms"
    return f"{duration:.1f} s" if duration < 600 else f"{duration / 60:.0f} min"
