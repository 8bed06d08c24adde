"""What an editor says of the functions, constants and words of the language."""

from __future__ import annotations

from verifier.language.vocabulary import BINDERS, CONSTANTS, SPELLINGS, VOCABULARY, Function

CONSTANT_WORDS = {
    "pi": "the number pi",
    "e": "Euler's number",
    "oo": "infinity, in bounds",
    "i": "the imaginary unit",
    "true": "the statement that always holds",
    "false": "the statement that never holds",
}
BINDER_WORDS = {
    "diff": ("diff(f, x)", "the derivative of f by x; by a defined name too"),
    "grad": ("grad(f, X)", "the gradient of a number, in the shape of X"),
    "jacobian": ("jacobian(F, X)", "the indices of F first, then those of X"),
    "sum": ("sum(f, i=1..n)", "a sum over a range, or over the entries of an array"),
    "prod": ("prod(f, i=1..n)", "a product over a range, or over the entries of an array"),
    "integrate": ("integrate(f, x=a..b)", "an integral; without bounds, an antiderivative"),
    "limit": ("limit(f, x=0)", "a limit; from one side with `x=0+` or `x=0-`"),
}


def signature(function: Function) -> str:
    """``log(x, base)``; what may be left out in brackets."""
    required = len(function.parameters) - function.optional
    shown = ", ".join(function.parameters[:required])
    shown += "".join(f"[, {name}]" for name in function.parameters[required:])
    return f"{function.name}({shown}{', …' if function.variadic else ''})"


def described(word: str) -> tuple[str, str] | None:
    """How a word of the language is written and what it means; None if it is none."""
    if word in BINDERS:
        return BINDER_WORDS[word]
    if word in CONSTANTS:
        return word, CONSTANT_WORDS[word]
    if word not in SPELLINGS:
        return None
    function = VOCABULARY[SPELLINGS[word]]
    said = [f"= {function.meaning}"] if function.meaning else []
    said += [f"defined where {' and '.join(function.defined)}"] if function.defined else []
    if function.derivative and len(function.parameters) == 1:
        said.append(f"derivative {function.derivative[0]}")
    return signature(function), "; ".join(said)


def words() -> list[str]:
    """Everything to offer in an expression, each function once and without ``np.``."""
    names = [name for name, canonical in SPELLINGS.items() if name == canonical]
    return [*sorted({*names, *BINDERS}), *sorted(CONSTANTS)]
