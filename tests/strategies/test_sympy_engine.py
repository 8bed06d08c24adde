from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
import sympy

from tests.translate.written import claim, context
from verifier.claims.claim import Claim, Context, Domain
from verifier.language.expressions import Apply, Name, Number
from verifier.strategies import sympy_engine
from verifier.strategies.sympy_engine import ENGINE, decide
from verifier.strategies.sympy_search import EngineSays, NotDecided

Symbols = Mapping[str, str]
XYZ = {"x": "real", "y": "real", "z": "real"}
POSITIVE = {"x": "> 0", "y": "> 0"}
UNIT = {"p": "(0, 1)", "q": "(0, 1)", "y": "[0, 1]"}

TRUE: list[tuple[str, Symbols]] = [
    ("(x + y)^3 = x^3 + 3*x^2*y + 3*x*y^2 + y^3", XYZ),
    ("(x^2 - y^2)/(x - y) = x + y", XYZ),
    ("1/(1/x + 1/y) = x*y/(x + y)", POSITIVE),
    ("1.1*1.1*x = 1.21*x", XYZ),
    ("sin(x)^2 + cos(x)^2 = 1", XYZ),
    ("sin(x + y) = sin(x)*cos(y) + cos(x)*sin(y)", XYZ),
    ("cos(x) + cos(y) = 2*cos((x + y)/2)*cos((x - y)/2)", XYZ),
    ("sin(2*x)/sin(x) = 2*cos(x)", XYZ),
    ("tanh(x) = 2/(1 + exp(-2*x)) - 1", XYZ),
    ("cosh(x)^2 - sinh(x)^2 = 1", XYZ),
    ("acosh(x) = log(x + sqrt(x^2 - 1))", {"x": "[1, oo)"}),
    ("exp(x + y) = exp(x)*exp(y)", XYZ),
    ("log(x*y) = log(x) + log(y)", POSITIVE),
    ("log(p/(1 - p)) = log(p) - log(1 - p)", UNIT),
    ("x^log(3) = 3^log(x)", POSITIVE),
    ("sqrt(x^2) = abs(x)", XYZ),
    ("sqrt(x - 1)*sqrt(x + 1) = sqrt(x^2 - 1)", {"x": "[1, oo)"}),
    ("sqrt(5 - 2*sqrt(6)) = sqrt(3) - sqrt(2)", {}),
    ("cos(pi/5) - cos(2*pi/5) = 1/2", {}),
    ("max(x, 0) + max(-x, 0) = abs(x)", XYZ),
    ("max(x, y) + min(x, y) = x + y", XYZ),
    ("where(x > 0, x, 0) = relu(x)", XYZ),
    ("x*sign(x) = abs(x)", XYZ),
    ("cbrt(x^3) = x", POSITIVE),
    ("gamma(x + 1)/gamma(x) = x", POSITIVE),
    ("factorial(n + 1) = (n + 1)*factorial(n)", {"n": "natural"}),
    ("sin(pi*n) = 0", {"n": "integer"}),
    ("diff(-(y*log(p) + (1 - y)*log(1 - p)), p) = (p - y)/(p*(1 - p))", UNIT),
    ("diff(sigmoid(z), z) = sigmoid(z)*(1 - sigmoid(z))", XYZ),
    ("diff(log(1 + exp(x)), x) = 1/(1 + exp(-x))", XYZ),
    ("diff(abs(x), x) = 1", POSITIVE),
    ("diff(x^x, x) = x^x*(1 + log(x))", POSITIVE),
    ("sum(k^2, k=1..n) = n*(n + 1)*(2*n + 1)/6", {"n": "natural"}),
    ("sum(1/2^k, k=0..oo) = 2", {}),
    ("integrate(t^2, t=0..x) = x^3/3", XYZ),
    ("integrate(exp(-t), t=0..oo) = 1", {}),
    ("limit(sin(t)/t, t=0) = 1", {}),
    ("limit((1 + 1/t)^t, t=oo) = e", {}),
    ("limit(abs(t)/t, t=0-) = -1", {}),
]

FALSE: list[tuple[str, Symbols]] = [
    ("(x + y)^2 = x^2 + y^2", XYZ),
    ("1/(x + y) = 1/x + 1/y", POSITIVE),
    ("sqrt(x^2) = x", XYZ),
    ("sqrt(x + y) = sqrt(x) + sqrt(y)", POSITIVE),
    ("(x^2)^(3/2) = x^3", XYZ),
    ("(x^2)^(1/2) = x", {"x": "< 0"}),
    ("log(x)^2 = 2*log(x)", POSITIVE),
    ("log(x^2) = 2*log(x)", {"x": "!= 0"}),
    ("log(x)/log(y) = log(x/y)", {"x": "> 0", "y": "(1, oo)"}),
    ("exp(x*y) = exp(x)*exp(y)", XYZ),
    ("2^(x + y) = 2^x + 2^y", XYZ),
    ("asin(sin(x)) = x", XYZ),
    ("atan(x) + atan(1/x) = pi/2", {"x": "!= 0"}),
    ("sin(2*x) = 2*sin(x)", XYZ),
    ("tanh(x) = 2/(1 + exp(-x)) - 1", XYZ),
    ("floor(x + y) = floor(x) + floor(y)", XYZ),
    ("ceil(x) = floor(x) + 1", XYZ),
    ("max(x, 0) + max(y, 0) = max(x + y, 0)", XYZ),
    ("where(x > 0, exp(-1/x), 0) = 0", XYZ),
    ("where(x == 0, 5, x) = x", XYZ),
    ("where(x == y, 5, x) = x", XYZ),
    ("sign(x)^2 = 1", XYZ),
    ("(x == 1)*(y == 1) = 0", XYZ),
    ("cos(pi*n) = 1", {"n": "integer"}),
    ("sin(11) = -1", {}),
    ("sqrt(2) + sqrt(3) = pi", {}),
    ("log(640320^3 + 744)/sqrt(163) = pi", {}),
    ("sqrt(60) + sqrt(61) - sqrt(121 + 2*sqrt(3660) + 1/10^20) = 0", {}),
    ("1/3 = 0.333333333333333", {}),
    ("diff(sin(2*x), x) = cos(2*x)", XYZ),
    ("diff(2^x, x) = x*2^(x - 1)", XYZ),
    ("diff(-p*log(p), p) = -log(p)", UNIT),
    ("diff(x*abs(x), x) = 2*x", {"x": "< 0"}),
    ("diff(where(x == 0, 0, x), x) = where(x == 0, 0, 1)", XYZ),
    ("diff(relu(relu(x)), x) = where(x > 0, 1, 5)", XYZ),
    ("0^x = 0", {"x": "[0, oo)"}),
    ("gamma(x + 1)/gamma(x) = x", XYZ),
    ("factorial(n)/factorial(n - 1) = n", {"n": "natural"}),
    ("(exp(2*x) - exp(x)^2)/(exp(2*x) - exp(x)^2) = 1", XYZ),
    ("sum(j, j=1..n) = n*(n + 1)/2", {"n": "integer"}),
    ("sum(k, k=0..n - 1) = n*(n + 1)/2", {"n": "integer >= 1"}),
    ("sum(1/j - 1/(j + 1), j=-2..2) = -5/6", {}),
    ("sum((-1)^k, k=0..oo) = 1/2", {}),
    ("sum(x^k, k=0..oo) = 1/(1 - x)", XYZ),
    ("integrate(1/(2 + cos(t)), t=0..2*pi) = 0", {}),
    ("integrate(1/t^2, t=-1..1) = -2", {}),
    ("integrate(1/t, t=-1..1) = 0", {}),
    ("integrate(t, t=0..x) = x^2", XYZ),
    ("limit(sin(1/t), t=0) = 0", {}),
    ("limit(abs(t)/t, t=0) = 1", {}),
    ("limit(1/t, t=0+) = 0", {}),
]


@pytest.mark.parametrize(("text", "symbols"), TRUE, ids=[text for text, _ in TRUE])
def test_a_true_identity_is_found_equal(text: str, symbols: Symbols) -> None:
    answer = decide(claim(text, context(symbols)))
    assert isinstance(answer, EngineSays), answer
    assert answer.equal
    assert answer.engine == ENGINE == f"SymPy {sympy.__version__}"
    assert answer.method


@pytest.mark.parametrize(("text", "symbols"), FALSE, ids=[text for text, _ in FALSE])
def test_a_false_identity_is_never_found_equal(text: str, symbols: Symbols) -> None:
    answer = decide(claim(text, context(symbols)))
    assert answer == NotDecided(getattr(answer, "reason", "")) or answer.equal is False


def test_a_constant_difference_is_a_no() -> None:
    answer = decide(claim("(x + 1)^2 = x^2 + 2*x", context(XYZ)))
    assert isinstance(answer, EngineSays)
    assert not answer.equal


@pytest.mark.parametrize(
    ("text", "symbols", "reason"),
    [
        ("gamma(x + 1)/gamma(x) = x", XYZ, "poles of gamma"),
        ("factorial(n)/factorial(n - 1) = n", {"n": "natural"}, "poles of factorial"),
        (
            "binomial(n, k) = binomial(n, n - k)",
            {"n": "integer", "k": "natural"},
            "poles of binomial",
        ),
        ("diff(abs(x), x) = sign(x)", XYZ, "where a switch may turn"),
        ("integrate(1/t^2, t=-1..1) = -2", {}, "no finite value for an integral"),
        ("integrate(abs(t), t=0..x) = x^2/2", XYZ, "an integral only by cases"),
        ("limit(sin(1/t), t=0) = 0", {}, "no finite value for a limit"),
        ("sum((-1)^k, k=0..oo) = 1/2", {}, "a sum"),
        ("prod(1 - 1/k^2, k=2..oo) = 1/2", {}, "infinite products"),
        ("sqrt(x^2) = x", XYZ, "differ at a point"),
        ("log(1 + exp(x)) = relu(x) + log(1 + exp(-abs(x)))", XYZ, "no way to reduce"),
        ("acosh(1/2) = x", XYZ, "no real number"),
    ],
)
def test_an_answer_that_is_not_taken_says_why(text: str, symbols: Symbols, reason: str) -> None:
    answer = decide(claim(text, context(symbols)))
    assert isinstance(answer, NotDecided), answer
    assert reason in answer.reason


def test_definitions_and_derivatives_by_their_names_are_asked_about() -> None:
    made = context(
        {"y": "[0, 1]", "z": "real"},
        {
            "sigma(t)": "1/(1 + exp(-t))",
            "p": "sigma(z)",
            "Loss": "-(y*log(p) + (1 - y)*log(1 - p))",
        },
        {"dp": "diff(p, z)"},
    )
    for text in (
        "diff(Loss, p) = (p - y)/(p*(1 - p))",
        "diff(Loss, z) = p - y",
        "dp = p*(1 - p)",
        "diff(Loss, z) = diff(Loss, p)*dp",
    ):
        answer = decide(claim(text, made))
        assert isinstance(answer, EngineSays), text
        assert answer.equal


def test_what_is_held_fixed_is_not_forgotten() -> None:
    made = context({"z": "real"}, {"p": "sigmoid(z)", "Loss": "p*z"})
    answer = decide(claim("diff(Loss, z) = diff(Loss, p)*diff(p, z)", made))
    assert isinstance(answer, NotDecided)


def test_an_unknown_function_may_stand_in_a_claim() -> None:
    made = context({"x": "real", "n": "natural"}, opaque={"f": 1})
    for text in (
        "diff(x*f(x), x) = f(x) + x*f'(x)",
        "sum(f(x + 5)*k, k=0..n) = f(x + 5)*n*(n + 1)/2",
    ):
        answer = decide(claim(text, made))
        assert isinstance(answer, EngineSays), (text, answer)
        assert answer.equal


def test_an_integral_of_an_unknown_function_is_not_worked_out() -> None:
    made = context({"x": "real"}, opaque={"f": 1})
    answer = decide(claim("integrate(f(t), t=0..x) = f(x)", made))
    assert isinstance(answer, NotDecided)
    assert "cannot work out an integral" in answer.reason


def test_assumptions_about_symbols_are_used_and_the_others_keep_the_points_honest() -> None:
    made = context({"x": "real", "y": "real"}, assume=["x > 0", "y = 1"])
    answer = decide(claim("sqrt(x^2) = x", made))
    assert isinstance(answer, EngineSays)
    assert answer.equal
    other = decide(claim("x*y = x", made))  # true under y = 1, which SymPy is not told
    assert isinstance(other, NotDecided)
    assert "differ at" not in other.reason


def test_the_points_lie_in_the_domain() -> None:
    made = context({"x": "[0, pi]", "y": "[x, oo)"})
    for text in ("acos(cos(x)) = x", "max(x, y) = y", "acos(cos(x)) + y = abs(y) + x"):
        answer = decide(claim(text, made))
        assert isinstance(answer, EngineSays) or "differ at" not in answer.reason, text


def test_the_same_question_gets_the_same_answer() -> None:
    asked = claim("tanh(x) + cos(y)^2 = 2/(1 + exp(-2*x)) - sin(y)^2", context(XYZ))
    assert len({repr(decide(asked)) for _ in range(3)}) == 1


@pytest.fixture
def careless() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_a_method_that_reduces_a_false_difference_to_0_is_caught(
    careless: pytest.MonkeyPatch,
) -> None:
    careless.setattr(sympy_engine, "METHODS", (("wishful", lambda _: sympy.S.Zero),))
    answer = decide(claim("sin(x) = x", context(XYZ)))
    assert isinstance(answer, NotDecided)
    assert "contradicts its own numbers" in answer.reason


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("Integral", "integrate(exp(-t^2), t=0..1) = 3"),
        ("Sum", "sum(k, k=1..n) = 3"),
        ("Sum", "sum(1/k^2, k=1..oo) = 3"),
        ("Product", "prod(1 + k, k=1..n) = 3"),
        ("Limit", "limit(t + 1, t=0) = 3"),
    ],
)
def test_a_closed_form_that_its_numbers_contradict_is_caught(
    careless: pytest.MonkeyPatch, form: str, text: str
) -> None:
    careless.setattr(getattr(sympy, form), "doit", lambda *_, **__: sympy.Integer(3))
    answer = decide(claim(text, context({"n": "natural"})))
    assert isinstance(answer, NotDecided)
    assert "is not its numeric value" in answer.reason


def test_differentiating_under_an_integral_sign_is_not_believed() -> None:
    text = (
        "diff(integrate(x^3*exp(-x^2/t)/t^2, t=0..1), x)"
        " = integrate(diff(x^3*exp(-x^2/t)/t^2, x), t=0..1)"
    )
    assert isinstance(decide(claim(text, context(XYZ))), NotDecided)


def test_a_failure_inside_sympy_is_an_answer(careless: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise sympy.polys.polyerrors.PolynomialError("planted")

    careless.setattr(sympy_engine, "apart", fails)
    answer = decide(claim("x = x", context(XYZ)))
    assert answer == NotDecided("SymPy failed: PolynomialError")


def test_a_method_that_fails_makes_room_for_the_next(careless: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise NotImplementedError

    careless.setattr(sympy_engine, "METHODS", (("bad", fails), ("good", sympy.expand)))
    answer = decide(claim("x*(x + 1) = x^2 + x", context(XYZ)))
    assert isinstance(answer, EngineSays)
    assert answer.method == "good"


def test_what_cannot_be_said_to_sympy_is_an_answer() -> None:
    tensor = Context(symbols={"X": Domain(shape=(Number(2),))})
    answer = decide(Claim(Name("X"), "=", Apply("neg", (Name("X"),)), tensor))
    assert answer == NotDecided("X is no real number")
