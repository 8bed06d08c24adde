"""What the values of options may be."""

from __future__ import annotations

import argparse
import os

import pytest

from verifier.cli import values


@pytest.mark.parametrize(
    ("text", "bytes_"),
    [("500M", 500 * 2**20), ("2G", 2**31), ("2g", 2**31), ("1T", 2**40), ("536870912", 2**29)],
)
def test_sizes(text: str, bytes_: int) -> None:
    assert values.memory(text) == bytes_


@pytest.mark.parametrize("text", ["", "M", "-1G", "1.5G", "1GB", "255M", "²G", "9" * 30 + "G"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        values.memory(text)


def test_jobs_are_counted_and_0_is_every_processor() -> None:
    assert values.jobs("3") == 3
    assert values.jobs("0") == min(values.processors(), values.MOST_JOBS)
    assert 1 <= values.processors() <= (os.cpu_count() or 1)
    for text in ("-1", "257", "two", "1.0", ""):
        with pytest.raises(argparse.ArgumentTypeError):
            values.jobs(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("4", ("", 4)), ("a.yaml:7", ("a.yaml", 7)), ("C:\\a:b.yaml:12", ("C:\\a:b.yaml", 12))],
)
def test_a_line_is_a_number_or_a_file_and_a_number(text: str, found: tuple[str, int]) -> None:
    assert values.line(text) == found


@pytest.mark.parametrize("text", ["", "0", "a.yaml", "a.yaml:", "-3", "1e3", "9" * 10])
def test_what_is_no_line(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        values.line(text)
