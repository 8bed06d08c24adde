"""True formulas of matrices, others that say the same, and others that do not.

A formula is true by construction or from the table below; what is done to it by a true rule leaves
it true; whether a mutant is really false is for the oracle to say.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.oracle.matrices import Formula, Shape, drawn, gradient, value_of

SHAPES: dict[str, Shape] = {
    "A": ("n", "n"),
    "B": ("n", "n"),
    "M": ("n", "n"),
    "X": ("n", "m"),
    "Y": ("n", "m"),
    "W": ("m", "n"),
}
INVERTIBLE = frozenset({"M"})
HEADER = """\
title: formulas
symbols:
  A, B: real[n, n]
  M: real[n, n] invertible
  X, Y: real[n, m]
  W: real[m, n]
"""
LAYOUTS = ({"n": 1, "m": 2}, {"n": 2, "m": 1}, {"n": 2, "m": 3}, {"n": 3, "m": 2})
DRAWS = 3


@dataclass(frozen=True)
class Equation:
    """``left = right``, or ``grad(left, by) = right``."""

    left: Formula
    right: Formula
    by: str = ""

    def __str__(self) -> str:
        left = f"grad({self.left}, {self.by})" if self.by else str(self.left)
        return f"{left} = {self.right}"


# Building.


def name(letter: str) -> Formula:
    return Formula(letter, (), SHAPES[letter])


def number(value: int) -> Formula:
    return Formula(str(value))


def eye(size: str) -> Formula:
    return Formula("eye", (), (size, size))


def product(a: Formula, b: Formula) -> Formula:
    return Formula("@", (a, b), (a.shape[0], b.shape[1]))


def both(head: str, a: Formula, b: Formula) -> Formula:
    return Formula(head, (a, b), b.shape if "1" in a.shape or not a.shape else a.shape)


def turned(a: Formula) -> Formula:
    return Formula("T", (a,), a.shape[::-1])


def whole(head: str, a: Formula) -> Formula:
    return Formula(head, (a,), ())


def inverse(a: Formula) -> Formula:
    return Formula("inv", (a,), a.shape)


def gradients() -> list[Equation]:
    """Gradients from a textbook's table."""
    a, b, m, x, y, w = map(name, "ABMXYW")
    two = number(2)
    at, bt, xt = map(turned, (a, b, x))
    table = [
        (whole("tr", product(a, b)), "A", bt),
        (whole("tr", product(x, w)), "X", turned(w)),
        (whole("tr", product(xt, y)), "X", y),
        (whole("tr", product(product(a, x), w)), "X", product(at, turned(w))),
        (whole("tr", product(a, a)), "A", both("*", two, at)),
        (whole("tr", product(xt, x)), "X", both("*", two, x)),
        (whole("tr", product(product(xt, a), x)), "X", both("+", product(a, x), product(at, x))),
        (whole("tr", product(product(a, b), a)), "A", both("+", product(at, bt), product(bt, at))),
        (whole("sum", both("*", x, y)), "X", y),
        (whole("sum", product(a, x)), "A", product(Formula("ones", (), ("n", "m")), xt)),
        (whole("sum", both("*", product(a, x), y)), "A", product(y, xt)),
        (whole("sum", both("*", product(a, x), y)), "X", product(at, y)),
        (
            whole("sum", both("*", both("*", x, x), y)),
            "X",
            both("*", two, both("*", x, y)),
        ),
        (
            whole("tr", inverse(m)),
            "M",
            Formula("neg", (turned(product(inverse(m), inverse(m))),), ("n", "n")),
        ),
        (
            whole("tr", product(a, inverse(m))),
            "M",
            Formula("neg", (turned(product(product(inverse(m), a), inverse(m))),), ("n", "n")),
        ),
        (
            whole("sum", both("*", Formula("rows", (x,), ("n", "1")), product(a, x))),
            "A",
            product(
                both("*", Formula("rows", (x,), ("n", "1")), Formula("ones", (), ("n", "m"))), xt
            ),
        ),
    ]
    return [Equation(left, right, by) for left, by, right in table]


def random_formula(generator: random.Random, shape: Shape, depth: int) -> Formula:
    """Any formula of a shape."""
    fitting = [letter for letter, own in SHAPES.items() if own == shape]
    turning = [letter for letter, own in SHAPES.items() if own == shape[::-1]]
    if depth == 0 or generator.random() < 0.15:
        if fitting and (not turning or generator.random() < 0.7):
            return name(generator.choice(fitting))
        return turned(name(generator.choice(turning or fitting)))

    def inner(shape: Shape) -> Formula:
        return random_formula(generator, shape, depth - 1)

    rows, columns = shape
    kind = generator.choice(["@", "@", "@", "+", "-", "*", "T", "number", "inv"])
    match kind:
        case "@":
            between = generator.choice("nm")
            if (rows, between) == ("m", "m") or (between, columns) == ("m", "m"):
                between = "n"
            return product(inner((rows, between)), inner((between, columns)))
        case "+" | "-" | "*":
            return both(kind, inner(shape), inner(shape))
        case "T":
            return turned(inner(shape[::-1]))
        case "inv" if shape == ("n", "n"):
            return inverse(name("M"))
        case _:
            return both("*", number(generator.choice([2, 3, -1])), inner(shape))


# Saying the same in other words.


def _rewritten(  # noqa: C901 - one case for each rule
    formula: Formula, generator: random.Random
) -> list[Formula]:
    """What some true rules make of a formula, at its head."""
    found: list[Formula] = []
    match formula:
        case Formula("@", (a, b)):
            found += [turned(product(turned(b), turned(a)))]
            found += [product(product(a, eye(a.shape[1])), b)] if a.shape[1] != "1" else []
            for head in ("+", "-"):
                if b.head == head and _alike(b):
                    found.append(both(head, product(a, b.parts[0]), product(a, b.parts[1])))
                if a.head == head and _alike(a):
                    found.append(both(head, product(a.parts[0], b), product(a.parts[1], b)))
            if a.head == "@":
                found.append(product(a.parts[0], product(a.parts[1], b)))
            if b.head == "@":
                found.append(product(product(a, b.parts[0]), b.parts[1]))
        case Formula("+", (a, b)):
            found += [both("+", b, a), both("-", a, Formula("neg", (b,), b.shape))]
        case Formula("*", (a, b)):
            found += [Formula("*", (b, a), formula.shape)]
            if b.head in "+-" and _alike(b) and len(b.parts) == 2:
                found.append(both(b.head, both("*", a, b.parts[0]), both("*", a, b.parts[1])))
            if not a.shape and a.head == "2":
                found.append(both("+", b, b))
        case Formula("neg", (a,)):
            found.append(replace(both("*", number(-1), a), shape=a.shape))
        case Formula("T", (a,)) if a.head == "@":
            found.append(product(turned(a.parts[1]), turned(a.parts[0])))
        case Formula("T", (a,)) if a.head == "inv":
            found.append(inverse(turned(a.parts[0])))
        case Formula("inv", (a,)):
            found.append(product(inverse(a), product(a, inverse(a))))
        case _:
            pass
    if formula.shape and "1" not in formula.shape:
        found.append(turned(turned(formula)))
        other = name(generator.choice([k for k, own in SHAPES.items() if own == SHAPES["A"]]))
        if formula.shape == other.shape:
            found.append(both("-", both("+", formula, other), other))
    return found


def _alike(formula: Formula) -> bool:
    return all(part.shape == formula.shape for part in formula.parts)


def places(formula: Formula) -> Iterator[tuple[Formula, Callable[[Formula], Formula]]]:
    """Each part of a formula, and how to put another in its place."""
    yield formula, lambda new: new
    for at, part in enumerate(formula.parts):
        for inner, put in places(part):

            def place(
                new: Formula, at: int = at, put: Callable[[Formula], Formula] = put
            ) -> Formula:
                return replace(
                    formula,
                    parts=(*formula.parts[:at], put(new), *formula.parts[at + 1 :]),
                )

            yield inner, place


def rewritten(formula: Formula, generator: random.Random, steps: int) -> Formula:
    """The formula after some random steps, each of which is true."""
    for _ in range(steps):
        ways = [put(new) for part, put in places(formula) for new in _rewritten(part, generator)]
        formula = generator.choice(ways) if ways else formula
    return formula


# Saying something else.


def _mutated(formula: Formula, generator: random.Random) -> list[Formula]:
    found: list[Formula] = []
    shape = formula.shape
    if shape and "1" not in shape:
        found += [
            replace(both("*", number(2), formula), shape=shape),
            Formula("neg", (formula,), shape),
        ]
        if shape[0] == shape[1]:
            found.append(turned(formula))
        others = [k for k, own in SHAPES.items() if own == shape and k != formula.head]
        if not formula.parts and formula.head in SHAPES:
            found += [name(other) for other in others]
    match formula:
        case Formula("@", (a, b)) if a.shape == b.shape:
            found += [product(b, a), both("*", a, b)]
        case Formula("@", (a, b)) if a.shape == b.shape[::-1] and shape[0] == shape[1]:
            found.append(
                product(turned(b), turned(a)) if generator.random() < 0.5 else product(a, b)
            )
        case Formula("T", (a,)) if a.shape == shape:
            found.append(a)
        case Formula("+" | "-" | "*", (a, b)):
            found += [part for part in (a, b) if part.shape == shape]
            found += [replace(formula, head=head) for head in "+-" if head != formula.head]
        case Formula("rows", (a,)):
            found.append(Formula("columns", (a,), ("1", a.shape[1])))
        case Formula("inv", (a,)):
            found.append(a)
        case _:
            pass
    return [new for new in found if new != formula]


def mutants(equation: Equation, generator: random.Random) -> list[Equation]:
    """The equation with one slip on its right side, false as the oracle sees it."""
    found = [
        replace(equation, right=put(new))
        for part, put in places(equation.right)
        for new in _mutated(part, generator)
    ]
    return [mutant for mutant in dict.fromkeys(found) if _fits(mutant) and is_false(mutant)]


def _fits(equation: Equation) -> bool:
    """Whether all shapes meet: a scalar and a matrix are no sum."""
    for part, _ in places(equation.right):
        shapes = [inner.shape for inner in part.parts]
        if part.head in "+-" and len(set(shapes)) > 1:
            return False
        if part.head == "@" and shapes[0][1] != shapes[1][0]:
            return False
    return True


def is_false(equation: Equation) -> bool:
    """Whether the sides differ at a point with small sizes and small whole numbers."""
    generator = random.Random(0)  # noqa: S311 - points to try, no secret
    for layout in LAYOUTS:
        sizes = {**layout, "1": 1}
        for _ in range(DRAWS):
            at = drawn(SHAPES, sizes, generator)
            try:
                left = (
                    gradient(equation.left, equation.by, at, sizes)
                    if equation.by
                    else value_of(equation.left, at, sizes)
                )
                right = value_of(equation.right, at, sizes)
            except ZeroDivisionError:
                continue
            if len(right) != len(left) or len(right[0]) != len(left[0]):
                return True
            if any(
                x.value != y.value
                for r, s in zip(left, right, strict=True)
                for x, y in zip(r, s, strict=True)
            ):
                return True
    return False


def document(equations: list[Equation]) -> str:
    """A file with a derivation for each equation."""
    lines = [f"  claim_{place}: {equation}" for place, equation in enumerate(equations)]
    return HEADER + "derivations:\n" + "\n".join(lines) + "\n"


def equations(generator: random.Random, count: int, steps: int) -> list[Equation]:
    """True equations, rewritten on the right: gradients, and formulas that equal themselves."""
    table = gradients()
    found = []
    while len(found) < count:
        if generator.random() < 0.5:
            known = generator.choice(table)
            right = rewritten(known.right, generator, generator.randint(1, steps))
            found.append(replace(known, right=right))
        else:
            shape = generator.choice([("n", "n"), ("n", "m"), ("m", "n")])
            left = random_formula(generator, shape, 3)
            found.append(Equation(left, rewritten(left, generator, generator.randint(1, steps))))
    return found
