"""What ``[tool.verify]`` says becomes the defaults of the command line, which outranks it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from verifier.cli.config import Config, read_config
from verifier.language.problems import VerifierError


def configure(parser: argparse.ArgumentParser, folder: Path | None = None) -> None:
    """Give the parser the defaults of the project that a folder, or this process, is in.

    Raises:
        VerifierError: with what is wrong with the project's table.
    """
    config = read_config(folder or Path.cwd())
    if config is None:
        return
    options = {option: a for a in parser._actions for option in a.option_strings}
    found: dict[str, Any] = {"project": str(config.place.parent)}
    for key, value in config.values.items():
        if key == "paths":
            found["configured"] = [_from_here(config, path) for path in value]
        elif key == "cache-dir":
            found["cache_dir"] = str(config.place.parent / value)
        else:
            action = options.get(f"--{key}") or options[f"--no-{key}"]
            found[action.dest] = _converted(config, key, value, action)
    parser.set_defaults(**found)


def _from_here(config: Config, path: str) -> str:
    """A path of the table, which is one from its file, as one from the working directory."""
    try:
        return os.path.relpath(config.place.parent / path)
    except ValueError as error:  # a zero byte, or another drive
        raise VerifierError(f"{config.place}: {path!r} in paths is no path: {error}") from error


def _converted(config: Config, key: str, value: Any, action: argparse.Action) -> Any:
    """The value as the command line would read it."""
    if isinstance(value, bool):
        return value
    converted = value
    if callable(action.type):
        try:
            converted = action.type(str(value))
        except argparse.ArgumentTypeError as error:
            raise VerifierError(f"{config.place}: {key} in [tool.verify]: {error}") from error
    if action.choices is not None and converted not in action.choices:
        known = ", ".join(map(str, action.choices))
        raise VerifierError(f"{config.place}: {key} in [tool.verify] is one of {known}")
    return converted
