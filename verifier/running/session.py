"""Judging the same files again and again in one process, for those who watch while one writes.

An answer that was given once is not worked out again, so that of a changed file only the lines that
the change touches are judged. It is all kept in memory and ends with the process; what is kept
between runs is the business of `cache`, whose keys say here, too, what an answer depends on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.cache.keys import Keys
from verifier.judging.options import Options
from verifier.outcome import FileOutcome
from verifier.running.runner import run_text

if TYPE_CHECKING:
    from verifier.claims.claim import Claim, Context
    from verifier.judging.answers import Kept
    from verifier.judging.working import Terms

MOST = 50_000
"""Answers that are kept. The oldest are given up first."""


class Session:
    """Judges texts; what is known stays known."""

    def __init__(self, options: Options) -> None:
        self._options = replace(options, jobs=1, apart=False, guarded=False, cache=None)
        self._known: dict[bytes, Kept] = {}

    def judge(
        self,
        text: str,
        path: str,
        advance: Callable[[], None] = lambda: None,
        *,
        repairs: bool = False,
    ) -> FileOutcome:
        """What comes of a text.

        Args:
            text: what the file holds, or is going to hold.
            path: what to call it.
            advance: called after each line; what it raises ends the work.
            repairs: whether to look for what wrong lines should be, too, which takes longer.
        """
        shelf = _Remembered(self._known)
        options = replace(self._options, repairs=repairs)
        return run_text(text, options, path, shelf=shelf, advance=advance)


class _Remembered:
    """The shelf of one reading of one file, on which lies what all of them have answered."""

    def __init__(self, known: dict[bytes, Kept]) -> None:
        self._known = known
        self._keys = Keys(b"")

    def find(self, kind: str, what: Claim | Context, terms: Terms) -> Kept | None:
        """The answer to the same question, if it was given before."""
        key = self._keys.known(kind, what, terms)
        if key is None or key not in self._known:
            return None
        answer = self._known.pop(key)
        self._known[key] = answer  # the one used last is given up last
        return answer

    def keep(self, kind: str, what: Claim | Context, terms: Terms, answer: Kept) -> None:
        """Remember an answer, also that there was none in time: who edits another line should not
        wait for this one again. A fault of ours is not remembered.
        """
        key = self._keys.known(kind, what, terms)
        if key is None or (not isinstance(answer, bool) and answer.fault):
            return
        self._known[key] = answer
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def forget(self, kind: str, what: Claim | Context, terms: Terms) -> None:
        """Know an answer no longer."""
        key = self._keys.known(kind, what, terms)
        if key is not None:
            self._known.pop(key, None)
