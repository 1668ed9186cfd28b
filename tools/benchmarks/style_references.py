"""The colours that a style should have: of random pieces of the engine's material, as results have them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine.materials.catalogue import MATERIALS, find_material
from styleglip_addon.engine.materials.evaluation import evaluate
from styleglip_addon.engine.materials.material import Material
from styleglip_addon.engine.materials.points import boxed_points
from tools.benchmarks.colour_difference import ciede2000, linear_rgb_to_lab, srgb_to_linear_rgb

SAMPLE = 240
"""Colours that a distribution is compared by."""

_DRAWS = 24
_COLOURS_PER_DRAW = 256
_RADIUS = 2.0
_SPACING = 0.08
"""Of the balls that colours are taken from, and of their points, in coarsest features: as on an object seen whole."""


@dataclass(frozen=True, eq=False)
class Reference:
    """A style's colours, L*a*b*: (draws, 3) means of random pieces, (n, 3) colours of all, spread of the means."""

    means: NDArray[np.float64]
    colors: NDArray[np.float64]
    spread: float


def reference_of(words: str, style: str) -> Reference:
    """The colours of the material that has these words, or of the one that they should look like.

    Args:
        words: of a style.
        style: canonical name, looked at where no material has the words.

    Raises:
        KeyError: there is no such material either.
    """
    material = find_material(words)
    return _reference(MATERIALS[style].name if material is None else material.name)


@cache
def _reference(name: str) -> Reference:
    random = np.random.default_rng(7003)
    draws = [srgb_to_linear_rgb(_colors(MATERIALS[name], random)) for _ in range(_DRAWS)]
    means = linear_rgb_to_lab(np.stack([draw.mean(axis=0) for draw in draws]))
    each = np.concatenate([draw[random.choice(len(draw), SAMPLE // _DRAWS, replace=False)] for draw in draws])
    between = ciede2000(means[:, None], means[None])
    return Reference(means, linear_rgb_to_lab(each), float(between.sum() / (_DRAWS * (_DRAWS - 1))))


def _colors(material: Material, random: np.random.Generator) -> NDArray[np.float32]:
    """(n, 3) sRGB of one random piece, at random points of a ball."""
    normal = random.normal(size=(_COLOURS_PER_DRAW, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    points = boxed_points(normal * np.float32(_RADIUS * material.coarsest), normal, _SPACING * material.coarsest)
    return evaluate(material.sample(random), points).color
