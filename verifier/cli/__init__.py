"""The command: arguments → runner → report → exit code.

`command` tells the story, `arguments` is everything that can be asked for, `tasks` what is done
instead of judging, `reporting` how an outcome is shown, `streams` where it is written.
"""

from __future__ import annotations

from verifier.cli.command import main

__all__ = ["main"]
