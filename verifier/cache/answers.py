"""Answers to single questions of the kernel, kept between runs: a shelf for `working.Work`."""

from __future__ import annotations

from verifier.cache.cache import Cache, Decided, Drawn, Holds
from verifier.claims.claim import Claim, Context
from verifier.judging.answers import Decision, Kept, Numbers
from verifier.judging.working import Terms


class Answers:
    """The answers to the questions of one file."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._keys = cache.keys()

    def find(self, kind: str, what: Claim | Context, terms: Terms) -> Kept | None:
        """The answer that an earlier run found to an equal question."""
        key = self._keys.known(kind, what, terms)
        match None if key is None else self._cache.read(key):
            case Decided(verdict):
                return Decision(verdict)
            case Holds(holds):
                return holds
            case Drawn(outcome):
                return Numbers(outcome)
            case _:
                return None

    def keep(self, kind: str, what: Claim | Context, terms: Terms, answer: Kept) -> None:
        """Keep an answer."""
        key = self._keys.known(kind, what, terms)
        if key is None:
            return
        match answer:
            case bool():
                self._cache.keep(key, Holds(answer))
            case Decision(verdict, fault, steady):
                if steady and not fault:
                    self._cache.keep(key, Decided(verdict))
            case Numbers(outcome, fault):
                if not fault:
                    self._cache.keep(key, Drawn(outcome))

    def forget(self, kind: str, what: Claim | Context, terms: Terms) -> None:
        """Keep an answer no longer."""
        key = self._keys.known(kind, what, terms)
        if key is not None:
            self._cache.forget(key)
