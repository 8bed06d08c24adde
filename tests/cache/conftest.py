"""Every test in this folder has a user of its own and may have a library of its own."""

from tests.cache.runs import _secret, library

__all__ = ["_secret", "library"]
