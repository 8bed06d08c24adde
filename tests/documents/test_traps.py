"""Where YAML fails on mathematics, the message shows the line written so that it loads."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.documents.reading import LINE, X, at, document, problem, problems, underlined
from verifier.documents import compose
from verifier.documents.load import load
from verifier.language.problems import Malformed


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's readers: the one in C and the one in Python."""
    found = getattr(yaml, request.param, None)
    if found is None:
        pytest.skip("PyYAML is here without its reader in C")
    monkeypatch.setattr(compose, "LOADER", found)


@pytest.mark.parametrize(
    ("line", "mark", "meaning", "remedy"),
    [
        ("a: > 0", ">", "joined text", 'a: "> 0"'),
        ("a: >= 0", ">", "joined text", 'a: ">= 0"'),
        ("a: |x| = |-x|", "|", "a block of text", 'a: "|x| = |-x|"'),
        ("a: [x, y]", "[", "a list", 'a: "[x, y]"'),
        ("a: [x, y] + 1", "[", "a list", 'a: "[x, y] + 1"'),
        ("a: [x, y", "[", "a list", 'a: "[x, y"'),
        ("a: {x, y}", "{", "a map", 'a: "{x, y}"'),
        ("a: *x + y", "*", "an alias", 'a: "*x + y"'),
        ("a: *x", "*", "an alias", 'a: "*x"'),
        ("a: @ y", "@", "a mark it keeps for itself", 'a: "@ y"'),
        ("a: `x`", "`", "a mark it keeps for itself", 'a: "`x`"'),
        ("a: %x", "%", "a directive", 'a: "%x"'),
        ("a: & x", "&", "an anchor", 'a: "& x"'),
        ("a: != 0", "!", "a tag", 'a: "!= 0"'),
        ("a: ! x", "!", "a tag", 'a: "! x"'),
        ("a: - x + y", "-", "a list", 'a: "- x + y"'),
        ('a: "x" + y', '"', "quoted text", "a: '\"x\" + y'"),
        ("a: 'x' + y", "'", "quoted text", "a: \"'x' + y\""),
        ("a: 'x", "'", "quoted text", 'a: "\'x"'),
        ("a: , x", ",", "a mark it keeps for itself", 'a: ", x"'),
        ("a: ] x", "]", "the end of a list", 'a: "] x"'),
        ("a: > 0  # positive", ">", "joined text", 'a: "> 0"  # positive'),
    ],
)
def test_values_that_begin_with_yamls_own_characters(
    line: str, mark: str, meaning: str, remedy: str
) -> None:
    file = f"{X}definitions:\n  {line}\n  q: x + y\nderivations:\n  d: x + x = 2*x\n"
    found = problem(file)
    assert f"begins with `{mark}` as {meaning}" in found.message.replace("`` ` ``", "```")
    assert found.hint.replace("``", "`").replace("` ", "`").replace(" `", "`").startswith("write`")
    assert remedy in found.hint
    assert underlined(file, found) == mark
    assert at(found) == (4, 6)
    assert (yaml.safe_load(remedy)["a"]) == line[3:].split("  #", maxsplit=1)[0]


def test_under_symbols_the_kind_of_number_is_shown_as_well() -> None:
    for line in ("> 0", "!= 0", ">= 1"):
        assert problem(f"symbols:\n  x: {line}\n{LINE}").hint == f"write `x: real {line}`"


@pytest.mark.parametrize(
    ("steps", "remedy", "place"),
    [
        ("- -x\n    - - (x + y)", '- "- (x + y)"', (6, 7)),
        ("- x^2\n    - > 0", '- "> 0"', (6, 7)),
        ("- x\n    - |x| = x", '- "|x| = x"', (6, 7)),
        ("- x\n    - *y", '- "*y"', (6, 7)),
        ("- x\n    - [x, y]", '- "[x, y]"', (6, 7)),
        ("- x\n    - = x: y", '- "= x: y"', (6, 10)),
        ("- x\n    - {x, y}", '- "{x, y}"', (6, 7)),
    ],
)
def test_items_that_yaml_misreads(steps: str, remedy: str, place: tuple[int, int]) -> None:
    found = problem(f"{X}derivations:\n  a:\n    {steps}\n")
    assert found.hint == f"write `{remedy}`"
    assert at(found) == place


def test_a_colon_inside_a_value() -> None:
    found = problem(f"title: Step A: the derivative\n{X}{LINE}")
    assert found.message == "YAML reads a colon inside a value as the end of a key"
    assert found.hint == 'write `title: "Step A: the derivative"`'
    assert at(found) == (1, 14)


def test_a_backslash_in_double_quotes() -> None:
    found = problem(f'title: "The \\sigma function"\n{X}{LINE}')
    assert found.hint == "write `title: 'The \\sigma function'`"
    assert at(found) == (1, 13)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x + x\n    = 2*x", (4, 6)),
        ("x + x    # twice\n    = 2*x", (5, 5)),
        ("x + x\n  = 2*x", (5, 3)),
        ("\n    x + x\n    = 2*x", (5, 5)),
    ],
)
def test_lines_joined_for_want_of_a_bar(text: str, place: tuple[int, int]) -> None:
    found = problem(f"{X}derivations:\n  a: {text}\n")
    assert "`|`" in found.message
    assert re.fullmatch(r"write\na: \|\n  x \+ x.*\n  = 2\*x", found.hint)
    assert at(found) == place


def test_steps_joined_for_want_of_a_bar() -> None:
    found = problem(f"{X}derivations:\n  a:\n    steps: x + x\n      = 2*x\n")
    assert "behind `steps:`" in found.message
    assert found.hint == "write\nsteps: |\n  x + x\n  = 2*x"


def test_a_definition_over_several_lines_needs_its_bar_too() -> None:
    found = problem(f"{X}definitions:\n  q: x\n    - y\n{LINE}")
    assert found.hint == "write\nq: |\n  x\n  - y"


def test_lines_joined_in_other_ways() -> None:
    folded = problem(f"{X}derivations:\n  a: >\n    x + x\n    = 2*x\n")
    assert (folded.message, folded.hint) == ("`>` joins the lines of a text", "write `|` instead")
    quoted = problem(f"{X}derivations:\n  a: 'x + x\n    = 2*x'\n")
    assert quoted.message == "YAML joins the lines of this text"
    item = problem(f"{X}derivations:\n  a:\n    - x +\n      x\n    - = 2*x\n")
    assert item.message == "YAML joins the lines of this item"


def test_lists_in_brackets_are_shown_with_dashes() -> None:
    found = problem(f"{X}derivations:\n  a:\n    steps: [diff(x^2, x), = 2*x]\n")
    assert found.message == "YAML splits a list in brackets at its commas"
    assert found.hint == "write\nsteps:\n  - diff(x^2, x)\n  - = 2*x"
    assert at(found) == (5, 12)


def test_maps_in_braces_are_shown_without_them() -> None:
    found = problem("symbols: {x: real in (0, 1), y: real}\n" + LINE)
    assert found.message == "YAML splits a map in braces at its commas"
    assert found.hint == "write\nsymbols:\n  x: real in (0, 1)\n  y: real"


def test_a_long_list_is_shown_in_part() -> None:
    found = problem(f"{X}assume: [x > 0, y > 0, x > 1, y > 1]\n{LINE}")
    assert found.hint == "write\nassume:\n  - x > 0\n  - y > 0\n  - x > 1\n  …"


def test_maps_in_braces_that_no_comma_cuts_are_read() -> None:
    found = document("symbols: {x: real, y: 'real in (0, 1)'}\nderivations: {a: x + x = 2*x}\n")
    assert list(found.context.symbols) == ["x", "y"]
    assert len(found.derivations) == 1


def test_empty_collections_are_empty_sections() -> None:
    assert not document("symbols: {}\nassume: []\nderivations:\n  a: 1 + 1 = 2\n").context.symbols


@pytest.mark.parametrize(
    ("file", "message", "hint", "place"),
    [
        (
            "symbols:\n  x:real\n  y: real\n",
            "a space is missing after the colon",
            "`x: real`",
            (2, 4),
        ),
        (
            "symbols:\n  y: real\n  x:real\n",
            "a space is missing after the colon",
            "`x: real`",
            (3, 4),
        ),
        (
            "symbols:\n  x: real\n  y real\n",
            "this line is no key with a value",
            "key: value",
            (3, 3),
        ),
        (
            "symbols:\n    x: real\n  y: real\n",
            "the key `y` does not begin in the column of the keys beside it",
            "same column",
            (3, 3),
        ),
    ],
)
def test_slips_with_keys(file: str, message: str, hint: str, place: tuple[int, int]) -> None:
    found = problems(file + LINE)[0]
    assert message in found.message or "needs `|`" in found.message
    assert hint in found.hint or "needs `|`" in found.message
    assert at(found) == place


def test_a_key_below_a_value() -> None:
    found = problem(f"{X}derivations:\n  a: x + x = 2*x\n    title: twice\n")
    assert found.message == "this key stands below `a`, which has a value already"
    assert at(found) == (5, 5)


def test_a_block_that_begins_too_deep() -> None:
    found = problem(f"{X}derivations:\n  a: |\n      x + x\n    = 2*x\n")
    assert found.message == "this line is indented less than the first line of its text"
    assert at(found) == (6, 5)


def test_an_item_without_its_dash() -> None:
    found = problem(f"{X}derivations:\n  a:\n    - x + x\n    = 2*x\n")
    assert found.message == "this item of a list lacks its dash"
    assert found.hint == "write `- = 2*x`"


@pytest.mark.parametrize(
    ("file", "message", "place"),
    [
        ("---\n" + X + LINE + "---\n" + LINE, "a second document begins here", (6, 1)),
        (X + LINE + "...\n" + LINE, "a second document begins here", (6, 1)),
        ("%YAML 1.1\n---\n" + X + LINE, "a YAML directive stands here", (1, 1)),
        ("symbols:\n  x: &r real\n" + LINE, "an anchor stands here", (2, 6)),
        ("symbols:\n  x: !!str real\n" + LINE, "a tag stands here", (2, 6)),
        ("symbols: !!map\n  x: real\n" + LINE, "a tag stands here", (1, 10)),
        ("symbols:\n  [x, y]: real\n" + LINE, "a key must be a name", (2, 3)),
    ],
)
def test_yaml_that_a_derivation_file_has_no_use_for(
    file: str, message: str, place: tuple[int, int]
) -> None:
    found = problems(file)[0]
    assert found.message == message
    assert at(found) == place
    assert found.hint


def test_an_alias_of_an_anchor_is_called_an_alias() -> None:
    found = problems("symbols:\n  x: &r real\n  y: *r\n" + LINE)
    assert [p.message for p in found] == ["an anchor stands here", "an alias stands here"]


def test_an_alias_bomb_is_refused_before_an_alias_is_followed() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    found = problems("\n".join(levels) + "\n" + LINE)
    assert any(p.message == "an anchor stands here" for p in found)


def test_collections_are_not_nested_deeply() -> None:
    for file in ("title: " + "[" * 50_000, "".join("  " * n + "a:\n" for n in range(200))):
        assert "nested too deeply" in problems(file)[-1].message


def test_all_slips_are_told_at_once_and_nothing_else() -> None:
    file = """\
title: Step A: why
symbols:
  x: real
  z: > 0
definitions:
  p: |x| + z
  q: [p, z]
derivations:
  a: p + z = z + p
  b: - x = 0 - x
  c: x
    = z + w
  d:
    - q
    = q
"""
    found = problems(file)
    assert [at(p)[0] for p in found] == [1, 4, 6, 7, 10, 11, 15]


def test_a_file_full_of_slips_comes_to_an_end() -> None:
    file = X + "definitions:\n" + "".join(f"  p{n}: |x| + {n}\n" for n in range(500)) + LINE
    assert len(problems(file)) > 30


def test_the_two_readers_of_yaml_agree_on_a_good_file() -> None:
    file = (X + LINE).encode()
    assert load(file, "a") == load(file, "a")


@pytest.mark.parametrize(
    "text", ["\x00", 'a: "\\ud800"', "a: 'b\x85c'", "\ufeff\ufeffa: b", "&a", "*a", "!!b"]
)
def test_oddities_are_problems_and_no_accidents(text: str) -> None:
    with pytest.raises(Malformed):
        load(text.encode("utf-8", "surrogatepass"), "a")
