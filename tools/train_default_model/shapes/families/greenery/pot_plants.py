"""House plants in pots."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import shift
from ...curves import smooth_curve
from ...geometry import Geometry
from ...primitives import ball, cylinder, leaf, ring, rod, sheet, sweep, turned


def house_plant(rng: np.random.Generator) -> LabelledObject:
    """A plant in a pot: upright swords, hanging leaves, broad leaves on stems, blossoms; saucer, stand."""
    assembly = Assembly("house plant", "plant", "potted plant", "house plant", "pot plant", "flower pot")
    radius, high = rng.uniform(0.16, 0.28), rng.uniform(0.2, 0.4)
    sides = int(rng.choice([4, 6, 10, 20, 28]))
    foot = radius * rng.uniform(0.6, 1.1)
    turn = 45.0 if sides == 4 else 0.0
    wall = radius * 0.1
    pot = turned([(foot, 0), (radius, high), (radius - wall, high), (radius - wall, high * 0.85)], sides, bevel=0.0)
    lift = rng.uniform(0.15, 0.35) if rng.random() < 0.15 else 0.0
    assembly.add("plant.pot", pot.rotated("z", turn).moved(z=lift))
    if rng.random() < 0.45:
        assembly.add(
            "plant.rim",
            ring(radius, radius * 0.09, max(12, sides), 8).moved(z=lift + high)
            if sides > 8
            else cylinder(radius * 1.1, high * 0.14, sides).rotated("z", turn).moved(z=lift + high * 0.9),
        )
    if rng.random() < 0.85:
        assembly.add(
            "plant.soil",
            cylinder(radius - wall * 1.1, high * 0.08, sides).rotated("z", turn).moved(z=lift + high * 0.82),
        )
    if lift:
        legs = [
            rod((x * radius, y * radius, 0), (x * radius * 0.8, y * radius * 0.8, lift + high * 0.4), 0.015)
            for x in (-1, 1)
            for y in (-1, 1)
        ]
        assembly.add_each("plant.leg", *legs)
    elif rng.random() < 0.3:
        assembly.add("plant.saucer", cylinder(foot * 1.35, 0.03, 24).moved(z=-0.015))
    z = lift + high * 0.85
    kind, each = rng.integers(4), rng.random() < 0.5
    leaves: list[Geometry] = []
    stems: list[Geometry] = []
    count = int(rng.integers(6, 15))
    for k in range(count):
        angle = 360 * k / count + rng.uniform(-20, 20)
        if kind == 0:
            tall, wide = rng.uniform(0.4, 0.8), rng.uniform(0.03, 0.05)
            t, s = np.linspace(0, 1, 8)[:, None], np.linspace(-1, 1, 4)[None]
            grid = np.stack([wide * s * (1 - t**3) + 0 * t, 0.02 * s**2 + 0.15 * t**2, tall * t + 0 * s], axis=-1)
            leaves.append(sheet(grid, 0.01).moved(y=radius * 0.35 * rng.uniform(0, 1)).rotated("z", angle).moved(z=z))
        elif kind == 1:
            piece = leaf(rng.uniform(0.3, 0.6), rng.uniform(0.05, 0.1), rng.uniform(0.6, 1.6), 0.3, 0.02)
            leaves.append(piece.rotated("y", -rng.uniform(35, 75)).rotated("z", angle).moved(z=z))
        else:
            tilt = np.radians(rng.uniform(10, 50))
            reach = rng.uniform(0.25, 0.55)
            a = np.radians(angle)
            tip = np.array([np.cos(a) * np.sin(tilt), np.sin(a) * np.sin(tilt), np.cos(tilt)]) * reach + shift(0, 0, z)
            stems.append(
                sweep(
                    smooth_curve(
                        [shift(0, 0, z - 0.02), tip * np.array([0.4, 0.4, 0.6]) + shift(0, 0, z * 0.4), tip], 8
                    ),
                    0.009,
                )
            )
            size = rng.uniform(0.16, 0.3)
            leaves.append(
                leaf(size, size * rng.uniform(0.5, 0.9), 0.4, 0.15, 0.02)
                .rotated("y", rng.uniform(-10, 35))
                .rotated("z", angle)
                .moved(*tip)
            )
            if kind == 3 and k % 3 == 0:
                petals = [
                    leaf(0.1, 0.07, 0.2, 0.1, 0.05)
                    .rotated("y", -25)
                    .rotated("z", 60 * j)
                    .moved(*(tip + shift(0, 0, 0.1)))
                    for j in range(6)
                ]
                assembly.add("blossom.petal", *petals)
                assembly.add("blossom.center", ball(0.028, segments=10).moved(*(tip + shift(0, 0, 0.11))))
                stems.append(rod(tip, tip + shift(0, 0, 0.1), 0.007, sides=6))
    if each:
        assembly.add_each("plant.leaf", *leaves)
    else:
        assembly.add("plant.leaf", *leaves)
    if stems:
        assembly.add("plant.stem", *stems)
    return assembly.finish()


FAMILIES: Families = {"house plant": house_plant}
