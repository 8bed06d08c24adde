from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.outcomes import (
    BY_GRADE,
    CONDITIONAL,
    PROVED,
    REFUTED,
    TRUSTED,
    derivation,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from verifier.kernel.verdicts import Grade
from verifier.language.problems import Problem
from verifier.language.source import Place
from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.junit import render

SCHEMA = Path(__file__).parent / "schemas" / "junit-10.xsd"


def tree(found: Outcome, encoding: str = "utf-8") -> ET.Element:
    return ET.fromstring(render(found, Presentation(encoding=encoding)))  # noqa: S314 - our own


def cases(found: Outcome) -> list[ET.Element]:
    return list(tree(found).iter("testcase"))


def problem_of(case: ET.Element) -> ET.Element:
    (only,) = [part for part in case if part.tag in ("failure", "error")]
    return only


def test_a_file_is_a_suite_and_a_line_is_a_case() -> None:
    root = tree(outcome(lesson(), file(derivation(line(PROVED)), path="b.yaml")))
    assert [suite.get("name") for suite in root] == ["derivations/bce.yaml", "b.yaml"]
    assert [len(suite) for suite in root] == [4, 1]
    assert root.get("tests") == "5"


def test_a_line_that_did_not_pass_is_a_failure_that_explains_itself() -> None:
    failure = problem_of(cases(outcome(lesson(line(REFUTED))))[-1])
    assert failure.tag == "failure"
    assert failure.get("type") == "refuted"
    assert failure.get("message") == "fails at p = 1/2, y = 1: the sides differ"
    assert failure.text is not None
    assert failure.text.startswith("derivations/bce.yaml:14:7\n2: = -((y*(1 - p)")
    assert "left: -(y/p - (1 - y)/(1 - p)) = -2" in failure.text


def test_a_case_is_named_so_that_it_is_found_again_when_lines_are_added_above() -> None:
    moved = line(REFUTED, 99, "(p - y)")
    (first,) = cases(outcome(file(derivation(moved))))
    (second,) = cases(outcome(file(derivation(line(REFUTED, 14, "(p - y)")))))
    assert first.get("classname") == second.get("classname") == "derivations.bce.dLoss_dp"
    assert first.get("name") == second.get("name") == "1: = (p - y)"


def test_no_two_cases_of_a_file_have_the_same_name() -> None:
    same = [line(PROVED, 13, "a", "a") for _ in range(3)]
    found = cases(outcome(file(derivation(*same), derivation(*same, name="other"))))
    names = [(case.get("classname"), case.get("name")) for case in found]
    assert len(set(names)) == len(names)


def test_a_passing_line_without_a_proof_says_on_whose_word() -> None:
    (case,) = cases(outcome(file(derivation(line(TRUSTED)))))
    assert [part.tag for part in case] == ["system-out"]
    assert "SymPy says so" in (case[0].text or "")


def test_a_malformed_file_is_errors() -> None:
    found = outcome(malformed(Problem("m"), Problem("other", Place(2, 3), "mend it")))
    first, second = cases(found)
    assert problem_of(first).tag == "error"
    assert problem_of(second).get("type") == "malformed"
    assert "derivations/bad.yaml:2:3" in (problem_of(second).text or "")
    assert "hint: mend it" in (problem_of(second).text or "")
    root = tree(found)
    assert (root.get("errors"), root.get("failures")) == ("2", "0")


def test_a_control_fails_only_where_it_is_not_as_expected() -> None:
    met = derivation(line(REFUTED, passed=True), expect=Grade.REFUTED, passed=True)
    missed = derivation(line(CONDITIONAL), expect=Grade.REFUTED, passed=False, name="m")
    found = cases(outcome(file(met, missed)))
    assert [len(case.findall("failure")) for case in found] == [0, 0, 0, 1]
    assert problem_of(found[3]).get("type") == "expectation"


def test_a_fault_is_an_error() -> None:
    (case,) = cases(outcome(file(faults=("they disagree",))))
    assert problem_of(case).get("message") == "they disagree"


def test_the_counts_are_those_of_the_cases() -> None:
    root = tree(outcome(file(derivation(*(line(verdict) for verdict in BY_GRADE.values())))))
    for element in (root, root[0]):
        assert element.get("tests") == str(len(list(root.iter("testcase"))))
        assert element.get("failures") == str(len(list(root.iter("failure"))))


HOSTILE = "<script>\"]]>&amp;\x00\x1b[31m\ud800\ufffe -- '><!-- \n\t"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_nothing_an_author_writes_becomes_markup(encoding: str) -> None:
    found = outcome(
        file(
            derivation(line(REFUTED, expression=HOSTILE, reason=HOSTILE), name=HOSTILE),
            path=HOSTILE,
        ),
        malformed(Problem(HOSTILE, None, HOSTILE)),
    )
    root = tree(found, encoding)
    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "testcase", "failure", "error")
    }


@given(st.text())
def test_any_text_is_well_formed(said: str) -> None:
    tree(outcome(malformed(Problem(said, None, said), path=said)))


def runs() -> dict[str, Outcome]:
    control = derivation(line(CONDITIONAL), expect=Grade.REFUTED, passed=False)
    return {
        "passed": outcome(lesson()),
        "every verdict": outcome(file(derivation(*map(line, BY_GRADE.values())))),
        "malformed": outcome(malformed(Problem("m", Place(1, 1)))),
        "control": outcome(file(control)),
        "fault": outcome(file(faults=("f",))),
        "hostile": outcome(malformed(Problem(HOSTILE), path=HOSTILE)),
        "standard input": outcome(file(derivation(line(REFUTED)), path="<stdin>")),
        "nothing": outcome(),
    }


@pytest.mark.parametrize("name", runs())
def test_it_is_valid_by_the_schema_of_jenkins(name: str) -> None:
    schema = xmlschema(SCHEMA)
    assert [error.reason for error in schema.iter_errors(tree(runs()[name]))] == []


def test_the_schema_can_refuse() -> None:
    root = tree(outcome(lesson()))
    root[0][0].set("file", "a.yaml")
    assert list(xmlschema(SCHEMA).iter_errors(root))


def xmlschema(path: Path) -> Any:
    return pytest.importorskip("xmlschema").XMLSchema(str(path))


def test_a_library_that_reads_junit_for_a_living_reads_it(tmp_path: Path) -> None:
    junitparser = pytest.importorskip("junitparser")
    path = tmp_path / "report.xml"
    path.write_text(render(outcome(lesson(line(REFUTED))), Presentation()), "utf-8")
    found = junitparser.JUnitXml.fromfile(str(path))
    assert (found.tests, found.failures) == (3, 1)
