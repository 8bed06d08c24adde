"""What the documentation shows is run as it is written.

A YAML block with derivations is preceded by a comment that says what must come of it, and a block
of output by one that says which command it comes from:

    <!-- verify: exit 1, says: refuted; At a = -->
    <!-- output of: verify derivations/bce_sigmoid.yaml -->
    <!-- output of: verify square.yaml, with a*b for 2*a*b -->

The command is run on the file of that name in the project, or else on the example above, with a
change where the comment says so. Rows of an output may be left out where a row is ``[…]``.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.reports.outcomes import REFUTED, lesson, line, outcome
from verifier.cli import main
from verifier.cli.arguments import parser
from verifier.documents.files import MAX_BYTES
from verifier.documents.reader import MAX_DERIVATIONS, MAX_LINES
from verifier.language.literals import MAX_DIGITS, MAX_EXPONENT
from verifier.language.parser import MAX_NESTING
from verifier.language.tokens import MAX_LENGTH
from verifier.language.vocabulary import SPELLINGS
from verifier.reports import Presentation

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(r"(?:<!-- (.*?) -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECTED = re.compile(r"verify: exit (\d)(?:, says: (.*))?")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_VARYING = re.compile(  # times, and the last bits of NumPy's arithmetic
    r'\([\d.]+ (?:ms|s|min)\)|(?<=time=")[\d.]+|(?<="seconds": )[\d.e-]+|(?<=error )[\d.e-]+(?=\n)'
)


@dataclass(frozen=True)
class Block:
    page: str
    remark: str
    language: str
    text: str


def blocks() -> Iterator[Block]:
    for page in PAGES:
        for remark, language, text in _BLOCK.findall(page.read_text("utf-8")):
            yield Block(page.name, remark, language, text)


def commands(page: Path) -> list[str]:
    return [
        block.text.strip()
        for block in blocks()
        if block.page == page.name and block.language == "sh"
    ]


EXAMPLES = [
    block for block in blocks() if block.language == "yaml" and "derivations:\n" in block.text
]
OUTPUTS = [block for block in blocks() if block.remark.startswith("output of:")]


def by_page(block: Block) -> str:
    return f"{block.page}: {block.remark}"


# Examples and output.


@pytest.mark.parametrize("block", EXAMPLES, ids=by_page)
def test_an_example_comes_out_as_the_page_says(
    block: Block, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = _EXPECTED.fullmatch(block.remark)
    assert expected, f"a comment before this block says what must come of it:\n{block.text}"
    path = tmp_path / "example.yaml"
    path.write_text(block.text, "utf-8")
    code = main([str(path)])
    said = " ".join(capsys.readouterr().out.split())
    assert code == int(expected[1]), said
    for words in (expected[2] or "").split(";"):
        assert words.strip() in said


def example_above(block: Block) -> Block:
    """The last YAML block before an output on its page."""
    above: Block | None = None
    for other in blocks():
        if other == block:
            break
        if other.page == block.page and other.language == "yaml":
            above = other
    assert above is not None
    return above


@pytest.mark.parametrize("block", OUTPUTS, ids=by_page)
def test_the_output_on_a_page_is_what_the_command_prints(block: Block, tmp_path: Path) -> None:
    call, _, change = block.remark.removeprefix("output of:").partition(", with ")
    command = shlex.split(call)
    assert command[0] == "verify"
    where = ROOT
    if not (ROOT / command[1]).exists():  # then it is the example above
        where = tmp_path
        text = example_above(block).text
        if change:
            new, old = change.split(" for ")
            assert text.count(old) == 1
            text = text.replace(old, new)
        (tmp_path / command[1]).write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "verifier", *command[1:]],
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    printed = _VARYING.sub("(varying)", done.stdout.decode("utf-8")).splitlines()
    parts = re.split(r"^.*\[…\].*\n", _VARYING.sub("(varying)", block.text), flags=re.MULTILINE)
    at = 0
    for part in parts:
        rows = part.splitlines()
        found = [
            start
            for start in range(at, len(printed) - len(rows) + 1)
            if printed[start : start + len(rows)] == rows
        ]
        assert found, f"not printed, or not in this order:\n{part}\n\nbut:\n" + "\n".join(printed)
        at = found[0] + len(rows)


def test_the_readme_shows_real_output() -> None:
    assert any(block.page == "README.md" for block in OUTPUTS)


def test_the_python_example_of_the_readme_runs() -> None:
    (example,) = [b for b in blocks() if b.page == "README.md" and b.language == "python"]
    done = subprocess.run(
        [sys.executable, "-c", example.text], cwd=ROOT, capture_output=True, check=True
    )
    assert b"Proved" in done.stdout


def test_the_example_of_a_report_is_one() -> None:
    (example,) = [block for block in blocks() if block.remark == "a report"]
    module = ModuleType("example_report")
    code = compile(example.text, "docs/extending.md", "exec")
    exec(code, vars(module))  # noqa: S102 - our own page
    text = module.render(outcome(lesson(line(REFUTED))), Presentation())
    assert text.startswith("derivations/bce.yaml,14,refuted,")


def test_the_row_of_the_vocabulary_that_is_shown_is_a_row_of_the_vocabulary() -> None:
    (row, *_) = [b for b in blocks() if b.page == "extending.md" and b.language == "python"]
    assert row.text in (ROOT / "verifier" / "language" / "vocabulary.py").read_text("utf-8")


# Commands.


def test_the_first_command_of_the_readme_runs_the_main_job() -> None:
    first = commands(ROOT / "README.md")[0]
    assert first.endswith("&& .venv/bin/verify derivations/bce_sigmoid.yaml")
    assert main([str(ROOT / "derivations" / "bce_sigmoid.yaml"), "-q"]) == 0


def test_ci_runs_the_second_command_of_the_readme_word_for_word() -> None:
    second = commands(ROOT / "README.md")[1]
    assert second.endswith(".venv/bin/python -m pytest -n auto")
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == second
    assert commands(ROOT / "CONTRIBUTING.md")[0] == second


def test_every_option_is_documented_and_every_documented_option_exists() -> None:
    options = {
        option
        for action in parser()._actions
        for option in action.option_strings
        if option.startswith("--")
    }
    page = (ROOT / "docs" / "command.md").read_text("utf-8")
    assert set(re.findall(r"(--[a-z][a-z-]*)", page)) == options


# Facts.


def anchors(page: Path) -> set[str]:
    """The fragments of a page's headings, as they are made where Markdown is shown."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text("utf-8")):
        target, _, anchor = link.partition("#")
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    page = " ".join((ROOT / "docs" / "format.md").read_text("utf-8").split())
    for limit in (
        f"{MAX_BYTES // 1_000_000} MB",
        f"{MAX_DERIVATIONS:,} derivations",
        f"{MAX_LINES:,} lines",
        f"{MAX_LENGTH:,} characters",
        f"nested at most {MAX_NESTING} deep",
        f"{MAX_DIGITS:,} digits",
        f"exponent at most {MAX_EXPONENT:,}",
    ):
        assert limit in page


def test_every_function_on_the_page_exists() -> None:
    page = (ROOT / "docs" / "format.md").read_text("utf-8")
    found = re.search(r"^- Functions: `(.*?)`", page, re.MULTILINE | re.DOTALL)
    assert found
    names = re.sub(r"\(.*?\)", "", found[1]).split()
    assert len(names) > 30
    assert [name for name in names if name not in SPELLINGS] == []
