"""Confirming the five gradients of a two-layer network by numbers: ours against the usual checks.

``python benchmarks/gradients.py [ROUNDS]``. At n = 64, d = 100, h = 50, side by side in one run, in
turn, so that a busy machine slows all of them alike:

- ours: each claimed gradient against the loss along random directions, by complex step, everything
  included (draws, a small draw in a hundred digits);
- ``torch.autograd.gradcheck`` on the same loss and the same five inputs, where PyTorch is
  installed (its build for CPUs is enough; it is no dependency of the verifier): every entry by two
  losses, beside PyTorch's own derivative; and its fast mode, one random direction in float64;
- full central differences of the loss, as our own evaluation gives it, for every entry; measured on
  a part of the entries, which all cost the same.

All of it in one thread, and measured as this process's own time, so that others who use the machine
change nothing. What is printed are medians and ratios.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from verifier.claims.claim import Claim
from verifier.claims.numeric import Numeric
from verifier.claims.shapes import Shapes
from verifier.confirmation.arithmetic import Doubles
from verifier.confirmation.confirm import confirm
from verifier.confirmation.decisions import Decisions
from verifier.confirmation.reach import Reach
from verifier.confirmation.worlds import Scene, World
from verifier.documents.document import Document
from verifier.documents.load import load
from verifier.language.expressions import Name

SIZES = {"n": 64, "d": 100, "h": 50, "k": 1}
PARAMETERS = {"X": "nd", "W1": "dh", "b1": "h", "W2": "hk", "b2": "k"}
PART = 200  # of the entries, for central differences

NETWORK = """\
symbols:
  X: real[n, d]
  Y: real[n, k] in [0, 1]
  W1: real[d, h]
  b1: real[h]
  W2: real[h, k]
  b2: real[k]
definitions:
  Z1: X @ W1 + b1
  A1: relu(Z1)
  Z2: A1 @ W2 + b2
  P: sigmoid(Z2)
  Loss: sum(-(Y*log(P) + (1 - Y)*log(1 - P)))
  dZ2: P - Y
  dZ1: (dZ2 @ W2.T)*(Z1 > 0)
derivations:
  dX: grad(Loss, X) = dZ1 @ W1.T
  dW1: grad(Loss, W1) = X.T @ dZ1
  db1: grad(Loss, b1) = sum(dZ1, axis=0)
  dW2: grad(Loss, W2) = A1.T @ dZ2
  db2: grad(Loss, b2) = sum(dZ2, axis=0)
"""


def claims(document: Document) -> list[Claim]:
    return [
        Claim(start.expression, line.relation, line.expression, document.context_of(derivation))
        for derivation in document.derivations
        for start, line in [derivation.lines]
    ]


def ours(document: Document) -> None:
    for claim in claims(document):
        found = confirm(claim, 1, 1, SIZES)
        if not isinstance(found, Numeric):
            raise SystemExit(f"not confirmed: {found}")


def arrays(seed: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    found = {
        name: random.standard_normal([SIZES[letter] for letter in letters]) / 3
        for name, letters in PARAMETERS.items()
    }
    return {**found, "Y": random.random((SIZES["n"], SIZES["k"]))}


def differences(document: Document) -> float:
    """Seconds for full central differences, from a part of the entries."""
    context = document.context
    values = arrays(1)
    shapes, reach = Shapes(context), Reach(context)
    scene = Scene(context, shapes, reach, Doubles(), SIZES, values, {}, {}, Decisions())
    entries = sum(values[name].size for name in PARAMETERS)
    began = time.process_time()
    for place in range(PART):
        for step in (1e-6, -1e-6):
            moved = values["W1"].copy()
            moved.flat[place] += step
            World(scene).with_moved("W1", moved, stepped=False).value(Name("Loss"))
    return (time.process_time() - began) * entries / PART


def torch_check() -> Callable[..., bool] | None:
    """PyTorch's check of the same loss and inputs; None where PyTorch is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    values = {name: torch.tensor(value) for name, value in arrays(1).items()}
    inputs = [values[name].requires_grad_() for name in PARAMETERS]

    def loss(x: Any, w1: Any, b1: Any, w2: Any, b2: Any) -> Any:
        p = torch.sigmoid(torch.relu(x @ w1 + b1) @ w2 + b2)
        y = values["Y"]
        return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).sum()

    return lambda **options: bool(torch.autograd.gradcheck(loss, inputs, **options))


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    document = load(NETWORK.encode(), "network.yaml")
    check = torch_check()
    ours(document)  # imports and first calls
    mine, full, slow, fast = [], [], [], []
    for _ in range(rounds):
        mine.append(seconds(lambda: ours(document)))
        full.append(differences(document))
        if check is not None:
            slow.append(seconds(check))
            fast.append(seconds(lambda: check(fast_mode=True)))
    base = statistics.median(mine)
    print(f"five gradients at {', '.join(f'{k}={v}' for k, v in SIZES.items())}; {rounds} rounds")
    print(f"  ours, along directions        {base * 1000:10.1f} ms")
    rows = [("full central differences", full), ("gradcheck", slow), ("gradcheck, fast mode", fast)]
    for name, times in rows:
        if times:
            median = statistics.median(times)
            print(f"  {name:<29} {median * 1000:10.1f} ms  {median / base:8.1f} times ours")
    if check is None:
        print("  PyTorch is not installed: gradcheck was not measured")


if __name__ == "__main__":
    main()
