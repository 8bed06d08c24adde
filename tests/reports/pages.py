"""Reads a page as a strict reader would: what is open is closed, and nothing is there twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "mspace"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str = "", name: str = "") -> list[Element]:
        """Every element below with a tag and a class."""
        found = []
        for child in self.children:
            classes = child.attributes.get("class", "").split()
            if (not tag or child.tag == tag) and (not name or name in classes):
                found.append(child)
            found += child.all(tag, name)
        return found

    def words(self) -> str:
        """All text below, white space aside."""
        return " ".join(" ".join([self.text, *(child.words() for child in self.children)]).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in _VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        # What stands behind a child counts as the text of an element of its own.
        if data.strip():
            self.stack[-1].children.append(Element("#text", {}, data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def read(page: str) -> Element:
    """The tree of a page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert len(reader.stack) == 1, f"<{reader.stack[-1].tag}> is never closed"
    root = reader.stack[0]
    ids = [element.attributes["id"] for element in root.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids)), "an id stands for two elements"
    for element in root.all():
        if element.tag == "a":
            assert element.attributes["href"].removeprefix("#") in ids
        for name in element.attributes.get("aria-labelledby", "").split():
            assert name in ids
    return root
