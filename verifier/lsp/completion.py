"""What may be written at a place: keys, kinds of numbers, and the names that are known there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from verifier.claims.claim import Field
from verifier.documents.conventions import KNOWN
from verifier.documents.domains import STRUCTURES
from verifier.documents.keys import DERIVATION_KEYS, FILE_KEYS, Key, Kind
from verifier.language.scope import Kind as NameKind
from verifier.language.source import Place
from verifier.lsp.functions import described, words
from verifier.lsp.reading import Name, Reading, section_at

_KEY = re.compile(r"""^(\s*)["']?([^:#"']*?)["']?\s*:(?:\s|$)""")


class Sort(Enum):
    """What a candidate is; an editor shows a sign for it."""

    KEY = "key"
    WORD = "word"
    CONSTANT = "constant"
    FUNCTION = "function"
    NAME = "name"
    DEFINED_FUNCTION = "defined function"
    DERIVATION = "derivation"


class Candidate(NamedTuple):
    """Something to write; ``detail`` in a few words, ``says`` in a sentence."""

    label: str
    sort: Sort
    detail: str = ""
    says: str = ""


def candidates(lines: Sequence[str], reading: Reading, place: Place) -> list[Candidate]:
    """Everything that may be written at a place; the editor picks what fits the letters there."""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before = line[: place.column - 1]
    if "#" in before:
        return []
    if re.fullmatch(r"\w*", before):
        present = {name for name, _ in reading.sections}
        return _keys({name: key for name, key in FILE_KEYS.items() if name not in present})
    match section_at(lines, place.line):
        case "symbols":
            return list(_domain(reading, place)) if _KEY.match(before) else []
        case "definitions":
            return _expression(reading, place) if _inside_value(lines, place) else []
        case "assume":
            return _expression(reading, place)
        case "conventions":
            return [
                Candidate(f"{about} = {value}", Sort.WORD, "convention")
                for about, values in KNOWN.items()
                for value in values
            ]
        case "derivations":
            return _in_derivation(lines, reading, place)
        case _:
            return []


def _keys(keys: dict[str, Key]) -> list[Candidate]:
    return [Candidate(name, Sort.KEY, key.example, key.says) for name, key in keys.items()]


def _domain(reading: Reading, place: Place) -> Iterator[Candidate]:
    """What stands behind a symbol."""
    for field in Field:
        yield Candidate(field.value, Sort.WORD, "kind of number")
    yield Candidate("in", Sort.WORD, "a range", "`in (0, 1)`, `in [0, oo)`")
    for structure in STRUCTURES:
        yield Candidate(structure, Sort.WORD, "structure of a matrix")
    yield Candidate("oo", Sort.CONSTANT, "infinity")
    kinds = (NameKind.SYMBOL, NameKind.SIZE)
    for name in reading.names:
        if name.kind in kinds and name.place.line < place.line:
            yield _name(name)


def _inside_value(lines: Sequence[str], place: Place) -> bool:
    """Whether a place is behind a key, or on a line that continues a value."""
    before = lines[place.line - 1][: place.column - 1]
    return bool(_KEY.match(before)) or len(_above(lines, place.line)) > 1


def _in_derivation(lines: Sequence[str], reading: Reading, place: Place) -> list[Candidate]:
    before = lines[place.line - 1][: place.column - 1]
    above = _above(lines, place.line)
    key = _KEY.match(before)
    if len(above) < 2:  # a derivation's name, and behind it a short derivation
        return _expression(reading, place) if key else []
    in_map = above[0].split("#")[0].rstrip().endswith(":") and above[0] is not above[-1]
    if key and in_map and key[2] in DERIVATION_KEYS:
        return _under_key(key[2], reading, place)
    if in_map and len(above) == 2 and re.fullmatch(r"\s+\w*", before):
        return _keys(dict(DERIVATION_KEYS))
    return _expression(reading, place)


def _under_key(name: str, reading: Reading, place: Place) -> list[Candidate]:
    key = DERIVATION_KEYS[name]
    match key.kind:
        case Kind.CHOICE:
            return [Candidate(choice, Sort.WORD, "verdict") for choice in key.choices]
        case Kind.PROSE:
            return []
        case _:
            return _expression(reading, place)


def _above(lines: Sequence[str], number: int) -> list[str]:
    """The lines that a line stands below, each indented less than the one before; nearest first."""
    line = lines[number - 1]
    indent = len(line) - len(line.lstrip())
    found = []
    for above in reversed(lines[: number - 1]):
        depth = len(above) - len(above.lstrip())
        if depth < indent and above.strip() and not above.lstrip().startswith("#"):
            found.append(above)
            indent = depth
    return found


def _expression(reading: Reading, place: Place) -> list[Candidate]:
    """The names that may be used at a place, then the language's own."""
    own = [_name(name) for name in _known(reading, place)]
    hidden = {candidate.label for candidate in own}
    return own + [_word(word) for word in words() if word not in hidden]


def _known(reading: Reading, place: Place) -> Iterator[Name]:
    """Symbols wherever they stand; what else is declared above, but not what a place is inside."""
    above = [name for name in reading.names if name.place <= place]
    inside = above[-1].place.line if above else 0
    section = next((span for _, span in reversed(reading.sections) if span.start <= place), None)
    for name in reading.names:
        match name.kind:
            case NameKind.SYMBOL | NameKind.SIZE | NameKind.OPAQUE:
                yield name
            case _:
                within = section is not None and name.place >= section.start
                if name in above and not (within and name.place.line == inside):
                    yield name


def _name(name: Name) -> Candidate:
    match name.kind:
        case NameKind.FUNCTION | NameKind.OPAQUE:
            sort = Sort.DEFINED_FUNCTION
        case NameKind.DERIVATION:
            sort = Sort.DERIVATION
        case _:
            sort = Sort.NAME
    return Candidate(name.name, sort, f"{name.head}: {name.says}", name.kind.value)


def _word(word: str) -> Candidate:
    written, says = described(word) or (word, "")
    constant = written == word
    return Candidate(word, Sort.CONSTANT if constant else Sort.FUNCTION, written, says)
