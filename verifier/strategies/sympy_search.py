"""Asking SymPy whether an equation holds, in a process that can be killed.

What comes back is an engine's word and no proof: the judge asks for definedness by our own means
and for points that do not contradict it before a line may rest on it. A "no" is no refutation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from verifier.claims.claim import Bound, Claim, Context, Value
from verifier.language.expressions import Call, Expression, free_names, subexpressions
from verifier.workers import MEMORY, Stopped, Worker, shared

JOB = "sympy_equal"
OPINION = "sympy_opinion"


@dataclass(frozen=True, slots=True)
class EngineSays:
    """The engine reduced the difference of the two sides to a number.

    Attributes:
        engine: its name and version.
        equal: whether that number is 0; if not, the sides differ by a constant, says the engine.
        method: what did it, such as ``"trigsimp"``.
    """

    engine: str
    equal: bool
    method: str


@dataclass(frozen=True, slots=True)
class NotDecided:
    """The engine was asked, or could not be asked, and says nothing; ``reason`` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class EngineDiffers:
    """The engine finds different numbers for the two sides at a point.

    Attributes:
        engine: its name and version.
        point: the point's coordinates as texts, by symbol.
        left, right: the two numbers as texts.
    """

    engine: str
    point: tuple[tuple[str, str], ...]
    left: str
    right: str


Answer: TypeAlias = EngineSays | NotDecided


def ask(
    claim: Claim, seconds: float, worker: Worker | None = None, *, memory: int = MEMORY
) -> Answer | Stopped:
    """What SymPy says of a claim within the time, the import of SymPy not counted."""
    if claim.relation != "=":
        return NotDecided("SymPy is asked about equations only")
    if claim.context.complex_mode:
        return NotDecided("SymPy is not asked about complex numbers yet")
    try:
        request = only_what_it_uses(claim)
    except RecursionError:
        return NotDecided("the expression is nested too deeply for SymPy")
    answer = (worker or shared(memory)).run(JOB, request, seconds)
    match answer:
        case EngineSays() | NotDecided() | Stopped():
            return answer
        case _:
            return NotDecided("SymPy's process gave no answer")


def ask_alone(
    claim: Claim, seconds: float, worker: Worker | None = None, *, memory: int = MEMORY
) -> Answer | EngineDiffers | Stopped:
    """What SymPy says of a claim whose verdict it does not know, its numbers included."""
    if claim.relation != "=":
        return NotDecided("SymPy is asked about equations only")
    if claim.context.complex_mode:
        return NotDecided("SymPy is not asked about complex numbers yet")
    try:
        request = only_what_it_uses(claim)
    except RecursionError:
        return NotDecided("the expression is nested too deeply for SymPy")
    answer = (worker or shared(memory)).run(OPINION, request, seconds)
    match answer:
        case EngineSays() | NotDecided() | EngineDiffers() | Stopped():
            return answer
        case _:
            return NotDecided("SymPy's process gave no answer")


def only_what_it_uses(claim: Claim) -> Claim:
    """The claim with the part of its context that it reaches: little has to be handed over."""
    context = claim.context
    used = _reached([claim.left, claim.right], context)
    small = Context(
        symbols={name: domain for name, domain in context.symbols.items() if name in used},
        definitions={name: found for name, found in context.definitions.items() if name in used},
        opaque={name: found for name, found in context.opaque.items() if name in used},
        values={name: Value(found.start) for name, found in context.values.items() if name in used},
        assumptions=tuple(fact for fact in context.assumptions if free_names(fact) <= used),
        conventions=context.conventions,
        complex_mode=context.complex_mode,
    )
    return replace(claim, context=small)


def _reached(roots: Iterable[Expression], context: Context) -> set[str]:
    """Every name that the expressions go through: bodies, starts, and the bounds of symbols."""
    reached: set[str] = set()
    pending = list(roots)
    while pending:
        node = pending.pop()
        functions = {part.function for part in subexpressions(node) if isinstance(part, Call)}
        for name in (free_names(node) | functions) - reached:
            reached.add(name)
            pending += _behind(name, context)
    return reached


def _behind(name: str, context: Context) -> list[Expression]:
    if name in context.definitions:
        return [context.definitions[name].body]
    if name in context.values:
        return [context.values[name].start]
    if name in context.symbols:
        domain = context.symbols[name]
        bounds: list[Bound | None] = [domain.lower, domain.upper]
        return [*(bound.value for bound in bounds if bound is not None), *domain.excluded]
    return []
