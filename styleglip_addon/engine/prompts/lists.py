"""Parts that are named together: "seat and legs", "left and right arm"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .phrases import ARTICLES, name_of
from .words import Word

ANDS = frozenset({"and", "&", "+", "/", "plus", "while", "whereas", "but"})
"""Between two parts, or two words of a style."""


def names_in(words: Sequence[Word]) -> list[str]:
    """The names that stand before a colon: "seat and legs"."""
    names: list[list[Word]] = [[]]
    for word in words:
        if word.key in ANDS:
            names.append([])
        else:
            names[-1].append(word)
    return [name for part in with_shared_nouns(names) if (name := name_of(part))]


def with_shared_nouns(pieces: Sequence[list[Word]]) -> list[list[Word]]:
    """ "Left" and "right arm" as "left arm" and "right arm"."""
    shared = [list(piece) for piece in pieces]
    for piece, following in pairwise(shared):
        side = next((n for n, word in enumerate(following) if word.is_side), None)
        if not piece or not piece[-1].is_side or side is None or side + 1 >= len(following):
            continue
        noun = following[side + 1]
        if noun.is_listed and not noun.is_side and all(word.key in ARTICLES | ANDS for word in following[:side]):
            piece.append(noun)
    return shared
