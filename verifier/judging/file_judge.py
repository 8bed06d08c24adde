"""One document: its definitions, then its derivations, each line with the facts proved before it.

Later claims depend on earlier verdicts. A range claim is a fact once it is proved; a derivation's
name stands for its last line once every line of it is proved; a line that rests on something that
did not pass keeps its own verdict, does not pass, and says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from verifier.algebra.names import Names, names_of
from verifier.claims.claim import Bound, Claim, Context, Definition, Domain, Value, denoted
from verifier.claims.statements import CONNECTIVES
from verifier.documents.document import Derivation, Document, Line
from verifier.judging.answers import Decision
from verifier.judging.both_ways import Seen, both_ways
from verifier.judging.options import Options
from verifier.judging.reproducing import reproduction
from verifier.judging.tracing import Trace
from verifier.judging.working import Work
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Grade, Proved, Unknown, Verdict, grade
from verifier.language.expressions import ZERO, Apply, Expression, free_names
from verifier.language.printer import to_text
from verifier.language.problems import LimitExceeded, Malformed, Problem
from verifier.language.source import Place
from verifier.outcome import (
    Attempt,
    DerivationOutcome,
    FileOutcome,
    LineOutcome,
    SecondOpinion,
)
from verifier.strategies.points import candidates


class FileJudge:
    """Judges one document.

    Raises:
        Malformed: when assumptions are shown to contradict each other.
    """

    def __init__(
        self,
        document: Document,
        work: Work,
        options: Options,
        advance: Callable[[], None] = lambda: None,
    ) -> None:
        """``advance`` is called after each line."""
        self.advance = advance
        self.document = document
        self.work = work
        self.options = options
        self.bar = options.require or Grade.TRUSTED
        self.array_bar = options.require or Grade.CONFIRMED
        self.draws = options.draws
        self.context = document.context
        self.failed: dict[str, str] = {}  # names whose users do not pass, and why
        self.values: dict[str, tuple[Value, frozenset[Expression]]] = {}
        self.contexts: dict[str, Context] = {}  # what each derivation was judged in
        self.faults: list[str] = []
        self.reproductions: list[str] = []
        self._suggest = lambda expressions, context: candidates(
            expressions, context, work.budget.seed
        )

    def run(self) -> FileOutcome:
        """Every definition and every line, in the order of the file."""
        started = time.perf_counter()
        self._refuse_contradictions()
        definitions = tuple(self._definitions())
        derivations = tuple(self._derivation(found) for found in self.document.derivations)
        passed = all(line.passed for line in definitions)
        passed = passed and all(derivation.passed for derivation in derivations)
        return FileOutcome(
            self.document.path,
            self.document.title,
            self.document.source,
            self.document.text,
            (),
            definitions,
            derivations,
            time.perf_counter() - started,
            passed and not self.faults,
            tuple(self.faults),
            (*self.document.notes, *self._not_explained((*definitions, *_lines(derivations)))),
            tuple(self.reproductions),
            _sizes(self.document.context),
        )

    def _not_explained(self, judged: Iterable[LineOutcome]) -> Iterable[str]:
        """What was asked about lines that nothing is judged on."""
        there = {line.place.line for line in judged}
        for path, number in sorted(self.options.explain):
            if path == self.document.path and number not in there:
                yield f"line {number} has nothing to explain: no step stands there"

    def _refuse_contradictions(self) -> None:
        problems = []
        if self._contradictory(self.context):
            places = [assumption.place for assumption in self.document.assumed]
            problems.append(_contradiction(places[0] if places else None))
        else:
            problems += [
                _contradiction(derivation.assumed[0].place)
                for derivation in self.document.derivations
                if derivation.assumed and self._contradictory(self.document.context_of(derivation))
            ]
        if problems:
            raise Malformed(problems)

    def _contradictory(self, context: Context) -> bool:
        if not context.assumptions or context.complex_mode:
            return False
        return self.work.contradictory(Judge(context, self._suggest))

    # -- definitions ---------------------------------------------------------------------------

    def _definitions(self) -> Iterable[LineOutcome]:
        """Range claims, judged from earlier definitions; and which definitions are total."""
        everything = self.context
        for name, definition in everything.definitions.items():
            # Without conventions: what is left out of a claim is not known to be defined. Bodies
            # speak of earlier definitions only, and only those can be total or ranged yet.
            earlier = replace(self.context, conventions=frozenset())
            if definition.claimed is None:
                if not definition.parameters and self._total(definition, earlier):
                    self.context = replace(self.context, total=self.context.total | {name})
                continue
            yield self._range(definition, earlier)

    def _total(self, definition: Definition, earlier: Context) -> bool:
        claim = Claim(Apply("*", (ZERO, definition.body)), "=", ZERO, earlier)
        return self.work.total(claim, Judge(earlier, self._suggest))

    def _range(self, definition: Definition, earlier: Context) -> LineOutcome:
        started = time.perf_counter()
        written = self.document.definitions[definition.name]
        if definition.parameters:  # for every value of the parameters
            domains = {name: Domain() for name in definition.parameters}
            earlier = replace(earlier, symbols={**earlier.symbols, **domains})
        trace = self._trace(written.claim_place)
        seen = self._worst(definition, earlier, trace)
        self.faults += [f"the range of {definition.name}: {fault}" for fault in seen.faults]
        passed = grade(seen.verdict) >= self.bar
        if isinstance(seen.verdict, Proved) and not definition.parameters:
            self.context = replace(
                self.context,
                ranged=self.context.ranged | {definition.name},
                total=self.context.total | {definition.name},
            )
        if not passed:
            self.failed[definition.name] = f"the range claimed for {definition.name} is not proved"
        return LineOutcome(
            written.claim_place,
            "in",
            written.claim.removeprefix("in").strip(),
            written.head,
            written.reason,
            seen.verdict,
            passed,
            time.perf_counter() - started,
            attempts=_attempts(trace),
            numeric=seen.numeric,
        )

    def _worst(self, definition: Definition, earlier: Context, trace: Trace | None) -> Seen:
        """The worst of: defined (``0*body`` is 0 everywhere), and within each end; of arrays, each
        as numbers see it as well."""
        judge = Judge(earlier, self._suggest)
        claims = [Claim(Apply("*", (ZERO, definition.body)), "=", ZERO, earlier)]
        claims += [
            Claim(definition.body, symbol, end, earlier)
            for symbol, end in _ends(definition.claimed)
        ]
        seen = [
            both_ways(
                claim,
                judge,
                self._heard(self.work.decision(claim, judge, trace)),
                self.work,
                self.draws,
            )
            for claim in claims
        ]
        return min(seen, key=lambda one: grade(one.verdict))

    def _heard(self, decision: Decision) -> Verdict:
        if decision.fault:
            self.faults.append(decision.fault)
        return decision.verdict

    # -- derivations ---------------------------------------------------------------------------

    def _derivation(self, derivation: Derivation) -> DerivationOutcome:
        context = self.contexts[derivation.name] = self._context_of(derivation)
        judge = Judge(context, self._suggest)
        names = names_of(context)
        lines = [
            self._line(number, derivation, judge, names)
            for number in range(1, len(derivation.lines))
        ]
        expect = None if derivation.expect is None else Grade[derivation.expect.upper()]
        worst = min(grade(line.verdict) for line in lines)
        passed = all(line.passed for line in lines) if expect is None else worst == expect
        self._remember(derivation, lines, passed=passed and expect is None)
        if expect is not None and passed:  # a control that fails as expected passes, line by line
            lines = [replace(line, passed=True) for line in lines]
        start = derivation.lines[0]
        return DerivationOutcome(
            derivation.name,
            derivation.title,
            start.place,
            start.text,
            tuple(lines),
            expect,
            passed,
        )

    def _context_of(self, derivation: Derivation) -> Context:
        """The context with earlier results; a last line counts where its assumptions are made."""
        context = replace(
            self.context,
            assumptions=self.context.assumptions + derivation.assumptions,
            complex_mode=derivation.complex,
        )
        granted = frozenset(context.assumptions)
        values = {
            name: value if needed <= granted else Value(value.start)
            for name, (value, needed) in self.values.items()
        }
        return replace(context, values=values)

    def _line(self, number: int, derivation: Derivation, judge: Judge, names: Names) -> LineOutcome:
        started = time.perf_counter()
        before, line = derivation.lines[number - 1], derivation.lines[number]
        claim = derivation.claim(number, judge.setting.context)
        trace = self._trace(line.place)
        second: SecondOpinion | None = None
        bar = self.bar
        if derivation.unjudged:
            seen = Seen(Unknown(f"not judged yet: {derivation.unjudged}"))
            notes: tuple[str, ...] = ()
        else:
            verdict = self._heard(self.work.decision(claim, judge, trace))
            seen = both_ways(claim, judge, verdict, self.work, self.draws)
            bar = self.array_bar if judge.is_about_arrays(claim) else bar
            self._faults(seen, derivation, line)
            second = self._second(claim, seen.verdict, line.place)
            used = names.mentioned(claim.left) | names.mentioned(claim.right)
            notes = tuple(why for name, why in self.failed.items() if name in used)
        self.advance()
        return LineOutcome(
            line.place,
            line.relation,
            line.text,
            before.text,
            line.reason,
            seen.verdict,
            grade(seen.verdict) >= bar and not notes,
            time.perf_counter() - started,
            notes,
            attempts=_attempts(trace),
            second=second,
            numeric=seen.numeric,
            compared=_compared(claim),
        )

    def _trace(self, place: Place) -> Trace | None:
        """Who listens to what is tried on a line, if anybody asked."""
        return Trace() if (self.document.path, place.line) in self.options.explain else None

    def _second(self, claim: Claim, verdict: Verdict, place: Place) -> SecondOpinion | None:
        """What SymPy says of the line as well, if anybody asked; it is not asked of statements."""
        if not self.options.cross_check or claim.relation in CONNECTIVES:
            return None
        from verifier.judging.second import second_opinion  # few ask

        found = self.work.second_opinion(lambda: second_opinion(claim, verdict, self.work.budget))
        if found is not None and found.contradicts:
            self.faults.append(f"line {place.line} is proved, but {found.engine} {found.words}")
        return found

    def _faults(self, seen: Seen, derivation: Derivation, line: Line) -> None:
        where = f"{derivation.name}, line {line.place.line}"
        self.faults += [f"{where}: {fault}" for fault in seen.faults]
        if seen.contradicted:
            self.reproductions.append(reproduction(self.document, derivation, line, self.draws))

    def _remember(self, derivation: Derivation, lines: list[LineOutcome], *, passed: bool) -> None:
        """What the derivation's name means further down, and whether one may rest on it."""
        start = derivation.lines[0].expression
        equal = all(
            isinstance(line.verdict, Proved) and not line.verdict.off and line.relation == "="
            for line in lines
        )
        equal = equal and derivation.antiderivative_of is None
        last = derivation.lines[-1].expression if equal and passed else None
        value = denoted(start, last, self.document.places)
        self.values[derivation.name] = value, frozenset(derivation.assumptions)
        if not passed:
            why = "is a control that is expected to fail" if derivation.expect else "did not pass"
            self.failed[derivation.name] = f"rests on {derivation.name}, which {why}"


def _lines(derivations: Iterable[DerivationOutcome]) -> Iterable[LineOutcome]:
    return (line for derivation in derivations for line in derivation.lines)


def _attempts(trace: Trace | None) -> tuple[Attempt, ...]:
    return () if trace is None else tuple(trace.attempts)


def _compared(claim: Claim) -> tuple[str, str] | None:
    """What a claim compares, where that is not two lines of the file."""
    if not claim.antiderivative:
        return None
    try:
        return to_text(claim.left), to_text(claim.right)
    except LimitExceeded:
        return None


def _sizes(context: Context) -> tuple[str, ...]:
    """The letters of the shapes that are declared, in the order of the file."""
    shapes = [size for domain in context.symbols.values() for size in domain.shape]
    used = frozenset[str]().union(*map(free_names, shapes))
    return tuple(name for name in context.symbols if name in used)


def _contradiction(place: Place | None) -> Problem:
    return Problem(
        "these assumptions contradict each other: no point satisfies them all",
        place,
        "drop or weaken one of them",
    )


def _ends(domain: Domain | None) -> list[tuple[str, Expression]]:
    """The ends of a range claim as relations that the body must satisfy."""
    if domain is None:
        return []
    found: list[tuple[str, Expression]] = []
    for bound, symbol in ((domain.lower, ">"), (domain.upper, "<")):
        if isinstance(bound, Bound):
            found.append((symbol if bound.open else f"{symbol}=", bound.value))
    found += [("!=", value) for value in domain.excluded]
    return found
