"""Whether a prompt's words go together, and with what the object is by its shape: no wheel beside a spider's legs.

The words of a prompt are taken as drawn from the parts of one kind of object, but for a share that may be anything.
By Bayes' rule the words and the shapes of the pieces say which kinds are likely, and these how likely each word is
one of the parts rather than one of the others. Words that no kind knows are neither likely nor unlikely.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..surface.topology import Floats
from .detector import KindReader
from .piece_shapes import PieceShapes

ANYTHING = 0.5
"""Share of words that need not be parts of what the object is."""
_RAREST = 1e-4
"""Chance of a word that is no kind's, and least probability of a kind by its shape."""


def coherence(words: Sequence[str], shapes: PieceShapes | None, reader: KindReader) -> Floats:
    """(P,) how probably the object has each part, 0.5 where nothing speaks for or against it.

    Args:
        words: P of them.
        shapes: of the object's loose pieces; None: it is one piece, and only the words tell what it is.
        reader: knows kinds of objects.
    """
    usual, known = reader.usual(words)
    anyway = usual.mean(axis=1, keepdims=True) + _RAREST
    either = (1.0 - ANYTHING) * usual + ANYTHING * anyway
    likely = np.log(either).sum(axis=0)
    if shapes is not None:
        likely += np.log(np.maximum(reader.probabilities(shapes.numbers, shapes.share), _RAREST))
    elif len(words) < 2:
        return np.full(len(words), 0.5)
    likely = np.exp(likely - likely.max())
    there = ((1.0 - ANYTHING) * usual / either) @ (likely / likely.sum())
    result: Floats = 0.5 + known * (there - 0.5)
    return result
