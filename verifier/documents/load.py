"""A file's bytes into a document, or everything that is wrong with them."""

from __future__ import annotations

from verifier.documents.compose import compose
from verifier.documents.document import Document
from verifier.documents.elaborate import elaborate
from verifier.documents.files import decode
from verifier.documents.limits import MAX_PROBLEMS
from verifier.documents.reader import outline_of
from verifier.language.problems import Malformed, Problem
from verifier.language.source import Place


def load(data: bytes, path: str) -> Document:
    """Read a derivation file.

    Args:
        data: the bytes of the file.
        path: what to call it in reports.

    Raises:
        Malformed: with every problem of the file, in its order.
    """
    text, problems = decode(data)
    root, found = compose(text)
    problems += found
    if root is None:
        if not problems:
            hint = "begin with `symbols:` and `derivations:`"
            problems.append(Problem("the file is empty", Place(1, 1), hint))
        raise Malformed(_listed(problems))
    outline, found = outline_of(root, text.split("\n"))
    problems += found
    if outline.names_lost:
        raise Malformed(_listed(problems))
    document, found = elaborate(outline, path, text)
    problems += found
    if problems:
        raise Malformed(_listed(problems))
    return document


def _listed(problems: list[Problem]) -> list[Problem]:
    """Each problem once, in the order of the file, and not more than anyone reads."""
    distinct = Malformed(list(dict.fromkeys(problems))).problems
    if len(distinct) <= MAX_PROBLEMS:
        return distinct
    place = distinct[MAX_PROBLEMS].place
    more = Problem("there are more problems, which are not shown", place, "mend the first ones")
    return [*distinct[:MAX_PROBLEMS], more]
