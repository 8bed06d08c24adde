"""The index letters of a derivation: a subscript that nothing binds stands for every index, and it
means the same in all lines of its derivation, also in one like ``(i == j)`` that has no subscripts.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.documents.steps import Chain, Step
from verifier.language.expressions import Constant, subexpressions
from verifier.language.parser import Parsed, parse
from verifier.language.problems import Malformed, Problem
from verifier.language.scope import Entry, Kind, Scope
from verifier.language.source import Text
from verifier.language.tokens import tokenize

Letters = Mapping[str, Entry]

_LETTER = Entry(Kind.INDEX, integer=True)
_IMAGINARY = Constant("i")


def index_letters(chain: Chain, scope: Scope) -> Letters:
    """The subscripts of a derivation that nothing binds."""
    letters: dict[str, Entry] = {}
    waiting = [step.text for step in chain.steps if step.text.value]
    if not any("[" in text.value for text in waiting):
        return letters
    while waiting:
        unread: list[Text] = []
        for text in waiting:
            found = _parsed(text, scope.with_names(letters), chain.statements)
            if found is None:
                unread.append(text)
            else:
                letters |= dict.fromkeys(_free(found), _LETTER)
        if len(unread) == len(waiting):
            break
        waiting = unread  # a line that lacks a letter of another one is read again with it
    return letters


def _free(found: Parsed) -> set[str]:
    """Its subscripts; an `i` that the parser took for one stands in the scope it read with."""
    entry = found.scope.entries.get("i")
    settled = entry is not None and entry.kind is Kind.INDEX
    return {*found.indices, "i"} if settled else set(found.indices)


def needed_letters(
    step: Step, scope: Scope, letters: Letters, *, statement: bool
) -> Letters | Problem:
    """The letters that a line has from the other lines alone, or an ambiguous `i`."""
    if not letters:
        return letters
    needed: Letters = {}
    found = _parsed(step.text, scope, statement)
    if found is None:
        needed = {name: entry for name, entry in letters.items() if name != "i"}
        found = _parsed(step.text, scope.with_names(needed), statement)
    if found is None or "i" not in letters or _IMAGINARY not in subexpressions(found.expression):
        return needed
    tokens = tokenize(step.text.value)
    values = ["", *tokens.values, ""]
    for at, value in enumerate(tokens.values):
        if value == "i" and not {values[at], values[at + 2]} & {"==", "!="}:
            return Problem(
                "`i` is a subscript in this derivation and the imaginary unit here",
                step.text.place(tokens.starts[at]),
                "rename the subscript",
            )
    return {**needed, "i": _LETTER}


def _parsed(text: Text, scope: Scope, statement: bool) -> Parsed | None:
    try:
        return parse(text, scope, statement=statement)
    except Malformed:
        return None
