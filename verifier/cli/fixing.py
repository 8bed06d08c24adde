"""``--fix``: what would change is shown, then written, one file after the other.

A line that carried a mistake on is wrong once the mistake above it is mended. So what was mended is
judged again, and mended again, until nothing is left to mend: a second call has nothing to do.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING

from verifier.cli.streams import write
from verifier.documents.files import decode, read_file
from verifier.explain.mending import Mended, Misplaced, mended, offered
from verifier.explain.saving import NotSaved, save
from verifier.language.problems import Malformed
from verifier.reports.rows import clean
from verifier.running.sources import STANDARD_INPUT

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from verifier.outcome import FileOutcome, Outcome

AROUND = 2  # lines shown around a change
BELOW = "Below what was mended, a line that had followed from the mistake is wrong now:"
ROUNDS = 50
"""Each round mends lines below those of the one before, so that a derivation of so many lines is
done; what has more needs a second call, and is told so."""


def fix_files(
    outcome: Outcome, options: argparse.Namespace, judge_again: Callable[[], Outcome]
) -> tuple[Outcome, list[str]]:
    """Write the first repair of every line that has one into its file, until none has one.

    Returns:
        What came of the last judging, and a sentence for everything that could not be written.
    """
    stream = sys.stdout if options.format == "terminal" else sys.stderr
    complaints: dict[str, None] = {}
    for number in range(ROUNDS):
        if outcome.interrupted:
            break
        written, refused = _fix_files(outcome, stream, again=number > 0)
        complaints |= dict.fromkeys(refused)
        if not written:
            if not number and not complaints:
                write("Nothing to mend: no repair is offered.\n\n", stream)
            break
        outcome = judge_again()
    else:
        if any(any(offered(file)) for file in outcome.files):
            complaints["there is more to mend: call it again"] = None
    return outcome, list(complaints)


def _fix_files(outcome: Outcome, stream: TextIO, *, again: bool) -> tuple[int, list[str]]:
    """One round: the number of lines mended, and a sentence for each that could not be."""
    complaints: list[str] = []
    written = 0
    for file in outcome.files:
        if any(offered(file)):
            try:
                written += _fix(file, stream, complaints, again=again)
            except NotSaved as error:
                complaints.append(str(error))
    return written, complaints


def _fix(file: FileOutcome, stream: TextIO, complaints: list[str], *, again: bool) -> int:
    """The number of lines mended in one file.

    Raises:
        NotSaved: if nothing could be written.
    """
    if file.path == STANDARD_INPUT:
        raise NotSaved("standard input cannot be mended: name the file")
    try:
        old = read_file(file.path)
        new = mended(old, file)
    except (Malformed, Misplaced):
        raise NotSaved(f"{file.path} was changed meanwhile; nothing was written to it") from None
    complaints += [
        f"{file.path}:{offer.line.place.line}: the repair could not be written without changing"
        f" anything else; write it yourself: {offer.repair.expression}"
        for offer in new.left
    ]
    if not new.written:
        return 0
    if again:
        write(f"{BELOW}\n\n", stream)
    write("".join(_shown(file, old, new)), stream)
    save(file.path, old, new.data)
    count = len(new.written)
    write(f"{file.path}: mended {count} line{'' if count == 1 else 's'}.\n\n", stream)
    return count


def _shown(file: FileOutcome, old: bytes, new: Mended) -> Iterator[str]:
    """The change as a difference of lines, and what is mended in each."""
    before, after = (decode(data)[0].split("\n") for data in (old, new.data))
    for row in unified_diff(before, after, file.path, file.path, n=AROUND, lineterm=""):
        yield f"{clean(row)}\n"
    for offer in new.written:
        yield f"line {offer.line.place.line}: {clean(offer.repair.change)}.\n"
