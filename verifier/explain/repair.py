"""What a wrong line should be: candidates by their values, and the judge's word on each.

An offer is a line that the judge has *proved* in the context of the written one. The search is
bounded by work; where it finds nothing, nothing is offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import partial
from math import inf
from typing import NamedTuple

from verifier.algebra.names import names_of
from verifier.claims.claim import Claim
from verifier.documents.document import Line
from verifier.explain.awkward import awkwardness, taken_back
from verifier.explain.beneath import beneath
from verifier.explain.missing import missing_pieces
from verifier.explain.pool import Pool
from verifier.explain.positions import in_order
from verifier.explain.slips import Slip, Surroundings
from verifier.explain.spelling import Speller
from verifier.explain.suspects import PUT_IN, Search, Suspect
from verifier.explain.trial import Trial
from verifier.explain.wording import change
from verifier.language.allowance import allowance
from verifier.language.expressions import (
    Apply,
    Derivative,
    Expression,
    Number,
    free_names,
    subexpressions,
)
from verifier.language.problems import LimitExceeded
from verifier.language.scope import Scope
from verifier.language.vocabulary import COMPARISONS

Prove = Callable[[Claim], bool]

WORK = 2_000_000  # steps that the search for one line may take
ASKED = 12  # candidates that the judge is asked about, at each stage
SPELLED = 60  # candidates that are written out
NEAR = 3.0  # tokens changed, at which no further one is looked for
FAR = 8.0
PLAINLY = 0.9  # tokens that an exchange or a deletion counts for, however long its parts are
PLAIN = frozenset(
    {
        *("turned", "exchanged", "cases", "order", "product order"),
        *("extra term", "extra factor", "extra divisor"),
    }
)
STRANGE = 1.0  # what a name counts for that stands nowhere in the derivation
BOTH = 4.0  # tokens that two slips may change: more says nothing of what was meant
WHOLE = 1.0  # what another line altogether counts for: it does not say what is wrong in this one
ELSEWHERE = 0.5  # what a part from elsewhere counts for
TIDIER = 2  # awkward things less, that speak for a line
ODD = 3  # awkward things that a line may have more than the written one
NAMES = 12  # that may have been exchanged, of those that stand in neither line


class Wrong(NamedTuple):
    """A line that is refuted.

    Attributes:
        claim: that it follows from the line before.
        before, line: the two as written.
        nearby: the expressions of the derivation's other lines.
        scope: the names of the file.
    """

    claim: Claim
    before: Line
    line: Line
    nearby: tuple[Expression, ...]
    scope: Scope


Rank = tuple[float, int, int, int]
_LAST: Rank = (inf, 0, 0, 0)


class Offer(NamedTuple):
    """A line that is proved, with its text and what was changed to come to it."""

    suspect: Suspect
    text: str
    change: str


def offers(wrong: Wrong, trial: Trial, prove: Prove, most: int = 2) -> list[Offer]:
    """Proved replacements of a line, the nearest to what was written first."""
    if not trial.ready or wrong.claim.relation != "=":
        return []
    ranking = _Ranking(wrong, trial, prove, most)
    with allowance(WORK), suppress(LimitExceeded):
        _go_through(wrong, trial, ranking)
    return ranking.best()


def _go_through(wrong: Wrong, trial: Trial, ranking: _Ranking) -> None:
    """Have candidates judged, stage by stage, until one of them is near enough.

    Raises:
        LimitExceeded: when all work that a line is given is done.
    """
    with trial.working():
        search = _search(wrong, trial)
    stages = (
        (NEAR, partial(beneath, wrong.claim, search.around)),
        (NEAR, search.singles),
        (NEAR, search.inside),
        (NEAR, search.paired),
        (FAR, partial(missing_pieces, search, wrong.claim.left)),
        (FAR, search.doubles),
    )
    for enough, stage in stages:
        with trial.working():
            suspects = {suspect.line: suspect for suspect in stage()}  # the likelier come later
        ranking.ask(list(suspects.values()))
        if ranking.nearest <= enough:
            break


def _search(wrong: Wrong, trial: Trial) -> Search:
    claim = wrong.claim
    definitions = claim.context.definitions
    names = names_of(claim.context)
    mentioned = names.mentioned(claim.left) | names.mentioned(claim.right)
    bodies = [definitions[name].body for name in definitions if name in mentioned]
    lines = frozenset((claim.left, claim.right, *wrong.nearby))
    around = _surroundings(wrong)
    sources = (claim.left, claim.right, *wrong.nearby, *bodies)
    pool = Pool(sources, around.names, lines, trial, around.results)
    return Search(claim.right, claim.left, trial, around, pool)


def _surroundings(wrong: Wrong) -> Surroundings:
    claim = wrong.claim
    here = free_names(claim.left) | free_names(claim.right)
    context = claim.context
    following = names_of(context)
    behind = following.mentioned(claim.left) | following.mentioned(claim.right)
    known = [
        *context.symbols,
        *(name for name, found in context.definitions.items() if not found.parameters),
        *context.values,
    ]
    names = [name for name in known if name in here]
    others = [name for name in reversed(known) if name not in here and _mentioned(name, wrong)]
    others.sort(key=lambda name: name not in behind)  # what the lines go through, then the latest
    names += others[:NAMES]
    exponents = dict.fromkeys(_exponents((claim.left, claim.right)))
    functions = [
        (name, len(found.parameters))
        for name, found in context.definitions.items()
        if found.parameters
    ]
    by = dict.fromkeys(
        name
        for line in (claim.left, claim.right, *wrong.nearby)
        for part in subexpressions(line)
        if isinstance(part, Derivative)
        for name in part.variables
    )
    results = frozenset(context.values).difference(here, *map(free_names, wrong.nearby))
    return Surroundings(
        tuple(names), tuple(exponents)[:6], tuple(functions)[:NAMES], tuple(by)[:NAMES], results
    )


def _mentioned(name: str, wrong: Wrong) -> bool:
    return name in wrong.scope.entries


def _exponents(sides: Iterable[Expression]) -> Iterator[Fraction]:
    for side in sides:
        for part in subexpressions(side):
            match part:
                case Apply("^", (_, Number(value))):
                    yield value
                case Apply("^", (_, Apply("neg", (Number(value),)))):
                    yield -value
                case Apply("sqrt", _):
                    yield Fraction(1, 2)
                case _:
                    pass


class _Ranking:
    """Candidates in the order of asking, and those that are proved."""

    def __init__(self, wrong: Wrong, trial: Trial, prove: Prove, most: int) -> None:
        self.claim = wrong.claim
        self.trial = trial
        self.prove = prove
        self.most = most
        line = wrong.line
        self.line = line.expression
        self.speller = Speller(line.source, line.expression, line.places, wrong.scope)
        self.speller.learn(wrong.before.source, wrong.before.expression, wrong.before.places)
        self.oddness = awkwardness(wrong.claim.right)
        self.taken_back = taken_back(wrong.claim.right)
        self.names = free_names(wrong.claim.left).union(
            free_names(wrong.claim.right), *map(free_names, wrong.nearby)
        )
        self.found: list[tuple[Rank, Offer]] = []

    @property
    def nearest(self) -> float:
        """How far the nearest proved line is from what was written."""
        return min((rank[0] for rank, _ in self.found), default=inf)

    def best(self) -> list[Offer]:
        """The proved lines, nearest first; none that is an earlier one in another order."""
        ordered = [offer for _, offer in sorted(self.found, key=lambda found: found[0])]
        distinct: dict[Expression, Offer] = {}
        for offer in ordered:
            distinct.setdefault(in_order(offer.suspect.line), offer)
        return list(distinct.values())[: self.most]

    def ask(self, suspects: list[Suspect]) -> None:
        """Have the likeliest candidates judged, until enough of them are proved."""
        suspects.sort(key=lambda suspect: suspect.cost)
        ranked = [self._ranked(suspect) for suspect in suspects[:SPELLED]]
        ordered = sorted(filter(None, ranked), key=lambda found: found[0])
        proved = 0
        for rank, suspect, text in ordered[:ASKED]:
            if rank >= max((known for known, _ in self.found), default=_LAST):
                break
            claim = Claim(self.claim.left, "=", suspect.line, self.claim.context)
            if self.prove(claim):
                said = change(suspect.slips, self.line, self.speller.written_as)
                self.found.append((rank, Offer(suspect, text, said)))
                proved += 1
            if proved >= self.most:
                break

    def _ranked(self, suspect: Suspect) -> tuple[Rank, Suspect, str] | None:
        """Near to what is written, likely, short, and changed as far out as can be."""
        odder = awkwardness(suspect.line) - self.oddness
        if any(_puts_in(slip) for _, slip in suspect.slips):
            # What is put in and takes something else back is an exchange in disguise.
            odder += 2 * max(0, taken_back(suspect.line) - self.taken_back)
        spelled = self.speller.spell(suspect.line) if odder < ODD else None
        if spelled is None:
            return None
        depth = sum(len(path) for path, _ in suspect.slips)
        plain = all(_is_plain(slip) or _is_mask(slip) for _, slip in suspect.slips)
        changed = min(spelled.changed, PLAINLY) if plain else spelled.changed
        changed += 2 * odder if odder > 0 else max(odder, -TIDIER) / 2
        put_in = [path for path, slip in suspect.slips if _is_from_elsewhere(slip)]
        changed += ELSEWHERE * len(put_in) + WHOLE * put_in.count(())
        changed += STRANGE * len(free_names(suspect.line) - self.names)
        far = FAR if any(slip.cost >= PUT_IN for _, slip in suspect.slips) else inf
        if changed > (BOTH if len(suspect.slips) > 1 else far):
            return None
        rank = (changed, suspect.cost, len(spelled.text), depth)
        return rank, suspect, spelled.text


def _puts_in(slip: Slip) -> bool:
    return slip.kind.startswith("missing") or _is_from_elsewhere(slip)


def _is_from_elsewhere(slip: Slip) -> bool:
    return slip.kind == "instead" and slip.cost >= PUT_IN


def _is_plain(slip: Slip) -> bool:
    """Whether a part was deleted, or parts changed their places."""
    if slip.kind == "turned":
        return isinstance(slip.about[0], Apply) and slip.about[0].head == "/"
    return slip.kind in PLAIN


def _is_mask(slip: Slip) -> bool:
    """Whether a lost factor is one that is 1 or 0."""
    factor = slip.about[0]
    return (
        slip.kind == "missing factor" and isinstance(factor, Apply) and factor.head in COMPARISONS
    )
