"""The file format as a JSON Schema, for editors: made from the table of keys that the reader uses.

It speaks of the data that YAML makes of a file, and so knows nothing of what that data has lost:
brackets, joined lines, anchors. Whatever the reader accepts, the schema accepts; whatever is wrong
in structure, it rejects. (The one text it cannot tell from nothing at all is a lone ``null``.)

``python -m verifier.documents.schema`` writes the file that is shipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias, assert_never

from verifier.documents.keys import DERIVATION_KEYS, FILE_KEYS, Key, Kind

Json: TypeAlias = dict[str, object]

SHIPPED = Path(__file__).parent.parent / "derivation.schema.json"

# What YAML may make of a text: `1`, `1.5` and `true` are text in a derivation file.
_SCALAR = ["string", "number", "boolean"]
_WRITTEN = r"(^|\n)[ \t]*[^\s#]"  # something stands there, and not only a remark
_BLANK = r"^\s*$"


def schema() -> Json:
    """The schema (draft 7, which editors know best)."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A derivation file",
        "description": "What `verify` reads: symbols, definitions and derivations.",
        **_keyed(FILE_KEYS),
        "definitions": {
            "line": {"type": _SCALAR, "pattern": _WRITTEN},
            "item": {"type": _SCALAR, "pattern": r"\S"},
            "derivation": _derivation(),
        },
    }


def schema_text() -> str:
    """The schema as it is shipped and printed."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _keyed(keys: Mapping[str, Key]) -> Json:
    """A map with these keys and no others."""
    return {
        "type": "object",
        "properties": {name: _described(key) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
        "additionalProperties": False,
    }


def _described(key: Key) -> Json:
    example: object = key.example
    if key.kind in (Kind.NAMES, Kind.DERIVATIONS):
        name, _, text = key.example.partition(": ")
        example = {name: text}
    return {"description": key.says, **_value(key), "examples": [example]}


def _value(key: Key) -> Json:
    match key.kind:
        case Kind.PROSE:
            return {"type": [*_SCALAR, "null"]}
        case Kind.CHOICE:
            return {"enum": list(key.choices)}
        case Kind.LINES:
            return {"type": [*_SCALAR, "null", "array"], "items": _reference("item")}
        case Kind.STEPS:
            return _steps()
        case Kind.NAMES:
            # Nothing is as good as a map without names.
            return {
                "type": ["object", "null", "array", "string"],
                "additionalProperties": _reference("line"),
                "maxItems": 0,
                "pattern": _BLANK,
            }
        case Kind.DERIVATIONS:
            return {
                "type": "object",
                "minProperties": 1,
                "additionalProperties": _reference("derivation"),
            }
        case _:
            assert_never(key.kind)


def _steps() -> Json:
    return {
        "type": [*_SCALAR, "array"],
        "pattern": _WRITTEN,
        "items": _reference("item"),
        "contains": _reference("line"),
    }


def _derivation() -> Json:
    """Its steps alone, or a map with its keys. (Each rule concerns one kind of value.)"""
    return {**_steps(), **_keyed(DERIVATION_KEYS), "type": [*_SCALAR, "array", "object"]}


def _reference(name: str) -> Json:
    return {"$ref": f"#/definitions/{name}"}


if __name__ == "__main__":
    SHIPPED.write_text(schema_text(), encoding="utf-8")
