"""Every repair that is offered, put into the file, is proved there by a fresh run.

Single mistakes are planted in the shipped derivations, a seeded sample of them; how often the
original comes back is measured by `benchmarks/repairs.py`.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.explain.planting import Planted, planted
from verifier.documents.document import Document
from verifier.documents.load import load
from verifier.explain.mending import edited, mended
from verifier.judging.one_file import judge
from verifier.judging.options import Options
from verifier.judging.working import Work
from verifier.kernel.verdicts import Proved, Refuted
from verifier.language.problems import Malformed
from verifier.outcome import FileOutcome, LineOutcome

SHIPPED = Path(__file__).parents[2] / "derivations"
SAMPLE = 10  # files, of which one mistake is tried
FILES = random.Random(5).sample(sorted(SHIPPED.rglob("*.yaml")), SAMPLE)  # noqa: S311 - no secret
OPTIONS = Options(sympy=False, repairs=True, timeout=2)


def a_mistake(path: Path) -> tuple[Planted, LineOutcome]:
    """A mistake that makes a line of the file wrong, and that line."""
    mistakes = list(planted(load(path.read_bytes(), str(path))))
    random.Random(path.name).shuffle(mistakes)  # noqa: S311 - no secret
    for mistake in mistakes:
        with suppress(Malformed):  # shapes that do not fit, for one
            line = the_line(judged(mistake.text, mistake.derivation), mistake)
            if isinstance(line.verdict, Refuted) and line.explanation is not None:
                return mistake, line
    raise AssertionError("no mistake of this file is refuted")


def judged(text: str, name: str) -> FileOutcome:
    """One derivation of a file judged and explained, with what it rests on."""
    read = load(text.encode(), "planted.yaml")
    return judge(_only(read, name), OPTIONS, Work(OPTIONS.budget))


def _only(read: Document, name: str) -> Document:
    needed = {name}
    for derivation in reversed(read.derivations):
        if derivation.name in needed:
            needed |= set(derivation.uses)
    return replace(
        read, derivations=tuple(found for found in read.derivations if found.name in needed)
    )


def the_line(outcome: FileOutcome, mistake: Planted) -> LineOutcome:
    found = next(found for found in outcome.derivations if found.name == mistake.derivation)
    return found.lines[mistake.step - 1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_offer_is_proved_once_it_stands_in_the_file(path: Path) -> None:
    mistake, line = a_mistake(path)
    assert line.explanation is not None
    for repair in line.explanation.repairs:
        text = edited(mistake.text, repair.edits)
        again = the_line(judged(text, mistake.derivation), mistake)
        assert isinstance(again.verdict, Proved), (mistake.written, repair.expression)
        assert again.expression == repair.expression


def test_the_sample_has_mistakes_that_are_mended() -> None:
    path = SHIPPED / "polynomials.yaml"
    mistake = next(one for one in planted(load(path.read_bytes(), str(path))) if one.kind == "sign")
    line = the_line(judged(mistake.text, mistake.derivation), mistake)
    assert line.explanation is not None
    assert line.explanation.repairs


def test_an_unproved_repair_would_be_seen() -> None:
    text = "symbols: {a: real, b: real}\nderivations:\n  d: (a + b)^2 = a^2 + 3*a*b + b^2\n"
    outcome = judged(text, "d")
    found = mended(text.encode(), judge(load(text.encode(), "x"), OPTIONS, Work(OPTIONS.budget)))
    assert isinstance(outcome.derivations[0].lines[0].verdict, Refuted)
    assert found.written
    assert isinstance(judged(found.data.decode(), "d").derivations[0].lines[0].verdict, Proved)
