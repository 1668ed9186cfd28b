"""How dark, pale or vivid move a colour, in CIE L*a*b*."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..lab import color_of, lab_of
from ..points import Array
from .color_words import ColorWord
from .meanings import Tone
from .reading import ToneWord

_TOWARDS: dict[Tone, tuple[float, float]] = {
    Tone.DARK: (14.0, 0.4),
    Tone.LIGHT: (86.0, 0.4),
    Tone.PALE: (90.0, 0.5),
    Tone.DEEP: (18.0, 0.28),
}
"""Lightness that a tone goes to, and how far."""

_CHROMA: dict[Tone, float] = {
    Tone.DARK: 0.8,
    Tone.LIGHT: 0.8,
    Tone.PALE: 0.5,
    Tone.DEEP: 1.2,
    Tone.BRIGHT: 1.4,
    Tone.DULL: 0.45,
}
_WARMTH = {Tone.WARM: (3.0, 10.0), Tone.COOL: (-2.0, -10.0)}
"""Steps along a* and b*."""


def toned(lab: Array, tones: Iterable[ToneWord]) -> Array:
    """L*a*b* (..., 3) moved by tone words, one after the other."""
    moved = np.array(lab, np.float32)
    for word in tones:
        if word.tone in _TOWARDS:
            goal, share = _TOWARDS[word.tone]
            moved[..., 0] += (goal - moved[..., 0]) * min(share * word.strength, 0.9)
        if word.tone in _CHROMA:
            moved[..., 1:] *= np.float32(_CHROMA[word.tone] ** word.strength)
        if word.tone in _WARMTH:
            moved[..., 1:] += np.array(_WARMTH[word.tone], np.float32) * np.float32(word.strength)
    return moved


def toned_color(color: ColorWord, tones: Iterable[ToneWord]) -> ColorWord:
    """A named colour that tone words stand before: "dark crimson"."""
    words = list(tones)
    if not words:
        return color
    lab = toned(lab_of(np.array(color.color, np.float32)), words)
    red, green, blue = (float(c) for c in color_of(lab))
    return ColorWord(
        " ".join([*(w.tone.value for w in words if w.tone.value not in color.name), color.name]),
        (red, green, blue),
        color.share,
    )
