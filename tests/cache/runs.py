"""Runs with a cache of their own, and what is asked of the kernel in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from verifier.cache import rules
from verifier.judging import working
from verifier.judging.options import Options
from verifier.outcome import FileOutcome, Outcome
from verifier.running.runner import run


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """How often the kernel is asked to decide a claim, or numbers are drawn for one."""
    asked: Counter[str] = Counter()

    def counted(name: str, work: Any) -> Any:
        def doing(*arguments: object, **keywords: object) -> object:
            asked[name] += 1
            return work(*arguments, **keywords)

        return doing

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "decide", counted("claims", working.decide))
        patch.setattr(working, "drawn", counted("draws", working.drawn))
        yield asked


class Library:
    """A folder of derivation files, beside it a cache."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "derivations"
        self.cache = folder / "kept"
        self.store = self.cache / "verdicts.sqlite"
        self.files.mkdir()

    def write(self, name: str, text: str) -> None:
        (self.files / name).write_text(text, "utf-8")

    def run(self, **options: Any) -> Outcome:
        return run([str(self.files)], Options(**{"cache": str(self.cache), **options}))

    def judge(self, text: str, name: str = "a.yaml", **options: Any) -> tuple[FileOutcome, int]:
        """What comes of a text, and how many claims were decided for it."""
        self.write(name, text)
        with counting() as asked:
            (found,) = self.run(**options).files
        return found, asked["claims"]


@pytest.fixture(autouse=True)
def _secret(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of our own, whose seals count nowhere else."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    # Code that somebody saved a moment ago keeps nothing, as it should, and these tests want to.
    monkeypatch.setattr(rules.Rules, "settled", lambda _: True)
    return Library(tmp_path)


def said(outcome: Outcome | FileOutcome) -> list[tuple[object, ...]]:
    """All that is decided, times left out."""
    files = outcome.files if isinstance(outcome, Outcome) else (outcome,)
    return [
        (Path(file.path).name, line.place, line.expression, repr(line.verdict), line.notes)
        for file in files
        for line in file.lines()
    ]
