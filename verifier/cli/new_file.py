"""``verify --new``: a small file that passes, to be changed line by line into one's own."""

from __future__ import annotations

import re
from pathlib import Path

from verifier.language.problems import VerifierError

SUFFIXES = (".yaml", ".yml")
SCHEMA = "derivation.schema.json"

_TEMPLATE = """\
{modeline}title: {title}
source: where it comes from

symbols:                      # the letters, and what each ranges over
  a, b: real
  x: real in (0, 1)

definitions:                  # names for expressions; `in (0, oo)` claims a range, which is shown
  odds: x/(1 - x) in (0, oo)

derivations:
  square: |
    (a + b)^2                 # a start; each further line begins with its relation
    = (a + b)*(a + b)         # the reason for a line stands behind it
    = a^2 + 2*a*b + b^2

  slope:
    title: A derivative, step by step
    steps: |
      diff(odds, x)
      = ((1 - x) + x)/(1 - x)^2       # the quotient rule
      = 1/(1 - x)^2
"""
_PLAIN = re.compile(r"[^\W_][\w ]*")


def write_new_file(path: Path) -> None:
    """Write a file to start from; folders on the way are made.

    Raises:
        VerifierError: if there is such a file already, or it cannot be written.
    """
    if path.suffix not in SUFFIXES:
        raise VerifierError(
            f"a derivation file ends in .yaml: write --new {path.with_suffix('.yaml')}"
            if path.name
            else "name the file to write, for instance --new derivations/square.yaml"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(new_text(path))
    except FileExistsError:
        raise VerifierError(f"{path} is there already; nothing was written") from None
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        raise VerifierError(f"{path} cannot be written: {error}") from None


def new_text(path: Path) -> str:
    """What a new file at a path says: its name is the title."""
    schema = _schema_above(path.parent)
    modeline = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return _TEMPLATE.format(modeline=modeline, title=_title(path.stem))


def _title(stem: str) -> str:
    """``chain_rule`` → ``Chain rule``, in quotes where YAML needs them."""
    visible = "".join(c if c.isprintable() else " " for c in stem)
    words = " ".join(re.sub(r"[_\-]", " ", visible).split()) or visible.strip() or "Untitled"
    words = words[0].upper() + words[1:]
    if _PLAIN.fullmatch(words):
        return words
    return "'" + words.replace("'", "''") + "'"


def _schema_above(folder: Path) -> str:
    """The schema for editors as seen from a folder, if it lies there or in a folder above it.

    A project writes it once, by ``verify --schema > derivation.schema.json``.
    """
    here = folder.absolute()
    for levels, above in enumerate((here, *here.parents)):
        for name in (SCHEMA, f"verifier/{SCHEMA}"):
            if (above / name).is_file():
                return "../" * levels + name
        if (above / ".git").exists():  # the project ends here
            break
    return ""
