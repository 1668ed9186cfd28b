"""How the styles' words were understood, for the report, and a sentence to the user where it was but a guess."""

from __future__ import annotations

from collections.abc import Sequence

from ..models.contract import ImageTextEncoder, StyleReader
from ..vocabulary import Part
from ..vocabulary.style_match import StyleMatch

_DOUBTFUL = 0.03
"""Share of the votes below which a look is a guess: most words for no look ("spooky") get less, and a few rare ones."""


def match_styles(encoder: ImageTextEncoder, parts: Sequence[Part]) -> dict[str, StyleMatch]:
    """By part name, which look the encoder takes the part's style for; empty for an encoder that has no looks."""
    if not isinstance(encoder, StyleReader):
        return {}
    return {part.name: encoder.read(part.style) for part in parts}


def doubts(parts: Sequence[Part], matches: dict[str, StyleMatch]) -> list[str]:
    """Sentences for the styles that could only be guessed."""
    return [
        f'The model does not know what "{part.style}" looks like and took it for "{match.name}". '
        "Other words, e.g. of a color or a material, will do better."
        for part in parts
        if (match := matches.get(part.name)) is not None and match.share < _DOUBTFUL
    ]
