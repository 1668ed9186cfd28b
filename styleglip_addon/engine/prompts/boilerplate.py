"""Pieces of prompts for picture generators that say nothing of a surface: "8k, octane render, masterpiece"."""

from __future__ import annotations

from collections.abc import Sequence

from ..materials.words.tokens import word_set
from .clauses import short
from .texts import raw_words, statements

_WORDS = word_set(
    "photorealistic hyperrealistic hyperreal realistic ultrarealistic 4k 8k 2k hd uhd hdr detailed highly ultra"
    " very octane render rendered rendering unreal engine blender cycles trending on artstation masterpiece best"
    " high quality resolution cinematic lighting studio sharp focus intricate award winning professional photo"
    " photograph photography 3d pbr vray corona volumetric global illumination raytraced"
)
_TELLING = _WORDS - word_set("on very high best photo blender engine cycles lighting studio focus rendered 3d")
"""Those that no other piece has: one at least."""


def is_boilerplate(words: Sequence[str]) -> bool:
    """Whether the words of a piece say nothing of a look."""
    keys = [word.casefold() for word in words]
    return bool(keys) and all(key in _WORDS for key in keys) and any(key in _TELLING for key in keys)


def passed_over(plain: str) -> tuple[str, ...]:
    """A sentence about the pieces of a prompt that are passed over, if there are any."""
    pieces = [words for piece in statements(plain) if is_boilerplate(words := raw_words(piece))]
    if not pieces:
        return ()
    return (f'"{short(", ".join(map(" ".join, pieces)))}" says nothing of how a part looks, and was left out.',)
