"""Words for a whole look rather than a material, and what people mean by them, in words that are understood.

"Steampunk" is no material and no dictionary leads from it to brass: a look is a convention. Each has its own words for
a thing of no material ("haunted") and words that it lends to one that has some ("haunted oak").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .color_words import find_color
from .lexicon import Lexicon, Phrase
from .look_words import LOOKS, Look
from .meanings import COATS, FINISHES, PATTERNS, TONES
from .spans import spans_of
from .tokens import tokens_of

_WITH = "with"


@cache
def _by_words() -> dict[Phrase, Look]:
    return {tuple(tokens_of(words)): look for names, look in LOOKS.items() for words in names.split(", ")}


def look_of(words: Phrase) -> Look | None:
    """The look that some words name together, in the spelling of `tokens_of`; None for none."""
    return _by_words().get(words)


@cache
def _longest() -> int:
    return max(map(len, _by_words()))


def with_looks(tokens: Sequence[str], lexicon: Lexicon) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    """A style's words with those for looks replaced by what they mean.

    What longer phrases of materials or colours are made of is left as it is: "royal blue", "toxic green".

    Args:
        tokens: the style's words.
        lexicon: the materials' words.

    Returns:
        The words, a line per look for the report, and a sentence per look that has no place beside the others.
    """
    pieces = _pieces(tokens, lexicon)
    others = [token for words, look in pieces if look is None for token in words]
    has_material = any(span.material for span in spans_of(others, lexicon))
    said, behind, notes, doubts = list[str](), list[str](), list[str](), list[str]()
    for words, look in pieces:
        is_known = bool(lexicon.find(words)) or (has_material and find_color(words) is not None)
        meaning = "" if look is None else (look.beside if has_material else look.alone)
        if look is not None and not (meaning or is_known or _is_meant(words)):
            doubts.append(
                f'"{" ".join(words)}" is a look by itself ({look.alone}), and nothing of it goes with another look or '
                "material, so it was left out. Name one of them."
            )
            continue
        if not meaning or (is_known and not (has_material and lexicon.find(words))):
            said += words
            continue
        # Of several looks the first is the thing's, and the others are what they are beside a material.
        has_material = True
        notes.append(f"{' '.join(words)}, as {meaning}")
        meant = tokens_of(meaning)
        cut = meant.index(_WITH) if _WITH in meant else len(meant)
        said += meant[:cut]
        behind += meant[cut:]
    return said + behind, tuple(notes), tuple(doubts)


def _is_meant(words: Phrase) -> bool:
    """Whether words mean something together that a look's word among them would break: "sun bleached"."""
    return find_color(words) is not None or any(words in table for table in (COATS, FINISHES, PATTERNS, TONES))


def _pieces(tokens: Sequence[str], lexicon: Lexicon) -> list[tuple[Phrase, Look | None]]:
    """The words in order, those of a look together."""
    pieces: list[tuple[Phrase, Look | None]] = []
    start = 0
    while start < len(tokens):
        taken: tuple[Phrase, Look | None] = ((tokens[start],), None)
        for length in range(min(max(lexicon.longest, _longest()), len(tokens) - start), 0, -1):
            words = tuple(tokens[start : start + length])
            look = look_of(words)
            known = lexicon.find(words) or (length > 1 and _is_meant(words))
            if look is not None or known:
                taken = (words, look)
                break
        pieces.append(taken)
        start += len(taken[0])
    return pieces
