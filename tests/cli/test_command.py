"""The command: its arguments, its streams, its exit codes. What it judges is tested elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.reports.outcomes import (
    PROVED,
    REFUTED,
    derivation,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from verifier import __version__
from verifier.cli import main
from verifier.judging.options import Options
from verifier.kernel.verdicts import Grade
from verifier.language.problems import Problem, VerifierError
from verifier.outcome import Outcome

SQUARE = """\
symbols:
  a, b: real
derivations:
  square: |
    (a + b)^2
    = (a + b)*(a + b)
    = a^2 + 2*a*b + b^2
"""
WRONG = SQUARE.replace("2*a*b", "a*b")

Run = Callable[..., Outcome]


@dataclass
class Runner:
    """A runner that finds what it is told to find, and remembers what it was asked."""

    found: Outcome | BaseException
    paths: list[str] | None = None
    options: Options | None = None
    progress: Any = None

    def run(self, paths: list[str], options: Options, progress: Any = None) -> Outcome:
        self.paths, self.options, self.progress = list(paths), options, progress
        if isinstance(self.found, BaseException):
            raise self.found
        return self.found


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Runner:
    fake = Runner(outcome(lesson()))
    module: Any = ModuleType("verifier.running.runner")
    module.run = fake.run
    monkeypatch.setitem(sys.modules, "verifier.running.runner", module)
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "VERIFY_NO_CACHE"):
        monkeypatch.delenv(variable, raising=False)
    return fake


def verify(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command itself, in a process of its own."""
    command = [sys.executable, "-m", "verifier", *map(str, arguments)]
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS"}}
    return subprocess.run(
        command, input=stdin, env=clean | environment, capture_output=True, check=False
    )


# Arguments.


def test_without_arguments_it_explains_itself_and_passes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "verify square.yaml" in said.err
    assert "--help" in said.err


def test_the_explanation_fits_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert all(len(row) <= 80 for row in capsys.readouterr().err.splitlines())


def test_help_goes_to_standard_output_and_names_the_exit_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    for word in ("--require", "--timeout", "--format", "exit codes:", "example:"):
        assert word in said


def test_the_version_names_the_engines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"verify {__version__} (Python 3.")
    assert "python-flint " in said


DEFAULTS = Options(
    require=None,
    timeout=10.0,
    sympy=True,
    seed=0,
    jobs=1,
    memory=None,
    apart=False,
    guarded=True,
    cache=".verify_cache",
    explain=frozenset(),
    repairs=True,
    cross_check=False,
)


def test_the_defaults_ask_for_ten_seconds_sympy_seed_zero_the_cache_and_repairs(
    runner: Runner,
) -> None:
    assert main(["a.yaml", "b"]) == 0
    assert runner.paths == ["a.yaml", "b"]
    assert runner.options == DEFAULTS


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["--require", "proved"], {"require": Grade.PROVED}),
        (["--timeout", "0.5"], {"timeout": 0.5, "apart": True}),
        (["--memory", "300M"], {"memory": 300 * 2**20, "apart": True}),
        (["--no-sympy"], {"sympy": False}),
        (["--seed", "7"], {"seed": 7}),
        (["--jobs", "3"], {"jobs": 3}),
        (["--no-cache"], {"cache": None}),
        (["--cache-dir", "/kept/here"], {"cache": "/kept/here"}),
        (["--no-repairs"], {"repairs": False}),
        (["--no-repairs", "--fix"], {"repairs": True}),
        (["--cross-check"], {"cross_check": True}),
        (["--explain", "4", "--explain", "a.yaml:7"], {"explain": {("-", 4), ("a.yaml", 7)}}),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_each_option_reaches_the_runner_and_changes_nothing_else(
    runner: Runner, arguments: list[str], asked: dict[str, Any]
) -> None:
    assert main([*arguments, "-"]) == 0
    assert runner.paths == ["-"]
    assert runner.options == replace(DEFAULTS, **asked)


def test_the_environment_may_say_that_nothing_is_kept(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERIFY_NO_CACHE", "1")
    assert main(["a.yaml"]) == 0
    assert runner.options == replace(DEFAULTS, cache=None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "pdf", "a"],
        ["--require", "unknown", "a"],
        ["--require", "conditional", "a"],
        ["--timeout", "0", "a"],
        ["--timeout", "-1", "a"],
        ["--timeout", "nan", "a"],
        ["--timeout", "inf", "a"],
        ["--timeout", "soon", "a"],
        ["--seed", "-1", "a"],
        ["--seed", "1.5", "a"],
        ["--seed", "9" * 30, "a"],
        ["--seed", "²", "a"],
        ["--req", "proved", "a"],
        ["--color", "red", "a"],
        ["-q", "-v", "a"],
        ["--nonsense", "a"],
        ["-q"],
    ],
    ids=" ".join,
)
def test_a_call_that_makes_no_sense_exits_with_2_and_judges_nothing(
    runner: Runner, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert runner.paths is None
    said = capsys.readouterr()
    assert said.out == ""
    assert "verify: error:" in said.err


# Exit codes.


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (outcome(lesson()), 0),
        (outcome(lesson(line(REFUTED))), 1),
        (outcome(lesson(line(REFUTED)), malformed(Problem("m"))), 2),
        (outcome(), 2),
        (outcome(malformed(Problem("m")), file(derivation(line(PROVED)), faults=("f",))), 3),
    ],
    ids=["passed", "refuted", "malformed", "no file", "fault"],
)
@pytest.mark.parametrize("format_", ["terminal", "json"])
def test_the_exit_code_is_the_outcomes(
    runner: Runner, found: Outcome, code: int, format_: str
) -> None:
    runner.found = found
    assert main(["--format", format_, "x"]) == code


@pytest.mark.parametrize("error", [ValueError("a\nb"), RecursionError(), MemoryError(), KeyError()])
def test_a_bug_of_ours_is_exit_code_3_in_one_line_and_never_a_pass(
    runner: Runner, error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    runner.found = error
    assert main(["x"]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert type(error).__name__ in said.err
    assert "report" in said.err


def test_a_bug_of_ours_shows_where_only_when_everything_is_asked_for(
    runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    runner.found = ValueError("boom")
    assert main(["-v", "x"]) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.usefixtures("runner")
def test_a_bug_in_a_report_is_not_a_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> str:
        raise TypeError("broken")

    monkeypatch.setattr("verifier.reports.terminal.render", broken)
    assert main(["x"]) == 3
    assert "TypeError: broken" in capsys.readouterr().err


def test_an_error_in_the_call_is_said_without_a_traceback(
    runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    runner.found = VerifierError("standard input can be read once")
    assert main(["-", "-"]) == 2
    assert capsys.readouterr().err == "verify: standard input can be read once\n"


def test_control_c_exits_with_130(runner: Runner, capsys: pytest.CaptureFixture[str]) -> None:
    runner.found = KeyboardInterrupt()
    assert main(["x"]) == 130
    assert capsys.readouterr().err == "verify: interrupted\n"


# Streams.


class Stream(TextIOWrapper):
    """Standard output or standard error as a terminal, in one encoding."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = True) -> None:
        super().__init__(BytesIO(), encoding=encoding, newline="\n")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def said(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, BytesIO)
        return buffer.getvalue().decode(self.encoding)


@pytest.mark.usefixtures("runner")
@pytest.mark.parametrize(
    ("terminal", "arguments", "environment", "coloured"),
    [
        (True, [], {}, True),
        (False, [], {}, False),
        (True, [], {"NO_COLOR": "1"}, False),
        (True, [], {"NO_COLOR": ""}, True),
        (True, [], {"TERM": "dumb"}, False),
        (True, ["--color", "never"], {}, False),
        (False, ["--color", "always"], {}, True),
        (False, ["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_is_for_terminals_unless_somebody_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    arguments: list[str],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    assert main([*arguments, "x"]) == 0
    assert ("\x1b[32m" in stream.said()) == coloured


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("format_", ["terminal", "json"])
def test_any_encoding_of_standard_output_will_do(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, encoding: str, format_: str
) -> None:
    title = "σ'(z) ≤ 1 \udcff"
    runner.found = outcome(file(derivation(line(REFUTED, expression="γ²")), title=title))
    stream = Stream(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["--format", format_, "x"]) == 1
    if format_ == "json":
        assert json.loads(stream.said())["files"][0]["title"] == title
    else:
        assert "refuted" in stream.said()


@pytest.mark.usefixtures("runner")
def test_the_width_follows_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    main(["x"])
    narrow = capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "95")
    main(["x"])
    wide = capsys.readouterr().out
    for nonsense in ("0", "-1", "wide", "²", "9" * 30):
        monkeypatch.setenv("COLUMNS", nonsense)
        main(["x"])
        assert max(map(len, capsys.readouterr().out.splitlines())) == 80
    assert max(map(len, narrow.splitlines())) == 60
    assert max(map(len, wide.splitlines())) == 95


@pytest.mark.parametrize(
    ("terminal", "arguments", "watched"),
    [(True, [], True), (False, [], False), (True, ["-q"], False)],
)
def test_a_progress_bar_is_for_those_who_watch(
    runner: Runner,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    arguments: list[str],
    watched: bool,
) -> None:
    stream = Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    assert main([*arguments, "x"]) == 0
    assert (runner.progress is not None) == watched
    assert stream.said() == ""


# The command itself.


@pytest.fixture
def square(tmp_path: Path) -> Path:
    path = tmp_path / "square.yaml"
    path.write_text(SQUARE, "utf-8")
    return path


def test_a_right_derivation_passes(square: Path) -> None:
    done = verify(square)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.decode().endswith("Passed (exit code 0).\n")
    assert done.stderr == b""


def test_a_wrong_line_does_not(square: Path) -> None:
    square.write_text(WRONG, "utf-8")
    done = verify(square)
    assert done.returncode == 1
    assert b" 7  = " in done.stdout
    assert b"refuted" in done.stdout


def test_standard_input_is_a_file_like_any_other() -> None:
    assert verify("-", stdin=SQUARE.encode()).returncode == 0
    assert verify("-", stdin=WRONG.encode()).returncode == 1
    assert verify("-", stdin=b"").returncode == 2


def test_a_missing_file_is_malformed_and_said_so(tmp_path: Path) -> None:
    done = verify(tmp_path / "nowhere.yaml")
    assert done.returncode == 2
    assert b"nowhere.yaml" in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_json_is_the_only_thing_on_standard_output(square: Path) -> None:
    done = verify("--format", "json", square)
    assert done.returncode == 0
    assert json.loads(done.stdout)["summary"]["proved"] == 2
    assert done.stderr == b""


def test_an_ascii_locale_is_no_reason_to_crash(square: Path) -> None:
    greek = "title: σ'(z)\n" + re.sub(r"\bb\b", "β", SQUARE)
    square.write_text(greek, "utf-8")
    done = verify(square, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert b"proved" in done.stdout
    assert done.stdout.isascii()


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell's pipe")
def test_a_reader_who_leaves_is_no_error(square: Path) -> None:
    command = [sys.executable, "-m", "verifier", str(square)]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_report_that_cannot_be_written_is_not_a_pass(square: Path) -> None:
    command = [sys.executable, "-m", "verifier", str(square)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1
