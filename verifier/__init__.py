"""The door of the package: everything public stands in ``__all__``, and nothing heavy is behind it.

>>> from verifier import verify
>>> outcome = verify("derivations/bce_sigmoid.yaml")
>>> outcome.passed
True

Names are looked up when they are first used (PEP 562), so that ``import verifier`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from verifier.about import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from verifier.kernel.verdicts import (
        Condition,
        Conditional,
        Confirmed,
        Grade,
        Proved,
        Refuted,
        Trusted,
        Unknown,
        Verdict,
    )
    from verifier.language.problems import Problem, VerifierError
    from verifier.language.source import Place
    from verifier.outcome import DerivationOutcome, FileOutcome, LineOutcome, Outcome

__all__ = [
    "Condition",
    "Conditional",
    "Confirmed",
    "DerivationOutcome",
    "FileOutcome",
    "Grade",
    "LineOutcome",
    "Outcome",
    "Place",
    "Problem",
    "Proved",
    "Refuted",
    "Trusted",
    "Unknown",
    "Verdict",
    "VerifierError",
    "__version__",
    "verify",
]

_HOME: Final = {
    **dict.fromkeys(("Outcome", "FileOutcome", "DerivationOutcome", "LineOutcome"), "outcome"),
    **dict.fromkeys(("Problem", "VerifierError"), "language.problems"),
    "Place": "language.source",
    **dict.fromkeys(
        (
            "Condition",
            "Conditional",
            "Confirmed",
            "Grade",
            "Proved",
            "Refuted",
            "Trusted",
            "Unknown",
            "Verdict",
        ),
        "kernel.verdicts",
    ),
}


def __getattr__(name: str) -> object:
    """A public name, from the module that it lives in."""
    if name not in _HOME:
        raise AttributeError(f"module 'verifier' has no attribute {name!r}")
    found: object = getattr(import_module(f"verifier.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The public names."""
    return __all__


def verify(
    *paths: str | os.PathLike[str],
    require: str | None = None,
    timeout: float = 10.0,
    sympy: bool = True,
    seed: int = 0,
    trials: int = 6,
    shapes: Mapping[str, int] | None = None,
) -> Outcome:
    """Judge every derivation file at or below the given paths.

    Args:
        paths: files, directories (every derivation file below them), or ``"-"`` for standard input.
        require: ``"proved"``, ``"trusted"`` or ``"confirmed"``: the least that passes, for every
            line; by default proved and trusted pass, and of lines about arrays confirmed ones.
        timeout: seconds for one line, after which it is unknown.
        sympy: whether SymPy may be asked where our own proof does not go through.
        seed: for the random points and arrays.
        trials: how many random draws of arrays a line about arrays is looked at on.
        shapes: sizes of the arrays that are drawn, by their letters; the others vary.

    Returns:
        What was found. A malformed or missing file is a `FileOutcome` with problems, no exception.

    Raises:
        VerifierError: if the call itself makes no sense, as with a size that no file has.
    """
    from os import fspath

    from verifier.kernel.verdicts import Grade
    from verifier.language.problems import VerifierError
    from verifier.running.runner import Options, run

    grades = {grade.word: grade for grade in (Grade.PROVED, Grade.TRUSTED, Grade.CONFIRMED)}
    if require is not None and require not in grades:
        raise VerifierError(f"require is one of {', '.join(grades)}, not {require!r}")
    if not paths:
        raise VerifierError("verify needs at least one path")
    if not 0 < timeout < float("inf"):
        raise VerifierError(f"timeout is a number of seconds above 0, not {timeout!r}")
    if trials < 1:
        raise VerifierError(f"trials is a whole number from 1, not {trials!r}")
    sizes = tuple((shapes or {}).items())
    if wrong := [f"{name}={size!r}" for name, size in sizes if size < 1]:
        raise VerifierError(f"a size is a whole number from 1, not {wrong[0]}")
    bar = None if require is None else grades[require]
    options = Options(bar, timeout, sympy, seed, trials, sizes)
    return run([fspath(path) for path in paths], options)
