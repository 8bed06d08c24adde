"""Names as a book prints them: Greek letters, indices, words upright."""

from __future__ import annotations

import re

from verifier.language.boxes import Box, Digits, Letter, Scripts, Word, listed

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "varsigma": "ς", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "vartheta": "ϑ", "phi": "ϕ", "varpi": "ϖ", "varkappa": "ϰ", "varrho": "ϱ",
    "epsilon": "ϵ",
}  # fmt: skip
"""Greek letters by their names, which authors write too."""

_NAME = re.compile(r"(.*?[^0-9_])_*([0-9]*)")


def name_box(name: str) -> Box:
    """``W1`` with an index, ``sigma`` and ``σ`` as a Greek letter, ``Loss`` upright."""
    first, *rest = [part for part in re.split("[_~]+", name) if part] or ["?"]
    found = _NAME.fullmatch(first)
    stem, number = (found[1], found[2]) if found else (first, "")
    subscripts: list[Box] = [Digits(number)] if number else []
    subscripts += [Digits(part) if part.isdigit() else _word(part) for part in rest]
    return Scripts(_word(stem), listed(subscripts)) if subscripts else _word(stem)


def _word(word: str) -> Box:
    if word in GREEK:
        return Letter(GREEK[word])
    return Letter(word) if len(word) == 1 else Word(word)
