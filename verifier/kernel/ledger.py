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
from dataclasses import MISSING, fields, is_dataclass
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
        self._types = {made.__name__: _Type(made) for made in (*VERDICTS, *others)}

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
    # a list that begins with 0. What a dataclass ends with is left out where it is the default.

    def _plain(self, value: object) -> Any:
        match value:
            case Enum():
                return [self._known(value).name, value.value]
            case None | bool() | int() | float() | str():
                return value
            case tuple():
                return [0, *map(self._plain, value)]
            case Mapping():
                return {str(key): self._plain(found) for key, found in value.items()}
            case _ if is_dataclass(value):
                known = self._known(value)
                parts = [getattr(value, part.name) for part in fields(value)]
                while len(parts) > known.least and _same(parts[-1], known.defaults[len(parts) - 1]):
                    parts.pop()
                return [known.name, *map(self._plain, parts)]
            case _:
                raise TypeError(f"{type(value).__name__} has no place in the ledger")

    def _known(self, value: object) -> _Type:
        name = type(value).__name__
        known = self._types.get(name)
        if known is None or known.made is not type(value):
            raise TypeError(f"{name} has no place in the ledger")
        return known

    def _made(self, plain: Any, depth: int) -> Any:
        """A list or a map as what it stands for. (The types that JSON has stand for themselves, and
        are looked past here: most of an entry is made of them.)
        """
        if depth == 0:
            raise Foreign("nested too deeply")
        if type(plain) is dict:
            return {name: self._made(found, depth - 1) for name, found in plain.items()}
        if type(plain) is not list:
            return plain
        if not plain:
            raise Foreign("no value")
        kind = plain[0]
        parts = [
            self._made(part, depth - 1) if type(part) is list or type(part) is dict else part
            for part in plain[1:]
        ]
        if kind == 0 and type(kind) is int:
            return tuple(parts)
        known = self._types.get(kind) if type(kind) is str else None
        if known is None:
            raise Foreign(f"{kind} is no type of an entry")
        if not known.least <= len(parts) <= known.most:
            raise Foreign(f"{kind} has other parts")
        return known.made(*parts)


def _same(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


class _Type:
    """A type of an entry: how to make one, and of how many parts."""

    def __init__(self, made: type) -> None:
        self.name = made.__name__
        self.made: Made = made
        self.least = self.most = 1  # an enumeration is made of its value
        self.defaults: tuple[object, ...] = ()
        if is_dataclass(made):
            parts = fields(made)
            self.defaults = tuple(part.default for part in parts)
            self.least = sum(part.default is MISSING for part in parts)
            self.most = len(parts)
