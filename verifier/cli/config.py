"""``[tool.verify]`` in the nearest ``pyproject.toml`` that has it, from here up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from verifier.language.problems import VerifierError

FILE: Final = "pyproject.toml"

KEYS: Final[Mapping[str, str]] = {
    "require": "text",
    "timeout": "number",
    "memory": "text",
    "jobs": "number",
    "sympy": "true or false",
    "cross-check": "true or false",
    "repairs": "true or false",
    "seed": "number",
    "trials": "number",
    "shapes": "text",
    "cache": "true or false",
    "cache-dir": "text",
    "paths": "list of texts",
    "format": "text",
    "color": "text",
}
"""Every key of the table, and what its value is. Each but ``paths`` is an option's name."""

# The table's head, a dotted key, or a key with a value: whatever else mentions us is not looked at.
_MENTIONED: Final = re.compile(rb"""\bverify["']?\s*[].=]""")


@dataclass(frozen=True, slots=True)
class Config:
    """A table: the file it stands in, and its values, each of the kind that its key asks for."""

    place: Path
    values: Mapping[str, Any]


def read_config(start: Path) -> Config | None:
    """The table that counts in a directory; None if there is none.

    Raises:
        VerifierError: with what is wrong with it.
    """
    for folder in (start, *start.parents):
        place = folder / FILE
        try:
            data = place.read_bytes()
        except OSError:
            continue
        if _MENTIONED.search(data):
            table = _table(place, data)
            if table is not None:
                return Config(place, _checked(place, table))
    return None


def _table(place: Path, data: bytes) -> object:
    import tomllib

    try:
        whole = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VerifierError(f"{place} cannot be read: {error}") from error
    tools = whole.get("tool")
    return tools.get("verify") if isinstance(tools, dict) else None


def _checked(place: Path, table: object) -> Mapping[str, Any]:
    """The values, if every key is known and has the right kind of value."""
    if not isinstance(table, dict):
        raise VerifierError(f"{place}: tool.verify is no table")
    for key, value in table.items():
        if key not in KEYS:
            raise VerifierError(f"{place}: [tool.verify] has no key {key!r}; {_nearest(key)}")
        if not _is(value, KEYS[key]):
            raise VerifierError(f"{place}: {key} in [tool.verify] is a {KEYS[key]}")
    return table


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.replace("_", "-"), KEYS, n=1)
    return f"write {near[0]}" if near else f"it has {', '.join(KEYS)}"


def _is(value: object, kind: str) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "true or false":
            return isinstance(value, bool)
        case _:
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
