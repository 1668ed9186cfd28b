"""What colour a colour word means: the names of `color_names.txt`, shades ("reddish") and codes ("#ff8800")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .tokens import tokens_of

_MATERIALS_ALONE = {("velvet",), ("leather",), ("linen",), ("denim",), ("wood",), ("stone",)}
"""Names of the survey that nobody means as colours who speaks of things."""

_ISH = 0.5
"""How far "reddish" goes towards red."""

_FILE = Path(__file__).with_name("color_names.txt")


@dataclass(frozen=True)
class ColorWord:
    """A colour that words name.

    Args:
        name: as read.
        color: sRGB-encoded, 0..1.
        share: how far what has the colour goes from its own towards this one: 1 for "red", half of it for "reddish".
    """

    name: str
    color: tuple[float, float, float]
    share: float = 1.0


@cache
def color_names() -> dict[tuple[str, ...], str]:
    """Hexadecimal sRGB of every name, by its words."""
    table: dict[tuple[str, ...], str] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, code = line.split("\t")
            table.setdefault(tuple(tokens_of(name)), code)
    return table


def find_color(words: tuple[str, ...], said_so: bool = False) -> ColorWord | None:
    """The colour that some words name together ("dusty rose", "reddish"), or None.

    Args:
        words: in the spelling of `tokens_of`, which writes every code in six digits.
        said_so: whether the style says that it is a colour ("stone-coloured").
    """
    if len(words) == 1 and words[0].startswith("#"):
        return ColorWord(words[0], _decoded(words[0][1:]))
    code = color_names().get(words) if said_so or words not in _MATERIALS_ALONE else None
    if code is not None:
        return ColorWord(" ".join(words), _decoded(code), _ISH if len(words) == 1 and words[0].endswith("ish") else 1.0)
    if len(words) == 1 and words[0].endswith("ish"):
        stem = words[0][:-3]
        # reddish -> red, bluish -> blue, whitish -> white, yellowish -> yellow.
        for root in (stem, stem[:-1] if stem[-2:-1] == stem[-1:] else "", stem + "e"):
            code = color_names().get((root,))
            if code is not None:
                return ColorWord(words[0], _decoded(code), _ISH)
    return None


def _decoded(code: str) -> tuple[float, float, float]:
    red, green, blue = (int(code[i : i + 2], 16) / 255.0 for i in (0, 2, 4))
    return red, green, blue
