"""Single steps of known truth against the verifier: ``python benchmarks/traps.py STEPS.json``.

The file is a list of objects with ``id``, ``lhs``, ``rhs``, ``symbols`` and ``truth_real``, in
SymPy's spelling, which is translated here by reading it as Python's syntax tree; nothing is
executed. Printed are a table of verdicts by truth, every false step that passed (there must be
none), and every true one that was not proved.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from verifier.kernel.verdicts import Refuted
from verifier.running.runner import run_text

PASSING = {"proved", "trusted", "confirmed"}
VERDICTS = ("proved", "trusted", "confirmed", "conditional", "refuted", "unknown", "malformed")

DOMAINS = {
    "real": "real",
    "positive": "real > 0",
    "negative": "real < 0",
    "nonnegative": "real in [0, oo)",
    "nonzero": "real != 0",
    "integer": "integer",
    "nonnegative integer": "natural",
    "positive integer": "integer >= 1",
    "complex": "complex",
}
FUNCTIONS = {"Abs": "abs", "Max": "max", "Min": "min", "ceiling": "ceil", "conjugate": "conj"}
BINDERS = {"Integral": "integrate", "Sum": "sum", "Product": "prod"}
NAMES = {"E": "e", "I": "i"}
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: " + ",
    ast.Sub: " - ",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
}


class CannotSayError(Exception):
    """The step has no spelling in the verifier's language."""


def translate(text: str) -> str:
    """SymPy's spelling in ours."""
    return _Translation(text).text()


class _Translation:
    def __init__(self, source: str) -> None:
        self.source = source

    def text(self) -> str:
        return self.write(ast.parse(self.source, mode="eval").body)

    def write(self, node: ast.expr) -> str:
        match node:
            case ast.Constant():
                return ast.get_source_segment(self.source, node) or ""
            case ast.Name(id=name):
                return NAMES.get(name, name)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return f"-{self.inside(inner)}"
            case ast.BinOp(left=left, op=op, right=right):
                return f"{self.inside(left)}{OPERATORS[type(op)]}{self.inside(right)}"
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return f"{self.inside(left)}{OPERATORS[type(op)]}{self.inside(right)}"
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(name, args)
            case _:
                raise CannotSayError(ast.dump(node))

    def inside(self, node: ast.expr) -> str:
        written = self.write(node)
        return (
            f"({written})" if isinstance(node, ast.BinOp | ast.UnaryOp | ast.Compare) else written
        )

    def bound(self, node: ast.expr) -> str:
        minus = isinstance(node, ast.UnaryOp)
        return self.write(node) if minus else self.inside(node)

    def call(self, name: str, args: list[ast.expr]) -> str:
        match name, args:
            case "Piecewise", _:
                return self.pieces(args)
            case "Eq", [left, right]:
                return f"{self.inside(left)} == {self.inside(right)}"
            case "Heaviside", [x]:
                inner = self.write(x)
                return f"where({inner} > 0, 1, where({inner} == 0, 1/2, 0))"
            case "Derivative", [body, *names]:
                return f"diff({self.write(body)}, {', '.join(map(self.write, names))})"
            case (("Integral" | "Sum" | "Product"), [body, ast.Tuple(elts=[variable, low, high])]):
                bounds = f"{self.bound(low)}..{self.bound(high)}"
                return f"{BINDERS[name]}({self.write(body)}, {self.write(variable)}={bounds})"
            case "Limit", [body, variable, point]:
                return f"limit({self.write(body)}, {self.write(variable)}={self.write(point)})"
            case "Mod", _:
                raise CannotSayError("Mod")
            case _:
                spelled = FUNCTIONS.get(name, name)
                return f"{spelled}({', '.join(map(self.write, args))})"

    def pieces(self, args: list[ast.expr]) -> str:
        match args:
            case [ast.Tuple(elts=[value, ast.Constant(value=True)])]:
                return self.write(value)
            case [ast.Tuple(elts=[value, condition]), *rest]:
                return f"where({self.write(condition)}, {self.write(value)}, {self.pieces(rest)})"
            case _:
                raise CannotSayError("a piecewise function without a last piece")


def document(entry: dict[str, Any]) -> str:
    """The step as a derivation file."""
    left, right = translate(entry["lhs"]), translate(entry["rhs"])
    relation = "="
    if entry["kind"] == "equation":
        left, right, relation = left.replace("==", "="), right.replace("==", "="), "<=>"
    lines = [f"title: {entry['id']}"]
    if entry["symbols"]:
        lines.append("symbols:")
        for name, domain in entry["symbols"].items():
            described = DOMAINS.get(domain) or "real in " + domain.replace(",", ", ")
            lines.append(f"  {name}: {described}")
    lines += [
        "derivations:",
        "  step:",
        "    steps: |",
        f"      {left}",
        f"      {relation} {right}",
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", type=Path, help="a JSON file of steps")
    parser.add_argument("--all", action="store_true", help="print every step and its verdict")
    parser.add_argument("--slow", type=float, default=2.0, help="list steps slower than this (s)")
    options = parser.parse_args()
    table: Counter[tuple[str, str]] = Counter()
    lists: dict[str, list[str]] = {
        "PASSED THOUGH FALSE": [],
        "not proved though true": [],
        "slow": [],
    }
    for entry in json.loads(options.steps.read_text(encoding="utf-8")):
        known = entry["truth_real"]
        try:
            text = document(entry)
        except CannotSayError as reason:
            table[known, "malformed"] += 1
            lists["not proved though true"].append(f"{entry['id']}: cannot be said: {reason}")
            continue
        start = time.perf_counter()
        outcome = run_text(text)
        seconds = time.perf_counter() - start
        word = outcome.grade.word
        table[known, word] += 1
        detail = [p.message for p in outcome.problems] or [
            getattr(line.verdict, "reason", "") for line in outcome.lines()
        ]
        shown = f"{entry['id']}: {entry['lhs']} → {entry['rhs']}  [{word}: {'; '.join(detail)}]"
        if options.all:
            print(f"{known:12}{shown}")
        if word in PASSING and known not in {"valid", "unsettled"}:
            lists["PASSED THOUGH FALSE"].append(shown)
        if known == "valid" and word != "proved":
            lists["not proved though true"].append(shown)
        refuted = [line.verdict for line in outcome.lines() if isinstance(line.verdict, Refuted)]
        if known == "valid" and refuted:
            lists["PASSED THOUGH FALSE"].append(f"REFUTED THOUGH TRUE {shown} {refuted[0].witness}")
        if seconds > options.slow:
            lists["slow"].append(f"{seconds:.1f} s  {shown}")
    for heading, entries in lists.items():
        print(f"\n{heading}: {len(entries)}")
        print("\n".join(f"  {entry}" for entry in entries))
    truths = sorted({truth for truth, _ in table})
    print("\n" + "".join(f"{name:>13}" for name in ("", *truths)))
    for verdict in VERDICTS:
        print(f"{verdict:>13}" + "".join(f"{table[truth, verdict]:13}" for truth in truths))
    return 1 if lists["PASSED THOUGH FALSE"] else 0


if __name__ == "__main__":
    sys.exit(main())
