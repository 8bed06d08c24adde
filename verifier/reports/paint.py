"""Rows → text, with or without colour. Only colour needs rich, so only colour imports it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from verifier.reports.rows import Row

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "proved": "green",
        "trusted": "cyan",
        "confirmed": "blue",
        "conditional": "yellow",
        "refuted": "bold red",
        "unknown": "magenta",
        "malformed": "bold red",
        "fault": "bold red",
        "strong": "bold",
        "quiet": "dim",
    }
)
"""One colour per verdict; that of a proof belongs to proofs alone."""


def painted(rows: Iterable[Row], *, colour: bool) -> str:
    """The rows as text, each ended by a new line and without spaces before it."""
    return _coloured(rows) if colour else "".join(map(_plain, rows))


def _plain(row: Row) -> str:
    return "".join(span.text for span in row).rstrip() + "\n"


def _coloured(rows: Iterable[Row]) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.text import Text

    buffer = StringIO()
    console = Console(
        file=buffer,
        force_terminal=True,
        force_jupyter=False,
        color_system="standard",
        no_color=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    for row in rows:
        text = Text(end="\n")
        for span in row:
            text.append(span.text, STYLES.get(span.style, ""))
        text.rstrip()
        console.print(text, soft_wrap=True)
    return buffer.getvalue()
