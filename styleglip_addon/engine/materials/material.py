"""What a material is: its words, its kind, how a random piece of it is drawn, and what it is at points of a surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ..vocabulary.channels import Channel
from .points import Array, Points


class Kind(StrEnum):
    """The family of materials that one belongs to."""

    COLOR = "color"
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
class Shaded:
    """A material at n points.

    Args:
        color: (n, 3) or (3,) sRGB-encoded base colour (albedo; of a metal, its reflectance). No light is painted on it.
        relief: (n,) height along the normal, metres, around 0; or one value.
        channels: further channels, (n,) or one value each; what is missing is as in `channels`' plain surface.
        dye: (n,) or one value, 0..1: how much of a colour word's colour the point takes on; mortar does not.
        piece: (n,) a number in 0..1 of the piece that the point is on, one for all of a tile, a plank, a row of
            stitches; None: it has no pieces that could differ in colour.
        cover: (n,) 0..1 of a material of loose things: 0 between them, where something else could be seen, were they
            not as many; None: it lies close. One of pieces that lie close has it where `Points.growing` asks for it.
    """

    color: Array
    relief: Array | float = 0.0
    channels: Mapping[Channel, Array | float] = dataclass_field(default_factory=dict)
    dye: Array | float = 1.0
    piece: Array | None = None
    cover: Array | NDArray[np.bool_] | None = None


Shader = Callable[[Points], Shaded]
Recipe = Callable[[np.random.Generator], Shader]


@dataclass(frozen=True, eq=False)
class Material:
    """A material that words can name.

    Args:
        name: canonical name.
        phrases: words an artist would use, the commonest first; at least two.
        kind: its family.
        recipe: draws the random parameters and returns the shader.
        finest: size of its finest detail that matters to the eye, metres: from it sizes of textures follow.
        coarsest: size of the feature by which it is recognised from afar, metres: a brick's length, the distance of
            veins. On a part that is not several times as large, the whole material is made smaller.
        weight: how often it is drawn at random, relative to 1.
        base: for one combined from a colour and a material ("red leather"): the material ("leather").
    """

    name: str
    phrases: tuple[str, ...]
    kind: Kind
    recipe: Recipe
    finest: float
    coarsest: float
    weight: float = 1.0
    base: str = ""

    def sample(self, rng: np.random.Generator) -> Sample:
        """A random piece of the material; the same generator state gives the same."""
        return Sample(self.name, self.recipe(rng), self.finest, self.coarsest)


@dataclass(frozen=True, eq=False)
class Sample:
    """One piece of a material: a solid texture that can be evaluated at any point of any part.

    Args:
        name: of the material.
        shader: see `Shaded`.
        finest, coarsest: as of the material, metres.
    """

    name: str
    shader: Shader
    finest: float
    coarsest: float
