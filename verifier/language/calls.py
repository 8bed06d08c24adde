"""Names and what follows them: values, constants, functions of the vocabulary and the author's."""

from __future__ import annotations

from verifier.language import advice
from verifier.language.binders import FUNCTIONS, KEYWORDS, Binders
from verifier.language.expressions import ONE, Apply, Call, Constant, Expression, Name, Number
from verifier.language.literals import MAX_EXPONENT, exceeds_limit
from verifier.language.precedence import LOOSEST, SIGN
from verifier.language.reading import PlaceTree, Unreadable
from verifier.language.scope import Entry
from verifier.language.vocabulary import BINDERS, CONSTANTS, SPELLINGS, VOCABULARY

_NUMPY_CONSTANTS = {
    "np.pi": "pi",
    "np.e": "e",
    "np.inf": "oo",
    "π": "pi",
    "True": "true",
    "False": "false",
}
_NUMPY_BINDERS = {"np.sum": "sum", "np.prod": "prod"}
_SWITCHED_ON = {"True": True, "true": True, "1": True, "False": False, "false": False, "0": False}
_OF_ARRAYS = {"max": "amax", "min": "amin"}  # max(X) and max(X, axis=0) are of one array


class Calls(Binders):
    """Reads a name and, where it is called, its arguments."""

    __slots__ = ()

    def name(self) -> Expression:
        """Read the operand that begins with the name at the position."""
        at = self.at
        name = self.values[at]
        entry = self.entries.get(name)
        if name in self.bound or (entry is not None and entry.kind not in FUNCTIONS):
            if self.values[at + 1] == "'":
                raise self._stray_prime(name)
            return self._leaf(at, Name(name))
        self.depth += 1  # a call counts twice, for reading it takes twice as many frames
        node = self._function_or_constant(name, entry)
        self.depth -= 1
        return node

    def _function_or_constant(self, name: str, entry: Entry | None) -> Expression:
        if entry is not None:
            return self._of_author(name, entry.arity)
        name = name.replace("numpy.", "np.", 1)
        kind = _NUMPY_BINDERS.get(name, name)
        if kind in BINDERS:
            return self.binder(kind)
        if name in SPELLINGS and not (self.subscripted and self.values[self.at + 1] != "("):
            return self._of_vocabulary(name)
        return self._undeclared_or_constant(name)

    def _leaf(self, at: int, node: Expression) -> Expression:
        """An operand of one token that means the same wherever it stands in sight."""
        self.leave(at)
        self.known[self.values[at]] = node
        return node

    def _undeclared_or_constant(self, name: str) -> Expression:
        at = self.at
        constant = _NUMPY_CONSTANTS.get(name, name)
        if constant in CONSTANTS and not (name == "i" and self.subscripted):
            return self._constant(constant)
        if self.values[at + 1] in ("(", "'") and not self.subscripted:
            self.advise(advice.about_unknown_function(name, self.scope), at)
            return self._of_author(name, -1)
        if name.startswith("np."):
            self.advise(advice.about_unknown_function(name, self.scope), at)
        elif self.subscripted:
            self.indices.add(name)
        else:
            self.undeclared.append(at)
        self.leave(at)
        return Name(name)

    def _constant(self, name: str) -> Expression:
        at = self.at
        if name in self.entries:
            self.problem(
                f"`{self.values[at]}` is the constant {name}, and `{name}` is declared here",
                at,
                f"rename the declared `{name}`, or write `{name}` if it is meant",
            )
        if name == "oo":
            self.problem(
                "`oo` stands only in bounds and as the point of a limit",
                at,
                "write `limit(f, x=oo)`, or `integrate(f, x=0..oo)`",
            )
        elif name == "i":
            self.imaginary.append(at)
            self.leave(at)
            return Constant(name)
        elif name in ("true", "false"):
            self.formal = True
        return self._leaf(at, Constant(name))

    # Functions.

    def _of_author(self, name: str, arity: int) -> Expression:
        """A function the author declared; with arity -1 one that nobody did, already reported."""
        at = self.at
        primes = 0
        self.at = at + 1
        while self.values[self.at] == "'":
            primes += 1
            self.at += 1
        if self.values[self.at] != "(":
            example = f"{name}(x)" if arity == 1 else f"{name}(…)"
            message = f"`{name}` is a function and stands here without its arguments"
            self.problem(message, at, f"write `{example}`")
            self.leave(at)
            return Name(name)
        args, places = self.arguments(name)
        if arity >= 0 and len(args) != arity:
            self._wrong_count(at, name, name, advice.plural(arity, "argument"), len(args))
        if primes and arity > 1:
            self.problem(
                f"a prime is for functions of one argument, and `{name}` has {arity}",
                at,
                f"write `diff({name}(…), x)`",
            )
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], tuple(places))
        order = (primes,) + (0,) * (len(args) - 1) if args else ()
        return Call(name, tuple(args), order)

    def _of_vocabulary(self, name: str) -> Expression:
        at = self.at
        head = SPELLINGS[name]
        if self.values[at + 1] != "(":
            return self._without_parentheses(name, head)
        if "axis" in VOCABULARY[head].parameters:
            return self.reduction(name, head)
        self.at = at + 1
        args, places = self.arguments(name)
        if head == "log" and len(args) == 2:
            head = "logbase"
        elif head in _OF_ARRAYS and (len(args) == 1 or self.keyed):
            head = _OF_ARRAYS[head]
        self._check_count(at, name, head, len(args))
        if head == "^" and len(args) > 1:
            self.check_exponent(args[1], places[1])
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], tuple(places))
        return Apply(head, tuple(args))

    def check_exponent(self, exponent: Expression, place: PlaceTree) -> None:
        """Report an exponent that is a number too large to be meant."""
        if exceeds_limit(exponent):
            message = f"an exponent may be at most {MAX_EXPONENT:,}"
            hint = "give the exponent a name and declare it under `symbols:`"
            self.problem_from(message, place.start, place.end, hint)

    def reduction(self, name: str, head: str) -> Expression:
        """Read ``sum(X)`` or ``sum(X, axis=0)``: a function of an array's entries."""
        at = self.at
        self.at = at + 1
        args, places = self.arguments(name)
        if len(args) > 1 and not self.keyed and (len(args) > 2 or not _is_axis(args[1])):
            message = f"the second argument of `{name}` is an axis"
            if head in BINDERS:
                message += f" or a bound variable: `{head}(i^2, i=1..n)`"
            self.problem(message, at, f"write `{name}(X, axis=0)`")
        elif head == "norm" and len(args) > 1 and not self.keyed:
            message = "the second argument of NumPy's `norm` is the kind of norm, not an axis"
            hint = "`norm(X)` is the Euclidean norm; write `norm(X, axis=0)` for that of columns"
            self.problem(message, at, hint)
        self._check_count(at, name, head, len(args))
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], tuple(places))
        return Apply(head, tuple(args))

    def _check_count(self, at: int, name: str, head: str, count: int) -> None:
        row = VOCABULARY[head]
        most = len(row.parameters)
        least = most - row.optional
        if row.variadic:
            if count < 2:
                self._wrong_count(at, name, head, "at least 2 arguments", count)
        elif not least <= count <= most:
            wanted = f"{least} to {most} arguments"
            if least == most:
                wanted = advice.plural(most, "argument")
            if head == "log":
                wanted = "1 argument, or 2 with a base"
            self._wrong_count(at, name, head, wanted, count)

    def _wrong_count(self, at: int, name: str, head: str, wanted: str, count: int) -> None:
        if name in self.entries:
            hint = f"compare where `{name}` is declared"
        else:
            hint = f"write `{advice.signature(name, head)}`"
        self.problem(f"`{name}` takes {wanted}, and here it has {count or 'none'}", at, hint)

    def _without_parentheses(self, name: str, head: str) -> Expression:
        """``sin x``: reported, and read as ``sin(x)`` where that is what it must mean."""
        at = self.at
        follower = self.values[at + 1]
        message = f"`{name}` is a function and stands here without its argument"
        if follower == "'":
            hint = f"write `diff({name}(x), x)`"
            raise self.unreadable(f"a prime does not follow `{name}`", at, hint)
        if follower.startswith("^"):
            power = follower[1:] or self.values[at + 2]
            raise self.unreadable(message, at, f"write `{name}(x)^{power}`")
        if not self.starts_operand(at + 1):
            self.problem(message, at, f"write `{advice.signature(name, head)}`")
            self.leave(at)
            return Name(name)
        self.at = at + 1
        argument = self.expression(SIGN)
        words = self.source(self.starts[at + 1], self.ends[self.at - 1])
        self.problem(f"the argument of `{name}` needs parentheses", at, f"write `{name}({words})`")
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], (self.place,))
        return Apply(head, (argument,))

    def _stray_prime(self, name: str) -> Unreadable:
        return self.unreadable(
            f"`{name}` is not a function, so a prime has no meaning here",
            self.at + 1,
            f"write `diff({name}, x)`, naming the variable",
        )

    def arguments(self, name: str) -> tuple[list[Expression], list[PlaceTree]]:
        """Read the arguments in parentheses; ``axis=`` and ``keepdims=`` of reductions as well."""
        opening = self.at
        args: list[Expression] = []
        places: list[PlaceTree] = []
        keyed = self.keyed = False
        if SPELLINGS.get(name) in ("ones", "zeros") and self._is_shape(opening + 1):
            self.at = opening + 1
            args, places = self.arguments("")
            self.at += 1
            return args, places
        self.at += 1
        if self.values[self.at] == ")":
            self.at += 1
            return args, places
        while True:
            if self.values[self.at] in KEYWORDS and self.values[self.at + 1] == "=":
                self._keyword(name, args, places)
                keyed = True
            elif keyed:
                message = "an argument without a name stands behind one with a name"
                raise self.unreadable(message, self.at, f"write `{name}(X, axis=0)`")
            else:
                args.append(self.expression(LOOSEST))
                places.append(self.place)
            follower = self.values[self.at]
            self.at += 1
            if follower == ")":
                self.keyed = keyed
                return args, places
            if follower != ",":
                self.at -= 1
                raise self.unexpected(opening)

    def _is_shape(self, opening: int) -> bool:
        """Whether the parenthesis at ``opening`` encloses a whole shape, as in ``ones((n, d))``."""
        alone = self.values[opening] == "(" and self.comma(opening) is not None
        return alone and self.values[self.closing(opening) + 1] == ")"

    def _keyword(self, name: str, args: list[Expression], places: list[PlaceTree]) -> None:
        """Read ``axis=0`` or ``keepdims=True`` as the argument of that place."""
        at = self.at
        keyword = self.values[at]
        head = SPELLINGS.get(name, name)
        row = VOCABULARY.get(_OF_ARRAYS.get(head, head))
        if row is None or keyword not in row.parameters or not args:
            message = f"`{name}` has no argument called `{keyword}`"
            raise self.unreadable(message, at, "leave it out")
        self.at = at + 2
        value = self.values[self.at]
        if keyword == "keepdims":
            if value not in _SWITCHED_ON:
                message = "`keepdims` is True or False"
                raise self.unreadable(message, self.at, "write `keepdims=True`")
            if _SWITCHED_ON[value] and len(args) != len(row.parameters) - 1:
                example = f"{name}(X, axis=0, keepdims=True)"
                raise self.unreadable("`keepdims` needs an axis", at, f"write `{example}`")
            if _SWITCHED_ON[value]:
                args.append(ONE)
                places.append(PlaceTree(self.starts[self.at], self.ends[self.at], ()))
            self.at += 1
        elif value == "None":
            self.at += 1
        else:
            axis = self.expression(LOOSEST)
            if len(args) != 1 or not _is_axis(axis):
                hint = f"write `{name}(X, axis=0)`"
                raise self.unreadable("an axis is one whole number", at, hint)
            args.append(axis)
            places.append(self.place)


def _is_axis(node: Expression) -> bool:
    match node:
        case Number(number) | Apply("neg", (Number(number),)):
            return number.denominator == 1
        case _:
            return False
