"""What is offered at a place: what may be written there, and nothing else."""

from __future__ import annotations

import pytest

from verifier.documents.keys import DERIVATION_KEYS, FILE_KEYS
from verifier.language.source import Place
from verifier.language.vocabulary import BINDERS, CONSTANTS, SPELLINGS
from verifier.lsp.completion import Candidate, Sort, candidates
from verifier.lsp.functions import described, words
from verifier.lsp.reading import Reading, read

START = """\
symbols:
  a, b: real
  f(x): real
definitions:
  sigma(t): 1/(1 + exp(-t))
  p: sigma(a) in (0, 1)
"""
LATER = """
derivations:
  first: p = sigma(a)
"""


def offered(text: str) -> dict[str, Candidate]:
    """What is offered where the text has a bar ``‸``."""
    before = text.partition("‸")[0]
    place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
    text = text.replace("‸", "")
    found = candidates(text.split("\n"), read(text) or read(START) or Reading(), place)
    assert len({candidate.label for candidate in found}) == len(found)
    return {candidate.label: candidate for candidate in found}


def test_in_the_first_column_stand_the_keys_that_are_missing() -> None:
    found = offered(START + "‸" + LATER)
    assert set(found) == FILE_KEYS.keys() - {"symbols", "definitions", "derivations"}
    assert set(offered(START + "der‸\n")) >= {"derivations", "title"}
    assert found["title"].says == FILE_KEYS["title"].says


def test_behind_a_symbol_stand_kinds_of_numbers_and_ranges() -> None:
    found = offered("symbols:\n  a: real\n  b: ‸\n" + LATER)
    assert {"real", "integer", "natural", "complex", "in", "symmetric", "oo", "a"} <= set(found)
    assert "b" not in found
    assert "sin" not in found


def test_a_symbol_is_named_by_its_author() -> None:
    assert offered("symbols:\n  ‸\n" + LATER) == {}
    assert offered("definitions:\n  ‸\n" + LATER) == {}
    assert offered(START + "derivations:\n  ‸\n") == {}


def test_a_definition_offers_what_is_known_above_it() -> None:
    found = offered(START + "  q: ‸\n" + LATER)
    assert {"a", "b", "f", "sigma", "p", "exp", "diff", "pi"} <= set(found)
    assert "first" not in found
    assert "p" not in offered(START.replace("sigma(a)", "‸"))


@pytest.mark.parametrize(
    "line",
    [
        "  second: ‸",
        "  second: p + ‸",
        "  second: |\n    p\n    = ‸",
        "  second: |\n    p\n    = sig‸\n    = p",
        "  second:\n    steps: ‸",
        "  second:\n    steps: |\n      p\n      = ‸",
        "  second:\n    steps:\n      - p\n      - ‸",
        "  second:\n    - p\n    - = ‸",
        "  second:\n    assume: ‸",
        "  second:\n    assume:\n      - ‸",
        "  second: p\n    + ‸",
    ],
)
def test_a_line_of_a_derivation_offers_names_and_functions(line: str) -> None:
    found = offered(f"{START}{LATER}{line}\n")
    assert {"a", "p", "sigma", "first", "sigmoid", "diff", "e"} <= set(found)
    assert "second" not in found
    assert "title" not in found


def test_a_derivation_is_known_below_it_only() -> None:
    assert "first" not in offered(START + LATER.replace("= sigma(a)", "= ‸"))


@pytest.mark.parametrize("line", ["    ‸", "    st‸", "    title: x\n    ‸\n    steps: p = p"])
def test_below_a_derivation_stand_its_keys(line: str) -> None:
    found = offered(f"{START}{LATER}  second:\n{line}\n")
    assert set(found) == set(DERIVATION_KEYS)


def test_behind_expect_stand_the_verdicts() -> None:
    found = offered(f"{START}{LATER}  second:\n    expect: ‸\n    steps: p = p\n")
    assert set(found) == {"refuted", "conditional", "unknown"}


@pytest.mark.parametrize(
    "text",
    [
        "title: ‸",
        "source: a‸",
        f"{START}{LATER}  second:\n    title: ‸\n",
        f"{START}{LATER}  second: p  # because ‸\n",
        "titel:\n  ‸",
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    assert offered(text) == {}


def test_conventions_are_offered_as_they_are_written() -> None:
    assert "relu'(0) = 0" in offered("conventions: ‸" + LATER)


def test_assumptions_know_the_definitions() -> None:
    assert {"a", "p"} <= set(offered(START + "assume: ‸" + LATER))


def test_the_file_s_own_names_come_first_and_hide_the_language_s() -> None:
    text = "symbols:\n  e, relu: real\nderivations:\n  a: ‸\n"
    found = list(offered(text).values())
    assert [candidate.label for candidate in found[:2]] == ["e", "relu"]
    assert [candidate.sort for candidate in found[:2]] == [Sort.NAME, Sort.NAME]


def test_a_place_beyond_the_text_offers_keys() -> None:
    assert offered("‸")
    assert candidates([], Reading(), Place(1, 1))


def test_every_word_of_the_language_is_described() -> None:
    for word in (*SPELLINGS, *BINDERS, *CONSTANTS):
        found = described(word)
        assert found is not None, word
        assert found[0]
    assert described("nothing") is None
    assert {"exp", "sum", "pi", "np.exp"} & set(words()) == {"exp", "sum", "pi"}
    assert described("np.exp") == described("exp")
    assert described("sigmoid") == ("sigmoid(x)", "= 1/(1 + exp(-x))")
