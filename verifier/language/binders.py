"""The words with a syntax of their own: ``sum prod integrate limit`` bind a variable,
``diff grad jacobian`` name what to differentiate by."""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifier.language.expressions import Apply, Binder, Constant, Derivative, Expression, Limit
from verifier.language.precedence import LOOSEST
from verifier.language.reading import PlaceTree
from verifier.language.refusals import Refusals
from verifier.language.scope import Entry, Kind
from verifier.language.tokens import is_name
from verifier.language.vocabulary import BINDERS, CONSTANTS, SPELLINGS

FUNCTIONS = (Kind.FUNCTION, Kind.OPAQUE)
KEYWORDS = frozenset({"axis", "keepdims", "ddof", "dtype", "out", "where", "initial", "ord"})

_EXAMPLES = {
    "sum": "sum(i^2, i=1..n)",
    "prod": "prod(i, i=1..n)",
    "integrate": "integrate(f, x=a..b)",
    "limit": "limit(f, x=0)",
    "diff": "diff(f, x)",
    "grad": "grad(f, V)",
    "jacobian": "jacobian(F, V)",
}


class Binders(Refusals, ABC):
    """Reads a binder or a derivative, its word standing at the position."""

    __slots__ = ()

    @abstractmethod
    def expression(self, floor: int) -> Expression:
        """Read an expression whose operators all bind at least as tightly as ``floor``."""

    @abstractmethod
    def reduction(self, name: str, head: str) -> Expression:
        """Read ``sum(X)`` or ``sum(X, axis=0)``: a function of an array's entries."""

    def binder(self, kind: str) -> Expression:
        """Read whatever begins with the word ``kind`` at the position."""
        at = self.at
        example = f"write `{_EXAMPLES[kind]}`"
        if self.values[at + 1] != "(":
            raise self.unreadable(f"`{kind}` stands here without its arguments", at, example)
        if kind in ("diff", "grad", "jacobian"):
            return self._derivative(kind)
        comma = self.comma(at + 1)
        if comma is not None:
            variable, form = self.values[comma + 1 : comma + 3]
            if is_name(variable) and variable not in KEYWORDS and form in ("=", ")", ","):
                return self._bound(kind, comma + 1)
        if kind in ("sum", "prod"):
            return self.reduction(kind, kind)
        raise self.unreadable(f"`{kind}` needs its variable", at, example)

    def comma(self, opening: int) -> int | None:
        """The first comma that belongs to the parenthesis at ``opening``."""
        end = self.closing(opening)
        index = opening + 1
        while index < end:
            value = self.values[index]
            if value == ",":
                return index
            index = self.closing(index) + 1 if value in ("(", "[") else index + 1
        return None

    def _bound(self, kind: str, at_variable: int) -> Expression:
        """``sum``, ``prod``, ``integrate`` or ``limit``, its variable at ``at_variable``."""
        at = self.at
        closing = self.closing(at + 1)
        variable, form = self.values[at_variable], self.values[at_variable + 1]
        if form == "," or (form == ")" and kind in ("prod", "limit")):
            message = f"`{kind}` needs to know where `{variable}` goes"
            raise self.unreadable(message, at_variable, f"write `{_EXAMPLES[kind]}`")
        free = kind == "integrate" and form == ")"
        if free:
            self._check_variable(kind, at_variable)
        else:
            self._check_fresh(variable, at_variable)
        self.at = at + 2
        body = self._body(kind, variable, free)
        if self.at != at_variable - 1:
            raise self.unexpected(at + 1)
        places = [self.place]
        self.at = at_variable + 2
        node: Expression
        if form == ")":
            self.at = closing
            node = Binder(kind, body, variable, None, None)
        elif kind == "limit":
            node = self._limit(body, variable, places, closing)
        else:
            node = self._range(kind, body, variable, places)
        if self.at != closing:
            if self.values[self.at] == ",":
                message = f"one `{kind}` has one variable"
                raise self.unreadable(message, self.at, f"nest them: `{kind}({kind}(…), …)`")
            raise self.unexpected(at + 1)
        self.at = closing + 1
        self.place = PlaceTree(self.starts[at], self.ends[closing], tuple(places))
        return node

    def _range(
        self, kind: str, body: Expression, variable: str, places: list[PlaceTree]
    ) -> Expression:
        """The bounds ``a..b`` of a sum, a product or an integral."""
        at = self.at
        lower = self._end_point()
        places.append(self.place)
        if self.values[self.at] != "..":
            message = f"the range of `{variable}` needs two ends"
            raise self.unreadable(message, at, f"write `{_EXAMPLES[kind]}`")
        self.at += 1
        upper = self._end_point()
        places.append(self.place)
        return Binder(kind, body, variable, lower, upper)

    def _limit(
        self, body: Expression, variable: str, places: list[PlaceTree], closing: int
    ) -> Expression:
        """The point of a limit, and the sign after it where the limit is one-sided."""
        last = closing - 1
        sign = self.values[last]
        side = sign if sign in ("+", "-") and last > self.at else ""
        if side:
            self.values[last] = ""  # whoever reads the point must not see the sign
        point = self._end_point()
        places.append(self.place)
        if side:
            self.values[last] = side
            self.at += self.at == last
        return Limit(body, variable, point, side)

    def _body(self, kind: str, variable: str, free: bool) -> Expression:
        """Read the body with the variable in sight, and put everything back."""
        if free:
            return self.expression(LOOSEST)
        before = self.known.pop(variable, None)
        outer = self.bound.get(variable)
        self.bound[variable] = kind
        body = self.expression(LOOSEST)
        self.known.pop(variable, None)
        if before is not None:
            self.known[variable] = before
        if outer is None:
            del self.bound[variable]
        else:
            self.bound[variable] = outer
        return body

    def _check_fresh(self, variable: str, at: int) -> None:
        taken = ""
        if variable in self.bound:
            taken = "it is bound already by an enclosing sum, product, integral or limit"
        elif variable in self.entries:
            taken = f"it is declared as a {self.entries[variable].kind.value}"
        elif variable in CONSTANTS and variable != "i":
            taken = "it is a constant"
        elif variable in SPELLINGS or variable in BINDERS:
            taken = "it is a function"
        if taken:
            self.problem(
                f"`{variable}` cannot be the bound variable here: {taken}",
                at,
                f"rename the bound variable, for instance to `{self._unused()}`",
            )

    def _unused(self) -> str:
        taken = {*self.entries, *self.bound, *self.values}
        return next((name for name in ("t", "k", "j", "s", "u", "m") if name not in taken), "t1")

    def _end_point(self) -> Expression:
        """A bound or the point of a limit: an expression, or plus or minus ``oo``."""
        at = self.at
        sign = self.values[at] if self.values[at] in ("+", "-") else ""
        infinite = at + 1 if sign else at
        if self.values[infinite] not in ("oo", "np.inf") or "oo" in self.entries:
            return self.expression(LOOSEST)
        if self.values[infinite + 1] not in ("..", ")", ",", ""):
            return self.expression(LOOSEST)
        self.at = infinite + 1
        node = Constant("oo")
        self.place = PlaceTree(self.starts[infinite], self.ends[infinite], ())
        if sign != "-":
            return node
        self.place = PlaceTree(self.starts[at], self.ends[infinite], (self.place,))
        return Apply("neg", (node,))

    # Derivatives.

    def _derivative(self, kind: str) -> Expression:
        at = self.at
        self.at = at + 2
        if self.values[self.at] == ")":
            message = f"`{kind}` stands here without its arguments"
            raise self.unreadable(message, at, f"write `{_EXAMPLES[kind]}`")
        body = self.expression(LOOSEST)
        place = self.place
        variables: list[str] = []
        while self.values[self.at] == ",":
            self.at += 1
            self._variable(kind, variables)
        if self.values[self.at] != ")":
            raise self.unexpected(at + 1)
        self.at += 1
        if not variables:
            message = f"`{kind}` needs the name to differentiate by"
            self.problem(message, at, f"write `{_EXAMPLES[kind]}`")
        elif kind != "diff" and len(variables) > 1:
            self.problem(f"`{kind}` takes one variable", at, f"write `{_EXAMPLES[kind]}`")
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], (place,))
        return Derivative(kind, body, tuple(variables))

    def _variable(self, kind: str, variables: list[str]) -> None:
        at = self.at
        name = self.values[at]
        if is_name(name) and self.values[at + 1] in (",", ")"):
            self._check_variable(kind, at)
            variables.append(name)
            self.at = at + 1
            return
        self.expression(LOOSEST)
        words = self.source(self.starts[at], self.ends[self.at - 1])
        if words.isdigit() and kind == "diff":
            last = variables[-1] if variables else "x"
            times = min(int(words[:3]), 4)
            example = ", ".join([last] * max(times, 2))
            message = "a derivative is by names, not by a number"
            self.problem(message, at, f"write `diff(f, {example})`")
        else:
            self.problem(
                f"`{kind}` differentiates by a name, and `{words}` is none",
                at,
                f"define a name for it, or write `{_EXAMPLES[kind]}`",
            )
        variables.append("?")

    def _check_variable(self, kind: str, at: int) -> None:
        """A derivative (or an indefinite integral) is by a name that varies continuously."""
        name = self.values[at]
        binder = self.bound.get(name)
        entry = self.entries.get(name)
        if binder in ("sum", "prod"):
            reason = f"it is the index of a `{binder}`, a whole number"
        elif binder is not None:
            return
        elif entry is None:
            if name in CONSTANTS:
                reason = "it is a constant"
            else:
                self.undeclared.append(at)
                return
        else:
            reason = _why_fixed(entry)
            if kind == "integrate" and entry.kind is Kind.DEFINITION:
                reason = "it is defined by other names"
        if reason:
            verb = "integrate" if kind == "integrate" else "differentiate"
            hint = f"write `{_EXAMPLES[kind]}` with a real symbol"
            self.problem(f"one cannot {verb} by `{name}`: {reason}", at, hint)


def _why_fixed(entry: Entry) -> str:
    if entry.kind in FUNCTIONS:
        return "it is a function"
    if entry.kind is Kind.SIZE or entry.integer:
        return "it is a whole number"
    if entry.kind is Kind.DERIVATION:
        return "it is the value of a derivation"
    return ""
