from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.outcomes import (
    BY_GRADE,
    CONDITIONAL,
    REFUTED,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from verifier.documents.load import load
from verifier.kernel.verdicts import Grade
from verifier.language.problems import Problem
from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.latex_report import prose, render, typeset
from verifier.reports.paper import paper_of

ROOT = Path(__file__).parent.parent.parent
LATEX = shutil.which("pdflatex")


def text_of(found: Outcome, encoding: str = "utf-8") -> str:
    return render(found, Presentation(encoding=encoding))


def test_a_derivation_is_an_align_with_its_reasons() -> None:
    text = text_of(outcome(lesson()))
    assert (
        r"""% dLoss_dp, proved
\paragraph*{Step A, the derivative of the loss.}
\begin{align*}
  \frac{\partial\mathrm{Loss}}{\partial p}
    &= -\left(\frac{y}{p} - \frac{1 - y}{1 - p}\right) && \text{ln(p)' = 1/p} \\
    &= -\frac{y \cdot (1 - p) - p \cdot (1 - y)}{p \cdot (1 - p)} \\
    &= \frac{p - y}{p \cdot (1 - p)}
\end{align*}
"""
        in text
    )
    assert r"Let $y \in [0, 1]$, $z \in \mathbb{R}$." in text
    assert text.endswith("% Passed (exit code 0).\n")


def test_a_long_reason_is_broken_over_several_rows() -> None:
    long = "the derivative of a sum is the sum of the derivatives, term by term"
    steps = f"    x + x\n    = 2*x  # {long}\n    = x*2  # by order\n"
    written = f"symbols:\n  x: real\nderivations:\n  a: |\n{steps}"
    text = typeset([paper_of(load(written.encode(), "a.yaml"))])
    assert rf" && \parbox[t]{{0.38\linewidth}}{{\raggedright {long}}} \\" in text
    assert r" && \text{by order}" in text


@pytest.mark.parametrize("which", BY_GRADE)
def test_what_is_not_proved_says_so_in_print(which: Grade) -> None:
    text = text_of(outcome(lesson(line(BY_GRADE[which]))))
    assert (rf"\textbf{{({which.word})}}" in text) == (which is not Grade.PROVED)


def test_a_malformed_file_is_told_in_a_comment() -> None:
    text = text_of(outcome(malformed(Problem("m"), path="a\n\\end{document}.yaml")))
    assert "% malformed: a \\end{document}.yaml\n" in text
    assert "align" not in text


def test_a_file_that_is_shown_has_no_verdicts() -> None:
    document = load((ROOT / "derivations" / "quadratic.yaml").read_bytes(), "quadratic.yaml")
    text = typeset([paper_of(document)])
    assert r"Let $a \in \mathbb{R} \setminus \{0\}$, $b, c, x \in \mathbb{R}$." in text
    assert r"Assume $D \ge 0$." in text
    assert "proved" not in text


def test_a_formula_too_deep_for_tex_is_shown_as_written() -> None:
    nested = "x" + "/(1 + x" * 45 + ")" * 45
    text = f"symbols:\n  x: real\nderivations:\n  a: {nested} = 1\n"
    assert r"\texttt{x/(1 + x/(1" in typeset([paper_of(load(text.encode(), "a.yaml"))])


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("50% of $x & y_1^2 #3 {a}", r"50\% of \$x \& y\_1\textasciicircum{}2 \#3 \{a\}"),
        ("~ \\b", r"\textasciitilde{} \textbackslash{}b"),
        ("a < b > c | d", r"a \textless{} b \textgreater{} c \textbar{} d"),
        ("σ(z) ≤ 1 → ∞", r"$\sigma$(z) $\le$ 1 $\to$ $\infty$"),
        ("x² · y — z…", r"x$^2$ $\cdot$ y --- z\dots{}"),
        ("Größe, déjà", "Größe, déjà"),
        ("Größe", "Größe"),
        ("Вывод 导数", "Вывод 导数"),
        ("\x1b[31m\n\u202e😀", "?{[}31m ??"),
        ("[a]", "{[}a{]}"),
    ],
)  # fmt: skip
def test_an_authors_words_are_escaped(said: str, written: str) -> None:
    assert prose(said) == written


@given(st.text())
def test_no_text_has_a_command_of_its_own(said: str) -> None:
    left = re.sub(
        r"\\(?:text(?:backslash|asciicircum|asciitilde|less|greater|bar)|dots)\{\}"
        r"|\\[{}$&#%_]|\$[^$]*\$",
        "",
        prose(said),
    )
    assert not set("\\$&#%_^") & set(left)


def test_an_encoding_that_lacks_a_letter_is_no_reason_to_crash() -> None:
    assert text_of(outcome(file(title="Größe 导数")), "ascii").isascii()


# Compiled.

WESTERN = [*map(chr, range(0x20, 0x7F)), *"äöüßéèêñçåøÄÖÜÉ", *"σΩ≤≥≠−×±→∞√²³·…–—“”"]
"""What TeX sets without further packages."""


def compiled(text: str, folder: Path) -> str:
    """What TeX says of the fragment in a document; fails where it stops."""
    head = "\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n"
    (folder / "paper.tex").write_text(f"{head}{text}\n\\end{{document}}\n", "utf-8")
    assert LATEX is not None
    done = subprocess.run(
        [LATEX, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-2_000:]
    return said


needs_latex = pytest.mark.skipif(LATEX is None, reason="needs pdflatex")


@needs_latex
def test_every_shipped_derivation_compiles(tmp_path: Path) -> None:
    paths = sorted((ROOT / "derivations").rglob("*.yaml"))
    papers = [paper_of(load(path.read_bytes(), path.name)) for path in paths]
    assert "Output written" in compiled(typeset(papers), tmp_path)


@needs_latex
def test_what_is_hostile_compiles_and_does_nothing(tmp_path: Path) -> None:
    hostile = r"\input{/etc/passwd} \write18{touch x} $ % # & _ ^ ~ { } ] [ \end{align*} ``\\`"
    wrong = line(REFUTED, reason=hostile)
    found = lesson(wrong, line(CONDITIONAL, 15, "(p - y)/(p*(1 - p))", reason="[x]"))
    found = replace(found, title=hostile, source=hostile, path=f"{hostile}.yaml")
    assert "passwd" not in compiled(text_of(outcome(found)), tmp_path).replace("etc/passwd}", "")
    assert not (tmp_path / "x").exists()


EVERYTHING = """\
symbols:
  a, b, x: real
  t: natural
  f(x1): real
  X, Y: real[n, n]
  S: real[n, n] positive definite
conventions: relu'(0) = 0
derivations:
  scalars: |
    |a/b| + floor(x) + ceil(a/b) + sqrt(x^2/a) + cbrt(a) + root(a, t) + factorial(t)
    = where(a > 0, (x > 0)*a, (x < 0)*b) + max(a, b, x) + sigmoid(a) + gamma(x)
    <= sum(k^2, k=1..t) + prod(k, k=1..t) + integrate(f(k), k=0..oo) + limit(1/k, k=0+)
    = f''(x) + diff(a*x, x, x, a) + diff(f(x), x) + log(a, 2) + asin(x) + binomial(t, 2)
    = tr(X)*det(Y) + norm(X) + logsumexp(X) + X[1, 1]
  matrices: |
    X @ Y.T + inv(S) + (X > 0)*Y
    = X + eye(n) + ones(n, n) + grad(sum(X*Y), X) + softmax(X, axis=1)
    = X + sum(X, axis=0, keepdims=True)
  kronecker: kron(X, Y) = kron(X, Y)
  statements: |
    a*x = b and not x == 0
    <=> x = b/a or a > b
    => true
"""


@needs_latex
def test_every_kind_of_formula_compiles(tmp_path: Path) -> None:
    paper = paper_of(load(EVERYTHING.encode(), "everything.yaml"))
    assert "Output written" in compiled(typeset([paper]), tmp_path)


@needs_latex
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.text(WESTERN, min_size=20))
def test_any_western_text_compiles(said: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = replace(lesson(line(REFUTED, reason=said)), title=said)
    compiled(text_of(outcome(found)), tmp_path_factory.mktemp("latex"))
