from __future__ import annotations

import time
from io import StringIO

from verifier.reports.progress import ProgressBar


class Screen(StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown_within(stream: Screen, text: str, patience: float = 20.0) -> bool:
    """Whether a text shows up; waits for it, so that a slow machine changes nothing."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if text in stream.getvalue():
            return True
        time.sleep(0.01)
    return False


def test_quick_work_shows_nothing() -> None:
    stream = Screen()
    bar = ProgressBar(stream, colour=False, patience=3_600)
    bar.start(10)
    bar.advance(10, "done")
    bar.stop()
    assert stream.getvalue() == ""


def test_one_slow_line_shows_the_bar_and_it_is_wiped_away_at_the_end() -> None:
    stream = Screen()
    bar = ProgressBar(stream, colour=False, patience=0.0)
    bar.start(10)
    bar.advance(3, "[bold]a.yaml\x1b[2J")
    assert shown_within(stream, "3/10")
    bar.stop()
    assert "[bold]a.yaml" in stream.getvalue()
    assert "\x1b[2J" not in stream.getvalue()
    assert stream.getvalue().rstrip().endswith("\x1b[2K")  # the last thing is to erase the line


def test_stopping_before_the_start_and_twice_is_no_error() -> None:
    bar = ProgressBar(Screen(), colour=False)
    bar.stop()
    bar.start(1)
    bar.stop()
    bar.stop()
    assert bar._shown is None
