"""Families that house people and birds: houses, birdhouses, towers, windmills."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_profile
from ...geometry import Geometry
from ...primitives import bar, box, cylinder, plate, ring, rod, turned


def _gable(width: float, depth: float, rise: float, thick: float, overhang: float) -> list[Geometry]:
    """Two roof slabs meeting at the ridge (along y), with eaves at z = 0."""
    slabs = []
    for side in (-1, 1):
        eave, ridge = np.array([side * (width / 2 + overhang), -overhang * rise / (width / 2)]), np.array([0.0, rise])
        normal = np.array([side * rise, width / 2]) / np.hypot(rise, width / 2) * thick
        outline = np.array([eave, ridge, ridge + np.array([0, thick * 1.3]), eave + normal])
        slab = plate(
            np.concatenate(
                [np.linspace(a, b, 5)[:-1] for a, b in zip(outline, np.roll(outline, -1, axis=0), strict=True)]
            ),
            depth + 2 * overhang,
            0.02,
        )
        slabs.append(slab)
    return slabs


def _house_walls(width: float, depth: float, wall: float, rise: float) -> Geometry:
    """Walls with gables, standing on z = 0."""
    corners = [(-width / 2, 0), (width / 2, 0), (width / 2, wall), (0, wall + rise), (-width / 2, wall)]
    outline = np.concatenate(
        [np.linspace(a, b, 6)[:-1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    )
    return plate(outline, depth, 0.01)


def house(rng: np.random.Generator) -> LabelledObject:
    """A house: walls, gabled, hipped or pyramid roof, door, windows, chimney."""
    assembly = Assembly("house", "house", "cottage", "hut", "building")
    width, depth, wall, rise = (
        rng.uniform(0.6, 1.2),
        rng.uniform(0.5, 1.0),
        rng.uniform(0.35, 0.8),
        rng.uniform(0.2, 0.6),
    )
    if rng.random() < 0.7:
        assembly.add("wall", _house_walls(width, depth, wall, rise * 0.98))
        assembly.add(
            "roof",
            *(
                slab.moved(z=wall)
                for slab in _gable(width, depth, rise, rng.uniform(0.03, 0.08), rng.uniform(0.03, 0.12))
            ),
        )
    else:
        assembly.add("wall", box(width, depth, wall, 0.02, inner=8).moved(z=wall / 2))
        roof = turned([(0.78, 0), (0.78, 0.05), (rng.uniform(0.02, 0.3), rise)], 4, bevel=0.01).rotated("z", 45)
        assembly.add("roof", roof.scaled(width, depth, 1).moved(z=wall - 0.01))
    front = -depth / 2 - 0.005
    door_x, tall = rng.uniform(-0.25, 0.25) * width, wall * rng.uniform(0.5, 0.75)
    assembly.add("door", box(width * 0.18, 0.03, tall, 0.15, inner=4).moved(door_x, front, tall / 2))
    if rng.random() < 0.85:
        for x in (-0.34, 0.34):
            if abs(x * width - door_x) > width * 0.2:
                frame = box(width * 0.17, 0.025, width * 0.17, 0.2).moved(x * width, front, wall * 0.55)
                assembly.add("window", frame)
        for y in (-depth * 0.2, depth * 0.2):
            assembly.add("window", box(0.025, depth * 0.2, wall * 0.3, 0.2).moved(width / 2 + 0.004, y, wall * 0.55))
    if rng.random() < 0.7:
        x = rng.choice([-1, 1]) * width * rng.uniform(0.15, 0.3)
        high = wall + rise * rng.uniform(1.0, 1.3)
        size = rng.uniform(0.09, 0.14)
        assembly.add(
            "chimney",
            box(size, size, high - wall, 0.06).moved(x, depth * 0.15, (wall + high) / 2 + 0.02),
            box(size * 1.25, size * 1.25, 0.05, 0.15).moved(x, depth * 0.15, high),
        )
    return assembly.finish(("z", float(rng.uniform(-35, 35))))


def birdhouse(rng: np.random.Generator) -> LabelledObject:
    """A nesting box: walls, roof, perch, hole rim, sometimes on a post."""
    assembly = Assembly("birdhouse", "birdhouse", "bird house", "nesting box")
    width, depth, wall, rise = (
        rng.uniform(0.2, 0.3),
        rng.uniform(0.18, 0.28),
        rng.uniform(0.2, 0.36),
        rng.uniform(0.06, 0.2),
    )
    pole = rng.uniform(0.3, 0.6) if rng.random() < 0.5 else 0.0
    assembly.add("birdhouse.box", _house_walls(width, depth, wall, rise * 0.98).moved(z=pole))
    assembly.add(
        "roof", *(slab.moved(z=pole + wall) for slab in _gable(width, depth, rise, 0.02, rng.uniform(0.02, 0.06)))
    )
    hole = pole + wall * 0.65
    assembly.add("rim", ring(width * 0.18, 0.008, 28, 8).rotated("x", 90).moved(0, -depth / 2, hole))
    z = hole - width * 0.3
    assembly.add("perch", rod((0, -depth / 2 + 0.01, z), (0, -depth / 2 - rng.uniform(0.05, 0.1), z), 0.008))
    if pole:
        assembly.add("post", bar((0, 0, 0), (0, 0, pole + 0.01), 0.025, 0.025))
    return assembly.finish()


def tower(rng: np.random.Generator) -> LabelledObject:
    """A castle tower or lighthouse: tower, roof or battlements, gallery, door, windows."""
    assembly = Assembly("tower", "tower", "castle tower", "lighthouse", "castle")
    radius, height = rng.uniform(0.18, 0.3), rng.uniform(0.6, 1.2)
    upper = radius * rng.uniform(0.6, 1.0)
    sides = int(rng.choice([6, 8, 32, 32]))
    assembly.add("tower", turned([(radius, 0), (upper, height)], sides))
    kind = rng.integers(3)
    if kind == 0:
        rise = rng.uniform(0.2, 0.6)
        assembly.add("roof", turned([(upper * 1.3, 0), (0.01, rise)], sides).moved(z=height - 0.01))
    elif kind == 1:
        assembly.add(
            "gallery", turned([(upper * 1.05, -0.1), (upper * 1.25, 0), (upper * 1.25, 0.06)], sides).moved(z=height)
        )
        count = int(rng.integers(6, 11))
        for k in range(count):
            tooth = box(0.06, 0.09, 0.1, 0.1).moved(upper * 1.17, 0, height + 0.1).rotated("z", 360 * k / count)
            assembly.add("battlement", tooth)
    else:
        assembly.add("gallery", cylinder(upper * 1.35, 0.05, 32).moved(z=height))
        light = rng.uniform(0.14, 0.22)
        assembly.add("glass", cylinder(upper * 0.75, light, 24).moved(z=height + 0.05))
        assembly.add("roof", turned([(upper, 0), (upper * 0.5, 0.1), (0.01, 0.16)], 28).moved(z=height + 0.05 + light))
    assembly.add("door", box(0.14, 0.05, 0.24, 0.25).moved(0, -radius * 0.96, 0.12))
    for k in range(int(rng.integers(0, 4))):
        z = height * (0.45 + 0.17 * k)
        r = radius + (upper - radius) * z / height
        assembly.add("window", box(0.07, 0.05, 0.12, 0.25).moved(0, -r * 0.98, z))
    return assembly.finish()


def windmill(rng: np.random.Generator) -> LabelledObject:
    """A windmill: tower, cap, sails, door."""
    assembly = Assembly("windmill", "windmill", "mill")
    radius, height = rng.uniform(0.25, 0.38), rng.uniform(0.7, 1.0)
    upper = radius * rng.uniform(0.5, 0.75)
    assembly.add("tower", turned([(radius, 0), (upper, height)], int(rng.choice([8, 30]))))
    cap = turned(smooth_profile([(upper * 1.1, 0), (upper * 0.9, 0.12), (0.01, rng.uniform(0.2, 0.3))], 12), 28)
    assembly.add("roof", cap.moved(z=height - 0.01))
    hub, reach = np.array([0, -upper - 0.14, height + 0.06]), rng.uniform(0.4, 0.65)
    turn, blades = rng.uniform(0, 90), int(rng.choice([3, 4, 4]))
    pieces = [rod(hub + np.array([0, 0.2, 0]), hub - np.array([0, 0.02, 0]), 0.03)]
    for k in range(blades):
        vane = [
            rod((0, 0, 0), (0, 0, reach), 0.014, sides=8),
            box(0.13, 0.012, reach * 0.75, 0.2, inner=4).moved(0.05, 0, reach * 0.6),
        ]
        pieces += [piece.rotated("y", 360 * k / blades + turn).moved(*hub) for piece in vane]
    assembly.add("sails", *pieces)
    assembly.add("door", box(0.15, 0.05, 0.26, 0.25).moved(0, -radius * 0.93, 0.13))
    return assembly.finish()


FAMILIES: Families = {
    "house": house,
    "birdhouse": birdhouse,
    "tower": tower,
    "windmill": windmill,
}
