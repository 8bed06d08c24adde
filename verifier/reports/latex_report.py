r"""The report for a paper: an ``align*`` for each derivation, with the reasons beside the lines.

It is a fragment, to be pasted into a document that has amsmath and amssymb. What is not proved says
so in print, so that no wrong line gets into a paper unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from unicodedata import category, normalize

from verifier.kernel.verdicts import Grade, grade
from verifier.language.boxes import Box, parts_of
from verifier.language.folding import fold
from verifier.language.latex import latex, sign_to_latex
from verifier.language.layout import RELATIONS
from verifier.language.problems import LimitExceeded
from verifier.outcome import LineOutcome, Outcome
from verifier.reports import Presentation
from verifier.reports.paper import Argument, Formula, Given, Paper, Step, paper_of_outcome
from verifier.reports.wording import conclusion

_LONG = 36  # characters of a reason that is broken over several rows
_REASON = r"\parbox[t]{0.38\linewidth}{\raggedright "
_DEEPEST = 60  # boxes inside each other: TeX has room for 255 groups
_HEAD = "% needs \\usepackage{amsmath,amssymb}\n"
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': "''",
    "[": "{[}", "]": "{]}",  # so that none is taken for an option of a command before it
    "\N{NO-BREAK SPACE}": "~", "–": "--", "—": "---", "…": r"\dots{}", "’": "'", "‘": "`",
    "“": "``", "”": "''", "·": r"$\cdot$", "⇒": r"$\Rightarrow$", "⇔": r"$\Leftrightarrow$",
    "√": r"$\surd$", "′": "$'$", "²": "$^2$", "³": "$^3$", "¹": "$^1$", "ᵀ": r"$^\top$",
    "÷": r"$\div$", "≈": r"$\approx$",
}  # fmt: skip


def render(outcome: Outcome, presentation: Presentation) -> str:
    """Every file that could be read, and what the run comes to in a comment."""
    papers = [paper_of_outcome(file) for file in outcome.files if not file.problems]
    unread = [file.path for file in outcome.files if file.problems]
    remarks = [f"malformed: {path}" for path in unread] + [conclusion(outcome)]
    text = typeset(papers) + "".join(map(_comment, remarks))
    return text.encode(presentation.encoding, "replace").decode(presentation.encoding)


def typeset(papers: Iterable[Paper]) -> str:
    """The papers, one below the other."""
    return _HEAD + "".join(row for paper in papers for row in _paper(paper))


def _paper(paper: Paper) -> Iterator[str]:
    yield "\n"
    yield _comment(paper.path)
    if paper.title:
        yield f"\\subsection*{{{prose(paper.title)}}}\n"
    if paper.source:
        yield _comment(f"source: {paper.source}")
    for kind, given in groupby(paper.given, key=lambda one: one.kind):
        yield from _given(kind, list(given))
    for argument in paper.arguments:
        yield from _argument(argument)


def _given(kind: str, given: list[Given]) -> Iterator[str]:
    match kind:
        case "symbols":
            yield f"Let {_sentence(given)}.\n"
        case "assume":
            yield f"Assume {_sentence(given)}.\n"
        case "conventions":
            yield f"By convention, {_sentence(given)}.\n"
        case _:
            yield "\\begin{align*}\n"
            rows = [f"  & {_formula(one.formula)}{_claim(one)}" for one in given]
            yield " \\\\\n".join(rows) + "\n\\end{align*}\n"


def _sentence(given: list[Given]) -> str:
    return ", ".join(
        _inline(one.formula) + (f" ({prose(one.remark)})" * bool(one.remark)) for one in given
    )


def _claim(given: Given) -> str:
    notes = [f"\\text{{{prose(given.remark)}}}"] if given.remark else []
    if given.claim is not None:
        formula, found = given.claim
        notes += filter(None, (_formula(formula), _flag(found)))
    return " && " + " \\quad ".join(notes) if notes else ""


def _argument(argument: Argument) -> Iterator[str]:
    verdict = f", {argument.found.grade.word}" if argument.found is not None else ""
    yield "\n" + _comment(f"{argument.name}{verdict}")
    if argument.title:
        stop = "" if argument.title.endswith((".", "!", "?", ":")) else "."
        yield f"\\paragraph*{{{prose(argument.title)}{stop}}}\n"
    if argument.assumed:
        yield f"Assume {', '.join(map(_inline, argument.assumed))}.\n"
    start, *steps = argument.steps
    yield f"\\begin{{align*}}\n  {_formula(start.formula)}\n"
    yield " \\\\\n".join(map(_step, steps)) + "\n\\end{align*}\n"


def _step(step: Step) -> str:
    relation = sign_to_latex(RELATIONS[step.relation])
    flag = _flag(step.found)
    if len(step.reason) > _LONG:
        said = [f"{_REASON}{prose(step.reason)}{' ' if flag else ''}{flag}}}"]
    else:
        said = [f"\\text{{{prose(step.reason)}}}"] if step.reason else []
        said += [flag] if flag else []
    behind = " && " + r" \quad ".join(said) if said else ""
    return f"    &{relation} {_formula(step.formula)}{behind}"


def _flag(found: LineOutcome | None) -> str:
    """The verdict in print, unless it is proved or nobody asked."""
    if found is None or grade(found.verdict) is Grade.PROVED:
        return ""
    return f"\\textbf{{({grade(found.verdict).word})}}"


def _inline(formula: Formula) -> str:
    return f"${_formula(formula)}$"


def _formula(formula: Formula) -> str:
    """The formula; as it is written where it is too large or too deep for TeX."""
    if formula.box is not None and _depth(formula.box) <= _DEEPEST:
        try:
            return latex(formula.box)
        except LimitExceeded:
            pass
    return f"\\text{{\\texttt{{{prose(formula.written)}}}}}"


def _depth(box: Box) -> int:
    return fold(box, parts_of, lambda part, of: 1 + max(map(of, parts_of(part)), default=0))


def _comment(text: str) -> str:
    return f"% {_plain(text)}\n"


# Text.


def prose(text: str) -> str:
    """An author's words, with everything escaped that means something to TeX.

    Letters of other scripts are kept: a paper in that language has the fonts for them. Other signs
    that TeX has no command for become question marks.
    """
    return "".join(map(_character, _plain(text)))


def _plain(text: str) -> str:
    """In one line, without control characters."""
    words = " ".join(normalize("NFC", text).split())
    return "".join(c if c.isprintable() else "?" for c in words)


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isascii():
        return character
    command = sign_to_latex(character)
    if command != character:
        return f"${command}$"
    if category(character)[0] == "L":
        return character
    return "?"
