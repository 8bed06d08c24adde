"""A run that is killed loses nothing but itself: the next one is right and complete."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

FILES, LINES, KILLS = 60, 8, 10
PATIENCE = 60.0


def text(number: int) -> str:
    """A file of its own: no line of it stands in another; one line in it is wrong."""
    rows = [f"    (a + {number})^2"]
    rows += [f"    = a^2 + {2 * number}*a + {number**2 + k} - {k}" for k in range(LINES - 1)]
    rows += [f"    = a^2 + {number}*a + {number**2 + 1}"]
    return "symbols:\n  a: real\nderivations:\n  square: |\n" + "\n".join(rows) + "\n"


def command(folder: Path, *options: str) -> list[str]:
    judging = ["--jobs", "2", "--no-repairs", "--format", "json", *options]
    return [sys.executable, "-m", "verifier", *judging, str(folder / "derivations")]


def size(cache: Path) -> int:
    """How much is written."""
    return sum(file.stat().st_size for file in cache.glob("verdicts.sqlite*"))


def timeless(data: bytes) -> Any:
    """A report without times, which differ."""

    def without(found: Any) -> Any:
        if isinstance(found, dict):
            return {key: without(value) for key, value in found.items() if key != "seconds"}
        return [without(value) for value in found] if isinstance(found, list) else found

    return without(json.loads(data))


def test_after_ten_kills_in_the_middle_the_next_run_is_right_and_complete(tmp_path: Path) -> None:
    (tmp_path / "derivations").mkdir()
    for number in range(1, FILES + 1):
        (tmp_path / "derivations" / f"{number:02}.yaml").write_text(text(number))
    cache = tmp_path / "kept"
    environment = {k: v for k, v in os.environ.items() if k != "VERIFY_NO_CACHE"}
    cached = command(tmp_path, "--cache-dir", str(cache))
    for number in range(KILLS):
        before = size(cache)
        process = subprocess.Popen(
            cached, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        begun = time.monotonic()
        while size(cache) <= before and process.poll() is None:
            assert time.monotonic() - begun < PATIENCE, "nothing is ever written"
            time.sleep(0.002)
        assert process.poll() is None, "it was done before it could be killed"
        time.sleep(0.002 * number)
        # Now and then its workers with it, and now and then they are left to themselves.
        kill = os.killpg if number % 2 else os.kill
        kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    kept = size(cache)
    found = subprocess.run(cached, env=environment, capture_output=True, check=False)
    fresh = subprocess.run(command(tmp_path, "--no-cache"), capture_output=True, check=False)
    assert (found.returncode, fresh.returncode) == (1, 1)
    assert timeless(found.stdout) == timeless(fresh.stdout)
    assert timeless(found.stdout)["summary"]["proved"] == FILES * (LINES - 1)
    assert timeless(found.stdout)["summary"]["refuted"] == FILES
    assert kept > 0
    again = subprocess.run(cached, env=environment, capture_output=True, check=False)
    assert timeless(again.stdout) == timeless(fresh.stdout)
