from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import pytest

from tests.translate.written import claim, context
from verifier.claims.claim import Context, Value
from verifier.language.expressions import Apply, Expression, Name, Number
from verifier.strategies.sympy_search import EngineSays, NotDecided, ask, only_what_it_uses
from verifier.workers import Stopped, Worker

PATIENCE = 120.0
BRIEFLY = 2.0  # where no answer is what is expected
MADE = context(
    {"y": "[0, 1]", "z": "real", "unused": "real", "w": "[z - 1, oo)"},
    {"sigma(t)": "1/(1 + exp(-t))", "p": "sigma(z)", "other": "unused^2"},
    assume=["z > 0", "unused > 3"],
)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as made:
        yield made


def test_a_claim_goes_to_a_process_and_an_answer_comes_back(worker: Worker) -> None:
    answer = ask(claim("diff(p, z) = p*(1 - p)", MADE), PATIENCE, worker)
    assert isinstance(answer, EngineSays)
    assert answer.equal
    assert answer.engine.startswith("SymPy 1.")


def test_the_process_serves_claim_after_claim(worker: Worker) -> None:
    first = ask(claim("p + y = y + p", MADE), PATIENCE, worker)
    pid = worker.pid
    second = ask(claim("p + y = y + 2*p", MADE), PATIENCE, worker)
    assert isinstance(first, EngineSays)
    assert isinstance(second, NotDecided)
    assert worker.pid == pid


def test_a_claim_that_takes_too_long_is_stopped_and_the_next_is_answered(worker: Worker) -> None:
    made = context(dict.fromkeys("abcdefgh", "real"))
    endless = "(a + b + c + d + e + f + g + h)^60 = 1 + (a*b + c*d + e*f + g*h + 3)^30"
    answer = ask(claim(endless, made), 0.2, worker)
    assert isinstance(answer, Stopped)
    assert answer.reason == "out of time"
    assert isinstance(ask(claim("p = sigma(z)", MADE), PATIENCE, worker), EngineSays)


def test_a_number_too_large_to_work_out_is_no_danger(worker: Worker) -> None:
    node: Expression = Number(9)
    for _ in range(3):
        node = Apply("^", (Number(9), node))
    answer = ask(replace(claim("p = y", MADE), left=node), PATIENCE, worker)
    assert isinstance(answer, NotDecided)


def test_only_equations_between_real_numbers_are_asked_about() -> None:
    with Worker() as unused:
        for asked in (
            replace(claim("p = y", MADE), relation="<="),
            replace(claim("p = y", MADE), context=Context(complex_mode=True)),
        ):
            assert isinstance(ask(asked, PATIENCE, unused), NotDecided)
        assert unused.pid is None


@pytest.mark.parametrize("depth", [400, 20_000])
def test_what_is_nested_too_deeply_gets_no_answer(worker: Worker, depth: int) -> None:
    node: Expression = Name("z")
    for _ in range(depth):
        node = Apply("sin", (node,))
    answer = ask(replace(claim("p = y", MADE), left=node), BRIEFLY, worker)
    refused = isinstance(answer, Stopped | NotDecided)  # no repr of the node, should this fail
    del node
    assert refused


def test_an_answer_of_another_kind_is_no_answer() -> None:
    with Worker({"sympy_equal": "builtins:id"}) as odd:
        assert isinstance(ask(claim("p = p", MADE), PATIENCE, odd), NotDecided)


def test_only_the_part_of_the_context_that_is_reached_is_handed_over() -> None:
    small = only_what_it_uses(claim("diff(p, z) = y", MADE)).context
    assert set(small.symbols) == {"y", "z"}
    assert set(small.definitions) == {"p", "sigma"}
    assert len(small.assumptions) == 1


def test_what_is_reached_goes_through_bounds_and_derivations() -> None:
    value = Value(Name("w"), Name("unused"))
    made = Context(MADE.symbols, MADE.definitions, {}, {"step": value})
    small = only_what_it_uses(
        replace(claim("y = y", MADE), left=Name("step"), context=made)
    ).context
    assert set(small.symbols) == {"y", "w", "z"}
    assert small.values == {"step": Value(Name("w"))}


def test_a_context_of_read_only_mappings_can_be_handed_over(worker: Worker) -> None:
    made = Context(MappingProxyType(dict(MADE.symbols)), MappingProxyType(dict(MADE.definitions)))
    assert isinstance(
        ask(replace(claim("p = p", MADE), context=made), PATIENCE, worker), EngineSays
    )


def test_asking_imports_no_sympy_here() -> None:
    script = (
        "import sys\n"
        "from verifier.claims.claim import Claim, Context\n"
        "from verifier.language.expressions import Number\n"
        "from verifier.strategies.sympy_search import ask\n"
        "answer = ask(Claim(Number(1), '=', Number(1), Context()), 120)\n"
        "assert answer.equal\n"
        "sys.exit('sympy' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
