"""What binds to a single operand: powers, superscripts, roots, entries and the transpose."""

from __future__ import annotations

from abc import abstractmethod

from verifier.language.calls import Calls
from verifier.language.expressions import ONE, Apply, Entry, Expression, Name
from verifier.language.precedence import ENTRY, POWER, SUM
from verifier.language.reading import PlaceTree, Unreadable

ROOTS = {"√": "sqrt", "∛": "cbrt"}
_MINUS_ONE = Apply("neg", (ONE,))


class Suffixes(Calls):
    """Reads what follows an operand, the operator standing at the position."""

    __slots__ = ()

    @abstractmethod
    def operand(self) -> Expression:
        """Read what begins at the position, up to its first operator."""

    def power(self, base: Expression, start: int) -> Expression:
        """``x^2``, ``x**2``, ``x²``."""
        at = self.at
        place = self.place
        if len(self.values[at]) > 1:
            exponent = self._superscript()
        else:
            self.at = at + 1
            if self.values[self.at] in ("T", "*") and "T" not in self.entries:
                raise self._star_or_transpose(at)
            exponent = self.expression(POWER)
        self.check_exponent(exponent, self.place)
        if exponent is _MINUS_ONE and self._is_tensor(base):
            message = "a power of a tensor is taken entry by entry: `^-1` is not the inverse"
            self.problem(message, at, f"write `inv({self.source(place.start, place.end)})`")
        self.place = PlaceTree(start, self.ends[self.at - 1], (place, self.place))
        return Apply("^", (base, exponent))

    def _is_tensor(self, base: Expression) -> bool:
        match base:
            case Name(name):
                return name in self.entries and self.entries[name].rank > 0
            case Apply("transpose" | "@" | "inv", _):
                return True
            case _:
                return False

    def _star_or_transpose(self, at: int) -> Unreadable:
        if self.values[self.at] == "*":
            return self.unreadable("`^*` is not supported", at, "write `conj(A.T)`")
        base = self.source(self.place.start, self.place.end)
        return self.unreadable("`^T` is not the transpose", at, f"write `{base}.T`")

    def _superscript(self) -> Expression:
        """``x²``, ``xⁿ``, ``x⁻¹``: the exponent inside a token such as ``^-1``."""
        at = self.at
        start, end = self.starts[at], self.ends[at]
        written = self.values[at][1:]
        unsigned = written.lstrip("+-")
        self.values[at] = unsigned  # read as if it stood on the line
        self.starts[at] = end - len(unsigned)
        node = self.operand()
        self.values[at], self.starts[at] = "^" + written, start
        if written[0] == "-":
            self.place = PlaceTree(start, end, (self.place,))
            node = Apply("neg", (node,))
        if self.values[self.at].startswith("^"):
            hint = "write `(x^2)^3`, or `x^(2^3)`"
            raise self.unreadable("a power of a power needs parentheses", at, hint)
        return node

    def entry(self, base: Expression, start: int) -> Expression:
        """``X[i, j]`` and ``X.T``."""
        place = self.place
        if self.values[self.at] == ".T":
            self.at += 1
            self.place = PlaceTree(start, self.ends[self.at - 1], (place,))
            return Apply("transpose", (base,))
        opening = self.at
        self.at += 1
        self.subscripted += 1
        indices: list[Expression] = []
        places = [place]
        while True:
            indices.append(self.expression(SUM))
            places.append(self.place)
            follower = self.values[self.at]
            if follower not in (",", "]"):
                raise self.unexpected(opening)
            self.at += 1
            if follower == "]":
                break
        self.subscripted -= 1
        self.place = PlaceTree(start, self.ends[self.at - 1], tuple(places))
        return Entry(base, tuple(indices))

    def root(self) -> Expression:
        """``√x``, ``∛(x + 1)``."""
        at = self.at
        sign = self.values[at]
        self.at = at + 1
        node = self.expression(ENTRY)
        if self.values[self.at].startswith("^"):
            hint = f"write `{sign}(x^2)`, or `({sign}x)^2`"
            raise self.unreadable(f"what stands under `{sign}` needs parentheses", at, hint)
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], (self.place,))
        return Apply(ROOTS[sign], (node,))
