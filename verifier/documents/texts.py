"""Text where text is meant: the lines under a key, or what to write in place of something else."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.documents import traps
from verifier.documents.nodes import Entry, Mapping, Node, Scalar, Sequence
from verifier.documents.written import WrittenLine, written_lines
from verifier.language.problems import Problem
from verifier.language.source import Place


class Texts:
    """Reads the texts of a file, given its lines, and collects what is wrong with them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.problems: list[Problem] = []

    def report(self, message: str, place: Place, hint: str = "", length: int = 1) -> None:
        self.problems.append(Problem(message, place, hint, max(1, length)))

    def line(self, entry: Entry, example: str) -> WrittenLine | None:
        """The one line of text that stands under a key."""
        value = entry.value
        if not isinstance(value, Scalar):
            self.not_text(value)
            return None
        lines = list(self.lines_of(value, entry.key.value))
        if not lines and not value.broken and not value.joined:
            self.report(
                f"nothing stands behind `{entry.key.value}`",
                entry.key.place,
                f"write for instance `{example}`",
                len(entry.key.value),
            )
        if len(lines) > 1:
            self.report(
                "this line does not belong to the one above",
                lines[1].text.place(0),
                "indent it deeper if it continues the line above",
            )
            return None
        return lines[0] if lines else None

    def texts(self, entry: Entry | None) -> tuple[WrittenLine, ...]:
        """The lines of a text or of a block list."""
        if entry is None:
            return ()
        key, value = entry.key.value, entry.value
        match value:
            case Scalar():
                return tuple(self.lines_of(value, key))
            case Sequence(flow=False):
                return tuple(line for item in value.items for line in self.item(item, key))
            case Sequence() if not value.items:
                return ()
            case Sequence():
                self.report(
                    "YAML splits a list in brackets at its commas",
                    value.place,
                    traps.under_key(key, value.source, "- "),
                )
            case Mapping():
                self.not_text(value)
        return ()

    def item(self, node: Node, key: str) -> Iterator[WrittenLine]:
        """The lines of one item of a block list."""
        if not isinstance(node, Scalar):
            self.not_text(node)
        elif node.value or node.broken:
            yield from self.lines_of(node, key, item=True)
        else:
            self.report("this item of the list is empty", node.place, "delete its dash")

    def lines_of(self, scalar: Scalar, key: str, *, item: bool = False) -> list[WrittenLine]:
        """The lines of a scalar, unless YAML has joined them."""
        if scalar.broken:
            return []
        if not scalar.joined:
            return written_lines(scalar, item=item)
        first = scalar.place.line - 1
        if scalar.style in ("'", '"'):
            self.report(
                "YAML joins the lines of this text",
                scalar.place,
                f"write `{key}: |` and the lines below it, without quotes",
            )
            return []
        shown = self.lines[first : min(scalar.last_line, first + 5)]
        shown[0] = shown[0][scalar.place.column - 1 :]
        if scalar.style == ">":
            self.report("`>` joins the lines of a text", scalar.place, "write `|` instead")
        elif item:
            self.report(
                "YAML joins the lines of this item",
                scalar.place,
                "put each line behind a dash of its own",
            )
        else:
            self.report(
                f"YAML joins the lines of this text: `|` is missing behind `{key}:`",
                scalar.place,
                traps.under_bar(key, shown),
            )
        return []

    def words(self, entry: Entry | None) -> str:
        """Prose: a title or a source, on one line or several."""
        if entry is None:
            return ""
        if not isinstance(entry.value, Scalar):
            self.not_text(entry.value)
            return ""
        return " ".join(entry.value.value.split())

    def not_text(self, node: Node) -> None:
        """Report a list or a map where text is meant, with the line as it should be written."""
        line = self.lines[node.place.line - 1]
        at = node.place.column - 1
        if self.looks_like_text(node) or (isinstance(node, Sequence) and line[:at].strip() == "-"):
            self.problems.append(traps.misread(line, node.place.line, at))
        elif isinstance(node, Mapping) and line[:at].strip() == "-":
            self.problems.append(traps.colon_inside(line, node.place.line, at))
        else:
            what = "a list" if isinstance(node, Sequence) else "a map"
            self.report(f"{what} stands where a text is meant", node.place, "write the text here")

    def looks_like_text(self, node: Node) -> bool:
        """Whether a flow collection is more likely mathematics than YAML."""
        return not isinstance(node, Scalar) and node.flow and not is_harmless(node)


def is_harmless(node: Node) -> bool:
    """Whether YAML's commas have not cut through a formula: a map of whole texts."""
    if not isinstance(node, Mapping):
        return isinstance(node, Scalar) and _balanced(node.text.value)
    return all(
        _balanced(entry.key.value)
        and is_harmless(entry.value)
        and not (isinstance(entry.value, Scalar) and not entry.value.value)
        for entry in node.entries
    )


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in ("()", "[]"))
