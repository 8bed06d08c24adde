"""Earlier gradients as letters: where the chain rule through a name holds, and where not."""

from __future__ import annotations

import pytest

from tests.judged import Judged, judge
from verifier.algebra.names import names_of
from verifier.claims.claim import Context, Definition, Domain, Value
from verifier.kernel.verdicts import Proved
from verifier.language.expressions import Apply, Derivative, Expression, Name
from verifier.tensors.upstream import gradients, links

LAYER = """\
title: a layer
symbols:
  X: real[n, d]
  W: real[d, k]
  V: real[k, d]
  G: real[n, k]
  c: real
definitions:
  Z: X @ W
"""


def words(text: str) -> list[str]:
    return [type(line.verdict).__name__.lower() for line in judge(text).outcome.lines()]


def file(loss: str, lines: str, more: str = "", conventions: str = "") -> Judged:
    text = f"{LAYER}{more}  Loss: {loss}\n{conventions}derivations:\n{lines}"
    return judge(text)


def test_a_gradient_goes_through_a_name_that_is_the_only_way() -> None:
    judged = file(
        "sum(tanh(Z)^2)",
        "  dZ: grad(Loss, Z) = 2*tanh(Z)*(1 - tanh(Z)^2)\n  dW: grad(Loss, W) = X.T @ dZ\n",
    )
    assert judged.verdict == "proved", judged


@pytest.mark.parametrize(
    "loss",
    [
        "sum(G*Z) + c*sum(W^2)",
        "sum(G*(Z + X @ W))",
        "sum(G*(Z @ V @ W))",
    ],
)
def test_another_way_to_the_loss_is_not_forgotten(loss: str) -> None:
    judged = file(loss, "  dZ: grad(Loss, Z) = grad(Loss, Z)\n  dW: grad(Loss, W) = X.T @ dZ\n")
    assert words_of(judged) == ["proved", "refuted"], judged


def test_the_share_of_each_way_is_counted_where_both_are_written() -> None:
    judged = file(
        "sum(G*Z) + c*sum(W^2)",
        "  dZ: grad(Loss, Z) = G\n  dW: grad(Loss, W) = X.T @ dZ + 2*c*W\n",
    )
    assert judged.verdict == "proved", judged


def test_a_gradient_that_need_not_exist_is_no_letter() -> None:
    judged = file("sum(abs(Z))", "  dZ: grad(Loss, Z) = sign(Z)\n  dW: grad(Loss, W) = X.T @ dZ\n")
    assert "proved" not in words_of(judged), judged


def test_nothing_times_a_gradient_that_need_not_exist_is_not_nothing() -> None:
    judged = file("sum(abs(Z))", "  dZ: grad(Loss, Z) = sign(Z)\n  none: 0*dZ = zeros(n, k)\n")
    assert "proved" not in words_of(judged), judged


def test_the_seams_of_a_gradient_are_those_of_what_rests_on_it() -> None:
    judged = file(
        "sum(G*relu(Z))",
        "  dZ: grad(Loss, Z) = G*(Z > 0)\n"
        "  dW: grad(Loss, W) = X.T @ dZ\n"
        "  same: X.T @ dZ = X.T @ dZ\n",
        conventions="conventions: relu'(0) = 0\n",
    )
    for line in judged.outcome.lines():
        assert isinstance(line.verdict, Proved)
        assert line.verdict.off == ("Z = 0",), line


def test_a_wrong_link_is_not_proved_by_letters() -> None:
    lines = "  dZ: grad(Loss, Z) = 2*Z\n  dW: grad(Loss, W) = X.T @ (2*dZ)\n"
    assert words_of(file("sum(Z^2)", lines)) == ["proved", "refuted"]


def test_a_gradient_that_was_claimed_wrongly_means_its_start() -> None:
    lines = (
        "  dZ: grad(Loss, Z) = 3*Z\n"
        "  dW: grad(Loss, W) = X.T @ dZ\n"
        "  wrong: X.T @ dZ = X.T @ (3*Z)\n"
    )
    assert words_of(file("sum(Z^2)", lines)) == ["refuted", "proved", "refuted"]


def test_an_assumption_made_for_one_derivation_grants_nothing_to_the_next() -> None:
    text = LAYER + (
        "  Loss: norm(Z)\n"
        "derivations:\n"
        "  dZ:\n"
        "    assume: norm(Z) > 0\n"
        "    steps: grad(Loss, Z) = Z/norm(Z)\n"
        "  dW: grad(Loss, W) = X.T @ dZ\n"
        "  once_more:\n"
        "    assume: norm(Z) > 0\n"
        "    steps: grad(Loss, W) = X.T @ dZ\n"
    )
    assert words(text)[0] == words(text)[2] == "proved"
    verdict = words(text)[1]
    # Both sides are undefined together where Z is 0, or else it is not proved.
    assert verdict in ("proved", "conditional", "unknown", "refuted")
    claimed = text.replace(
        "grad(Loss, W) = X.T @ dZ\n  once", "0*grad(Loss, W) = zeros(d, k)\n  once"
    )
    assert words(claimed)[1] != "proved"


def words_of(judged: Judged) -> list[str]:
    return [type(line.verdict).__name__.lower() for line in judged.outcome.lines()]


# Which names qualify.


def context(loss: Expression) -> Context:
    n = Name("n")
    return Context(
        symbols={"n": Domain(), "X": Domain(shape=(n, n)), "W": Domain(shape=(n, n))},
        definitions={
            "Z": Definition("Z", Apply("@", (Name("X"), Name("W")))),
            "L": Definition("L", loss),
        },
        values={"dZ": Value(Derivative("grad", Name("L"), ("Z",)))},
    )


def test_only_what_begins_with_a_gradient_by_a_definition_is_an_earlier_gradient() -> None:
    names = names_of(context(Apply("sum", (Name("Z"),))))
    assert gradients(names) == {"dZ": (Name("L"), "Z")}


@pytest.mark.parametrize(
    ("loss", "through"),
    [
        (Apply("sum", (Name("Z"),)), ["dZ"]),
        (Apply("+", (Apply("sum", (Name("Z"),)), Apply("sum", (Name("X"),)))), ["dZ"]),
        (Apply("+", (Apply("sum", (Name("Z"),)), Apply("sum", (Name("W"),)))), []),
        (Derivative("diff", Apply("sum", (Name("Z"),)), ("n",)), []),
    ],
)
def test_a_link_is_the_only_way_from_a_name_to_what_is_differentiated(
    loss: Expression, through: list[str]
) -> None:
    names = names_of(context(loss))
    assert [name for name, _ in links(names, Name("L"), "W", ["dZ"])] == through
