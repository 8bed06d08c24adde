"""Canonical names of sums: equal for sums that differ in names and order, for no others."""

from __future__ import annotations

import random
from itertools import pairwise, permutations

import pytest

from verifier.algebra.derivative import add, negate
from verifier.algebra.names import names_of
from verifier.claims.claim import Bound, Context, Domain, Field
from verifier.language.expressions import ONE, Apply, Binder, Entry, Expression, Name, substitute
from verifier.language.problems import LimitExceeded
from verifier.tensors.indexed import IndexedAlgebra

N = Name("n")
CONTEXT = Context(
    symbols={
        "n": Domain(Field.INTEGER, Bound(ONE, open=False)),
        "A": Domain(shape=(N, N)),
        "x": Domain(shape=(N,)),
        "S": Domain(shape=(N, N), structure=frozenset({"symmetric"})),
    }
)
LETTERS = ("i~1", "j~1", "k~1", "l~1")


def algebra(capacity: int = 256) -> IndexedAlgebra:
    return IndexedAlgebra(names_of(CONTEXT), {}, capacity=capacity)


def summed(factors: list[Expression], letters: tuple[str, ...]) -> Expression:
    body: Expression = factors[0] if len(factors) == 1 else Apply("*", tuple(factors))
    for letter in letters:
        body = Binder("sum", body, letter, ONE, N)
    return body


def entry(name: str, *letters: str) -> Expression:
    return Entry(Name(name), tuple(map(Name, letters)))


def a_product(generator: random.Random) -> list[tuple[str, ...]]:
    """Factors as a name and places among the letters."""
    found: list[tuple[str, ...]] = []
    for _ in range(generator.randint(2, 5)):
        if generator.random() < 0.25:
            found.append(("x", generator.choice(LETTERS)))
        else:
            found.append(("A", generator.choice(LETTERS), generator.choice(LETTERS)))
    return found


def by_brute_force(factors: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The least of all ways to call the letters."""
    return min(
        tuple(
            sorted(
                (name, *(order[LETTERS.index(letter)] for letter in places))
                for name, *places in factors
            )
        )
        for order in permutations("abcd")
    )


def is_equal(first: Expression, second: Expression) -> bool:
    return algebra().vanishes(add(first, negate(second)))


@pytest.mark.parametrize("seed", range(12))
def test_sums_are_equal_exactly_if_some_renaming_makes_them_so(seed: int) -> None:
    generator = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(4):
        one, other = a_product(generator), a_product(generator)
        order = list(LETTERS)
        generator.shuffle(order)
        again = [(n, *(order[LETTERS.index(p)] for p in places)) for n, *places in one]
        generator.shuffle(again)
        shown = [summed([entry(*f) for f in factors], LETTERS) for factors in (one, other, again)]
        assert is_equal(shown[0], shown[2]), one
        same = by_brute_force(one) == by_brute_force(other)
        assert is_equal(shown[0], shown[1]) == same, (one, other)


def test_nested_sums_over_one_name_capture_nothing() -> None:
    inner = Binder("sum", entry("A", "i~1", "i~1"), "i~1", ONE, N)
    square = Binder("sum", Apply("*", (entry("x", "i~1"), inner)), "i~1", ONE, N)
    apart = Apply("*", (summed([entry("x", "j~1")], ("j~1",)), inner))
    caught = Binder("sum", Apply("*", (entry("x", "i~1"), entry("A", "i~1", "i~1"))), "i~1", ONE, N)
    assert is_equal(square, apart)
    assert not is_equal(square, caught)


class Nest:
    """Sums in products in sums. Index names are used again, inside as well as beside one another;
    or else each sum has a name of its own, and is the same apart from that."""

    def __init__(self, seed: int, *, alike: bool) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - no secret
        self.alike = alike
        self.bound = 0

    def made(self, letters: list[str], depth: int = 5) -> Expression:
        if depth == 0 or (letters and self.draw.random() < 0.3):
            places = [self.draw.choice(letters) for _ in range(self.draw.randint(1, 2))]
            return entry("x" if len(places) == 1 else "A", *places)
        if not letters or self.draw.random() < 0.6:
            again = self.draw.choice("ij")
            name = again if self.alike else f"{again}{self.bound}"
            self.bound += 1
            seen = [letter for letter in letters if letter[0] != again]
            return Binder("sum", self.made([*seen, name], depth - 1), name, ONE, N)
        return Apply("*", tuple(self.made(letters, depth - 1) for _ in range(2)))


def value(node: Expression, at: dict[str, int]) -> int:
    """At size 3, with some entries for A and x, by the definition of a sum."""
    match node:
        case Entry(Name("x"), (Name(i),)):
            return 2 + 3 * at[i]
        case Entry(_, (Name(i), Name(j))):
            return 7 * at[i] - at[j] ** 3
        case Apply("*", (left, right)):
            return value(left, at) * value(right, at)
        case Binder(_, body, i, _, _):
            return sum(value(body, {**at, i: place}) for place in range(1, 4))
        case _:
            raise TypeError(node)


def test_sums_in_products_in_sums_mean_what_they_say_however_their_indices_are_called() -> None:
    nests = [Nest(seed, alike=True).made([]) for seed in range(30)]
    values = [value(one, {}) for one in nests]
    work = algebra(1024)
    for seed, one in enumerate(nests):
        other = Nest(seed, alike=False).made([])
        assert work.vanishes(add(one, negate(other))), one
    for (one, here), (other, there) in pairwise(zip(nests, values, strict=True)):
        assert here == there or not work.vanishes(add(one, negate(other))), (one, other)


def test_sums_of_equal_bodies_share_their_atoms() -> None:
    def product_of(i: str, k: str) -> Expression:
        inner = Binder("sum", Apply("*", (entry("A", i, k), entry("x", k))), k, ONE, N)
        return Binder("sum", Apply("*", (entry("x", i), inner)), i, ONE, N)

    work = algebra()
    work.fraction(product_of("i~1", "k~1"))
    before = len(work.atoms)
    work.fraction(Apply("*", (product_of("j~1", "l~1"), product_of("k~1", "i~1"))))
    assert len(work.atoms) == before


def test_a_function_of_a_sum_is_named_by_the_sum() -> None:
    row = Binder("sum", entry("A", "i~1", "j~1"), "j~1", ONE, N)
    column = Binder("sum", entry("A", "j~1", "i~1"), "j~1", ONE, N)
    by_rows = summed([Apply("exp", (row,))], ("i~1",))
    again = substitute(row, {"i~1": Name("k~1")})
    assert is_equal(by_rows, summed([Apply("exp", (again,))], ("k~1",)))
    assert not is_equal(by_rows, summed([Apply("exp", (column,))], ("i~1",)))


def test_only_a_symmetric_matrix_may_be_transposed() -> None:
    def form(name: str, *places: str) -> Expression:
        factors = [entry("x", "i~1"), entry(name, *places), entry("A", "j~1", "j~1")]
        return summed(factors, ("i~1", "j~1"))

    assert is_equal(form("S", "i~1", "j~1"), form("S", "j~1", "i~1"))
    assert not is_equal(form("A", "i~1", "j~1"), form("A", "j~1", "i~1"))


def test_a_ring_of_indices_that_look_alike_is_the_same_from_wherever_one_goes_round() -> None:
    letters = [f"i~{place}" for place in range(10)]

    def ring(around: list[str], turned: int = 0) -> Expression:
        pairs = list(zip(around, (*around[1:], around[0]), strict=True))
        pairs[:turned] = [(b, a) for a, b in pairs[:turned]]
        return summed([entry("A", *pair) for pair in pairs], tuple(letters))

    shuffled = letters[:]
    random.Random(5).shuffle(shuffled)  # noqa: S311 - no secret
    assert is_equal(ring(letters), ring(shuffled))
    assert is_equal(ring(letters), ring(letters, turned=10))
    assert not is_equal(ring(letters), ring(letters, turned=1))
    assert not is_equal(ring(letters, turned=1), ring(letters, turned=2))


def test_two_rings_are_not_one_though_each_index_of_theirs_looks_alike() -> None:
    letters = [f"i~{place}" for place in range(8)]

    def steps(*lengths: int) -> Expression:
        """Rings of such lengths, joined at every index to one more."""
        factors = [entry("S", "m~0", letter) for letter in letters]
        start = 0
        for length in lengths:
            around = letters[start : start + length]
            start += length
            turned = (*around[1:], around[0])
            factors += [entry("A", a, b) for a, b in zip(around, turned, strict=True)]
        return summed(factors, (*letters, "m~0"))

    assert is_equal(steps(3, 5), steps(5, 3))
    assert not is_equal(steps(4, 4), steps(8))


def test_indices_that_look_too_much_alike_end_in_a_limit_and_soon() -> None:
    letters = tuple(f"i~{place}" for place in range(10))
    star = [entry("A", "m~0", letter) for letter in letters]
    spokes = [entry("x", letter) for letter in letters]
    work = algebra()
    with pytest.raises(LimitExceeded):
        work.fraction(summed([*star, *spokes], (*letters, "m~0")))


def test_a_sum_over_too_many_indices_ends_in_a_limit() -> None:
    letters = tuple(f"i~{place}" for place in range(20))
    chain = [entry("A", a, b) for a, b in pairwise(letters)]
    with pytest.raises(LimitExceeded):
        algebra(1024).fraction(summed(chain, letters))


def test_an_index_that_a_range_outside_ends_at_is_bound_by_no_sum_inside() -> None:
    """Of all i and j, and q up to i, there is an m up to j that is q where q is no more than j."""
    i, j, q, m = (Name(letter) for letter in LETTERS)

    def nested(inner: Expression) -> Expression:
        inner = Binder("sum", inner, m.name, ONE, j)
        inner = Binder("sum", Binder("sum", inner, j.name, ONE, N), q.name, ONE, i)
        return Binder("sum", inner, i.name, ONE, N)

    equal = Apply("*", (Apply("==", (m, q)), entry("x", m.name)))
    through = Binder("sum", Binder("sum", entry("x", q.name), q.name, ONE, i), i.name, ONE, N)
    here = algebra()
    here.ranges.update({i.name: (ONE, N), j.name: (ONE, N), q.name: (ONE, i), m.name: (ONE, j)})
    assert not here.vanishes(add(nested(equal), negate(Apply("*", (N, through)))))


def test_no_index_read_later_has_the_name_of_one_that_a_sum_binds() -> None:
    here = algebra()
    here.fraction(summed([entry("A", "i~1", "j~1")], ("i~1", "j~1")))
    read = {f"{like}~{number}" for like in "ijk" for number in range(1, 20)}
    assert here.ranges
    assert read.isdisjoint(here.ranges)
