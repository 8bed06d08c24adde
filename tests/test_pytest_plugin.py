"""``pytest derivations/``: what is collected, what the items are, and what a failure says.

Each test runs a pytest of its own in a folder of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import verifier.judging.one_file
import verifier.reports.terminal
import verifier.running.runner
from verifier.judging.options import Options
from verifier.outcome import Outcome

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent
PLUGIN = "verifier.pytest_plugin"
# What is imported here is not imported anew by each run in this process.
JUDGING = verifier.judging.one_file
INSTALLED = any(found.value == PLUGIN for found in entry_points(group="pytest11"))

MISTAKES = """\
symbols:
  a, b: real
definitions:
  q: a^2 in [0, oo)
  r(t): t + a in (0, 1)
derivations:
  square: |
    (a + b)^2
    = a^2 + a*b + b^2          # one a*b is missing
  quotient: (a^2 - b^2)/(a - b) = a + b = b + a
"""
RIGHT = """\
symbols:
  x: real
derivations:
  double: x + x = 2*x
  square: x*x = x^2
"""


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin is loaded by its entry point, or else by name."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)
    options = "" if INSTALLED else f"-p {PLUGIN}"
    monkeypatch.setenv("PYTEST_ADDOPTS", options)
    monkeypatch.setenv("COLUMNS", "100")


def write(pytester: pytest.Pytester, name: str, text: str) -> Path:
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def results(run: pytest.RunResult) -> dict[str, str]:
    """What became of each item, from the rows of ``-v``."""
    rows = (re.fullmatch(r"(\S+::.*?) (PASSED|FAILED|ERROR) +\[.*", row) for row in run.outlines)
    return {row[1]: row[2] for row in rows if row}


# What is collected.


def test_each_line_of_a_file_is_an_item(pytester: pytest.Pytester) -> None:
    write(pytester, "derivations/mistakes.yaml", MISTAKES)
    run = pytester.runpytest_inprocess("-v", "derivations")
    assert results(run) == {
        "derivations/mistakes.yaml::q::line 4": "PASSED",
        "derivations/mistakes.yaml::r::line 5": "FAILED",
        "derivations/mistakes.yaml::square::line 9": "FAILED",
        "derivations/mistakes.yaml::quotient::line 10": "FAILED",
        "derivations/mistakes.yaml::quotient::line 10 (2)": "PASSED",
    }
    assert run.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("workflow.yaml", "on: push\njobs:\n  derivations:\n    steps: []\n"),
        ("compose.yml", "services:\n  web: {image: x}\n"),
        ("broken.yaml", "a: [1\n"),
        ("notes.txt", RIGHT),
        ("derivations.json", '{"derivations": {}}'),
        ("empty.yaml", ""),
    ],
)
def test_other_files_are_left_alone(pytester: pytest.Pytester, name: str, text: str) -> None:
    write(pytester, name, text)
    run = pytester.runpytest_inprocess()
    assert run.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_both_suffixes_are_collected_beside_other_tests(pytester: pytest.Pytester) -> None:
    write(pytester, "a.yaml", RIGHT)
    write(pytester, "b.yml", RIGHT)
    pytester.makepyfile("def test_it(): pass")
    pytester.runpytest_inprocess().assert_outcomes(passed=5)


def test_a_malformed_file_is_one_item_that_says_everything(pytester: pytest.Pytester) -> None:
    write(pytester, "bad.yaml", "title: [\nderivation: x\nderivations:\n  a: x = y\n")
    run = pytester.runpytest_inprocess("-v")
    assert results(run) == {"bad.yaml::malformed": "FAILED"}
    run.stdout.fnmatch_lines(
        ["*bad.yaml:2:1: `derivation` is not a key*", "*did you mean*", "*`y` is not declared"]
    )


@pytest.mark.parametrize("data", [b"\xff\xfed\x00e\x00r\x00i\x00v\x00", b"derivations:\n  a: \xff"])
def test_a_file_in_another_encoding_ends_in_no_traceback(
    pytester: pytest.Pytester, data: bytes
) -> None:
    (pytester.path / "bad.yaml").write_bytes(data + b"\nderivations:\n")
    run = pytester.runpytest_inprocess()
    assert run.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "Traceback" not in run.stdout.str() + run.stderr.str()


def test_assumptions_that_contradict_each_other_fail_every_line(pytester: pytest.Pytester) -> None:
    write(
        pytester, "none.yaml", RIGHT.replace("derivations:", "assume:\n  - x^2 < 0\nderivations:")
    )
    run = pytester.runpytest_inprocess()
    run.assert_outcomes(failed=2)
    run.stdout.fnmatch_lines(["*these assumptions contradict each other*"])


def test_a_control_passes_as_expected_and_fails_when_it_holds(pytester: pytest.Pytester) -> None:
    control = "  c:\n    expect: refuted\n    steps: x = 2*x\n"
    broken = "  d:\n    expect: refuted\n    steps: x = x\n"
    write(pytester, "controls.yaml", RIGHT + control + broken)
    run = pytester.runpytest_inprocess("-v")
    assert list(results(run).values()) == ["PASSED", "PASSED", "PASSED", "FAILED"]
    run.stdout.fnmatch_lines(["*expected refuted, but the worst line is proved*"])


def test_a_line_that_rests_on_a_failed_one_says_so(pytester: pytest.Pytester) -> None:
    lemma = "derivations:\n  wrong: x + 1 = x + 2\n  user: wrong - 1 = x\n"
    write(pytester, "lemma.yaml", "symbols:\n  x: real\n" + lemma)
    run = pytester.runpytest_inprocess("-v")
    assert list(results(run).values()) == ["FAILED", "FAILED"]
    run.stdout.fnmatch_lines(["*rests on wrong, which did not pass*"])


def test_the_corpora_of_this_project_are_no_tests_of_it() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--ignore-glob=*/test_*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, run.stdout


# What a failure says.


def test_a_failure_shows_what_the_terminal_shows(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    run = pytester.runpytest_inprocess()
    run.stdout.fnmatch_lines(
        [
            "*(a + b)^2",
            "*✗ 9  = a^2 + a*b + b^2  # one a*b is missing*refuted",
            "*At a = 1, b = 1, the two sides differ by 1:",
            "*Proved only where this holds, which the file does not say:",
            "*assume: b != a",
            "FAILED mistakes.yaml::square::line 9 - Failed: refuted: fails at a = 1, b = 1*",
        ]
    )
    assert "pytest_plugin" not in run.stdout.str()


def test_one_row_per_failure_names_the_line_of_the_file(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    run = pytester.runpytest_inprocess("--tb=line")
    run.stdout.fnmatch_lines(["*mistakes.yaml:9: Failed: refuted*"])


def test_a_fault_of_ours_passes_nothing(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(pytester, "right.yaml", RIGHT)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("verifier.judging.file_judge.FileJudge.run", broken)
    run = pytester.runpytest_inprocess()
    run.assert_outcomes(failed=2)
    run.stdout.fnmatch_lines(["fault in the verifier: ZeroDivisionError: planted"])


def test_a_file_that_changes_after_it_was_collected_does_not_pass(
    pytester: pytest.Pytester,
) -> None:
    write(pytester, "a.yaml", RIGHT)
    pytester.makeconftest(
        "def pytest_collection_finish(session):\n"
        "    path = session.path / 'a.yaml'\n"
        "    path.write_text('# one line more\\n' + path.read_text())\n"
    )
    run = pytester.runpytest_inprocess()
    run.assert_outcomes(failed=2)
    run.stdout.fnmatch_lines(["*has changed since pytest collected it*"])


# How pytest is used.


def test_a_file_is_judged_once_and_only_when_an_item_runs(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(pytester, "a.yaml", RIGHT)
    write(pytester, "b.yaml", RIGHT)
    judged: Counter[str] = Counter()
    judge = verifier.running.runner.run

    def counting(paths: list[str], options: Options) -> Outcome:
        judged.update(Path(path).name for path in paths)
        return judge(paths, options)

    monkeypatch.setattr("verifier.running.runner.run", counting)
    pytester.runpytest_inprocess("--collect-only")
    assert not judged
    pytester.runpytest_inprocess("a.yaml").assert_outcomes(passed=2)
    assert judged == {"a.yaml": 1}


def test_k_selects_by_derivation_and_by_file(pytester: pytest.Pytester) -> None:
    write(pytester, "derivations/a.yaml", RIGHT)
    write(pytester, "derivations/mistakes.yaml", MISTAKES)
    pytester.runpytest_inprocess("-k", "double").assert_outcomes(passed=1, deselected=6)
    pytester.runpytest_inprocess("-k", "mistakes and not square").assert_outcomes(
        passed=2, failed=2, deselected=3
    )


def test_an_item_can_be_named(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    pytester.runpytest_inprocess("mistakes.yaml::q::line 4").assert_outcomes(passed=1)
    pytester.runpytest_inprocess("mistakes.yaml::quotient").assert_outcomes(passed=1, failed=1)


def test_x_stops_at_the_first_failure(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    pytester.runpytest_inprocess("-x").assert_outcomes(passed=1, failed=1)


def test_lf_runs_what_failed_and_a_mended_line_passes(pytester: pytest.Pytester) -> None:
    path = write(pytester, "mistakes.yaml", MISTAKES)
    write(pytester, "right.yaml", RIGHT)
    pytester.runpytest_inprocess().assert_outcomes(passed=4, failed=3)
    path.write_text(MISTAKES.replace("a*b + b^2 ", "2*a*b + b^2 "), "utf-8")
    pytester.runpytest_inprocess("--lf").assert_outcomes(passed=1, failed=2)
    pytester.runpytest_inprocess("--lf").assert_outcomes(failed=2)


def test_markers_select_and_mark(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    pytester.makepyfile("def test_it(): pass")
    pytester.makeconftest(
        "import pytest\n"
        "def pytest_collection_modifyitems(items):\n"
        "    for item in items:\n"
        "        if 'square' in item.nodeid:\n"
        "            item.add_marker(pytest.mark.xfail(reason='open', strict=True))\n"
    )
    strict = "--strict-markers"
    run = pytester.runpytest_inprocess(strict, "-m", "derivation")
    run.assert_outcomes(passed=2, failed=2, xfailed=1, deselected=1)
    pytester.runpytest_inprocess(strict, "-m", "not derivation").assert_outcomes(
        passed=1, deselected=5
    )


def test_the_xml_for_ci_has_a_case_for_each_line_with_its_verdict(
    pytester: pytest.Pytester,
) -> None:
    write(pytester, "derivations/mistakes.yaml", MISTAKES)
    pytester.runpytest_inprocess("--junitxml=out.xml", "-o", "junit_family=xunit1")
    cases = list(ET.parse(pytester.path / "out.xml").iter("testcase"))  # noqa: S314 - our own
    assert [case.get("name") for case in cases] == [
        "line 4",
        "line 5",
        "line 9",
        "line 10",
        "line 10 (2)",
    ]
    verdicts = [found.get("value") for case in cases for found in case.iter("property")]
    assert verdicts == ["proved", "refuted", "refuted", "conditional", "proved"]
    (failure,) = cases[2].iter("failure")
    assert "At a = 1, b = 1, the two sides differ" in (failure.text or "")
    assert (cases[2].get("file"), cases[2].get("line")) == ("derivations/mistakes.yaml", "8")


def test_what_the_project_asks_for_counts_here_too(pytester: pytest.Pytester) -> None:
    write(pytester, "slow.yaml", RIGHT)
    write(pytester, "pyproject.toml", "[tool.verify]\nrequire = 'provd'\n")
    run = pytester.runpytest_inprocess()
    run.assert_outcomes(failed=2)
    run.stdout.fnmatch_lines(["*require in [[]tool.verify[]] is one of proved, *"])


def test_a_failure_says_what_the_line_should_be(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    run = pytester.runpytest_inprocess()
    run.stdout.fnmatch_lines(["*It would be proved as*", "*= a^2 + 2[*]a[*]b + b^2*"])


def test_several_processes_come_to_the_same(pytester: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    write(pytester, "derivations/mistakes.yaml", MISTAKES)
    write(pytester, "derivations/right.yaml", RIGHT)
    run = pytester.runpytest_subprocess("-n", "2", "--dist", "loadfile", "derivations")
    run.assert_outcomes(passed=4, failed=3)
    run.stdout.fnmatch_lines(["*At a = 1, b = 1, the two sides differ by 1:*"])


def test_xdist_is_not_needed(pytester: pytest.Pytester) -> None:
    write(pytester, "mistakes.yaml", MISTAKES)
    pytester.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=2, failed=3)


def test_without_a_derivation_file_nothing_of_the_package_is_loaded(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        "import sys\n"
        "def test_it():\n"
        "    loaded = {name for name in sys.modules if name.partition('.')[0] == 'verifier'}\n"
        "    assert loaded == {'verifier', 'verifier.about', 'verifier.pytest_plugin'}\n"
        "    assert not {'flint', 'yaml', 'sympy', 'numpy', 'rich'} & sys.modules.keys()\n"
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_reading_a_folder_of_other_yaml_loads_no_engine(pytester: pytest.Pytester) -> None:
    write(pytester, "other.yaml", "a: 1\n")
    pytester.makepyfile(
        "import sys\n"
        "def test_it():\n"
        "    assert not {'flint', 'yaml', 'sympy', 'numpy', 'rich'} & sys.modules.keys()\n"
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_lines_of_the_shipped_files_pass(pytester: pytest.Pytester) -> None:
    path = ROOT / "derivations" / "relu.yaml"
    run = pytester.runpytest_inprocess(str(path))
    (outcome,) = verifier.running.runner.run([str(path)]).files
    run.assert_outcomes(passed=len(list(outcome.lines())))
