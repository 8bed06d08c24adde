"""What a run asks and tells the store: whole files, and the answers to single questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from verifier.cache.folder import secret
from verifier.cache.keys import Keys
from verifier.cache.rules import Rules
from verifier.cache.store import Store
from verifier.claims.numeric import CannotConfirm, Disagreement, Numeric, NumericOutcome
from verifier.documents.files import excerpt_text
from verifier.kernel.ledger import Foreign, Ledger
from verifier.kernel.verdicts import Verdict
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import (
    Aftermath,
    Attempt,
    Blame,
    DerivationOutcome,
    Edit,
    Explanation,
    FileOutcome,
    LineOutcome,
    Repair,
    SecondOpinion,
)

if TYPE_CHECKING:
    from verifier.judging.options import Options


@dataclass(frozen=True, slots=True)
class Decided:
    """The verdict of a claim."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Holds:
    """The answer to a question of yes and no."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What numbers say of a claim."""

    outcome: NumericOutcome


@dataclass(frozen=True, slots=True)
class Code:
    """The hash over the code whose files are listed so."""

    hash: str


ENTRIES: Final = (
    *(Code, Decided, Holds, FileOutcome, DerivationOutcome, LineOutcome, Problem, Place),
    *(Explanation, Blame, Edit, Repair, Aftermath, Attempt, SecondOpinion),
    *(Drawn, Numeric, Disagreement, CannotConfirm),
)
"""What an entry may be made of beside the kernel's types."""


class Cache:
    """The verdicts of earlier runs."""

    def __init__(self, store: Store, ledger: Ledger, rules: Rules) -> None:
        self._store = store
        self._ledger = ledger
        self._code = self._known_code(rules)

    def _known_code(self, rules: Rules) -> bytes:
        """The hash over the code, from the store if the list of its files is the same."""
        match self.read(rules.listing):
            case Code(known):
                return bytes.fromhex(known)
            case _:
                code = rules.content()
                self.keep(rules.listing, Code(code.hex()))
                return code

    def outcome(self, path: str, data: bytes, options: Options) -> FileOutcome | None:
        """What an earlier run found in a file with these bytes."""
        found = self.read(self._of_file(path, data, options))
        if isinstance(found, FileOutcome) and not found.faults:
            return replace(found, path=path, text=excerpt_text(data))
        return None

    def keep_outcome(self, outcome: FileOutcome, data: bytes, options: Options) -> None:
        """Remember what was found, if another run would find the same."""
        if not outcome.faults:
            key = self._of_file(outcome.path, data, options)
            self.keep(key, replace(outcome, path="", text=""))

    def _of_file(self, path: str, data: bytes, options: Options) -> bytes:
        return Keys(self._code).file(path, data, options)

    def keys(self) -> Keys:
        """The keys of the questions of one file."""
        return Keys(self._code)

    def flush(self) -> None:
        """Write what is new."""
        self._store.flush()

    def close(self) -> None:
        """Write what is new, and let go of the store."""
        self._store.close()

    def read(self, key: bytes) -> object:
        """What is kept under a key; None if that is nothing, or nothing of ours."""
        entry = self._store.get(key)
        if entry is None:
            return None
        try:
            return self._ledger.read(key, entry)
        except Foreign:
            return None

    def keep(self, key: bytes, value: object) -> None:
        """Keep a value under a key."""
        self._store.put(key, self._ledger.written(key, value))

    def forget(self, key: bytes) -> None:
        """Keep nothing under a key."""
        self._store.put(key, b"")  # which opens for nobody


def open_cache(place: str) -> Cache | None:
    """The cache in a folder; None where there cannot be one."""
    try:
        rules = Rules()
        sealing = secret()
        if sealing is None:
            return None
        store = Store(Path(place), rules.settled)
        return Cache(store, Ledger(sealing, ENTRIES), rules)
    except OSError:
        return None
