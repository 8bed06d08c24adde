from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from tests.documents.reading import at
from verifier.documents.files import (
    decode,
    excerpt_text,
    is_derivation_file,
    is_derivation_path,
    read_file,
    read_stream,
)
from verifier.documents.limits import MAX_BYTES
from verifier.language.problems import Malformed, Problem


def refusal(path: str | Path) -> Problem:
    with pytest.raises(Malformed) as caught:
        read_file(path)
    (found,) = caught.value.problems
    return found


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"title: a\r\n")
    assert read_file(path) == b"title: a\r\n"


def test_a_missing_file_is_a_problem_with_its_path(tmp_path: Path) -> None:
    found = refusal(tmp_path / "nowhere.yaml")
    assert "there is no file" in found.message
    assert "nowhere.yaml" in found.message


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert "is a directory" in refusal(tmp_path).message


def test_a_path_with_a_zero_byte_is_a_problem() -> None:
    assert "cannot be read" in refusal("a\0b").message


def test_a_path_through_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    assert "cannot be read" in refusal(tmp_path / "a" / "b.yaml").message


def test_a_file_of_50_mb_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    found = refusal(path)
    assert found.message == "the file is larger than 1 MB"
    assert "split" in found.hint


def test_no_more_is_taken_from_a_stream_than_shows_that_it_is_too_large() -> None:
    stream = BytesIO(b"#" * (3 * MAX_BYTES))
    with pytest.raises(Malformed):
        read_stream(stream)
    assert stream.tell() == MAX_BYTES + 1


def test_the_largest_file_that_is_allowed_is_read() -> None:
    assert len(read_stream(BytesIO(b"#" * MAX_BYTES))) == MAX_BYTES


@pytest.mark.parametrize(
    "data",
    [
        b"derivations:",
        b"title: a\nderivations:\n  a: b\n",
        b"title: a\r\nderivations:\r\n  a: b\r\n",
        b"\xef\xbb\xbfderivations:\n",
        b"# a remark\n---\n  title: a\n  derivations:\n",
        b'"derivations": {}\n',
        b"{'a': 1, 'derivations': {}}",
        b"title: \xff\nderivations:\n",
        b"title: [\nderivations:\n",
        b"\tx: y\nderivations:\n",
        "derivations:\n".encode("utf-16"),
    ],
)
def test_a_top_level_key_makes_a_derivation_file_even_of_a_malformed_one(data: bytes) -> None:
    assert is_derivation_file(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n# derivations:\n",
        b"jobs:\n  derivations: 3\n",
        b"- derivations: 3\n",
        b"text: |\n  derivations:\n",
        b"all_derivations: 3\n",
        b"derivations\n",
    ],
)
def test_other_files_are_left_alone(data: bytes) -> None:
    assert not is_derivation_file(data)


def test_a_path_is_asked_for_its_key_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"derivations:\n" + b"#" * (2 * MAX_BYTES))
    assert is_derivation_path(path)
    assert not is_derivation_path(tmp_path)
    assert not is_derivation_path(tmp_path / "nowhere.yaml")


def test_bytes_that_are_not_utf_8_are_shown_with_their_place() -> None:
    with pytest.raises(Malformed) as caught:
        decode("title: a\n# é ".encode() + b"\xe9")
    (found,) = caught.value.problems
    assert found.message == "the file is not UTF-8: the byte 0xE9 cannot be read"
    assert at(found) == (2, 5)


def test_utf_16_is_called_by_its_name() -> None:
    with pytest.raises(Malformed) as caught:
        decode("derivations:".encode("utf-16"))
    assert "UTF-16" in caught.value.problems[0].message


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    assert decode(b"\xef\xbb\xbftitle: a\r\n") == ("title: a\n", [])


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("a\n\tb", "a tab stands here", (2, 1)),
        ("a\x00b", "the control character U+0000 stands here", (1, 2)),
        ("ab\x7f", "the control character U+007F stands here", (1, 3)),
        ("a\u200bb", "the invisible character U+200B stands here", (1, 2)),
        ("a\n b\u202e", "the invisible character U+202E stands here", (2, 3)),
        ("a\u2028b", "the invisible character U+2028 stands here", (1, 2)),
        ("ab\rc", "a carriage return stands here without a line feed", (1, 3)),
    ],
)
def test_characters_that_mislead_are_problems(
    text: str, message: str, place: tuple[int, int]
) -> None:
    decoded, (found,) = decode(text.encode())
    assert found.message == message
    assert at(found) == place
    assert found.hint
    assert len(decoded) == len(text)
    assert decoded.isprintable() or "\n" in decoded


def test_every_line_with_a_tab_is_told() -> None:
    _, found = decode(b"\ta\tb\nc\n\td\n")
    assert [at(problem) for problem in found] == [(1, 1), (3, 1)]


def test_excerpts_can_be_shown_of_any_bytes() -> None:
    assert excerpt_text(b"\xef\xbb\xbfa\xff\r\nb\rc") == "a\ufffd\nb\nc"
