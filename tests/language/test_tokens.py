from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.language.source import Place, Text
from verifier.language.tokens import is_name, split_relations, tokenize


def _values(text: str) -> list[str]:
    return tokenize(text).values[:-1]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a+b", ["a", "+", "b"]),
        ("x**2", ["x", "^", "2"]),
        ("x²", ["x", "^2"]),
        ("x⁻¹", ["x", "^-1"]),
        ("eˣ", ["e", "^x"]),
        ("10ⁿ", ["10", "^n"]),
        ("x²³", ["x", "^23"]),
        ("Aᵀ·B", ["A", ".T", "*", "B"]),
        ("a×b−c÷d", ["a", "*", "b", "-", "c", "/", "d"]),
        ("a ≤ b ≥ c ≠ d", ["a", "<=", "b", ">=", "c", "!=", "d"]),
        ("p ⇔ q ⟺ r ⇒ s ⟹ t", ["p", "<=>", "q", "<=>", "r", "=>", "s", "=>", "t"]),
        ("p ∧ q ∨ ¬r", ["p", "and", "q", "or", "not", "r"]),
        ("±∓√∛∞", ["±", "∓", "√", "∛", "oo"]),
        ("f′(x)", ["f", "'", "(", "x", ")"]),
        ("1..n", ["1", "..", "n"]),
        ("0.5...5", ["0.5", "..", ".5"]),
        ("1e-3", ["1e-3"]),
        ("1.", ["1."]),
        ("2.T", ["2", ".T"]),
        ("3x", ["3", "x"]),
        ("2e", ["2", "e"]),
        ("np.dot(A.T)", ["np.dot", "(", "A", ".T", ")"]),
        ("np.linalg.inv", ["np.linalg.inv"]),
        ("x.real", ["x", ".real"]),
        ("σ(z)", ["σ", "(", "z", ")"]),
        ("a<-b", ["a", "<", "-", "b"]),
        ("а+b", ["а", "+", "b"]),  # a Cyrillic а, for the parser to refuse
        ("", []),
        (" \t\n", []),
    ],
)
def test_a_text_falls_into_tokens_in_one_spelling(text: str, tokens: list[str]) -> None:
    assert _values(text) == tokens


@given(st.text())
def test_tokens_cover_every_text_in_order(text: str) -> None:
    tokens = tokenize(text)
    behind = 0
    for start, end in zip(tokens.starts[:-1], tokens.ends[:-1], strict=True):
        assert text[behind:start].strip() == ""
        assert start < end
        behind = end
    assert text[behind:].strip() == ""
    assert tokens.values[-1] == ""


@pytest.mark.parametrize("name", ["x", "x1", "dLoss_dp", "_hidden", "σ", "Δx", "Z2"])
def test_letters_digits_underscores_and_greek_make_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", "1x", "x-y", "x y", "х", "é", "x²", "np.x", "Α", "x'"])
def test_nothing_else_makes_a_name(name: str) -> None:
    assert not is_name(name)


def _split(text: str) -> list[tuple[str, str]]:
    segments, problems = split_relations(Text.of(text))
    assert problems == []
    return [(segment.relation, segment.text.value) for segment in segments]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x", [("", "x")]),
        ("a = b", [("", "a"), ("=", "b")]),
        ("a = b < c ≤ d", [("", "a"), ("=", "b"), ("<", "c"), ("<=", "d")]),
        ("a >= b > c", [("", "a"), (">=", "b"), (">", "c")]),
        ("(a == b) = c", [("", "(a == b)"), ("=", "c")]),
        ("a == b", [("", "a == b")]),
        ("a != b", [("", "a != b")]),
        ("(z > 0)*dA = dZ", [("", "(z > 0)*dA"), ("=", "dZ")]),
        ("sum(i, i=1..n) = 3", [("", "sum(i, i=1..n)"), ("=", "3")]),
        ("X[i, j] = 1", [("", "X[i, j]"), ("=", "1")]),
        ("|x| = |y*|z||", [("", "|x|"), ("=", "|y*|z||")]),
        ("a = b <=> c < d", [("", "a = b"), ("<=>", "c < d")]),
        ("x = 1 => x^2 = 1 ⇔ true", [("", "x = 1"), ("=>", "x^2 = 1"), ("<=>", "true")]),
        ("= b", [("", ""), ("=", "b")]),
        ("", [("", "")]),
    ],
)
def test_a_derivation_splits_at_its_top_relations(text: str, parts: list[tuple[str, str]]) -> None:
    assert _split(text) == parts


def test_segments_know_their_places_in_the_file() -> None:
    text = Text("diff(p, z)\n= p*(1 - p)", ((0, Place(7, 12)), (11, Place(8, 5))))
    first, second = split_relations(text)[0]
    assert first.place == Place(7, 12)
    assert second.place == Place(8, 5)
    assert second.text.place(0) == Place(8, 7)


def test_a_relation_without_a_right_side_is_a_problem() -> None:
    segments, problems = split_relations(Text.of("a = = b"))
    assert [problem.message for problem in problems] == ["nothing stands after `=`"]
    assert problems[0].place == Place(1, 3)
    assert problems[0].hint == "a relation needs an expression on both sides"
    assert [segment.text.value for segment in segments] == ["a", "", "b"]


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("(a = b", "this parenthesis is never closed", 1),
        ("a) = b", "there is no `(` that this `)` closes", 2),
        ("X[i = b", "this bracket is never closed", 2),
        ("(X[i) = 2", "there is no `(` that this `)` closes", 5),
    ],
)
def test_an_unbalanced_bracket_is_a_problem(text: str, message: str, column: int) -> None:
    _, problems = split_relations(Text.of(text))
    assert [problem.message for problem in problems] == [message]
    assert problems[0].place == Place(1, column)


def test_a_forgotten_parenthesis_does_not_swallow_the_lines_below() -> None:
    segments, problems = split_relations(Text.of("(a + b\n= c\n= d"))
    assert [segment.text.value for segment in segments] == ["(a + b", "c", "d"]
    assert len(problems) == 1


def test_a_relation_inside_a_bracket_may_begin_a_line() -> None:
    segments, problems = split_relations(Text.of("where(x\n> 0, 1, 0)\n= y"))
    assert [segment.text.value for segment in segments] == ["where(x\n> 0, 1, 0)", "y"]
    assert problems == []


@given(st.lists(st.sampled_from([*"ab()[]|=<>,+\n", "<=>", "=>", "=="]), max_size=30))
def test_splitting_loses_no_character(parts: list[str]) -> None:
    text = " ".join(parts)
    segments, _ = split_relations(Text.of(text))
    kept = "".join(segment.relation + segment.text.value for segment in segments)
    assert "".join(kept.split()) == "".join(text.split())
