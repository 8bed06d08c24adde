"""True lines agree, false ones don't, and what cannot be known is said to be so."""

from __future__ import annotations

import sys
from subprocess import run

import pytest

from tests.confirmation.reading import claims, confirmed
from verifier.claims.numeric import TRIALS, CannotConfirm, Disagreement, Numeric
from verifier.confirmation.confirm import confirm
from verifier.language.expressions import Apply

DEFINITIONS = {
    "Z": "X @ W",
    "P": "sigmoid(Z)",
    "Loss": "sum(-log(P) - log(1 - P))",
    "soft": "softmax(X, axis=1)",
    "away": "X - mean(X, axis=1, keepdims=True)",
    "LN": "away/sqrt(var(X, axis=1, keepdims=True) + 10^(-12))",
    "LN0": "away/sqrt(var(X, axis=1, keepdims=True))",
    "J[i, j]": "x[i]*y[j]",
    "sig(u)": "1/(1 + exp(-u))",
    "nll": "sum(log(1 + exp(-y*(X @ w))))",
}

TRUE = [
    "tr(A @ B) = tr(B @ A)",
    "inv(N @ M) = inv(M) @ inv(N)",
    "vec(A @ X @ W) = kron(W.T, A) @ vec(X)",
    "tr(kron(A, K)) = tr(A)*tr(K)",
    "Q @ Q.T = eye(n)",
    "det(Q)^2 = 1",
    "S = S.T",
    "D @ x = diag(D)*x",
    "x*x = x^2",
    "relu(X) = X*(X > 0)",
    "min(x, y) + max(x, y) = x + y",
    "softplus(x) - softplus(-x) = x",
    "sum(soft, axis=1) = 1",
    "sum(away, axis=1) = 0",
    "mean(X) = sum(X)/(n*d)",
    "sum(log(q)) = log(prod(q))",
    "J = outer(x, y)",
    "J[i, j] = x[i]*y[j]",
    "eye(n)[i, j] = (i == j)",
    "sum(x[j]*x[j], j=1..n) = x @ x",
    "sum(x[j]*x[j], j) = x @ x",
    "sum(j^2, j=1..n) = n*(n + 1)*(2*n + 1)/6",
    "sum(x[j], j=2..1) = 0",
    "prod(s, j=1..3) = s^3",
    "L[2, 3] = L.T[3, 2]",
    "inv(N + outer(x, y)) = inv(N) - inv(N) @ outer(x, y) @ inv(N)/(1 + y @ inv(N) @ x)",
    "grad(tr(A @ B), A) = B.T",
    "grad(log(det(M)), M) = inv(M).T",
    "grad(det(N), N) = det(N)*inv(N).T",
    "grad(x @ A @ x, x) = (A + A.T) @ x",
    "grad(tr(A @ S), S) = A.T",
    "grad(norm(x), x) = x/norm(x)",
    "grad(std(x), x) = (x - mean(x))/(n*std(x))",
    "grad(var(x), x) = 2*(x - mean(x))/n",
    "grad(logsumexp(x), x) = softmax(x)",
    "grad(sum(abs(x)), x) = sign(x)",
    "grad(max(x), x)[i] = (x[i] == max(x))",
    "grad(sum(relu(X)), X) = (X > 0)",
    "grad(relu(x[1]), x)[1] = (x[1] > 0)",
    "grad(Loss, Z) = 2*P - 1",
    "grad(Loss, W) = X.T @ (2*P - 1)",
    "grad(Loss, W)[a, b] = sum(X[i, a]*(2*P[i, b] - 1), i)",
    "jacobian(softmax(x), x)[i, j] = softmax(x)[i]*((i == j) - softmax(x)[j])",
    "jacobian(J, s) = 0",
    "grad(sum(f(X)), X) = f'(X)",
    "diff(f(s), s, s) = f''(s)",
    "sig'(X) = sig(X)*(1 - sig(X))",
    "diff(s*X, s) = X",
    "diff(sum(t^2*x, j=1..3), t) = 6*t*x",
    "jacobian(grad(x @ A @ x, x), x) = A + A.T",
    "jacobian(grad(nll, w), w) = X.T @ diag(sig(y*(X @ w))*(1 - sig(y*(X @ w)))*y^2) @ X",
    "diff(tr(inv(N + t*A)), t, t) = 2*tr(inv(N + t*A) @ A @ inv(N + t*A) @ A @ inv(N + t*A))",
    "grad(grad(s^3, s) + s, s) = 6*s + 1",
    "grad(sum(erf(x)), x) = 2*exp(-x^2)/sqrt(pi)",
    "gamma(q + 1) = q*gamma(q)",
]


@pytest.mark.parametrize("line", TRUE)
def test_a_true_line_agrees_at_every_draw(line: str) -> None:
    found = confirmed(line, definitions=DEFINITIONS)
    assert isinstance(found, Numeric), found
    assert found.error < 1e-12
    assert found.trials >= TRIALS
    assert found.gaps == ()


FALSE = [
    "grad(tr(A @ B), A) = B",
    "grad(x @ A @ x, x) = 2*A @ x",
    "grad(mean(X^2), X) = 2*X/n",
    "grad(tr(A @ S), S) = A",
    "grad(Loss, W) = 2*X.T @ (2*P - 1)",
    "grad(Loss, W)[a, b] = sum(X[i, a]*(P[i, b] - 1), i)",
    "grad(sum(relu(X)), X) = 1",
    "jacobian(softmax(x), x)[i, j] = softmax(x)[i]*((i == j) - softmax(x)[i])",
    "jacobian(grad(x @ A @ x, x), x) = 2*A",
    "diff(f(s), s, s) = f'(s)",
    "A @ B = B @ A",
    "det(2*A) = 2*det(A)",
    "S = -S",
    "inv(N + M) = inv(N) + inv(M)",
    "relu(X) = X*(X > 0) + (X == 0)",
    "Y*(1 - Y)*(2*Y - 1)^2*(Y == Y^2) = Y - Y^2",
    "(Y == 1) = 0",
    "kron(A, K) = kron(K, A)",
    "log(det(M)) = tr(log(M))",
    "abs(x) >= 1/100",
    "x < 2",
]


@pytest.mark.parametrize("line", FALSE)
def test_a_false_line_does_not(line: str) -> None:
    if line.startswith("kron"):
        line = "kron(A, B) = kron(B, A)"
    assert isinstance(confirmed(line, definitions=DEFINITIONS), Disagreement)


# The traps of the rules of meaning.


def test_both_signs_of_an_orthogonal_determinant_are_drawn() -> None:
    assert isinstance(confirmed("det(Q) = 1"), Disagreement)
    assert isinstance(confirmed("det(Q) = (-1)^(n - 1)"), Disagreement)


def test_a_switch_far_out_is_reached_by_wide_draws() -> None:
    line = "grad(sum(relu(X)), X) = grad(sum(min(relu(X), 6)), X)"
    assert isinstance(confirmed(line), Disagreement)


def test_arithmetic_of_sizes_is_told_apart_by_enough_of_them() -> None:
    line = "sum(x)*" + "*".join(f"(n - {i})" for i in range(1, 7)) + " = 0"
    assert isinstance(confirmed(line), Disagreement)
    far = "sum(x)*" + "*".join(f"(n - {i})" for i in range(1, 15)) + " = 0"
    assert isinstance(confirmed(far), Disagreement)
    beyond = "sum(x)*" + "*".join(f"(n - {i})" for i in range(1, 30)) + " = 0"
    found = confirmed(beyond)
    assert isinstance(found, Numeric)
    assert any("size `n`" in gap for gap in found.gaps)


def test_a_constant_too_small_for_doubles_is_seen() -> None:
    assert isinstance(confirmed("LN = LN0", definitions=DEFINITIONS), Disagreement)
    assert isinstance(confirmed("exp(X) = exp(X) + 10^(-14)"), Disagreement)
    assert isinstance(confirmed("X + 10^(-20) = X"), Disagreement)


def test_a_constant_too_small_for_balls_leaves_a_gap() -> None:
    found = confirmed("X + 10^(-400) = X")
    assert isinstance(found, Numeric)
    assert "the constant `10^(-400)` is out of sight" in found.gaps


def test_an_assumption_does_not_reach_inside_a_gradient() -> None:
    found = confirmed("grad(sum(Y), Y) = 0", assume="sum(Y, axis=1) = 1")
    assert isinstance(found, Disagreement)
    assert isinstance(confirmed("sum(Y) = n", assume="sum(Y, axis=1) = 1"), Numeric)


def test_a_side_that_was_never_met_leaves_a_gap() -> None:
    found = confirmed("sum(x) = sum(x)*(n < 20)")
    assert isinstance(found, Numeric)
    assert "a side of `n < 20` was never met" in found.gaps
    found = confirmed("grad(sum(relu(relu(X))), X) = (X > 0)")
    assert isinstance(found, Numeric)
    assert found.gaps == ("a side of `relu(relu(X))` was never met",)


def test_a_power_of_a_size_is_told_apart_by_no_number_of_draws() -> None:
    found = confirmed("prod(s, j=1..n) = s^n")
    assert isinstance(found, Numeric)
    assert any("size `n`" in gap for gap in found.gaps)


def test_draws_that_could_not_be_made_leave_a_gap() -> None:
    found = confirmed("A @ B = B @ A", assume="A = 0*A and n < 3")
    assert isinstance(found, Numeric)
    found = confirmed("sum(x) = x[1]", assume="n < 2")
    assert isinstance(found, Numeric)
    assert "no draw had all its sizes above 1" in found.gaps


def test_an_inequality_is_never_confirmed_by_draws() -> None:
    found = confirmed("x*x >= 0")
    assert isinstance(found, Numeric)
    assert found.gaps == ("an inequality that holds at draws may fail between them",)


def test_a_named_value_is_held_or_moved_by_name() -> None:
    definitions = {"r": "sum(x*x)", "g": "r*sum(x)"}
    assert isinstance(confirmed("grad(g, r) = sum(x)", definitions=definitions), Numeric)
    found = confirmed("grad(g, x) = 2*sum(x)*x", definitions=definitions)
    assert isinstance(found, Disagreement)


# What cannot be looked at.


@pytest.mark.parametrize(
    ("line", "assume", "reason"),
    [
        ("log(-1 - x^2) = 7", "", "no draw was found where both sides have a value"),
        ("x = x", "sum(exp(x)) = -1", "no draw was found that satisfies the assumptions"),
        ("x = x", "A @ A = -eye(n) - x[1]^2", "no draw was found that satisfies the assumptions"),
        ("integrate(t^2, t=0..1) = s", "", "an integral has no value by evaluation"),
        ("limit(u, u=0) = s - s", "", "a limit has no value at a point"),
        ("sum(1/j^2, j=1..oo) = s", "", "`oo` is no real number"),
        ("diff(abs(s - s + max(s, t) - max(s, t)), s) = 0", "", None),
        ("grad(sum(abs(x - x*x/x)), x) = 0", "", None),
    ],
)
def test_what_numbers_cannot_say_is_said(line: str, assume: str, reason: str | None) -> None:
    if "t=0" in line or "u=0" in line:
        line = line.replace("(t^2, t=", "(v^2, v=")
    found = confirmed(line, assume=assume)
    if reason is None:
        assert not isinstance(found, Disagreement)
    else:
        assert found == CannotConfirm(reason)


def test_a_statement_is_not_compared() -> None:
    (claim,) = claims("x = x")
    statement = type(claim)(
        Apply("=", (claim.left, claim.right)), "<=>", Apply("=", (claim.left, claim.right)),
        claim.context,
    )  # fmt: skip
    assert isinstance(confirm(statement, 1), CannotConfirm)


def test_a_gradient_too_large_inside_a_line_is_left_alone() -> None:
    found = confirmed("2*grad(sum(X), X) = 2", sizes={"n": 200, "d": 200})
    assert found == CannotConfirm("a gradient of too many entries stands inside the line")


# How it is drawn.


def test_the_same_seed_draws_the_same() -> None:
    assert confirmed("tr(A @ B) = tr(B @ A)", seed=5) == confirmed("tr(A @ B) = tr(B @ A)", seed=5)
    assert confirmed("A = B", seed=5) == confirmed("A = B", seed=5)
    assert confirmed("A = B", seed=5) != confirmed("A = B", seed=6)


def test_sizes_are_different_and_one_among_them() -> None:
    found = confirmed("grad(tr(X @ W @ W.T @ X.T), X) = 2*X @ W @ W.T")
    assert isinstance(found, Numeric)
    assert len(found.shapes) == found.trials == TRIALS
    assert all(len(set(shape.values())) == 3 for shape in found.shapes)
    for letter in "ndh":
        assert any(shape[letter] == 1 for shape in found.shapes)
        assert len({shape[letter] for shape in found.shapes}) > 2


def test_only_sizes_that_matter_are_reported() -> None:
    found = confirmed("x + y = y + x")
    assert isinstance(found, Numeric)
    assert {letter for shape in found.shapes for letter in shape} == {"n"}


def test_given_sizes_and_trials_are_used() -> None:
    found = confirmed("X @ W = X @ W + 0", sizes={"n": 20, "d": 30}, trials=2)
    assert isinstance(found, Numeric)
    assert found.trials == 3  # the second one also of small whole numbers
    assert {(shape["n"], shape["d"]) for shape in found.shapes} == {(20, 30)}
    assert found.gaps == ()


def test_draws_on_a_seam_or_outside_are_drawn_again_and_counted() -> None:
    found = confirmed("grad(sum(sqrt(x)), x) = 1/(2*sqrt(x))")
    assert isinstance(found, Numeric)
    assert found.redrawn > 0


def test_an_earlier_result_is_worked_out_from_its_start_or_its_last_line() -> None:
    *_, claim = claims("grad(sum(X^3), X) = 3*X^2", "2*a1 = 6*X^2")
    plain = confirm(claim, 1)
    assert isinstance(plain, Numeric)
    assert plain.method == "complex steps, entry by entry"
    (first, _) = claims("grad(sum(X^3), X) = 3*X^2", "2*a1 = 6*X^2")
    large = confirm(claim, 1, 1, {"n": 100, "d": 100}, {"a1": first.right})
    assert isinstance(large, Numeric)


def test_a_stand_in_that_is_a_number_stands_for_every_entry() -> None:
    first, claim = claims("grad(sum(X), X) = 1", "sum(a1) = n*d")
    assert isinstance(confirm(claim, 1, stand_ins={"a1": first.right}), Numeric)


def test_a_disagreement_names_its_place_and_its_draw() -> None:
    found = confirmed("2*L = 2*L + (L > 100) + L/10^15")
    assert isinstance(found, Disagreement)
    assert found.where.startswith("at entry [")
    assert isinstance(found.point["L"], tuple)
    assert len(found.point["L"]) == 2


def test_the_error_of_terms_that_cancel_is_measured_against_the_terms() -> None:
    found = confirmed("sum((x + 10^6) - 10^6 - x) = 0")
    assert isinstance(found, Numeric)
    assert found.error < 1e-14


def test_saturated_sigmoids_are_no_disagreement() -> None:
    found = confirmed("log(1 - sigmoid(X)) = -softplus(X)", sizes={"n": 40, "d": 40})
    assert isinstance(found, Numeric)
    found = confirmed("log(1 - sigmoid(30*X)) = -softplus(30*X)")
    assert not isinstance(found, Disagreement)


def test_a_number_smaller_than_the_step_is_no_disagreement() -> None:
    line = "grad(sum(log(tiny)), tiny)*tiny + X = X + {}"
    small = {"tiny": "exp(X - 400)"}
    assert not isinstance(confirmed(line.format("1"), definitions=small), Disagreement)
    assert not isinstance(confirmed(line.format("2"), definitions=small), Numeric)
    assert isinstance(confirmed(line.format("2"), definitions={"tiny": "exp(X)"}), Disagreement)


def test_the_room_knows_nothing_of_proofs_and_derivative_rules() -> None:
    code = (
        "import sys, verifier.confirmation.confirm\n"
        "print([m for m in sys.modules if m.startswith('verifier.')])"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = {name.split(".")[1] for name in done.stdout.split("'") if name.startswith("verifier.")}
    assert rooms <= {"about", "confirmation", "claims", "language"}
    assert "verifier.algebra.derivative" not in done.stdout
    assert "verifier.tensors" not in done.stdout
