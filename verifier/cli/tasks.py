"""What the command may be asked to do instead of judging: one row each, imported when asked for.

To add one: an option in `arguments` whose ``dest`` is the row's name, a row here, and a function
``(options) -> exit code`` in a module of this room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import argparse

Task = Callable[["argparse.Namespace"], int]

TASKS: Mapping[str, str] = MappingProxyType(
    {
        "version": "verifier.cli.version:print_versions",
        "completion": "verifier.cli.completion:print_completion",
        "show": "verifier.cli.showing:show_files",
        "schema": "verifier.cli.authoring:print_schema",
        "new": "verifier.cli.authoring:write_new_files",
        "watch": "verifier.cli.authoring:watch_files",
        "lsp": "verifier.cli.authoring:serve_editor",
    }
)
"""The task of each option that asks for one: a module and its function."""


def asked_for(options: argparse.Namespace) -> Task | None:
    """The task that the options ask for; None where they ask to judge files."""
    for name, target in TASKS.items():
        if getattr(options, name, None):
            module, _, function = target.partition(":")
            return cast(Task, getattr(import_module(module), function))
    return None
