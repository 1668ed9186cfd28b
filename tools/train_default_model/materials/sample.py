"""What a style is: its words, its kind, and how a random material of it is drawn and evaluated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .noise import Array

# A shader maps positions (M, 3) and normals (M, 3) to sRGB albedo (M, 3) and relief (M,) in unit-sphere lengths.
Shader = Callable[[Array, Array], tuple[Array, Array]]
Recipe = Callable[[np.random.Generator], Shader]


class Kind(StrEnum):
    """The family of materials that a style belongs to."""

    COLOUR = "colour"
    METAL = "metal"
    WOOD = "wood"
    STONE = "stone"
    CLOTH = "cloth"
    LEATHER = "leather"
    FIBRE = "fibre"
    CERAMIC = "ceramic"
    GLASS = "glass"
    PLASTIC = "plastic"
    PAPER = "paper"
    NATURE = "nature"
    ANIMAL = "animal"
    PATTERN = "pattern"
    FOOD = "food"


@dataclass(frozen=True, eq=False)
class MaterialSample:
    """One random material: a solid texture that can be evaluated at any point of any object.

    Args:
        style: canonical name of the style.
        phrase: the words an artist would have typed for it.
        shader: colour and relief as a function of position and normal.
    """

    style: str
    phrase: str
    shader: Shader

    def evaluate(self, position: Array, normal: Array) -> Array:
        """sRGB-encoded albedo (M, 3) float32 in 0..1.

        Args:
            position: (M, 3) in unit-sphere object coordinates, z up.
            normal: (M, 3) unit normals in the same coordinates.
        """
        return self.shade(position, normal)[0]

    def height(self, position: Array, normal: Array) -> Array:
        """Relief (M,) float32 along the normal, in unit-sphere lengths, around 0; flat materials give zeros."""
        return self.shade(position, normal)[1]

    def shade(self, position: Array, normal: Array) -> tuple[Array, Array]:
        """`evaluate` and `height` at once."""
        albedo, relief = self.shader(np.asarray(position, np.float32), np.asarray(normal, np.float32))
        return np.clip(albedo, 0.0, 1.0).astype(np.float32, copy=False), np.asarray(relief, np.float32)


@dataclass(frozen=True)
class Style:
    """A style that the embedded model learns.

    Args:
        name: canonical name.
        phrases: words an artist would use, the commonest first; at least two.
        kind: its family.
        recipe: draws the random parameters and returns the shader.
        weight: how often it is drawn, relative to 1.
        base: for a style combined from a colour and a material ("red leather"): the material ("leather").
    """

    name: str
    phrases: tuple[str, ...]
    kind: Kind
    recipe: Recipe
    weight: float = 1.0
    base: str = ""

    def sample(self, rng: np.random.Generator) -> MaterialSample:
        """A material with random scale, orientation, contrast and palette; the same generator state gives the same."""
        # The commonest word is drawn as often as all others together.
        phrase = self.phrases[0] if rng.random() < 0.5 else self.phrases[int(rng.integers(len(self.phrases)))]
        return MaterialSample(self.name, phrase, self.recipe(rng))


def flat(position: Array) -> Array:
    """No relief at (M, 3) points: zeros (M,)."""
    return np.zeros(len(position), np.float32)
