"""Procedural everyday objects whose parts are known: the training data's geometry.

`FAMILIES` maps a family's name to its generator; `generate_object` draws one and fits it into the unit sphere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import (
    creatures,
    food,
    furniture,
    lighting,
    plants,
    seating,
    things,
    tools,
    upholstered,
    vehicles_and_buildings,
    vessels,
    weapons,
)
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
    "armchair": upholstered.armchair,
    "sofa": upholstered.sofa,
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
    "hammer": tools.hammer,
    "axe": weapons.axe,
    "sword": weapons.sword,
    "knife": weapons.knife,
    "shovel": tools.shovel,
    "spoon": tools.spoon,
    "fork": tools.fork,
    "spear": weapons.spear,
    "shield": weapons.shield,
    "brush": tools.brush,
    "broom": tools.broom,
    "screwdriver": tools.screwdriver,
    "key": tools.key,
    "umbrella": tools.umbrella,
    "dumbbell": tools.dumbbell,
    "pencil": tools.pencil,
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
    "table": furniture.table,
    "desk": furniture.desk,
    "bed": furniture.bed,
    "cabinet": furniture.cabinet,
    "bookshelf": furniture.shelf,
    "car": vehicles_and_buildings.car,
    "cart": vehicles_and_buildings.cart,
    "rocket": vehicles_and_buildings.rocket,
    "boat": vehicles_and_buildings.boat,
    "airplane": vehicles_and_buildings.aeroplane,
    "house": vehicles_and_buildings.house,
    "birdhouse": vehicles_and_buildings.birdhouse,
    "tower": vehicles_and_buildings.tower,
    "windmill": vehicles_and_buildings.windmill,
    "ice cream": food.ice_cream,
    "lollipop": food.lollipop,
    "cupcake": food.cupcake,
    "cake": food.cake,
    "burger": food.burger,
    "fruit": food.fruit,
    "bell": things.bell,
    "clock": things.clock,
    "crate": things.crate,
    "chest": things.chest,
    "gift": things.gift,
    "drum": things.drum,
    "guitar": things.guitar,
    "hat": things.hat,
    "globe": things.globe,
    "computer": things.laptop,
    "ring": things.jewel_ring,
    "crown": things.crown,
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
