"""The page in a real browser, without a window: how wide it gets, what a key unfolds, what runs.

A browser has no other way to answer here than to be asked by a script: so the tests look at a copy
of the page with a script of theirs and without the policy that would forbid it.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.reports.outcomes import (
    CONDITIONAL,
    REFUTED,
    UNKNOWN,
    derivation,
    file,
    lesson,
    line,
    malformed,
    outcome,
)
from verifier.language.problems import Problem
from verifier.outcome import Outcome
from verifier.reports import Presentation
from verifier.reports.html_report import render
from verifier.running.runner import run

ROOT = Path(__file__).parent.parent.parent
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)

pytestmark = pytest.mark.skipif(not BROWSER, reason="needs Chromium")

_QUESTIONS = """
const all = (selector) => [...document.querySelectorAll(selector)];
const answers = {
  title: document.title,
  width: [document.documentElement.scrollWidth, window.innerWidth],
  math: all('math').length,
  laidOut: all('math').filter(m => m.getBoundingClientRect().height > 4).length,
  tooWide: all('.formula').filter(f => f.scrollWidth > f.clientWidth + 1).length,
  open: all('details').map(d => d.open),
  background: getComputedStyle(document.body).backgroundColor,
};
const first = all('summary')[0];
if (first) {
  first.focus();
  answers.focused = document.activeElement === first;
  const before = first.parentElement.open;
  first.click();  // what Enter and Space do on a summary that has the focus
  answers.toggled = first.parentElement.open !== before;
}
const answer = document.createElement('pre');
answer.id = 'answers';
answer.textContent = JSON.stringify(answers);
document.body.append(answer);
"""


def dump(page: str, folder: Path, *options: str) -> str:
    """The document as it is once the browser has laid it out and run what it will run."""
    path = folder / "page.html"
    path.write_text(page, "utf-8")
    command = [
        BROWSER,
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
        *("--virtual-time-budget=2000", f"--user-data-dir={folder / 'profile'}", *options),
        *("--dump-dom", path.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    return done.stdout.decode("utf-8")


def asked(
    found: Outcome, folder: Path, *options: str, script: str = f"<script>{_QUESTIONS}</script>"
) -> Any:
    page = render(found, Presentation())
    page, policies = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert policies == 1
    page = page.replace("</body>", f"{script}</body>")
    text = dump(page, folder, *options)
    answer = re.search(r'<pre id="answers">(.*?)</pre>', text, re.DOTALL)
    assert answer, text[:2_000]
    return json.loads(html.unescape(answer[1]))


@pytest.fixture(scope="module")
def shipped() -> Outcome:
    """The lesson, and a file with long formulas and one that does not pass."""
    paths = [str(ROOT / "derivations" / f"{name}.yaml") for name in ("bce_sigmoid", "radicals")]
    return run(paths)


@pytest.mark.parametrize("width", [500, 740, 900])  # 500: the narrowest window it makes
def test_nothing_is_wider_than_the_screen(shipped: Outcome, tmp_path: Path, width: int) -> None:
    found = asked(shipped, tmp_path, f"--window-size={width},900")
    assert found["width"][0] <= found["width"][1]
    assert found["tooWide"] == 0
    assert found["math"] == found["laidOut"] > 100


def test_a_line_is_reached_and_unfolded_without_a_mouse(tmp_path: Path) -> None:
    found = asked(outcome(lesson(line(REFUTED), line(CONDITIONAL, 15))), tmp_path)
    assert found["focused"]
    assert found["toggled"]
    assert found["open"] == [False, False, True, True]


def test_dark_is_dark(tmp_path: Path) -> None:
    light = asked(outcome(lesson()), tmp_path)["background"]
    dark = asked(outcome(lesson()), tmp_path, "--force-dark-mode")["background"]
    assert light != dark


# Accessibility, by axe: `npm install axe-core` puts it where this finds it.

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_AXE_ASKED = """
axe.run(document, {resultTypes: ['violations']}).then(results => {
  const answer = document.createElement('pre');
  answer.id = 'answers';
  answer.textContent = JSON.stringify({
    passes: results.passes.length,
    violations: results.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`),
  });
  document.body.append(answer);
});
"""


@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core")
@pytest.mark.parametrize(
    "options",
    [(), ("--force-dark-mode",), ("--window-size=500,900",)],
    ids=["light", "dark", "telephone"],
)
def test_axe_finds_nothing_to_object_to(
    shipped: Outcome, tmp_path: Path, options: tuple[str, ...]
) -> None:
    failing = lesson(line(REFUTED), line(CONDITIONAL, 15), line(UNKNOWN, 16))
    both = outcome(*shipped.files, failing, malformed(Problem("m")))
    script = f"<script src='{AXE.as_uri()}'></script><script>{_AXE_ASKED}</script>"
    found = asked(both, tmp_path, *options, "--virtual-time-budget=60000", script=script)
    assert found["violations"] == []
    assert found["passes"] > 10


HOSTILE = (
    "<script>document.title='owned'</script>\"'><img src=x onerror=\"document.title='owned'\">"
)


def test_what_an_author_writes_is_shown_and_does_not_run(tmp_path: Path) -> None:
    wrong = line(REFUTED, reason=HOSTILE, expression=HOSTILE, notes=(HOSTILE,))
    found = outcome(file(derivation(wrong, title=HOSTILE), title=HOSTILE, text=""))
    assert asked(found, tmp_path)["title"] == HOSTILE


def test_the_policy_stops_even_a_script_that_is_in_the_page(tmp_path: Path) -> None:
    page = render(outcome(lesson()), Presentation())
    page = page.replace("</body>", "<script>document.title = 'owned'</script></body>")
    assert "<title>Why dZ2" in dump(page, tmp_path)
