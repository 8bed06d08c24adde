"""Lines about arrays that once got a wrong verdict, each with what was forgotten.

A proof where a line is false is the one unforgivable fault: these may never come back.
"""

from __future__ import annotations

import pytest

from tests.judged import PASSING
from tests.test_attacks import judged, verdict_of
from verifier.kernel.verdicts import Conditional, Proved, Refuted, Unknown, grade

X = "x: real[n]"
Y = "y: real[n]"


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        pytest.param(
            "sum(x > 0) = n - 2*sum(x < 0)", (X,), "", id="one name for [u > 0] and [u = 0]"
        ),
        pytest.param("sum(x == 0) = sum(x < 0)", (X,), "", id="entries equal to 0 are not below 0"),
        pytest.param(
            "(x == y) = (x == 0)", (X, Y), "", id="entries compared as if they were indices"
        ),
        pytest.param(
            "var(J) = 0",
            (X,),
            "J[i]: sum(x[j], j=1..i) + 0*x[i]",
            id="an index left its sum, the range of another one depended on it",
        ),
        pytest.param(
            "grad(sum(x[i - 1]*y[i], i=2..n), x)[1] = 0*y[1]",
            (X, Y),
            "",
            id="an index one further on, compared with its left side alone",
        ),
        pytest.param(
            "det(eye(n) + ones(n, n)) = det(eye(m) + ones(m, m))",
            (X, "y: real[m]"),
            "",
            id="matrices of two sizes with the same entries",
        ),
        pytest.param(
            "inv(eye(n) + ones(n, n))[1, 1] = inv(eye(m) + ones(m, m))[1, 1]",
            (X, "y: real[m]"),
            "",
            id="inverses of matrices of two sizes with the same entries",
        ),
        pytest.param(
            "sum(sum(sum(sum((m == q)*x[m], m=1..j), j=1..n), q=1..i), i=1..n)"
            " = n*sum(sum(x[q], q=1..i), i=1..n)",
            (X,),
            "",
            id="a sum inside binds the index that the range of another one outside ends at",
        ),
    ],
)
def test_a_false_line_is_refuted(line: str, symbols: tuple[str, ...], definitions: str) -> None:
    assert isinstance(verdict_of(line, *symbols, definitions=definitions), Refuted)


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        pytest.param(
            "vec(A) @ vec(B) = vec(A.T) @ vec(B.T)",
            ("A: real[n, d]", "B: real[d, n]"),
            id="n·d is split as d·n",
        ),
        pytest.param(
            "(kron(u, v) @ kron(q, w))*(kron(r, s) @ kron(p, g))"
            " = (kron(u, s) @ kron(q, g))*(kron(r, v) @ kron(p, w))",
            ("u, w, r, g: real[n]", "v, q, s, p: real[m]"),
            id="vectors of n·m and of m·n entries",
        ),
        pytest.param(
            "tr(kron(A, B))*tr(kron(C, D)) = tr(kron(A, D))*tr(kron(C, B))",
            ("A, C: real[n, m]", "B, D: real[m, n]"),
            id="rows and columns are split differently",
        ),
    ],
)
def test_a_long_dimension_is_not_split_in_two_ways(line: str, symbols: tuple[str, ...]) -> None:
    assert grade(verdict_of(line, *symbols)).word not in PASSING


@pytest.mark.parametrize(
    ("line", "symbols", "definitions"),
    [
        pytest.param("sum(x == 0) = n - sum(x > 0) - sum(x < 0)", (X,), "", id="three signs"),
        pytest.param("(x == y)*x = x*(y == x)", (X, Y), "", id="equality has no direction"),
        pytest.param(
            "sum(sum(x[j]*y[j], j=1..i), i=1..n) = sum(sum(y[k]*x[k], k=1..i), i=1..n)",
            (X, Y),
            "",
            id="a range that depends on an outer index, whatever the inner one is called",
        ),
        pytest.param("kron(eye(n), eye(m)) = eye(n*m)", (X, "y: real[m]"), "", id="sizes alone"),
    ],
)
def test_a_true_line_is_proved(line: str, symbols: tuple[str, ...], definitions: str) -> None:
    assert isinstance(verdict_of(line, *symbols, definitions=definitions), Proved)


def test_a_refutation_has_sizes_of_their_own_domains() -> None:
    """At m = 1 the two sides differ, and m is at least 3."""
    line, symbols = "sum(x^2)*(m - 3)*(m - 4)*(m - 5) = 0", ("m: integer in [3, 5]", "x: real[m]")
    assert not isinstance(verdict_of(line, *symbols), Refuted)
    refuted = verdict_of("sum(x) = 3*mean(x)", *symbols)
    assert isinstance(refuted, Refuted)
    assert refuted.witness["m"] in ("4", "5")


@pytest.mark.parametrize(
    ("line", "symbols", "extra"),
    [
        pytest.param(
            "sum(x[i]/s, i=2..n) = sum(x[i], i=2..n)/s",
            (X, "s: real"),
            "",
            id="at n = 1 nothing is divided by s on the left",
        ),
        pytest.param(
            "sum(1/s, i=1..m) + 0*sum(x) = m/s",
            (X, "s: real", "m: natural"),
            "",
            id="at m = 0 nothing is divided by s on the left",
        ),
        pytest.param(
            "0*sum(log(-1 - x[i]^2), i=3..n) = 0*sum(log(-1 - x[i]^4), i=4..n)",
            (X,),
            "",
            id="what never holds, of no entry at all where n = 3",
        ),
        pytest.param(
            "sum(1, i=1..n/2) + 0*sum(x) = n/2",
            (X,),
            "",
            id="half a size need not be a whole number",
        ),
        pytest.param(
            "grad(relu(sum(x[k], k=2..n)), x)"
            " = where(sum(x[k], k=2..n) == 0, 5,"
            " grad(sum(x[k], k=2..n), x)*(sum(x[k], k=2..n) > 0))",
            (X,),
            "conventions: relu'(0) = 0\n",
            id="at n = 1 the seam is everywhere",
        ),
    ],
)
def test_a_sum_may_have_no_terms(line: str, symbols: tuple[str, ...], extra: str) -> None:
    assert grade(verdict_of(line, *symbols, extra=extra)).word not in PASSING


def test_the_same_terms_are_defined_together_however_many_there_are() -> None:
    line = "sum(x[i]/s, i=2..n) = sum(x[i]*(1/s), i=2..n)"
    assert isinstance(verdict_of(line, X, "s: real"), Proved)


def test_a_root_in_a_sum_has_no_slope_where_it_is_zero() -> None:
    """Where a row is 0 its norm has no gradient; the right side has a value there."""
    line = "sum(X*grad(sum(norm(X, axis=1)), X)) = sum(norm(X, axis=1))"
    assert isinstance(verdict_of(line, "X: real[n, d]"), Conditional)


@pytest.mark.parametrize("line", ["mean(3)*x = 3*x", "var(3)*x = 0*x", "norm(-3)*x = 3*x"])
def test_a_number_is_reduced_to_itself(line: str) -> None:
    assert isinstance(verdict_of(line, X), Proved)


def test_terms_that_are_not_zero_may_cancel() -> None:
    """At x = (1, -1) the left side is undefined."""
    line = "sum(1/x)/sum(1/x) + 0*sum(1/x) = 1 + 0*sum(1/x)"
    assert isinstance(verdict_of(line, X), Conditional)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("x @ P @ x >= 0", Proved),
        ("x @ P @ x + 1 > 0", Proved),
        ("sqrt(x @ P @ x)^2 = x @ P @ x", Proved),
        ("x @ P @ x > 0", Refuted),
        ("x @ P @ y >= 0", Refuted),
        ("(B @ x) @ (P @ x) >= 0", Refuted),
    ],
)
def test_a_definite_matrix_makes_squares(line: str, verdict: type) -> None:
    symbols = ("P: real[n, n] positive definite", "B: real[n, n]", "x, y: real[n]")
    assert isinstance(verdict_of(line, *symbols), verdict)


def test_off_a_seam_at_least_is_above() -> None:
    line = "grad(sum(relu(x)), x) = (x >= 0)"
    assert isinstance(verdict_of(line, X, extra="conventions: relu'(0) = 0\n"), Proved)


C = "c: real"


@pytest.mark.parametrize(
    ("line", "symbols", "verdict"),
    [
        pytest.param("det(c*A) = c^n*det(A)", ("A: real[n, n]", C), Proved, id="at c = 0 as well"),
        pytest.param("sum(c^(n - 1)*x)*c = c^n*sum(x)", (X, C), Proved, id="0^0 is 1"),
        pytest.param("sum(x^n) = sum(x^(n - 1)*x)", (X,), Proved, id="of every entry"),
        pytest.param("sum(c^(n - 1)*x) = c^n*sum(x)/c", (X, C), Conditional, id="divided by c"),
        pytest.param(
            "sum(c^(n - 2)*x)*c = c^(n - 1)*sum(x)", (X, C), Conditional, id="c^-1 at n = 1"
        ),
        pytest.param("sum(x)*c^n/c^n = sum(x)", (X, C), Conditional, id="a power divided by"),
        pytest.param(
            "(c == 0) + c^(n - 1) + 0*sum(x) = c^(n - 1) + 0*sum(x)",
            (X, C),
            Refuted,
            id="a step is not continuous",
        ),
        pytest.param("c^(2*n) + 0*sum(x) > 0", (X, C), Refuted, id="above is no closed relation"),
        pytest.param(
            "sum(c^(n - 1)*x)*c = c^n*sum(x)",
            (X, "c: integer"),
            Conditional,
            id="integers have no others beside them",
        ),
    ],
)
def test_a_natural_power_has_a_value_at_zero(
    line: str, symbols: tuple[str, ...], verdict: type
) -> None:
    assert isinstance(verdict_of(line, *symbols), verdict)


def test_a_matrix_whose_inverse_is_in_a_sum_of_nothing_need_not_have_one() -> None:
    """At n = 1 the inverses say nothing, and A = 0 allows every B."""
    line = "B + sum(inv(A)[k, k], k=3..n)*ones(n, n) = sum(inv(A)[k, k], k=3..n)*ones(n, n)"
    symbols = ("A, B: real[n, n]",)
    assert isinstance(verdict_of(line, *symbols, extra="assume: A @ B == zeros(n, n)\n"), Refuted)


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("det(A)^2 = 1", "A: real[n, n] orthogonal in [2, 3]"),
        ("det(A) > 0", "A: real[n, n] positive definite in [-2, -1]"),
    ],
)
def test_a_range_may_leave_nothing_of_a_structure(line: str, symbol: str) -> None:
    assert grade(verdict_of(line, symbol)).word not in PASSING


@pytest.mark.parametrize(
    ("line", "symbols", "assumption"),
    [
        ("sum(x^0) = 3", (X,), "n == 3"),
        ("sum(x^0) = sum(y^0)", (X, "y: real[m]"), "n == m"),
    ],
)
def test_a_size_is_not_chosen_after_its_arrays(
    line: str, symbols: tuple[str, ...], assumption: str
) -> None:
    """Numbers once drew arrays of one length, and then took another for the size."""
    assert isinstance(verdict_of(line, *symbols, extra=f"assume: {assumption}\n"), Proved)
    assert not isinstance(
        verdict_of(f"{line} + 1", *symbols, extra=f"assume: {assumption}\n"), Proved
    )


LINE = ("X: real[n, 1]", "Y: real[1, k]", "M: real[1, 1]", "G: real[n, k]")


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("sum(X, axis=1, keepdims=True) = X", Proved),
        ("softmax(X, axis=1) = ones(n, 1)", Proved),
        ("det(M) = M[1, 1]", Proved),
        ("inv(M) = 1/M", Proved),
        ("det(X.T @ X) = norm(X)^2", Proved),
        ("grad(sum(X*G), X) = sum(G, axis=1, keepdims=True)", Proved),
        ("grad(sum(mean(G, axis=1, keepdims=True)*X), G)*k = X*Y^0", Proved),
        ("sum(X, axis=1) = X[1, 1]*ones(n)", Refuted),
        ("sum(X, axis=0, keepdims=True) = M", Refuted),
        ("det(X @ X.T) = 0", Refuted),
    ],
)
def test_a_dimension_of_one_entry_has_one_index(line: str, verdict: type) -> None:
    assert isinstance(verdict_of(line, *LINE), verdict)


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("sum(x^w) = sum(x^w)", Proved),
        ("grad(sum(abs(x)), x) = grad(sum(abs(x)), x)", Proved),
        ("sum(1/x) = sum(1/x)", Proved),
        ("log(-1 - x^2) = log(-1 - x^2)", Unknown),
        ("x/(s - s) = x/(s - s)", Unknown),
        ("sum(x^w) = sum(x^w) + 0*s*x[1]^w[1]", Conditional),
    ],
)
def test_the_same_expression_is_defined_where_it_is_if_it_is_anywhere(
    line: str, verdict: type
) -> None:
    assert isinstance(verdict_of(line, X, "w: natural[n]", "s: real"), verdict)


def test_a_name_whose_existence_is_not_shown_is_no_letter_for_all_that() -> None:
    """``dz = dz`` holds wherever dz exists; the chain rule needs it everywhere."""
    text = """
symbols:
  x: real[n]
  s: real
definitions:
  z: s*x
  L: sum(abs(z))
derivations:
  dz: grad(L, z) = grad(L, z)
  ds: diff(L, s) = x @ dz
"""
    first, second = (one.lines[-1].verdict for one in judged(text).derivations)
    assert isinstance(first, Proved)
    assert isinstance(second, Conditional)


@pytest.mark.parametrize("line", ["grad(sum(x == x), x) = 0", "grad(sum(max(x, x)), x) = 1"])
def test_a_condition_that_never_holds_contradicts_no_assumption(line: str) -> None:
    found = verdict_of(line, X)
    assert isinstance(found, Unknown)
    assert "contradict" not in found.reason


CONVENTION = "conventions: relu'(0) = 0\n"


@pytest.mark.parametrize(
    ("line", "verdict", "off"),
    [
        pytest.param("relu(relu(x)) = relu(x)", Proved, (), id="nested"),
        pytest.param("grad(sum(relu(relu(x))), x) = (x > 0)", Proved, ("x = 0",), id="its slope"),
        pytest.param("grad(sum(relu(relu(x))), x) = 1", Refuted, (), id="a wrong one"),
        pytest.param("grad(sum(abs(x^2)), x) = 2*x", Proved, (), id="smooth at 0"),
        pytest.param("grad(sum(max(0, x^2)), x) = 2*x", Proved, (), id="in either order"),
        pytest.param("grad(sum(min(0, x^2)), x) = 0", Proved, (), id="the least"),
        pytest.param("grad(sum(relu(x^3)), x) = 3*x^2*(x > 0)", Proved, ("x^3 = 0",), id="odd"),
        pytest.param("relu(x^2 - 1) = x^2 - 1", Refuted, (), id="it may be negative"),
        pytest.param("relu(x @ x) = x @ x", Proved, (), id="a square"),
        pytest.param("grad(abs(x @ x), x) = 2*x", Proved, (), id="the slope of a square"),
        pytest.param("relu(x @ (x + 1)) = x @ (x + 1)", Refuted, (), id="nearly a square"),
        pytest.param("max(x, x + 1) = x + 1", Proved, (), id="always further"),
        pytest.param("min(x, x + 1) = x + 1", Refuted, (), id="never the least"),
    ],
)
def test_a_switch_whose_side_never_changes_is_none(
    line: str, verdict: type, off: tuple[str, ...]
) -> None:
    found = verdict_of(line, X, extra=CONVENTION)
    assert isinstance(found, verdict)
    assert getattr(found, "off", ()) == off
