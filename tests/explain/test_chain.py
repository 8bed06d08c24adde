"""What a derivation with a wrong line comes to: where it broke, how it ends, what rests on it."""

from __future__ import annotations

from tests.explain.wrong import LETTERS, explain
from tests.judged import derivation, document
from verifier.outcome import Aftermath


def after(*steps: str, more: tuple[str, ...] = ()) -> Aftermath:
    found = explain(document(LETTERS, [derivation("d", steps), *more])).derivations[0].aftermath
    assert found is not None
    return found


def test_a_single_wrong_line_needs_no_more_words() -> None:
    found = after("a + b", "= a - b")
    assert found.message == ""
    assert found.ends_equal is False
    assert len(found.wrong) == 1


def test_an_end_that_no_longer_equals_the_start_is_told() -> None:
    found = after("a + b", "= a - b", "= -b + a")
    assert found.message == f"Line {found.wrong[0]} is wrong. The end does not equal the start."


def test_a_later_line_that_undoes_the_mistake_is_named() -> None:
    found = after("(a + b)*(a - b)", "= a^2 + b^2", "= b^2 + a^2", "= a^2 - b^2")
    (wrong,) = found.wrong
    assert found.undone == ((1, 3),)
    assert found.ends_equal is True
    assert found.message == (
        f"Line {wrong} is wrong, and line {wrong + 2} undoes it. The end still equals the start."
    )


def test_two_mistakes_of_which_one_is_undone_are_told_apart() -> None:
    found = after("a + b", "= a - b", "= a + b", "= a + 2*b")
    assert found.undone == ((1, 2),)
    assert len(found.wrong) == 2
    assert "The end does not equal the start." in found.message


def test_what_rests_on_a_wrong_derivation_is_named_also_through_another() -> None:
    first = derivation("e", ["2*d", "= d + d"])
    second = derivation("f", ["e + 1", "= 1 + e"])
    apart = derivation("g", ["a + a", "= 2*a"])
    found = after("a + b", "= a - b", more=(first, second, apart))
    assert found.resting == ("e", "f")
    assert found.message.endswith("e and f rest on it.")


def test_an_inequality_says_nothing_of_the_end() -> None:
    found = after("x^2 + 1", "< x", "< x + 1")
    assert found.ends_equal is None


def test_steps_on_one_line_are_told_apart() -> None:
    text = f"{LETTERS}\nderivations:\n  d: (a + b)^2 = a^2 + b^2 = (a + b)^2\n"
    found = explain(text).derivations[0].aftermath
    assert found is not None
    assert "Step 1 of line" in found.message
    assert "step 2 of line" in found.message


def test_a_derivation_that_is_right_has_no_aftermath() -> None:
    text = document(
        LETTERS, [derivation("d", ["a + a", "= 2*a"]), derivation("e", ["a + a", "= 3*a"])]
    )
    right, wrong = explain(text).derivations
    assert right.aftermath is None
    assert wrong.aftermath is not None
