"""The names that we make ourselves, for what is bound in a sum or runs over an array, reach nobody.

The lines are such as had them in a note, a condition or a reason, and of every kind that binds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import pytest

from tests.judged import derivation, document
from verifier.judging.options import Options
from verifier.kernel.verdicts import Proved, Unknown
from verifier.outcome import FileOutcome, LineOutcome, Outcome
from verifier.reports import REPORTS, Presentation, report_named
from verifier.running.runner import run_text

OURS = re.compile(r"@\w|[~#]\w|\w[~#]|\w'\d|\b\w_\d|(?:Name|Apply|Number|Literal|Binder)\(")
WRITTEN = frozenset({"text", "expression", "left", "start", "source", "title", "path", "name"})
"""What the author wrote, in an outcome."""

HEADER = """symbols:
  a, b, x: real
  m: natural
  n: natural >= 1
  i, p, q: integer
  v, w: real[n]
  A, B: real[n, n]
conventions:
  - relu'(0) = 0"""

LINES = [
    ("sum(binomial(m, k), k=1..oo)", "sum(a*binomial(m, k)/a, k=1..oo)"),
    ("b*sum(binomial(m, k), k=1..oo)/b", "sum(binomial(m, k), k=1..oo)"),
    ("sum(1/(k - a), k=1..n)", "sum(a/(a*(k - a)), k=1..n)"),
    ("sum(log(a*k), k=1..n)", "n*log(a) + sum(log(k), k=1..n)"),
    ("sum(sqrt(a*k), k=1..n)", "sqrt(a)*sum(sqrt(k), k=1..n)"),
    ("sum(a^k, k=0..oo)", "1/(1 - a)"),
    ("sum(a/k, k=p..q)", "sum(b*a/(b*k), k=p..q)"),
    ("sum(tan(a*k), k=1..n)", "0"),
    ("sum(max(a, k), k=1..n)", "a*n"),
    ("integrate(1/(t - a), t=0..1)", "integrate(b/(b*(t - a)), t=0..1)"),
    ("integrate(exp(-a*t), t=0..oo)", "1/a"),
    ("integrate(abs(t - a), t=0..1)", "a^2"),
    ("diff(integrate(sin(x*t)/t, t=1..2), x)", "integrate(cos(x*t), t=1..2)"),
    ("limit(a^t, t=oo)", "0"),
    ("limit(sin(a*t)/t, t=0)", "b*a/b"),
    ("sum(v[j]/v[j], j=1..n)", "n"),
    ("0*sum(sum(1/v[j], j=2..k), k=1..n)", "0"),
    ("0*sum(sum(1/(v[k] - v[j]), j=1..k-1), k=1..n)", "0"),
    ("sum((v[r] + i)/(v[r] + i), r)", "n"),
    ("grad(sum(relu(A @ v)), v)", "A.T @ (A @ v > 0)"),
    ("inv(A @ B)", "inv(A) @ inv(B)"),
    ("v/(A @ w)", "b*v/(b*(A @ w))"),
    ("softmax(v)[r]", "exp(v[r])/sum(exp(w))"),
]


def judged(left: str, right: str) -> FileOutcome:
    options = Options(sympy=False, timeout=4)
    return run_text(document(HEADER, [derivation("d", [left, f"= {right}"])]), options)


def texts(found: object) -> list[str]:
    """All texts in an outcome that are ours."""
    if isinstance(found, str):
        return [found]
    if isinstance(found, Mapping):
        return [text for pair in found.items() for part in pair for text in texts(part)]
    if isinstance(found, tuple):
        return [text for part in found for text in texts(part)]
    if not is_dataclass(found):
        return []
    written = WRITTEN if isinstance(found, FileOutcome | LineOutcome) else frozenset()
    parts = [getattr(found, field.name) for field in fields(found) if field.name not in written]
    return [text for part in parts for text in texts(part)]


@pytest.mark.parametrize(("left", "right"), LINES)
def test_no_name_of_ours_is_told(left: str, right: str) -> None:
    found = judged(left, right)
    assert not found.problems, [problem.message for problem in found.problems]
    assert not found.faults
    (line,) = found.lines()
    assert isinstance(line.verdict, Proved) or texts(line.verdict)
    assert [text for text in texts(line) if OURS.search(text)] == []


def test_no_report_tells_one() -> None:
    whole = Outcome((judged(*LINES[0]), judged(*LINES[17])))
    for name in REPORTS:
        report = report_named(name)(whole, Presentation(verbosity=1))
        assert not re.search(r"@\d|~\d", report), name


@pytest.mark.parametrize("text", ["binomial(m, @1) = 0", "x[j~3] != 0", "#1 > 0", "Name('x')"])
def test_a_planted_one_is_seen(text: str) -> None:
    assert OURS.search(text)
    assert texts(Unknown(text, notes=(text,))) == [text, "", text]
