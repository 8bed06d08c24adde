"""Which side every switch took, and that no derivative is taken on a seam.

A switch (`abs`, `max`, a comparison) is decided by the sign of its argument. Where that is 0 and
changes along the direction in which a derivative is taken, the draw lies on a seam: drawn again.
Where it is 0 and stays 0, either branch is right."""

from __future__ import annotations

import numpy as np

from verifier.confirmation.arithmetic import Arithmetic, Array
from verifier.language.expressions import Expression

WELL = 1e-6  # of a sum: a term so large is seen
CLOSE = 4.0  # to 0: what a function still differs by from what it tends to is seen in doubles


class RedrawError(Exception):
    """A draw at which the claim cannot be looked at: ``seam``, ``domain`` or ``assumption``."""


def sides(signs: Array) -> set[int]:
    """Which of -1, 0 and 1 there are among signs."""
    return {sign for sign in (-1, 0, 1) if np.any(signs == sign)}


class Decisions:
    """The signs met so far, by switch; and the signs of one evaluation, in order, while traced."""

    def __init__(self) -> None:
        self.met: dict[Expression, set[int]] = {}
        self.terms: dict[tuple[Expression, int], float] = {}  # beside their sum, at best
        self.nearest: dict[Expression, float] = {}  # to 0, the arguments of what saturates
        self.recording = True
        self._weighed: set[Expression] = set()  # the sums all of whose terms were seen well
        self._trace: list[bytes] | None = None

    def sign(self, node: Expression, value: Array, arithmetic: Arithmetic) -> Array:
        """The sign of a switch's argument.

        Raises:
            RedrawError: on a seam.
        """
        signs = arithmetic.sign(value)
        at_zero = signs == 0
        if np.any(at_zero) and np.any(at_zero & arithmetic.moving(value)):
            raise RedrawError("seam")
        if self.recording:
            met = self.met.setdefault(node, set())
            if len(met) < 3:
                met.update(sides(signs))
        if self._trace is not None:
            self._trace.append(signs.tobytes())
        return signs

    def weigh(self, node: Expression, terms: list[Array], arithmetic: Arithmetic) -> None:
        """Note how large the terms of a sum are beside the largest of them."""
        if not self.recording or node in self._weighed:
            return
        sizes = [float(np.max(arithmetic.size(term))) for term in terms]
        largest = max(sizes)
        for place, size in enumerate(sizes):
            share = size / largest if 0 < largest < np.inf else 0.0
            self.terms[node, place] = max(share, self.terms.get((node, place), 0.0))
        if all(self.terms[node, place] > WELL for place in range(len(terms))):
            self._weighed.add(node)

    def approach(self, node: Expression, value: Array, arithmetic: Arithmetic) -> None:
        """Note how close to 0 the argument of a function comes that is flat far from there. At 0
        itself a switch may say the same (``erf(1000*x)`` and ``sign(x)``): that does not count."""
        if self.recording and self.nearest.get(node, np.inf) > CLOSE:
            sizes = np.ravel(arithmetic.size(value))
            for near in map(float, sizes[sizes > 0]):
                self.nearest[node] = min(near, self.nearest.get(node, near))

    def begin_trace(self) -> list[bytes] | None:
        """Start to write down every sign; what was being written down before comes back."""
        before, self._trace = self._trace, []
        return before

    def end_trace(self, before: list[bytes] | None) -> list[bytes]:
        """The signs since `begin_trace`."""
        found, self._trace = self._trace or [], before
        if before is not None:
            before.extend(found)
        return found
