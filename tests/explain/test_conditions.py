"""Under which condition a wrong line holds: enough, not contradictory, nothing superfluous."""

from __future__ import annotations

import pytest

from tests.explain.wrong import ARRAYS, LETTERS, explain, explanation
from tests.judged import derivation, document
from verifier.kernel.verdicts import Condition


def condition(left: str, right: str, header: str = "") -> Condition | None:
    found = explanation(left, right, header).conditions
    return found[0] if found else None


@pytest.mark.parametrize(
    ("left", "right", "text", "paste"),
    [
        ("sqrt(x^2)", "x", "x >= 0", "x: real >= 0"),
        ("sqrt(x^2)", "-x", "x <= 0", "x: real <= 0"),
        ("abs(x - y)", "x - y", "x >= y", ""),
        ("max(x, 0)", "x", "x >= 0", "x: real >= 0"),
        ("sqrt((x + 1)^2)", "x + 1", "x >= -1", "x: real >= -1"),
        ("abs(2*x - 3)", "2*x - 3", "x >= 3/2", "x: real >= 3/2"),
    ],
)
def test_the_weakest_condition_on_numbers_is_offered(
    left: str, right: str, text: str, paste: str
) -> None:
    found = condition(left, right)
    assert found is not None
    assert (found.text, found.paste) == (text, paste)


@pytest.mark.parametrize(
    ("left", "right", "paste"),
    [
        ("A.T @ B", "A @ B", "A: real[n, n] symmetric"),
        ("A.T @ A", "eye(n)", "A: real[n, n] orthogonal"),
        ("sqrt(X^2)", "X", "X: real[n, m] >= 0"),
    ],
)
def test_a_declaration_of_an_array_is_offered(left: str, right: str, paste: str) -> None:
    found = condition(left, right, ARRAYS)
    assert found is not None
    assert found.paste == paste


@pytest.mark.parametrize(
    ("left", "right", "header"),
    [
        ("sqrt(x^2)", "x", LETTERS),
        ("abs(x - y)", "x - y", LETTERS),
        ("A.T @ B", "A @ B", ARRAYS),
        ("A.T @ A", "eye(n)", ARRAYS),
        ("sqrt(X^2)", "X", ARRAYS),
    ],
)
def test_with_the_offered_text_pasted_in_the_line_is_proved(
    left: str, right: str, header: str
) -> None:
    found = condition(left, right, header)
    assert found is not None
    if found.paste:
        name = found.paste.partition(":")[0]
        header = "\n".join(_declared(header, name, found.paste))
        text = document(header, [derivation("d", [left, f"= {right}"])])
    else:
        text = document(header, [derivation("d", [left, f"= {right}"], [found.text])])
    outcome = explain(text)
    assert outcome.passed, outcome


def _declared(header: str, name: str, paste: str) -> list[str]:
    """The header with one symbol declared anew."""
    rows = []
    for row in header.split("\n"):
        names, colon, rest = row.partition(":")
        listed = [each.strip() for each in names.split(",")]
        if colon and name in listed and rest:
            others = ", ".join(each for each in listed if each != name)
            rows += [f"  {others}:{rest}"] if others else []
            rows.append(f"  {paste}")
        else:
            rows.append(row)
    return rows


@pytest.mark.parametrize(
    ("left", "right"),
    [("a + b", "a - b + c"), ("x^2", "x"), ("abs(x)", "x + 1"), ("sqrt(x^2) + y", "x")],
)
def test_where_no_single_condition_is_enough_none_is_offered(left: str, right: str) -> None:
    found = condition(left, right)
    assert found is None or found.text in ("y == 0", "b == 0")


def test_a_condition_that_the_file_grants_already_is_not_offered() -> None:
    assert condition("sqrt(t^2)", "2*t") is None
