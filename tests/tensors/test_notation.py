"""Array expressions in index notation: what an entry is, and what has none."""

from __future__ import annotations

import re

import pytest

from tests.confirmation.reading import claims
from verifier.algebra.frames import Outside
from verifier.claims.shapes import Shapes
from verifier.language.expressions import Apply, Name, Number
from verifier.language.printer import to_text
from verifier.tensors.dimensions import Dimensions
from verifier.tensors.grains import Index
from verifier.tensors.notation import Notation

AT = (Name("i"), Name("j"))


def notation(line: str) -> tuple[Notation, Apply]:
    (claim,) = claims(f"{line} = 0")
    return Notation(claim.context, Shapes(claim.context)), claim.left  # type: ignore[return-value]


def entry(line: str, at: tuple[Index, ...]) -> str:
    """The entry as text, with plain letters for the indices that are bound in it."""
    translated, node = notation(line)
    text = to_text(translated.entry(node, at))
    letters = dict(zip(dict.fromkeys(re.findall(r"k_\d+", text)), "pqrs", strict=False))
    return re.sub(r"k_\d+", lambda found: letters[found[0]], text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A @ B", "sum(A[i, p]*B[p, j], p=1..n)"),
        ("A.T", "A[j, i]"),
        ("A + x", "A[i, j] + x[j]"),
        ("A + s", "A[i, j] + s"),
        ("outer(x, y)", "x[i]*y[j]"),
        ("diag(x)", "(i == j)*x[i]"),
        ("eye(n)", "i == j"),
        ("ones(n, d)", "1"),
        ("A/sum(A, axis=1, keepdims=True)", "A[i, j]/sum(A[i, p], p=1..n)"),
        ("A/sum(A, axis=0, keepdims=True)", "A[i, j]/sum(A[p, j], p=1..n)"),
        ("softmax(A, axis=0)", "exp(A[i, j])/sum(exp(A[p, j]), p=1..n)"),
        ("jacobian(A @ x, x)", "grad(sum(A[i, p]*x[p], p=1..n), x)[j]"),
    ],
)
def test_an_entry_of_a_matrix_is_an_expression_of_numbers(line: str, expected: str) -> None:
    assert entry(line, AT) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A @ x", "sum(A[i, p]*x[p], p=1..n)"),
        ("x @ A", "sum(x[p]*A[p, i], p=1..n)"),
        ("diag(A)", "A[i, i]"),
        ("mean(A, axis=1)", "sum(A[i, p], p=1..n)/n"),
        ("max(A, axis=0)", "amax(A[p, i], p=1..n)"),
        ("min(A, axis=0)", "-amax(-A[p, i], p=1..n)"),
        ("norm(A, axis=-1)", "sqrt(sum(A[i, p]^2, p=1..n))"),
    ],
)
def test_so_is_an_entry_of_a_vector(line: str, expected: str) -> None:
    assert entry(line, AT[:1]) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tr(A @ B)", "sum(sum(A[p, q]*B[q, p], q=1..n), p=1..n)"),
        ("sum(A)", "sum(sum(A[p, q], q=1..n), p=1..n)"),
        ("x @ y", "sum(x[p]*y[p], p=1..n)"),
        ("det(diag(x))", "prod(x[p], p=1..n)"),
        ("det(eye(n))", "1"),
        ("logsumexp(x)", "log(sum(exp(x[p]), p=1..n))"),
        ("grad(sum(x), x)[i]", "grad(sum(x[p], p=1..n), x)[i]"),
    ],
)
def test_and_a_number_made_of_arrays(line: str, expected: str) -> None:
    assert entry(line, ()) == expected


def test_an_index_of_one_entry_is_not_bound() -> None:
    (claim,) = claims("sum(M, axis=1, keepdims=True) = 0", symbols={"M": "real[n, 1]"})
    translated = Notation(claim.context, Shapes(claim.context))
    assert to_text(translated.entry(claim.left, (Name("i"), Number(1)))) == "M[i, 1]"


@pytest.mark.parametrize("line", ["A @ B", "sum(A, axis=1)*x", "diag(A @ B)*x"])
def test_two_readings_bind_different_names(line: str) -> None:
    translated, node = notation(line)
    at = AT[: len(translated.shapes.of(node))]
    first = translated.entry(node, at)
    translated._done.clear()
    second = translated.entry(node, at)
    assert first is not second
    names = [set(re.findall(r"k_\d+", to_text(one))) for one in (first, second)]
    assert names[0].isdisjoint(names[1])


@pytest.mark.parametrize(
    ("line", "at"),
    [
        pytest.param("kron(A, B)", AT, id="an index that does not tell its parts apart"),
        pytest.param("inv(kron(A, B))", AT, id="the inverse of a Kronecker product"),
        pytest.param("det(kron(A, B))", (), id="its determinant"),
    ],
)
def test_what_has_no_index_notation_is_outside(line: str, at: tuple[Index, ...]) -> None:
    with pytest.raises(Outside):
        entry(line, at)


def test_dimensions_alone_know_no_entries() -> None:
    (claim,) = claims("A = 0")
    with pytest.raises(NotImplementedError):
        Dimensions(claim.context, Shapes(claim.context)).entry(claim.left, AT)
