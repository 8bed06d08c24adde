from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from tests.translate.written import context, read, scope
from verifier.claims.claim import Context, Value
from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
)
from verifier.language.parser import parse
from verifier.translate.sympy_functions import Untranslatable
from verifier.translate.to_sympy import TERMS, Translator, to_sympy

X = Name("x")
REAL = context({"x": "real", "y": "real"})
ZERO, ONE = Number(0), Number(1)


def translated(text: str, made: Context) -> sympy.Expr:
    return to_sympy(read(text, made), made)


def same(text: str, other: str, made: Context) -> bool:
    """Whether SymPy sees two texts as equal, without any search."""
    translator = Translator(made)
    difference = translator.expression(read(text, made)) - translator.expression(read(other, made))
    return bool(sympy.expand(difference) == 0)


# Numbers and names.


def test_numbers_are_exact() -> None:
    assert to_sympy(Number(Fraction(1, 10)), REAL) == sympy.Rational(1, 10)
    assert translated("0.1 + 0.2", REAL) == sympy.Rational(3, 10)
    assert not translated("pi*1.5 + e", REAL).atoms(sympy.Float)


def test_constants_are_the_exact_ones() -> None:
    assert translated("pi", REAL) is sympy.pi
    assert translated("e", REAL) is sympy.E


def test_a_symbol_may_be_called_as_sympy_calls_something_else() -> None:
    made = context(dict.fromkeys(("S", "N", "beta", "lambda", "E", "Sum"), "> 0"))
    symbols = translated("S + N + beta + lambda + E + Sum", made).free_symbols
    assert {symbol.name for symbol in symbols} == {"S", "N", "beta", "lambda", "E", "Sum"}


def test_definitions_functions_and_derivations_are_opened() -> None:
    made = context(
        {"x": "real"},
        {"sigma(t)": "1/(1 + exp(-t))", "p": "sigma(x)", "q": "p^2"},
    )
    made = Context(made.symbols, made.definitions, {}, {"step": Value(read("q + 1", made))})
    assert same("step - p", "1/(1 + exp(-x))^2 + 1 - sigma(x)", made)


def test_a_derivation_means_its_start_even_where_a_last_line_is_known() -> None:
    value = Value(read("x", REAL), read("y", REAL))
    made = Context(REAL.symbols, values={"v": value})
    assert to_sympy(Name("v"), made).name == "x"


def test_a_parameter_hides_nothing_outside_its_function() -> None:
    made = context({"x": "real"}, {"f(t)": "t + x", "g(x)": "f(2*x)"})
    assert same("g(3)", "6 + x", made)


def test_a_name_or_function_without_a_meaning_is_refused() -> None:
    made = context({"x": "real"}, {"f(t)": "t"})
    for node in (Name("z"), Name("f"), Call("g", (X,), (0,)), Call("f", (X, X), (0, 0))):
        with pytest.raises(Untranslatable, match="has no value here"):
            to_sympy(node, made)


def test_complex_mode_tensors_and_jacobians_are_refused() -> None:
    with pytest.raises(Untranslatable, match="complex"):
        Translator(Context(complex_mode=True))
    for node in (Entry(X, (ONE,)), Derivative("jacobian", X, ("x",))):
        with pytest.raises(Untranslatable, match="tensor"):
            to_sympy(node, REAL)


def test_what_is_nested_too_deeply_is_refused() -> None:
    node: Expression = X
    for _ in range(3000):
        node = Apply("sin", (node,))
    with pytest.raises(Untranslatable, match="nested too deeply"):
        to_sympy(node, REAL)


def test_both_sides_of_a_claim_share_symbols_and_opaque_functions() -> None:
    made = context({"x": "> 0"}, opaque={"f": 1})
    translator = Translator(made)
    left, right = (translator.expression(read("f(x) + f'(x)", made)) for _ in range(2))
    assert left - right == 0


# Cases.


@pytest.mark.parametrize(
    ("condition", "point", "expected"),
    [
        ("x > y", (2, 1), True),
        ("x > y", (1, 1), False),
        ("x > 0 and y > 0", (1, -1), False),
        ("x > 0 or y > 0", (1, -1), True),
        ("not(x > 0)", (1, -1), False),
        ("x == y", (3, 3), True),
        ("x != y", (3, 3), False),
    ],
)
def test_where_means_its_branches_by_the_truth_of_its_condition(
    condition: str, point: tuple[int, int], expected: bool
) -> None:
    joined = any(word in condition for word in ("and", "or", "not"))
    test = parse(condition, scope(REAL), statement=joined).expression
    node = Apply("where", (test, Apply("+", (X, Number(10))), Number(7)))
    expression = to_sympy(node, REAL)
    chosen = {symbol: point["xy".index(symbol.name)] for symbol in expression.free_symbols}
    assert expression.subs(chosen) == (point[0] + 10 if expected else 7)


def test_a_comparison_is_a_number_and_a_number_is_a_condition() -> None:
    assert translated("3*(x - x < 1) + (1 > 2)", REAL) == 3
    expression = translated("where(x - 1, 5, 6)", REAL)
    (symbol,) = expression.free_symbols
    assert (expression.subs(symbol, 1), expression.subs(symbol, 0)) == (6, 5)


def test_the_branch_that_is_not_taken_may_be_anything_there() -> None:
    expression = translated("where(x != 0, 1/x, 7)", REAL)
    (symbol,) = expression.free_symbols
    assert expression.subs(symbol, 0) == 7


def test_true_and_false_are_conditions_and_no_numbers() -> None:
    assert to_sympy(Apply("where", (Constant("true"), ONE, ZERO)), REAL) == 1
    assert to_sympy(Apply("where", (Constant("false"), ONE, ZERO)), REAL) == 0


# Derivatives.


def test_derivatives_by_symbols_are_partial_and_repeat() -> None:
    assert same("diff(x^3*y, x)", "3*x^2*y", REAL)
    assert same("diff(x^3*y^2, x, y)", "6*x^2*y", REAL)
    assert same("diff(x^3, x, x)", "6*x", REAL)
    assert same("diff(diff(x^3*y, x)*x, y)", "3*x^3", REAL)
    assert to_sympy(Derivative("grad", read("x^2", REAL), ("x",)), REAL) == 2 * to_sympy(X, REAL)


def test_a_derivative_by_a_defined_name_treats_it_as_a_letter_at_its_value() -> None:
    made = context(
        {"y": "[0, 1]", "z": "real"},
        {
            "sigma(t)": "1/(1 + exp(-t))",
            "p": "sigma(z)",
            "Loss": "-(y*log(p) + (1 - y)*log(1 - p))",
        },
    )
    assert same("diff(Loss, p)", "-(y/p - (1 - y)/(1 - p))", made)


def test_everything_that_does_not_pass_through_the_name_is_held_fixed() -> None:
    made = context({"z": "real"}, {"p": "z^2", "q": "p + z^2", "Loss": "p*z + q"})
    assert same("diff(Loss, p)", "z + 1", made)
    assert same("diff(Loss, z)", "3*z^2 + 4*z", made)
    assert not same("diff(Loss, z)", "diff(Loss, p)*diff(p, z)", made)


def test_a_name_is_known_by_name_and_not_by_content() -> None:
    made = context({"z": "real"}, {"p": "z^2", "q": "z^2"})
    assert same("diff(p*q, p)", "q", made)


def test_a_name_is_reached_through_derivations_and_inner_derivatives() -> None:
    made = context({"z": "real"}, {"p": "z^3", "Loss": "p^3"}, {"dp": "diff(z*z^3, z)"})
    made = Context(
        made.symbols, made.definitions, {}, {"first": Value(read("diff(Loss, p)", made))}
    )
    assert same("diff(first, p)", "6*p", made)
    assert same("diff(diff(Loss, p), p)", "6*z^3", made)
    assert same("diff(diff(Loss, p), z)", "diff(3*(z^3)^2, z)", made)


def test_a_derivative_by_a_name_that_is_never_reached_is_refused() -> None:
    made = context({"z": "real"}, {"p": "z^2", "Loss": "z^2"})
    with pytest.raises(Untranslatable, match="p, which is never reached"):
        translated("diff(Loss, p)", made)


@pytest.mark.parametrize(
    "node",
    [
        Derivative("diff", Name("n"), ("n",)),
        Derivative("diff", Apply("*", (Name("p"), X)), ("p", "x")),
        Derivative("diff", Name("v"), ("v",)),
        Binder("sum", Derivative("diff", Name("k"), ("k",)), "k", ONE, Number(10**6)),
    ],
    ids=repr,
)
def test_a_derivative_by_an_integer_or_by_names_of_several_kinds_is_refused(
    node: Expression,
) -> None:
    made = context({"x": "real", "n": "integer"}, {"p": "x^2"}, {"v": "x"})
    with pytest.raises(Untranslatable, match="derivative by"):
        to_sympy(node, made)


def test_a_derivative_of_a_function_is_taken_by_its_parameter() -> None:
    made = context({"x": "real", "y": "real"}, {"f(t)": "t^3 + x*t", "g(s, t)": "s^2*t^3"})
    assert same("f'(2*y)", "3*(2*y)^2 + x", made)
    assert to_sympy(Call("g", (X, Name("y")), (1, 2)), made) == translated("2*x*6*y", made)


def test_a_function_may_differentiate_by_its_own_parameter() -> None:
    made = context({"x": "real"}, {"f(t)": "diff(t^3, t)"})
    assert same("f(5)", "75", made)
    assert same("diff(f(x), x)", "6*x", made)


def test_an_opaque_function_obeys_the_chain_rule() -> None:
    made = context({"x": "real"}, opaque={"f": 1, "h": 2})
    assert same("diff(f(x^2), x)", "2*x*f'(x^2)", made)
    assert same("diff(diff(f(x), x)*x, x)", "f'(x) + x*diff(f'(x), x)", made)
    translator = Translator(made)
    slope, x = translator.expression(read("diff(h(x, x^2), x)", made)), translator.expression(X)
    inner = (X, read("x^2", made))
    first, second = (translator.expression(Call("h", inner, by)) for by in ((1, 0), (0, 1)))
    assert slope == first + 2 * x * second
    assert first != second
    assert slope.is_real


FACTS = {"x": "> 0", "y": "real", "n": "natural", "u": "(1, 3)"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("diff(abs(x), x)", "1"),
        ("diff(abs(-x), x)", "1"),
        ("diff(sign(x), x)", "0"),
        ("diff(relu(x), x)", "1"),
        ("diff(max(x, -x), x)", "1"),
        ("diff(where(x > 0, x^2, 0), x)", "2*x"),
        ("diff(clip(x, -x, y^2 + x + 1), y)", "0"),
        ("diff(abs(x*y^2 + x), y)", "2*x*y"),
        ("diff(abs(y)*x, x)", "abs(y)"),
        ("diff(diff(abs(x)^3, x), x)", "6*x"),
        ("diff(cbrt(x^3), x)", "1"),
        ("diff(atan2(x, y), y)", "-x/(x^2 + y^2)"),
        ("diff(heaviside(x, 0), x)", "0"),
        ("diff(floor(y)*x, x)", "floor(y)"),
        ("diff(sum(x^k, k=0..n), x)", "sum(k*x^(k - 1), k=0..n)"),
        ("diff(abs(u), u)", "1"),
    ],
)
def test_off_a_seam_a_switch_is_differentiated(text: str, expected: str) -> None:
    made = context(FACTS)
    translator = Translator(made)
    left, right = (translator.expression(read(side, made)) for side in (text, expected))
    if left.has(sympy.Sum):
        left, right = (
            side.subs(translator.expression(Name("n")), 5).doit() for side in (left, right)
        )
    assert sympy.simplify(left - right) == 0


@pytest.mark.parametrize(
    "text",
    [
        "diff(abs(y), y)",
        "diff(y*abs(y), y)",
        "diff(relu(relu(y)), y)",
        "diff(max(x, y), x)",
        "diff(min(x, 1), x)",
        "diff(sign(y), y)",
        "diff(where(y == 0, 0, y), y)",
        "diff(where(y, 1, 2), y)",
        "diff((y > 0)*y, y)",
        "diff(cbrt(y), y)",
        "diff(root(y, 3), y)",
        "diff(sqrt(y^2), y)",
        "diff(clip(y, 0, 1), y)",
        "diff(heaviside(y, 1/2), y)",
        "diff(atan2(y, -x), y)",
        "diff(diff(x*abs(y)^3, x), y)",
        "diff(diff(x*abs(y)^3, y), x)",
        "diff(abs(u - 2), u)",
        "diff(floor(x), x)",
        "diff(ceil(x), x)",
        "diff(factorial(x), x)",
        "diff(binomial(x, 2), x)",
        "diff(arg(x), x)",
    ],
)
def test_on_a_seam_a_derivative_is_refused(text: str) -> None:
    with pytest.raises(Untranslatable, match="derivative"):
        translated(text, context(FACTS))


def test_facts_about_the_point_are_not_facts_around_it() -> None:
    made = context({"x": "> 0", "y": "> 0"})
    bodies: list[sympy.Expr] = []

    def recorded(body: sympy.Expr, *by: sympy.Symbol) -> sympy.Expr:
        bodies.append(body)
        return sympy.Derivative(body, *by, evaluate=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sympy, "diff", recorded)
        slope = translated("diff(y*sqrt(x^2), x)", made)
    (body,) = bodies
    assert {symbol.name: symbol.is_positive for symbol in body.free_symbols} == {
        "x": None,
        "y": True,
    }
    assert body.has(sympy.Abs)
    assert slope == to_sympy(Name("y"), made)


# Sums, products, integrals, limits.


def test_a_sum_or_product_between_numbers_is_written_out() -> None:
    assert same("sum(k^2*x, k=1..3)", "14*x", REAL)
    assert same("prod(x + k, k=-1..1)", "(x - 1)*x*(x + 1)", REAL)
    assert same("sum(sum(i*j, j=1..i), i=1..3)", "25", REAL)
    assert same("sum(k, k=4..3)", "0", REAL)
    assert same("prod(k, k=4..3)", "1", REAL)


def test_a_long_sum_stays_a_sum() -> None:
    form = translated(f"sum(k, k=1..{TERMS + 1})", REAL)
    assert isinstance(form, sympy.Sum)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("sum(k, k=1..n)", {"n": "natural"}),
        ("prod(k, k=1..n)", {"n": "integer >= 1"}),
        ("sum(k, k=n..2*n)", {"n": "natural"}),
        ("sum(k, k=0..n - 1)", {"n": "natural"}),
        ("sum(1/k^2, k=1..oo)", {}),
        ("sum(1/k^2, k=-oo..-1)", {}),
    ],
)
def test_a_symbolic_or_infinite_sum_is_left_standing(text: str, symbols: dict[str, str]) -> None:
    form = translated(text, context(symbols))
    assert isinstance(form, sympy.Sum | sympy.Product)
    ((index, _, _),) = form.limits
    assert index.is_integer
    assert index.is_positive is (True if "=1.." in text else None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sum(k, k=1..n)", "below the lower"),
        ("sum(k, k=1..m - 1)", "below the lower"),
        ("sum(k, k=1..-3)", "below the lower"),
        ("prod(k, k=2..0)", "below the lower"),
        ("sum(k, k=1..x)", "may not be integers"),
        ("sum(k, k=1/2..3)", "may not be integers"),
        ("sum(k, k=oo..3)", "runs backwards"),
        ("sum(k, k=1..-oo)", "runs backwards"),
        ("sum(sum(j, j=1..i), i=0..n^2)", "below the lower"),
    ],
)
def test_a_sum_that_sympy_would_read_otherwise_is_refused(text: str, reason: str) -> None:
    made = context({"n": "integer", "m": "natural", "x": "real"})
    if "j=" in text:
        made = context({"n": "integer"})
        text = text.replace("j=1..i", "j=1..i - 5")
    with pytest.raises(Untranslatable, match=reason):
        translated(text, made)


def test_a_sum_over_an_index_and_an_indefinite_integral_are_refused() -> None:
    with pytest.raises(Untranslatable, match="tensor"):
        to_sympy(Binder("sum", X, "k", None, None), REAL)
    with pytest.raises(Untranslatable, match="by its derivative"):
        to_sympy(Binder("integrate", X, "x", None, None), REAL)


def test_a_bound_variable_is_fresh_and_inherits_no_domain() -> None:
    made = context({"x": "> 0"})
    form = to_sympy(
        Binder("integrate", Apply("abs", (X,)), "x", Apply("neg", (ONE,)), Apply("+", (X, ONE))),
        made,
    )
    assert isinstance(form, sympy.Integral)
    ((variable, low, high),) = form.limits
    assert variable.is_positive is None
    assert form.function == sympy.Abs(variable)
    assert (low, high) == (-1, to_sympy(X, made) + 1)


def test_nested_binders_of_one_name_do_not_capture() -> None:
    made = context({"n": "natural"}, {"f(t)": "sum(t*k, k=1..n)"})
    form = translated("sum(f(k), k=1..n)", made)
    assert form.subs(to_sympy(Name("n"), made), 3).doit() == 36


@pytest.mark.parametrize(
    ("side", "point", "expected"),
    [
        ("", ZERO, "+-"),
        ("+", ZERO, "+"),
        ("-", ZERO, "-"),
        ("", Constant("oo"), "-"),
        ("", Apply("neg", (Constant("oo"),)), "+"),
    ],
)
def test_a_limit_keeps_its_side(side: str, point: Expression, expected: str) -> None:
    form = to_sympy(Limit(Apply("exp", (X,)), "x", point, side), REAL)
    assert isinstance(form, sympy.Limit)
    assert str(form.args[3]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "diff(integrate(sin(x*t), t=0..1), x)",
        "diff(integrate(t, t=0..x), x)",
        "diff(sum(x^k, k=0..oo), x)",
        "diff(limit(x*t, t=1), x)",
        "diff(diff(integrate(sin(x*t*y), t=0..1), y), x)",
        "diff(F*x, x)",
    ],
)
def test_differentiating_under_an_integral_a_limit_or_an_infinite_sum_is_refused(text: str) -> None:
    made = context({"x": "real", "y": "real"}, {"F": "integrate(x*t, t=0..1)"})
    with pytest.raises(Untranslatable, match="needs a proof"):
        translated(text, made)


def test_what_does_not_move_may_stand_inside_a_derivative() -> None:
    form = translated("diff(x*integrate(y*t, t=0..1), x)", REAL)
    assert isinstance(form, sympy.Integral)
