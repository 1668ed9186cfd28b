"""Draws a material for a part of a training object: the piece, its words, how large it is, how it lies, its light."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from styleglip_addon.engine.materials.evaluation import Evaluated, evaluate
from styleglip_addon.engine.materials.material import Material, Sample
from styleglip_addon.engine.materials.points import Array, boxed_points

from .painted_light import Studio, painted
from .styles import STYLES

_NAMES = tuple(STYLES)
_WEIGHTS = np.array([style.weight for style in STYLES.values()])
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()

_LYING = 0.35
"""Share of pieces whose length does not stand upright."""

_FINEST_SEEN = (0.004, 0.016)
"""Smallest and greatest size at which a material's finest detail is to be, in radii: a pixel of a picture of an object
is about 0.008."""
_COARSEST_SEEN = ((0.08, 0.25), (0.2, 0.5))
"""Limits of the smallest and of the greatest size of a material's coarsest feature, in radii: a crop shows 0.6."""

_AXES = np.eye(3, dtype=np.float32)
_REFERENCE_SPACING = 0.01


@dataclass(frozen=True, eq=False)
class LitMaterial:
    """One random piece of a material on a thing of some size, evaluated at any point of any object in the unit sphere.

    Args:
        style: canonical name of the style.
        phrase: the words an artist would have typed for it.
        piece: of the engine's material.
        metres: what the unit sphere's radius stands for.
        frame: (3, 3) axes of the piece, one per row: its length is the last.
        studio: the light to paint on.
    """

    style: str
    phrase: str
    piece: Sample
    metres: float
    frame: Array
    studio: Studio

    def evaluate(self, position: Array, normal: Array, spacing: float) -> Evaluated:
        """Colour without light, channels, and relief in unit-sphere lengths.

        Args:
            position: (n, 3) in unit-sphere object coordinates, z up.
            normal: (n, 3) unit, same axes.
            spacing: distance between neighbouring samples, same unit.
        """
        metres = np.float32(self.metres)
        position, normal = np.asarray(position, np.float32), np.asarray(normal, np.float32)
        points = boxed_points(position @ self.frame.T * metres, normal @ self.frame.T, float(spacing) * self.metres)
        # The lowest point of an object is not known here: that of the sphere stands for it.
        level = np.maximum(position[:, 2] + np.float32(1.0), 0.0) * metres
        evaluated = evaluate(self.piece, replace(points, upward=normal[:, 2].copy(), level=level))
        return replace(evaluated, relief=evaluated.relief / metres)

    def lit(self, evaluated: Evaluated, position: Array, normal: Array) -> Array:
        """sRGB-encoded colours (n, 3) with the studio's light on them.

        Args:
            evaluated: what `evaluate` gave for the same points.
            position: (n, 3) as there.
            normal: (n, 3) unit, with the relief where that is known.
        """
        position, normal = np.asarray(position, np.float32), np.asarray(normal, np.float32)
        return painted(evaluated, position, normal, self.studio)

    def shade(self, position: Array, normal: Array, spacing: float) -> tuple[Array, Array]:
        """Lit colours (n, 3) and relief (n,) where the relief's own normals are not known; see `evaluate`."""
        evaluated = self.evaluate(position, normal, spacing)
        return self.lit(evaluated, position, normal), evaluated.relief


def sample_material(rng: np.random.Generator, style: str | None = None) -> LitMaterial:
    """Draws a random material.

    Args:
        rng: the only source of randomness.
        style: canonical name; None draws one by the styles' weights.

    Raises:
        KeyError: no style has this name.
    """
    name = style if style is not None else _NAMES[int(rng.choice(len(_NAMES), p=_WEIGHTS))]
    material = STYLES[name]
    # The commonest word is drawn as often as all others together.
    others = material.phrases
    phrase = others[0] if rng.random() < 0.5 else others[int(rng.integers(len(others)))]
    metres = material.coarsest / _coarsest_size(material, rng)
    return LitMaterial(name, phrase, material.sample(rng), metres, _frame(rng), Studio.random(rng))


def reference_colors(style: str, rng: np.random.Generator, count: int = 2048, samples: int = 8) -> Array:
    """Lit sRGB colours (count, 3) of a style, from random points of spheres and of several random materials of it.

    Args:
        style: canonical name.
        rng: the only source of randomness.
        count: number of colours.
        samples: materials that they are drawn from.

    Raises:
        KeyError: no style has this name.
    """
    colors = []
    for part in np.array_split(np.arange(count), samples):
        normal = rng.normal(size=(len(part), 3)).astype(np.float32)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        position = normal * rng.uniform(0.4, 1.0, (len(part), 1)).astype(np.float32)
        colors.append(sample_material(rng, style).shade(position, normal, _REFERENCE_SPACING)[0])
    return np.concatenate(colors)


def _coarsest_size(material: Material, rng: np.random.Generator) -> float:
    """A random size of a material's coarsest feature, in radii, at which it and the finest detail can be seen."""
    ratio = material.coarsest / material.finest
    low, high = (
        min(max(finest * ratio, least), most)
        for finest, (least, most) in zip(_FINEST_SEEN, _COARSEST_SEEN, strict=True)
    )
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def _frame(rng: np.random.Generator) -> Array:
    """The axes of an object's own box, the one that a piece's length is along as the last: upright, or lying."""
    length = 2 if rng.random() >= _LYING else int(rng.integers(2))
    frame: Array = np.roll(_AXES, 2 - length, axis=0)
    return frame
