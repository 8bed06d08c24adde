"""Square roots as letters, and where they may not be."""

from __future__ import annotations

from tests.documents.reading import document
from verifier.claims.statements import failures
from verifier.kernel.root_letters import Lettered, with_letters
from verifier.language.printer import to_text

NOTHING = frozenset[int]()


def lettered(
    line: str, defined: frozenset[int] = NOTHING, closed: frozenset[str] = frozenset()
) -> Lettered:
    found = document(
        "symbols:\n  x, y: real\n  f(t): real\ndefinitions:\n  s: sqrt(x)\n"
        f'derivations:\n  a: "{line}"\n'
    )
    (failure, *_) = failures(found.derivations[0].claim(1, found.context))
    return with_letters(found.context, failure, closed, defined)


def written(found: Lettered) -> list[str]:
    return [to_text(comparison) for comparison, _ in found.failure]


def equations(found: Lettered) -> list[str]:
    return [to_text(equation) for equation in found.equations]


def test_a_root_of_what_holds_is_a_letter_that_is_not_negative() -> None:
    found = lettered("sqrt(x) = y => x = y^2")
    assert written(found) == ["root_1 = y", "x = y^2"]
    assert equations(found) == ["root_1^2 = x"]
    (name,) = found.context.symbols.keys() - {"x", "y"}
    domain = found.context.symbols[name]
    assert domain.lower is not None
    assert not domain.lower.open


def test_a_root_of_what_does_not_hold_may_be_undefined_and_stays() -> None:
    assert written(lettered("x = y => sqrt(x) = sqrt(y)")) == ["x = y", "sqrt(x) = sqrt(y)"]


def test_a_root_of_what_is_shown_defined_is_a_letter() -> None:
    found = lettered("x = y => sqrt(x) = 1", frozenset({1}))
    assert written(found) == ["x = y", "root_1 = 1"]


def test_one_root_is_one_letter_wherever_it_stands() -> None:
    found = lettered("sqrt(x) = y => sqrt(x) + 1 = y + 1")
    assert written(found) == ["root_1 = y", "root_1 + 1 = y + 1"]


def test_a_root_in_a_root_is_named_first() -> None:
    found = lettered("sqrt(x + sqrt(y)) = 1 => x = 1")
    assert equations(found) == ["root_1^2 = y", "root_2^2 = x + root_1"]


def test_a_defined_name_is_opened_unless_it_is_closed() -> None:
    assert equations(lettered("s = y => x = y")) == ["root_1^2 = x"]
    assert lettered("s = y => x = y", closed=frozenset({"s"})).equations == ()


def test_nothing_is_named_where_something_differentiates_binds_or_is_spared() -> None:
    for left in (
        "diff(sqrt(x), x) = y",
        "sum(sqrt(x + k), k=1..3) = y",
        "integrate(sqrt(t + x^2), t=0..1) = y",
        "where(x > 0, sqrt(y), 1) = 1",
        "limit(sqrt(t), t=4) = x",
        "f'(sqrt(x)) = 1",
    ):
        assert lettered(f"{left} => x = 1").equations == (), left


def test_a_root_of_a_number_stays() -> None:
    assert lettered("sqrt(2)*x = y => x = y").equations == ()


def test_a_large_definition_is_not_opened() -> None:
    doubling = "\n".join(f"  u{n + 1}: u{n} + u{n}*u{n}" for n in range(300))
    found = document(
        f"symbols:\n  x: real\ndefinitions:\n  u0: sqrt(x)\n{doubling}\n"
        "derivations:\n  a: u300 = 1 => x = 1\n"
    )
    (failure,) = failures(found.derivations[0].claim(1, found.context))
    assert with_letters(found.context, failure, frozenset(), NOTHING).equations == ()
