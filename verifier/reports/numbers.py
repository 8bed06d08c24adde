"""What numbers say beside a verdict, in words of their own: never in those of a proof."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.claims.numeric import CannotConfirm, Disagreement, Numeric, NumericOutcome
from verifier.kernel.verdicts import Confirmed, Proved, grade
from verifier.outcome import LineOutcome
from verifier.reports.rows import Row, Span, across
from verifier.reports.wording import counted


def verdict(line: LineOutcome, between: str) -> Row:
    """A line's verdict in one phrase: a word, or both words where numbers were asked as well."""
    word = grade(line.verdict).word
    match line.verdict, line.numeric:
        case Proved(sizes=sizes), Numeric() as numeric:
            proved = f"{word} for all {', '.join(sizes)}" if sizes else word
            return Span(proved, word), Span(between, "quiet"), Span(brief(numeric), "confirmed")
        case Confirmed(), Numeric() as numeric:
            return (Span(brief(numeric), word),)
        case _:
            return (Span(word, word),)


def fitted(verdict: Row, formula: int, room: int, word: str) -> tuple[Row, Row]:
    """What stands at the end of a line's row, and at the end of a row of its own below.

    A long verdict that does not fit behind the formula, so many columns wide, has a row; one that
    fits nowhere is its word.
    """
    if len(verdict) == 1 and verdict[0].text == word:
        return verdict, ()
    if formula + across(verdict) + 2 <= room:
        return verdict, ()
    return ((), verdict) if across(verdict) <= room else ((Span(word, word),), ())


def brief(numeric: Numeric) -> str:
    """``confirmed: 6 shapes, error 1.3e-15``."""
    return f"confirmed: {_drawn(numeric)}, error {error(numeric)}"


def error(numeric: Numeric) -> str:
    """A relative error to two digits."""
    return f"{numeric.error:.1e}" if numeric.error else "0"


def _drawn(numeric: Numeric) -> str:
    shapes = [shape for shape in numeric.shapes if shape]
    return counted(len(shapes), "shape") if shapes else counted(numeric.trials, "draw")


def agreement(numeric: Numeric) -> str:
    """How far the numbers agree, for a sentence."""
    shapes = f" of {_drawn(numeric)}" if any(numeric.shapes) else ""
    draws = f"{counted(numeric.trials, 'draw')}{shapes}"
    return f"{draws} (relative error {error(numeric)}, seed {numeric.seed})"


def details(found: NumericOutcome | None) -> Iterator[str]:
    """How it was looked at by numbers, for those who want to know all of it."""
    match found:
        case Numeric():
            again = f", {found.redrawn:,} drawn again" if found.redrawn else ""
            yield f"numbers: {found.method}, {agreement(found)}{again}"
            if any(found.shapes):
                sizes = [" ".join(f"{k}={v}" for k, v in shape.items()) for shape in found.shapes]
                yield f"sizes drawn: {', '.join(sizes)}"
            yield from (f"not seen by numbers: {gap}" for gap in found.gaps)
        case CannotConfirm(reason):
            yield f"numbers say nothing: {reason}"
        case Disagreement() | None:
            return


def sentences(line: LineOutcome) -> Iterator[str]:
    """What a proved line's numbers say, for reports that tell all of a line in prose."""
    match line.verdict, line.numeric:
        case Proved(), Numeric() as numeric:
            yield f"random numbers confirm it as well: {agreement(numeric)}"
        case Proved(), CannotConfirm(reason):
            yield f"random numbers say nothing: {reason}"
        case _:
            return
