"""``--version``: ours and those of the engines, looked up only when they are asked for."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from verifier.about import __version__
from verifier.cli.streams import write

ENGINES: Final = ("python-flint", "PyYAML", "sympy", "numpy", "rich")


def print_versions(options: argparse.Namespace) -> int:  # noqa: ARG001 - what every task is given
    """One line."""
    engines = []
    for name in ENGINES:
        try:
            engines.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            engines.append(f"{name} missing")
    python = ".".join(map(str, sys.version_info[:3]))
    write(f"verify {__version__} (Python {python}, {', '.join(engines)})\n", sys.stdout)
    return 0
