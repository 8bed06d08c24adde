"""Verdicts kept between runs: what is found again, and what never is."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cache.runs import Library, counting, said
from tests.test_architecture import THIRD_PARTY, import_graph, package
from verifier.cache.cache import ENTRIES, Cache, open_cache
from verifier.cache.folder import secret
from verifier.cache.rules import ENGINES, Rules
from verifier.kernel.ledger import Ledger
from verifier.kernel.verdicts import Grade, Proved, Refuted, Unknown, grade
from verifier.outcome import FileOutcome

LESSON = """\
title: A lesson
symbols:
  x: real > 0
  y: real
  w: real[n]
assume: y != x
conventions: relu'(0) = 0
definitions:
  q: x^2 in (0, oo)
  r: q + 1
derivations:
  lemma: x + y + y = x + 2*y
  user: 3*lemma = 3*x + 6*y
  other: |
    (x + y)^2
    = x^2 + 2*x*y + y^2      # a reason
    = y^2 + 2*y*x + x*x
  defined: r - 1 = x^2
  kink: diff(relu(y), y) = where(y > 0, 1, 0)
  arrays: sum(w + w) = 2*sum(w)
"""
CLAIMS = 9


# Found again.


def test_a_file_that_did_not_change_is_not_judged_again(library: Library) -> None:
    first, asked = library.judge(LESSON)
    assert asked == CLAIMS
    again, asked = library.judge(LESSON)
    assert asked == 0
    assert said(again) == said(first)
    assert again == first  # with its text, its path and its places


@pytest.mark.parametrize(
    "changed",
    [
        LESSON.replace("title: A lesson", "title: Another lesson"),
        f"# a remark above everything\n\n{LESSON}",
        LESSON.replace("# a reason", "# a better reason"),
        LESSON.replace("(x + y)^2", "( x+y )^2"),
        LESSON.replace("  other:", "  renamed:"),
        LESSON.replace("  lemma: x", "  new: y = y\n  lemma: x").replace("  new: y = y\n", ""),
    ],
    ids=["title", "moved", "reason", "spacing", "renamed", "same"],
)
def test_a_line_that_says_the_same_is_not_judged_again(library: Library, changed: str) -> None:
    library.judge(LESSON)
    found, asked = library.judge(changed)
    assert asked == 0
    assert found.passed
    assert found.text == changed


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("= x^2 + 2*x*y + y^2", "= y^2 + 2*x*y + x^2", 2),  # the line and the one that follows
        ("  user: 3*lemma = 3*x", "  user: 4*lemma - lemma = 3*x", 1),
        ("r: q + 1", "r: 1 + q", 1),  # what goes through r
        ("  arrays: sum(w + w)", "  arrays: sum(w) + sum(w)", 1),
    ],
    ids=["a line", "a user", "a definition", "an array"],
)
def test_of_a_changed_file_only_what_the_change_touches_is_judged(
    library: Library, old: str, new: str, again: int
) -> None:
    library.judge(LESSON)
    assert old in LESSON
    found, asked = library.judge(LESSON.replace(old, new))
    assert asked == again
    assert found.passed


def test_the_same_claims_in_another_file_are_found_too(library: Library) -> None:
    library.judge(LESSON)
    with counting() as asked:
        library.write("b.yaml", LESSON.replace("title: A", "title: Still a"))
        first, second = library.run().files
    assert not asked
    assert [row[1:] for row in said(first)] == [row[1:] for row in said(second)]


# Not found.


@pytest.mark.parametrize(
    ("old", "new", "apart"),
    [
        ("x: real > 0", "x: real >= 1", 0),
        ("y: real", "y: complex", 0),
        ("assume: y != x", "assume: y < x", 0),
        ("conventions: relu'(0) = 0", "conventions: relu'(0) = 1", 2),  # no range rests on one
    ],
    ids=["domain", "mode", "assumption", "convention"],
)
def test_under_other_facts_every_line_is_judged_again(
    library: Library, old: str, new: str, apart: int
) -> None:
    library.judge(LESSON)
    assert old in LESSON
    changed = LESSON.replace(old, new)
    fresh, claims = library.judge(changed, cache=None)
    found, asked = library.judge(changed)
    assert asked == claims - apart
    assert said(found) == said(fresh)


def test_a_user_of_a_lemma_that_fails_now_is_judged_again(library: Library) -> None:
    first, _ = library.judge(LESSON)
    changed = LESSON.replace("lemma: x + y + y = x + 2*y", "lemma: x + y + y = x + 3*y")
    found, asked = library.judge(changed)
    assert asked >= 2
    assert (first.passed, found.passed) == (True, False)
    verdicts = {d.name: grade(d.lines[-1].verdict).word for d in found.derivations}
    assert verdicts["lemma"] == "refuted"
    fresh, _ = library.judge(changed, cache=None)
    assert said(found) == said(fresh)


def test_a_range_that_is_not_proved_any_more_is_no_fact_any_more(library: Library) -> None:
    text = "symbols:\n  x: real != 0\ndefinitions:\n  q: x^2 in (0, oo)\n"
    text += "derivations:\n  d: sqrt(q)^2 = q\n"
    assert library.judge(text)[0].passed
    changed = text.replace("x^2 in", "x^3 in")
    found, _ = library.judge(changed)
    assert not found.passed
    assert said(found) == said(library.judge(changed, cache=None)[0])


@pytest.mark.parametrize(
    "options", [{"seed": 1}, {"sympy": False}], ids=["another seed", "no engine"]
)
def test_another_way_of_judging_finds_nothing_of_this_one(
    library: Library, options: dict[str, Any]
) -> None:
    library.judge(LESSON)
    _, asked = library.judge(LESSON, **options)
    assert asked == CLAIMS
    assert library.judge(LESSON, **options)[1] == 0


def test_a_bar_that_moves_asks_nothing_and_counts(library: Library) -> None:
    text = "symbols:\n  w: real[n]\nderivations:\n  d: sum(w) = sum(w + 0)\n"
    library.judge(text)
    found, asked = library.judge(text, require=Grade.PROVED)
    assert asked == 0
    assert said(found) == said(library.judge(text, cache=None, require=Grade.PROVED)[0])


def test_without_a_cache_nothing_is_found_and_nothing_kept(library: Library) -> None:
    library.judge(LESSON, cache=None)
    assert not library.cache.exists()
    library.judge(LESSON)
    assert library.judge(LESSON, cache=None)[1] == CLAIMS


def test_what_a_clock_or_a_fault_had_a_part_in_is_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("planted")

    with monkeypatch.context() as patch:
        patch.setattr("verifier.strategies.normal_form.NormalForm.offer", broken)
        found, _ = library.judge(LESSON)
        assert found.faults
    assert library.judge(LESSON)[1] == CLAIMS


def test_lines_to_explain_are_judged_so_that_there_is_something_to_tell(library: Library) -> None:
    library.judge(LESSON)
    place = (str(library.files / "a.yaml"), 17)
    found, asked = library.judge(LESSON, explain=frozenset({place}))
    assert asked == CLAIMS
    assert found.passed


# Other rules.


def test_a_proof_from_other_rules_is_never_used(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library.judge(LESSON)
    changed = tmp_path / "package"
    changed.mkdir()
    (changed / "rule.py").write_text("unsound = True\n")
    monkeypatch.setattr("verifier.cache.cache.Rules", lambda: Rules(changed))
    monkeypatch.setattr(Rules, "settled", lambda _: True)
    assert library.judge(LESSON)[1] == CLAIMS
    assert library.judge(LESSON)[1] == 0
    (changed / "rule.py").write_text("unsound = False\n")
    assert library.judge(LESSON)[1] == CLAIMS


def test_a_proof_by_another_version_of_an_engine_is_never_used(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.judge(LESSON)
    monkeypatch.setattr("verifier.cache.rules._engine", lambda name, _: f"{name} 99\n".encode())
    assert library.judge(LESSON)[1] == CLAIMS


def test_verdicts_of_code_that_is_being_written_are_not_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rules, "settled", lambda _: False)
    library.judge(LESSON)
    assert library.judge(LESSON)[1] == CLAIMS


# Foreign, forged and damaged.


def entries(library: Library) -> list[tuple[bytes, bytes]]:
    with sqlite3.connect(library.store) as connection:
        return connection.execute("SELECT key, entry FROM entries").fetchall()


def put(library: Library, found: list[tuple[bytes, bytes]]) -> None:
    with sqlite3.connect(library.store) as connection:
        connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?)", found)


WRONG = "symbols:\n  x: real\nderivations:\n  d: x = x + 1\n"
RIGHT = "symbols:\n  x: real\nderivations:\n  d: x = x + 0\n"


def test_an_entry_that_was_moved_to_another_claim_does_not_open(library: Library) -> None:
    library.judge(RIGHT)
    right = dict(entries(library))
    library.judge(WRONG)
    keys = [key for key, _ in entries(library) if key not in right]
    assert len(right) > 2
    for entry in right.values():
        put(library, [(key, entry) for key in keys])
        found, asked = library.judge(WRONG)
        assert asked == 1
        assert isinstance(found.derivations[0].lines[0].verdict, Refuted)


def test_an_entry_that_somebody_invented_does_not_open(library: Library) -> None:
    library.judge(WRONG)
    true = secret()
    assert true is not None
    own, forger = Ledger(true, ENTRIES), Ledger(b"f" * 32, ENTRIES)
    for key, entry in entries(library):
        kept = own.read(key, entry)
        forged = replace(kept, passed=True) if isinstance(kept, FileOutcome) else Proved("forged")
        put(library, [(key, forger.written(key, forged))])
    found, asked = library.judge(WRONG)
    assert asked == 1
    assert isinstance(found.derivations[0].lines[0].verdict, Refuted)


def test_a_changed_bit_anywhere_in_an_entry_is_noticed(library: Library) -> None:
    library.judge(WRONG)
    whole = entries(library)
    for at in (0, 31, 32, 40, -1):
        spoilt = []
        for key, entry in whole:
            changed = bytearray(entry)
            changed[at] ^= 1
            spoilt.append((key, bytes(changed)))
        put(library, spoilt)
        found, asked = library.judge(WRONG)
        assert asked == 1
        assert isinstance(found.derivations[0].lines[0].verdict, Refuted)


def test_another_users_verdicts_are_not_believed(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library.judge(LESSON)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    assert library.judge(LESSON)[1] == CLAIMS


def test_where_no_secret_can_be_kept_there_is_no_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert open_cache(str(library.cache)) is None
    assert library.judge(LESSON)[0].passed


def test_a_cache_keeps_and_gives_back_what_it_is_told(library: Library) -> None:
    cache = open_cache(str(library.cache))
    assert isinstance(cache, Cache)
    cache.keep(b"key", Unknown("why"))
    cache.close()
    again = open_cache(str(library.cache))
    assert isinstance(again, Cache)
    assert again.read(b"key") == Unknown("why")
    assert again.read(b"other") is None
    again.forget(b"key")
    again.close()
    last = open_cache(str(library.cache))
    assert isinstance(last, Cache)
    assert last.read(b"key") is None


def test_every_engine_that_judges_counts_among_the_rules() -> None:
    graph = import_graph(package(), at_start=False)
    rooms = ("algebra", "tensors", "kernel", "confirmation", "translate", "strategies", "explain")
    used = {
        target
        for module, targets in graph.items()
        for target in targets
        if module.split(".")[1:2] and module.split(".")[1] in rooms
    }
    libraries = frozenset().union(*(THIRD_PARTY.get(room, frozenset()) for room in rooms))
    assert used & libraries <= ENGINES.keys()
