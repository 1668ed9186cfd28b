"""Writes parts as a prompt that is read back as the same parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..vocabulary import Part
from ..vocabulary.errors import PromptError
from .reading import parse_prompt


def format_prompt(parts: Iterable[Part]) -> str:
    """A prompt that `parse_prompt` reads back as the same names and styles: "gold base", or else "base: gold".

    Of parts that no prompt names (a style with a comma) it writes what they say, which is read otherwise or refused.
    """
    named = tuple(parts)
    pieces = [_piece(part) for part in named]
    prompt = ", ".join(pieces)
    return prompt if _is_read_as(prompt, named) else ", ".join(f"{part.name}: {part.style}" for part in named)


def _piece(part: Part) -> str:
    short = f"{part.style} {part.name}"
    return short if _is_read_as(short, (part,)) else f"{part.name}: {part.style}"


def _is_read_as(prompt: str, parts: Sequence[Part]) -> bool:
    try:
        read = parse_prompt(prompt)
    except PromptError:
        return False
    return [(part.name, part.style) for part in read] == [(part.name, part.style) for part in parts]
