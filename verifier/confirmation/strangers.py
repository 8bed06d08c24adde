"""A function that may be any function, as one that is drawn: a sum of waves and a parabola."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.confirmation.arithmetic import Arithmetic, Array, boxed

WAVES = 2


@dataclass(frozen=True, slots=True)
class Stranger:
    """``sum of a*sin(b.x + c)`` over waves, with its derivatives of every order.

    Attributes:
        waves: for each, a, b (a number for each argument) and c.
    """

    waves: tuple[tuple[float, tuple[float, ...], float], ...]

    def value(self, arithmetic: Arithmetic, args: list[Array], order: tuple[int, ...]) -> Array:
        """Its derivative of the given order by each argument; ``order`` may be all 0."""
        total = arithmetic.constant(0)
        for height, speeds, start in self.waves:
            phase = arithmetic.constant(start)
            factor = arithmetic.constant(height)
            for speed, argument, times in zip(speeds, args, order, strict=True):
                phase = boxed(phase + arithmetic.constant(speed) * argument)
                for _ in range(times):
                    factor = boxed(factor * arithmetic.constant(speed))
            quarter = sum(order) % 4
            wave = arithmetic.call("sin" if quarter % 2 == 0 else "cos", phase)
            total = boxed(total + factor * (wave if quarter < 2 else -wave))
        return total
