"""The sections ``assume`` and ``derivations``: relations and lines, read against the names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from verifier.documents.document import Assumption, Derivation, Line
from verifier.documents.letters import index_letters, needed_letters
from verifier.documents.limits import MAX_LINES
from verifier.documents.names import heads_of
from verifier.documents.reach import Matter
from verifier.documents.reader import OutlinedDerivation
from verifier.documents.resolution import ANYWHERE, Resolution, Resolved
from verifier.documents.shaping import of_line, of_relation, of_step
from verifier.documents.steps import Chain, Step, chain_of
from verifier.documents.written import WrittenLine
from verifier.language.expressions import Apply, Binder, Expression, subexpressions
from verifier.language.problems import Problem
from verifier.language.reading import PlaceTree
from verifier.language.scope import Entry, Kind
from verifier.language.source import Text
from verifier.language.vocabulary import COMPARISONS

_RELATIONS = frozenset({"=", *COMPARISONS})
_UNJUDGED = (
    (Matter.SIGN, "statements with ±"),
    (Matter.COMPLEX, "complex numbers"),
    (Matter.RECURRENCE, "recurrences"),
)


class Assumptions:
    """Reads assumed relations; they may use symbols and definitions only."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution

    def read(self, lines: Sequence[WrittenLine]) -> tuple[tuple[Assumption, ...], Matter]:
        """The relations of a text, and what matters in them."""
        found: list[Assumption] = []
        matters = Matter.NOTHING
        for line in lines:
            resolved = self.resolution.read(line.text, ANYWHERE, statement=True)
            if resolved is None or not self._is_allowed(resolved):
                continue
            matters |= self.resolution.matters(resolved)
            found += self._relations(line.text, resolved.expression, resolved.parsed.places)
            if Matter.TENSOR in self.resolution.matters(resolved):
                asked = of_relation(resolved.written, resolved.survey.names)
                self.resolution.shaped.append(asked)
        return tuple(found), matters

    def _is_allowed(self, found: Resolved) -> bool:
        text = found.parsed.text
        names = self.resolution.names.declared
        declared = found.survey.names & names.keys()
        results = [name for name in declared if names[name].kind is Kind.DERIVATION]
        if results:
            self.resolution.report(
                f"an assumption cannot use the derivation `{min(results)}`",
                text,
                "assume a relation between symbols and definitions",
            )
        elif Matter.BINDER in self.resolution.matters(found):
            self.resolution.report(
                "an assumption cannot contain a derivative, sum, integral or limit",
                text,
                "assume a relation between symbols and definitions",
            )
        else:
            return True
        return False

    def _relations(self, text: Text, node: Expression, place: PlaceTree) -> Iterator[Assumption]:
        """The relations that ``and`` joins."""
        match node:
            case Apply("and", parts):
                for part, at in zip(parts, place.children, strict=True):
                    yield from self._relations(text, part, at)
            case Apply(head, _) if head in _RELATIONS:
                written = text.slice(place.start, place.end)
                yield Assumption(node, written.value, written.place(0))
            case _:
                self.resolution.report(
                    "an assumption is a relation, or several joined by `and`",
                    text.slice(place.start, place.end),
                    "write for instance `D >= 0`, `0 < x < 1` or `x != y`",
                )


class Derivations:
    """Declares and reads the derivations of a file, in its order."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.starts: dict[str, Expression] = {}  # what derivations that have a value begin with
        self._steps = 0

    def announce(self, outlined: Sequence[OutlinedDerivation], rank: int) -> None:
        """Make the names known, each with a rank of its own."""
        for number, derivation in enumerate(outlined, 1):
            heads = heads_of(derivation.name)
            if len(heads) > 1:
                self.resolution.report(
                    "a derivation has one name", derivation.name, "give each its own text"
                )
                continue
            key = derivation.name
            self.resolution.names.declare(
                key.value, key.place(0), rank + number, Entry(Kind.DERIVATION)
            )

    def resolve(
        self, outlined: Sequence[OutlinedDerivation], rank: int, assumed: Matter
    ) -> list[Derivation]:
        """Read the derivations; ``assumed`` is what matters in the file's own assumptions."""
        assumptions = Assumptions(self.resolution)
        found = []
        for number, derivation in enumerate(outlined, 1):
            own, matters = assumptions.read(derivation.assume)
            read = self._derivation(derivation, rank + number, own, assumed | matters)
            if read is not None:
                found.append(read)
            if self._steps > MAX_LINES:
                message = f"the file has more than {MAX_LINES:,} lines of derivations"
                self.resolution.report(message, derivation.name, "split it into several files")
                break
        return found

    def _derivation(
        self,
        outlined: OutlinedDerivation,
        rank: int,
        assumed: tuple[Assumption, ...],
        matters: Matter,
    ) -> Derivation | None:
        name = outlined.name
        chain = chain_of(outlined.steps, complete=not outlined.broken)
        self._steps += len(chain.steps)
        if self._steps > MAX_LINES:
            return None
        for problem in chain.problems:
            self.resolution.add(problem)
        if chain.statements:
            self.resolution.statements.add(name.value)
        lines: list[Line] = []
        uses: set[str] = set()
        letters = index_letters(chain, self.resolution.names.scope)
        before: Resolved | None = None
        for step in chain.steps:
            resolved = self._step(step, rank, chain, letters)
            if not lines:
                self._declare(name.value, resolved)
            if resolved is None:
                before = None
                continue
            if _holds_indefinite(resolved.expression, start=not lines):
                self.resolution.add(_indefinite(step))
            matters |= self._matters(resolved, chain)
            uses |= resolved.survey.names
            lines.append(_line(step, resolved))
            self._ask_shapes(before, step, resolved, chain)
            before = resolved
        if len(chain.steps) == 1 and not outlined.broken and not chain.problems:
            self.resolution.add(_without_claim(name, chain.steps[0]))
        if outlined.broken or len(lines) < len(chain.steps) or len(lines) < 2:
            return None
        declared = self.resolution.names.declared
        return Derivation(
            name.value,
            outlined.title,
            name.place(0),
            tuple(lines),
            assumed,
            outlined.expect,
            _unjudged(matters),
            tuple(n for n, d in declared.items() if d.kind is Kind.DERIVATION and n in uses),
            Matter.COMPLEX in matters,
            chain.statements,
        )

    def _step(
        self, step: Step, rank: int, chain: Chain, letters: Mapping[str, Entry]
    ) -> Resolved | None:
        if not step.text.value:
            return None  # reported where the lines were split
        scope, statement = self.resolution.names.scope, chain.statements
        needed = needed_letters(step, scope, letters, statement=statement)
        if isinstance(needed, Problem):
            self.resolution.add(needed)
            return None
        return self.resolution.read(step.text, rank, needed, statement=statement)

    def _matters(self, line: Resolved, chain: Chain) -> Matter:
        """What matters in a line, its names opened; a statement's own ± is two statements."""
        if not chain.statements:
            return self.resolution.matters(line)
        elsewhere = self.resolution.reach.matters(line.survey.names)
        return (line.survey.matters & ~Matter.SIGN) | elsewhere

    def _ask_shapes(
        self, before: Resolved | None, step: Step, line: Resolved, chain: Chain
    ) -> None:
        resolution = self.resolution
        about_arrays = Matter.TENSOR in resolution.matters(line)
        if chain.statements:
            if about_arrays:
                resolution.shaped.append(of_relation(line.written, line.survey.names))
            return
        if about_arrays:
            resolution.shaped.append(of_line(line.written, line.survey.names))
        if before is not None and (about_arrays or Matter.TENSOR in resolution.matters(before)):
            names = before.survey.names | line.survey.names
            asked = of_step(before.written, step.relation, line.written, names)
            resolution.shaped.append(asked)

    def _declare(self, name: str, start: Resolved | None) -> None:
        """What the derivation's name stands for below it: its start."""
        if start is not None:
            self.resolution.reach.add(name, start.survey.names, start.survey.matters)
            if name not in self.resolution.statements:
                self.starts.setdefault(name, start.expression)


def _line(step: Step, resolved: Resolved) -> Line:
    return Line(
        step.relation,
        resolved.expression,
        step.text.value,
        step.place,
        step.reason,
        step.text,
        resolved.parsed.places,
    )


def _without_claim(name: Text, start: Step) -> Problem:
    return Problem(
        f"the derivation `{name.value}` has one line, so that it claims nothing",
        start.text.place(0),
        "add a line that begins with `=`",
        len(start.text.value),
    )


def _holds_indefinite(expression: Expression, *, start: bool) -> bool:
    """Whether an indefinite integral stands where none may."""
    parts = subexpressions(expression)
    return any(
        isinstance(part, Binder)
        and part.kind == "integrate"
        and part.lower is None
        and not (start and part is expression)
        for part in parts
    )


def _indefinite(step: Step) -> Problem:
    return Problem(
        "an indefinite integral stands only as the whole first line of a derivation",
        step.text.place(0),
        "write it with its ends, `integrate(f, x=a..b)`, or give it a derivation of its own",
        len(step.text.value),
    )


def _unjudged(matters: Matter) -> str:
    return next((reason for matter, reason in _UNJUDGED if matter in matters), "")
