"""How alike cards are, from 0 to 1: by pieces of their stems and by the matters they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minga.grouping.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np

LONGEST = 1000
"""Characters of a card that are looked at."""


def likeness(texts: list[str], words: Vocabulary) -> np.ndarray:
    """How much every two texts are about the same.

    Half comes from three- and four-letter pieces of stems, which survive typos and kin words (*formar*,
    *formación*); half from the matters of the vocabulary, because short cards on one matter seldom share a word.

    Args:
        texts: the cards.
        words: the vocabulary of their language.

    Returns:
        A symmetric matrix of shape (texts, texts), 0 to 1, with zeros on the diagonal.
    """
    import numpy as np

    stems = [words.stems(text[:LONGEST]) for text in texts]
    pieces = _cosines([" ".join(found) for found in stems], analyzer="char_wb", ngram_range=(3, 4))
    matters = _cosines([" ".join(words.matters_of(found)) for found in stems], token_pattern=r"\S+")
    both = np.clip((pieces + matters) / 2, 0, 1)
    np.fill_diagonal(both, 0)
    return both


def spelling(texts: list[str]) -> np.ndarray:
    """How much every two texts look the same letter by letter; same shape as ``likeness``."""
    import numpy as np

    letters = np.clip(_cosines([text[:LONGEST] for text in texts], analyzer="char_wb", ngram_range=(2, 3),
                               use_idf=False), 0, 1)
    np.fill_diagonal(letters, 0)
    return letters


def _cosines(texts: list[str], **how: object) -> np.ndarray:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(text.strip() for text in texts):
        return np.zeros((len(texts), len(texts)))
    rows = TfidfVectorizer(sublinear_tf=True, lowercase=False, **how).fit_transform(texts)
    return (rows @ rows.T).toarray()
