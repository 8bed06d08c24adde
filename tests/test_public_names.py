"""The door has a list on it, and nothing heavy behind it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import verifier

HEAVY = {"sympy", "numpy", "rich", "flint", "z3", "yaml", "mpmath"}


def modules_after(statement: str) -> set[str]:
    """The top names of the modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted(m.partition('.')[0] for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_everything_on_the_list_is_there_and_every_public_name_is_on_the_list() -> None:
    for name in verifier.__all__:
        assert getattr(verifier, name) is not None
    ours = {
        name
        for name, value in vars(verifier).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("verifier")
    }
    assert "verify" in ours
    assert ours <= set(verifier.__all__)
    assert set(dir(verifier)) == set(verifier.__all__)
    assert sorted(verifier.__all__) == verifier.__all__


def test_every_verdict_and_every_outcome_is_public() -> None:
    for name in ("Proved", "Trusted", "Confirmed", "Conditional", "Refuted", "Unknown"):
        assert getattr(verifier, name).__name__ == name
    assert verifier.Outcome(()).exit_code == 2
    assert issubclass(verifier.VerifierError, Exception)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'prove'"):
        _ = verifier.prove  # type: ignore[attr-defined]


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not modules_after("import verifier") & HEAVY


def test_the_check_can_fail() -> None:
    assert "yaml" in modules_after("import verifier, yaml") & HEAVY


def test_importing_the_command_imports_nothing_heavy() -> None:
    assert not modules_after("import verifier.cli") & HEAVY


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"require": "certain"}, "require is one of proved, trusted, confirmed"),
        ({"timeout": 0.0}, "above 0"),
        ({"timeout": float("nan")}, "above 0"),
    ],
)
def test_a_call_that_makes_no_sense_is_an_error(keywords: dict[str, object], message: str) -> None:
    with pytest.raises(verifier.VerifierError, match=message):
        verifier.verify("x.yaml", **keywords)  # type: ignore[arg-type]


def test_a_call_without_a_path_is_an_error() -> None:
    with pytest.raises(verifier.VerifierError, match="at least one path"):
        verifier.verify()
