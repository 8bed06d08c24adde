"""What counts as an atom, and the relation each kind obeys.

An atom is a number the algebra does not look into: a symbol, an exponential, a root, … Both sides
of a line become fractions of polynomials over atoms. The relations, each a theorem over the reals
under the condition beside it, which is met wherever the expression it comes from is defined:

====================  =====================================  =================================
atom                  relation                               holds where
====================  =====================================  =================================
``|f|``               |f|² = f²                              always (±f where the sign is known)
``|f|^(1/q)``         (|f|^(1/q))^q = |f|                    always
``log|f|``            log(∏ c·f^e) = log|c| + Σ e·log|f|     the product is positive
``exp(m)``            exp(Σ c·m) = ∏ exp(m/q)^(c·q)          always
``exp(c·log|f|)``     = |f|^c                                f ≠ 0
``f^m`` (m integer)   f^(Σ c·m) = ∏ (f^m)^c                  f ≠ 0
``(-1)^m``            ((-1)^m)² = 1                          m an integer
``sin b``, ``cos b``  sin² + cos² = 1, angle addition        always
``floor(u)``          floor(u + m) = floor(u) + m            m an integer
``gamma(z)``          gamma(z + 1) = z·gamma(z)              z > 0
``gamma(1 - z)``      = pi/(sin(pi·z)·gamma(z))              0 < z < 1
``asin u``, ``atan``  sin(asin u) = u, tan(atan u) = u       asin u has a value
====================  =====================================  =================================

Sources: Abramowitz & Stegun 4.1 to 4.3, 6.1. Writing roots and logarithms over *absolute values* of
irreducible factors is what makes them free of sign conditions: √(xy) = √|x|·√|y| wherever the left
side is defined.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from flint import fmpq_mpoly

from verifier.language.expressions import Expression


class Sort(Enum):
    """The kinds of atoms."""

    NAME = auto()
    CONSTANT = auto()
    EXP = auto()
    ABS = auto()
    ROOT = auto()
    LOG = auto()
    POWER = auto()  # f^m for a symbolic integer m, f of unknown sign
    PARITY = auto()  # (-1)^m
    SINE = auto()
    COSINE = auto()
    OPAQUE = auto()
    FLOOR = auto()
    ENTRY = auto()  # X[i, k] of an array; see `tensors`
    DELTA = auto()  # [i = j]
    STEP = auto()  # [u > 0]
    SUM = auto()  # over indices
    RECIPROCAL = auto()  # 1/f under a sum
    DET = auto()


@dataclass(slots=True)
class Atom:
    """One atom.

    Attributes:
        sort: its kind.
        slot: the generator of the polynomial ring that stands for it; later atoms come first in the
            lexicographic order, so that each relation's leading term is a power of its own atom.
        node: the atom as an expression.
        argument: the polynomial it is made from, where it has one.
        degree: with ``value``, the relation ``atom^degree = value``; 0 for none.
        value: a polynomial over earlier atoms.
        fine: of a root ``|f|^(1/q)`` or an exponential ``exp(m/q)``, the number q.
        becomes: once a finer atom exists, the power of it that this atom equals.
    """

    sort: Sort
    slot: int
    node: Expression
    argument: fmpq_mpoly | None = None
    degree: int = 0
    value: fmpq_mpoly | None = None
    fine: int = 1
    becomes: fmpq_mpoly | None = None
