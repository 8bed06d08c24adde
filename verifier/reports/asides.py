"""What was asked for beside the verdicts: a second opinion, and what was tried on a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.outcome import Attempt, LineOutcome, Outcome, SecondOpinion
from verifier.reports.wording import counted, seconds


def asked(lines: Iterable[LineOutcome]) -> bool:
    """Whether one of the lines has something to tell that no verdict says."""
    return any(line.attempts or disagrees(line) for line in lines)


def disagrees(line: LineOutcome) -> bool:
    """Whether a second opinion is another one."""
    return line.second is not None and line.second.agrees is False


def opinion(second: SecondOpinion) -> str:
    """A second opinion as a sentence without a full stop."""
    match second.agrees:
        case True:
            return f"{second.engine} agrees: it {second.words}"
        case False:
            return f"{second.engine} does not agree: it {second.words}"
        case None:
            return f"{second.engine} {second.words}"


def opinions(outcome: Outcome) -> str:
    """How far second opinions agree, over a whole run; "" where none was asked for."""
    lines = (line for file in outcome.files for line in file.lines())
    found = [line.second.agrees for line in lines if line.second is not None]
    if not found:
        return ""
    agree, differ, mute = (found.count(answer) for answer in (True, False, None))
    told = f"a second opinion on {counted(len(found), 'line')}: "
    told += f"{agree} {'agrees' if agree == 1 else 'agree'}, "
    told += f"{differ} {'does' if differ == 1 else 'do'} not, "
    return f"{told}{mute} {'says' if mute == 1 else 'say'} nothing"


def attempts(tried: tuple[Attempt, ...]) -> Iterator[str]:
    """What each strategy tried, for how long, and why it stopped: a sentence for each."""
    for attempt in tried:
        offered = "; ".join(attempt.offered) or "nothing to offer"
        yield f"{attempt.strategy} ({seconds(attempt.seconds)}): {offered}; ended: {attempt.ended}"
