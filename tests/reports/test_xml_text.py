from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.reports.xml_text import attribute, element, portable, prose, text


@given(st.text(), st.text())
def test_whatever_is_written_is_well_formed_and_stays_text(said: str, name: str) -> None:
    markup = element("p", {"title": name}, text(said))
    found = ET.fromstring(f"<x>{markup}</x>")  # noqa: S314 - our own
    assert [child.tag for child in found.iter()] == ["x", "p"]
    speakable = said.isprintable() and name.isprintable()
    if speakable:
        assert found[0].text == (said or None)
        assert found[0].get("title") == name


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x85", "\ud800", "\ufffe", "\ufdd0"])
def test_what_xml_cannot_say_is_replaced(character: str) -> None:
    assert text(character) == attribute(character) == "\ufffd"


def test_new_lines_stay_in_attributes_and_quotes_cannot_end_them() -> None:
    assert attribute("a\n\"b\"\t'c'<&>") == "a&#10;&quot;b&quot;&#9;&#39;c&#39;&lt;&amp;&gt;"


def test_code_between_backquotes_is_code_and_escaped() -> None:
    assert prose("write `a < b` or <b>") == "write <code>a &lt; b</code> or &lt;b&gt;"
    assert prose("a lone ` stays") == "a lone ` stays"
    assert prose("``") == "``"


def test_a_narrow_encoding_gets_characters_by_number() -> None:
    assert portable("<p>σ</p>", "latin-1") == "<p>&#963;</p>"
    assert portable("<p>σ</p>", "UTF-8") == "<p>σ</p>"
    assert portable("<p>é</p>", "latin-1") == "<p>&#233;</p>"  # the heading says UTF-8
