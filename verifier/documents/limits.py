"""How much a file may hold, and how much of what is wrong with it is told: generous, and finite."""

from __future__ import annotations

MAX_BYTES = 1_000_000
"""The largest file that is read. A thousand lines of algebra take about 50 kB."""

MAX_DERIVATIONS = 5_000
MAX_LINES = 20_000
MAX_NAMES = 5_000

MAX_PROBLEMS = 200
"""More problems than this are not looked for, one reason being that nobody reads them."""
