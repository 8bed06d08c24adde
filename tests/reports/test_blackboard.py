from __future__ import annotations

import pytest

from verifier.documents.load import load
from verifier.reports import Presentation
from verifier.reports.blackboard import drawn
from verifier.reports.paper import paper_of

TEXT = """\
title: The quotient rule
source: notes
symbols:
  x: real > 0
definitions:
  Loss: 1/x in (0, oo)
derivations:
  slope:
    title: By the quotient rule
    assume: x > 1
    steps: |
      diff(Loss, x)
      = -1/x^2        # the power rule
      <= 0
"""


def shown(
    text: str = TEXT, width: int = 80, encoding: str = "utf-8", *, colour: bool = False
) -> str:
    presentation = Presentation(width=width, encoding=encoding, colour=colour)
    return drawn([paper_of(load(text.encode(), "a.yaml"))], presentation)


def test_a_file_reads_as_on_a_blackboard() -> None:
    assert (
        shown()
        == """\
The quotient rule
  notes

  symbols
    x ∈ (0, ∞)

  definitions
           1
    Loss = ─   claimed: Loss ∈ (0, ∞)
           x

  slope
  By the quotient rule
    assume x > 1

      ∂Loss
      ─────
        ∂x

      −1
    = ──   the power rule
      x²

    ≤ 0

"""
    )


def test_a_title_is_not_missed_where_there_is_none() -> None:
    assert shown(TEXT.replace("title: The quotient rule\n", "")).startswith("a.yaml\n")


def test_an_ascii_terminal_gets_what_is_written() -> None:
    text = shown(encoding="ascii")
    assert text.isascii()
    assert "    =  -1/x^2   the power rule" in text
    assert "    x: real in (0, oo)" in text
    assert "    <= 0" in text
    assert "diff(Loss, x)" in text


@pytest.mark.parametrize("width", [50, 60, 80, 200])
def test_nothing_is_wider_than_the_terminal(width: int) -> None:
    long = " + ".join(f"x/{number}" for number in range(2, 60))
    fraction = f"({long})/({long})"
    text = shown(TEXT.replace("<= 0", f"= {fraction}").replace("-1/x^2", long), width)
    assert all(len(row) <= min(width, 120) for row in text.splitlines())


def test_a_reason_that_does_not_fit_beside_its_formula_stands_below() -> None:
    reason = "because " * 20
    rows = shown(TEXT.replace("the power rule", reason), 60).splitlines()
    at = next(number for number, row in enumerate(rows) if "because" in row)
    assert rows[at].startswith("        because")
    assert len([row for row in rows if "because" in row]) > 1


def test_colour_adds_nothing_to_the_words() -> None:
    import re

    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown(colour=True))
    assert [row.rstrip() for row in plain.splitlines()] == shown().splitlines()


def test_hostile_text_does_not_move_the_cursor() -> None:
    text = shown(TEXT.replace("notes", '"\\e[2J\\r owned"').replace("the power rule", "the rule"))
    assert "\x1b" not in text
    assert "\r" not in text
