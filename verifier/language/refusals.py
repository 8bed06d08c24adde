"""What to say of a token that cannot stand where it stands."""

from __future__ import annotations

from verifier.language import advice
from verifier.language.reading import Reading, Unreadable
from verifier.language.tokens import is_name

_DIGITS = frozenset("0123456789")
_BOTH_SIDES = "an operator needs both its sides"


class Refusals(Reading):
    """Words for what cannot be read; each records a problem."""

    __slots__ = ()

    def starts_operand(self, index: int) -> bool:
        """Whether an operand can begin with the token at ``index`` (signs and bars left out)."""
        first = self.values[index][:1]
        return first.isalnum() or (first != "" and first in "_√∛")

    def missing_times(self) -> None:
        """Report a product written without its sign, as ``3x`` or ``2(x + 1)``."""
        at = self.at
        before, after = self.values[at - 1], self.values[at]
        if after == "(" and is_name(before):
            self.advise(advice.about_called_value(before, self.entries.get(before)), at - 1)
        elif before[:1] in _DIGITS and after[:1] == "_":
            hint = f"write `{before}{after.replace('_', '')}`"
            raise self.unreadable("digits are not grouped", at, hint)
        else:
            left = "(…)" if before == ")" else before
            right = f"{after}(…)" if self.values[at + 1] == "(" and is_name(after) else after
            right = "(…)" if after == "(" else right
            self.problem("a product needs its sign", at, f"write `{left}*{right}`")

    def missing_operand(self) -> Unreadable:
        """Record that an operand is due at the position; to be raised."""
        at = self.at
        value = self.values[at]
        before = self.values[at - 1] if at else ""
        if not before and not value:
            return self.unreadable(
                "there is no expression here", at, "write one, such as `x^2 + 1`"
            )
        if not value:
            return self.unreadable(
                f"an expression is missing after `{before}`", at - 1, _BOTH_SIDES
            )
        if not before:
            return self.unreadable(f"an expression is missing before `{value}`", at, _BOTH_SIDES)
        if before == "(" and value == ")":
            hint = "write an expression in them, or remove them"
            return self.unreadable("nothing stands between the parentheses", at, hint)
        message = f"an expression is missing between `{before}` and `{value}`"
        return self.unreadable(message, at, _BOTH_SIDES)

    def unexpected(self, opening: int | None) -> Unreadable:
        """Record that the token at the position cannot follow, inside the bracket at ``opening``;
        to be raised."""
        at = self.at
        value = self.values[at]
        bracket = "" if opening is None else self.values[opening]
        if opening is not None and (not value or (bracket == "|" and value in (")", "]"))):
            return self.unpartnered(opening)
        match value:
            case ")" | "]":
                if opening is None:
                    return self.unpartnered(at)
                wanted = ")" if bracket == "(" else "]"
                return self.unreadable(
                    f"`{value}` cannot close `{bracket}`", at, f"write `{wanted}`"
                )
            case "|":
                hint = f"write `{self.values[at - 1]}*|…|`"
                return self.unreadable("a product needs its sign", at, hint)
            case ",":
                message = "a comma stands only between the arguments of a function"
                return self.unreadable(message, at, "write one expression")
            case "=" | "==" | "!=" | "<" | "<=" | ">" | ">=":
                hint = "put the comparison in parentheses: `(x == 1)`"
                return self.unreadable(f"`{value}` cannot stand here", at, hint)
            case _:
                return self.unreadable_token()

    def unreadable_token(self) -> Unreadable:
        """Record that the token at the position has no meaning in an expression; to be raised."""
        message, hint = advice.about_character(self.values[self.at])
        return self.unreadable(message, self.at, hint)
