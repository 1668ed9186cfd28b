"""The parts of a run in the words that guide it."""

from __future__ import annotations

from dataclasses import replace

from ..models.contract import ImageTextEncoder, StyleReader
from ..vocabulary import Part
from ..vocabulary.picture_words import picture_of
from .run import Run


def guided_parts(run: Run, encoder: ImageTextEncoder) -> list[Part]:
    """The found parts; a model with a limited number of looks is told what words for a look mean: royal, purple velvet.

    Args:
        run: with what the styles were read as.
        encoder: guides it.
    """
    parts = [item.part for item in run.found]
    if not isinstance(encoder, StyleReader):
        return parts
    meant = {name: choice.reading.meant for name, choice in run.choices.items()}
    return [
        part if picture_of(part.style) else replace(part, style=meant.get(part.name) or part.style) for part in parts
    ]
