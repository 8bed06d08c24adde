"""The facts of a context: domains, assumptions and proved ranges, as an algebra knows them."""

from __future__ import annotations

from verifier.algebra.certificates import Purse
from verifier.algebra.fact_free import FactFree
from verifier.algebra.facts import Fact
from verifier.algebra.fractions import Algebra
from verifier.algebra.frames import OffClaim, Undecided, Undefined
from verifier.algebra.literals import ANY, MASKS, Literal
from verifier.algebra.lowering import Lowered, lower
from verifier.algebra.names import names_of
from verifier.algebra.oracles import CaseOracle, difference
from verifier.algebra.ranges import domain_relations, rational
from verifier.algebra.ring import CAPACITIES, DividesByZero
from verifier.claims.claim import Context, Domain
from verifier.language.expressions import Apply, Expression
from verifier.language.printer import to_text

ATOMS = 48  # an algebra with more atoms is not used for a further line


class Impossible(Exception):
    """The facts of a case contradict each other: no point lies in it."""


class Setting:
    """A context, read once, and the algebra that knows its facts."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.names = names_of(context)
        self.free = FactFree(self.names)
        self.domain_facts = tuple(_domain_facts(context))
        self._base: dict[int, Algebra] = {}

    def oracle(
        self,
        case: tuple[Fact, ...],
        extra: tuple[Expression, ...],
        capacity: int,
        purse: Purse | None = None,
    ) -> CaseOracle:
        """Who knows the case ``case`` under the context's and ``extra`` assumptions.

        ``purse`` is what the cases of one claim share.

        Raises:
            Impossible: when the facts contradict each other.
            NeedSplit: when an assumption is itself about cases.
        """
        plain = not case and not extra
        if plain and capacity in self._base:
            algebra = self._base[capacity]
            if len(algebra.atoms) <= ATOMS * (capacity // CAPACITIES[0]):
                algebra.work = algebra.signs.effort = 0
                algebra.purse = purse or Purse()
                if self.context.assumptions:
                    algebra.signs.forget()  # which of them this line uses is asked anew
                return CaseOracle(algebra, self.free)
        assumptions = (*self.context.assumptions, *extra)
        algebra = Algebra(self.names, (*self.domain_facts, *case), capacity, purse=purse)
        if assumptions:
            try:
                algebra = self._assuming(algebra, assumptions)
            except DividesByZero:
                raise Impossible from None  # an assumption speaks of what is defined nowhere
        if algebra.signs.contradiction:
            raise Impossible
        if plain:
            self._base[capacity] = algebra
        return CaseOracle(algebra, self.free)

    def _assuming(self, algebra: Algebra, assumptions: tuple[Expression, ...]) -> Algebra:
        facts: list[Fact] = []
        for assumption in conjuncts(assumptions):
            facts += self._facts_of(assumption, CaseOracle(algebra, self.free))
        return algebra.with_facts(facts)

    def _facts_of(self, assumption: Expression, oracle: CaseOracle) -> list[Fact]:
        """A relation holds, so both its sides are defined and their difference has that sign.

        That is told by the rules up to the first condition without which they say nothing.
        """
        match assumption:
            case Apply(symbol, (left, right)) if symbol in MASKS:
                try:
                    lowered = self._lowered(left, right, oracle)
                except Undefined:
                    raise Impossible from None
                except (Undecided, OffClaim):
                    return []  # not used, which can only lose proofs
                label = to_text(assumption)
                facts: list[Fact] = []
                for literal in lowered.conditions:
                    if literal.certain:
                        facts.append(Fact(literal.subject, literal.mask, label))
                    elif not self._follows(literal, facts, oracle):
                        return facts  # from here on values may be others than the rules say
                return [*facts, Fact(lowered.expression, MASKS[symbol], label)]
            case _:
                return []  # a disjunction: not used, which can only lose proofs

    def _follows(self, literal: Literal, facts: list[Fact], oracle: CaseOracle) -> bool:
        """Whether a condition holds in a case wherever the facts do."""
        if oracle.holds(literal):
            return True
        algebra = oracle.algebra.with_facts(facts)
        return bool(CaseOracle(algebra, self.free).holds(literal))

    def _lowered(self, left: Expression, right: Expression, oracle: CaseOracle) -> Lowered:
        closed = self.context.total
        return lower(difference(left, right), self.names, closed, oracle)


def conjuncts(assumptions: tuple[Expression, ...]) -> list[Expression]:
    """Assumptions with every ``and`` taken apart."""
    found: list[Expression] = []
    for assumption in assumptions:
        match assumption:
            case Apply("and", parts):
                found += conjuncts(parts)
            case _:
                found.append(assumption)
    return found


def _domain_facts(context: Context) -> list[Fact]:
    """What the symbols' ranges do not already say: bounds that are not numbers, excluded values."""
    facts = []
    domains: dict[str, Domain] = dict(context.symbols)
    for name in context.ranged:
        claimed = context.definitions[name].claimed
        if claimed is not None:
            domains[name] = claimed
    for name, domain in domains.items():
        if domain.shape:
            continue
        ends = [bound.value for bound in (domain.lower, domain.upper) if bound is not None]
        if domain.excluded or any(rational(end) is None for end in ends):
            facts += [
                Fact(subject, mask)
                for subject, mask in domain_relations(name, domain)
                if mask != ANY
            ]
    return facts


def failing(oracle: CaseOracle, lowered: Lowered) -> Literal | None:
    """A condition that shows the expression undefined in the whole case, if there is one."""
    for literal in lowered.conditions:
        holds = oracle.holds(literal)
        if holds is False and oracle.is_exact(literal):
            return literal
        if not holds and not oracle.is_exact(literal):
            return None  # what comes later may rest on a value that is not known
    return None
