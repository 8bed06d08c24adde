"""Lines of statements made at random, and whether they hold, by the oracle.

Each line rewrites a statement as people do: by a rule that keeps what it says, by one that only
follows or that loses solutions, or by a slip. Which of them was taken is not told: the oracle looks
at the truth values of both statements on a grid of exact rational points.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.evaluator import Nothing, evaluate, truth
from tests.oracle.grid import points
from tests.oracle.sheets import read_sheet
from verifier.kernel.verdicts import Conditional, Coordinate, Proved, Refuted, Verdict
from verifier.language.expressions import Apply, Expression, subexpressions

TERMS = (
    *("x", "y", "x + 1", "x - y", "2*x", "x*y", "x^2", "1/x", "sqrt(x)", "abs(x)", "log(x)"),
    *("exp(x)", "x - 2", "3 - x", "x/y", "x^3", "sqrt(x + 1)", "1/(x - y)", "max(x, y)", "x^2 - y"),
    *("y^2", "-x", "(x - 1)*(x - 2)", "x^2 - 1", "sqrt(y)", "1/y", "sqrt(x)*x", "x^2 + y^2"),
)
NUMBERS = ("0", "1", "2", "-1", "1/2", "4")
RELATIONS = ("=", "=", "=", "<", "<=", ">", ">=", "!=")
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
OTHER = {"=": "<=", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "!=": "<"}
DOMAINS = ("real", "real", "real > 0", "real != 0", "real >= 0", "real in (-1, 3)", "integer")


class Made(NamedTuple):
    """A line of statements under the domains of x and y."""

    before: str
    relation: str
    line: str
    domains: tuple[str, str]

    @property
    def header(self) -> str:
        """The beginning of a file that the line could stand in."""
        return f"symbols:\n  x: {self.domains[0]}\n  y: {self.domains[1]}\n"

    @property
    def text(self) -> str:
        """The line in a file of its own."""
        steps = f"    {self.before}\n    {self.relation} {self.line}\n"
        return f"{self.header}derivations:\n  a: |\n{steps}"


def lines(seed: int) -> Iterator[Made]:
    """Lines without end, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (the same lines every time)
    while True:
        before = _statement(chance)
        line = _rewritten(chance, before)
        if chance.random() < 0.5:
            before, line = line, before
        domains = chance.choice(DOMAINS), chance.choice(DOMAINS)
        yield Made(before, chance.choice(("<=>", "<=>", "=>")), line, domains)


def _term(chance: random.Random) -> str:
    return chance.choice(TERMS)


def _comparison(chance: random.Random) -> str:
    other = chance.choice(NUMBERS) if chance.random() < 0.6 else _term(chance)
    return f"{_term(chance)} {chance.choice(RELATIONS)} {other}"


def _statement(chance: random.Random) -> str:
    match chance.randrange(8):
        case 0:
            return f"{_comparison(chance)} and {_comparison(chance)}"
        case 1:
            return f"{_comparison(chance)} or {_comparison(chance)}"
        case 2:
            return f"not ({_comparison(chance)})"
        case 3:
            return f"{_term(chance)} = ± {chance.choice(NUMBERS)}"
        case _:
            return _comparison(chance)


def _rewritten(chance: random.Random, statement: str) -> str:
    """The statement after one or two steps, right or wrong ones."""
    for _ in range(chance.randint(1, 2)):
        parts = statement.split(" ")
        relations = [at for at, part in enumerate(parts) if part in RELATIONS]
        if len(relations) != 1 or {"and", "or", "not", "±"} & set(parts):
            return _as_a_whole(chance, statement)
        at = relations[0]
        left, relation, right = " ".join(parts[:at]), parts[at], " ".join(parts[at + 1 :])
        statement = _step(chance, left, relation, right)
    return statement


def _as_a_whole(chance: random.Random, statement: str) -> str:
    match chance.randrange(6):
        case 0:
            return f"not (not ({statement}))" if "±" not in statement else statement
        case 1:
            return f"({statement}) or false"
        case 2:
            return f"({statement}) or {_comparison(chance)}"
        case 3:
            return f"({statement}) and {_comparison(chance)}"
        case 4:
            return statement.replace("±", "").replace("and", "or", 1)
        case _:
            return statement.removeprefix("not ").replace("± ", "-", 1)


def _step(chance: random.Random, left: str, relation: str, right: str) -> str:
    turned = TURNED.get(relation, relation)
    term, number = _term(chance), chance.choice(NUMBERS[1:])
    steps = (
        f"{right} {turned} {left}",
        f"({left}) + ({term}) {relation} ({right}) + ({term})",
        f"({left})*({term}) {relation} ({right})*({term})",
        f"({left})/({term}) {relation} ({right})/({term})",
        f"({left})*({number}) {relation} ({right})*({number})",
        f"-({left}) {turned} -({right})",
        f"({left})^2 {relation} ({right})^2",
        f"({left})^3 {relation} ({right})^3",
        f"exp({left}) {relation} exp({right})",
        f"log({left}) {relation} log({right})",
        f"sqrt({left}) {relation} sqrt({right})",
        f"1/({left}) {turned} 1/({right})",
        f"({left}) - ({right}) {relation} 0",
        f"abs({left}) {relation} abs({right})",
        f"{left} {relation} {right} or {left} {turned} -({right})",
        f"({left})^2 {relation} ({right})^2 and ({left})*({right}) >= 0",
        f"{left} {turned} {right}",
        f"{left} {OTHER[relation]} {right}",
        f"not ({left} {relation} {right})",
        f"{left} {relation} {right} and {left} = {left}",
    )
    return chance.choice(steps)


@dataclass(frozen=True)
class Held:
    """What the grid shows of a line."""

    looked_at: int
    broken: tuple[Mapping[str, Fraction], ...]
    broken_where_defined: tuple[Mapping[str, Fraction], ...]
    both_true: int


def held(made: Made, limit: int, assumed: Iterable[str] = ()) -> Held:
    """The truth values of both statements at points of the domain where ``assumed`` holds."""
    look = _Look(made)
    looked_at = both_true = 0
    broken, where_defined = [], []
    for point in points(look.sheet, look.gaps, look.sheet.statements(assumed), limit):
        before, here = look.truths(point)
        if before is None or here is None:
            continue
        looked_at += 1
        both_true += before and here
        if look.breaks(before, here):
            broken.append(point)
            if look.is_defined(point):
                where_defined.append(point)
    return Held(looked_at, tuple(broken), tuple(where_defined), both_true)


def faults_of(made: Made, verdict: Verdict, limit: int = 60) -> list[str]:
    """What the grid has against a verdict."""
    match verdict:
        case Proved():
            return [f"proved, but false at {dict(point)}" for point in held(made, limit).broken]
        case Conditional(missing=missing):
            granted = held(made, limit, [condition.text for condition in missing])
            found = [f"not enough: false at {dict(point)}" for point in granted.broken]
            outranked = held(made, limit).broken_where_defined
            return found + [f"false where defined, at {dict(point)}" for point in outranked]
        case Refuted(witness=witness):
            return _faults_of_a_point(made, witness)
        case _:
            return []


def _faults_of_a_point(made: Made, witness: Mapping[str, Coordinate]) -> list[str]:
    try:
        point = {name: Fraction(str(value)) for name, value in witness.items()}
    except ValueError:
        return []  # no rational point: the oracle's numbers are rational
    look = _Look(made)
    point = {name: Fraction(0) for name in look.sheet.symbols} | point
    before, here = look.truths(point)
    if before is None or here is None:
        return []
    return [] if look.breaks(before, here) else [f"refuted, but it holds at {point}"]


class _Look:
    """A line, read for the oracle."""

    def __init__(self, made: Made) -> None:
        self.relation = made.relation
        self.sheet = read_sheet(f"{made.header}derivations:\n  a: x = x\n")
        read = self.sheet.statements((made.before, made.line))
        self.statements = [_branches(statement) for statement in read]
        parts = [part for branches in self.statements for part in branches]
        self.gaps = [gap for part in parts for gap in _gaps(part)]

    def truths(self, point: Mapping[str, Fraction]) -> list[bool | None]:
        setting = self.sheet.setting
        return [
            _any(truth(part, point, setting) for part in branches) for branches in self.statements
        ]

    def breaks(self, before: bool, here: bool) -> bool:
        return (before and not here) or (self.relation == "<=>" and here and not before)

    def is_defined(self, point: Mapping[str, Fraction]) -> bool:
        values = (evaluate(gap, point, self.sheet.setting) for gap in self.gaps)
        return not any(isinstance(value, Nothing) for value in values)


def _branches(statement: Expression) -> list[Expression]:
    return [_signed(statement, negative=False), _signed(statement, negative=True)]


def _signed(node: Expression, *, negative: bool) -> Expression:
    match node:
        case Apply("±", (inner,)):
            return Apply("neg", (inner,)) if negative else inner
        case Apply(head, args):
            return Apply(head, tuple(_signed(arg, negative=negative) for arg in args))
        case _:
            return node


def _any(truths: Iterator[bool | None]) -> bool | None:
    found = list(truths)
    return True if True in found else None if None in found else False


def _gaps(statement: Expression) -> Iterator[Expression]:
    for part in subexpressions(statement):
        match part:
            case Apply(head, (left, right)) if head in {*RELATIONS, "=="}:
                yield Apply("+", (left, Apply("neg", (right,))))
            case _:
                pass
