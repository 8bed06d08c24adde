"""Verdicts on paper: how they are written down, and how only what was written here comes back.

With the judges, this module alone makes verdicts, and it makes none of its own: it gives back what
it once wrote. An entry is JSON of a closed set of types under a seal, a keyed hash over what the
entry is about (``key``) and what it says. The secret of the seal lies outside of the folder where
entries are kept. So an entry that was invented, changed, cut, or moved to another claim does not
open, wherever it comes from, and there is no other way in: nothing here reads a verdict that is
not sealed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from typing import Any, Final, TypeAlias

from verifier.kernel.verdicts import (
    Condition,
    Conditional,
    Confirmed,
    Grade,
    Proved,
    Refuted,
    Trusted,
    Unknown,
)

SEAL: Final = 32  # bytes
SECRET: Final = 32
DEEPEST: Final = 60  # nesting of an entry

VERDICTS: Final = (Proved, Trusted, Confirmed, Conditional, Condition, Refuted, Unknown, Grade)

Made: TypeAlias = Callable[..., object]


class Foreign(ValueError):
    """Not an entry of ours."""


class Ledger:
    """Writes and reads entries of the kernel's types and of ``others`` that contain them."""

    def __init__(self, secret: bytes, others: Iterable[type] = ()) -> None:
        """Raises ValueError for a secret that is none."""
        if len(secret) != SECRET:
            raise ValueError(f"a secret has {SECRET} bytes")
        self._secret = secret
        self._types = {made.__name__: made for made in (*VERDICTS, *others)}

    def written(self, key: bytes, value: object) -> bytes:
        """The entry that says ``value`` of what ``key`` stands for.

        Raises:
            TypeError: for a value of another type.
        """
        body = json.dumps(self._plain(value), separators=(",", ":"), allow_nan=False).encode()
        return self._seal(key, body) + body

    def read(self, key: bytes, entry: bytes) -> object:
        """What an entry says of what ``key`` stands for.

        Raises:
            Foreign: if this ledger did not write it, or wrote it of something else.
        """
        seal, body = entry[:SEAL], entry[SEAL:]
        if len(seal) != SEAL or seal != self._seal(key, body):
            raise Foreign("the seal is broken")
        try:
            return self._made(json.loads(body), DEEPEST)
        except (ValueError, TypeError, RecursionError) as error:
            raise Foreign(str(error)) from error

    def _seal(self, key: bytes, body: bytes) -> bytes:
        sealed = blake2b(key=self._secret, digest_size=SEAL)
        sealed.update(len(key).to_bytes(8, "big"))
        sealed.update(key)
        sealed.update(body)
        return sealed.digest()

    # Values and JSON: a dataclass or an enumeration is a list that begins with its name, a tuple is
    # a list that begins with 0.

    def _plain(self, value: object) -> Any:
        match value:
            case Enum():
                return [self._name(value), value.value]
            case None | bool() | int() | float() | str():
                return value
            case tuple():
                return [0, *map(self._plain, value)]
            case Mapping():
                return {str(key): self._plain(found) for key, found in value.items()}
            case _ if is_dataclass(value):
                parts = [self._plain(getattr(value, part.name)) for part in fields(value)]
                return [self._name(value), *parts]
            case _:
                raise TypeError(f"{type(value).__name__} has no place in the ledger")

    def _name(self, value: object) -> str:
        name = type(value).__name__
        if self._types.get(name) is not type(value):
            raise TypeError(f"{name} has no place in the ledger")
        return name

    def _made(self, plain: Any, depth: int) -> Any:
        if depth == 0:
            raise Foreign("nested too deeply")
        match plain:
            case None | bool() | int() | float() | str():
                return plain
            case dict():
                return {name: self._made(found, depth - 1) for name, found in plain.items()}
            case [0, *parts]:
                return tuple([self._made(part, depth - 1) for part in parts])
            case [str() as name, *parts]:
                return self._of_type(name, [self._made(part, depth - 1) for part in parts])
            case _:
                raise Foreign("no value")

    def _of_type(self, name: str, parts: list[Any]) -> object:
        made: Made | None = self._types.get(name)
        if made is None:
            raise Foreign(f"{name} is no type of an entry")
        if is_dataclass(made) and len(parts) != len(fields(made)):
            raise Foreign(f"{name} has other parts")
        return made(*parts)
