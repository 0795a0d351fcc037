"""How alike cards are, from 0 to 1: by pieces of their stems and by the matters they name."""

from __future__ import annotations

from typing import Any

from minga.folding import fold
from minga.grouping.vocabulary import Vocabulary

Matrix = Any
"""A square array, as scikit-learn hands it over: one row and one column per text, zeros on the diagonal."""

LONGEST = 1000
"""Characters of a card that are looked at."""


def likeness(texts: list[str], words: Vocabulary) -> Matrix:
    """How much every two texts are about the same.

    Half comes from three- and four-letter pieces of stems, which survive typos and kin words (*formar*,
    *formación*); half from the matters of the vocabulary, because short cards on one matter seldom share a word.

    Args:
        texts: the cards, at least one.
        words: the vocabulary of their language.
    """
    read = [words.words(text[:LONGEST]) for text in texts]
    stems = [" ".join(stem for _word, stem in found) for found in read]
    pieces = _cosines(stems, analyzer="char_wb", ngram_range=(3, 4))
    matters = _cosines([" ".join(words.matters_of(found)) for found in read], token_pattern=r"\S+")
    return (pieces + matters) / 2


def spelling(texts: list[str]) -> Matrix:
    """How much every two texts look the same letter by letter, without accents or capitals."""
    return _cosines([fold(text[:LONGEST]) for text in texts], use_idf=False, analyzer="char_wb", ngram_range=(2, 3))


def _cosines(texts: list[str], use_idf: bool = True, **pieces: object) -> Matrix:
    # Hashing, because a wall of signs alone has no vocabulary, which the other vectorizers refuse.
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    counts = HashingVectorizer(norm=None, alternate_sign=False, lowercase=False, **pieces).transform(texts)
    rows = TfidfTransformer(sublinear_tf=True, use_idf=use_idf).fit_transform(counts)
    found = (rows @ rows.T).toarray().clip(0, 1)
    for place in range(len(texts)):
        found[place, place] = 0
    return found
