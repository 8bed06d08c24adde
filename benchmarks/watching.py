"""How long an author waits: from saving a lesson with one line changed to seeing what became of it.

``python benchmarks/watching.py [FILE]`` watches a copy of a lesson with the command itself, changes
its last line again and again, to something right and to something wrong, and reads what is written.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from statistics import median

LESSON = Path(__file__).parent.parent / "derivations" / "bce_sigmoid.yaml"
EDITS = 20
SETTLED = 1.0  # seconds in which nothing more comes

Rows = Queue[tuple[float, str]]


def main() -> None:
    lesson = Path(sys.argv[1]) if len(sys.argv) > 1 else LESSON
    with tempfile.TemporaryDirectory() as folder:
        watched = Path(folder) / "lesson.yaml"
        shutil.copy(lesson, watched)
        command = [sys.executable, "-m", "verifier", "--watch", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1)
        rows: Rows = Queue()
        threading.Thread(target=follow, args=(process, rows), daemon=True).start()
        try:
            everything_until_silence(rows, patience=60)
            waits = [edited(watched, lesson, number, rows) for number in range(EDITS)]
        finally:
            process.kill()
            process.wait()
    print(f"{lesson.name}, {EDITS} edits: median {median(waits):.0f} ms, worst {max(waits):.0f} ms")


def follow(process: subprocess.Popen[str], rows: Rows) -> None:
    assert process.stdout is not None
    for row in process.stdout:
        rows.put((time.perf_counter(), row))


def everything_until_silence(rows: Rows, patience: float) -> list[tuple[float, str]]:
    found = []
    try:
        while True:
            found.append(rows.get(timeout=SETTLED if found else patience))
    except Empty:
        return found


def edited(watched: Path, lesson: Path, number: int, rows: Rows) -> float:
    """Milliseconds from a save to the first changed line on the screen."""
    *before, last = lesson.read_text("utf-8").rstrip("\n").split("\n")
    line, _, _ = last.partition("#")
    more = f" + {number} - {number}" if number % 2 else f" + {number + 1}"
    saved = time.perf_counter()
    watched.write_text("\n".join([*before, line.rstrip() + more]) + "\n", "utf-8")
    found = everything_until_silence(rows, patience=10)
    when = next(when for when, row in found if more in row)
    return 1e3 * (when - saved)


if __name__ == "__main__":
    main()
