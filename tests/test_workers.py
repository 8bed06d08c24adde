from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from verifier import workers
from verifier.language.expressions import Apply, Name, Number
from verifier.workers import JOBS, Stopped, Worker

# Python's own functions serve as jobs that behave and misbehave.
STANDARD = {
    "echo": "copy:copy",
    "sleep": "time:sleep",
    "exit": "os:_exit",
    "signal_group": "signal:raise_signal",
    "fill": "builtins:bytearray",
    "print": "builtins:print",
    "input": "builtins:input",
    "environment": "os:getenv",
    "fail": "builtins:chr",
    "generator": "builtins:iter",
    "missing": "builtins:no_such_function",
}
PATIENCE = 60.0  # far beyond what anything here takes


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(STANDARD) as made:
        yield made


def gone(pid: int) -> bool:
    """No such process, or one that has ended and waits for a parent who isn't us."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def eventually(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_no_child_exists_before_the_first_request() -> None:
    with Worker(STANDARD) as worker:
        assert worker.pid is None


def test_a_request_is_answered_and_the_child_is_used_again(worker: Worker) -> None:
    assert worker.run("echo", [1, "two"], PATIENCE) == [1, "two"]
    first = worker.pid
    assert worker.run("echo", 3, PATIENCE) == 3
    assert worker.pid == first is not None


def test_nodes_arrive_as_the_same_objects(worker: Worker) -> None:
    node = Apply("+", (Name("x"), Number(2)))
    assert worker.run("echo", node, PATIENCE) is node


def test_a_job_that_is_not_on_the_list_is_refused_without_a_child(worker: Worker) -> None:
    with pytest.raises(ValueError, match="no job 'os:system'"):
        worker.run("os:system", "true", PATIENCE)
    assert worker.pid is None


def test_a_child_that_runs_out_of_time_is_killed_and_replaced(worker: Worker) -> None:
    worker.run("echo", 1, PATIENCE)
    first = worker.pid
    assert first is not None
    answer = worker.run("sleep", PATIENCE, 0.05)
    assert isinstance(answer, Stopped)
    assert answer.reason == "out of time"
    assert 0.05 <= answer.seconds < PATIENCE
    assert worker.pid is None
    assert gone(first)
    assert worker.run("echo", 2, PATIENCE) == 2


@pytest.mark.parametrize(
    ("job", "request_"),
    [("exit", 0), ("signal_group", 9), ("signal_group", 11), ("fail", -1), ("generator", 5)],
)
def test_a_child_that_dies_costs_one_request(worker: Worker, job: str, request_: int) -> None:
    answer = worker.run(job, request_, PATIENCE)
    assert isinstance(answer, Stopped)
    assert answer.reason == "the engine died"
    assert worker.run("echo", 1, PATIENCE) == 1


def test_a_job_that_does_not_exist_is_an_engine_that_died(worker: Worker) -> None:
    assert isinstance(worker.run("missing", 0, PATIENCE), Stopped)


def test_a_child_that_died_between_requests_costs_nothing(worker: Worker) -> None:
    worker.run("echo", 1, PATIENCE)
    child = worker._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGKILL)
    assert child.connection.poll(PATIENCE)  # it has hung up
    assert worker.run("echo", 2, PATIENCE) == 2


def test_memory_past_the_limit_is_refused_and_the_worker_recovers() -> None:
    with Worker(STANDARD, memory=512 * 2**20) as worker:
        answer = worker.run("fill", 2**30, PATIENCE)
        assert isinstance(answer, Stopped)
        assert answer.reason == "out of memory"
        assert worker.run("fill", 3, PATIENCE) == bytearray(3)


def test_the_child_has_no_part_in_our_standard_streams(
    worker: Worker, capfd: pytest.CaptureFixture[str]
) -> None:
    assert worker.run("print", "a stray line", PATIENCE) is None
    assert isinstance(worker.run("input", "", PATIENCE), Stopped)  # at once: its input is empty
    assert worker.run("fail", -1, PATIENCE)  # a traceback
    assert capfd.readouterr() == ("", "")


def test_the_child_ignores_switches_of_python_and_sympy_and_hashes_alike_in_every_run(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    monkeypatch.setenv("SYMPY_USE_CACHE", "no")
    assert worker.run("environment", "PYTHONWARNINGS", PATIENCE) is None
    assert worker.run("environment", "SYMPY_USE_CACHE", PATIENCE) is None
    assert worker.run("environment", "PYTHONHASHSEED", PATIENCE) == "0"


def test_closing_leaves_no_child_and_no_zombie(worker: Worker) -> None:
    worker.run("echo", 1, PATIENCE)
    child = worker.pid
    assert child is not None
    worker.close()
    assert not Path(f"/proc/{child}").exists()
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)
    worker.close()
    assert worker.run("echo", 2, PATIENCE) == 2


def test_an_interruption_while_waiting_ends_the_child(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.run("echo", 1, PATIENCE)
    child = worker.pid

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workers.Child, "ask", interrupted)
    with pytest.raises(KeyboardInterrupt):
        worker.run("sleep", PATIENCE, PATIENCE)
    assert child is not None
    assert gone(child)
    assert worker.pid is None


def test_the_child_outlives_an_interruption_of_the_terminal(worker: Worker) -> None:
    worker.run("echo", 1, PATIENCE)
    child = worker.pid
    assert child is not None
    os.kill(child, signal.SIGINT)
    assert worker.run("echo", 2, PATIENCE) == 2
    assert worker.pid == child


def test_what_is_nested_too_deeply_to_pickle_is_stopped(worker: Worker) -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    answer = worker.run("echo", nested, PATIENCE)
    assert isinstance(answer, Stopped)
    assert "nested too deeply" in answer.reason


def test_requests_from_several_threads_each_get_their_own_answer(worker: Worker) -> None:
    answers: dict[int, object] = {}

    def ask(number: int) -> None:
        answers[number] = worker.run("echo", number, PATIENCE)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number for number in range(20)}


def test_an_interpreter_that_cannot_be_started_is_an_engine_that_died(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert isinstance(worker.run("echo", 1, PATIENCE), Stopped)


PARENT = """
import sys, threading, time
from verifier.workers import Worker
worker = Worker({"sleep": "time:sleep", "echo": "copy:copy"})
worker.run("echo", 1, 60)
print(worker.pid, flush=True)
if "busy" in sys.argv:
    threading.Thread(target=worker.run, args=("sleep", 60, 60), daemon=True).start()
if "wait" in sys.argv:
    time.sleep(60)
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_parent_that_is_killed_takes_its_child_along(state: str) -> None:
    command = [sys.executable, "-c", PARENT, "wait", state]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
        parent.wait()
    assert eventually(lambda: gone(child))


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_program_that_forgets_to_close_leaves_no_child_behind(state: str) -> None:
    command = [sys.executable, "-c", PARENT, state]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert eventually(lambda: gone(int(done.stdout)))


def test_the_shared_worker_is_one_and_ends_with_the_program() -> None:
    script = (
        "from verifier import workers\n"
        "assert workers.shared() is workers.shared()\n"
        "workers.shared()._jobs['echo'] = 'copy:copy'\n"
        "workers.shared().run('echo', 1, 60)\n"
        "print(workers.shared().pid)\n"
    )
    command = [sys.executable, "-X", "dev", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stderr == ""
    assert gone(int(done.stdout))


def test_a_forked_copy_of_the_program_leaves_the_child_to_its_parent(worker: Worker) -> None:
    worker.run("echo", 1, PATIENCE)
    child = worker.pid
    copy = os.fork()
    if copy == 0:  # pragma: no cover - runs in the copy
        worker.close()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0
    assert worker.run("echo", 2, PATIENCE) == 2
    assert worker.pid == child


def test_every_job_on_the_list_is_a_function_of_this_package() -> None:
    for target in JOBS.values():
        assert target.startswith("verifier.")
        assert callable(workers._load(target))


def test_asking_for_a_worker_imports_no_engine() -> None:
    script = "import sys, verifier.workers; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
