"""The JSON Schema and the reader agree: on every key with every kind of value, and on the corpus.

What an editor validates is the data that YAML 1.2 makes of a file, numbers and nulls included; what
the reader reads is text. Both are made here from the same source.
"""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from verifier.documents.compose import compose
from verifier.documents.files import decode
from verifier.documents.keys import DERIVATION_KEYS, FILE_KEYS
from verifier.documents.reader import outline_of
from verifier.documents.schema import SHIPPED, schema, schema_text
from verifier.language.problems import Malformed

jsonschema = pytest.importorskip("jsonschema")

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "derivations").glob("*.yaml"), *(ROOT / "tests").rglob("*.yaml")])
VALIDATOR = jsonschema.Draft7Validator(schema())

INVISIBLE = ("YAML splits", "YAML joins", "`>` joins", "stands here for the second time")
"""What is wrong with these files is gone from the data that YAML makes of them."""


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: `no` and `1:30` are text; numbers, true and null are not."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first
    )


def accepted(source: str) -> bool:
    """Whether the schema accepts the data of a file; keys are names in JSON."""
    loaded = yaml.load(source, Loader=CoreLoader)  # noqa: S506 - a loader that is safe
    return bool(VALIDATOR.is_valid(json.loads(json.dumps(loaded))))


def readable(source: str) -> bool:
    """Whether the reader finds nothing wrong in structure."""
    lines = source.split("\n")
    root, problems = compose(source)
    return root is not None and not problems and not outline_of(root, lines)[1]


# The shipped file.


def test_the_shipped_schema_is_the_one_that_the_code_makes() -> None:
    assert SHIPPED.read_text("utf-8") == schema_text(), "python -m verifier.documents.schema"


def test_the_schema_is_one() -> None:
    jsonschema.Draft7Validator.check_schema(json.loads(schema_text()))


def test_every_key_is_described_with_an_example_of_its_own_kind() -> None:
    for keys in (FILE_KEYS, DERIVATION_KEYS):
        for key in keys.values():
            assert key.says.endswith(".")
            assert key.example
    properties: Any = schema()["properties"]
    for name, found in properties.items():
        rest = {} if name == "derivations" else {"derivations": {"a": "x = x"}}
        for example in found["examples"]:
            assert VALIDATOR.is_valid({name: example, **rest}), name


# Every key with every kind of value.

VALUES = {
    "nothing": "",
    "a word": " x = y",
    "a number": " 3",
    "a decimal": " 0.5",
    "true": " true",
    "refuted": " refuted",
    "quotes around nothing": " ''",
    "quotes around a remark": " '# why'",
    "a block": " |\n      x\n      = y",
    "a block of remarks": " |\n      # x\n      # = y",
    "an empty list": " []",
    "an empty map": " {}",
    "a list": "\n      - x\n      - = y",
    "a list with a number": "\n      - x\n      - 3",
    "a list with an empty item": "\n      - x\n      -",
    "a list of remarks": "\n      - '# x'",
    "a list in a list": "\n      - - x",
    "a list of maps": "\n      - x: y",
    "a map": "\n      x: y",
    "a map with a number": "\n      x: 3",
    "a map with nothing": "\n      x:",
    "a map with a remark": "\n      x: '# y'",
    "a map with a block": "\n      x: |\n        y",
    "a map with a list": "\n      x:\n        - y\n        - = z",
    "a map with an empty list": "\n      x: []",
    "a map with a map": "\n      x:\n        y: z",
    "a map with steps": "\n      x:\n        steps: x = y",
    "a map with empty steps": "\n      x:\n        steps:",
    "a map with a list of steps": "\n      x:\n        title: 1\n        steps:\n          - y",
    "a map with steps and more": "\n      x:\n        steps: x = y\n        using: z",
}


def file_with(level: str, key: str, value: str) -> str:
    """A file that is right, except perhaps for one value."""
    if level == "file":
        rest = "" if key == "derivations" else "derivations:\n  a: x = y\n"
        return f"{key}:{value}\n{rest}"
    rest = "" if key == "steps" else "    steps: x = y\n"
    deeper = value.replace("\n", "\n  ")
    return f"derivations:\n  a:\n    {key}:{deeper}\n{rest}"


PROBES = [
    (level, key, value)
    for level, keys in (("file", FILE_KEYS), ("derivation", DERIVATION_KEYS))
    for key, value in product((*keys, "lemma"), VALUES)
]


@pytest.mark.parametrize(("level", "key", "value"), PROBES, ids=" ".join)
def test_the_schema_and_the_reader_agree_on_a_value(level: str, key: str, value: str) -> None:
    source = file_with(level, key, VALUES[value])
    assert accepted(source) == readable(source), source


def test_the_probes_are_about_both_answers_for_every_key() -> None:
    for level, keys in (("file", FILE_KEYS), ("derivation", DERIVATION_KEYS)):
        for key in keys:
            answers = {readable(file_with(level, key, value)) for value in VALUES.values()}
            assert answers == {True, False}, (level, key)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x",
        "- derivations",
        "symbols:\n  x: real",
        "derivations:",
        "derivations: []",
        "derivations:\n  a:",
        "derivations:\n  a:\n    title: x",
        "definition:\n  x: y\nderivations:\n  a: x = y",
    ],
)
def test_a_file_without_derivations_is_rejected(source: str) -> None:
    assert not accepted(source)
    assert not readable(source)


# The corpus.


def said_by_the_reader(path: Path) -> list[str] | None:
    """What is wrong with a file's structure; None if YAML cannot read it as it was meant."""
    try:
        text, problems = decode(path.read_bytes())
    except Malformed:
        return None
    root, found = compose(text)
    if root is None or problems or found:
        return None
    return [problem.message for problem in outline_of(root, text.split("\n"))[1]]


def test_what_is_right_is_accepted_and_what_is_wrong_in_structure_is_rejected() -> None:
    accepted_files, rejected_files = [], []
    for path in FILES:
        said = said_by_the_reader(path)
        if said is None or any(words in message for message in said for words in INVISIBLE):
            continue
        if said:
            rejected_files.append(path.stem)
            assert not accepted(path.read_text("utf-8")), path
        else:
            accepted_files.append(path.stem)
            assert accepted(path.read_text("utf-8")), path
    assert len(accepted_files) > 100
    assert len(rejected_files) > 15


# Editors.


@pytest.mark.parametrize(
    "path", sorted((ROOT / "derivations").rglob("*.yaml")), ids=lambda p: p.stem
)
def test_a_shipped_file_names_the_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text("utf-8").split("\n")[0]
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert name != first
    assert (path.parent / name).resolve() == SHIPPED.resolve()
