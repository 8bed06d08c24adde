"""One namespace: no name twice, no circles, no use before its place."""

from __future__ import annotations

import pytest

from tests.documents.reading import LINE, X, at, document, problem, problems, underlined
from verifier.documents import elaborate
from verifier.documents.names import RESERVED, heads_of, split_at_commas
from verifier.language.source import Place, Text


def test_heads_of_a_shared_key() -> None:
    first, second, third = heads_of(Text("p, sigma(t, u), J[i, j]", ((0, Place(3, 3)),)))
    assert (first.name, first.brackets, first.arguments) == ("p", "", ())
    assert (second.name, second.brackets) == ("sigma", "(")
    assert [argument.value for argument in second.arguments] == ["t", "u"]
    assert second.place == Place(3, 6)
    assert second.arguments[1].place(0) == Place(3, 15)
    assert (third.name, third.brackets) == ("J", "[")


def test_commas_inside_brackets_do_not_split() -> None:
    parts = split_at_commas(Text("f(a, b), [c, d], e"))
    assert [part.strip().value for part in parts] == ["f(a, b)", "[c, d]", "e"]


@pytest.mark.parametrize(
    ("file", "message", "place"),
    [
        ("symbols:\n  x: real\n  x: integer\n" + LINE, "as a symbol in line 2", (3, 3)),
        ("symbols:\n  x, x: real\n" + LINE, "as a symbol in line 2", (2, 6)),
        (X + "definitions:\n  x: y\n" + LINE, "as a symbol in line 2", (4, 3)),
        (X + "definitions:\n  p: x\n  p: y\n" + LINE, "as a definition in line 4", (5, 3)),
        (X + "definitions:\n  p: x\n  p(t): t\n" + LINE, "as a definition in line 4", (5, 3)),
        (X + "definitions:\n  a: x\n" + LINE, "as a definition in line 4", (6, 3)),
        (X + "derivations:\n  a: x = x\n  a: y = y\n", "as a derivation in line 4", (5, 3)),
        (X + "derivations:\n  x: x = x\n", "as a symbol in line 2", (4, 3)),
        (
            "symbols:\n  X: real[n]\ndefinitions:\n  n: 1\n" + LINE,
            "`n` is used before its place",
            (2, 11),
        ),
    ],
)
def test_no_name_stands_twice(file: str, message: str, place: tuple[int, int]) -> None:
    found = problems(file)[0]
    assert message in found.message
    assert at(found) == place
    assert found.hint


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("dL/dp", "such as `dL_dp`"),
        ("step A", "such as `step_A`"),
        ("2x", "letters, digits"),
        ("x'", "such as `x`"),
        ("x²", "such as `x`"),
        ("р", "write `p`"),
        ("naïve", "names use the letters"),
        ("sum", "for instance to `sum_1`"),
        ("in", "for instance to `in_1`"),
        ('""', "letters, digits"),
    ],
)
def test_what_is_not_a_name(name: str, hint: str) -> None:
    found = problem(X + f"derivations:\n  {name}: x + x = 2*x\n")
    assert hint in found.hint
    assert at(found)[0] == 4


@pytest.mark.parametrize("word", sorted(RESERVED - {"true", "false"}))
def test_words_of_the_language_are_no_names(word: str) -> None:
    assert (
        "word of the language"
        in problem(f'symbols:\n  "{word}": real\nderivations:\n  a: 1 = 1\n').message
    )


def test_greek_letters_and_underscores_are_names() -> None:
    found = document(
        "symbols:\n  σ, α_1, _x: real\nderivations:\n  a: σ + α_1 + _x = _x + α_1 + σ\n"
    )
    assert list(found.context.symbols) == ["σ", "α_1", "_x"]


@pytest.mark.parametrize(
    ("definitions", "message", "place"),
    [
        ("  p: p + 1\n", "`p` is defined by itself", (4, 6)),
        ("  p: q + 1\n  q: p - 1\n", "these names are defined in a circle: p → q → p", (4, 6)),
        (
            "  p: q\n  q: r\n  r: x + p\n",
            "these names are defined in a circle: p → q → r → p",
            (4, 6),
        ),
        ("  f(t): g(t)\n  g(t): f(t)\n", "these names are defined in a circle: f → g → f", (4, 9)),
        ("  f(t): f(t - 1)\n", "`f` is defined by itself", (4, 9)),
        ("  p: x + q\n  q: y\n", "`q` is used before its place in line 5", (4, 10)),
        ("  p: f(x)\n  f(t): t\n", "`f` is used before its place in line 5", (4, 6)),
        ("  p: x in (0, q)\n  q: 1\n", "`q` is used before its place in line 5", (4, 15)),
        ("  p: diff(x*q, q)\n  q: 1\n", "`q` is used before its place in line 5", (4, 13)),
        ("  p: x + a\n", "`a` is the derivation in line 6, known below it only", (4, 10)),
    ],
)
def test_no_circles_and_no_use_before_the_place(
    definitions: str, message: str, place: tuple[int, int]
) -> None:
    found = problems(X + "definitions:\n" + definitions + LINE)[0]
    assert found.message == message
    assert at(found) == place
    assert found.hint


def test_a_circle_is_told_once() -> None:
    found = problems(X + "definitions:\n  p: q\n  q: r\n  r: p\n" + LINE)
    assert len(found) == 1


@pytest.mark.parametrize(
    ("derivations", "message", "place"),
    [
        (
            "  a: b = 2*x\n  b: x + x = 2*x\n",
            "`b` is the derivation in line 5, known below",
            (4, 6),
        ),
        ("  a: x + x = a\n", "the derivation `a` uses its own value", (4, 14)),
        (
            "  a: x = y <=> y = x\n  b: a = x\n",
            "`a` is made of statements and has no value",
            (5, 6),
        ),
    ],
)
def test_a_derivations_value_is_known_below_it_only(
    derivations: str, message: str, place: tuple[int, int]
) -> None:
    found = problem(X + "derivations:\n" + derivations)
    assert message in found.message
    assert at(found) == place
    assert found.hint


def test_undeclared_names_are_told_with_the_nearest() -> None:
    file = X + "definitions:\n  Loss: x^2\nderivations:\n  a: diff(Los, x) = 2*x\n"
    found = problem(file)
    assert found.message == "`Los` is not declared"
    assert found.hint == "did you mean `Loss`?"
    assert underlined(file, found) == "Los"


def test_a_bound_variable_is_fresh() -> None:
    found = problem(X + "derivations:\n  a: integrate(abs(x), x=-1..1) = 0\n")
    assert "`x` cannot be the bound variable here" in found.message
    assert at(found) == (4, 24)


@pytest.mark.parametrize(("name", "meaning"), [("e", "Euler"), ("i", "imaginary"), ("pi", "pi")])
def test_the_authors_names_hide_the_constants_with_a_note(name: str, meaning: str) -> None:
    found = document(f"symbols:\n  {name}: real\nderivations:\n  a: {name} + 0 = {name}\n")
    (note,) = found.notes
    assert f"`{name}` is the symbol declared in line 2" in note
    assert meaning in note
    assert not found.derivations[0].complex


def test_a_function_that_hides_a_built_in_one_is_noted() -> None:
    found = document(X + "definitions:\n  sigmoid(t): 1/(1 + exp(-t))\n" + LINE)
    assert "not the built-in one" in found.notes[0]


def test_there_is_a_limit_on_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elaborate, "MAX_NAMES", 3)
    found = problem("symbols:\n  x: real\n  a, b, c: real\n" + LINE.replace("a:", "d:"))
    assert found.message == "the file declares more than 3 names"
    assert at(found) == (3, 9)
