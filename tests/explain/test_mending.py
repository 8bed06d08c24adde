"""Repairs in the bytes of a file: only the characters of expressions change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.explain.wrong import explain
from verifier.explain.mending import Misplaced, edited, mended, offered
from verifier.language.source import Place
from verifier.outcome import Edit, FileOutcome, Repair

LESSON = """title: "Fehler über \\"Quadrate\\""   # naïve ✓
symbols:
  a, b, x: real
  t: real > 0
derivations:
  square: |
    (a + b)^2
    = a^2 + a*b + b^2          # Größe: one a*b is missing
  # between
  list:
    - (a - b)^2
    - a^2 + 2*a*b + b^2   # ½
    - "= a^2 - a*b*2 + b^2"
  quoted: '(a - b)*(a + b) = a^2 + b^2'
  double: "diff(sin(3*x), x) = cos(3*x)"
  control:
    expect: refuted
    steps: |
      a + b
      = a - b
  last: diff(t^3, t) = 3*t^3"""
MENDED = (
    LESSON.replace("= a^2 + a*b + b^2", "= a^2 + 2*a*b + b^2")
    .replace("- a^2 + 2*a*b + b^2", "- a^2 - 2*a*b + b^2")
    .replace("(a + b) = a^2 + b^2", "(a + b) = a^2 - b^2")
    .replace("= cos(3*x)", "= 3*cos(3*x)")
    .replace("3*t^3", "3*t^2")
)


def judged(text: str) -> FileOutcome:
    return explain(text)


@pytest.mark.parametrize("end", ["", "\n", "\n\n# the end"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_style_of_writing_keeps_everything_else(end: str, newline: str, mark: str) -> None:
    written, wanted = (
        (mark + (text + end).replace("\n", newline)).encode() for text in (LESSON, MENDED)
    )
    outcome = judged((LESSON + end).replace("\n", newline))
    found = mended(written, outcome)
    assert found.data == wanted
    assert len(found.written) == 5
    assert found.left == ()


def test_the_mended_file_passes() -> None:
    assert judged(mended(LESSON.encode(), judged(LESSON)).data.decode()).passed


def test_a_control_that_is_expected_to_fail_is_left_alone() -> None:
    met = "symbols: {a: real}\nderivations:\n  c:\n    expect: refuted\n    steps: a + 1 = a - 1\n"
    missed = met.replace("refuted", "conditional")
    for text in (met, missed):
        outcome = judged(text)
        assert list(offered(outcome)) == []
        assert mended(text.encode(), outcome).data == text.encode()


@pytest.mark.parametrize(
    "steps",
    [
        '"diff(a^2, a) = 2*a^2"',
        "'diff(a^2, a) = 2*a^2'",
        "diff(a^2, a) = 2*a^2",
        "|-\n    diff(a^2, a)\n      = 2*a^2",
        "|\n    diff(a^2, a)\n    = 2*(\n      a^2)",
        '"diff(a^2, a) = 2*a\\u005e2"',
    ],
)
def test_a_repair_is_written_as_its_scalar_is_written_or_not_at_all(steps: str) -> None:
    text = f"symbols: {{a: real, b: real}}\nderivations:\n  d: {steps}\n"
    outcome = judged(text)
    found = mended(text.encode(), outcome)
    assert len(found.written) + len(found.left) == 1
    if found.written:
        assert judged(found.data.decode()).passed
        head, _, tail = text.partition("derivations:")
        assert found.data.decode().startswith(head)
        assert tail.count("\n") == found.data.decode().partition("derivations:")[2].count("\n")
    else:
        assert found.data == text.encode()


def test_several_steps_of_one_line_are_mended_together() -> None:
    text = "symbols: {a: real, b: real}\nderivations:\n  d: (a + b)^2 = a^2 + b^2 = b^2 - a^2\n"
    outcome = judged(text)
    found = mended(text.encode(), outcome)
    assert len(found.written) >= 1
    assert found.data.decode().count("\n") == text.count("\n")


def test_bytes_that_are_not_those_that_were_judged_are_refused() -> None:
    outcome = judged(LESSON)
    for other in (LESSON + " ", LESSON.replace("ü", "u"), "derivations: ["):
        with pytest.raises(Misplaced):
            mended(other.encode(), outcome)
    with pytest.raises(Misplaced):
        mended(b"\xff\xfe", outcome)


def test_a_repair_that_would_change_something_else_is_left_to_the_author() -> None:
    outcome = judged(LESSON)
    first = outcome.derivations[0].lines[0]
    assert first.explanation is not None
    (edit,) = first.explanation.repairs[0].edits
    spoiled = (
        replace(edit, new="3*"),  # not what was proved
        replace(edit, new="2*a*b # "),  # a comment
        replace(edit, old="?"),  # not what stands there
        replace(edit, start=Place(1, 1), end=Place(1, 1)),  # another place
        replace(edit, start=Place(999, 1), end=Place(999, 1)),
    )
    for changed in spoiled:
        repair = replace(first.explanation.repairs[0], edits=(changed,))
        found = mended(LESSON.encode(), _with_repair(outcome, repair))
        assert [offer.repair for offer in found.left] == [repair]
        assert found.data.decode() == MENDED.replace("2*a*b + b^2   ", "a*b + b^2   ", 1)


def _with_repair(outcome: FileOutcome, repair: Repair) -> FileOutcome:
    derivation, *others = outcome.derivations
    line = derivation.lines[0]
    assert line.explanation is not None
    explanation = replace(line.explanation, repairs=(repair,))
    lines = (replace(line, explanation=explanation), *derivation.lines[1:])
    return replace(outcome, derivations=(replace(derivation, lines=lines), *others))


# Edits of a text.


def test_edits_are_made_from_the_end_so_that_places_stay_right() -> None:
    edits = [
        Edit(Place(1, 1), Place(1, 2), "a", "long"),
        Edit(Place(1, 3), Place(1, 3), "", "+"),
        Edit(Place(2, 1), Place(2, 3), "cd", ""),
    ]
    assert edited("ab\r\ncd", edits) == "longb+\r\n" or edited("ab\ncd", edits) == "longb+\n"


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Place(1, 1), Place(1, 2), "x", "y")],
        [Edit(Place(1, 1), Place(2, 1), "ab", "y")],
        [Edit(Place(3, 1), Place(3, 1), "", "y")],
        [Edit(Place(0, 1), Place(0, 1), "", "y")],
        [Edit(Place(1, 2), Place(1, 1), "", "y")],
        [Edit(Place(1, 1), Place(1, 9), "ab", "y")],
        [
            Edit(Place(1, 1), Place(1, 3), "ab", "y"),
            Edit(Place(1, 2), Place(1, 3), "b", "z"),
        ],
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edits: list[Edit]) -> None:
    with pytest.raises(Misplaced):
        edited("ab\ncd", edits)


@given(
    some.text("ab\u00fc\U0001f600 \r", max_size=12),
    some.lists(some.tuples(some.integers(0, 12), some.integers(0, 3), some.text("xy", max_size=3))),
)
def test_everything_beside_the_edits_stays(text: str, changes: list[tuple[int, int, str]]) -> None:
    edits, pieces, at = [], [], 0
    for start, length, new in sorted(changes):
        if start < at or start + length > len(text) or not (length or new):
            continue
        pieces += [text[at:start], new]
        at = start + length
        edits.append(Edit(Place(1, start + 1), Place(1, at + 1), text[start:at], new))
        pieces.append(text[at : at + 1])  # a character between, so that no two edits touch
        at += 1
    assert edited(text, edits) == "".join(pieces) + text[at:]
