"""From a path to characters: what can be wrong with a file before a single word of it is read.

Nothing larger than the limit is ever read into memory, and no bytes reach YAML that could mean one
thing to the eye and another to a parser (tabs, control characters, invisible characters).
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from verifier.documents.limits import MAX_BYTES, MAX_PROBLEMS
from verifier.language.problems import Malformed, Problem
from verifier.language.source import Place

_UTF8_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")
_FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]"
)
_FIRST_WORDS = re.compile(rb"^([ \t]*)(?![ \t]*(?:#|---|%|\r|$))(?=.)", re.MULTILINE)
_KEY = rb"""["']?derivations["']?[ \t]*:(?=[\s{]|$)"""


def read_file(path: str | Path) -> bytes:
    """The bytes of a derivation file.

    Raises:
        Malformed: if there is no such file, it is a directory, cannot be read, or is too large.
    """
    try:
        with Path(path).open("rb") as stream:
            return read_stream(stream)
    except FileNotFoundError:
        problem = Problem(f"there is no file {path}", hint="check the spelling of the path")
    except IsADirectoryError:
        problem = Problem(f"{path} is a directory, not a file", hint="name a file in it")
    except PermissionError:
        problem = Problem(f"the file {path} may not be read", hint="check its permissions")
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        problem = Problem(f"the file {path} cannot be read: {error}")
    raise Malformed([problem])


def read_stream(stream: BinaryIO) -> bytes:
    """All bytes of an open file or of standard input.

    Raises:
        Malformed: if there are more than `MAX_BYTES`; the rest is not read.
    """
    data = stream.read(MAX_BYTES + 1)
    _refuse_large(data)
    return data


def _refuse_large(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Malformed(
            [
                Problem(
                    f"the file is larger than {MAX_BYTES // 1_000_000} MB",
                    hint="split it into several derivation files",
                )
            ]
        )


def is_derivation_file(data: bytes) -> bool:
    """Whether the file has a top-level key ``derivations``, even if it is otherwise malformed.

    Reads no YAML: one look at the lines that begin in the column of the file's first key.
    """
    if data.startswith(_OTHER_BOMS):
        data = data[2:].replace(b"\0", b"")
    data = data[:MAX_BYTES].removeprefix(_UTF8_BOM)
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    first = _FIRST_WORDS.search(data)
    if first is None:
        return False
    if data[first.end() : first.end() + 1] == b"{":
        return re.search(rb"[{,]\s*" + _KEY, data) is not None
    return re.search(rb"^(?:" + re.escape(first[1]) + rb")?" + _KEY, data, re.MULTILINE) is not None


def is_derivation_path(path: str | Path) -> bool:
    """Whether the file at ``path`` is a derivation file; one that cannot be opened is none."""
    try:
        with Path(path).open("rb") as stream:
            return is_derivation_file(stream.read(MAX_BYTES))
    except OSError:
        return False


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The file's characters with plain line ends, and a problem for every forbidden one.

    Forbidden characters are replaced by a space, so that reading can go on and every other place
    stays where it is.

    Raises:
        Malformed: if the file is too large or is not UTF-8; then there is nothing to go on with.
    """
    _refuse_large(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed([_not_utf8(data, error.start)]) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if _FORBIDDEN.search(text) is None:
        return text, []
    problems = []
    if "\r" in text:
        before = text[: text.index("\r")].split("\n")
        problems.append(_forbidden("\r", Place(len(before), len(before[-1]) + 1)))
        text = text.replace("\r", "\n")
    every = (
        _forbidden(found[0], Place(number, found.start() + 1))
        for number, line in enumerate(text.split("\n"), 1)
        if (found := _FORBIDDEN.search(line)) is not None
    )
    problems += islice(every, MAX_PROBLEMS + 1)
    return _FORBIDDEN.sub(" ", text), problems


def excerpt_text(data: bytes) -> str:
    """The file's text for excerpts, readable whatever its bytes are; places in it are the same."""
    text = data[:MAX_BYTES].removeprefix(_UTF8_BOM).decode("utf-8", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(data: bytes, at: int) -> Problem:
    before = excerpt_text(data[:at]).split("\n")
    place = Place(len(before), len(before[-1]) + 1)
    if data.startswith(_OTHER_BOMS):
        return Problem("the file is UTF-16, not UTF-8", place, "save it as UTF-8")
    return Problem(
        f"the file is not UTF-8: the byte 0x{data[at]:02X} cannot be read",
        place,
        "save it as UTF-8",
    )


def _forbidden(character: str, place: Place) -> Problem:
    match character:
        case "\t":
            return Problem("a tab stands here", place, "use spaces")
        case "\r":
            return Problem(
                "a carriage return stands here without a line feed",
                place,
                "save the file with the line ends of Unix or Windows",
            )
        case _ if ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0:
            message = f"the control character U+{ord(character):04X} stands here"
        case _:
            message = f"the invisible character U+{ord(character):04X} stands here"
    return Problem(message, place, "delete it")
