"""Claims about arrays at given sizes, written out."""

from __future__ import annotations

import pytest

from tests.confirmation.reading import claims
from verifier.algebra.frames import Outside
from verifier.language.printer import to_text
from verifier.tensors.grounding import Grounding, restricted
from verifier.tensors.lengths import lengths_of


def test_every_entry_of_a_product_is_written_out() -> None:
    (claim,) = claims("A @ x = x")
    found = [to_text(one.left) for one in Grounding(restricted(claim), {"n": 2}).claims(claim)]
    assert found == ["A[1,1]*x[1] + A[1,2]*x[2]", "A[2,1]*x[1] + A[2,2]*x[2]"]


def test_what_grows_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verifier.tensors.grounding.NODES", 50)
    (claim,) = claims("A @ A @ A @ A = A")
    with pytest.raises(Outside, match="too long when it is written out"):
        list(Grounding(restricted(claim), {"n": 3}).claims(claim))


def test_the_letters_of_identities_and_of_ranges_are_lengths_too() -> None:
    (claim,) = claims("sum(s, j=1..k)*x[1] = tr(eye(m))*s")
    assert set(lengths_of(restricted(claim), claim)) == {"n", "k", "m"}


def test_an_orthogonal_matrix_is_drawn_and_no_equation_to_be_solved() -> None:
    (claim,) = claims("Q @ A = A")
    grounding = Grounding(restricted(claim), {"n": 2})
    assert len(grounding.context.assumptions) == 3
    assert grounding.to_draw.assumptions == ()
