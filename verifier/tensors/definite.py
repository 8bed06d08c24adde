"""Matrices that are positive definite, or positive semidefinite, by what they are made of.

Sums, positive multiples and inverses keep definiteness; ``B.T @ B`` is semidefinite for every B,
and so is ``B.T @ M @ B`` for a semidefinite M. (Horn & Johnson, *Matrix Analysis*, 7.1.)
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.claims.claim import Context
from verifier.claims.shapes import Shapes
from verifier.language.expressions import Apply, Expression, Name

DEFINITE, SEMIDEFINITE, NEITHER = 2, 1, 0

DEPTH = 20


class Definiteness:
    """Decides definiteness in a context; ``is_positive`` knows the signs of numbers (and of every
    entry of an array)."""

    def __init__(
        self, context: Context, shapes: Shapes, is_positive: Callable[[Expression, bool], bool]
    ) -> None:
        self.context = context
        self.shapes = shapes
        self.is_positive = is_positive

    def of(self, node: Expression, depth: int = 0) -> int:
        """How definite a matrix certainly is."""
        if depth > DEPTH:
            return NEITHER
        match node:
            case Name(name):
                return self._of_name(name, depth)
            case Apply("eye", _):
                return DEFINITE
            case Apply("transpose" | "inv", (a,)):
                known = self.of(a, depth + 1)
                return known if node.head == "transpose" or known == DEFINITE else NEITHER
            case Apply("+", terms):
                found = [self.of(term, depth + 1) for term in terms]
                return NEITHER if NEITHER in found else max(found)
            case Apply("*", factors):
                return self._of_multiple(factors, depth)
            case Apply("/", (a, c)) if not self.shapes.of(c):
                return self.of(a, depth + 1) if self.is_positive(c, True) else NEITHER
            case Apply("diag", (v,)) if len(self.shapes.of(v)) == 1:
                return self._by_sign(v, DEFINITE)
            case Apply("outer", (a, b)) if a is b:
                return SEMIDEFINITE
            case Apply("@" | "dot", (a, b)):
                return self._of_product(a, b, depth)
            case _:
                return NEITHER

    def is_square(self, node: Expression) -> bool:
        """Whether a number is ``x @ M @ x`` for a semidefinite M, or ``x @ B.T @ M @ B @ x``: it is
        not negative."""
        factors = _factors(node)
        if len(factors) < 3 or factors[0] is not factors[-1]:
            return False
        if any(len(self.shapes.of(vector)) != 1 for vector in (factors[0], factors[-1])):
            return False
        matrices = factors[1:-1]
        if any(len(self.shapes.of(matrix)) != 2 for matrix in matrices):
            return False
        return self._of_chain(matrices, 0) != NEITHER

    def _of_name(self, name: str, depth: int) -> int:
        domain = self.context.symbols.get(name)
        if domain is not None:
            return DEFINITE if "positive definite" in domain.structure else NEITHER
        definition = self.context.definitions.get(name)
        if definition is None or definition.parameters or definition.indices:
            return NEITHER
        return self.of(definition.body, depth + 1)

    def _of_multiple(self, factors: tuple[Expression, ...], depth: int) -> int:
        arrays = [factor for factor in factors if self.shapes.of(factor)]
        numbers = [factor for factor in factors if not self.shapes.of(factor)]
        if len(arrays) != 1:
            return NEITHER
        inner = self.of(arrays[0], depth + 1)
        number = numbers[0] if len(numbers) == 1 else Apply("*", tuple(numbers))
        return self._by_sign(number, inner) if inner else NEITHER

    def _by_sign(self, node: Expression, most: int) -> int:
        if self.is_positive(node, True):
            return most
        return SEMIDEFINITE if self.is_positive(node, False) else NEITHER

    def _of_product(self, a: Expression, b: Expression, depth: int) -> int:
        """``B.T @ B`` and ``B.T @ M @ B``, however it is put in parentheses."""
        return self._of_chain([*_factors(a), *_factors(b)], depth)

    def _of_chain(self, factors: list[Expression], depth: int) -> int:
        for place, factor in enumerate(factors):
            mirrored = factors[len(factors) - 1 - place]
            if place < len(factors) // 2 and _transposed(factor) is not mirrored:
                return NEITHER
        if len(factors) % 2 == 0:
            return SEMIDEFINITE
        middle = self.of(factors[len(factors) // 2], depth + 1)
        return SEMIDEFINITE if middle else NEITHER


def _factors(node: Expression) -> list[Expression]:
    match node:
        case Apply("@" | "dot", (a, b)):
            return [*_factors(a), *_factors(b)]
        case Apply("transpose", (Apply("@" | "dot", (a, b)),)):
            return [_transposed(factor) for factor in reversed([*_factors(a), *_factors(b)])]
        case _:
            return [node]


def _transposed(node: Expression) -> Expression:
    match node:
        case Apply("transpose", (a,)):
            return a
        case _:
            return Apply("transpose", (node,))
