"""What an editor says of a judged line: plainly below it, and in Markdown in a window over it."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.kernel.verdicts import Conditional, Proved, Refuted, Trusted, Unknown, grade
from verifier.outcome import DerivationOutcome, LineOutcome
from verifier.reports import numbers
from verifier.reports.wording import cause, expectation, failure, message, notes, sides, value


def plain(line: LineOutcome) -> str:
    """What a line's verdict is and why, in a few rows without markup."""
    rows = [sentence(f"{grade(line.verdict).word}: {message(line)}".removesuffix(": "))]
    match line.verdict:
        case Refuted() as verdict:
            rows += [f"{s.name} {value(s.value)}" for s in sides(line, verdict) if s.value]
        case Conditional(missing=missing):
            rows += [f"{condition.text}: {failure(condition)}" for condition in missing]
        case Unknown(numeric=numeric) if numeric:
            rows.append(f"As far as numbers go: {numeric} (evidence, not a proof).")
        case _:
            pass
    rows += [cause(line)] if cause(line) else []
    if line.explanation is not None:
        rows += [
            f"Proved in its place: {repair.relation} {repair.expression}"
            for repair in line.explanation.repairs[:1]
        ]
    rows += [sentence(note) for note in line.notes]
    return "\n".join(rows)


def hover(line: LineOutcome, derivation: DerivationOutcome | None) -> str:
    """The same for a window over the line, in Markdown, with what the verdict rests on."""
    word = grade(line.verdict).word
    rows = [f"**{word}**"]
    said = message(line)
    match line.verdict:
        case Proved(method=method) | Trusted(method=method):
            rows[0] += f" by {method}" if method else ""
        case _:
            rows[0] += f": {prose(said)}" if said else ""
    match line.verdict:
        case Proved(conditions=conditions) | Trusted(conditions=conditions) if conditions:
            listed = ", ".join(map(code, dict.fromkeys(conditions)))
            rows.append(f"used, and shown to hold: {listed}")
        case Refuted() as verdict:
            shown = [side for side in sides(line, verdict) if side.value]
            rows += [f"{code(side.formula)} {prose(value(side.value))}" for side in shown]
        case Conditional(missing=missing):
            rows += [f"{code(c.text)}: {prose(failure(c))}" for c in missing]
        case Unknown(numeric=numeric) if numeric:
            rows.append(f"as far as numbers go: {prose(numeric)} (evidence, not a proof)")
        case _:
            pass
    rows += map(prose, numbers.sentences(line))
    rows += _explained(line)
    rows += [f"note: {prose(note)}" for note in notes(line)]
    if derivation is not None and (told := expectation(derivation)):
        rows.append(prose(told))
    return "\n\n".join(rows)


def _explained(line: LineOutcome) -> Iterator[str]:
    if line.explanation is None:
        return
    if said := cause(line):
        yield prose(said)
    for repair in line.explanation.repairs:
        written = code(f"{repair.relation} {repair.expression}")
        yield f"proved in its place: {written} ({prose(repair.change)})"


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ":", "`")) else f"{text}."


def code(text: str) -> str:
    """Text as code in Markdown, whatever is in it."""
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{' '.join(text.split())}{pad}{fence}"


def prose(text: str) -> str:
    """Prose in which nothing is markup, except code between single backquotes."""
    parts = text.split("`")
    special = str.maketrans({c: f"\\{c}" for c in "\\*_[]<>#|&~"})
    return "`".join(
        part if number % 2 else part.translate(special) for number, part in enumerate(parts)
    )
