"""What a notebook shows of an outcome."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.reports.outcomes import (
    CONDITIONAL,
    PROVED,
    REFUTED,
    derivation,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from verifier import outcome as outcomes
from verifier import verify
from verifier.language.problems import Problem
from verifier.outcome import FileOutcome, Outcome
from verifier.reports.notebook import table

ROOT = Path(__file__).parent.parent.parent
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def read(found: Outcome | FileOutcome) -> ET.Element:
    return ET.fromstring(found._repr_html_())  # noqa: S314 - our own


def words(part: ET.Element) -> str:
    return " ".join(" ".join(part.itertext()).split())


def test_an_outcome_is_a_table_for_each_derivation_with_typeset_formulas() -> None:
    found = verify(ROOT / "derivations" / "relu.yaml")
    shown = read(found)
    derivations = [d for f in found.files for d in f.derivations]
    captions = [words(caption) for caption in shown.iter("caption")]
    assert captions == [d.title or d.name for d in derivations]
    lines = [line for f in found.files for line in f.lines()]
    assert len(list(shown.iter("math"))) >= len(lines)
    assert words(shown).endswith("Passed.")


def test_a_line_that_did_not_pass_says_why() -> None:
    said = words(read(outcome(lesson(line(REFUTED), line(CONDITIONAL, 15), line(PROVED, 16)))))
    for part in ("✗ refuted", "fails at", "! conditional", "✓ proved", "Not passed: 2 lines"):
        assert part in said


def test_a_file_of_it_can_be_shown_alone() -> None:
    both = outcome(lesson(line(PROVED)), malformed(Problem("something is missing")))
    first, second = (words(read(one)) for one in both.files)
    assert "proved" in first
    assert "malformed" in second
    assert "something is missing" in second
    assert "1 file is malformed" in words(read(both))


def test_markup_of_an_author_is_text() -> None:
    wrong = line(REFUTED, reason=HOSTILE, expression=HOSTILE, notes=(HOSTILE,))
    shown = read(outcome(file(derivation(wrong, title=HOSTILE), title=HOSTILE, text="")))
    assert {part.tag for part in shown.iter()} & {"script", "img"} == set()
    assert HOSTILE in "".join(shown.itertext())


def test_nothing_reaches_beyond_it() -> None:
    shown = read(outcome(lesson(line(REFUTED))))
    assert {part.tag for part in shown.iter()} & {"style", "link", "script"} == set()
    assert shown.tag == "div"


def test_an_outcome_knows_its_notebook_by_name_and_imports_it_when_it_is_shown() -> None:
    module, _, name = outcomes.NOTEBOOK.partition(":")
    assert getattr(sys.modules[module], name) is table
    script = "import sys, verifier.outcome; sys.exit('verifier.reports' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("empty", [outcome()])
def test_an_outcome_of_nothing_says_so(empty: Outcome) -> None:
    assert "no derivation file was found" in words(read(empty))
