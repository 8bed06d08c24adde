"""What every part may know of the package, and when this process began to load it."""

from __future__ import annotations

from time import time
from typing import Final

__version__ = "0.1.0"

IMPORTED: Final = time()
"""Code that has not changed since is what runs."""
