"""Arithmetic of numbers alone: indices and sizes that are known."""

from __future__ import annotations

from fractions import Fraction

from verifier.language.expressions import Apply, Expression, Number


def rational_number(node: Expression) -> Fraction | None:
    """The value of arithmetic of numbers; None if there is a letter in it."""
    match node:
        case Number(value):
            return value
        case Apply("neg" | "+" | "*" | "/" as head, args):
            values = [rational_number(arg) for arg in args]
            known = [value for value in values if value is not None]
            return _applied(head, known) if len(known) == len(values) else None
        case _:
            return None


def _applied(head: str, values: list[Fraction]) -> Fraction | None:
    match head:
        case "neg":
            return -values[0]
        case "/":
            return values[0] / values[1] if values[1] else None
        case "+":
            return sum(values, Fraction(0))
        case _:
            product = Fraction(1)
            for value in values:
                product *= value
            return product


def whole_number(node: Expression) -> int | None:
    """The value of arithmetic of numbers, where it is a whole number."""
    value = rational_number(node)
    return int(value) if value is not None and value.denominator == 1 else None
