"""How a run judges. Small, because everything that a run passes through knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.claims.numeric import TRIALS, Draws
from verifier.kernel.verdicts import Grade

if TYPE_CHECKING:
    from verifier.strategies import Budget


@dataclass(frozen=True, slots=True)
class Options:
    """How a run judges.

    Attributes:
        require: the least that passes, for every line; None is proved or trusted, and for lines
            about arrays confirmed as well.
        timeout: seconds that a line may take.
        sympy: whether SymPy may be asked at all.
        seed: of the random points and arrays.
        trials: how many draws of random arrays a line about arrays is looked at on.
        shapes: letters of shapes with the sizes that are drawn for them; the others vary.
        jobs: how many processes judge; 1 is this one, unless ``apart`` says otherwise.
        memory: bytes of address space of each process that works for us; None is the usual limit.
        apart: whether even a single job is a process of its own, which can be killed.
        guarded: whether a line that takes too long in this process is given up; needs the main
            thread and a signal, so that only a program of ours asks for it.
        cache: the folder in which verdicts are kept between runs; None keeps none.
        explain: the lines whose attempts are told, as path and number.
        repairs: whether it is looked for why lines fail and what they should be.
        cross_check: whether SymPy judges every line as well.
    """

    require: Grade | None = None
    timeout: float = 10.0
    sympy: bool = True
    seed: int = 0
    trials: int = TRIALS
    shapes: tuple[tuple[str, int], ...] = ()
    jobs: int = 1
    memory: int | None = None
    apart: bool = False
    guarded: bool = False
    cache: str | None = None
    explain: frozenset[tuple[str, int]] = frozenset()
    repairs: bool = False
    cross_check: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a bar that would let pass what never passes, and for no jobs."""
        if self.require is not None and self.require < Grade.CONFIRMED:
            raise ValueError(f"{self.require.word} never passes")
        if self.jobs < 1:
            raise ValueError("there is no run without a job")

    @property
    def draws(self) -> Draws:
        """What is drawn for lines about arrays."""
        return Draws(self.seed, self.trials, self.shapes)

    @property
    def budget(self) -> Budget:
        """What strategies may use."""
        from verifier.strategies import Budget
        from verifier.workers import MEMORY

        return Budget(self.timeout, self.seed, self.sympy, self.memory or MEMORY)
