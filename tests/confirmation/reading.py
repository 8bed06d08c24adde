"""Claims from short texts, for the tests of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from verifier.claims.claim import Claim, Value
from verifier.claims.numeric import TRIALS, NumericOutcome
from verifier.confirmation.confirm import confirm
from verifier.documents.load import load

SYMBOLS = {
    "A, B": "real[n, n]",
    "X": "real[n, d]",
    "W": "real[d, h]",
    "Y": "real[n, d] in [0, 1]",
    "S": "real[n, n] symmetric",
    "M": "real[n, n] positive definite",
    "Q": "real[n, n] orthogonal",
    "N": "real[n, n] invertible",
    "D": "real[n, n] diagonal",
    "K": "real[m, m]",
    "L": "real[2, 3]",
    "x, y": "real[n]",
    "w": "real[d]",
    "q": "real[p] > 0",
    "k": "integer in [1, 4]",
    "s, t": "real",
    "f(u)": "real",
}


def claims(
    *lines: str,
    definitions: Mapping[str, str] | None = None,
    assume: str = "",
    symbols: Mapping[str, str] = SYMBOLS,
) -> list[Claim]:
    """A claim for each line ``left = right``; each line is a derivation, ``a1``, ``a2``, …"""
    parts = ["symbols:", *(f"  {name}: {domain}" for name, domain in symbols.items())]
    if assume:
        parts.append(f"assume: {assume}")
    if definitions:
        parts += ["definitions:", *(f"  {name}: {body}" for name, body in definitions.items())]
    parts += ["derivations:", *(f"  a{i}: {line}" for i, line in enumerate(lines, 1))]
    document = load("\n".join(parts).encode(), "file.yaml")
    found, values = [], {}
    for derivation in document.derivations:
        context = replace(document.context_of(derivation), values=dict(values))
        start, line = derivation.lines
        found.append(Claim(start.expression, line.relation, line.expression, context))
        values[derivation.name] = Value(start.expression)
    return found


def confirmed(
    line: str,
    *,
    seed: int = 1,
    trials: int = TRIALS,
    sizes: Mapping[str, int] | None = None,
    definitions: Mapping[str, str] | None = None,
    assume: str = "",
    symbols: Mapping[str, str] = SYMBOLS,
) -> NumericOutcome:
    """What numbers say of one line."""
    (claim,) = claims(line, definitions=definitions, assume=assume, symbols=symbols)
    return confirm(claim, seed, trials, sizes)
