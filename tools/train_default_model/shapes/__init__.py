"""Procedural everyday objects whose parts are known: the training data's geometry.

`FAMILIES` maps a family's name to its generator; `generate_object` draws one and fits it into the unit sphere.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import (
    bottles,
    buildings,
    candles,
    creatures,
    cutlery,
    food,
    furniture,
    instruments,
    lighting,
    plants,
    seating,
    things,
    tools,
    upholstered,
    vehicles,
    vessels,
    water_creatures,
    weapons,
)
from .assembly import LabelledObject, normalised

FAMILIES: dict[str, Callable[[np.random.Generator], LabelledObject]] = {
    "table lamp": lighting.table_lamp,
    "floor lamp": lighting.floor_lamp,
    "desk lamp": lighting.desk_lamp,
    "candle": candles.candle_holder,
    "lantern": candles.lantern,
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
    "bottle": bottles.bottle,
    "vase": bottles.vase,
    "jar": bottles.jar,
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
    "spoon": cutlery.spoon,
    "fork": cutlery.fork,
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
    "fish": water_creatures.fish,
    "turtle": water_creatures.turtle,
    "table": furniture.table,
    "desk": furniture.desk,
    "bed": furniture.bed,
    "cabinet": furniture.cabinet,
    "bookshelf": furniture.shelf,
    "car": vehicles.car,
    "cart": vehicles.cart,
    "rocket": vehicles.rocket,
    "boat": vehicles.boat,
    "airplane": vehicles.aeroplane,
    "house": buildings.house,
    "birdhouse": buildings.birdhouse,
    "tower": buildings.tower,
    "windmill": buildings.windmill,
    "ice cream": food.ice_cream,
    "lollipop": food.lollipop,
    "cupcake": food.cupcake,
    "cake": food.cake,
    "burger": food.burger,
    "fruit": food.fruit,
    "bell": instruments.bell,
    "clock": things.clock,
    "crate": things.crate,
    "chest": things.chest,
    "gift": things.gift,
    "drum": instruments.drum,
    "guitar": instruments.guitar,
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
