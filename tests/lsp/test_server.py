"""The language server, as an editor meets it: a process that is spoken to over its streams."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lsp.client import URI, Editor, editor

pytest.importorskip("pygls", reason="the language server is an extra")

TEXT = """\
title: Square
symbols:
  a, b: real
  z: real
definitions:
  p: 1/(1 + exp(-z)) in (0, 1)
derivations:
  square: |
    (a + b)^2
    = a^2 + a*b + b^2
  slope: diff(p, z) = p*(1 - p)
  quotient: (a^2 - b^2)/(a - b) = a + b
"""
RIGHT = TEXT.replace("+ a*b", "+ 2*a*b")
ERROR, WARNING = 1, 2
WRONG_LINE = {"start": {"line": 9, "character": 4}, "end": {"line": 9, "character": 21}}
MENDED = "Proved in its place: = a^2 + 2*a*b + b^2"


@pytest.fixture(scope="module")
def shared() -> Iterator[Editor]:
    """One editor for the tests that only look: it has the file open, judged and explained."""
    with editor() as made:
        made.open(TEXT)
        made.diagnostics(MENDED)
        yield made


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """What an editor makes of a text; the edits come with the last in the file first."""
    rows = text.split("\n")
    for edit in edits:
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"]
        row = rows[start["line"]]
        rows[start["line"]] = row[: start["character"]] + edit["newText"] + row[end["character"] :]
    return "\n".join(rows)


# Diagnostics.


def test_wrong_lines_are_underlined_with_what_is_wrong_and_right_ones_are_not() -> None:
    with editor() as made:
        made.open(TEXT)
        refuted, conditional = made.diagnostics(MENDED)
    assert refuted["range"] == WRONG_LINE
    assert (refuted["severity"], refuted["code"], refuted["source"]) == (ERROR, "refuted", "verify")
    assert "fails at a = 1, b = 1" in refuted["message"]
    assert (conditional["severity"], conditional["code"]) == (WARNING, "conditional")
    assert conditional["range"]["start"] == {"line": 11, "character": 32}
    assert "b != a" in conditional["message"]


def test_what_is_typed_is_judged_again() -> None:
    with editor() as made:
        made.open(TEXT)
        assert {shown["code"] for shown in made.diagnostics("refuted")} == {
            "refuted",
            "conditional",
        }
        typed = {"line": 9, "character": 12}
        made.change({"range": {"start": typed, "end": typed}, "text": "2*"})
        (left,) = made.diagnostics("conditional")
        assert left["code"] == "conditional"
        made.replace(RIGHT.replace("symbols:", "assume: a != b\nsymbols:"))
        assert made.diagnostics() == []


def test_what_makes_a_file_malformed_is_underlined_where_it_stands() -> None:
    with editor() as made:
        made.open(RIGHT)
        for text, line, says in (
            (TEXT.replace("a*b", "a*c"), 9, "c"),
            (TEXT.replace("  a, b: real", "  a, b: rael"), 2, "rael"),
            (TEXT + "  broken: [", 12, ""),
        ):
            made.replace(text)
            found = made.diagnostics("malformed")
            assert {d["code"] for d in found} == {"malformed"}
            assert any(d["range"]["start"]["line"] == line and says in d["message"] for d in found)


def test_other_yaml_is_left_alone_and_a_closed_file_is_forgotten() -> None:
    with editor() as made:
        made.open("services:\n  a: 1\n", uri="file:///compose.yaml")
        made.open(TEXT)
        assert made.diagnostics(MENDED)
        made.tell("textDocument/didClose", textDocument={"uri": URI})
        assert made.diagnostics() == []
        assert made.at("hover", 9, 8) is None
        assert made.at("completion", 9, 8) is None


def test_positions_are_counted_as_the_client_wants_them() -> None:
    text = TEXT.replace("    = a^2 + a*b + b^2", "    = a^2 + a*b + b^2   # 𝔸")
    for encodings, after in ((None, 2), (["utf-32"], 1)):
        with editor(encodings=encodings) as made:
            made.open(text)
            made.diagnostics(MENDED)
            # What is typed behind a letter that counts several units lands behind it.
            place = {"line": 9, "character": len("    = a^2 + a*b + b^2   # ") + after}
            made.change({"range": {"start": place, "end": place}, "text": "\n    = (a + b)^2"})
            found = made.diagnostics("refuted")
            assert [shown["range"]["start"]["line"] for shown in found][:2] == [9, 10]


# What is asked.


def test_the_pointer_on_a_line_shows_its_verdict_its_counterexample_and_its_repair(
    shared: Editor,
) -> None:
    said = shared.at("hover", 9, 8)["contents"]["value"]
    for words in ("**refuted**", "a = 1, b = 1", "`(a + b)^2` = 4", "`= a^2 + 2*a*b + b^2`"):
        assert words in said


def test_the_pointer_shows_the_conditions_that_a_proof_used_and_those_that_are_missing(
    shared: Editor,
) -> None:
    proved = shared.at("hover", 10, 22)["contents"]["value"]
    assert "**proved** by" in proved
    assert "`1 + exp(-z) != 0`" in proved
    conditional = shared.at("hover", 11, 33)["contents"]["value"]
    assert "`b != a`: fails at" in conditional


def test_the_pointer_on_a_name_or_a_function_says_what_it_is(shared: Editor) -> None:
    assert "`1/(1 + exp(-z)) in (0, 1)`" in shared.at("hover", 10, 14)["contents"]["value"]
    assert "`diff(f, x)`" in shared.at("hover", 10, 11)["contents"]["value"]


def test_the_quick_fix_writes_the_repair_that_was_proved(shared: Editor) -> None:
    (fix,) = shared.mended(9)
    assert fix["kind"] == "quickfix"
    assert fix["isPreferred"]
    assert "(proved)" in fix["title"]
    assert applied(TEXT, fix["edit"]["changes"][URI]) == RIGHT
    assert shared.mended(10) == []


def test_no_quick_fix_is_offered_for_a_text_that_has_changed_since() -> None:
    with editor() as made:
        made.open(TEXT)
        made.diagnostics(MENDED)
        assert made.mended(9)
        made.replace(TEXT.replace("title: Square", "title: A square"))
        assert made.mended(9) == []


def test_a_name_leads_to_where_it_is_declared(shared: Editor) -> None:
    found = shared.at("definition", 10, 14)
    assert found["uri"] == URI
    assert found["range"]["start"] == {"line": 5, "character": 2}
    assert shared.at("definition", 10, 11) is None  # a function of the language


def test_symbols_definitions_and_functions_are_offered(shared: Editor) -> None:
    offered = {item["label"]: item for item in shared.at("completion", 9, 8)["items"]}
    assert {"a", "b", "z", "p", "exp", "diff", "pi"} <= offered.keys()
    assert offered["p"]["detail"] == "p: 1/(1 + exp(-z)) in (0, 1)"


def test_the_outline_has_a_section_each_with_the_names_declared_in_it(shared: Editor) -> None:
    found = shared.ask("textDocument/documentSymbol", textDocument={"uri": URI})
    assert {section["name"]: [one["name"] for one in section["children"]] for section in found} == {
        "symbols": ["a", "b", "z"],
        "definitions": ["p"],
        "derivations": ["square", "slope", "quotient"],
    }


# The command.


def test_the_options_of_judging_count_in_the_editor_too() -> None:
    text = "symbols:\n  x: real\nderivations:\n  d: x + 1 = 1 + x\n"
    with editor("--require", "proved", "--no-sympy") as made:
        made.open(text)
        assert made.diagnostics() == []


def test_the_server_ends_when_the_editor_is_gone() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "verifier", "--lsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(60)
    finally:
        process.kill()
        process.wait()


def test_without_pygls_the_command_says_what_is_missing() -> None:
    script = (
        "import sys; sys.modules['lsprotocol'] = None\n"
        "from verifier.cli import main; sys.exit(main(['--lsp']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"verify-derivations[lsp]" in done.stderr
