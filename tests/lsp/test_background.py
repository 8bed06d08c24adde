"""The judging thread: the newest text of each file, and no other."""

from __future__ import annotations

import threading
from collections.abc import Callable

from verifier.lsp.background import Background, Job, Superseded

PATIENCE = 20.0


class Judge:
    """Stands in for judging: it waits at each line until it is let on."""

    def __init__(self) -> None:
        self.begun: list[Job] = []
        self.done: list[Job] = []
        self.started = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)
        self.finished = threading.Semaphore(0)

    def __call__(self, job: Job, check: Callable[[], None]) -> None:
        self.begun.append(job)
        self.started.release()
        assert self.go_on.acquire(timeout=PATIENCE)
        if job.text == "fault":
            raise ZeroDivisionError("planted")
        check()
        self.done.append(job)
        self.finished.release()

    def wait(self, what: threading.Semaphore) -> None:
        assert what.acquire(timeout=PATIENCE)


def job(version: int, uri: str = "a", text: str = "") -> Job:
    return Job(uri, version, text)


def test_a_text_is_judged_in_another_thread() -> None:
    judge = Judge()
    background = Background(judge)
    background.ask(job(1))
    judge.wait(judge.started)
    assert judge.done == []
    judge.go_on.release()
    judge.wait(judge.finished)
    assert judge.done == [job(1)]


def test_a_text_that_is_typed_over_is_given_up() -> None:
    judge = Judge()
    background = Background(judge)
    background.ask(job(1))
    judge.wait(judge.started)
    background.ask(job(2))
    judge.go_on.release()
    judge.wait(judge.started)
    judge.go_on.release()
    judge.wait(judge.finished)
    assert judge.done == [job(2)]


def test_of_several_waiting_texts_of_a_file_the_last_is_judged() -> None:
    judge = Judge()
    background = Background(judge)
    background.ask(job(1, "other"))
    judge.wait(judge.started)
    for version in (1, 2, 3):
        background.ask(job(version))
    judge.go_on.release(2)
    judge.wait(judge.finished)
    judge.wait(judge.finished)
    assert judge.done == [job(1, "other"), job(3)]


def test_a_file_that_is_closed_is_not_judged() -> None:
    judge = Judge()
    background = Background(judge)
    background.ask(job(1))
    judge.wait(judge.started)
    background.ask(job(1, "other"))
    background.forget("other")
    background.forget("a")
    background.ask(job(1, "last"))
    judge.go_on.release(2)
    judge.wait(judge.finished)
    assert judge.done == [job(1, "last")]


def test_a_fault_in_one_text_does_not_end_the_thread() -> None:
    judge = Judge()
    background = Background(judge)
    background.ask(job(1, text="fault"))
    judge.wait(judge.started)
    judge.go_on.release(2)
    background.ask(job(2))
    judge.wait(judge.finished)
    assert judge.done == [job(2)]


def test_nothing_on_the_way_takes_giving_up_for_a_failure() -> None:
    assert not issubclass(Superseded, Exception)
