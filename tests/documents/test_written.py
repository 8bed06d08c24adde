from __future__ import annotations

from tests.documents.test_scalars import scalar
from verifier.documents.written import WrittenLine, written_lines
from verifier.language.source import Place


def lines(*texts: str) -> list[WrittenLine]:
    return written_lines(scalar("a: |\n" + "".join(f"  {text}\n" for text in texts)))


def test_each_line_is_one() -> None:
    found = lines("x + y", "= y + x", "", "   ", "= x")
    assert [line.text.value for line in found] == ["x + y", "= y + x", "= x"]
    assert [line.text.place(0) for line in found] == [Place(2, 3), Place(3, 3), Place(6, 3)]


def test_a_line_indented_deeper_continues_the_one_above() -> None:
    found = lines("x +", "  y +", "    z", "= w")
    assert [line.text.value for line in found] == ["x + y + z", "= w"]
    assert found[0].text.place(4) == Place(3, 5)
    assert found[0].text.place(8) == Place(4, 7)


def test_reasons_are_kept_apart_with_the_lines_they_stand_on() -> None:
    found = lines(
        "x + # first", "  y   #second", "= z  # third # still", "= w#", "# a remark", "= v"
    )
    assert [line.text.value for line in found] == ["x + y", "= z", "= w", "= v"]
    assert found[0].reasons == ((2, "first"), (3, "second"))
    assert found[0].reason == "first second"
    assert [line.reason for line in found[1:]] == ["third # still", "", ""]


def test_a_comment_behind_a_plain_text_is_its_reason() -> None:
    (line,) = written_lines(scalar("a: x = y  # why\n"))
    assert line.reasons == ((1, "why"),)


def test_only_the_first_line_of_an_item_is_an_item() -> None:
    found = written_lines(scalar("a: |\n  x\n  = y\n"), item=True)
    assert [line.item for line in found] == [True, False]


def test_a_text_without_content_has_no_lines() -> None:
    assert lines("# nothing", "") == []
