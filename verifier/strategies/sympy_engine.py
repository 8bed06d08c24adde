"""What runs in SymPy's process: reduce the difference of two sides to exactly 0, or decline.

The methods are tried cheap first, until the parent's clock runs out. Only a difference that becomes
the integer 0 counts. SymPy errs in known ways, so its word is doubted where a cheap look can:

- gamma, factorials and binomials near their poles, powers of what may be 0: declined;
- what it cannot evaluate, evaluates by cases, or evaluates to infinity: declined;
- the closed form of an integral, a sum or a limit must agree with its numeric value at points;
- the two sides must not differ at any of a few points, to 25 digits.

This module imports SymPy at once, and is imported in a child process only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import sympy

from verifier.claims.claim import Claim
from verifier.strategies.sympy_points import DIGITS, FAILURES, number, points
from verifier.strategies.sympy_search import Answer, EngineSays, NotDecided
from verifier.translate.sympy_functions import Untranslatable
from verifier.translate.to_sympy import Translator

Sym: TypeAlias = Any

ENGINE: Final = f"SymPy {sympy.__version__}"

_ENDLESS: Final = (
    sympy.nan,
    sympy.zoo,
    sympy.oo,
    -sympy.oo,
    sympy.AccumBounds,
    sympy.I,
)
_FORMS: Final = (sympy.Integral, sympy.Limit, sympy.Sum, sympy.Product)
_TOLERANCE: Final = sympy.Float(10) ** (5 - DIGITS)
_ROUGHLY: Final = sympy.Float("1e-6")  # for what is integrated, summed or approached by numbers
_DIGITS_OF_INTEGRAL: Final = 12  # each costs time
_POINTS: Final = 8
_QUICK: Final = 3  # methods that cost little, tried where the sides are seen to differ


class Declined(Exception):
    """SymPy's word is not taken here; the text says why."""


def decide(claim: Claim) -> Answer:
    """Whether SymPy reduces the difference of the two sides to 0, and how."""
    sympy.core.random.seed(0)  # what SymPy tries at random is the same in every run
    reasons: dict[str, None] = {}
    for positive in (False, True):
        try:
            translator = Translator(claim.context, positive=positive)
            sides = [translator.expression(side) for side in (claim.left, claim.right)]
            if positive and not translator.symbols.rewritten:
                break  # nothing that was not seen before
            left, right = (_closed(side, translator) for side in sides)
            answer = _search(left, right, translator)
        except (Untranslatable, Declined) as error:
            reasons[str(error)] = None
        except FAILURES as error:
            reasons[f"SymPy failed: {type(error).__name__}"] = None
        else:
            if answer is not None:
                return answer
            reasons["SymPy found no way to reduce the difference to 0"] = None
    return NotDecided("; ".join(reasons))


def _search(left: Sym, right: Sym, translator: Translator) -> EngineSays | None:
    difference = left - right
    if difference.has(*_ENDLESS):
        raise Declined("SymPy evaluates a part to something that is no real number")
    for side in (left, right):
        _check_poles(side)
    differ = apart(left, right, translator) is not None
    for name, method in METHODS[:_QUICK] if differ else METHODS:
        try:
            reduced = method(difference)
        except FAILURES:
            continue
        if reduced.is_Rational:
            if reduced.is_zero and differ:
                raise Declined("SymPy contradicts its own numbers")
            return EngineSays(ENGINE, bool(reduced.is_zero), name)
    if differ:
        raise Declined("the two sides differ at a point, by SymPy's numbers")
    return None


# -- methods, cheap first --------------------------------------------------------------------------


def _logarithms(difference: Sym) -> Sym:
    return sympy.cancel(sympy.together(sympy.expand_log(sympy.powsimp(difference))))


def _exponentials(difference: Sym) -> Sym:
    return sympy.cancel(sympy.together(sympy.expand(difference.rewrite(sympy.exp))))


def _inverse_hyperbolic(difference: Sym) -> Sym:
    return sympy.simplify(sympy.expand_log(sympy.logcombine(difference.rewrite(sympy.log))))


def _pieces(difference: Sym) -> Sym:
    return sympy.simplify(sympy.piecewise_fold(difference.rewrite(sympy.Piecewise)))


def _algebraic(difference: Sym) -> Sym:
    """An algebraic number is 0 if its minimal polynomial says so."""
    if not difference.is_algebraic:
        return difference
    unknown = sympy.Dummy()
    polynomial = sympy.minimal_polynomial(difference, unknown)
    return sympy.S.Zero if polynomial == unknown else difference


METHODS: Final[tuple[tuple[str, Callable[[Sym], Sym]], ...]] = (
    ("evaluation", lambda d: d),
    ("expand", sympy.expand),
    ("cancel", lambda d: sympy.cancel(sympy.together(d))),
    ("expand_log", _logarithms),
    ("trigsimp", sympy.trigsimp),
    ("powsimp", lambda d: sympy.expand(sympy.powdenest(sympy.powsimp(sympy.expand(d))))),
    ("rewrite as exponentials", _exponentials),
    ("gammasimp", sympy.gammasimp),
    ("sqrtdenest", lambda d: sympy.radsimp(sympy.sqrtdenest(d))),
    ("simplify", sympy.simplify),
    ("rewrite as logarithms", _inverse_hyperbolic),
    ("pieces", _pieces),
    ("minimal polynomial", _algebraic),
    ("simplify as exponentials", lambda d: sympy.simplify(d.rewrite(sympy.exp))),
    ("factor", sympy.factor),
)
"""Ways to reduce a difference, cheap first. None may ``force``, which assumes what is not known."""


# -- doubts ----------------------------------------------------------------------------------------


def _check_poles(side: Sym) -> None:
    """SymPy cancels factorials without a look at their poles, and so are we blind to them here."""
    for found in side.atoms(sympy.gamma, sympy.factorial, sympy.binomial):
        first = found.args[0]
        safe = (
            first.is_positive
            if isinstance(found, sympy.gamma)
            else first.is_integer and first.is_nonnegative
        )
        if not safe or not all(arg.is_integer for arg in found.args[1:]):
            raise Declined(f"SymPy does not watch the poles of {type(found).__name__}")


def apart(left: Sym, right: Sym, translator: Translator) -> tuple[dict[Sym, Sym], Sym, Sym] | None:
    """A point at which the sides have different values by SymPy's numbers, with the values."""
    for point in points(left.free_symbols | right.free_symbols, translator, _POINTS):
        first, second = (number(side.xreplace(point)) for side in (left, right))
        if first is None or second is None:
            continue
        if abs(first - second) > _TOLERANCE * (abs(first) + abs(second) + 1):
            return point, first, second
    return None


def closed_sides(claim: Claim) -> tuple[Sym, Sym, Translator]:
    """Both sides with their integrals, limits and sums worked out, and who translated them.

    Raises:
        Untranslatable: for what SymPy cannot be told.
        Declined: where its closed forms are not believed.
    """
    sympy.core.random.seed(0)
    translator = Translator(claim.context)
    sides = [translator.expression(side) for side in (claim.left, claim.right)]
    left, right = (_closed(side, translator) for side in sides)
    for side in (left, right):
        _check_poles(side)
    return left, right, translator


def _closed(side: Sym, translator: Translator) -> Sym:
    """The side with its integrals, limits and sums worked out, the innermost first."""
    forms = [found for found in sympy.postorder_traversal(side) if isinstance(found, _FORMS)]
    closed: dict[Sym, Sym] = {}
    for form in dict.fromkeys(forms):
        inner = form.xreplace(closed)
        closed[form] = _close(inner, translator)
    return side.xreplace(closed)


def _close(form: Sym, translator: Translator) -> Sym:
    if isinstance(form, sympy.Product) and not _is_finite(form):
        raise Declined("SymPy's infinite products cannot be checked")
    value = form.doit(deep=False)
    if value.has(*_ENDLESS):
        raise Declined(f"SymPy finds no finite value for {_word(form)}")
    if value.has(sympy.Piecewise) and not form.has(sympy.Piecewise):
        raise Declined(f"SymPy finds the value of {_word(form)} only by cases")
    if value.has(*_FORMS):
        if value == form and _is_finite(form):
            return form  # a finite sum over an unknown function means itself
        raise Declined(f"SymPy cannot work out {_word(form)}")
    checked = 0
    for point in points(form.free_symbols, translator, 5):
        gap = _gap(form.xreplace(point), value.xreplace(point))
        if gap is None:
            continue
        if not abs(gap) <= _ROUGHLY:
            raise Declined(f"SymPy's value of {_word(form)} is not its numeric value")
        checked += 1
    if not checked:
        raise Declined(f"SymPy's value of {_word(form)} could not be checked at a point")
    return value


def _gap(form: Sym, value: Sym) -> Sym:
    """How far a closed form is from the numeric value, relatively; None if that is not known."""
    if _is_finite(form):
        exact = _written_out(form)
        return None if exact is None else number(sympy.expand(exact - value))
    numeric, other = _numeric_value(form), number(value)
    if numeric is None or other is None:
        return None
    return (numeric - other) / (1 + abs(other))


def _is_finite(form: Sym) -> bool:
    return isinstance(form, sympy.Sum | sympy.Product) and not any(
        end.is_infinite for _, *ends in form.limits for end in ends
    )


def _word(form: Sym) -> str:
    name = type(form).__name__.lower()
    return f"an {name}" if name == "integral" else f"a {name}"


def _numeric_value(form: Sym) -> Sym:
    """The form's value at a point by numbers alone; None if it has none, or none that is sure."""
    match form:
        case sympy.Limit():
            return _numeric_limit(form)
        case sympy.Integral():
            return number(form, digits=_DIGITS_OF_INTEGRAL)
        case _:
            try:
                converges = form.is_convergent()
            except FAILURES:
                return None
            return number(form) if converges == sympy.true else None


def _written_out(form: Sym) -> Sym:
    """A finite sum or product, term by term; None if it is long or its ends are no numbers."""
    body, (index, low, high) = form.args
    if not (low.is_Integer and high.is_Integer and high - low < 200):
        return None
    terms = [body.xreplace({index: sympy.Integer(k)}) for k in range(int(low), int(high) + 1)]
    return sympy.Add(*terms) if isinstance(form, sympy.Sum) else sympy.Mul(*terms)


_NEAR: Final = (
    sympy.Rational(27182818, 31415926535897),
    sympy.Rational(16180339, 27182818284590452),
)


def _numeric_limit(form: Sym) -> Sym:
    """The value very near, if it hardly changes on the way there and is the same on both sides."""
    body, variable, to, side = form.args
    signs = {"+": (1,), "-": (-1,)}.get(str(side), (1, -1))
    if to.is_infinite:
        near = [sympy.sign(to) / step for step in _NEAR]
    else:
        near = [to + sign * step for sign in signs for step in _NEAR]
    values = [number(body, {variable: place}) for place in near]
    if any(value is None for value in values):
        return None
    spread = max(abs(value - values[-1]) for value in values)
    return values[-1] if spread <= 10 * _ROUGHLY * (1 + abs(values[-1])) else None
