from __future__ import annotations

from verifier.language.folding import fold


def test_every_part_is_combined_once_however_often_it_is_shared() -> None:
    met: list[int] = []

    def combine(number: int, _: object) -> int:
        met.append(number)
        return number

    assert fold(40, lambda n: (n - 1, n - 2) if n > 1 else (), combine) == 40
    assert sorted(met) == list(range(41))


def test_depth_is_no_danger() -> None:
    depth = fold(
        100_000, lambda n: (n - 1,) if n else (), lambda n, of: 1 + (of(n - 1) if n else 0)
    )
    assert depth == 100_001
