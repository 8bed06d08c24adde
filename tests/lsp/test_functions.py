"""What an editor says of the language's own words."""

from __future__ import annotations

import pytest

from verifier.language.vocabulary import BINDERS, CONSTANTS, SPELLINGS, VOCABULARY
from verifier.lsp.functions import BINDER_WORDS, CONSTANT_WORDS, described, signature, words


def test_every_word_of_the_language_is_described() -> None:
    assert BINDER_WORDS.keys() == set(BINDERS)
    assert CONSTANT_WORDS.keys() == set(CONSTANTS)
    for word in (*SPELLINGS, *BINDERS, *CONSTANTS):
        assert described(word) is not None, word


def test_other_words_are_not() -> None:
    assert described("nonsense") is None
    assert described("") is None


def test_what_may_be_left_out_stands_in_brackets() -> None:
    assert signature(VOCABULARY["mean"]) == "mean(X[, axis][, keepdims])"
    assert signature(VOCABULARY["+"]) == "+(x, y, …)"


@pytest.mark.parametrize("word", ["sqrt", "log"])
def test_a_function_says_where_it_is_defined(word: str) -> None:
    found = described(word)
    assert found is not None
    assert "defined where" in found[1]


def test_each_function_is_offered_once_under_its_own_name() -> None:
    offered = words()
    assert len(offered) == len(set(offered))
    assert {"exp", "diff", "pi"} <= set(offered)
    assert not [word for word in offered if word.startswith("np.")]
