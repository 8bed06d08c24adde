"""What cannot be read: each text with what is said, where, and what is offered instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.written import SCOPE, expressions
from verifier.language.expressions import Expression
from verifier.language.parser import parse
from verifier.language.printer import to_text
from verifier.language.problems import Malformed, Problem
from verifier.language.reading import MAX_PROBLEMS
from verifier.language.scope import Entry as Declared
from verifier.language.scope import Kind, Scope
from verifier.language.source import Place, Text
from verifier.language.tokens import MAX_LENGTH

LETTERS = Scope(
    {
        **{name: Declared(Kind.SYMBOL) for name in ("a", "b", "x", "y", "t", "alpha", "gamma")},
        "X": Declared(Kind.SYMBOL, rank=2),
        "n": Declared(Kind.SIZE, integer=True),
        "m": Declared(Kind.SYMBOL, integer=True),
        "p": Declared(Kind.DEFINITION),
        "dLoss": Declared(Kind.DERIVATION),
        "f": Declared(Kind.OPAQUE, arity=1),
        "sigma": Declared(Kind.FUNCTION, arity=1),
        "g": Declared(Kind.FUNCTION, arity=2),
    }
)


def problems(text: str | Text, *, statement: bool = False) -> list[Problem]:
    with pytest.raises(Malformed) as caught:
        parse(text, LETTERS, statement=statement)
    return caught.value.problems


BY_ITSELF = "a product needs its sign"
WHOLE = "an operator needs both its sides"
LIST = "entries are written `X[i, j]`, groups `(a + b)`"

ONE_PROBLEM = [
    # Products without their sign.
    ("3x", 2, 1, BY_ITSELF, "write `3*x`"),
    ("2(x + 1)", 2, 1, BY_ITSELF, "write `2*(…)`"),
    ("(x + 1)(x - 1)", 8, 1, BY_ITSELF, "write `(…)*(…)`"),
    ("a b", 3, 1, BY_ITSELF, "write `a*b`"),
    ("2 sin(x)", 3, 3, BY_ITSELF, "write `2*sin(…)`"),
    ("2√x", 2, 1, BY_ITSELF, "write `2*√`"),
    ("2|x|", 2, 1, BY_ITSELF, "write `2*|…|`"),
    ("1_000", 2, 4, "digits are not grouped", "write `1000`"),
    ("gamma(x)", 1, 5, "`gamma` is a symbol here, which hides the function of that name",
     "write `gamma*(…)`, or rename"),
    ("x(3)", 1, 1, "`x` is a symbol, not a function", "write `x*(…)`, or rename"),
    ("sum(k(2), k=1..3)", 5, 1, "`k` is a bound variable, not a function",
     "write `k*(…)`, or rename"),
    # Names.
    ("alpho + 1", 1, 5, "`alpho` is not declared", "did you mean `alpha`?"),
    ("xy", 1, 2, "`xy` is not declared", "write `x*y`, or declare `xy`"),
    ("momentum", 1, 8, "`momentum` is not declared",
     "declare it under `symbols:`, for instance `momentum: real`"),
    ("γ + 1", 1, 1, "`γ` is not declared",
     "declare it, or write `gamma(x)` for the gamma function: γ is a name"),
    ("PI*x", 1, 2, "`PI` is not declared", "write `pi` for the constant"),
    ("foo_bar(x)", 1, 7, "there is no function `foo_bar`",
     "define it (`foo_bar(t): …`), or write `foo_bar*(…)` for a product"),
    ("sigm(x)", 1, 4, "there is no function `sigm`", "did you mean `sigma`?"),
    ("np.tanhh(x)", 1, 8, "`np.tanhh` is not a function that is known here",
     "did you mean `np.tanh`?"),
    ("np.softmax(X)", 1, 10, "`np.softmax` is not a function that is known here",
     "write `softmax(…)`"),
    ("np.newaxis", 1, 10, "`np.newaxis` is not a function that is known here",
     "define it under `definitions:`"),
    ("а + 1", 1, 1, "the letter “а” in “а” is CYRILLIC SMALL LETTER A, which only looks like “a”",
     "write `a`"),
    ("𝑥 + 1", 1, 1, ("the letter “𝑥” in “𝑥” is MATHEMATICAL ITALIC SMALL X, which only "
     "looks like “x”"), "write `x`"),
    ("ｘ + 1", 1, 1, ("the letter “ｘ” in “ｘ” is FULLWIDTH LATIN SMALL LETTER X, which only "
     "looks like “x”"), "write `x`"),
    ("Α", 1, 1, "the letter “Α” in “Α” is GREEK CAPITAL LETTER ALPHA, which only looks like “A”",
     "write `A`"),
    ("µ", 1, 1, "the letter “µ” in “µ” is MICRO SIGN, which only looks like “μ”", "write `μ`"),
    ("größe", 1, 5, "the letter “ö” in “größe” is LATIN SMALL LETTER O WITH DIAERESIS",
     "names use the letters a to z, digits, `_` and Greek letters"),
    ("x₁", 1, 2, "the letter “₁” in “x₁” is SUBSCRIPT ONE, which only looks like “1”",
     "write `x1`"),
    ("٣", 1, 1, "the letter “٣” in “٣” is ARABIC-INDIC DIGIT THREE", "digits are 0 to 9"),
    # Functions and their arguments.
    ("sin x", 1, 3, "the argument of `sin` needs parentheses", "write `sin(x)`"),
    ("log 2*x", 1, 3, "the argument of `log` needs parentheses", "write `log(2)`"),
    ("sin^2(x)", 1, 3, "`sin` is a function and stands here without its argument",
     "write `sin(x)^2`"),
    ("sin²(x)", 1, 3, "`sin` is a function and stands here without its argument",
     "write `sin(x)^2`"),
    ("exp + 1", 1, 3, "`exp` is a function and stands here without its argument",
     "write `exp(x)`"),
    ("sigma + 1", 1, 5, "`sigma` is a function and stands here without its arguments",
     "write `sigma(x)`"),
    ("g*2", 1, 1, "`g` is a function and stands here without its arguments", "write `g(…)`"),
    ("exp()", 1, 3, "`exp` takes 1 argument, and here it has none", "write `exp(x)`"),
    ("exp(x, y)", 1, 3, "`exp` takes 1 argument, and here it has 2", "write `exp(x)`"),
    ("np.where(x, y)", 1, 8, "`np.where` takes 3 arguments, and here it has 2",
     "write `np.where(c, x, y)`"),
    ("log(x, y, 2)", 1, 3, "`log` takes 1 argument, or 2 with a base, and here it has 3",
     "write `log(x)`"),
    ("np.maximum()", 1, 10, "`np.maximum` takes at least 2 arguments, and here it has none",
     "write `np.maximum(x, y, …)`"),
    ("g(x)", 1, 1, "`g` takes 2 arguments, and here it has 1", "compare where `g` is declared"),
    ("g'(x, y)", 1, 1, "a prime is for functions of one argument, and `g` has 2",
     "write `diff(g(…), x)`"),
    ("x'", 2, 1, "`x` is not a function, so a prime has no meaning here",
     "write `diff(x, x)`, naming the variable"),
    ("sin'(x)", 1, 3, "a prime does not follow `sin`", "write `diff(sin(x), x)`"),
    ("f(x)'", 5, 1, "a prime stands only after the name of a function",
     "write `f'(x)`, or `diff(y, x)`"),
    ("exp(x, axis=0)", 8, 4, "`exp` has no argument called `axis`", "leave it out"),
    ("sum(X, axis=x)", 8, 4, "an axis is one whole number", "write `sum(X, axis=0)`"),
    ("sum(X, axis=0.5)", 8, 4, "an axis is one whole number", "write `sum(X, axis=0)`"),
    ("sum(X, keepdims=True)", 8, 8, "`keepdims` needs an axis",
     "write `sum(X, axis=0, keepdims=True)`"),
    ("sum(X, axis=0, 1)", 16, 1, "an argument without a name stands behind one with a name",
     "write `sum(X, axis=0)`"),
    ("sum(X, axis=0, keepdims=x)", 25, 1, "`keepdims` is True or False", "write `keepdims=True`"),
    ("sum(X, 2*x)", 1, 3,
     "the second argument of `sum` is an axis or a bound variable: `sum(i^2, i=1..n)`",
     "write `sum(X, axis=0)`"),
    ("mean(X, x)", 1, 4, "the second argument of `mean` is an axis", "write `mean(X, axis=0)`"),
    # Binders.
    ("sum", 1, 3, "`sum` stands here without its arguments", "write `sum(i^2, i=1..n)`"),
    ("sum(x, x=1..n)", 8, 1,
     "`x` cannot be the bound variable here: it is declared as a symbol",
     "rename the bound variable, for instance to `k`"),
    ("sum(sum(k, k=1..n), k=1..n)", 12, 1,
     ("`k` cannot be the bound variable here: it is bound already by an enclosing sum, product, "
      "integral or limit"), "rename the bound variable, for instance to `j`"),
    ("sum(e, e=1..n)", 8, 1, "`e` cannot be the bound variable here: it is a constant",
     "rename the bound variable, for instance to `k`"),
    ("sum(exp, exp=1..n)", 10, 3, "`exp` cannot be the bound variable here: it is a function",
     "rename the bound variable, for instance to `k`"),
    ("sum(k, k=1)", 10, 1, "the range of `k` needs two ends", "write `sum(i^2, i=1..n)`"),
    ("sum(k, k, 1, n)", 8, 1, "`sum` needs to know where `k` goes", "write `sum(i^2, i=1..n)`"),
    ("prod(k, k)", 9, 1, "`prod` needs to know where `k` goes", "write `prod(i, i=1..n)`"),
    ("limit(1/k, k)", 12, 1, "`limit` needs to know where `k` goes", "write `limit(f, x=0)`"),
    ("limit(1/x, x->0)", 1, 5, "`limit` needs its variable", "write `limit(f, x=0)`"),
    ("integrate(x^2)", 1, 9, "`integrate` needs its variable", "write `integrate(f, x=a..b)`"),
    ("integrate(x^2, (x, 0, 1))", 1, 9, "`integrate` needs its variable",
     "write `integrate(f, x=a..b)`"),
    ("sum(k, k=1..n, m=1..n)", 14, 1, "one `sum` has one variable",
     "nest them: `sum(sum(…), …)`"),
    ("integrate(n, n)", 14, 1, "one cannot integrate by `n`: it is a whole number",
     "write `integrate(f, x=a..b)` with a real symbol"),
    ("integrate(p, p)", 14, 1, "one cannot integrate by `p`: it is defined by other names",
     "write `integrate(f, x=a..b)` with a real symbol"),
    ("oo + 1", 1, 2, "`oo` stands only in bounds and as the point of a limit",
     "write `limit(f, x=oo)`, or `integrate(f, x=0..oo)`"),
    ("sum(k, k=1..2*oo)", 15, 2, "`oo` stands only in bounds and as the point of a limit",
     "write `limit(f, x=oo)`, or `integrate(f, x=0..oo)`"),
    ("1..n", 2, 2, "a range stands only in `sum`, `prod` and `integrate`",
     "write `sum(i^2, i=1..n)`"),
    # Derivatives.
    ("diff", 1, 4, "`diff` stands here without its arguments", "write `diff(f, x)`"),
    ("diff()", 1, 4, "`diff` stands here without its arguments", "write `diff(f, x)`"),
    ("diff(x^2)", 1, 4, "`diff` needs the name to differentiate by", "write `diff(f, x)`"),
    ("diff(x^2, x, 2)", 14, 1, "a derivative is by names, not by a number",
     "write `diff(f, x, x)`"),
    ("diff(x^2, 2*x)", 11, 1, "`diff` differentiates by a name, and `2*x` is none",
     "define a name for it, or write `diff(f, x)`"),
    ("diff(x^2, n)", 11, 1, "one cannot differentiate by `n`: it is a whole number",
     "write `diff(f, x)` with a real symbol"),
    ("diff(x^2, m)", 11, 1, "one cannot differentiate by `m`: it is a whole number",
     "write `diff(f, x)` with a real symbol"),
    ("diff(x^2, f)", 11, 1, "one cannot differentiate by `f`: it is a function",
     "write `diff(f, x)` with a real symbol"),
    ("diff(x^2, dLoss)", 11, 5, ("one cannot differentiate by `dLoss`: it is the value of a "
     "derivation"), "write `diff(f, x)` with a real symbol"),
    ("diff(x^2, pi)", 11, 2, "one cannot differentiate by `pi`: it is a constant",
     "write `diff(f, x)` with a real symbol"),
    ("sum(diff(k, k), k=1..n)", 13, 1,
     "one cannot differentiate by `k`: it is the index of a `sum`, a whole number",
     "write `diff(f, x)` with a real symbol"),
    ("diff(x^2, z)", 11, 1, "`z` is not declared",
     "declare it under `symbols:`, for instance `z: real`"),
    ("grad(x, x, y)", 1, 4, "`grad` takes one variable", "write `grad(f, V)`"),
    # Tensors.
    ("X^-1", 2, 1, "a power of a tensor is taken entry by entry: `^-1` is not the inverse",
     "write `inv(X)`"),
    ("X^T", 2, 1, "`^T` is not the transpose", "write `X.T`"),
    ("X^*", 2, 1, "`^*` is not supported", "write `conj(A.T)`"),
    ("X.shape", 2, 6, ("`.shape` has no meaning here: only `.T`, the transpose, follows an "
     "expression"), "nothing else can be reached through a dot"),
    ("X.sum(axis=0)", 2, 4, ("`.sum` has no meaning here: only `.T`, the transpose, follows an "
     "expression"), "write `sum(…)`"),
    ("X[i, j] + i", 11, 1, "`i` is a subscript and the imaginary unit in one expression",
     "rename the subscript"),
    ("X[1:2, 1]", 4, 1, "`:` has no meaning inside an expression",
     "ranges are written `1..n`; slices are not supported"),
    ("[1, 2]", 1, 1, "lists are not expressions", LIST),
    # Relations and statements inside expressions.
    ("(x = 1)", 2, 5, "`=` cannot stand inside an expression",
     "write `==` to compare two numbers: `(a == b)` is 1 or 0"),
    ("where(x = 1, 1, 0)", 7, 5, "`=` cannot stand inside an expression",
     "write `==` to compare two numbers: `(a == b)` is 1 or 0"),
    ("where(0 < x < 1, 1, 0)", 7, 9, "a chain of relations cannot stand inside an expression",
     "multiply the comparisons: `(0 < x)*(x < 1)`"),
    ("(x > 0) and (y > 0)", 1, 19, "`and` joins statements and cannot stand inside an expression",
     "comparisons are 1 or 0: multiply them, as in `(a > 0)*(b > 0)`"),
    ("1 + true", 5, 4, "`true` is a statement and cannot stand inside an expression",
     "a comparison inside an expression is 1 or 0"),
    ("|x > 0|", 4, 1, "`>` cannot stand here", "put the comparison in parentheses: `(x == 1)`"),
    ("x <=> y", 3, 3, "`<=>` stands between whole statements", "remove the brackets around it"),
    ("x => y", 3, 2, "`=>` stands between whole statements",
     'for "greater or equal" write `>=`'),
    # Brackets and operands.
    ("((x)", 1, 1, "this parenthesis is never closed", "add the missing `)`"),
    ("sin(x", 4, 1, "this parenthesis is never closed", "add the missing `)`"),
    ("sum(k, k=1..n", 4, 1, "this parenthesis is never closed", "add the missing `)`"),
    ("X[1", 2, 1, "this bracket is never closed", "add the missing `]`"),
    ("|x + 1", 1, 1, "this bar is never closed", "add the missing `|`"),
    ("(|x + 1)", 2, 1, "this bar is never closed", "add the missing `|`"),
    ("x)", 2, 1, "there is no `(` that this `)` closes", "remove it, or add the missing `(`"),
    ("(x]", 3, 1, "`]` cannot close `(`", "write `)`"),
    ("X[1)", 4, 1, "`)` cannot close `[`", "write `]`"),
    ("", 1, 1, "there is no expression here", "write one, such as `x^2 + 1`"),
    ("()", 2, 1, "nothing stands between the parentheses",
     "write an expression in them, or remove them"),
    ("x +", 3, 1, "an expression is missing after `+`", WHOLE),
    ("*x", 1, 1, "an expression is missing before `*`", WHOLE),
    ("x + * y", 5, 1, "an expression is missing between `+` and `*`", WHOLE),
    ("exp(x,)", 7, 1, "an expression is missing between `,` and `)`", WHOLE),
    ("x, y", 2, 1, "a comma stands only between the arguments of a function",
     "write one expression"),
    ("x not y", 3, 3, "`not` stands before a statement", "join statements with `and not`"),
    ("√x^2", 1, 1, "what stands under `√` needs parentheses", "write `√(x^2)`, or `(√x)^2`"),
    ("x²^3", 2, 1, "a power of a power needs parentheses", "write `(x^2)^3`, or `x^(2^3)`"),
    ("x²³⁴⁻", 5, 1, "the character “⁻” (SUPERSCRIPT MINUS) has no meaning in an expression",
     "remove it"),
    # Other languages.
    ("x!", 2, 1, "`!` is not supported", "write `factorial(n)`"),
    ("5 % 2", 3, 1, "`%` is not supported",
     "write `a - b*floor(a/b)` for the remainder, `p/100` for per cent"),
    ("x // 2", 3, 2, "`//` is not supported", "write `floor(a/b)`"),
    ("x & y", 3, 1, "`&` is not supported",
     "multiply comparisons: `(a > 0)*(b > 0)`; join statements with `and`"),
    ("x =< y", 3, 2, "`=<` is not a relation", "write `<=`"),
    ("x <> y", 3, 2, "`<>` is not a relation", "write `!=`"),
    ("x – y", 3, 1, "this is a dash, not a minus", "write `-`"),
    ("x; y", 2, 1, "`;` does not separate anything here", "write one expression a line"),
    ("$x$", 1, 1, "LaTeX is not read here", "write the formula without `$`"),
    ("\\frac{a}{b}", 1, 1, "LaTeX is not read here",
     "write the formula as in NumPy: `a/b`, `sqrt(x)`, `sum(x, i=1..n)`"),
    ("{x}", 1, 1, "braces are not used here", "group with parentheses: `(a + b)`"),
    ("'x'", 1, 1, "a prime stands only after the name of a function",
     "write `f'(x)`, or `diff(y, x)`"),
    ("x ≈ 3", 3, 1, "`≈` is not a statement that can be proved",
     "write the limit, or the exact equality"),
    ("x \u200b+ 1", 3, 1, "the character U+200B (ZERO WIDTH SPACE) has no meaning in an expression",
     "remove it"),
    ("x := 1", 3, 2, "`:=` has no meaning inside an expression",
     "definitions stand under `definitions:`"),
    # Numbers.
    ("1e999999", 1, 8, "a number may have at most 4,000 digits",
     "write it as a power, such as 10^6"),
    ("2^(10^9)", 4, 4, "an exponent may be at most 10,000",
     "give the exponent a name and declare it under `symbols:`"),
    ("9^9^9^9", 5, 3, "an exponent may be at most 10,000",
     "give the exponent a name and declare it under `symbols:`"),
    ("np.power(2, 10^9)", 13, 4, "an exponent may be at most 10,000",
     "give the exponent a name and declare it under `symbols:`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "length", "message", "hint"), ONE_PROBLEM)
def test_what_cannot_be_read_is_said_with_its_place_and_a_remedy(
    text: str, column: int, length: int, message: str, hint: str
) -> None:
    assert problems(text) == [Problem(message, Place(1, column), hint, length)]


NO_STATEMENT = "this is an expression, and a statement is expected here"


@pytest.mark.parametrize(
    ("text", "column", "length", "message"),
    [
        ("x + 1", 1, 5, NO_STATEMENT),
        ("x = 1 or y", 10, 1, NO_STATEMENT),
        ("x = (y = 3)", 6, 5, "`=` cannot stand inside an expression"),
        ("x = true", 5, 4, "`true` is a statement and cannot stand inside an expression"),
        ("x = 1 and", 7, 3, "an expression is missing after `and`"),
        ("x =", 3, 1, "an expression is missing after `=`"),
        ("f(x > 0 or x < 1) = 2", 3, 14, ("`or` joins statements and cannot stand inside an "
         "expression")),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_said_with_its_place(
    text: str, column: int, length: int, message: str
) -> None:
    (problem,) = problems(text, statement=True)
    assert (problem.message, problem.place, problem.length) == (message, Place(1, column), length)


def test_all_problems_are_reported_in_reading_order() -> None:
    found = problems("3x + alhpa*sin x + g(x) + beto + 1)")
    assert [problem.message for problem in found] == [
        "a product needs its sign",
        "`alhpa` is not declared",
        "the argument of `sin` needs parentheses",
        "`g` takes 2 arguments, and here it has 1",
        "`beto` is not declared",
        "there is no `(` that this `)` closes",
    ]


def test_an_undeclared_name_is_reported_once() -> None:
    assert len(problems("zeta + zeta*zeta")) == 1


def test_an_import_is_only_a_name_that_nobody_declared() -> None:
    found = problems('__import__("os")')
    assert [problem.message for problem in found] == [
        "there is no function `__import__`",
        "text in quotes has no meaning in an expression",
    ]


def test_a_place_is_the_place_in_the_file() -> None:
    text = Text("x +\n3y", ((0, Place(8, 11)), (4, Place(9, 7))))
    assert [problem.place for problem in problems(text)] == [Place(9, 8)]


NESTED = "the expression is nested more than 150 levels deep"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 49_999 + "x" + ")" * 49_999,
        "(" * 100_000,
        "|" * 99_999,
        "-" * 99_999 + "x",
        "exp(" * 15_000 + "x" + ")" * 15_000,
        "X[" * 40_000,
        "√" * 99_999,
        "not " * 20_000 + "x",
        "x" + "^x" * 40_000,
        "x" + "/x" * 40_000,
        "X" + ".T" * 40_000,
        "sum(" * 20_000 + "x",
        "diff(" * 10_000 + "x" + ", x)" * 10_000,
    ],
)
def test_deep_nesting_is_one_clear_problem(text: str) -> None:
    found = [problem.message for problem in problems(text)]
    assert found in ([NESTED], ["this parenthesis is never closed"])


def test_a_text_beyond_the_limit_is_not_read() -> None:
    (problem,) = problems("x" * (MAX_LENGTH + 1))
    assert problem.message == "an expression may have at most 250,000 characters"
    assert problem.hint == "define parts of it under `definitions:`"


def test_a_flood_of_problems_is_cut_short() -> None:
    assert len(problems("x y " * 20_000)) == MAX_PROBLEMS


def test_many_misspelled_names_take_no_time_to_answer() -> None:
    names = [f"symbol_{number}" for number in range(2_000)]
    scope = Scope({name: Declared(Kind.SYMBOL) for name in names})
    with pytest.raises(Malformed) as caught:
        parse(" + ".join(f"symbel_{number}" for number in range(2_000)), scope)
    assert len(caught.value.problems) == MAX_PROBLEMS


_PIECES = st.sampled_from(
    [
        *"xynpXfgT0123.+-*/@^()[]|,=<>!'\"√±∓²⁻ⁿᵀ·≤≠aаé…∫$\\{};:#%& \n",
        "sum(", "prod(", "limit(", "integrate(", "diff(", "grad(", "exp(", "max(", "f(", "g(",
        "np.sum(", "np.", "..", "==", "<=>", "and", "or", "not ", "true", "oo", "axis=", "k=1..n",
        "keepdims=True", "i", "e", "sin", ".T", "1e5", "1e999999", "k", "\ud800", "ones((",
    ]
)  # fmt: skip


def _is_read_or_refused(text: str, *, statement: bool) -> None:
    try:
        parsed = parse(text, SCOPE, statement=statement)
    except Malformed as malformed:
        lines = text.split("\n")
        for problem in malformed.problems:
            assert problem.message
            assert problem.hint
            assert problem.place is not None
            assert 1 <= problem.place.line <= len(lines)
            assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    else:
        assert to_text(parsed.expression)


@settings(max_examples=600, deadline=None)
@given(st.lists(_PIECES, max_size=25).map("".join), st.booleans())
def test_a_heap_of_tokens_is_read_or_refused(text: str, statement: bool) -> None:
    _is_read_or_refused(text, statement=statement)


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_read_or_refused(text: str, statement: bool) -> None:
    _is_read_or_refused(text, statement=statement)


@settings(max_examples=300, deadline=None)
@given(expressions(), st.data(), st.booleans())
def test_a_damaged_expression_is_read_or_refused(
    expression: Expression, data: st.DataObject, statement: bool
) -> None:
    text = to_text(expression)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 3)))
    _is_read_or_refused(text[:start] + data.draw(_PIECES) + text[end:], statement=statement)
