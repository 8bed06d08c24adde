"""The slips that people make in these derivations are found in the shipped files, each at its line.

Where shapes still fit, small whole numbers at the smallest sizes show it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verifier.kernel.verdicts import Refuted, grade
from verifier.running.runner import Options, run_text

SHIPPED = Path(__file__).parents[2] / "derivations"

FAULTS = [
    ("a dropped mask", "two_layers", "= dA1 * (Z1 > 0)", "= dA1"),
    ("a bias gradient of one row", "linear_layer", "= sum(G, axis=0) =", "= G[1] ="),
    ("a missing 1/n", "mean_loss", "= (P - Y)/n", "= P - Y"),
    (
        "a dropped row correction",
        "attention",
        "= A*(dA - sum(dA*A, axis=1, keepdims=True))",
        "= A*dA",
    ),
    (
        "a correction by columns",
        "attention",
        "= A*(dA - sum(dA*A, axis=1, keepdims=True))",
        "= A*(dA - sum(dA*A, axis=0, keepdims=True))",
    ),
    ("a missing scale", "attention", "grad(Loss, Q) = dS @ K/sqrt(d)", "grad(Loss, Q) = dS @ K"),
    ("a sign", "softmax_cross_entropy", "      = P - Y\n", "      = Y - P\n"),
    ("a missing transpose", "traces_and_determinants", "A) = B.T", "A) = B"),
    (
        "swapped factors",
        "traces_and_determinants",
        "-(inv(M) @ B @ inv(M)).T",
        "-(B @ inv(M) @ inv(M)).T",
    ),
    ("a forgotten exponent", "traces_and_determinants", "= 3^n*det(A)", "= 3*det(A)"),
    ("one way forgotten", "residual_block", "= G + dH @ W1.T", "= dH @ W1.T"),
    (
        "a forgotten penalty",
        "ridge_regression",
        "jacobian(grad(Loss, w), w) = M",
        "jacobian(grad(Loss, w), w) = X.T @ X",
    ),
    ("forgotten weights", "logistic_regression", "= X.T @ diag(p*(1 - p)) @ X", "= X.T @ X"),
    ("a mean that stands still", "batch_norm", "*(G - mean(G, axis=0) - N", "*(G - N"),
]


@pytest.mark.parametrize(
    ("stem", "right", "wrong"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_is_found_at_its_line(stem: str, right: str, wrong: str) -> None:
    text = (SHIPPED / f"{stem}.yaml").read_text("utf-8")
    assert text.count(right) == 1
    end = text.find("\n\n", text.index(right))  # what comes after it is another derivation
    changed = text[: end if end >= 0 else None].replace(right, wrong) + "\n"
    outcome = run_text(changed, Options(sympy=False, trials=1))
    assert not outcome.passed
    if outcome.problems:
        return  # the shapes do not fit: said before anything is judged
    place = text[: text.index(right)].count("\n") + 1
    at = [line for line in outcome.lines() if line.place.line == place]
    assert any(isinstance(line.verdict, Refuted) for line in at), [line.verdict for line in at]
    for line in at:
        if isinstance(line.verdict, Refuted):
            numbers = re.findall(r"-?\d+(?:\.\d+)?", str(line.verdict.witness))
            assert all(abs(float(number)) <= 10 for number in numbers)
    assert all(grade(line.verdict).word != "trusted" for line in outcome.lines())


@pytest.mark.parametrize(
    ("stem", "right", "wrong"),
    [
        ("linear_layer", "= X.T @ G =", "= X @ G ="),
        ("two_layers", "= np.dot(dZ2, W2.T) ", "= np.dot(dZ2, W2) "),
        ("two_layers", "= np.dot(X.T, dZ1)", "= np.dot(dZ1, X.T)"),
        ("attention", "dV: grad(Loss, V) = A.T @ G", "dV: grad(Loss, V) = A @ G"),
    ],
)
def test_a_fault_in_a_shape_is_named_before_anything_is_judged(
    stem: str, right: str, wrong: str
) -> None:
    text = (SHIPPED / f"{stem}.yaml").read_text("utf-8")
    assert right in text
    outcome = run_text(text.replace(right, wrong, 1))
    assert outcome.problems
    assert outcome.derivations == ()
