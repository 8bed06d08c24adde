"""The street is walked in one direction, and two refusals carry the soundness.

The checks read the source with `ast`, imports inside functions and under TYPE_CHECKING included,
and each is shown to fail on a planted offence.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "verifier"

READING = frozenset({"language", "claims", "documents"})
JUDGED = frozenset({"language", "kernel", "outcome"})

STREET: dict[str, frozenset[str]] = {
    "about": frozenset(),
    "language": frozenset(),
    "claims": frozenset({"language"}),
    "documents": frozenset({"language", "claims"}),
    "algebra": frozenset({"language", "claims"}),
    "tensors": frozenset({"language", "claims", "algebra"}),
    "kernel": frozenset({"language", "claims", "algebra", "tensors"}),
    "outcome": frozenset({"language", "claims", "kernel"}),
    "workers": frozenset(),
    "translate": frozenset({"language", "claims"}),
    "confirmation": frozenset({"language", "claims"}),
    "strategies": frozenset(
        {"language", "claims", "algebra", "tensors", "kernel", "workers", "translate"}
    ),
    "explain": READING | {"algebra", "tensors", "kernel", "outcome", "strategies", "confirmation"},
    "judging": READING
    | {"algebra", "kernel", "outcome", "workers", "strategies", "confirmation", "explain"},
    "cache": READING | {"about", "algebra", "kernel", "outcome", "strategies", "judging"},
    "running": READING | {"kernel", "outcome", "workers", "strategies", "judging", "cache"},
    "door": frozenset({"about", "language", "kernel", "outcome", "running"}),
    "reports": READING | JUDGED | {"about"},
    "lsp": READING | JUDGED | {"about", "running", "reports"},
    "cli": READING
    | JUDGED
    | {"about", "explain", "judging", "cache", "running", "reports", "lsp", "door"},
    "__main__": frozenset({"cli"}),
    "pytest_plugin": READING | JUDGED | {"judging", "running", "reports", "cli"},
}
"""Every room, and the rooms it may import from besides itself. A new room needs a place here."""

THIRD_PARTY: dict[str, frozenset[str]] = {
    "documents": frozenset({"yaml"}),
    "algebra": frozenset({"flint"}),
    "tensors": frozenset({"flint"}),
    "kernel": frozenset({"flint"}),
    "confirmation": frozenset({"flint", "numpy"}),
    "translate": frozenset({"sympy", "mpmath"}),
    "strategies": frozenset({"flint", "sympy", "z3"}),
    "explain": frozenset({"flint", "numpy"}),
    "reports": frozenset({"rich"}),
    "lsp": frozenset({"pygls", "lsprotocol"}),
    "cli": frozenset({"shtab"}),
    "pytest_plugin": frozenset({"pytest"}),
}
"""The libraries of each room; the others have none. SymPy, NumPy and rich are thereby refused to
language, claims, documents, algebra, tensors and kernel."""

HEAVY = frozenset({"sympy", "mpmath", "numpy", "z3", "rich"})
ENTRANCES = ("verifier", "verifier.cli", "verifier.running.runner", "verifier.strategies")
"""Importing these must not import anything heavy."""

SEARCHERS = ("strategies", "translate", "confirmation")
VERDICT_MAKERS = ("verifier.kernel.judgement", "verifier.kernel.verdicts")

FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__", "sympify", "parse_expr"})
FORBIDDEN_MEMBERS = frozenset(
    {
        *(("pickle", name) for name in ("load", "loads", "Unpickler")),
        *(("marshal", name) for name in ("load", "loads")),
        *(("yaml", name) for name in ("load", "load_all", "full_load", "unsafe_load")),
        *(("os", name) for name in ("system", "popen")),
    }
)

LONGEST = 500
"""Lines. Past 400 a file is asked what its second idea is; past this it has one."""


# Reading.


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def package() -> dict[str, ast.Module]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return {module_name(path): ast.parse(path.read_text("utf-8")) for path in paths}


def room(module: str) -> str:
    """The room a module belongs to: ``verifier.kernel.judgement`` to ``kernel``."""
    return module.partition(".")[2].partition(".")[0] or "door"


def imports(module: str, tree: ast.AST) -> Iterator[str]:
    """Everything a tree imports, as dotted names: the modules, and each name taken from one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                base = module.split(".")[: -node.level] if node.level else []
                source = ".".join([*base, source]).rstrip(".")
            yield from (f"{source}.{alias.name}" for alias in node.names)


def at_import_time(tree: ast.AST) -> ast.Module:
    """The statements that run when the module is imported: no functions, no TYPE_CHECKING."""
    found: list[ast.stmt] = []
    pending: list[ast.AST] = [tree]
    while pending:
        for node in ast.iter_child_nodes(pending.pop()):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
                pending.extend(node.orelse)
                continue
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.append(node)
            pending.append(node)
    return ast.Module(found, [])


def top(dotted: str) -> str:
    return dotted.partition(".")[0]


# The rules. Each yields what is wrong with one module.


def against_the_street(module: str, tree: ast.AST) -> Iterator[str]:
    here = room(module)
    if here not in STREET:
        yield f"{module}: the room {here} has no place in the street"
        return
    for target in imports(module, tree):
        if top(target) != "verifier":
            continue
        parts = target.split(".")
        known = len(parts) > 1 and (parts[1] in STREET)
        there = parts[1] if known else "door"
        if there != here and there not in STREET[here]:
            yield f"{module} imports {target}: {here} may not import from {there}"


def unexplained_libraries(module: str, tree: ast.AST) -> Iterator[str]:
    allowed = THIRD_PARTY.get(room(module), frozenset())
    for target in imports(module, tree):
        library = top(target)
        if library not in sys.stdlib_module_names | allowed | {"verifier"}:
            yield f"{module} imports {library}"


def names_a_verdict(module: str, tree: ast.AST) -> Iterator[str]:
    """A searcher that can name the judge or a verdict, be it in a string."""
    if room(module) not in SEARCHERS:
        return
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    for target in (*imports(module, tree), *texts):
        if target.startswith(VERDICT_MAKERS) or target in {"verifier.kernel", "verifier.kernel.*"}:
            yield f"{module} names {target}"


def dangerous_calls(module: str, tree: ast.AST) -> Iterator[str]:
    for target in imports(module, tree):
        library, _, name = target.rpartition(".")
        if name in FORBIDDEN_CALLS or (library, name) in FORBIDDEN_MEMBERS:
            yield f"{module} imports {target}"
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name in FORBIDDEN_CALLS:
                yield f"{module}:{node.lineno} uses {name}"
            case ast.Attribute(attr=("sympify" | "parse_expr") as name):
                yield f"{module}:{node.lineno} uses {name}"
            case ast.Attribute(value=ast.Name(id=library), attr=name) if (
                library,
                name,
            ) in FORBIDDEN_MEMBERS:
                yield f"{module}:{node.lineno} uses {library}.{name}"
            case ast.keyword(arg="shell", value=value):
                if not (isinstance(value, ast.Constant) and value.value is False):
                    yield f"{module}:{value.lineno} starts a shell"


RULES = (against_the_street, unexplained_libraries, names_a_verdict, dangerous_calls)


def offences(module: str, source: str) -> list[str]:
    tree = ast.parse(source)
    return [offence for rule in RULES for offence in rule(module, tree)]


def reachable(start: str, graph: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    pending = [start]
    while pending:
        module = pending.pop()
        if module not in found:
            found.add(module)
            pending.extend(graph.get(module, ()))
    return found


def import_graph(trees: dict[str, ast.Module], *, at_start: bool) -> dict[str, set[str]]:
    """What each module imports, packages on the way included; libraries by their top name."""
    graph: dict[str, set[str]] = {}
    for module, tree in trees.items():
        targets: set[str] = set()
        for target in imports(module, at_import_time(tree) if at_start else tree):
            if top(target) != "verifier":
                targets.add(top(target))
                continue
            parts = target.split(".")
            prefixes = {".".join(parts[:end]) for end in range(2, len(parts) + 1)}
            targets |= prefixes & trees.keys()
        graph[module] = targets
    return graph


# The package holds them.


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: object) -> None:
    assert callable(rule)
    assert [found for name, tree in package().items() for found in rule(name, tree)] == []


def test_every_room_in_the_package_has_a_place_in_the_street() -> None:
    assert {room(module) for module in package()} <= STREET.keys()


def test_the_street_has_no_circle() -> None:
    graph = {name: set(targets) for name, targets in STREET.items()}
    assert all(name not in reachable(target, graph) for name in graph for target in graph[name])


def test_no_searcher_reaches_a_verdict_by_any_way() -> None:
    graph = import_graph(package(), at_start=False)
    for module in package():
        if room(module) in SEARCHERS:
            assert not reachable(module, graph) & set(VERDICT_MAKERS), module


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_nothing_heavy_is_imported_before_it_is_needed(entrance: str) -> None:
    assert entrance in package()
    assert not reachable(entrance, import_graph(package(), at_start=True)) & HEAVY


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=module_name)
def test_no_file_has_grown_a_second_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


# And they can fail.


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("verifier.language.parser", "from verifier.claims.claim import Claim"),
        ("verifier.language.parser", "def f():\n    import verifier.kernel.verdicts"),
        ("verifier.documents.reader", "from verifier.algebra import signs"),
        ("verifier.algebra.signs", "from verifier.documents import reader"),
        ("verifier.kernel.judgement", "from verifier.running.runner import run"),
        ("verifier.kernel.judgement", "from ..strategies import STRATEGIES"),
        (
            "verifier.algebra.signs",
            "if TYPE_CHECKING:\n    from verifier.outcome import X",
        ),
        ("verifier.reports.html", "from verifier.cli import main"),
        ("verifier.strategies.cases", "from verifier import Proved"),
        ("verifier.strategies.cases", "import verifier"),
        ("verifier.utils", "x = 1"),
        ("verifier.kernel.judgement", "import sympy"),
        ("verifier.algebra.signs", "def f():\n    import numpy as np"),
        ("verifier.documents.reader", "from rich.text import Text"),
        ("verifier.cli", "import click"),
        ("verifier.strategies.cases", "from verifier.kernel.judgement import judge"),
        ("verifier.strategies.cases", "from verifier.kernel import verdicts"),
        ("verifier.strategies.cases", "from verifier.kernel import *"),
        ("verifier.strategies.cases", "import verifier.kernel"),
        ("verifier.translate.to_sympy", "def f():\n    from ..kernel.verdicts import Proved"),
        ("verifier.strategies.cases", "import_module('verifier.kernel.verdicts')"),
        ("verifier.documents.reader", "eval('1')"),
        ("verifier.documents.reader", "run = exec"),
        ("verifier.translate.to_sympy", "import sympy\nsympy.sympify('x')"),
        ("verifier.translate.to_sympy", "from sympy import sympify as s"),
        ("verifier.running.runner", "import pickle\npickle.loads(b'')"),
        ("verifier.running.runner", "from pickle import load"),
        ("verifier.documents.reader", "import yaml\nyaml.load('x')"),
        ("verifier.running.runner", "import subprocess\nsubprocess.run('ls', shell=True)"),
        ("verifier.running.runner", "import os\nos.system('ls')"),
    ],
)
def test_a_planted_offence_is_found(module: str, source: str) -> None:
    assert offences(module, source)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("verifier.strategies.cases", "from verifier.kernel.evidence import Evidence"),
        ("verifier.strategies.search", "def f():\n    import sympy"),
        ("verifier.kernel.judgement", "import flint\nfrom verifier.algebra import signs"),
        ("verifier.language.tokens", "import re\nNAME = re.compile('x')"),
        ("verifier.language.calls", "from . import advice"),
        ("verifier.documents.reader", "import yaml\nyaml.compose('x')"),
        ("verifier.running.runner", "import subprocess\nsubprocess.run(['ls'], shell=False)"),
    ],
)
def test_what_is_allowed_is_not_called_an_offence(module: str, source: str) -> None:
    assert offences(module, source) == []


def test_a_planted_detour_to_a_verdict_is_found() -> None:
    sources = {
        "verifier.strategies.cases": "from verifier.kernel.evidence import Evidence",
        "verifier.kernel.evidence": "def f():\n    from verifier.kernel.verdicts import Proved",
        "verifier.kernel.verdicts": "",
    }
    trees = {name: ast.parse(source) for name, source in sources.items()}
    graph = import_graph(trees, at_start=False)
    assert "verifier.kernel.verdicts" in reachable("verifier.strategies.cases", graph)


@pytest.mark.parametrize(
    ("source", "heavy"),
    [
        ("from verifier.translate.to_sympy import f", True),
        ("try:\n    import verifier.translate.to_sympy\nexcept ImportError:\n    pass", True),
        ("class C:\n    from verifier.translate import to_sympy", True),
        ("def f():\n    from verifier.translate import to_sympy", False),
        ("if TYPE_CHECKING:\n    from verifier.translate import to_sympy", False),
    ],
)
def test_a_planted_heavy_import_is_found_where_it_runs(source: str, heavy: bool) -> None:
    trees = {
        "verifier.running.runner": ast.parse(source),
        "verifier.translate.to_sympy": ast.parse("import sympy"),
    }
    found = reachable("verifier.running.runner", import_graph(trees, at_start=True))
    assert ("sympy" in found) == heavy
