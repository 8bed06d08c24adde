"""Each relation that atoms are said to obey, and each method of telling signs, sampled.

The table of relations stands in the text of `verifier.algebra.atoms`; a row without a sample here
is named. A sign that a method claims must be among the possible ones at every point of a grid that
satisfies the domains and the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import mpmath
import pytest
from flint import fmpq, fmpq_mpoly
from hypothesis import given
from hypothesis import strategies as st

from tests.algebra.cases import VALUES, algebra, at, case, drawn, fact, minus, read, small
from tests.algebra.test_enclosures import BITS_OF_MPMATH, by_mpmath
from verifier.algebra import atoms, signs
from verifier.algebra.certificates import Certificates
from verifier.algebra.enclosures import evaluate, sign_of
from verifier.algebra.fractions import Algebra
from verifier.algebra.literals import ANY, NEG, NIL, NONNEG, NONZERO, POS, flipped
from verifier.algebra.oracles import State, at_point
from verifier.algebra.signs import Signs
from verifier.kernel.points import belongs
from verifier.language.expressions import Apply, Expression, Number
from verifier.language.problems import LimitExceeded

# -- relations -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relation:
    """A row of the table: sides that are equal under a condition, and points where it fails."""

    left: str
    right: str
    condition: str = ""
    outside: tuple[dict[str, Fraction | int], ...] = ()


HALF = Fraction(1, 2)
TABLE: dict[str, tuple[Relation, ...]] = {
    "``|f|``": (Relation("abs(x)^2", "x^2"), Relation("abs(x - y)^3", "(x - y)^2*abs(x - y)")),
    "``|f|^(1/q)``": (
        Relation("(abs(x)^(1/3))^3", "abs(x)"),
        Relation("(abs(x)^(1/2))^2*(abs(x)^(1/3))^3", "x^2"),
        Relation("abs(x)^(1/2)*abs(x)^(1/3)", "abs(x)^(5/6)"),
    ),
    "``log|f|``": (
        Relation(
            "log(12*x^3*y)",
            "2*log(2) + log(3) + 3*log(abs(x)) + log(abs(y))",
            "x^3*y > 0",
            ({"x": -1, "y": 1}, {"x": 0, "y": 1}),
        ),
        Relation("log(x/y)", "log(abs(x)) - log(abs(y))", "x/y > 0", ({"x": 2, "y": -1},)),
    ),
    "``exp(m)``": (
        Relation("exp(2/3*x - y)", "exp(x/3)^2/exp(y)"),
        Relation("exp(x*y + 1)", "exp(1)*exp(x*y/2)^2"),
    ),
    "``exp(c·log|f|)``": (
        Relation("exp(3*log(abs(x)))", "abs(x)^3", "x != 0", ({"x": 0},)),
        Relation("exp(1/2*log(abs(x - y)))", "abs(x - y)^(1/2)", "x != y", ({"x": 1, "y": 1},)),
    ),
    "``f^m`` (m integer)": (
        Relation("x^(2*n - m)", "(x^n)^2/x^m", "x != 0", ({"x": 0, "n": 1, "m": 1},)),
        Relation("x^(n + 1)", "x^n*x", "x != 0", ({"x": 0, "n": -1},)),
    ),
    "``(-1)^m``": (Relation("((-1)^n)^2", "1"), Relation("(-1)^(n + 2*m)", "(-1)^n")),
    "``sin b``, ``cos b``": (
        Relation("sin(x)^2 + cos(x)^2", "1"),
        Relation("sin(x + y)", "sin(x)*cos(y) + cos(x)*sin(y)"),
        Relation("cos(x - 2*y)", "cos(x)*(1 - 2*sin(y)^2) + 2*sin(x)*sin(y)*cos(y)"),
        Relation("cos(x + pi)", "-cos(x)"),
    ),
    "``floor(u)``": (
        Relation("floor(x + n)", "floor(x) + n"),
        Relation("ceil(x - n)", "-floor(-x) - n"),
    ),
    "``gamma(z)``": (
        Relation("gamma(x + 1)", "x*gamma(x)", "x > 0", ({"x": 0}, {"x": -3})),
        Relation("gamma(x^2 + 2)", "(x^2 + 1)*gamma(x^2 + 1)"),
    ),
    "``gamma(1 - z)``": (
        Relation("gamma(x)*gamma(1 - x)", "pi/sin(pi*x)", "x*(1 - x) > 0", ({"x": 1}, {"x": -2})),
    ),
    "``asin u``, ``atan``": (
        Relation("sin(asin(x))", "x", "x^2 <= 1", ({"x": 2}, {"x": -5})),
        Relation("cos(asin(x))^2", "1 - x^2", "x^2 <= 1", ({"x": 2},)),
        Relation("sin(atan(x))^2*(1 + x^2)", "x^2"),
    ),
}
EVERY = [(row, relation) for row, relations in TABLE.items() for relation in relations]
LETTERS = {"x, y": "real", "n, m": "integer"}


def rows_of_the_table() -> list[str]:
    """The first column of the table in the module's text."""
    lines = (atoms.__doc__ or "").splitlines()
    edges = [number for number, line in enumerate(lines) if line.startswith("====")]
    width = lines[edges[0]].index(" ")
    return [line[:width].strip() for line in lines[edges[1] + 1 : edges[2]]]


def points() -> Iterator[dict[str, Fraction]]:
    reals = VALUES[:10]
    for number, (x, y) in enumerate(product(reals, reals)):
        yield {"x": x, "y": y, "n": Fraction(number % 5 - 2), "m": Fraction(number % 3 - 1)}


def values(node: Expression, point: Mapping[str, Fraction | int]) -> mpmath.mpf | None:
    """The value by another library, absolute values opened."""
    exact = {name: Fraction(value) for name, value in point.items()}
    with mpmath.workprec(BITS_OF_MPMATH):
        return by_mpmath(node, exact)


def equal(x: mpmath.mpf, y: mpmath.mpf) -> bool:
    with mpmath.workprec(BITS_OF_MPMATH):
        return bool(abs(x - y) < (1 + abs(x)) * mpmath.mpf(10) ** -100)


def test_every_row_of_the_table_is_sampled() -> None:
    assert rows_of_the_table() == list(TABLE)


@pytest.mark.parametrize(("row", "relation"), EVERY, ids=lambda it: getattr(it, "left", it))
def test_a_relation_holds_wherever_its_condition_does(row: str, relation: Relation) -> None:
    assumed = [relation.condition] if relation.condition else []
    setting = case("1", "1", symbols=LETTERS, assumed=assumed).judge.setting
    left, right = read(relation.left), read(relation.right)
    seen = 0
    for point in points():
        oracle = at(point, LETTERS)
        if not belongs(setting, oracle.point):
            continue
        assert at_point(left, oracle).state is State.DEFINED, (row, point)
        a, b = values(left, point), values(right, point)
        assert a is not None
        assert b is not None
        assert equal(a, b), (row, point)
        seen += 1
    assert seen >= 20


@pytest.mark.parametrize(("row", "relation"), EVERY, ids=lambda it: getattr(it, "left", it))
def test_the_algebra_knows_the_relation(row: str, relation: Relation) -> None:
    facts = [relation.condition] if relation.condition else []
    gap = Apply("+", (read(relation.left), minus(read(relation.right))))
    assert algebra(facts, LETTERS).vanishes(gap), row


@pytest.mark.parametrize(
    ("row", "relation"),
    [(row, relation) for row, relation in EVERY if relation.condition],
    ids=lambda it: getattr(it, "left", it),
)
def test_a_relation_with_a_condition_fails_or_is_undefined_without_it(
    row: str, relation: Relation
) -> None:
    assert relation.outside, row
    for point in relation.outside:
        oracle = at({"x": 1, "y": 1, "n": 0, "m": 0} | point, LETTERS)
        states = [at_point(read(side), oracle).state for side in (relation.left, relation.right)]
        assert State.UNDEFINED in states, (row, point)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("abs(x)", "x"),
        ("abs(x)", "-x"),
        ("(x^2)^(1/2)", "x"),
        ("(x^2)^(1/2)", "-x"),
        ("(abs(x)^(1/3))^2", "abs(x)"),
        ("log(x^2)", "log(abs(x))"),
        ("log(abs(x + y))", "log(abs(x)) + log(abs(y))"),
        ("exp(x*y)", "exp(x)*exp(y)"),
        ("exp(2*x)", "2*exp(x)"),
        ("x^(n*m)", "x^n*x^m"),
        ("(-1)^n", "1"),
        ("(-1)^(n*m)", "(-1)^n*(-1)^m"),
        ("(-1)^(n^2)", "1"),
        ("sin(2*x)", "2*sin(x)"),
        ("sin(x)^2", "cos(x)^2"),
        ("sin(x + pi/2)", "sin(x)"),
        ("abs(x)*abs(y)", "x*y"),
        ("(x*y)^(1/2)", "x*y"),
    ],
)
def test_the_algebra_knows_no_relation_that_is_false(left: str, right: str) -> None:
    assert not algebra((), LETTERS).vanishes(Apply("+", (read(left), minus(read(right)))))


# -- signs -----------------------------------------------------------------------------------------

DOMAINS: dict[str, Callable[[Fraction], bool]] = {
    "real": lambda _: True,
    "real > 0": lambda x: x > 0,
    "real >= 0": lambda x: x >= 0,
    "real < 0": lambda x: x < 0,
    "real in (0, 1)": lambda x: 0 < x < 1,
    "real in [0, 1]": lambda x: 0 <= x <= 1,
    "real in [0, 1)": lambda x: 0 <= x < 1,
    "real in [-1, 2)": lambda x: -1 <= x < 2,
    "real > 1": lambda x: x > 1,
    "real >= 1": lambda x: x >= 1,
    "real >= 2": lambda x: x >= 2,
    "real <= 1": lambda x: x <= 1,
    "real <= -1/2": lambda x: x <= -HALF,
    "real != 0": lambda x: x != 0,
    "integer": lambda x: x.denominator == 1,
    "natural": lambda x: x.denominator == 1 and x >= 0,
    "integer >= 2": lambda x: x.denominator == 1 and x >= 2,
}
FACTS = (
    "x > y",
    "x >= y + 1",
    "x*y > 0",
    "x + y != 0",
    "x*y != 0",
    "x^2 + y^2 = 1",
    "x = 2*y",
    "y^2 = x",
    "x^2 = 2",
    "x^2 < 4",
    "x*y^2 >= 1",
    "(x - 1)*(y - 2) < 0",
    "1/x > 1",
    "x^2 - 3*x + 2 <= 0",
    "exp(x) > exp(y)",
    "x^3 > 1",
    "abs(x) <= 1",
)
CIRCLE = tuple(
    (Fraction(a), Fraction(b)) for a, b in (("3/5", "4/5"), ("-4/5", "3/5"), ("0", "1"), ("1", "0"))
)
ROOTS = ("(x^2 + 1)^(1/2)", "abs(x - y)", "(abs(y))^(1/2)", "abs(x)")
OTHERS = ("exp(x)", "exp(-x*y)", "sin(y)", "cos(x)", "log(x^2 + 2)", "atan(x)", "pi")
METHODS = sorted(
    name for name in dir(Signs) if name.startswith(("_by_", "_cheap")) and name != "_by_key"
)


@dataclass(frozen=True)
class World:
    """Domains and facts, and the points of a grid at which all of them hold."""

    x: str
    y: str
    facts: tuple[str, ...]

    @property
    def symbols(self) -> dict[str, str]:
        return {"x": self.x, "y": self.y}

    def points(self) -> list[dict[str, fmpq]]:
        """Judged by nothing but exact values."""
        relations = list(map(fact, self.facts))
        found = []
        for x, y in (*product(VALUES, VALUES), *CIRCLE, *((y * y, y) for y in VALUES)):
            if DOMAINS[self.x](x) and DOMAINS[self.y](y):
                here = {
                    "x": fmpq(x.numerator, x.denominator),
                    "y": fmpq(y.numerator, y.denominator),
                }
                if all(signs_on(each.subject, [here]) & each.mask for each in relations):
                    found.append(here)
        return found


def term(coefficient: Fraction, i: int, j: int, atom: str) -> Expression:
    """``coefficient·x^i·y^j·atom``."""
    powers = (Apply("^", (read("x"), Number(i))), Apply("^", (read("y"), Number(j))))
    return Apply("*", (Number(coefficient), *powers, read(atom or "1")))


def polynomials(atoms_met: tuple[str, ...]) -> st.SearchStrategy[Expression]:
    """Small polynomials over two letters and some atoms."""
    degree = st.sampled_from((0, 0, 1, 1, 2, 3))
    terms = st.builds(term, small, degree, degree, st.sampled_from(("", "", *atoms_met)))
    return st.lists(terms, min_size=2, max_size=4).map(lambda found: Apply("+", tuple(found)))


worlds = st.builds(
    World,
    st.sampled_from(sorted(DOMAINS)),
    st.sampled_from(sorted(DOMAINS)),
    st.lists(st.sampled_from(FACTS), max_size=2, unique=True).map(tuple),
)
GRIDS: dict[World, list[dict[str, fmpq]]] = {}


def grid(world: World) -> list[dict[str, fmpq]]:
    if world not in GRIDS:
        GRIDS[world] = world.points()
    return GRIDS[world]


def signs_on(node: Expression, grid: list[dict[str, fmpq]]) -> int:
    """Every sign that certainly occurs on a grid."""
    mask = 0
    for point in grid:
        sign = sign_of(evaluate(node, point, 128))
        if sign is not None:
            mask |= (NEG, NIL, POS)[sign + 1]
    return mask


def by_method(ring: Algebra, method: str, poly: fmpq_mpoly) -> int:
    """What one method says; methods are asked about polynomials that begin with a plus."""
    if poly.leading_coefficient() > 0:
        return int(getattr(ring.signs, method)(poly))
    return flipped(int(getattr(ring.signs, method)(-poly)))


def claims(node: Expression, world: World) -> Iterator[tuple[str, int]]:
    """What each method, and all of them together, say of the signs of a polynomial."""
    ring = algebra(world.facts, world.symbols, 16)
    if ring.signs.contradiction:
        yield "contradiction", 0
        return
    poly = ring.reduce(ring.fraction(node).num)
    if not poly.is_constant():
        for method in METHODS:
            yield method, by_method(ring, method, poly)
    together = algebra(world.facts, world.symbols, 16)
    for wanted in (POS, NONZERO, NONNEG, NIL, 0):
        yield "together", together.signs.of(node, wanted)


def check(node: Expression, world: World) -> None:
    occurring = signs_on(node, grid(world))
    try:
        for method, mask in claims(node, world):
            assert occurring & mask == occurring, (method, world)
    except LimitExceeded:
        pass  # nothing is claimed


@drawn(140)
@given(polynomials(()), worlds)
def test_no_method_excludes_a_sign_that_occurs(node: Expression, world: World) -> None:
    check(node, world)


@drawn(80)
@given(polynomials(ROOTS), worlds)
def test_no_method_excludes_a_sign_that_occurs_with_roots(node: Expression, world: World) -> None:
    check(node, world)


@drawn(60)
@given(polynomials(OTHERS), worlds)
def test_no_method_excludes_a_sign_that_occurs_with_other_functions(
    node: Expression, world: World
) -> None:
    check(node, world)


TELLING: dict[str, tuple[tuple[str, World, int], ...]] = {
    "_cheap": (("2*x - 2*y", World("real", "real", ("x > y",)), POS),),
    "_by_terms": (
        ("x^2*y + 3*x*y^3 + 1", World("real > 0", "real >= 0", ()), POS),
        ("-x^2 - y^4", World("real", "real", ()), NEG | NIL),
    ),
    "_by_equations": (("x^2 - 3", World("real", "real", ("x^2 = 2",)), NONZERO),),
    "_by_factors": (("x*y - x - y + 1", World("real > 1", "real > 1", ()), POS),),
    "_by_shift": (
        ("x - x^2 + y", World("real in [0, 1]", "real > 0", ()), POS),
        ("1 - x", World("real in [0, 1]", "real", ()), NONNEG),
        ("1 - x", World("real in [0, 1)", "real", ()), POS),
    ),
    "_by_roots": (
        ("x^2 - 2", World("real >= 2", "real", ()), POS),
        ("x^3 - 2", World("real <= 1", "real", ()), NEG),
    ),
    "_by_wholeness": (
        ("2*x - 5", World("integer", "real", ()), NONZERO),
        ("x^2 - 2", World("integer", "real", ()), NONZERO),
    ),
    "_by_waves": (
        ("cos(x) + sin(x) + 2", World("real", "real", ()), POS),
        ("2*cos(x) - 1", World("real in (0, 1)", "real", ()), POS),
        ("sin(x) + sin(y)", World("real in (0, 1)", "real in [0, 1]", ()), POS),
    ),
    "_by_discriminant": (
        ("x^2 + x*y + y^2", World("real", "real", ()), NONNEG),
        ("x^2 + x + 1", World("real", "real", ()), POS),
    ),
    "_by_conjugate": (
        ("(x^2 + 1)^(1/2) - x", World("real", "real", ()), POS),
        ("(x^2 + 1)^(1/2) + x", World("real", "real", ()), POS),
    ),
    "_by_norm": (
        ("1 - sin(x)", World("real", "real", ("cos(x) != 0",)), NONZERO),
        ("x^(1/2) - y^(1/2)", World("real > 0", "real > 0", ("x != y",)), NONZERO),
    ),
    "_by_monotone": (
        ("exp(x) - exp(y)", World("real", "real", ("x > y",)), POS),
        ("exp(x) - 1", World("real", "real", ("x*y != 0",)), NONZERO),
        ("log(x) - log(y)", World("real > 1", "real in (0, 1)", ()), POS),
        ("2*log(x) - log(2)", World("real >= 2", "real", ()), POS),
        ("abs(x)^(1/3) - abs(y)^(1/3)", World("real > 1", "real in (0, 1)", ()), POS),
        ("2*atan(x) - 2*atan(y)", World("real", "real", ("x >= y + 1",)), POS),
    ),
    "_by_cells": (
        ("1 - x", World("real", "real", ("x^2 < 1",)), POS),
        ("x - 2", World("real >= 0", "real", ("x^2 - 3*x + 2 > 0", "x > 1")), POS),
        ("x^2 - 1", World("real", "real", ("x^3 - x >= 6",)), POS),
    ),
    "_by_combination": (("2*x - 2*y + 1", World("real", "real", ("x >= y",)), POS),),
}
"""What each method tells by itself."""


def test_every_method_is_seen_to_tell_something() -> None:
    assert sorted(TELLING) == METHODS


@pytest.mark.parametrize("method", sorted(TELLING))
def test_a_method_tells_what_it_is_for(method: str) -> None:
    for text, world, mask in TELLING[method]:
        ring = algebra(world.facts, world.symbols)
        poly = ring.reduce(ring.fraction(read(text)).num)
        assert by_method(ring, method, poly) == mask, text
        check(read(text), world)


@pytest.mark.parametrize(
    ("text", "world"),
    [
        ("x^2 + x*y + y^2 - 1", World("real", "real", ())),
        ("x^2 - 2", World("real >= 1", "real", ())),
        ("x*y - 1", World("real > 0", "real > 0", ())),
        ("x - y", World("real", "real", ("x*y > 0",))),
        ("(x^2 + 1)^(1/2) - 2*x", World("real", "real", ())),
        ("x^2 - 2", World("real", "real", ("x^2 < 4",))),
        ("1 - 2*x", World("real in (0, 1)", "real", ())),
    ],
)
def test_what_takes_both_signs_is_given_both(text: str, world: World) -> None:
    assert algebra(world.facts, world.symbols).signs.of(read(text)) & NONZERO == NONZERO


UNSOUND: dict[str, tuple[object, str, Callable[..., object]]] = {
    "a sum has the sign of its first term": (signs, "sum_mask", lambda a, _: a or ANY),
    "a product has the sign of its second factor": (signs, "product_mask", lambda _, b: b),
    "an even power is positive": (signs, "power_mask", lambda a, n: a if n % 2 else POS),
    "a closed end is never reached": (Signs, "_at_upper_ends", lambda *_: 0),
    "a polynomial is positive where it has no rational root": (signs, "mask_on", lambda *_: POS),
    "a discriminant does not matter": (Signs, "_by_discriminant", lambda *_: POS),
    "every known sign is strict": (Signs, "of_atom", lambda *_: POS),
    "a root outweighs the rest": (Signs, "_by_conjugate", lambda *_: POS),
    "a difference grows with its first term": (Signs, "_by_monotone", lambda *_: POS),
    "where facts hold there is no root": (Signs, "_by_cells", lambda *_: NONZERO),
    "every sum has a certificate": (Certificates, "mask", lambda *_: NONNEG),
}


EDGES = (
    ("x - 1", World("real", "real", ())),
    ("x^2*y^2", World("real", "real", ())),
    ("1 - x", World("real in [0, 1]", "real", ())),
    ("x*y - x - y + 1", World("real in (0, 1)", "real > 1", ())),
    ("x^2 - 2", World("real >= 1", "real", ())),
    ("x^2 - x*y - y^2", World("real", "real", ())),
    ("x - (x^2 + 1)^(1/2)", World("real", "real", ())),
    ("x + abs(y)", World("real >= 0", "real", ())),
)
"""Where a careless rule goes wrong."""


def test_the_rules_are_right_on_the_edge() -> None:
    for text, world in EDGES:
        check(read(text), world)


@pytest.mark.parametrize("rule", sorted(UNSOUND))
def test_the_sampling_catches_an_unsound_rule(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, planted = UNSOUND[rule]
    monkeypatch.setattr(where, name, planted)
    with pytest.raises(AssertionError):
        test_the_rules_are_right_on_the_edge()
