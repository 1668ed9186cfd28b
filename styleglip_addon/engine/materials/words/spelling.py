"""Which known words unknown ones may be misspelled for: asked back, never taken without a word."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from .color_words import color_names
from .lexicon import catalogue_lexicon
from .meanings import COATS, FINISHES, PATTERNS, TONES

_LEAST_LETTERS = 4
_LIKENESS = 0.8
"""Of `difflib`: one letter wrong in five, two in ten (Ratcliff and Metzener 1988)."""


def meant_words(unknown: Sequence[str]) -> str | None:
    """The words with those that look misspelled corrected; None where none does."""
    meant = [_near(word) for word in unknown]
    if not any(meant):
        return None
    return " ".join(near or word for near, word in zip(meant, unknown, strict=True))


def _near(word: str) -> str:
    if len(word) < _LEAST_LETTERS or not word.isalpha():
        return ""
    return next(iter(get_close_matches(word, _known(), n=1, cutoff=_LIKENESS)), "")


@cache
def _known() -> tuple[str, ...]:
    tables = (catalogue_lexicon().phrases, COATS, FINISHES, PATTERNS, TONES)
    phrases = [phrase for table in tables for phrase in table] + [p for p in color_names() if len(p) == 1]
    return tuple(sorted({word for phrase in phrases for word in phrase if len(word) >= _LEAST_LETTERS}))
