"""One file, from its bytes to its outcome. Whatever goes wrong is the file's, not the run's."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

from verifier.documents.document import Document
from verifier.documents.files import excerpt_text
from verifier.documents.load import load
from verifier.judging.file_judge import FileJudge
from verifier.judging.options import Options
from verifier.judging.working import Work
from verifier.language.problems import Malformed
from verifier.outcome import FileOutcome, faulty_file, malformed_file

RECURSION = 12_000  # frames: expressions nest to a bounded depth, and reading them is recursive


def read_one(path: str, data: bytes | Malformed) -> Document | FileOutcome:
    """A file read, or what is wrong with it."""
    started = time.perf_counter()
    if sys.getrecursionlimit() < RECURSION:
        sys.setrecursionlimit(RECURSION)
    if isinstance(data, Malformed):
        return malformed_file(path, "", data)
    try:
        return load(data, path)
    except Malformed as malformed:
        return malformed_file(path, excerpt_text(data), malformed, time.perf_counter() - started)
    except Exception as error:  # noqa: BLE001 - one file's fault must not cost the others
        return faulty_file(path, error)


def lines_of(document: Document | FileOutcome) -> int:
    """How many lines there are to judge."""
    if isinstance(document, FileOutcome):
        return 0
    return sum(len(derivation.lines) - 1 for derivation in document.derivations)


def judge(
    document: Document | FileOutcome,
    options: Options,
    work: Work,
    advance: Callable[[], None] = lambda: None,
) -> FileOutcome:
    """A document judged, and explained where that is asked for.

    Raises:
        MemoryError: nothing that was made here may be used again.
    """
    if isinstance(document, FileOutcome):
        return document
    try:
        file_judge = FileJudge(document, work, options, advance)
        outcome = file_judge.run()
        if options.repairs and outcome.is_wrong:
            outcome = _explained(outcome, document, file_judge, work)
        return outcome
    except Malformed as malformed:
        return malformed_file(document.path, document.text, malformed)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one file's fault must not cost the others
        work.steady = False
        return faulty_file(document.path, error)


def explain(
    outcome: FileOutcome, document: Document | FileOutcome, options: Options, work: Work
) -> FileOutcome:
    """A judged document with its wrong lines explained. No verdict changes.

    Args:
        outcome: what came of judging it.
        document: the same document.
        options: how it was judged.
        work: knows every answer that the outcome came of, and nothing is worked out a second time:
            with them, judging goes the same way again, up to what each derivation was judged in.

    Raises:
        MemoryError: nothing that was made here may be used again.
    """
    if isinstance(document, FileOutcome):
        return outcome
    try:
        again = FileJudge(document, work, replace(options, explain=frozenset()))
        again.run()
        return _explained(outcome, document, again, work)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one file's fault must not cost the others
        work.steady = False
        fault = f"explaining it: {type(error).__name__}: {error}"
        return replace(outcome, passed=False, faults=(*outcome.faults, fault))


def _explained(
    outcome: FileOutcome, document: Document, file_judge: FileJudge, work: Work
) -> FileOutcome:
    from verifier.judging.explained import explained  # most files pass

    return explained(outcome, document, file_judge.contexts, work)
