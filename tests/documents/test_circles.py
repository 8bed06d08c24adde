from __future__ import annotations

from verifier.documents.circles import MAX_SEARCHES, circles


def test_a_circle_is_found_from_each_forward_use() -> None:
    found = circles({("a", 1): ["b", "+", "1"], ("b", 2): ["c"], ("c", 3): ["a", "*", "x"]})
    assert found == {(1, "b"): ("a", "b", "c", "a"), (2, "c"): ("b", "c", "a", "b")}


def test_forward_uses_alone_are_no_circle() -> None:
    assert circles({("a", 1): ["b"], ("b", 2): ["x"], ("c", 3): ["a", "b"]}) == {}


def test_the_search_has_an_end() -> None:
    count = 3000
    mentions = {(f"a{n}", n): [f"a{n + 1}"] for n in range(count)} | {(f"a{count}", count): ["a0"]}
    assert len(circles(mentions)) == MAX_SEARCHES
