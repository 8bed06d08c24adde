"""What numbers say is the same in every process, and is found again under an equal key only."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from verifier.cache.cache import ENTRIES, Drawn
from verifier.cache.keys import Keys
from verifier.claims.claim import Claim
from verifier.claims.numeric import CannotConfirm, Disagreement, Draws, Numeric
from verifier.documents.load import load
from verifier.judging import working
from verifier.judging.answers import Numbers
from verifier.kernel.ledger import Ledger
from verifier.kernel.verdicts import Proved
from verifier.reports import Presentation, report_named
from verifier.running.runner import Options, run, run_text
from verifier.running.session import Session

TENSORS = """\
symbols:
  A, B: real[n, n]
  x: real[n]
derivations:
  traces: |
    tr(A @ B)
    = tr(B @ A)
    = tr(B @ A)/1
  numbers: |
    sum(atan(sinh(x)))
    = sum(2*atan(exp(x)) - pi/2)
"""


def written(paths: list[str], options: Options) -> Any:
    text = report_named("json")(run(paths, options), Presentation())

    def timeless(found: Any) -> Any:
        if isinstance(found, dict):
            return {key: timeless(value) for key, value in found.items() if key != "seconds"}
        return [timeless(one) for one in found] if isinstance(found, list) else found

    return timeless(json.loads(text))


def test_two_processes_say_the_same_as_one(tmp_path: Path) -> None:
    paths = []
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TENSORS)
        paths.append(str(tmp_path / name))
    assert written(paths, Options(jobs=2)) == written(paths, Options())


def test_the_next_run_finds_the_numbers_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "tensors.yaml"
    place.write_text(TENSORS)
    options = Options(cache=str(tmp_path / "cache"))
    first = written([str(place)], options)
    assert written([str(place)], options) == first
    drawn: list[object] = []
    real = working.drawn
    monkeypatch.setattr(working, "drawn", lambda *asked: drawn.append(asked) or real(*asked))
    place.write_text(TENSORS.replace("tr(B @ A)/1", "tr(A @ B)"))  # one line is new
    run([str(place)], options)
    assert len(drawn) in (1, 3)  # 3 where the code has changed just now, and nothing is kept


def test_a_key_holds_the_seed_the_trials_and_the_sizes() -> None:
    document = load(TENSORS.encode(), "file.yaml")
    derivation = document.derivations[0]
    start, line, *_ = derivation.lines
    context = document.context_of(derivation)
    claim = Claim(start.expression, line.relation, line.expression, context)
    draws = Draws(0, 6, ())
    asked = [draws, replace(draws, seed=1), replace(draws, trials=7)]
    asked.append(replace(draws, sizes=(("n", 3),)))
    keys = [Keys(b"").question("numbers", claim, each) for each in asked]
    keys += [Keys(b"").question("heard", claim, draws)]
    assert len(set(keys)) == len(keys)
    options = [Options(), Options(seed=1), Options(trials=7), Options(shapes=(("n", 3),))]
    assert len({Keys(b"").file("", b"", each) for each in options}) == len(options)


def test_a_session_draws_a_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    real = working.drawn
    monkeypatch.setattr(working, "drawn", lambda *asked: drawn.append(asked) or real(*asked))
    session = Session(Options())
    first = session.judge(TENSORS, "a.yaml")
    assert len(drawn) == 3
    again = session.judge(TENSORS, "a.yaml")
    assert len(drawn) == 3
    assert [line.numeric for line in again.lines()] == [line.numeric for line in first.lines()]


def test_numbers_that_were_lost_cost_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Numbers(CannotConfirm("out of time"))
    monkeypatch.setattr(working, "drawn", lambda *_: lost)
    traces, *_ = run_text(TENSORS).lines()
    assert isinstance(traces.verdict, Proved)
    assert traces.numeric == lost.outcome


def test_every_kind_of_numbers_is_kept_whole() -> None:
    ledger = Ledger(b"s" * 32, ENTRIES)
    for outcome in (
        Numeric(1e-15, 6, ({"n": 1}, {"n": 2}), 0, 4, 1, "values", ("a gap",)),
        Disagreement({"n": 2}, {"x": (1.0, 2.5), "s": 0.5}, "1", "2", 0.5, 0, "at entry [1]"),
        CannotConfirm("why"),
    ):
        entry = ledger.written(b"key", Drawn(outcome))
        assert ledger.read(b"key", entry) == Drawn(outcome)


def test_numbers_that_take_too_long_are_broken_off_and_the_proof_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> Numbers:
        while True:
            pass

    place = tmp_path / "tensors.yaml"
    place.write_text(TENSORS)
    monkeypatch.setattr(working, "drawn", endless)
    outcome = run([str(place)], Options(guarded=True, timeout=1.0))
    first, *rest = outcome.files[0].lines()
    assert isinstance(first.verdict, Proved)
    assert isinstance(first.numeric, CannotConfirm)
    assert "out of time" in first.numeric.reason
    assert all(isinstance(line.numeric, Numeric) for line in rest)  # by a process of its own
