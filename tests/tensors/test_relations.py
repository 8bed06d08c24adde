"""Deltas, inverses, determinants and seams: each relation where it holds, and not beyond."""

from __future__ import annotations

import pytest

from tests.judged import judge, judge_step

HEADER = """\
title: a step
symbols:
  A, B: real[n, n]
  M: real[n, n] invertible
  Q: real[n, n] orthogonal
  S: real[n, n] symmetric
  P: real[n, n] positive definite
  X: real[n, d]
  u: real[m]
  x, y: real[n]
"""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sum((i == j)*x[j], j)", "x[i]"),
        ("(i == j)*x[i]", "(i == j)*x[j]"),
        ("M @ inv(M)", "eye(n)"),
        ("A @ M @ inv(M) @ B", "A @ B"),
        ("det(inv(M))", "1/det(M)"),
        ("det(A @ B)", "det(B @ A)"),
        ("inv(Q)", "Q.T"),
        ("Q.T @ A @ Q @ Q.T", "Q.T @ A"),
        ("x @ S @ y", "y @ S @ x"),
        ("inv(P)", "inv(P).T"),
        ("tr(X @ X.T)", "sum(X^2)"),
        ("sum(outer(x, u))", "sum(x)*sum(u)"),
        ("mean(x - mean(x))", "0"),
        ("var(x)", "mean(x^2) - mean(x)^2"),
    ],
)
def test_a_relation_is_used_where_it_holds(left: str, right: str) -> None:
    judged = judge_step(HEADER, left, right)
    assert judged.verdict == "proved", judged


@pytest.mark.parametrize(
    ("left", "right", "word"),
    [
        ("A @ inv(A)", "eye(n)", "conditional"),
        ("det(A)*det(inv(A))", "1", "conditional"),
        ("log(det(M))", "-log(det(inv(M)))", "proved"),
        ("log(det(A @ B))", "log(det(B @ A))", "proved"),
        ("log(det(M @ M))", "2*log(det(M))", "conditional"),
        ("0*inv(A)", "zeros(n, n)", "conditional"),
        ("inv(A) - inv(A)", "zeros(n, n)", "conditional"),
        ("A @ inv(B)", "inv(B) @ A", "refuted"),
        ("inv(A + B)", "inv(A) + inv(B)", "refuted"),
        ("det(A + B)", "det(A) + det(B)", "refuted"),
        ("det(Q)", "1", "refuted"),
        ("x @ A @ y", "y @ A @ x", "refuted"),
        ("tr(A @ B)", "tr(A)*tr(B)", "refuted"),
        ("sum((i == j)*x[j], j)", "x[i]*n", "refuted"),
        ("mean(x)", "sum(x)", "refuted"),
        ("sum(X, axis=0) @ sum(X, axis=0)", "sum(X^2)", "refuted"),
        ("grad(sum(abs(x)), x)", "sign(x)", "conditional"),
        ("grad(norm(x), x)", "x/norm(x)", "conditional"),
        ("grad(norm(x), x)*norm(x)", "x", "conditional"),
    ],
)
def test_a_relation_is_used_no_further_than_it_holds(left: str, right: str, word: str) -> None:
    judged = judge_step(HEADER, left, right)
    assert judged.verdict == word, judged


def test_each_layer_has_its_own_thin_seam() -> None:
    judged = judge(
        "title: two layers\n"
        "symbols:\n  X: real[n, d]\n  W1: real[d, h]\n  W2: real[h, k]\n"
        "  b: real[k]\n  G: real[n, k]\n"
        "definitions:\n  Z1: X @ W1\n  Z2: relu(Z1) @ W2 + b\n  Loss: sum(G*relu(Z2))\n"
        "conventions: relu'(0) = 0\n"
        "derivations:\n"
        "  dZ2: grad(Loss, Z2) = G*(Z2 > 0)\n"
        "  dZ1: grad(Loss, Z1) = (dZ2 @ W2.T)*(Z1 > 0)\n"
    )
    assert judged.verdict == "proved", judged
    offs = [getattr(line.verdict, "off", ()) for line in judged.outcome.lines()]
    assert offs == [("Z2 = 0",), ("Z2 = 0", "Z1 = 0")]


def test_a_seam_that_may_have_interior_is_not_left_out() -> None:
    """Without a bias the second layer is 0 wherever the first is shut."""
    judged = judge(
        "title: two layers\n"
        "symbols:\n  X: real[n, d]\n  W1: real[d, h]\n  W2: real[h, k]\n"
        "definitions:\n  Z2: relu(X @ W1) @ W2\n"
        "conventions: relu'(0) = 0\n"
        "derivations:\n  dZ2: grad(sum(relu(Z2)), Z2) = (Z2 > 0)\n"
    )
    assert judged.verdict != "proved", judged
