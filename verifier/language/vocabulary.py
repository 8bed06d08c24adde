"""The table of functions and operators: one record each, read by every room.

A record says how the function is spelled, where it is defined, what its derivative is, and, where
it can be said in simpler functions, what it *means*. The mathematics is text in our own language
over the record's parameters, read once by `algebra`; it is trusted, and the tests sample every row.

Conventions (real mode): a function is undefined outside ``defined``; ``x^y`` is defined iff x > 0,
or x = 0 and y >= 0, or x < 0 and y is an integer, and ``0^0 = 1``; a comparison is 1 or 0.

Sources: Abramowitz & Stegun, *Handbook of Mathematical Functions*, chapters 4, 6 and 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Nature(Enum):
    """How the algebra treats a function."""

    OPERATOR = "operator"  # + - * / ^ and the comparisons: the algebra knows them
    SMOOTH = "smooth"  # analytic wherever it is defined; has a derivative rule
    SWITCH = "switch"  # pieces chosen by the sign of an argument: proved by cases
    STEP = "step"  # locally constant off a discrete set, such as floor: an atom
    DERIVED = "derived"  # an abbreviation: `meaning` says it in other functions
    TENSOR = "tensor"  # needs shapes


@dataclass(frozen=True, slots=True)
class Function:
    """One row of the vocabulary.

    Attributes:
        name: the canonical spelling, also the head of `Apply` nodes.
        parameters: the names the texts below use for the arguments.
        nature: how the algebra treats it.
        defined: where it is defined, as relations over the parameters (all must hold); for a
            derived function None means "where its meaning is".
        meaning: a derived function in simpler ones.
        derivative: the partial derivative by each parameter, for smooth functions.
        bounds: values it never leaves, as (lower, upper) texts, "" for none; attained or not.
        integer: whether its values are integers.
        spellings: synonyms, NumPy's among them (with and without ``np.``).
        variadic: whether it takes two or more arguments (``max(a, b, c)``).
        optional: how many of the last parameters may be left out (``axis`` and ``keepdims``).
    """

    name: str
    parameters: tuple[str, ...]
    nature: Nature
    defined: tuple[str, ...] | None = ()
    meaning: str | None = None
    derivative: tuple[str, ...] = ()
    bounds: tuple[str, str] = ("", "")
    integer: bool = False
    spellings: tuple[str, ...] = ()
    variadic: bool = False
    optional: int = 0


def _smooth(
    name: str,
    derivative: str,
    defined: tuple[str, ...] = (),
    bounds: tuple[str, str] = ("", ""),
    spellings: tuple[str, ...] = (),
) -> Function:
    return Function(
        name,
        ("x",),
        Nature.SMOOTH,
        defined,
        None,
        (derivative,),
        bounds,
        False,
        spellings,
    )


def _derived(
    name: str,
    parameters: str,
    meaning: str,
    defined: tuple[str, ...] | None = None,
    spellings: tuple[str, ...] = (),
) -> Function:
    return Function(
        name,
        tuple(parameters.split()),
        Nature.DERIVED,
        defined,
        meaning,
        spellings=spellings,
    )


def _operator(
    name: str,
    parameters: str,
    defined: tuple[str, ...] = (),
    *,
    variadic: bool = False,
    spellings: tuple[str, ...] = (),
) -> Function:
    return Function(
        name,
        tuple(parameters.split()),
        Nature.OPERATOR,
        defined,
        variadic=variadic,
        spellings=spellings,
    )


def _switch(
    name: str,
    parameters: str,
    *,
    variadic: bool = False,
    integer: bool = False,
    spellings: tuple[str, ...] = (),
) -> Function:
    return Function(
        name,
        tuple(parameters.split()),
        Nature.SWITCH,
        variadic=variadic,
        integer=integer,
        spellings=spellings,
    )


def _step(
    name: str,
    parameters: str,
    defined: tuple[str, ...] = (),
    *,
    integer: bool = False,
    spellings: tuple[str, ...] = (),
) -> Function:
    return Function(
        name,
        tuple(parameters.split()),
        Nature.STEP,
        defined,
        integer=integer,
        spellings=spellings,
    )


def _tensor(
    name: str, parameters: str, spellings: tuple[str, ...] = (), optional: int = 0
) -> Function:
    return Function(
        name, tuple(parameters.split()), Nature.TENSOR, spellings=spellings, optional=optional
    )


def _reduction(name: str, spellings: tuple[str, ...] = ()) -> Function:
    """A function of the entries along one axis (a number), or of all of them.

    The argument ``keepdims`` is 1 or left out.
    """
    return _tensor(name, "X axis keepdims", (f"np.{name}", *spellings), 2)


COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")

_ROWS = (
    # Operators. ``neg`` is the unary minus; ``a - b`` is ``+(a, neg(b))``.
    _operator("+", "x y", variadic=True, spellings=("np.add",)),
    _operator("*", "x y", variadic=True, spellings=("np.multiply",)),
    _operator("neg", "x", spellings=("np.negative",)),
    _operator("/", "x y", ("y != 0",), spellings=("np.divide", "np.true_divide")),
    _operator(
        "^", "x y", spellings=("np.power",)
    ),  # definedness is a case split, not one relation: see algebra.lowering
    _operator("@", "x y"),
    *(Function(name, ("x", "y"), Nature.SWITCH, integer=True) for name in COMPARISONS),
    # Statements and their connectives (a relation at the top of a line).
    _operator("=", "x y"),
    _operator("and", "x y", variadic=True),
    _operator("or", "x y", variadic=True),
    _operator("not", "x"),
    _operator("±", "x"),
    _operator("∓", "x"),
    # Exponential and logarithm.
    _smooth("exp", "exp(x)", bounds=("0", ""), spellings=("np.exp",)),
    _smooth("log", "1/x", ("x > 0",), spellings=("ln", "np.log")),
    _derived("log2", "x", "log(x)/log(2)", ("x > 0",), ("np.log2",)),
    _derived("log10", "x", "log(x)/log(10)", ("x > 0",), ("np.log10",)),
    _derived("logbase", "x b", "log(x)/log(b)"),
    _derived("log1p", "x", "log(1 + x)", ("x > -1",), ("np.log1p",)),
    _derived("expm1", "x", "exp(x) - 1", (), ("np.expm1",)),
    # Powers and roots.
    _derived("sqrt", "x", "x^(1/2)", ("x >= 0",), ("np.sqrt",)),
    _derived("square", "x", "x^2", (), ("np.square",)),
    _derived("cbrt", "x", "sign(x)*abs(x)^(1/3)", (), ("np.cbrt",)),
    Function("root", ("x", "n"), Nature.OPERATOR),
    # Trigonometric.
    _smooth("sin", "cos(x)", bounds=("-1", "1"), spellings=("np.sin",)),
    _smooth("cos", "-sin(x)", bounds=("-1", "1"), spellings=("np.cos",)),
    _derived("tan", "x", "sin(x)/cos(x)", ("cos(x) != 0",), ("np.tan",)),
    _derived("cot", "x", "cos(x)/sin(x)", ("sin(x) != 0",)),
    _derived("sec", "x", "1/cos(x)", ("cos(x) != 0",)),
    _derived("csc", "x", "1/sin(x)", ("sin(x) != 0",)),
    # arcsine has no derivative at -1 and 1, where it is still defined.
    _smooth(
        "asin",
        "1/sqrt(1 - x^2)",
        ("x >= -1", "x <= 1"),
        ("-pi/2", "pi/2"),
        ("arcsin", "np.arcsin", "np.asin"),
    ),
    _smooth(
        "acos",
        "-1/sqrt(1 - x^2)",
        ("x >= -1", "x <= 1"),
        ("0", "pi"),
        ("arccos", "np.arccos", "np.acos"),
    ),
    _smooth("atan", "1/(1 + x^2)", (), ("-pi/2", "pi/2"), ("arctan", "np.arctan", "np.atan")),
    # The angle of (x, y) in (-pi, pi]; undefined at the origin.
    _derived(
        "atan2",
        "y x",
        "where(x > 0, atan(y/x), "
        "where(y > 0, pi/2 - atan(x/y), where(y < 0, -pi/2 - atan(x/y), pi*x/x)))",
        None,
        ("np.arctan2", "np.atan2", "arctan2"),
    ),
    # Hyperbolic, by exponentials.
    _derived("sinh", "x", "(exp(x) - exp(-x))/2", (), ("np.sinh",)),
    _derived("cosh", "x", "(exp(x) + exp(-x))/2", (), ("np.cosh",)),
    _derived("tanh", "x", "(exp(x) - exp(-x))/(exp(x) + exp(-x))", (), ("np.tanh",)),
    _derived("coth", "x", "(exp(x) + exp(-x))/(exp(x) - exp(-x))", ("x != 0",)),
    _derived("sech", "x", "2/(exp(x) + exp(-x))", ()),
    _derived("csch", "x", "2/(exp(x) - exp(-x))", ("x != 0",)),
    _derived("asinh", "x", "log(x + sqrt(x^2 + 1))", (), ("arcsinh", "np.arcsinh", "np.asinh")),
    _derived(
        "acosh",
        "x",
        "log(x + sqrt(x - 1)*sqrt(x + 1))",
        ("x >= 1",),
        ("arccosh", "np.arccosh", "np.acosh"),
    ),
    _derived(
        "atanh",
        "x",
        "log((1 + x)/(1 - x))/2",
        ("x > -1", "x < 1"),
        ("arctanh", "np.arctanh", "np.atanh"),
    ),
    # Pieces by sign. A tie belongs to both arguments of max and min; sign(0) = 0.
    _switch("abs", "x", spellings=("np.abs", "np.absolute", "np.fabs")),
    _switch("sign", "x", integer=True, spellings=("np.sign", "sgn")),
    _switch("max", "x y", variadic=True, spellings=("np.maximum", "maximum")),
    _switch("min", "x y", variadic=True, spellings=("np.minimum", "minimum")),
    _switch("relu", "x"),
    _switch("where", "c x y", spellings=("np.where",)),
    _derived("heaviside", "x h", "where(x > 0, 1, where(x == 0, h, 0))", None, ("np.heaviside",)),
    _derived("clip", "x a b", "min(max(x, a), b)", None, ("np.clip",)),
    # Steps and integer functions: atoms, their arguments compared exactly.
    _step("floor", "x", integer=True, spellings=("np.floor",)),
    _step("ceil", "x", integer=True, spellings=("np.ceil", "ceiling")),
    # n! of natural numbers; binomial(x, k) is x*(x - 1)*...*(x - k + 1)/k! for a whole number k,
    # and 0 for k < 0; gamma has no value at 0, -1, -2, ...
    Function("factorial", ("n",), Nature.STEP),
    Function("binomial", ("n", "k"), Nature.STEP),
    Function("gamma", ("x",), Nature.STEP),
    _smooth("erf", "2*exp(-x^2)/sqrt(pi)", (), ("-1", "1")),
    # Machine learning.
    _derived("sigmoid", "x", "1/(1 + exp(-x))", ()),
    _derived("softplus", "x", "log(1 + exp(x))", ()),
    # Complex numbers.
    *(Function(name, ("z",), Nature.STEP) for name in ("re", "im", "conj", "arg")),
    # Tensors.
    _tensor("transpose", "X", ("np.transpose",)),
    # sum(X) and prod(X); with a bound variable they are `Binder` nodes.
    *(_reduction(name) for name in ("sum", "prod", "mean", "var", "std")),
    # The greatest and the least entry: max(X), max(X, axis=1). Of several numbers it is `max`.
    _reduction("amax", ("np.max",)),
    _reduction("amin", ("np.min",)),
    _tensor("norm", "X axis keepdims", ("np.linalg.norm",), 2),
    _tensor("logsumexp", "X axis keepdims", (), 2),
    _tensor("softmax", "X axis", (), 1),
    _tensor("tr", "X", ("trace", "np.trace")),
    _tensor("det", "X", ("np.linalg.det",)),
    _tensor("inv", "X", ("np.linalg.inv",)),
    _tensor("diag", "X", ("np.diag",)),
    _tensor("vec", "X"),
    *(_tensor(name, "X Y", (f"np.{name}",)) for name in ("outer", "kron")),
    _tensor("dot", "X Y", ("np.dot", "np.matmul")),
    _tensor("eye", "n", ("np.eye", "np.identity")),
    *(_tensor(name, "n d m", (f"np.{name}",), 2) for name in ("ones", "zeros")),
)

VOCABULARY: Mapping[str, Function] = MappingProxyType({row.name: row for row in _ROWS})
"""Every function and operator by its canonical name."""

_WORDS = frozenset({"neg", "and", "or", "not"})

SPELLINGS: Mapping[str, str] = MappingProxyType(
    {row.name: row.name for row in _ROWS if row.name.isalnum() and row.name not in _WORDS}
    | {spelling: row.name for row in _ROWS for spelling in row.spellings}
)
"""Every accepted spelling of a function, to its canonical name. Operators are the parser's own."""

CONSTANTS = frozenset({"pi", "e", "oo", "i", "true", "false"})
BINDERS = frozenset({"sum", "prod", "integrate", "limit", "diff", "grad", "jacobian"})
"""Words with a syntax of their own: they bind a variable or name what to differentiate by."""
