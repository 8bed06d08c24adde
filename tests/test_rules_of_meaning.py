"""The steps that break a verifier which is careless about definedness, scopes or measure zero.

The first table holds the forty steps of the rules of meaning with the verdicts that are right for
them; the second holds more of the same kinds. A step that the language cannot yet say must fail
closed: as unknown or as an error, never as a pass.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.judged import PASSING, derivation, document, judge

CLOSED = frozenset({"unknown", "malformed"})
"""What may be said about a step that cannot be judged yet."""


@dataclass(frozen=True)
class Step:
    """A step, what it is declared over, and the verdicts that are right for it."""

    name: str
    lines: tuple[str, ...]
    right: frozenset[str]
    symbols: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    convention: str = ""

    def document(self) -> str:
        header = ["title: a step"]
        for section, entries in (("symbols", self.symbols), ("definitions", self.definitions)):
            if entries:
                header += [f"{section}:", *(f"  {key}: {value}" for key, value in entries.items())]
        if self.convention:
            header.append(f"conventions: {self.convention}")
        return document("\n".join(header), [derivation("step", self.lines, self.assumed)])


X = {"x": "real"}
XY = {"x, y": "real"}


def step(  # noqa: PLR0917 (a row of a table)
    name: str,
    left: str,
    right: str,
    verdicts: str,
    symbols: dict[str, str] | None = None,
    definitions: dict[str, str] | None = None,
    assumed: str = "",
    convention: str = "",
    relation: str = "=",
) -> Step:
    return Step(
        name,
        (left, f"{relation} {right}"),
        frozenset(verdicts.split()),
        X if symbols is None else symbols,
        definitions or {},
        (assumed,) if assumed else (),
        convention,
    )


N = {"n": "integer"}
RELU = "relu'(0) = 0"

THE_FORTY = [
    step("1", "diff(x*abs(x), x)", "2*x^2/abs(x)", "conditional"),
    step("2", "diff(x*abs(x), x)", "2*abs(x)", "proved unknown conditional"),
    step("3", "diff(abs(x), x)", "1", "conditional", {"x": "real in [0, oo)"}),
    step("4", "diff(log(x), x)", "1/x", "conditional"),
    step("5", "diff(where(x == 0, 0, x), x)", "where(x == 0, 0, 1)", "refuted"),
    step("6", "where(x > 0, log(x), 0)", "(x > 0)*log(x)", "conditional"),
    step("7", "where(x != 0, 0*(1/x), 0)", "0", "proved"),
    step("8", "log(-1 - x^2)", "7/(x - x)", "unknown"),
    step("9", "log(x) + log(-1 - x)", "2", "refuted"),
    step("10", "(sqrt(x^2) - x)/(sqrt(x^2) - x)", "1", "refuted", {"x": "real > 0"}),
    step("11", "(exp(2*x) - exp(x)^2)/(exp(2*x) - exp(x)^2)", "1", "refuted"),
    step("12", "(1 + cos(x))/(1 + cos(x))", "1", "conditional"),
    step("13", "eye(n) @ (1/x)", "1/x", "conditional", {"x": "real[n]"}),
    step("14", "x^(n + 1)", "x*x^n", "conditional unknown", X | N),
    step("15", "diff(x^n, x)", "n*x^(n - 1)", "conditional unknown", X | {"n": "integer >= 0"}),
    step("16", "0^x", "0", "refuted", {"x": "real in [0, oo)"}),
    step(
        "17",
        "log(det(A @ B))",
        "log(det(A)) + log(det(B))",
        "conditional",
        {"A, B": "real[n, n] invertible"},
    ),
    step("18", "det(Q)", "(-1)^(n - 1)", "refuted", {"Q": "real[n, n] orthogonal"}),
    step("19", "det(2*A)", "2*det(A)", "refuted", {"A": "real[n, n]"}),
    step(
        "20",
        "grad(sum(relu(X)), X)",
        "grad(sum(min(relu(X), 6)), X)",
        "refuted",
        {"X": "real[n]"},
    ),
    step(
        "21",
        "sum(x)*(n - 1)*(n - 2)*(n - 3)*(n - 4)*(n - 5)*(n - 6)",
        "0",
        "refuted",
        {"x": "real[n]"},
    ),
    step("22", "A @ inv(A)", "eye(n)", "conditional", {"A": "real[n, n]"}),
    step("23", "grad(sum(x*b), b)", "1", "refuted", {"b": "real[h]", "x": "real"}),
    step(
        "24", "grad(sum(Y), Y)", "0", "refuted", {"Y": "real[n, k]"}, assumed="sum(Y, axis=1) = 1"
    ),
    step(
        "25",
        "grad(tr(A @ S), S)",
        "A",
        "refuted",
        {"A": "real[n, n]", "S": "real[n, n] symmetric"},
    ),
    step(
        "25 rightly",
        "grad(tr(A @ S), S)",
        "A.T",
        "proved",
        {"A": "real[n, n]", "S": "real[n, n] symmetric"},
    ),
    step(
        "26",
        "diff(-log(sigma(z)), p)",
        "0",
        "malformed",
        {"z": "real"},
        {"sigma(t)": "1/(1 + exp(-t))", "p": "sigma(z)"},
    ),
    step(
        "27",
        "diff(Loss, z)",
        "diff(Loss, p)*diff(p, z)",
        "refuted",
        {"z": "real"},
        {"sigma(t)": "1/(1 + exp(-t))", "p": "sigma(z)", "Loss": "p*z"},
    ),
    step("28", "abs(p)", "p", "proved", {"z": "real"}, {"p": "z^2"}),
    step("29", "diff(relu(x) - relu(-x), x)", "(x > 0) + (x < 0)", "proved", convention=RELU),
    step("29 without", "diff(relu(x) - relu(-x), x)", "(x > 0) + (x < 0)", "refuted"),
    step("30", "diff(relu(relu(x)), x)", "where(x > 0, 1, 5)", "refuted", convention=RELU),
    Step("31", ("sqrt(x)^2", "= x + 0*i", "= x"), frozenset({"unknown"}), X),
    step("31 without the second line", "sqrt(x)^2", "x", "conditional"),
    step("32", "asin(sin(x)^2 + cos(x)^2)", "pi/2", "proved unknown"),
    step("33", "gamma(x + 1)/gamma(x)", "x", "conditional refuted unknown"),
    step("34", "integrate(1/(2 + cos(t)), t=0..2*pi)", "0", "refuted", {}),
    step("35", "integrate(abs(t), t=-1..1)", "0", "refuted", {"x": "real > 0"}),
    step("35 reused", "integrate(abs(x), x=-1..1)", "0", "malformed", {"x": "real > 0"}),
    step("36", "sum(j, j=1..n)", "n*(n + 1)/2", "refuted", N),
    step(
        "37",
        "diff(integrate(x^3*exp(-x^2/t)/t^2, t=0..1), x)",
        "integrate(diff(x^3*exp(-x^2/t)/t^2, x), t=0..1)",
        "refuted unknown",
    ),
    step("38", "sum(1/j - 1/(j + 1), j=-2..2)", "-5/6", "refuted", {}),
    Step("39", ("log(x) = 0", "<=> x = 1"), frozenset({"proved"}), X),
    step("40", "sum(X[j] - X[j - 1], j=1..n)", "0", "malformed", {"X": "real[n]"}),
]

SIGMA = {"sigma(t)": "1/(1 + exp(-t))"}

MORE = [
    # Cancelling, and conditions that vanish with what carries them.
    step("a hole at one point", "(x^2 - 1)/(x - 1)", "x + 1", "conditional"),
    step("a hole on the diagonal", "(x^2 - y^2)/(x - y)", "x + y", "conditional", XY),
    step("a hole outside the domain", "(x^2 - 1)/(x - 1)", "x + 1", "proved", {"x": "real > 1"}),
    step("nothing over nothing", "x/x", "1", "conditional"),
    step("zero times undefined", "0*(1/x)", "0", "conditional"),
    step("zero times a logarithm", "0*log(x)", "0", "conditional"),
    step("the zeroth power of a quotient", "(1/x)^0", "1", "conditional"),
    step("a logarithm less itself", "log(x) - log(x)", "0", "conditional"),
    step("both undefined together", "1/x - 1/x^2", "(x - 1)/x^2", "proved"),
    step("one of two holes left", "x*(x - 1)/(x*(x - 1))", "x/x", "conditional"),
    step("a strict function", "f(1/x)", "1", "conditional", X, {"f(t)": "1"}),
    step("an unused argument", "f(x, log(x))", "x", "conditional", X, {"f(s, t)": "s"}),
    step(
        "a strict function where it may be",
        "f(1/x)",
        "1",
        "proved",
        {"x": "real != 0"},
        {"f(t)": "1"},
    ),
    step("an inverse twice", "1/(1/x)", "x", "conditional"),
    step("a factor that is never zero", "x*(x^2 + 1)/(x^2 + 1)", "x", "proved"),
    step("divided by a vanishing polynomial", "1/((x - x)*x)", "2/((x - x)*x)", "unknown"),
    step("a denominator that is zero in disguise", "x/(x^2 - x*x)", "1/(x - x)", "unknown"),
    # Powers.
    step("zero to the zero", "x^0", "1", "proved"),
    step("a power of zero", "0^(x^2)", "0", "refuted"),
    step("a root of a square", "sqrt(x^2)", "x", "refuted"),
    step("a root of a square, rightly", "sqrt(x^2)", "abs(x)", "proved"),
    step("the square of a root", "sqrt(x)^2", "x", "proved", {"x": "real in [0, oo)"}),
    step("halves of exponents", "(x^2)^(1/2)", "x", "refuted"),
    step("a third root of a cube", "(x^3)^(1/3)", "x", "conditional"),
    step("exponents that cancel", "x^(1/2)*x^(-1/2)", "1", "conditional", {"x": "real in [0, oo)"}),
    step("a fractional power of a negative", "(-x)^(1/2)*(-x)^(1/2)", "-x", "conditional"),
    step("roots of a product", "sqrt(x*y)", "sqrt(x)*sqrt(y)", "conditional unknown refuted", XY),
    step(
        "a nested root with the wrong sign",
        "sqrt(x - 2*sqrt(x - 1))",
        "1 - sqrt(x - 1)",
        "refuted",
        {"x": "real in [1, oo)"},
    ),
    step("a self-power", "x^x", "exp(x*log(x))", "conditional unknown", {"x": "real in [0, oo)"}),
    step("a power of a power", "(x^y)^2", "x^(2*y)", "conditional unknown refuted", XY),
    # Logarithms.
    step(
        "the log of a product of negatives",
        "log(x*y)",
        "log(x) + log(y)",
        "conditional unknown refuted",
        XY,
    ),
    step(
        "the log of a product of two negatives",
        "log(x*y)",
        "log(x) + log(y)",
        "refuted unknown",
        {"x, y": "real < 0"},
    ),
    step("the log of a square", "log(x^2)", "2*log(x)", "conditional"),
    step("the log of a square, rightly", "log(x^2)", "2*log(abs(x))", "proved"),
    step("exp undoes log", "exp(log(x))", "x", "conditional", {"x": "real in [0, oo)"}),
    step("log undoes exp", "log(exp(x))", "x", "proved"),
    # Kinks and seams.
    step("a slope at a kink", "diff(max(x, 0), x)", "(x > 0)", "conditional"),
    step("a tie of two symbols", "diff(max(x, y), x)", "(x > y)", "conditional", XY),
    step("a maximum with itself", "diff(max(x, x), x)", "7", "refuted", convention=RELU),
    step("a maximum of equals is smooth", "diff(max(x, x), x)", "1", "proved"),
    step(
        "a seam where the slopes agree",
        "diff(where(x > 0, x^2, 0), x)",
        "2*max(x, 0)",
        "proved unknown conditional",
    ),
    step(
        "a seam where the values differ",
        "diff(where(x > 0, x + 1, x), x)",
        "1",
        "conditional refuted",
    ),
    step(
        "a seam of one point", "diff(where(x == 2, 4, x^2), x)", "2*x", "proved unknown conditional"
    ),
    step(
        "a seam of one point that jumps",
        "diff(where(x == 2, 5, x^2), x)",
        "2*x",
        "conditional refuted",
    ),
    step("the sign's slope", "diff(sign(x), x)", "0", "conditional"),
    step(
        "a root's slope at its end",
        "diff(sqrt(x), x)",
        "1/(2*sqrt(x))",
        "proved",
        {"x": "real in [0, oo)"},
    ),
    step(
        "a slope at the end of a domain", "diff(x^2, x)", "2*x", "proved", {"x": "real in [0, 1]"}
    ),
    step("the slope of a root of a square", "diff(sqrt(x^2), x)", "1", "refuted"),
    step(
        "a convention does not reach the sides",
        "diff(relu(x), x)",
        "(x >= 1)",
        "refuted",
        convention=RELU,
    ),
    step(
        "the convention is about relu",
        "diff(abs(x), x)",
        "sign(x)",
        "conditional unknown",
        convention=RELU,
    ),
    # Values that differ on a set of measure zero.
    step("a different value at 0", "where(x == 0, 1, x)", "x", "refuted"),
    step("a different value at a far point", "where(x == 12345, 0, x)", "x", "refuted unknown"),
    step("a comparison with its end", "(x >= 0)", "(x > 0)", "refuted"),
    step(
        "a closed end of the domain", "where(x < 1, x, 0)", "x", "refuted", {"x": "real in [0, 1]"}
    ),
    step("an open end of the domain", "where(x < 1, x, 0)", "x", "proved", {"x": "real in [0, 1)"}),
    step("ties of a maximum", "max(x, y)", "where(x > y, x, y)", "proved", XY),
    step("ties of a nested where", "where(x > 0, 1, where(x < 0, -1, 0))", "sign(x)", "proved"),
    step(
        "ties of a nested where, wrongly",
        "where(x > 0, 1, where(x <= 0, -1, 0))",
        "sign(x)",
        "refuted",
    ),
    step("a branch that is never taken", "where(x^2 >= 0, x, 1/0)", "x", "proved unknown"),
    step("a condition that is undefined", "where(1/x > 0, 2, 2)", "2", "conditional"),
    # Integers.
    step("true of integers only", "x*(x - 1)*(x - 1/2)", "0", "refuted", {"x": "integer"}),
    step("between two integers", "(n > 0)", "(n >= 1)", "proved unknown", N),
    step("between two reals", "(x > 0)", "(x >= 1)", "refuted"),
    step(
        "no third below one",
        "1/(3*n - 1)",
        "(3*n + 1)/(9*n^2 - 1)",
        "proved unknown conditional",
        N,
    ),
    # Scopes, and names that are held fixed.
    step(
        "the name, not its content",
        "diff(p*sigma(x), p)",
        "2*p",
        "refuted",
        X,
        SIGMA | {"p": "sigma(x)"},
    ),
    step("what is held fixed", "diff(p*x, p)", "x", "proved", X, {"p": "x^2"}),
    step("what is not held fixed", "diff(p*x, x)", "p", "refuted", X, {"p": "x^2"}),
    step("twice by the same name", "diff(p^2*x, p, p)", "2*x", "proved unknown", X, {"p": "x^2"}),
    step(
        "an assumption stays outside a derivative",
        "diff(x^2, x)",
        "diff(1, x)",
        "refuted",
        X,
        assumed="x = 1",
    ),
    step(
        "a bound stays outside a derivative",
        "diff(abs(x), x)",
        "diff(x, x)",
        "conditional",
        {"x": "real in [0, oo)"},
    ),
    step("a parameter hides nothing", "f(2)", "4*x", "refuted", X, {"f(t)": "t^2"}),
    step("assumed away", "x/x", "1", "proved", X, assumed="x != 0"),
    step(
        "an assumption with an undefined side is false", "x/x", "1", "proved", X, assumed="1/x > 0"
    ),
    step(
        "an impossible assumption proves nothing",
        "x",
        "x + 1",
        "unknown malformed",
        X,
        assumed="x^2 < 0",
    ),
    step("a range that is claimed and wrong", "abs(p)", "p", "refuted", X, {"p": "x^3 in [0, oo)"}),
    # Inequalities also claim equal domains.
    step("an inequality", "x", "x + 1", "proved unknown", relation="<="),
    step("an inequality that fails at one point", "0", "x^2", "refuted unknown", relation="<"),
    step("an inequality with a hole", "0", "x^2/x^2", "conditional unknown refuted", relation="<="),
    # Near misses.
    step("a rational near pi", "pi", "355/113", "refuted", {}),
    step("a decimal is the rational it spells", "0.1 + 0.2", "0.3", "proved", {}),
    step("a decimal that was rounded", "1/3", "0.3333333333333333", "refuted", {}),
    step("a sum of roots that is nearly 1e-20", "sqrt(10^20 + 1)", "10^10", "refuted", {}),
]

EVERY_STEP = [*THE_FORTY, *MORE]


@pytest.mark.parametrize("each", EVERY_STEP, ids=lambda each: each.name)
def test_a_step_gets_a_verdict_that_is_right_for_it(each: Step) -> None:
    judged = judge(each.document())
    assert judged.verdict in each.right, judged
    assert judged.outcome.passed == (judged.verdict in PASSING)


def test_the_table_is_complete() -> None:
    numbers = {each.name.split()[0] for each in THE_FORTY}
    assert numbers == {str(number) for number in range(1, 41)}
    assert len(MORE) >= 40
    assert len({each.name for each in EVERY_STEP}) == len(EVERY_STEP)
    assert all(each.right <= CLOSED | {"refuted", "conditional", "proved"} for each in EVERY_STEP)


def test_a_step_that_cannot_be_said_yet_never_counts_as_passed() -> None:
    closed = [each for each in EVERY_STEP if each.right <= CLOSED]
    assert closed
    assert not any(judge(each.document()).outcome.passed for each in closed)
