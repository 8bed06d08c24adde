"""Text that XML and HTML can hold: escaped, and without the characters that they cannot say."""

from __future__ import annotations

import re
from typing import NewType
from xml.sax.saxutils import escape

from verifier.reports.rows import REPLACEMENT

Markup = NewType("Markup", str)
"""Text in which every ``<`` and ``&`` is meant. Only `text`, `element` and what stands in this
package makes it; mypy keeps an author's text from being taken for it."""

_UNSPEAKABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_CODE = re.compile("(`[^`]+`)")
_QUOTES = {'"': "&quot;", "'": "&#39;"}
_IN_ATTRIBUTES = {**_QUOTES, "\n": "&#10;", "\t": "&#9;"}


def text(written: str) -> Markup:
    """What an author wrote, as text between elements."""
    return Markup(escape(_UNSPEAKABLE.sub(REPLACEMENT, written), _QUOTES))


def prose(said: str) -> Markup:
    """A sentence of ours, with what stands between backquotes as code."""
    return Markup("".join(_piece(piece) for piece in _CODE.split(said)))


def _piece(piece: str) -> Markup:
    if len(piece) > 2 and piece[0] == piece[-1] == "`":
        return element("code", None, text(piece[1:-1]))
    return text(piece)


def attribute(written: str) -> Markup:
    """The same between double quotes."""
    return Markup(escape(_UNSPEAKABLE.sub(REPLACEMENT, written), _IN_ATTRIBUTES))


def element(name: str, attributes: dict[str, str] | None = None, *inside: Markup) -> Markup:
    """An element with its end tag."""
    given = "".join(f' {key}="{attribute(value)}"' for key, value in (attributes or {}).items())
    return Markup(f"<{name}{given}>{''.join(inside)}</{name}>")


def portable(markup: str, encoding: str) -> str:
    """The same in characters that the encoding knows; the others by their numbers."""
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        return markup
    return markup.encode("ascii", "xmlcharrefreplace").decode("ascii")
