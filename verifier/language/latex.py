r"""Expressions into LaTeX, for papers and for pages that typeset mathematics.

The functions' own forms stand in the vocabulary (``\sqrt{#1}``); here is what has a shape of its
own: fractions, powers, sums, integrals, derivatives, cases, entries.
"""

from __future__ import annotations

import re
from typing import assert_never

from verifier.language.expressions import (
    Apply,
    Binder,
    Call,
    Constant,
    Derivative,
    Entry,
    Expression,
    Limit,
    Name,
    Number,
)
from verifier.language.precedence import (
    AND,
    ENTRY,
    NOT,
    OR,
    POWER,
    PRODUCT,
    RELATION,
    SIGN,
    SUM,
)
from verifier.language.printer import ATOM, Lookup, Printed, decimal, digits, fold
from verifier.language.vocabulary import VOCABULARY

_CONSTANTS = {
    "pi": r"\pi",
    "e": r"\mathrm{e}",
    "i": r"\mathrm{i}",
    "oo": r"\infty",
    "true": r"\text{true}",
    "false": r"\text{false}",
}
_RELATIONS = {
    "=": "=",
    "==": "=",
    "!=": r"\neq",
    "<": "<",
    "<=": r"\le",
    ">": ">",
    ">=": r"\ge",
}
_SIGNS = {"neg": "-", "±": r"\pm ", "∓": r"\mp "}
_CONNECTIVES = {"and": (r"\land", AND), "or": (r"\lor", OR)}
_UPRIGHT = {
    "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "cot": r"\cot", "sec": r"\sec",
    "csc": r"\csc", "sinh": r"\sinh", "cosh": r"\cosh", "tanh": r"\tanh", "coth": r"\coth",
    "max": r"\max", "min": r"\min", "det": r"\det", "arg": r"\arg", "amax": r"\max",
    "amin": r"\min",
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "ς": "varsigma", "σ": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta",
    "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi",
    "Ω": "Omega", "ϑ": "vartheta", "ϕ": "phi", "ϖ": "varpi", "ϰ": "varkappa", "ϱ": "varrho",
    "ϵ": "epsilon",
}  # fmt: skip
_GREEK_WORDS = frozenset(_GREEK.values())
_NAME = re.compile(r"(.*?[^0-9_])_*([0-9]*)")
_SHAPED = {
    "transpose": (r"{}^{{\top}}", POWER),
    "inv": (r"{}^{{-1}}", POWER),
    "factorial": ("{}!", POWER),
}


def to_latex(node: Expression) -> str:
    """The expression for a mathematical formula in LaTeX.

    Raises:
        LimitExceeded: if the text would be too long.
    """
    return fold(node, _latex)[0]


def name_to_latex(name: str) -> str:
    r"""``W1`` as ``W_{1}``, ``sigma`` and ``σ`` as ``\sigma``, ``Loss`` upright."""
    first, *rest = [part for part in re.split("[_~]+", name) if part] or ["?"]
    stem, number = _split_number(first)
    subscripts = [number, *map(_word, rest)] if number else list(map(_word, rest))
    return f"{_word(stem)}_{{{', '.join(subscripts)}}}" if subscripts else _word(stem)


def _split_number(word: str) -> tuple[str, str]:
    found = _NAME.fullmatch(word)
    return (found[1], found[2]) if found else (word, "")


def _word(word: str) -> str:
    if word in _GREEK_WORDS:
        return f"\\{word}"
    letters = "".join(f"\\{_GREEK[c]} " if c in _GREEK else c for c in word).strip()
    return letters if len(word) == 1 else f"\\mathrm{{{letters}}}"


def _enclosed(part: Printed, floor: int) -> str:
    """In parentheses where it binds too loosely; a comparison used as a number in brackets."""
    text, tightness = part
    if tightness >= floor:
        return text
    return f"\\left[{text}\\right]" if tightness == RELATION else _in_parentheses(text)


def _in_parentheses(text: str) -> str:
    return f"\\left({text}\\right)"


def _latex(node: Expression, of: Lookup) -> Printed:
    match node:
        case Number():
            return _number(node)
        case Constant(name):
            return _CONSTANTS[name], ATOM
        case Name(name):
            return name_to_latex(name), ATOM
        case Apply(head, args):
            return _apply(head, args, of)
        case Call(function, args, order):
            return _call(function, args, order, of)
        case Binder():
            return _binder(node, of), SUM
        case Limit(body, variable, point, side):
            sided = f"^{{{side}}}" if side else ""
            to = f"{name_to_latex(variable)} \\to {{{of(point)[0]}}}{sided}"
            return f"\\lim_{{{to}}} {_enclosed(of(body), PRODUCT)}", SUM
        case Derivative():
            return _derivative(node, of)
        case Entry(base, indices):
            inside = ", ".join(of(index)[0] for index in indices)
            return f"{{{_enclosed(of(base), ENTRY)}}}_{{{inside}}}", ENTRY
        case _:
            assert_never(node)


def _number(node: Number) -> Printed:
    text = decimal(node.value)
    if text is None:
        sign = "-" if node.value < 0 else ""
        over, under = abs(node.value.numerator), node.value.denominator
        return f"{sign}\\frac{{{digits(over)}}}{{{digits(under)}}}", SIGN if sign else POWER
    return text, SIGN if node.value < 0 else ATOM


def _apply(head: str, args: tuple[Expression, ...], of: Lookup) -> Printed:
    match head:
        case "+":
            return _sum(args, of), SUM
        case "*" | "@":
            join = r" \cdot " if head == "*" else r" \, "
            first = _enclosed(of(args[0]), PRODUCT if head == "@" else SIGN)
            return join.join([first, *(_enclosed(of(arg), POWER) for arg in args[1:])]), PRODUCT
        case "/":
            return f"\\frac{{{of(args[0])[0]}}}{{{of(args[1])[0]}}}", POWER
        case "neg" | "±" | "∓":
            return f"{_SIGNS[head]}{_enclosed(of(args[0]), POWER)}", SIGN
        case "^":
            return f"{_enclosed(of(args[0]), ENTRY)}^{{{of(args[1])[0]}}}", POWER
        case "and" | "or":
            word, level = _CONNECTIVES[head]
            return f" {word} ".join(_enclosed(of(arg), level + 1) for arg in args), level
        case "not":
            text, tightness = of(args[0])
            return f"\\lnot {text if tightness == ATOM else _in_parentheses(text)}", NOT
        case _ if head in _RELATIONS:
            left, right = (_enclosed(of(arg), SUM) for arg in args)
            return f"{left} {_RELATIONS[head]} {right}", RELATION
        case _:
            return _function(head, args, of)


def _sum(args: tuple[Expression, ...], of: Lookup) -> str:
    text = _enclosed(of(args[0]), PRODUCT)
    for node in args[1:]:
        match node:
            case Apply("neg" | "±" | "∓" as sign, (part,)):
                text += f" {_SIGNS[sign].strip()} {_term(of(part))}"
            case Number(value) if value < 0:
                text += f" - {_number(Number(-value))[0]}"
            case _:
                text += f" + {_term(of(node))}"
    return text


def _term(part: Printed) -> str:
    signed = part[0].startswith(("-", r"\pm", r"\mp"))
    return _in_parentheses(part[0]) if signed else _enclosed(part, PRODUCT)


def _function(head: str, args: tuple[Expression, ...], of: Lookup) -> Printed:
    row = VOCABULARY[head]
    texts = [of(arg)[0] for arg in args]
    if head == "where":
        condition, first, second = texts
        cases = f"{first} & \\text{{if }} {condition} \\\\ {second} & \\text{{otherwise}}"
        return f"\\begin{{cases}} {cases} \\end{{cases}}", SUM
    if head in _SHAPED:
        form, tightness = _SHAPED[head]
        return form.format(_enclosed(of(args[0]), ENTRY)), tightness
    if row.latex:
        form = re.sub(r"#(\d)", lambda found: texts[int(found[1]) - 1], row.latex)
        return form, POWER if row.latex.startswith("e^") else ATOM
    name = _UPRIGHT.get(head, f"\\operatorname{{{head}}}")
    if "axis" in row.parameters and len(args) > 1:
        name += f"_{{{texts[1]}}}"
        texts = texts[:1]
    return f"{name}\\left({', '.join(texts)}\\right)", ATOM


def _call(
    function: str, args: tuple[Expression, ...], order: tuple[int, ...], of: Lookup
) -> Printed:
    name = name_to_latex(function)
    if len(order) == 1:
        name += "'" * order[0]
    elif any(order):
        name = f"{{{name}}}^{{({', '.join(map(str, order))})}}"
    return f"{name}\\left({', '.join(of(arg)[0] for arg in args)}\\right)", ATOM


def _binder(node: Binder, of: Lookup) -> str:
    body = _enclosed(of(node.body), PRODUCT)
    variable = name_to_latex(node.variable)
    lower = of(node.lower)[0] if node.lower is not None else ""
    upper = of(node.upper)[0] if node.upper is not None else ""
    if node.kind == "integrate":
        bounds = f"_{{{lower}}}^{{{upper}}}" if lower else ""
        return f"\\int{bounds} {body} \\, \\mathrm{{d}}{variable}"
    bounds = f"_{{{variable}={lower}}}^{{{upper}}}" if lower else f"_{{{variable}}}"
    return f"\\{node.kind}{bounds} {body}"


def _derivative(node: Derivative, of: Lookup) -> Printed:
    if node.kind == "grad":
        by = ", ".join(map(name_to_latex, node.variables))
        return f"\\nabla_{{{by}}} {_enclosed(of(node.body), POWER)}", SIGN
    times = len(node.variables)
    order = f"^{{{times}}}" if times > 1 else ""
    counted = {name: node.variables.count(name) for name in node.variables}
    by = r" \, ".join(
        f"\\partial {name_to_latex(name)}" + (f"^{{{count}}}" if count > 1 else "")
        for name, count in counted.items()
    )
    if type(node.body) is Name:
        return f"\\frac{{\\partial{order} {of(node.body)[0]}}}{{{by}}}", POWER
    return f"\\frac{{\\partial{order}}}{{{by}}} {_enclosed(of(node.body), ATOM)}", PRODUCT
