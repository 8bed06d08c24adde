"""Two arithmetics for arrays: NumPy's double precision, and balls of a hundred digits.

Doubles do the work. Balls settle what doubles leave open: whether two sides differ by rounding or
in truth, second derivatives, and functions that NumPy does not know for complex numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import flint
import numpy as np

Array: TypeAlias = Any
"""An array of numbers, with zero axes for a single one."""

PRECISION = 400  # bits of a ball
ALIKE = 1e-10, 1e-40  # relative, and absolute for what is 0: two steps that tell one derivative
LARGEST = Fraction(10**300)  # that a double is trusted to be near
SMALLEST = 1 / LARGEST


class UnableError(Exception):
    """An expression that cannot be evaluated here, for a reason that no other draw would mend."""


class NeedsBallsError(Exception):
    """An expression that doubles cannot evaluate and balls can."""


class Arithmetic(ABC):
    """What the evaluation of expressions needs of numbers.

    Attributes:
        step: the imaginary step of a derivative.
        shift: the real step of an outer derivative; 0 where there is not enough precision for one.
        tolerance: relative errors up to here are rounding.
        dust: what is smaller than this part of the largest entry is rounding in any entry; 0 where
            there is not enough precision to say so.
    """

    step: float
    shift: float
    tolerance: float
    dust: float

    @abstractmethod
    def array(self, raw: Array) -> Array:
        """An array of doubles in this arithmetic."""

    @abstractmethod
    def number(self, value: Fraction | int) -> Array:
        """An exact number."""

    @abstractmethod
    def pi(self) -> Array:
        """The circle's constant."""

    @abstractmethod
    def along(self, value: Array, direction: Array) -> Array:
        """The value moved by `step` into the imaginary direction."""

    @abstractmethod
    def slope(self, moved: Array) -> Array:
        """The derivative, of what came of a value moved by `along`."""

    @abstractmethod
    def sign(self, value: Array) -> Array:
        """-1, 0 or 1 by the real part."""

    @abstractmethod
    def moving(self, value: Array) -> Array:
        """Where the value changes along the direction it is moved."""

    @abstractmethod
    def whole(self, value: Array, *, up: bool) -> Array:
        """The real part rounded down or up."""

    @abstractmethod
    def finite(self, value: Array) -> bool:
        """Whether every entry is a number."""

    @abstractmethod
    def call(self, name: str, value: Array) -> Array:
        """An elementary function, entry by entry."""

    @abstractmethod
    def power(self, base: Array, exponent: Array) -> Array:
        """A power with the exponent as it is, entry by entry."""

    @abstractmethod
    def inverse(self, matrix: Array) -> Array:
        """The inverse of a square matrix, not finite where it is singular or close to it."""

    @abstractmethod
    def determinant(self, matrix: Array) -> Array:
        """The determinant of a square matrix."""

    @abstractmethod
    def doubles(self, value: Array) -> Array:
        """The real parts as doubles."""

    @abstractmethod
    def size(self, value: Array) -> Array:
        """Absolute values as doubles, rounded up."""

    @abstractmethod
    def zero(self, _value: Array) -> bool | None:
        """Whether a single number is 0; None where that is not known."""

    def constant(self, values: Array) -> Array:
        """Whole numbers of a NumPy array (signs, masks) in this arithmetic."""
        return self.array(np.asarray(values, dtype=np.float64))


_NUMPY = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
}
_CONDITION = 1e9  # of a matrix: beyond, its inverse is rounding


class Doubles(Arithmetic):
    """NumPy's float64, and complex128 while a derivative is taken."""

    step = 1e-30
    shift = 0.0
    tolerance = 1e-10
    dust = 0.0

    def array(self, raw: Array) -> Array:
        return np.asarray(raw, dtype=np.float64)

    def number(self, value: Fraction | int) -> Array:
        if value and not SMALLEST <= abs(Fraction(value)) <= LARGEST:
            raise NeedsBallsError  # beyond a double, at either end
        return np.asarray(float(value))

    def pi(self) -> Array:
        return np.asarray(np.pi)

    def along(self, value: Array, direction: Array) -> Array:
        return value + 1j * (self.step * direction)

    def slope(self, moved: Array) -> Array:
        return np.asarray(np.imag(moved)) / self.step

    def sign(self, value: Array) -> Array:
        return np.sign(np.real(value))

    def moving(self, value: Array) -> Array:
        return np.imag(value) != 0

    def whole(self, value: Array, *, up: bool) -> Array:
        return np.ceil(np.real(value)) if up else np.floor(np.real(value))

    def finite(self, value: Array) -> bool:
        return bool(np.all(np.isfinite(value)))

    def call(self, name: str, value: Array) -> Array:
        if name in ("gamma", "erf"):
            raise NeedsBallsError
        return np.asarray(getattr(np, _NUMPY.get(name, name))(value))

    def power(self, base: Array, exponent: Array) -> Array:
        return np.asarray(np.power(base, exponent))

    def inverse(self, matrix: Array) -> Array:
        try:
            found = np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            return np.full_like(matrix, np.nan)
        condition = float(np.abs(matrix).sum(-1).max() * np.abs(found).sum(-1).max())
        return found if condition < _CONDITION else np.full_like(matrix, np.nan)

    def determinant(self, matrix: Array) -> Array:
        return np.asarray(np.linalg.det(matrix))

    def doubles(self, value: Array) -> Array:
        return np.asarray(np.real(value), dtype=np.float64)

    def size(self, value: Array) -> Array:
        return np.abs(value)

    def zero(self, _value: Array) -> bool | None:
        return None


def _each(function: Callable[..., Any], count: int = 1) -> Callable[..., Array]:
    """A function of balls for arrays of balls; a single one stays an array."""
    mapped = np.frompyfunc(function, count, 1)

    def of(*arrays: Array) -> Array:
        return boxed(mapped(*arrays))

    return of


def gathered(entries: Sequence[Array], shape: tuple[int, ...]) -> Array:
    """An array of single entries."""
    if entries and all(entry.dtype != object for entry in entries):
        return np.asarray([entry[()] for entry in entries]).reshape(shape)
    found = np.empty(len(entries), dtype=object)
    found[:] = [entry[()] for entry in entries]
    return found.reshape(shape)


def boxed(value: Array) -> Array:
    """An array, also of a single number: NumPy takes those of objects out of their box."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, flint.acb):
        box = np.empty((), dtype=object)
        box[()] = value
        return box
    return np.asarray(value)


def _sign(value: flint.acb) -> int:
    real = value.real
    return 1 if real > 0 else -1 if real < 0 else 0


def _whole(value: flint.acb, *, up: bool) -> flint.acb:
    real = value.real
    rounded = real.ceil() if up else real.floor()
    near = round(float(real.mid()))
    return flint.acb(near) if real.overlaps(flint.arb(near)) else flint.acb(rounded)


def _to_power(base: flint.acb, exponent: flint.acb) -> flint.acb:
    found = exponent.real.unique_fmpz() if exponent.imag.is_zero() else None
    if found is not None and abs(int(found)) < 10_000:
        whole = int(found)
        return base**whole if whole >= 0 else 1 / base**-whole
    return base**exponent


class Balls(Arithmetic):
    """Complex balls, in object arrays. Used inside `flint.ctx.workprec(PRECISION)`."""

    step = 2.0**-100  # the error of the derivative is its square
    shift = 2.0**-60
    tolerance = 1e-25
    dust = 1e-40

    def array(self, raw: Array) -> Array:
        return _each(lambda value: flint.acb(float(value)))(np.asarray(raw, dtype=np.float64))

    def number(self, value: Fraction | int) -> Array:
        exact = Fraction(value)
        return boxed(flint.acb(flint.fmpq(exact.numerator, exact.denominator)))

    def pi(self) -> Array:
        return boxed(flint.acb.pi())

    def along(self, value: Array, direction: Array) -> Array:
        return boxed(value + boxed(direction * boxed(flint.acb(0, self.step))))

    def slope(self, moved: Array) -> Array:
        return _each(lambda value: flint.acb(value.imag / self.step))(moved)

    def sign(self, value: Array) -> Array:
        return np.asarray(_each(_sign)(value), dtype=np.float64)

    def moving(self, value: Array) -> Array:
        return np.asarray(_each(lambda z: not z.imag.contains(0))(value), dtype=bool)

    def whole(self, value: Array, *, up: bool) -> Array:
        return _each(lambda z: _whole(z, up=up))(value)

    def finite(self, value: Array) -> bool:
        return all(entry.is_finite() for entry in np.ravel(value))

    def call(self, name: str, value: Array) -> Array:
        return _each(lambda z: getattr(z, name)())(value)

    def power(self, base: Array, exponent: Array) -> Array:
        return _each(_to_power, 2)(base, exponent)

    def inverse(self, matrix: Array) -> Array:
        size = len(matrix)
        try:
            found = flint.acb_mat(matrix.tolist()).inv()
        except ZeroDivisionError:
            return np.full((size, size), flint.acb("nan"), dtype=object)
        rows = np.empty((size, size), dtype=object)
        for i in range(size):
            for j in range(size):
                rows[i, j] = found[i, j]
        return rows

    def determinant(self, matrix: Array) -> Array:
        return boxed(flint.acb_mat(matrix.tolist()).det())

    def doubles(self, value: Array) -> Array:
        return np.asarray(_each(lambda z: float(z.real.mid()))(value), dtype=np.float64)

    def size(self, value: Array) -> Array:
        return np.asarray(_each(lambda z: float(z.abs_upper()))(value), dtype=np.float64)

    def zero(self, _value: Array) -> bool | None:
        ball = _value[()]
        return True if ball.is_zero() else None if ball.contains(0) else False


class FinerBalls(Balls):
    """The same with smaller steps. No ball holds the error of a step, which is large where a
    number is as small as the step itself; what two steps tell alike is the derivative.
    """

    step = 2.0**-140
    shift = 2.0**-80


def nearly(one: Array, other: Array) -> bool:
    """Whether two arrays of balls agree, each entry to ten digits of its own."""
    relative, absolute = ALIKE
    return all(
        float((u - v).abs_upper()) <= max(relative * float(u.abs_lower()), absolute)
        for u, v in zip(np.ravel(one), np.ravel(other), strict=True)
    )
