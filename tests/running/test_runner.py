"""A run over files: what is found, what is read, and what one bad file does to the others."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.judged import derivation, document
from verifier.judging import one_file, working
from verifier.judging.answers import Decision
from verifier.kernel.judgement import Judge
from verifier.kernel.verdicts import Grade, Unknown
from verifier.outcome import FileOutcome, Outcome
from verifier.running.runner import Options, run, run_text
from verifier.strategies.normal_form import NormalForm

RIGHT = document("symbols:\n  x: real", [derivation("square", ["(x + 1)^2", "= x^2 + 2*x + 1"])])
WRONG = RIGHT.replace("2*x", "3*x")
HOLE = document("symbols:\n  x: real", [derivation("hole", ["x/x", "= 1"])])
UNREADABLE = RIGHT.replace("(x + 1)^2", "(x + 1))^2")


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def only(outcome: Outcome) -> FileOutcome:
    (file,) = outcome.files
    return file


# -- which files -----------------------------------------------------------------------------------


def test_a_directory_with_one_bad_file_reports_the_others_and_the_bad_one(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n:02}.yaml": RIGHT for n in range(49)}
    files["23.yaml"] = UNREADABLE
    outcome = run([str(write(tmp_path, files))])
    assert len(outcome.files) == 49
    bad = [file for file in outcome.files if file.problems]
    assert [Path(file.path).name for file in bad] == ["23.yaml"]
    assert sum(file.passed for file in outcome.files) == 48
    assert all(file.derivations for file in outcome.files if not file.problems)
    assert not bad[0].derivations
    assert not outcome.passed
    assert outcome.exit_code == 2


def test_a_directorys_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    names = ["b.yaml", "a/z.yml", "a/b/c.yaml", "c.yaml"]
    outcome = run([str(write(tmp_path, dict.fromkeys(names, RIGHT)))])
    found = [str(Path(file.path).relative_to(tmp_path)) for file in outcome.files]
    assert found == sorted(names)
    assert outcome.exit_code == 0


def test_a_directory_means_its_derivation_files_and_no_others(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "right.yaml": RIGHT,
        "config.yaml": "jobs:\n  - build\n",
        "notes.txt": RIGHT,
        "README.md": RIGHT,
        "empty.yaml": "",
        "list.yaml": "- derivations:\n",
        ".hidden/right.yaml": RIGHT,
        "broken.yaml": "derivations: [\n",
        "latin.yaml": b"# caf\xe9\nderivations:\n  a: x = x\n",
    }
    outcome = run([str(write(tmp_path, files))])
    assert {Path(file.path).name for file in outcome.files} == {
        "right.yaml",
        "broken.yaml",
        "latin.yaml",
    }
    assert {Path(file.path).name for file in outcome.files if file.problems} == {
        "broken.yaml",
        "latin.yaml",
    }


def test_a_file_that_is_named_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    write(tmp_path, {"notes.txt": RIGHT, "config.yaml": "jobs: []\n"})
    outcome = run([str(tmp_path / "notes.txt"), str(tmp_path / "config.yaml")])
    assert [file.passed for file in outcome.files] == [True, False]
    assert outcome.files[1].problems


@pytest.mark.parametrize("files", [{}, {"config.yaml": "jobs: []\n"}, {"notes.txt": RIGHT}])
def test_a_directory_without_a_derivation_passes_nothing(
    files: dict[str, str | bytes], tmp_path: Path
) -> None:
    outcome = run([str(write(tmp_path, files))])
    (problem,) = only(outcome).problems
    assert "no derivation file" in problem.message
    assert not outcome.passed
    assert outcome.exit_code == 2


def test_no_path_at_all_passes_nothing() -> None:
    outcome = run([])
    assert not outcome.passed
    assert outcome.exit_code == 2


@pytest.mark.parametrize(
    "name",
    ["missing.yaml", "missing/", "a\0b.yaml", "x" * 5000],
    ids=["missing", "missing directory", "zero byte", "too long"],
)
def test_a_file_that_is_not_there_is_a_problem_of_its_own(name: str, tmp_path: Path) -> None:
    right = write(tmp_path, {"right.yaml": RIGHT}) / "right.yaml"
    outcome = run([f"{tmp_path}/{name}", str(right)])
    missing, there = outcome.files
    assert missing.problems
    assert missing.grade is Grade.MALFORMED
    assert there.passed
    assert outcome.exit_code == 2


def test_several_paths_come_in_the_order_given(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": RIGHT, "b.yaml": WRONG})
    outcome = run([str(tmp_path / "b.yaml"), str(tmp_path / "a.yaml")])
    assert [Path(file.path).name for file in outcome.files] == ["b.yaml", "a.yaml"]


def test_a_link_in_a_circle_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"a/right.yaml": RIGHT})
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(run([str(tmp_path)]).files) == 1


# -- standard input --------------------------------------------------------------------------------


def standard_input(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data)))


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(RIGHT.encode(), monkeypatch)
    outcome = run(["-"])
    assert only(outcome).path == "<stdin>"
    assert outcome.passed
    assert outcome.exit_code == 0


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"x" * 2_000_000, UNREADABLE.encode()])
def test_standard_input_can_be_malformed_like_any_file(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard_input(data, monkeypatch)
    outcome = run(["-"])
    assert only(outcome).problems
    assert outcome.exit_code == 2


# -- exit codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([RIGHT], 0),
        ([RIGHT, RIGHT], 0),
        ([WRONG], 1),
        ([HOLE], 1),
        ([RIGHT, WRONG], 1),
        ([UNREADABLE], 2),
        ([WRONG, UNREADABLE], 2),
        ([RIGHT, UNREADABLE], 2),
    ],
)
def test_the_worst_file_gives_the_exit_code(texts: list[str], code: int, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n}.yaml": text for n, text in enumerate(texts)}
    outcome = run([str(write(tmp_path, files))])
    assert outcome.exit_code == code
    assert outcome.passed == (code == 0)


def test_a_fault_outranks_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "decide", lambda *_: Decision(Unknown("a bug"), "a bug"))
    files: dict[str, str | bytes] = {"a.yaml": RIGHT, "b.yaml": UNREADABLE}
    outcome = run([str(write(tmp_path, files))])
    assert outcome.exit_code == 3
    assert not outcome.passed


# -- faults ----------------------------------------------------------------------------------------


def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a bug")


def test_an_exception_inside_a_strategy_is_a_fault_and_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(NormalForm, "offer", broken)
    outcome = run_text(RIGHT)
    assert outcome.faults
    assert not outcome.passed
    assert Outcome((outcome,)).exit_code == 3
    (line,) = outcome.derivations[0].lines
    assert isinstance(line.verdict, Unknown)
    assert "ZeroDivisionError" in line.verdict.reason


@pytest.mark.parametrize(
    "place", ["contradictory", "total", "inhabited", "consider", "_rewriting", "_counterexample"]
)
def test_an_exception_anywhere_in_the_judge_costs_one_file_and_passes_nothing(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = RIGHT.replace(
        "derivations:",
        "definitions:\n  p: x^2\nassume: x > 0\nderivations:\n  off: x = x + 0*p + 1",
    )
    monkeypatch.setattr(Judge, place, broken)
    files: dict[str, str | bytes] = {"a.yaml": text, "b.yaml": UNREADABLE, "c.yaml": text}
    outcome = run([str(write(tmp_path, files))])
    assert len(outcome.files) == 3
    assert [bool(file.faults) for file in outcome.files] == [True, False, True]
    assert outcome.exit_code == 3
    assert not any(file.passed for file in outcome.files)


@pytest.mark.parametrize("place", ["load", "FileJudge"])
def test_an_exception_outside_of_the_judge_costs_one_file_too(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = getattr(one_file, place)

    def sometimes(first: object, *rest: object) -> object:
        if b"a bug" in (first if isinstance(first, bytes) else first.text.encode()):  # type: ignore[attr-defined]
            raise ZeroDivisionError("a bug")
        return whole(first, *rest)

    monkeypatch.setattr(one_file, place, sometimes)
    files: dict[str, str | bytes] = {"a.yaml": RIGHT + "# a bug\n", "b.yaml": RIGHT}
    faulty, fine = run([str(write(tmp_path, files))]).files
    assert faulty.faults
    assert not faulty.passed
    assert fine.passed


def test_a_file_that_we_failed_on_is_not_called_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_file, "FileJudge", broken)
    outcome = run_text(RIGHT)
    assert outcome.faults
    assert outcome.grade < Grade.CONDITIONAL


# -- options and progress --------------------------------------------------------------------------


def test_the_bar_can_be_moved() -> None:
    trusted = Options(require=Grade.PROVED, sympy=False)
    assert run_text(RIGHT, trusted).passed
    assert Options().require is None
    assert Options(timeout=3.0, seed=7, sympy=False).budget.seconds == 3.0
    assert Options(timeout=3.0, seed=7, sympy=False).budget.seed == 7
    assert not Options(sympy=False).budget.engines


def test_the_same_seed_finds_the_same(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": WRONG})
    first, second = (only(run([str(tmp_path)], Options(seed=3))) for _ in range(2))
    assert [line.verdict for line in first.lines()] == [line.verdict for line in second.lines()]


class Watch:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0
        self.told: list[str] = []

    def start(self, total: int) -> None:
        self.told.append("start")
        self.total = total

    def advance(self, n: int, label: str) -> None:
        assert label.endswith(".yaml")
        self.told.append("advance")
        self.done += n

    def stop(self) -> None:
        self.told.append("stop")


def test_progress_is_told_of_every_line(tmp_path: Path) -> None:
    longer = RIGHT + "\n" + derivation("more", ["x", "= x + 0", "= 1*x"]) + "\n"
    write(tmp_path, {"a.yaml": longer, "b.yaml": UNREADABLE, "c.yaml": RIGHT})
    watch = Watch()
    run([str(tmp_path)], progress=watch)
    assert watch.told[0] == "start"
    assert watch.told[-1] == "stop"
    assert watch.total == watch.done == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert watch.told.count("advance") == 4 + 1  # and the malformed file at once


def test_a_text_is_judged_under_the_name_it_is_given() -> None:
    outcome = run_text(RIGHT, path="somewhere.yaml")
    assert outcome.path == "somewhere.yaml"
    assert outcome.text == RIGHT
    assert outcome.passed
    assert outcome.seconds >= 0


def test_a_malformed_file_is_not_judged_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "decide", broken)
    outcome = run_text(UNREADABLE)
    assert outcome.problems
    assert not outcome.faults
    assert not outcome.derivations
    assert outcome.grade is Grade.MALFORMED
