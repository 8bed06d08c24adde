"""Whatever the bytes are, `load` gives a document or problems with places, and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.reading import LINE, X, at, problems
from tests.documents.test_elaborate import LAYERS, LESSON, QUADRATIC
from verifier.documents import load as module
from verifier.documents.files import excerpt_text
from verifier.documents.load import load
from verifier.language.problems import Malformed

CORPUS = sorted((Path(__file__).parent.parent / "derivations" / "malformed").glob("*.yaml"))
SEEDS = [text.encode() for text in (LESSON, LAYERS, QUADRATIC)]
SPICES = [*b"\n\t\r\0 :#-|>[]{}&*!%@`'\",=<()+^/\\~", 0xE2, 0x80, 0xFF]


def attempt(data: bytes) -> None:
    """Load the bytes; what is raised is `Malformed`, with sentences and places."""
    try:
        load(data, "file.yaml")
    except Malformed as error:
        found = error.problems
    else:
        return
    lines = excerpt_text(data).split("\n")
    assert found
    for problem in found:
        assert problem.message
        assert problem.hint
        assert problem.length >= 1
        line, column = at(problem)
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


def test_the_corpus_is_there() -> None:
    assert len(CORPUS) > 100


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_malformed_file_gives_a_problem_with_a_place_and_a_remedy(path: Path) -> None:
    with pytest.raises(Malformed) as caught:
        load(path.read_bytes(), str(path))
    for found in caught.value.problems:
        assert found.place is not None
        assert found.hint
        assert (
            found.message[:1] != found.message[:1].upper()
            or not found.message[:1].isalpha()
            or (found.message.startswith(("YAML", "LaTeX")))
        )
        assert not found.message.endswith(".")


def test_problems_come_once_and_in_the_order_of_the_file() -> None:
    found = problems(
        f"titel: a\n{X}assume: x +\nderivations:\n  a: w = |\n  b: x\n  c: |\n    x\n    x\n"
    )
    assert [at(problem)[0] for problem in found] == sorted(at(problem)[0] for problem in found)
    assert len(found) == len(set(found)) > 3


def test_more_problems_than_anyone_reads_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PROBLEMS", 3)
    found = problems(X + "derivations:\n" + "".join(f"  a{n}: w = x\n" for n in range(10)))
    assert len(found) == 4
    assert found[-1].message == "there are more problems, which are not shown"


@pytest.mark.parametrize("number", range(60))
def test_mutated_files_give_documents_or_problems(number: int) -> None:
    chance = random.Random(number)  # noqa: S311
    for seed in SEEDS:
        data = bytearray(seed)
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[place] = chance.choice(SPICES)
                case 1:
                    data.insert(place, chance.choice(SPICES))
                case 2:
                    del data[place : place + chance.choice((1, 1, 3, 30))]
                case _:
                    other = chance.randrange(len(data))
                    data[place:place] = data[other : other + chance.randrange(1, 40)]
        attempt(bytes(data))


@given(st.text(alphabet=" \n:-|>#=x+()[]{}'\"&*!,", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_document_or_problems(text: str) -> None:
    attempt(text.encode())
    attempt((X + "derivations:\n  a: " + text).encode())
    attempt((X + "derivations:\n  a:\n    steps:" + text + "\n" + LINE).encode())


@given(st.binary(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_document_or_problems(data: bytes) -> None:
    attempt(data)


@given(st.text(alphabet="realintgcompx[]()<>=!, 019ondaisymtric", max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_domain_gives_a_document_or_problems(text: str) -> None:
    attempt(f'symbols:\n  x: "real{text}"\nderivations:\n  a: 1 = 1\n'.encode())
