"""Text into typed expressions: a precedence parser that knows the names in scope.

Precedence, loosest first, is Python's: ``or``, ``and``, ``not``, relations, sums, products, signs,
powers (to the right), entries and ``.T``. Nothing is simplified and nothing is evaluated. A problem
that leaves the meaning of the rest clear (an undeclared name, a forgotten ``*``) does not stop the
parser, so that as many as possible are reported at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from verifier.language import advice
from verifier.language.expressions import ONE, Apply, Expression, Name
from verifier.language.literals import read_number
from verifier.language.precedence import ENTRY, INFIX, NOT, OR, POWER, PRODUCT, RELATION, SIGN, SUM
from verifier.language.problems import Malformed, Problem
from verifier.language.reading import PlaceTree, Unreadable
from verifier.language.scope import Entry as Declared
from verifier.language.scope import Kind, Scope
from verifier.language.source import Place, Text
from verifier.language.statements import check_expression, settle_statement
from verifier.language.suffixes import ROOTS, Suffixes
from verifier.language.tokens import MAX_LENGTH, is_name, tokenize

MAX_NESTING = 150  # operations or brackets, one inside another

_SIGNS = {"-": "neg", "±": "±", "∓": "∓"}
_DIGITS = frozenset("0123456789")  # of which "" is no member


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A declared name where it stands in the text."""

    name: str
    place: Place
    length: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says.

    Attributes:
        expression: the typed expression.
        places: where each node stands in ``text``, aligned with `expressions.children`.
        indices: the subscripts that nothing binds ("for every index").
        text: what was read.
        scope: what it was read against.
    """

    expression: Expression
    places: PlaceTree
    indices: frozenset[str]
    text: Text
    scope: Scope

    @property
    def names(self) -> tuple[Occurrence, ...]:
        """Every occurrence of a declared name, in reading order."""
        tokens = tokenize(self.text.value)
        found = []
        for value, end in zip(tokens.values, tokens.ends, strict=True):
            name = value.lstrip("^+-")  # in `xⁿ` the exponent is a name
            if name in self.scope.entries:
                found.append(Occurrence(name, self.text.place(end - len(name)), len(name)))
        return tuple(found)


def parse(text: Text | str, scope: Scope, *, statement: bool = False) -> Parsed:
    """Read an expression, or with ``statement`` an equation, an inequality or a combination.

    Raises:
        Malformed: with every problem that could be found.
    """
    if isinstance(text, str):
        text = Text.of(text)
    if len(text.value) > MAX_LENGTH:
        message = f"an expression may have at most {MAX_LENGTH:,} characters"
        hint = "define parts of it under `definitions:`"
        raise Malformed([Problem(message, text.place(0), hint)])
    parser = _Parser(text, scope)
    expression = parser.run(statement)
    if parser.imaginary and "i" in parser.indices and parser.settle_index():
        inner = scope.with_names({"i": Declared(Kind.INDEX, integer=True)})
        return parse(text, inner, statement=statement)
    if parser.problems:
        raise Malformed(parser.problems)
    return Parsed(expression, parser.place, frozenset(parser.indices), text, scope)


class _Parser(Suffixes):
    """Operators and brackets. Each method leaves the place of what it read in ``self.place``."""

    __slots__ = ()

    def run(self, statement: bool) -> Expression:
        """Read the whole text; what is wrong with it is in ``problems``."""
        node: Expression = Name("?")
        with suppress(Unreadable):
            node = self.expression(OR)
            if self.values[self.at] != "":
                raise self.unexpected(None)
            if len(self.values) > MAX_NESTING and _height(self.place) > MAX_NESTING:
                raise self._too_deep(0)
            if statement:
                node = settle_statement(node, self.place, self.problem_from)
            elif self.formal:
                check_expression(node, self.place, self.problem_from)
        with suppress(Unreadable):
            self._report_undeclared()
        return node

    def _too_deep(self, index: int) -> Unreadable:
        message = f"the expression is nested more than {MAX_NESTING} levels deep"
        return self.unreadable(message, index, "define parts of it under `definitions:`")

    def _report_undeclared(self) -> None:
        told = set(self.indices)
        for index in self.undeclared:
            name = self.values[index]
            if name not in told:
                told.add(name)
                self.advise(advice.about_undeclared(name, self.scope), index)

    def settle_index(self) -> bool:
        """Whether every free `i` beside a subscript `i` is a delta's; if not, that is reported."""
        for index in self.imaginary:
            if not {self.values[index - 1], self.values[index + 1]} & {"==", "!="}:
                self.problem(
                    "`i` is a subscript and the imaginary unit in one expression",
                    index,
                    "rename the subscript",
                )
                return False
        return True

    # The loop of precedence.

    def expression(self, floor: int) -> Expression:
        """Read an expression whose operators all bind at least as tightly as ``floor``."""
        at = self.at
        values = self.values
        if self.depth > MAX_NESTING:
            raise self._too_deep(at)
        self.depth += 1
        start = self.starts[at]
        known = self.known.get(values[at])
        if known is None:
            node = self.operand()
        else:
            node = known
            self.place = PlaceTree(start, self.ends[at], ())
            self.at = at + 1
        while True:
            power = INFIX.get(values[self.at])
            if power is None:
                power = self._power_of_stray()
            if power < floor:
                break
            if power == PRODUCT:
                node = self._product(node, start)
            elif power == SUM:
                node = self._sum(node, start)
            elif power == POWER:
                node = self.power(node, start)
            elif power == RELATION:
                node = self._relation(node, start)
            elif power == ENTRY:
                node = self.entry(node, start)
            else:
                node = self._connective(node, start, power)
        self.depth -= 1
        return node

    def _sum(self, first: Expression, start: int) -> Expression:
        terms = [first]
        places = [self.place]
        values = self.values
        while (sign := values[self.at]) in ("+", "-", "±", "∓"):
            at = self.at
            self.at = at + 1
            term = self.expression(PRODUCT)
            if sign != "+":
                term = Apply(_SIGNS[sign], (term,))
                self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], (self.place,))
            terms.append(term)
            places.append(self.place)
        self.place = PlaceTree(start, self.ends[self.at - 1], tuple(places))
        return Apply("+", tuple(terms))

    def _product(self, first: Expression, start: int) -> Expression:
        values = self.values
        operator = values[self.at]
        places = [self.place]
        factors = [first]
        if operator in ("/", "@"):
            self.at += 1
            factors.append(self.expression(SIGN))
            places.append(self.place)
            head = operator
        else:
            head = "*"
            while True:
                operator = values[self.at]
                if operator == "*":
                    self.at += 1
                elif operator in INFIX or self._power_of_stray() != PRODUCT:
                    break
                else:
                    self.missing_times()
                factors.append(self.expression(SIGN))
                places.append(self.place)
        self.place = PlaceTree(start, self.ends[self.at - 1], tuple(places))
        return Apply(head, tuple(factors))

    def _relation(self, first: Expression, start: int) -> Expression:
        sides = [first]
        places = [self.place]
        relations = []
        while INFIX.get(relation := self.values[self.at]) == RELATION:
            self.at += 1
            sides.append(self.expression(SUM))
            places.append(self.place)
            relations.append(relation)
        if "=" in relations or len(relations) > 1:
            self.formal = True
        nodes: list[Expression] = []
        trees = []
        for index, relation in enumerate(relations):
            left, right = places[index], places[index + 1]
            nodes.append(Apply(relation, (sides[index], sides[index + 1])))
            trees.append(PlaceTree(left.start, right.end, (left, right)))
        end = self.ends[self.at - 1]
        if len(nodes) == 1:
            self.place = PlaceTree(start, end, trees[0].children)
            return nodes[0]
        self.place = PlaceTree(start, end, tuple(trees))
        return Apply("and", tuple(nodes))

    def _connective(self, first: Expression, start: int, power: int) -> Expression:
        self.formal = True
        word = self.values[self.at]
        parts = [first]
        places = [self.place]
        while self.values[self.at] == word:
            self.at += 1
            parts.append(self.expression(power + 1))
            places.append(self.place)
        self.place = PlaceTree(start, self.ends[self.at - 1], tuple(places))
        return Apply(word, tuple(parts))

    def _power_of_stray(self) -> int:
        """The power of a token that is no operator: a superscript, or a product without sign."""
        value = self.values[self.at]
        if value[0] == "^":
            return POWER
        if value == "not":
            hint = "join statements with `and not`"
            raise self.unreadable("`not` stands before a statement", self.at, hint)
        if value == "(" or self.starts_operand(self.at):
            return PRODUCT
        raise self.unreadable_token()

    # Operands.

    def operand(self) -> Expression:
        value = self.values[self.at]
        reader = _PREFIX.get(value)
        if reader is not None:
            return reader(self)
        first = value[:1]
        if first in _DIGITS or (first == "." and value[1:2] in _DIGITS):
            return self._number()
        if first.isalnum() or first == "_":
            ordinary = value.isascii() or is_name(value)
            return self.name() if ordinary else self._foreign_word()
        if value in INFIX:
            raise self.missing_operand()
        raise self.unreadable_token()

    def _foreign_word(self) -> Expression:
        """A word with a letter that names may not use."""
        self.advise(advice.about_word(self.values[self.at]), self.at)
        self.leave(self.at)
        return Name("?")

    def _list(self) -> Expression:
        hint = "entries are written `X[i, j]`, groups `(a + b)`"
        raise self.unreadable("lists are not expressions", self.at, hint)

    def _number(self) -> Expression:
        at = self.at
        self.leave(at)
        number = read_number(self.values[at])
        if isinstance(number, str):
            self.problem(number, at, "write it as a power, such as 10^6")
            return ONE
        self.known[self.values[at]] = number
        return number

    def _group(self) -> Expression:
        opening = self.at
        self.at += 1
        node = self.expression(OR)
        if self.values[self.at] != ")":
            raise self.unexpected(opening)
        self.at += 1
        return node

    def _absolute(self) -> Expression:
        opening = self.at
        self.at += 1
        node = self.expression(SUM)
        if self.values[self.at] != "|":
            raise self.unexpected(opening)
        self.place = PlaceTree(self.starts[opening], self.ends[self.at], (self.place,))
        self.at += 1
        return Apply("abs", (node,))

    def _signed(self) -> Expression:
        at = self.at
        self.at = at + 1
        node = self.expression(SIGN)
        if self.values[at] == "+":
            return node
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], (self.place,))
        return Apply(_SIGNS[self.values[at]], (node,))

    def _negation(self) -> Expression:
        at = self.at
        self.formal = True
        self.at = at + 1
        node = self.expression(NOT)
        self.place = PlaceTree(self.starts[at], self.ends[self.at - 1], (self.place,))
        return Apply("not", (node,))


def _height(place: PlaceTree) -> int:
    """The nesting of a tree of places, level by level (so that no depth is too deep to measure)."""
    height = 0
    level: list[PlaceTree] = [place]
    while level:
        height += 1
        level = [child for parent in level for child in parent.children]
    return height


_PREFIX: dict[str, Callable[[_Parser], Expression]] = {
    "(": _Parser._group,
    "|": _Parser._absolute,
    "[": _Parser._list,
    "not": _Parser._negation,
    **dict.fromkeys("+-±∓", _Parser._signed),
    **dict.fromkeys(ROOTS, _Parser.root),
}
