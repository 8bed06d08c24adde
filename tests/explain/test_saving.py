"""A file is exchanged in one step: whatever goes wrong, the old or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from verifier.explain import saving
from verifier.explain.saving import NotSaved, save

OLD, NEW = b"old \r\n", b"new \xc3\xbc"


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.yaml"
    path.write_bytes(OLD)
    return path


def failing(number: int) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def alone(path: Path) -> bool:
    """Whether nothing is left beside the file."""
    return list(path.parent.iterdir()) == [path]


def test_the_new_bytes_take_the_place_of_the_old_ones(lesson: Path) -> None:
    save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == NEW
    assert alone(lesson)


def test_permissions_stay(lesson: Path) -> None:
    lesson.chmod(0o640)
    save(str(lesson), OLD, NEW)
    assert stat.S_IMODE(lesson.stat().st_mode) == 0o640


def test_a_symbolic_link_stays_one_and_what_it_names_is_exchanged(
    lesson: Path, tmp_path: Path
) -> None:
    link = tmp_path / "elsewhere" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to("../lesson.yaml")
    save(str(link), OLD, NEW)
    assert link.is_symlink()
    assert lesson.read_bytes() == NEW


def test_a_read_only_file_is_left_as_it_is(lesson: Path) -> None:
    lesson.chmod(0o444)  # told by its permissions: whoever runs this may be allowed everything
    with pytest.raises(NotSaved, match="is read-only"):
        save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == OLD
    assert alone(lesson)


def test_a_file_that_was_changed_meanwhile_is_left_as_it_is(lesson: Path) -> None:
    lesson.write_bytes(b"by somebody else")
    with pytest.raises(NotSaved, match="was changed meanwhile"):
        save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == b"by somebody else"
    assert alone(lesson)


def test_a_file_that_is_gone_is_not_made_again(lesson: Path) -> None:
    lesson.unlink()
    with pytest.raises(NotSaved, match="cannot be found any more"):
        save(str(lesson), OLD, NEW)
    assert not lesson.exists()


def test_a_file_with_two_names_is_not_parted(lesson: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.hardlink_to(lesson)
    with pytest.raises(NotSaved, match="hard links"):
        save(str(lesson), OLD, NEW)
    assert other.read_bytes() == lesson.read_bytes() == OLD


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="is not an ordinary file"):
        save(str(tmp_path), OLD, NEW)


@pytest.mark.parametrize("call", ["fsync", "chown", "fdopen"])
def test_a_full_disk_loses_nothing(
    call: str, lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if call == "chown":  # asked only where the owner is another one
        monkeypatch.setattr(saving, "_give", failing(errno.ENOSPC))
    else:
        monkeypatch.setattr(saving.os, call, failing(errno.ENOSPC))
    with pytest.raises(NotSaved, match=r"could not be written and is as it was \(No space left"):
        save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == OLD
    assert alone(lesson)


def test_a_folder_in_which_nothing_can_be_made_loses_nothing(
    lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving.tempfile, "mkstemp", failing(errno.EROFS))
    with pytest.raises(NotSaved, match="no file can be made beside"):
        save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == OLD


@pytest.mark.parametrize("where", ["_fill", "_give"])
def test_an_interruption_before_the_exchange_leaves_the_old_file(
    where: str, lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(saving, where, interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == OLD
    assert alone(lesson)


def test_an_interruption_after_the_exchange_leaves_the_new_file(
    lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(saving, "_settle", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == NEW
    assert alone(lesson)


def test_a_folder_that_cannot_be_synchronised_is_no_failure(
    lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving.os, "open", failing(errno.EACCES), raising=True)
    monkeypatch.setattr(saving.tempfile, "mkstemp", _made_beside(lesson))
    save(str(lesson), OLD, NEW)
    assert lesson.read_bytes() == NEW


def _made_beside(lesson: Path) -> Callable[..., tuple[int, str]]:
    beside = lesson.with_suffix(".new")
    stream = beside.open("wb")
    descriptor = os.dup(stream.fileno())
    stream.close()
    return lambda **_: (descriptor, str(beside))
