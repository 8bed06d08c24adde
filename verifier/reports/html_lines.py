"""One line of the web page: its formula, its reason, its verdict, and all about it to unfold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Grade,
    Proved,
    Refuted,
    Trusted,
    Unknown,
    grade,
)
from verifier.language.boxes import pieces
from verifier.language.drawing import draw
from verifier.language.layout import RELATIONS
from verifier.language.mathml import math
from verifier.language.problems import LimitExceeded
from verifier.outcome import LineOutcome
from verifier.reports import asides, numbers
from verifier.reports.paper import Formula, Paper
from verifier.reports.rows import Glyphs
from verifier.reports.wording import (
    Side,
    brief,
    failing,
    failure,
    holds_where,
    message,
    notes,
    pastes,
    sides,
)
from verifier.reports.xml_text import Markup, element, prose, text

_MARKS = Glyphs()
_WHOLE = 24  # characters: a shorter formula is never broken
_EM = 0.62  # of a character of a drawing, typeset
NOTHING = Markup("")


def badge(which: Grade, said: str | None = None) -> Markup:
    """The mark of a verdict and its word, or other words."""
    mark = element("span", {"class": "mark", "aria-hidden": "true"}, text(_mark(which)))
    word = which.word if said is None else said
    return element(
        "span", {"class": f"verdict {which.word}"}, mark, text(f" {word}" if word else "")
    )


def _mark(which: Grade) -> str:
    found: str = getattr(_MARKS, which.word)
    return found


def formula(shown: Formula, *, inline: bool = False) -> Markup:
    """A formula; a long one in several parts, between which the page may break it."""
    markup = _typeset(shown, inline=inline)
    return element("code", None, text(shown.written)) if markup is None else markup


def _typeset(shown: Formula, *, inline: bool) -> Markup | None:
    if shown.box is None:
        return None
    try:
        width = draw(shown.box).width
        parts = [shown.box] if width <= _WHOLE else pieces(shown.box)
        markup = Markup(" ".join(map(math, parts)))
        if inline:
            return markup
        widest = max(draw(part).width for part in parts)
    except LimitExceeded:
        return None
    style = {"class": "fitted", "style": f"--wide: {max(_EM * widest, 1):.1f}"}
    return element("span", style, markup)


def line(
    paper: Paper,
    relation: str,
    shown: Formula,
    reason: str,
    found: LineOutcome | None,
    *,
    bad: bool | None = None,
) -> Markup:
    """A line as an item of a list; the start of a derivation has no verdict and nothing to unfold.

    What did not pass is unfolded.
    """
    row = [
        element("span", {"class": "relation"}, text(RELATIONS.get(relation, relation))),
        element("span", {"class": "formula"}, formula(shown)),
    ]
    if found is None and relation:
        row.append(element("span", {"class": "reason"}, text("not judged")))
    if found is None:
        return element("li", {"class": "start"}, element("div", {"class": "line"}, *row))
    which = grade(found.verdict)
    row.append(element("span", {"class": "reason"}, text(reason)))
    row.append(badge(which))
    bad = not found.passed if bad is None else bad
    inside = [
        element("summary", {"class": "line"}, *row),
        element("div", {"class": "more"}, *_more(paper, found)),
    ]
    unfolded = bad or asides.asked([found])
    details = element("details", {"open": ""} if unfolded else None, *inside)
    name = f"{which.word} failed" if bad else which.word
    return element("li", {"class": name}, details)


def _more(paper: Paper, found: LineOutcome) -> Iterator[Markup]:
    yield from _why(paper, found)
    yield from _repairs(paper, found)
    yield from _asides(found)
    for note in notes(found):
        yield _paragraph("Note: ", prose(_sentence(note, capital=False)))
    written = f"{found.relation} {' '.join(found.expression.split())}"
    place = f"Line {found.place.line} of the file: "
    yield element("p", {"class": "where"}, text(place), element("code", None, text(written)))


def _paragraph(said: str, *inside: Markup) -> Markup:
    return element("p", None, text(said), *inside)


def _why(paper: Paper, found: LineOutcome) -> Iterator[Markup]:
    match found.verdict:
        case Proved(method=method, conditions=conditions, off=off):
            yield _paragraph(f"Proved by {method}." if method else "Proved.")
            yield from _conditions(paper, "Used, and shown to hold: ", conditions)
            yield from _conditions(paper, "By convention, nothing is claimed where ", off)
            for said in numbers.sentences(found):
                yield _paragraph(_sentence(said))
        case Trusted(conditions=conditions):
            yield _paragraph(_sentence(message(found)))
            yield from _conditions(paper, "Used, and shown to hold: ", conditions)
        case Confirmed():
            yield _paragraph(_sentence(message(found)))
        case Conditional(missing=missing):
            yield from _conditional(paper, missing)
        case Refuted():
            yield from _refuted(paper, found, found.verdict)
        case Unknown(numeric=numeric):
            why = message(found)
            yield _paragraph(_sentence(why if why.startswith("not ") else f"Not decided: {why}"))
            if numeric:
                yield _paragraph(f"As far as numbers go: {numeric} (evidence, not a proof).")
        case _:
            assert_never(found.verdict)


def _sentence(said: str, *, capital: bool = True) -> str:
    said = said if said.endswith((".", "!", "?")) else f"{said}."
    return said[:1].upper() + said[1:] if capital else said


def _conditions(paper: Paper, before: str, conditions: tuple[str, ...]) -> Iterator[Markup]:
    if conditions:
        shown = (formula(paper.read(one), inline=True) for one in dict.fromkeys(conditions))
        yield _paragraph(before, Markup(", ".join(shown)), text("."))


def _conditional(paper: Paper, missing: tuple[Condition, ...]) -> Iterator[Markup]:
    these = "this holds" if len(missing) == 1 else "these hold"
    yield _paragraph(f"Proved only where {these}, which the file does not say:")
    items = [
        element(
            "li",
            None,
            formula(paper.read(condition.text), inline=True),
            text(f" ({failure(condition)})"),
        )
        for condition in missing
    ]
    yield element("ul", None, *items)
    yield from _pastes(missing)


def _refuted(paper: Paper, found: LineOutcome, verdict: Refuted) -> Iterator[Markup]:
    """The counterexample: the point, and what each side is there."""
    wrong = found.explanation.message if found.explanation is not None else ""
    if wrong:
        yield element("p", None, element("strong", None, prose(_sentence(wrong))))
    where = prose(f"{failing(found, verdict)}:")
    yield element("p", None, where if wrong else element("strong", None, where))
    shown = sides(found, verdict)
    rows = [_side(paper, *pair) for pair in zip(shown, reversed(shown), strict=True)]
    yield element("table", {"class": "values"}, element("tbody", None, *rows))


def _side(paper: Paper, side: Side, other: Side) -> Markup:
    name, written, comes_to = side
    said = brief(comes_to, other.value) if comes_to and comes_to != written else ""
    return element(
        "tr",
        None,
        element("th", {"scope": "row"}, text(name)),
        element("td", None, formula(paper.read(written), inline=True)),
        element("td", None, text(said)),
    )


def _asides(found: LineOutcome) -> Iterator[Markup]:
    """What was asked for beside the verdict."""
    if found.second is not None:
        yield _paragraph("", prose(_sentence(asides.opinion(found.second), capital=False)))
    told = [*asides.attempts(found.attempts)]
    if told:
        told += numbers.details(found.numeric)
        yield _paragraph("What was tried:")
        yield element("ul", None, *(element("li", None, prose(one)) for one in told))


def _repairs(paper: Paper, found: LineOutcome) -> Iterator[Markup]:
    """What is wrong with the line, and how it would be right."""
    if found.explanation is None:
        return
    if not isinstance(found.verdict, Refuted) and found.explanation.message:
        yield _paragraph("", prose(_sentence(found.explanation.message)))
    for repair in found.explanation.repairs:
        written = formula(paper.read(repair.expression), inline=True)
        told = prose(f" ({repair.change})")
        yield _paragraph(f"Proved instead: {repair.relation} ", written, told)
    for said in holds_where(found.explanation):
        yield _paragraph(said)
    yield from _pastes(found.explanation.conditions)


def _pastes(conditions: tuple[Condition, ...]) -> Iterator[Markup]:
    for heading, texts in pastes(conditions):
        yield _paragraph(heading)
        yield element("pre", None, text("\n".join(texts)))
