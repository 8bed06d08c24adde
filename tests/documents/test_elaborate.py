"""Whole files: the lesson's, with statements, and with tensors."""

from __future__ import annotations

from fractions import Fraction

from tests.documents.reading import document
from verifier.claims.claim import Bound, Domain, Field
from verifier.language.expressions import Apply, Call, Derivative, Name, Number
from verifier.language.source import Place

LESSON = """\
# yaml-language-server: $schema=…/derivation.schema.json
title: Why dZ2 = p - y
source: lecture notes, module 6
symbols:
  y: real in [0, 1]
  z: real
definitions:
  sigma(t): 1/(1 + exp(-t))
  p: sigma(z) in (0, 1)
  Loss: -(y*ln(p) + (1 - y)*ln(1 - p))
derivations:
  dLoss_dp:
    title: Step A, the derivative of the loss
    steps: |
      diff(Loss, p)
      = -(y/p - (1 - y)/(1 - p))     # ln(p)' = 1/p and ln(1 - p)' = -1/(1 - p)
      = -((y*(1 - p) - p*(1 - y))/(p*(1 - p)))
      = (-y + y*p + p - p*y)/(p*(1 - p))
      = (p - y)/(p*(1 - p))
  dp_dz: diff(p, z) = p*(1 - p)
  dLoss_dz:
    title: Step C, the product
    steps: |
      diff(Loss, z)
      = dLoss_dp * dp_dz
      = (p - y)/(p*(1 - p)) * (p*(1 - p))
      = p - y
"""

LAYERS = """\
title: Two layers, backwards
symbols:
  X: real[n, d]                      # n, d, h, k are sizes: positive integers, any
  Y: real[n, k] in [0, 1]
  W1: real[d, h]
  b1: real[h]
  W2: real[h, k]
  b2: real[k]
definitions:
  Z1: X @ W1 + b1
  A1: relu(Z1)
  Z2: A1 @ W2 + b2
  P: sigmoid(Z2)
  Loss: sum(-(Y*log(P) + (1 - Y)*log(1 - P)))
conventions: relu'(0) = 0            # a choice, not a theorem; reported as such
derivations:
  dZ2: grad(Loss, Z2) = P - Y
  dW2: grad(Loss, W2) = A1.T @ dZ2
  db2: grad(Loss, b2) = sum(dZ2, axis=0)
  dA1: grad(Loss, A1) = np.dot(dZ2, W2.T)
  dZ1: grad(Loss, Z1) = dA1 * (Z1 > 0)
  dW1: grad(Loss, W1) = np.dot(X.T, dZ1)
  db1: grad(Loss, b1) = sum(dZ1, axis=0)
"""

QUADRATIC = """\
title: The quadratic formula
symbols:
  a: real != 0
  b, c, x: real
definitions:
  D: b^2 - 4*a*c
derivations:
  formula:
    assume: D >= 0
    steps: |
      a*x^2 + b*x + c = 0
      <=> x^2 + b/a*x = -c/a
      <=> (x + b/(2*a))^2 = D/(4*a^2)     # complete the square
      <=> x + b/(2*a) = ± sqrt(D)/(2*a)
      <=> x = (-b ± sqrt(D))/(2*a)
  no_root:
    assume: D < 0
    steps: a*x^2 + b*x + c = 0 <=> false
"""

UNIT = Domain(
    lower=Bound(Number(Fraction(0)), open=False), upper=Bound(Number(Fraction(1)), open=False)
)


def test_the_lessons_first_derivation() -> None:
    found = document(LESSON)
    assert (found.path, found.title) == ("file.yaml", "Why dZ2 = p - y")
    assert found.source == "lecture notes, module 6"
    assert found.text == LESSON
    assert found.context.symbols == {"y": UNIT, "z": Domain()}
    assert list(found.context.definitions) == ["sigma", "p", "Loss"]
    assert found.context.definitions["p"].body is Call("sigma", (Name("z"),), (0,))
    assert found.context.definitions["p"].claimed == Domain(
        lower=Bound(Number(0), open=True), upper=Bound(Number(1), open=True)
    )
    assert not found.notes
    first, second, third = found.derivations
    assert [d.name for d in found.derivations] == ["dLoss_dp", "dp_dz", "dLoss_dz"]
    assert first.title == "Step A, the derivative of the loss"
    assert [line.relation for line in first.lines] == ["", "=", "=", "=", "="]
    assert [line.place for line in first.lines] == [Place(n, 7) for n in range(15, 20)]
    assert first.lines[0].expression is Derivative("diff", Name("Loss"), ("p",))
    assert first.lines[1].reason == "ln(p)' = 1/p and ln(1 - p)' = -1/(1 - p)"
    assert [line.place for line in second.lines] == [Place(20, 10), Place(20, 21)]
    assert third.uses == ("dLoss_dp", "dp_dz")
    assert not any(d.unjudged or d.statements or d.complex for d in found.derivations)
    assert found.places["Loss"] == Place(10, 3)
    assert found.places["dp_dz"] == Place(20, 3)


def test_two_layers_are_read() -> None:
    found = document(LAYERS)
    assert [name for name, d in found.context.symbols.items() if not d.shape] == [
        "n",
        "d",
        "k",
        "h",
    ]
    assert found.context.symbols["Y"].shape == (Name("n"), Name("k"))
    assert found.context.symbols["Y"].upper == UNIT.upper
    assert found.context.conventions == {"relu'(0) = 0"}
    assert [d.name for d in found.derivations] == ["dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]
    assert not any(d.unjudged for d in found.derivations)
    assert found.derivations[3].lines[1].text == "np.dot(dZ2, W2.T)"
    assert found.derivations[4].uses == ("dA1",)


def test_the_quadratic_formula_is_read_as_statements() -> None:
    found = document(QUADRATIC)
    assert found.context.symbols["a"] == Domain(Field.REAL, excluded=(Number(0),))
    assert list(found.context.symbols) == ["a", "b", "c", "x"]
    formula, no_root = found.derivations
    assert [line.relation for line in formula.lines] == ["", "<=>", "<=>", "<=>", "<=>"]
    assert formula.lines[0].text == "a*x^2 + b*x + c = 0"
    assert formula.lines[2].reason == "complete the square"
    assert formula.assumptions == (Apply(">=", (Name("D"), Number(0))),)
    assert [line.text for line in no_root.lines] == ["a*x^2 + b*x + c = 0", "false"]
    assert all(d.statements and not d.unjudged for d in found.derivations)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain = document(LESSON)
    other = document(b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode())
    assert other == plain


def test_a_file_need_not_end_its_last_line() -> None:
    assert document(LESSON.rstrip("\n")).derivations == document(LESSON).derivations
