"""A mended line keeps the author's own text wherever it says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.judged import derivation, document
from verifier.documents.document import Line
from verifier.documents.load import load
from verifier.explain.edits import Scalars, file_edits
from verifier.explain.mending import edited
from verifier.explain.spelling import Speller, distance, hunks
from verifier.language.expressions import Apply, Name, Number
from verifier.language.parser import parse
from verifier.language.scope import Scope
from verifier.language.source import Place

HEADER = "symbols:\n  n: natural >= 1\n  A, B: real[n, n]\n  x, y, z: real"


def written(text: str) -> tuple[Line, Scope]:
    read = load(document(HEADER, [derivation("d", ["x", f"= {text}"])]).encode(), "f.yaml")
    return read.derivations[0].lines[1], read.scope


def spelled(text: str, new: str) -> str:
    line, scope = written(text)
    speller = Speller(line.source, line.expression, line.places, scope)
    found = speller.spell(parse(new, scope).expression)
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("text", "new", "kept"),
    [
        ("x**2 + y", "x^2 - y", "x**2 - y"),
        ("ln(x) + y", "log(x) + 2*y", "ln(x) + 2*y"),
        ("( x + y )*z", "(x - y)*z", "( x - y )*z"),
        ("x·y", "2*x*y", "2*x·y"),
        ("x² + y²", "x^2 - y^2", "x² - y²"),
        ("x² + y", "x^2 + y^3", "x² + y³"),
        ("np.exp(x) + y", "exp(x) - y", "np.exp(x) - y"),
        ("ln(x) + y", "ln(x) + log(y)", "ln(x) + ln(y)"),
        ("np.exp(x) + y", "exp(x) - exp(y)", "np.exp(x) - np.exp(y)"),
        ("np.dot(A, B)", "dot(B, A)", "np.dot(B, A)"),
        ("(1-z)*x", "(1-y)*x", "(1-y)*x"),
        ("x*(1 - y)", "-y*(1 - y)", "-y*(1 - y)"),
        ("0.50*x", "0.50*x + 1", "0.50*x + 1"),
    ],
)
def test_the_authors_text_is_kept(text: str, new: str, kept: str) -> None:
    assert spelled(text, new) == kept


def test_functions_are_called_as_in_the_line_before() -> None:
    line, scope = written("x + y")
    before, _ = written("np.log(x) + y")
    speller = Speller(line.source, line.expression, line.places, scope)
    speller.learn(before.source, before.expression, before.places)
    found = speller.spell(parse("log(x) + exp(y)", scope).expression)
    assert found is not None
    assert found.text == "np.log(x) + exp(y)"


def test_a_text_that_would_be_read_as_two_steps_gets_brackets() -> None:
    assert spelled("x + y", "x > y") == "(x > y)"


@given(
    some.sampled_from(["x + y*z", "x/(y - z)", "-x^2", "x*(y > 0)", "(x + y)^z", "abs(x)/y"]),
    some.sampled_from(["x - y*z", "(x - y)/z", "(-x)^2", "x*y", "x + y^z", "y/abs(x)"]),
)
def test_a_spelling_means_exactly_what_it_is_for(text: str, new: str) -> None:
    _, scope = written(text)
    assert parse(spelled(text, new), scope).expression is parse(new, scope).expression


@given(some.text("xy+*() 2", max_size=12), some.text("xy+*() 2", max_size=12))
def test_hunks_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    result, at = "", 0
    for hunk in hunks(old, new):
        assert at <= hunk.start <= hunk.end <= len(old)
        result += old[at : hunk.start] + hunk.new
        at = hunk.end
    assert (result + old[at:]).split() == new.split() or result + old[at:] == new


def test_the_distance_counts_tokens() -> None:
    assert distance(list("abc"), list("abc")) == 0
    assert distance(list("abc"), list("axc")) == 1
    assert distance(list("ac"), list("abc")) == 1
    assert 0 < distance(list("abc"), list("ac")) < 1  # too much is written as often


def test_a_part_is_told_as_it_is_written() -> None:
    line, scope = written("ln(x)*y")
    speller = Speller(line.source, line.expression, line.places, scope)
    assert speller.written_as(Apply("log", (Name("x"),))) == "ln(x)"
    assert speller.written_as(Apply("^", (Name("x"), Number(2)))) == "x^2"


# Edits in the file.


@pytest.mark.parametrize(
    ("scalar", "style"),
    [("x + 'y'", ""), ('"x"', '"'), ("'x'", "'"), ("|\n    x\n", "|"), ("|-\n    x", "|")],
)
def test_the_style_of_a_scalar_is_known(scalar: str, style: str) -> None:
    scalars = Scalars(f"derivations:\n  d: {scalar}\n")
    line = 3 if style == "|" else 2
    assert scalars.style(Place(line, 6)) == style


@pytest.mark.parametrize(
    ("steps", "changed"),
    [
        ("|\n    x\n    = x + y\n", "|\n    x\n    = x - y\n"),
        ("'x = x + y'\n", "'x = x - y'\n"),
        ('"x = x + y"\n', '"x = x - y"\n'),
        ('"x = \\u0078 + y"\n', '"x = \\u0078 - y"\n'),
        ("|\n    x\n    = x\n      + y  # why\n", "|\n    x\n    = x\n      - y  # why\n"),
    ],
)
def test_only_the_characters_that_change_are_edited(steps: str, changed: str) -> None:
    text = f"{HEADER}\nderivations:\n  d: {steps}"
    line = load(text.encode(), "f.yaml").derivations[0].lines[1]
    changes = hunks(line.source.value, line.source.value.replace("+", "-"))
    edits = file_edits(line.source, changes, text.split("\n"), Scalars(text))
    assert edited(text, edits) == f"{HEADER}\nderivations:\n  d: {changed}"
