"""Procedural everyday objects whose parts are known: the training data's geometry.

`FAMILIES` maps a family's name to its generator; `generate_object` draws one and fits it into the unit sphere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import creatures, lighting, plants, seating, tools_and_weapons, vessels
from .assembly import LabelledObject, normalised

FAMILIES: dict[str, Callable[[np.random.Generator], LabelledObject]] = {
    "table lamp": lighting.table_lamp,
    "floor lamp": lighting.floor_lamp,
    "desk lamp": lighting.desk_lamp,
    "candle": lighting.candle_holder,
    "lantern": lighting.lantern,
    "light bulb": lighting.light_bulb,
    "chandelier": lighting.chandelier,
    "street lamp": lighting.street_lamp,
    "chair": seating.chair,
    "armchair": seating.armchair,
    "sofa": seating.sofa,
    "stool": seating.stool,
    "bench": seating.bench,
    "mug": vessels.mug,
    "teapot": vessels.teapot,
    "jug": vessels.jug,
    "bottle": vessels.bottle,
    "vase": vessels.vase,
    "jar": vessels.jar,
    "goblet": vessels.goblet,
    "trophy": vessels.trophy,
    "bucket": vessels.bucket,
    "barrel": vessels.barrel,
    "pan": vessels.frying_pan,
    "hammer": tools_and_weapons.hammer,
    "axe": tools_and_weapons.axe,
    "sword": tools_and_weapons.sword,
    "knife": tools_and_weapons.knife,
    "shovel": tools_and_weapons.shovel,
    "spoon": tools_and_weapons.spoon,
    "fork": tools_and_weapons.fork,
    "spear": tools_and_weapons.spear,
    "shield": tools_and_weapons.shield,
    "brush": tools_and_weapons.brush,
    "broom": tools_and_weapons.broom,
    "screwdriver": tools_and_weapons.screwdriver,
    "key": tools_and_weapons.key,
    "umbrella": tools_and_weapons.umbrella,
    "dumbbell": tools_and_weapons.dumbbell,
    "pencil": tools_and_weapons.pencil,
    "mushroom": plants.mushroom,
    "tree": plants.tree,
    "potted plant": plants.potted_plant,
    "flower": plants.flower,
    "cactus": plants.cactus,
    "robot": creatures.robot,
    "snowman": creatures.snowman,
    "teddy bear": creatures.teddy,
    "animal": creatures.four_legged,
    "bird": creatures.bird,
    "fish": creatures.fish,
    "turtle": creatures.turtle,
}


def generate_object(rng: np.random.Generator, family: str | None = None) -> LabelledObject:
    """Draws one object.

    Args:
        rng: draws everything; the same state gives the same object.
        family: a key of `FAMILIES`; None draws one uniformly.

    Returns:
        The object with the centre of its bounding box at the origin and its farthest vertex at distance 1,
        up = +Z, front = -Y turned by at most 20 degrees.
    """
    name = family if family is not None else list(FAMILIES)[int(rng.integers(len(FAMILIES)))]
    return normalised(FAMILIES[name](rng), rng)


__all__ = ["FAMILIES", "LabelledObject", "generate_object"]
