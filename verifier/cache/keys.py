"""Under which key a verdict is found: a hash over everything that it depends on.

What is written is hashed by its structure, not by how it was spelled or where it stands, so that a
line moved, or a reason changed, is no new line. A claim's key holds the claim, and of its context
all but the definitions and earlier results that it does not go through; those that it does go
through count with what was proved of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from verifier.claims.claim import Claim, Context
    from verifier.judging.options import Options
    from verifier.judging.working import Terms

WITHOUT_WEIGHT: Final = frozenset({"timeout", "jobs", "memory", "apart", "guarded", "cache"})
"""Options that change no verdict but one that a clock had a part in, which is never kept."""

OF_A_CLOCK: Final = frozenset({"seconds", "memory"})
"""The same for what a strategy may use."""

APART: Final = frozenset({"definitions", "values", "ranged", "total"})
"""The parts of a context of which a claim's key holds only what the claim goes through."""


class Unhashable(TypeError):
    """There is no hash of a value of this type; what depends on it is not kept."""


class Keys:
    """The keys of one file's questions; what was hashed before is not hashed again."""

    def __init__(self, rules: bytes) -> None:
        self._rules = rules
        self._nodes: dict[object, bytes] = {}
        self._contexts: dict[int, tuple[Context, bytes]] = {}
        self._last: tuple[str, Claim | Context, Terms, bytes | None] | None = None

    def file(self, path: str, data: bytes, options: Options) -> bytes:
        """The key of a whole file's outcome."""
        return self._joined(
            (
                b"file",
                self.hash(path),
                data,
                self._parts(options, WITHOUT_WEIGHT),
            )
        )

    def known(self, kind: str, what: Claim | Context, terms: Terms) -> bytes | None:
        """A question's key, or None where there is none; it is asked for twice in a row, to find an
        answer and to keep it.
        """
        match self._last:
            # It holds the question itself: another one may come to lie at the same address.
            case (last, asked, under, key) if asked is what and (last, under) == (kind, terms):
                return key
        try:
            key = self.question(kind, what, terms)
        except (Unhashable, RecursionError):
            key = None
        self._last = kind, what, terms, key
        return key

    def question(self, kind: str, what: Claim | Context, terms: Terms) -> bytes:
        """The key of the answer to a question about a claim, or about a context.

        Raises:
            Unhashable: where there is none.
        """
        from verifier.claims.claim import Claim

        about = (
            self._claim(what) if isinstance(what, Claim) else (self._alone(what), self.hash(what))
        )
        return self._joined((kind.encode(), self._parts(terms, OF_A_CLOCK), *about))

    def hash(self, value: Any) -> bytes:
        """A hash over a value and all that is in it, by structure.

        Raises:
            Unhashable: for a value of an unknown type.
        """
        match value:
            case None | bool() | int() | float() | str():
                return _plain(value)
            case Enum():
                return f"{type(value).__name__}:{value.name}".encode()
            case tuple():
                return self._joined((b"tuple", *map(self.hash, value)))
            case frozenset():
                return self._joined((b"set", *sorted(map(self.hash, value))))
            case Mapping():
                pairs = [part for pair in value.items() for part in map(self.hash, pair)]
                return self._joined((b"map", *pairs))
            case _ if is_dataclass(value):
                return self._parts(value, frozenset())
            case _:
                return self._node(value)

    def _node(self, node: Any) -> bytes:
        """A fraction; or an expression: its kind and its parts. Equal nodes are one object."""
        from fractions import Fraction  # which keys of files have none of

        if isinstance(node, Fraction):
            return _plain(node)
        found = self._nodes.get(node)
        if found is None:
            names = getattr(type(node), "__match_args__", ())
            if not names:
                raise Unhashable(f"no hash of {type(node).__name__}")
            parts = [self.hash(getattr(node, name)) for name in names]
            found = self._joined((type(node).__name__.encode(), *parts))
            self._nodes[node] = found
        return found

    def _parts(self, value: Any, without: frozenset[str]) -> bytes:
        """A dataclass, without some of its parts and those that don't count for equality."""
        parts = [type(value).__name__.encode()]
        for part in fields(value):
            if part.compare and part.name not in without:
                parts += [part.name.encode(), self.hash(getattr(value, part.name))]
        return self._joined(parts)

    def _claim(self, claim: Claim) -> Iterable[bytes]:
        """The claim, and what of its context it may rest on."""
        from verifier.algebra.names import names_of

        context = claim.context
        names = names_of(context)
        reached = names.mentioned(claim.left) | names.mentioned(claim.right)
        reached = reached.union(*map(names.mentioned, context.assumptions))
        yield from (self.hash(claim.left), claim.relation.encode(), self.hash(claim.right))
        yield self.hash(claim.antiderivative)
        yield self._alone(context)
        for name in sorted(reached):
            if name in context.definitions:
                yield self.hash((name, context.definitions[name], name in context.total))
            if name in context.values:
                yield self.hash((name, context.values[name]))

    def _alone(self, context: Context) -> bytes:
        """A context without what only some claims go through; proved ranges count for all."""
        found = self._contexts.get(id(context))
        if found is None:
            ranges = {name: context.definitions[name].claimed for name in sorted(context.ranged)}
            found = context, self._joined((self._parts(context, APART), self.hash(ranges)))
            self._contexts[id(context)] = found  # with the context, so that its number stays its
        return found[1]

    def _joined(self, parts: Iterable[bytes]) -> bytes:
        """A hash over pieces, whose borders count."""
        found = blake2b(self._rules, digest_size=32)
        for part in parts:
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)
        return found.digest()


def _plain(value: object) -> bytes:
    return f"{type(value).__name__}:{value!r}".encode(errors="surrogatepass")
