"""What must be shown: a `Claim` and the `Context` it is read in. Nothing here decides anything.

The meaning of a claim ``left = right`` in a context: at every point of the domain that satisfies
the assumptions, either both sides are defined and equal, or both are undefined."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import Enum

from verifier.language.expressions import Entry, Expression, Name, free_names


class Field(Enum):
    """The numbers a symbol ranges over."""

    REAL = "real"
    INTEGER = "integer"
    NATURAL = "natural"  # integers from 0
    COMPLEX = "complex"


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range, over earlier symbols; ``open`` if it is not attained."""

    value: Expression
    open: bool


@dataclass(frozen=True, slots=True)
class Domain:
    """What a symbol may be.

    Attributes:
        field: real, integer, natural or complex.
        lower, upper: the ends of its range; None is unbounded.
        excluded: values it never takes (``!= 0``).
        shape: the sizes of a tensor as expressions (names of sizes or numbers); () is a scalar.
        structure: assumed properties of a tensor, such as ``"symmetric"``.
    """

    field: Field = Field.REAL
    lower: Bound | None = None
    upper: Bound | None = None
    excluded: tuple[Expression, ...] = ()
    shape: tuple[Expression, ...] = ()
    structure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined name: an expression, a function when it has parameters, or an array by its entries
    when it has index letters (``J[i, j]: …``).

    ``claimed`` is the range claim after the expression (``in (0, 1)``), an obligation of its own.
    """

    name: str
    body: Expression
    parameters: tuple[str, ...] = ()
    claimed: Domain | None = None
    indices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """What a derivation's name denotes: its start, and once every line is proved, its last line."""

    start: Expression
    last: Expression | None = None


def denoted(start: Expression, last: Expression | None, declared: Container[str]) -> Value:
    """What the name of a derivation denotes that goes from ``start`` to ``last``.

    One that begins with every entry ``F[i, j]`` of an array is about the array, and F is what its
    name denotes; its last line, which speaks of the letters, is no array.

    Args:
        start: its first line.
        last: its last line, if all is proved.
        declared: the names of the file; a letter that is none of them stands for every index.
    """
    match start:
        case Entry(base, indices):
            letters = [index.name for index in indices if isinstance(index, Name)]
            every = len(set(letters)) == len(indices)
            free = not any(letter in declared for letter in letters)
            if every and free and free_names(base).isdisjoint(letters):
                return Value(base)
        case _:
            pass
    return Value(start, last)


@dataclass(frozen=True, slots=True)
class Context:
    """Everything a claim is read in. Immutable; the runner makes a new one as facts are proved.

    Attributes:
        symbols: declared symbols and sizes with their domains.
        definitions: defined names, in the order of the file.
        opaque: declared functions (``f(x): real``) with their arity and the domain of their values.
        values: earlier derivations.
        assumptions: relations (`Apply` of a comparison or of ``=``) that hold at the point.
        conventions: such as ``"relu'(0) = 0"``, each a choice and no theorem.
        ranged: definitions whose range claim has been proved; only these are facts.
        total: definitions shown to be defined everywhere on the domain.
        complex_mode: whether the derivation is about complex numbers.
        reach: what each name goes through, filled in when asked and shared by all contexts of one
            document, where a name means one thing.
    """

    symbols: Mapping[str, Domain] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    opaque: Mapping[str, tuple[int, Domain]] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    assumptions: tuple[Expression, ...] = ()
    conventions: frozenset[str] = frozenset()
    ranged: frozenset[str] = frozenset()
    total: frozenset[str] = frozenset()
    complex_mode: bool = False
    reach: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """One step: ``left relation right``, with the relation ``=``, ``<=``, ``<``, ``>=``, ``>`` or
    ``!=`` (and ``<=>``, ``=>`` between statements). An inequality also claims equal domains.

    ``antiderivative``: the left side is the derivative of what the author wrote, and the right side
    the integrand of an indefinite integral.
    """

    left: Expression
    relation: str
    right: Expression
    context: Context
    antiderivative: bool = False
