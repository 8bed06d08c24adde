"""The allowance of a question: counted, refused once spent, never more inside than outside."""

from __future__ import annotations

from threading import Thread

import pytest

from verifier.language.allowance import allowance, left, spend
from verifier.language.problems import LimitExceeded


def test_work_is_free_where_nobody_grants_an_allowance() -> None:
    spend(10**15)


def test_what_is_spent_is_gone_and_every_further_payment_is_refused() -> None:
    with allowance(10):
        spend(4)
        assert left() == 6
        for _ in range(2):
            with pytest.raises(LimitExceeded):
                spend(7)
    spend(7)


def test_an_allowance_inside_another_is_paid_by_the_outer_one() -> None:
    with allowance(10):
        with allowance(6):
            spend(5)
            with pytest.raises(LimitExceeded):
                spend(2)
        assert left() == 3
        with allowance(100):
            assert left() == 3


def test_an_allowance_ends_with_the_work_it_was_granted_for_however_that_ends() -> None:
    with pytest.raises(ZeroDivisionError), allowance(10):
        raise ZeroDivisionError
    spend(10**15)


def test_each_thread_has_an_account_of_its_own() -> None:
    seen: list[float] = []
    with allowance(10):
        thread = Thread(target=lambda: seen.append(left()))
        thread.start()
        thread.join()
    assert seen == [float("inf")]
