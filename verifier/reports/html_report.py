"""The report as a web page: one file that needs nothing else, to be put on a course's site.

It has no script, and its policy forbids any, so that nothing an author wrote can become one. Every
text goes through `xml_text`; formulas are MathML. The page says the same in light and in dark, on a
telephone, on paper, and to a screen reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from verifier.about import __version__
from verifier.kernel.verdicts import Grade
from verifier.language.problems import excerpt
from verifier.outcome import DerivationOutcome, FileOutcome, Outcome
from verifier.reports import Presentation
from verifier.reports.asides import opinions
from verifier.reports.html_lines import badge, formula, line
from verifier.reports.paper import Argument, Formula, Given, Paper, paper_of_outcome
from verifier.reports.wording import (
    BEST_FIRST,
    SHOWN_AGAIN,
    conclusion,
    counted,
    expectation,
    failed,
    tally,
    used,
)
from verifier.reports.xml_text import Markup, element, portable, prose, text

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HEADINGS = {
    "symbols": "Symbols",
    "assume": "Assumed",
    "definitions": "Definitions",
    "conventions": "Conventions",
}
_MEANINGS = {
    Grade.PROVED: "derived with exact arithmetic, every side condition included",
    Grade.TRUSTED: "another engine says so, our own proof could not re-check it, and no point "
    "contradicts it",
    Grade.CONFIRMED: "the numbers agree at random points: evidence, and not a proof",
    Grade.CONDITIONAL: "proved, but only under conditions that the file does not grant",
    Grade.REFUTED: "a point of the domain is known where it fails",
    Grade.UNKNOWN: "none of these; the line says why",
}


def render(outcome: Outcome, presentation: Presentation) -> str:
    """The page."""
    page = _Page(outcome)
    return portable(f"<!doctype html>\n{page.markup()}\n", presentation.encoding)


class _Page:
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.several = len(outcome.files) > 1
        self.papers = [paper_of_outcome(file) for file in outcome.files]
        self.title = "Derivations" if self.several else self._title(0)

    def markup(self) -> Markup:
        body = element("body", None, self._header(), self._main(), self._footer())
        return element("html", {"lang": "en"}, self._head(), body)

    def _title(self, number: int) -> str:
        if number >= len(self.outcome.files):
            return "No derivation"
        file = self.outcome.files[number]
        return file.title or file.path

    def _head(self) -> Markup:
        style = files("verifier.reports").joinpath("page.css").read_text("utf-8")
        policy = {"http-equiv": "Content-Security-Policy", "content": _POLICY}
        metas = [
            {"charset": "utf-8"},
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
            policy,
            {"name": "color-scheme", "content": "light dark"},
            {"name": "generator", "content": f"verify {__version__}"},
        ]
        opening = Markup("".join(element("meta", meta).removesuffix("</meta>") for meta in metas))
        title = element("title", None, text(self.title))
        return element("head", None, opening, title, element("style", None, Markup(style)))

    # The summary.

    def _header(self) -> Markup:
        inside = [element("h1", None, text(self.title))]
        if not self.several:
            inside += [_source(file) for file in self.outcome.files]
        word = "proved" if self.outcome.exit_code == 0 else "refuted"
        said = text(conclusion(self.outcome).rpartition(" (")[0] + ".")
        inside.append(element("p", {"class": f"conclusion {word} verdict-text"}, said))
        inside.append(self._counts())
        if told := opinions(self.outcome):
            inside.append(element("p", {"class": "soft"}, text(f"{told[0].upper()}{told[1:]}.")))
        inside.append(self._contents())
        return element("header", None, *inside)

    def _counts(self) -> Markup:
        numbers = tally(self.outcome.files)
        items = []
        for which in BEST_FIRST:
            number = numbers.lines.get(which, 0)
            if number:
                expected = numbers.expected.get(which, 0)
                more = f" ({expected:,} as expected)" if expected else ""
                items.append(_count(which, f"{number:,} {which.word}{more}"))
        if numbers.malformed:
            said = f"{counted(numbers.malformed, 'file')} malformed"
            items.append(_count(Grade.MALFORMED, said))
        return element("ul", {"class": "counts", "aria-label": "How many lines"}, *items)

    def _contents(self) -> Markup:
        items = []
        for number, file in enumerate(self.outcome.files):
            inner = [
                _entry(_standing(d, brief=True), self._id(number, d.name), d.title or d.name)
                for d in file.derivations
                if not (self.several and file.passed)
            ]
            if not self.several:
                items += inner
                continue
            mark = Markup(badge(file.grade, "") + _spoken(file.grade.word))
            below = [element("ul", None, *inner)] if inner else []
            items.append(_entry(mark, f"file-{number + 1}", self._title(number), *below))
        if len(items) < 2:
            return text("")
        return element("nav", {"aria-label": "Contents"}, element("ul", None, *items))

    # Files.

    def _main(self) -> Markup:
        parts = [self._file(number) for number in range(len(self.outcome.files))]
        return element("main", None, *parts)

    def _id(self, number: int, name: str) -> str:
        """Of a derivation: its name, which links from elsewhere can rest on."""
        return f"{number + 1}-{name}" if self.several else name

    def _file(self, number: int) -> Markup:
        file, paper = self.outcome.files[number], self.papers[number]
        level = 2
        inside: list[Markup] = []
        if self.several:
            title = element("h2", None, text(self._title(number)))
            path = element("p", {"class": "soft"}, element("code", None, text(file.path)))
            inside += [title, path if file.title else text(""), _source(file)]
            level = 3
        inside += _problems(file)
        inside += [_told("fault in the verifier", fault) for fault in file.faults]
        for shows in file.reproductions:
            inside.append(_told("fault in the verifier", SHOWN_AGAIN))
            inside.append(element("pre", None, text(shows)))
        inside += [_told("note", note) for note in file.notes]
        if paper.given:
            inside.append(_given(paper, level))
        for argument in paper.arguments:
            name = self._id(number, argument.name)
            inside.append(_argument(paper, argument, name, level))
        if not self.several:
            return Markup("".join(inside))
        return element("section", {"class": "file", "id": f"file-{number + 1}"}, *inside)

    def _footer(self) -> Markup:
        rows = []
        for which in BEST_FIRST:
            rows.append(element("dt", None, badge(which)))
            rows.append(element("dd", None, text(_MEANINGS[which])))
        claim = (
            "A line claims that at every point of the declared domain either both sides are "
            "defined and equal (or in the order that is written), or both are undefined."
        )
        made = f"Made by verify {__version__}."
        return element(
            "footer",
            None,
            element("p", None, text(claim)),
            element("dl", None, *rows),
            element("p", None, text(made)),
        )


def _source(file: FileOutcome) -> Markup:
    return element("p", {"class": "soft"}, text(file.source)) if file.source else text("")


def _count(which: Grade, said: str) -> Markup:
    return element("li", {"class": which.word}, badge(which, said))


def _entry(mark: Markup, target: str, title: str, *below: Markup) -> Markup:
    link = element("a", {"href": f"#{target}"}, text(title))
    return element("li", None, mark, text(" "), link, *below)


def _standing(derivation: DerivationOutcome, *, brief: bool = False) -> Markup:
    """The verdict on a derivation; a control's is whether it failed as it was expected to."""
    which = derivation.grade
    if derivation.expect is None:
        return Markup(badge(which, "") + _spoken(which.word)) if brief else badge(which)
    kind, sign, remark = "met", "\N{CHECK MARK}", "as expected"
    if not derivation.passed:
        kind, sign, remark = "missed", "\N{BALLOT X}", "not as expected"
    mark = element("span", {"class": "mark", "aria-hidden": "true"}, text(sign))
    return element("span", {"class": kind}, mark, text(f" {which.word}, {remark}"))


def _spoken(words: str) -> Markup:
    """For those who do not see the mark."""
    return element("span", {"class": "away"}, text(words))


def _told(what: str, said: str) -> Markup:
    return element("p", None, element("strong", None, text(f"{what}: ")), text(said))


def _problems(file: FileOutcome) -> Iterator[Markup]:
    lines = file.text.split("\n")
    for problem in file.problems:
        place = "" if problem.place is None else f"Line {problem.place.line}: "
        inside = [
            element("p", None, badge(Grade.MALFORMED), text(f" {place}"), prose(problem.message))
        ]
        if shown := excerpt(lines, problem):
            inside.append(element("pre", None, text(shown)))
        if problem.hint:
            first, *rest = problem.hint.split("\n")
            inside.append(element("p", None, text("Hint: "), prose(first)))
            inside += [element("pre", None, text("\n".join(rest)))] if rest else []
        yield element("div", {"class": "problem malformed"}, *inside)


# What is given.


def _given(paper: Paper, level: int) -> Markup:
    rows: list[Markup] = []
    for kind, heading in _HEADINGS.items():
        found = [one for one in paper.given if one.kind == kind]
        if found:
            items = [element("li", None, _one(one)) for one in found]
            rows.append(element("dt", None, text(heading)))
            rows.append(element("dd", None, element("ul", {"class": kind}, *items)))
    title = element(f"h{level}", None, text("Given"))
    setting = element("dl", {"class": "setting"}, *rows)
    claims = [one for one in paper.given if one.claim is not None]
    steps = [_claim(paper, one) for one in claims]
    listed = element("ol", {"class": "steps", "aria-label": "Claimed ranges"}, *steps)
    inside = [title, setting, *([listed] if steps else [])]
    return element("section", {"class": "given"}, *inside)


def _one(given: Given) -> Markup:
    remark = element("span", {"class": "reason"}, text(f" {given.remark}"))
    return Markup(formula(given.formula) + (remark if given.remark else ""))


def _claim(paper: Paper, given: Given) -> Markup:
    if given.claim is None:
        return text("")
    claimed, found = given.claim
    return line(paper, "", claimed, "", found)


# Derivations.


def _argument(paper: Paper, argument: Argument, name: str, level: int) -> Markup:
    title = argument.title or argument.name
    heading = element(f"h{level}", None, text(title))
    inner = [heading]
    if argument.title:
        inner.append(element("p", {"class": "soft"}, element("code", None, text(argument.name))))
    found = argument.found
    head = [element("div", None, *inner)]
    if found is not None:
        head.append(_standing(found))
    inside = [element("div", {"class": "heading"}, *head)]
    inside += [_remark("Assuming", argument.assumed)] if argument.assumed else []
    inside.append(element("ol", {"class": "steps"}, *_steps(paper, argument)))
    if found is not None:
        conditions = [paper.read(condition) for condition in used(found.lines)]
        inside += [_remark("Used, and shown to hold:", tuple(conditions))] if conditions else []
        if not found.passed and (told := expectation(found)):
            inside.append(
                element("p", {"class": "told"}, element("strong", None, text(f"{told}.")))
            )
        if found.aftermath is not None and found.aftermath.message:
            inside.append(element("p", {"class": "told"}, text(found.aftermath.message)))
    attributes = {"class": "derivation", "id": name}
    return element("section", attributes, *inside)


def _remark(before: str, formulas: tuple[Formula, ...]) -> Markup:
    listed = ", ".join(formula(one, inline=True) for one in formulas)
    return element("p", {"class": "told soft"}, text(f"{before} "), Markup(listed))


def _steps(paper: Paper, argument: Argument) -> Iterator[Markup]:
    for step in argument.steps:
        bad = step.found is not None and failed(step.found, argument.found)
        yield line(paper, step.relation, step.formula, step.reason, step.found, bad=bad)
