"""All styles in one table, and the words kept out of it to measure what the model makes of words near in meaning."""

from __future__ import annotations

import numpy as np

from . import (
    animals,
    artworks,
    ceramics,
    cloths,
    food,
    fruit,
    gems,
    leathers,
    metals,
    nature,
    paints,
    patterned_cloths,
    patterns,
    stones,
    woods,
)
from .noise import Array
from .sample import MaterialSample, Style

STYLES: dict[str, Style] = {}
for _module in (
    paints,
    metals,
    woods,
    stones,
    gems,
    cloths,
    patterned_cloths,
    leathers,
    ceramics,
    nature,
    animals,
    patterns,
    artworks,
    food,
    fruit,
):
    for _style in _module.STYLES:
        STYLES[_style.name] = _style

_NAMES: tuple[str, ...] = tuple(STYLES)
_WEIGHTS = np.array([STYLES[name].weight for name in _NAMES])
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_BY_PHRASE: dict[str, Style] = {phrase: style for style in STYLES.values() for phrase in style.phrases}

# Never part of any phrase, and the style that each should look like.
HELD_OUT_WORDS: dict[str, str] = {
    "crimson": "red",
    "scarlet": "red",
    "vermilion": "red",
    "maroon": "dark red",
    "burgundy": "dark red",
    "mustard": "yellow",
    "emerald": "green",
    "azure": "light blue",
    "sapphire": "blue",
    "cobalt": "blue",
    "indigo": "navy",
    "violet": "purple",
    "plum": "purple",
    "lavender": "lilac",
    "fuchsia": "magenta",
    "turquoise": "teal",
    "salmon": "peach",
    "apricot": "peach",
    "ivory": "cream",
    "khaki": "beige",
    "charcoal": "dark grey",
    "gilded": "gold",
    "bronze": "copper",
    "nickel": "steel",
    "titanium": "steel",
    "pewter": "iron",
    "mercury": "chrome",
    "timber": "wood",
    "teak": "wood",
    "walnut": "dark wood",
    "wenge": "dark wood",
    "rosewood": "mahogany",
    "cedar": "mahogany",
    "parquet": "wooden planks",
    "maple": "light wood",
    "alabaster": "marble",
    "boulder": "rock",
    "basalt": "slate",
    "shale": "slate",
    "limestone": "sandstone",
    "onyx": "obsidian",
    "quartz": "diamond",
    "pavement": "cobblestone",
    "terracotta": "pottery",
    "stoneware": "pottery",
    "faience": "blue and white porcelain",
    "canvas": "linen",
    "jute": "burlap",
    "jeans": "denim",
    "satin": "silk",
    "cashmere": "wool",
    "flannel": "tartan",
    "suede": "leather",
    "alligator": "crocodile skin",
    "python": "snake skin",
    "cheetah": "leopard",
    "jaguar": "leopard",
    "magma": "lava",
    "lawn": "grass",
    "turf": "grass",
    "lichen": "moss",
    "hedge": "leaves",
    "dune": "sand",
    "icicle": "ice",
    "inferno": "fire",
    "lake": "water",
    "osier": "wicker",
    "gouda": "cheese",
    "cocoa": "chocolate",
    "baguette": "bread",
    "clementine": "orange peel",
}


def find_style(phrase: str) -> Style | None:
    """The style that has this phrase (any case), or None."""
    return _BY_PHRASE.get(" ".join(phrase.lower().split()))


def sample_material(rng: np.random.Generator, style: str | None = None) -> MaterialSample:
    """Draws a random material.

    Args:
        rng: the only source of randomness.
        style: canonical name; None draws one by the styles' weights.

    Raises:
        KeyError: no style has this name.
    """
    name = style if style is not None else _NAMES[int(rng.choice(len(_NAMES), p=_WEIGHTS))]
    return STYLES[name].sample(rng)


def reference_colors(style: str, rng: np.random.Generator, count: int = 2048, samples: int = 8) -> Array:
    """sRGB colours (count, 3) of a style, from random points of a unit sphere and of several random materials of it.

    Args:
        style: canonical name.
        rng: the only source of randomness.
        count: number of colours.
        samples: materials that they are drawn from.

    Raises:
        KeyError: no style has this name.
    """
    colours = []
    for part in np.array_split(np.arange(count), samples):
        normal = rng.normal(size=(len(part), 3)).astype(np.float32)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        position = normal * rng.uniform(0.4, 1.0, (len(part), 1)).astype(np.float32)
        colours.append(STYLES[style].sample(rng).evaluate(position, normal))
    return np.concatenate(colours)
