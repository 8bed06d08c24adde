"""Progress in bytes of the files, told line by line, and never more than there is."""

from __future__ import annotations

from verifier.running.metering import Meter, Unwatched


class Watched:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.steps: list[tuple[int, str]] = []
        self.stopped = False

    def start(self, total: int) -> None:
        self.total = total

    def advance(self, n: int, label: str) -> None:
        self.steps.append((n, label))

    def stop(self) -> None:
        self.stopped = True


def test_lines_share_the_bytes_of_their_file() -> None:
    watched = Watched()
    file = Meter(watched).file("a.yaml", 100)
    file.has(3)
    for _ in range(3):
        file.line()
    file.done()
    assert watched.steps == [(33, "a.yaml"), (33, "a.yaml"), (34, "a.yaml")]


def test_a_file_without_lines_counts_when_it_is_done() -> None:
    watched = Watched()
    file = Meter(watched).file("a.yaml", 100)
    file.line()
    assert watched.steps == []
    file.done()
    assert watched.steps == [(100, "a.yaml")]


def test_more_answers_than_lines_are_not_more_than_the_file() -> None:
    watched = Watched()
    file = Meter(watched).file("a.yaml", 10)
    file.has(2)
    for _ in range(9):
        file.line()
    file.done()
    assert sum(n for n, _ in watched.steps) == 10


def test_nothing_is_told_twice() -> None:
    watched = Watched()
    file = Meter(watched).file("a.yaml", 1)
    file.has(50)
    for _ in range(50):
        file.line()
    file.done()
    file.done()
    assert watched.steps == [(1, "a.yaml")]


def test_a_run_begins_and_ends() -> None:
    watched = Watched()
    meter = Meter(watched)
    meter.start(7)
    meter.stop()
    assert (watched.total, watched.stopped) == (7, True)


def test_progress_that_nobody_follows_is_told_to_nobody() -> None:
    meter = Meter(Unwatched())
    meter.start(1)
    file = meter.file("a.yaml", 1)
    file.has(1)
    file.line()
    file.done()
    meter.stop()
