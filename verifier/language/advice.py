"""What to say when a text cannot be read: the words of the messages and their remedies."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from heapq import nlargest

from verifier.language.scope import Entry, Kind, Scope
from verifier.language.tokens import GREEK, is_name
from verifier.language.vocabulary import BINDERS, SPELLINGS, VOCABULARY

_LOOK_ALIKES = {
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j",
    "ѕ": "s", "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "А": "A", "В": "B", "Е": "E", "К": "K",
    "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X", "І": "I", "Ј": "J",
    "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K", "Μ": "M", "Ν": "N",
    "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X", "ο": "o", "µ": "μ", "Ω": "Ω", "∂": "",
    "∆": "Δ", "ı": "i", "ɡ": "g", "ɑ": "a",
}  # fmt: skip

_COMPARED = 40  # names at most that a misspelled one is compared with closely

_CHARACTERS = {
    "\\": (
        "LaTeX is not read here",
        "write the formula as in NumPy: `a/b`, `sqrt(x)`, `sum(x, i=1..n)`",
    ),
    "$": ("LaTeX is not read here", "write the formula without `$`"),
    "{": ("braces are not used here", "group with parentheses: `(a + b)`"),
    "}": ("braces are not used here", "group with parentheses: `(a + b)`"),
    ";": ("`;` does not separate anything here", "write one expression a line"),
    ":": (
        "`:` has no meaning inside an expression",
        "ranges are written `1..n`; slices are not supported",
    ),
    ":=": ("`:=` has no meaning inside an expression", "definitions stand under `definitions:`"),
    '"': ("text in quotes has no meaning in an expression", "remove the quotes"),
    "'": ("a prime stands only after the name of a function", "write `f'(x)`, or `diff(y, x)`"),
    "`": ("a backquote has no meaning in an expression", "remove it"),
    "%": (
        "`%` is not supported",
        "write `a - b*floor(a/b)` for the remainder, `p/100` for per cent",
    ),
    "&": (
        "`&` is not supported",
        "multiply comparisons: `(a > 0)*(b > 0)`; join statements with `and`",
    ),
    "&&": (
        "`&&` is not supported",
        "multiply comparisons: `(a > 0)*(b > 0)`; join statements with `and`",
    ),
    "~": ("`~` is not supported", "write `1 - (a > 0)`, or `not` before a statement"),
    "!": ("`!` is not supported", "write `factorial(n)`"),
    "?": ("`?` has no meaning in an expression", "write `where(condition, a, b)`"),
    "#": ("`#` begins the reason of a line, which ends the expression", "put a space before it"),
    "//": ("`//` is not supported", "write `floor(a/b)`"),
    "=<": ("`=<` is not a relation", "write `<=`"),
    "<>": ("`<>` is not a relation", "write `!=`"),
    "->": ("`->` has no meaning in an expression", "limits are written `limit(f, x=0)`"),
    "→": (
        "`→` has no meaning in an expression",
        "write `=>` between statements, `limit(f, x=0)` for limits",
    ),
    "..": ("a range stands only in `sum`, `prod` and `integrate`", "write `sum(i^2, i=1..n)`"),
    "…": ("`…` has no meaning in an expression", "write a range as `1..n`"),
    "–": ("this is a dash, not a minus", "write `-`"),
    "—": ("this is a dash, not a minus", "write `-`"),
    "‐": ("this is a hyphen, not a minus", "write `-`"),
    "∂": ("`∂` is not read here", "write `diff(f, x)`"),
    "∇": ("`∇` is not read here", "write `grad(f, x)`"),
    "∫": ("`∫` is not read here", "write `integrate(f, x=a..b)`"),
    "∑": ("`∑` is not read here", "write `sum(f, i=1..n)`"),
    "∏": ("`∏` is not read here", "write `prod(f, i=1..n)`"),
    "∈": ("`∈` is not read here", "domains are declared under `symbols:` (`x: real in (0, 1)`)"),
    "≈": ("`≈` is not a statement that can be proved", "write the limit, or the exact equality"),
    "≡": ("`≡` is not a relation here", "write `=` or `<=>`"),
    "°": ("degrees are not read here", "write radians: `90*pi/180`"),
    "‘": ("text in quotes has no meaning in an expression", "remove the quotes"),
    "“": ("text in quotes has no meaning in an expression", "remove the quotes"),
    "”": ("text in quotes has no meaning in an expression", "remove the quotes"),
    "<=>": ("`<=>` stands between whole statements", "remove the brackets around it"),
    "=>": ("`=>` stands between whole statements", 'for "greater or equal" write `>=`'),
}


def about_character(token: str) -> tuple[str, str]:
    """A message and a remedy for a token that has no meaning in an expression."""
    if token in _CHARACTERS:
        return _CHARACTERS[token]
    if token.startswith("."):
        return f"`{token}` has no meaning here: only `.T`, the transpose, follows an expression", (
            f"write `{token[1:]}(…)`"
            if token[1:] in SPELLINGS or token[1:] in BINDERS
            else "nothing else can be reached through a dot"
        )
    name = unicodedata.name(token[0], f"U+{ord(token[0]):04X}")
    return (
        f"the character {_quoted(token[0])} ({name}) has no meaning in an expression",
        "remove it",
    )


def _quoted(character: str) -> str:
    return f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}"


def about_word(word: str) -> tuple[str, str]:
    """A message and a remedy for a word with a letter that names may not use."""
    letter = next(c for c in word if not (c.isascii() or c in GREEK))
    title = unicodedata.name(letter, f"U+{ord(letter):04X}")
    twin = _LOOK_ALIKES.get(letter) or unicodedata.normalize("NFKC", letter)
    message = f"the letter “{letter}” in “{word}” is {title}"
    if twin != letter and is_name("a" + twin):
        return f"{message}, which only looks like “{twin}”", f"write `{word.replace(letter, twin)}`"
    if not letter.isalpha() and letter.isalnum():
        return message, "digits are 0 to 9"
    return message, "names use the letters a to z, digits, `_` and Greek letters"


def nearest(name: str, candidates: Iterable[str]) -> str:
    """The candidate spelled most nearly like ``name``, or ``""``."""
    from difflib import get_close_matches

    slack = max(1, len(name) // 4)  # letters more or fewer
    close = [other for other in candidates if abs(len(other) - len(name)) <= slack]
    same = [other for other in close if other.casefold() == name.casefold()]
    likely = nlargest(_COMPARED, close, key=lambda other: (_shared_ends(name, other), other))
    found = same or get_close_matches(name, likely, n=1, cutoff=0.6)
    return found[0] if found else ""


def _shared_ends(one: str, other: str) -> int:
    """How many letters two words share at the beginning and at the end: quick to count."""
    prefix = _shared_beginning(one, other)
    return prefix + _shared_beginning(one[:prefix:-1], other[:prefix:-1])


def _shared_beginning(one: str, other: str) -> int:
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))


def about_undeclared(name: str, scope: Scope) -> tuple[str, str]:
    """What to say of a name that nobody declared."""
    message = f"`{name}` is not declared"
    visible = set(scope.entries)
    if name in ("γ", "Γ"):
        return message, f"declare it, or write `gamma(x)` for the gamma function: {name} is a name"
    letters = _as_product(name, visible)
    if letters:
        return message, f"write `{letters}`, or declare `{name}`"
    if name in ("E", "PI", "Pi", "I", "inf", "infinity", "Infinity"):
        meant = {"E": "e", "I": "i"}.get(name, "pi" if name[0] == "P" else "oo")
        return message, f"write `{meant}` for the constant"
    near = nearest(name, visible)
    if near:
        return message, f"did you mean `{near}`?"
    return message, f"declare it under `symbols:`, for instance `{name}: real`"


def _as_product(name: str, visible: set[str]) -> str:
    """``xy`` as ``x*y`` where that is what it must mean, else ``""``."""
    if len(name) > 1 and all(letter in visible for letter in name):
        return "*".join(name)
    return ""


def about_unknown_function(name: str, scope: Scope) -> tuple[str, str]:
    """What to say of a call of a name that nobody declared."""
    functions = {n for n, e in scope.entries.items() if e.kind in (Kind.FUNCTION, Kind.OPAQUE)}
    if name.startswith(("np.", "numpy.")):
        message = f"`{name}` is not a function that is known here"
        plain = name.rpartition(".")[2]
        if plain in SPELLINGS or plain in BINDERS:
            return message, f"write `{plain}(…)`"
        near = nearest(plain, [s[3:] for s in SPELLINGS if s.startswith("np.")])
        return message, f"did you mean `np.{near}`?" if near else "define it under `definitions:`"
    message = f"there is no function `{name}`"
    near = nearest(name, functions | {s for s in SPELLINGS if "." not in s} | BINDERS)
    if near:
        return message, f"did you mean `{near}`?"
    if name in scope.entries:
        return message, f"write `{name}*(…)`, or rename"
    return message, f"define it (`{name}(t): …`), or write `{name}*(…)` for a product"


def about_called_value(name: str, entry: Entry | None) -> tuple[str, str]:
    """What to say where a name that is no function is followed by a parenthesis."""
    what = "a bound variable" if entry is None else f"a {entry.kind.value}"
    also = (
        " here, which hides the function of that name" if name in SPELLINGS else ", not a function"
    )
    return f"`{name}` is {what}{also}", f"write `{name}*(…)`, or rename"


def signature(name: str, head: str) -> str:
    """A function as the author spells it, with its parameters: ``np.where(c, x, y)``."""
    row = VOCABULARY[head]
    parameters = ", ".join(row.parameters) + (", …" if row.variadic else "")
    return f"{name}({parameters})"


def plural(count: int, noun: str) -> str:
    """``1 argument``, ``2 arguments``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
