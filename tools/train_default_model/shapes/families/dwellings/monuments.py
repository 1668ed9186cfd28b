"""Families of larger buildings: churches, castles, fountains."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...fittings import Make, drawn_make, faced
from ...geometry import FloatArray, Geometry
from ...hulls import block
from ...primitives import ball, cylinder, leaf, plate, rod, turned
from .openings import add_door, add_window, drawn_windows, gable_roof, gabled_walls


def _cross(size: float) -> list[Geometry]:
    return [
        block(size * 0.12, size * 0.12, size).moved(z=size / 2),
        block(size * 0.6, size * 0.12, size * 0.12).moved(z=size * 0.65),
    ]


def church(rng: np.random.Generator) -> LabelledObject:
    """A church or chapel: nave, tower with spire or belfry, arched windows, rose, cross, apse."""
    assembly = Assembly("church", "church", "chapel", "cathedral", "building")
    make, style = drawn_make(rng), drawn_windows(rng, 0.85)
    width, length, wall, rise = (
        rng.uniform(0.4, 0.6),
        rng.uniform(0.8, 1.3),
        rng.uniform(0.35, 0.6),
        rng.uniform(0.25, 0.5),
    )
    front = -length / 2
    assembly.add("house.wall", gabled_walls(width, length, wall, rise))
    assembly.add("house.roof", *(p.moved(z=wall) for p in gable_roof(width, length, rise, 0.04, 0.04)))
    towers = int(rng.choice([0, 1, 1, 1, 2]))
    size, tall = width * rng.uniform(0.4, 0.65), wall + rise + rng.uniform(0.0, 0.5)
    top, face = wall + rise, front
    for k in range(towers):
        x = 0.0 if towers == 1 else (k - 0.5) * width * 1.1
        y = front - size * 0.3 if rng.random() < 0.7 or towers == 2 else 0.0
        round_ = rng.random() < 0.15
        assembly.add(
            "church.tower",
            cylinder(size / 2, tall, make.sides).moved(x, y, 0)
            if round_
            else block(size, size, tall).moved(x, y, tall / 2),
        )
        spire = rng.uniform(0.3, 0.9)
        sides = make.sides if round_ else int(rng.choice([4, 4, 8]))
        roof = turned([(size * 0.75, 0), (0.008, spire)], sides, bevel=0.0).rotated("z", 45)
        assembly.add("church.spire", roof.moved(x, y, tall))
        add_window(assembly, style, (size * 0.35, size * 0.6), (x, y - size / 2, tall - size * 0.5))
        if k == 0:
            top = tall + spire
        if y < 0 and towers == 1:
            face = y - size / 2
        if rng.random() < 0.7:
            assembly.add("church.cross", *(p.moved(x, y, tall + spire - 0.02) for p in _cross(0.16)))
    if not towers:
        assembly.add("church.cross", *(p.moved(0, front, top) for p in _cross(0.2)))
    tall_door = wall * rng.uniform(0.45, 0.7)
    add_door(assembly, rng, make, (tall_door * 0.55, tall_door), (0.0, face), 0.6)
    if rng.random() < 0.5:
        rose = make.disc(width * 0.13, 0.03, "y").moved(0, face, wall * rng.uniform(0.85, 1.0))
        assembly.add("church.rose", rose)
    count = int(rng.integers(2, 6))
    for y in (np.arange(count) + 0.5) / count * length - length / 2:
        for side in (1, -1):
            add_window(assembly, style, (0.09, wall * 0.5), (side * width / 2, float(y), wall * 0.55), side * 90)
    if rng.random() < 0.3:
        buttresses = [
            block(0.08, 0.05, wall * 0.85).moved(s * width / 2, float(y), wall * 0.42)
            for y in np.linspace(front, -front, count + 1)
            for s in (-1, 1)
        ]
        assembly.add("house.pillar", *buttresses)
    if rng.random() < 0.35:
        assembly.add("house.wall", cylinder(width * 0.4, wall * 0.85, make.sides).moved(0, length / 2, 0))
        assembly.add("house.roof", cylinder(width * 0.44, 0.2, make.sides, 0.02).moved(0, length / 2, wall * 0.85))
    if rng.random() < 0.3:
        assembly.add("house.base", block(width * 1.6, length * 1.4, 0.05).moved(z=-0.02))
    return assembly.finish(faced(rng))


def merlons(line: FloatArray, size: float, turn: float) -> list[Geometry]:
    """Blocks on top of a wall at the given places (K, 3), turned about +Z."""
    return [block(size, size * 0.6, size).rotated("z", turn).moved(*p).moved(z=size / 2) for p in line]


def _add_tower(
    assembly: Assembly,
    rng: np.random.Generator,
    make: Make,
    place: tuple[float, float],
    size: tuple[float, float],
    roofed: bool,
) -> None:
    """Adds a round tower with a cone or battlements, slits and a flag."""
    (x, y), (radius, tall) = place, size
    pieces = [cylinder(radius * rng.uniform(1.0, 1.15), tall, make.sides, radius)]
    if rng.random() < 0.6:
        pieces.append(cylinder(radius * 1.15, radius * 0.5, make.sides).moved(z=tall - radius * 0.1))
        tall += radius * 0.4
    assembly.add("castle.tower", *(p.moved(x, y, 0) for p in pieces))
    if roofed:
        high = radius * rng.uniform(1.6, 3.2)
        assembly.add("castle.roof", cylinder(radius * 1.3, high, make.sides, 0.005).moved(x, y, tall))
        if rng.random() < 0.5:
            top = tall + high
            assembly.add("flagpole", rod((x, y, top - 0.03), (x, y, top + 0.16), 0.006))
            pennant = plate(np.array([(0, 0), (0, 0.07), (0.14, 0.035)]), 0.006)
            assembly.add("flag", pennant.moved(x, y, top + 0.08))
    else:
        ring_ = []
        for a in np.linspace(0, 2 * np.pi, 9)[:-1]:
            ring_ += merlons(np.array([(0.0, -radius * 1.05, tall)]), radius * 0.35, 0)[:1]
            ring_[-1] = ring_[-1].rotated("z", np.degrees(a)).moved(x, y, 0)
        assembly.add("castle.battlement", *ring_)
    slits = [block(radius * 0.18, radius * 0.3, radius * 0.6).moved(x, y - radius, tall * t) for t in (0.5, 0.8)]
    if rng.random() < 0.6:
        assembly.add("arrow.slit", *slits)


def castle(rng: np.random.Generator) -> LabelledObject:
    """A castle: walls between corner towers, gate, keep, battlements, cone roofs, flags."""
    assembly = Assembly("castle", "castle", "fortress", "palace", "fort", "building")
    make = drawn_make(rng)
    half, deep = rng.uniform(0.5, 0.8), rng.uniform(0.4, 0.8)
    high, thick = rng.uniform(0.25, 0.45), rng.uniform(0.06, 0.12)
    roofed = rng.random() < 0.6
    walls = [
        (block(2 * half, thick, high).moved(0, -deep, high / 2), (0.0, -deep, 0.0)),
        (block(2 * half, thick, high).moved(0, deep, high / 2), (0.0, deep, 0.0)),
        (block(thick, 2 * deep, high).moved(half, 0, high / 2), (half, 0.0, 90.0)),
        (block(thick, 2 * deep, high).moved(-half, 0, high / 2), (-half, 0.0, 90.0)),
    ]
    if rng.random() < 0.9:
        assembly.add_each("castle.wall", *(piece for piece, _ in walls))
        teeth: list[Geometry] = []
        for _, (x, y, turn) in walls:
            span = half if turn == 0 else deep
            along = np.linspace(-span, span, int(rng.integers(7, 12)))
            line = np.stack(
                [x + (along if turn == 0 else 0 * along), y + (0 * along if turn == 0 else along), 0 * along + high],
                axis=1,
            )
            teeth += merlons(line, 0.06, turn)
        assembly.add("castle.battlement", *teeth)
    radius, tall = rng.uniform(0.1, 0.18), high * rng.uniform(1.3, 2.2)
    for x in (-half, half):
        for y in (-deep, deep):
            _add_tower(assembly, rng, make, (x, y), (radius, tall), roofed)
    if rng.random() < 0.8:
        wide, up = rng.uniform(0.3, 0.5), high * rng.uniform(1.6, 2.8)
        assembly.add("castle.keep", block(wide, wide, up).moved(0, 0.1, up / 2))
        if rng.random() < 0.5:
            roof = turned([(wide * 0.8, 0), (0.01, wide)], 4, bevel=0.0).rotated("z", 45)
            assembly.add("house.roof", roof.moved(0, 0.1, up))
        else:
            line = np.array(
                [(x * wide / 2, 0.1 + y * wide / 2, up) for x in (-1, 0, 1) for y in (-1, 0, 1) if (x, y) != (0, 0)]
            )
            assembly.add("castle.battlement", *merlons(line, 0.07, 0))
        style = drawn_windows(rng, 0.6)
        for x in (-0.12, 0.12):
            add_window(assembly, style, (0.06, 0.1), (x, 0.1 - wide / 2, up * 0.7))
    if rng.random() < 0.6:
        lodge, up = rng.uniform(0.25, 0.36), high * rng.uniform(1.1, 1.5)
        assembly.add("castle.keep", block(lodge, thick * 2.4, up).moved(0, -deep, up / 2))
    gate = high * rng.uniform(0.55, 0.75)
    front = -deep - thick * 1.25
    arch = [
        block(gate * 0.7, 0.04, gate * 0.7).moved(0, front, gate * 0.35),
        cylinder(gate * 0.35, 0.04, 20).rotated("x", 90).moved(0, front + 0.02, gate * 0.7),
    ]
    assembly.add("castle.gate", *arch)
    if rng.random() < 0.4:
        assembly.add(
            "house.base", cylinder(max(half, deep) * 1.7, 0.08, make.sides, max(half, deep) * 1.5).moved(z=-0.07)
        )
    return assembly.finish(faced(rng))


def tiered_fountain(rng: np.random.Generator) -> LabelledObject:
    """A fountain: basin, column, one to three bowls, water, jets, a finial."""
    assembly = Assembly("tiered fountain", "fountain", "water fountain", "well", "birdbath")
    make = drawn_make(rng)
    radius, high = rng.uniform(0.5, 0.8), rng.uniform(0.12, 0.3)
    sides = int(rng.choice([make.sides, make.sides, 6, 8]))
    rim = rng.uniform(0.05, 0.12)
    profile = [
        (0.0, 0.0),
        (radius * 0.95, 0.0),
        (radius, high),
        (radius - rim, high),
        (radius - rim * 1.1, 0.06),
        (0.0, 0.05),
    ]
    assembly.add("cascade.basin", turned(profile, sides))
    water = rng.random() < 0.75
    if water:
        assembly.add("cascade.water", cylinder(radius - rim * 1.02, high * 0.15, sides).moved(z=high * 0.6))
    bowls, z, wide = int(rng.integers(1, 4)), 0.05, radius
    for k in range(bowls):
        tall = rng.uniform(0.25, 0.45) * (0.85**k)
        thick = rng.uniform(0.05, 0.1) * (0.8**k)
        waist = rng.uniform(0.5, 1.0)
        column = turned(
            [(thick * 1.5, 0), (thick, tall * 0.2), (thick * waist, tall * 0.6), (thick * 1.3, tall)], make.sides
        )
        assembly.add("cascade.column", column.moved(z=z))
        z += tall
        wide *= rng.uniform(0.45, 0.65)
        deep = wide * rng.uniform(0.25, 0.45)
        bowl = [
            (0.0, 0.0),
            (wide * 0.3, 0.0),
            (wide * 0.85, deep * 0.5),
            (wide, deep),
            (wide * 0.9, deep),
            (wide * 0.7, deep * 0.55),
            (0.0, deep * 0.35),
        ]
        assembly.add("cascade.bowl", turned(bowl, make.sides).moved(z=z - 0.02))
        if water:
            assembly.add("cascade.water", cylinder(wide * 0.84, deep * 0.1, make.sides).moved(z=z + deep * 0.75))
        z += deep * 0.35
    if rng.random() < 0.6:
        assembly.add(
            "cascade.finial",
            ball(wide * 0.25, wide * 0.25, wide * rng.uniform(0.25, 0.5), make.sides).moved(z=z + wide * 0.3),
        )
    if water and rng.random() < 0.5:
        jets = [
            leaf(wide * 1.4, wide * 0.25, 0.9, 0.1, 0.06).rotated("y", -35).rotated("z", a).moved(z=z + wide * 0.3)
            for a in range(0, 360, 60)
        ]
        assembly.add_each("cascade.water", *jets)
    if rng.random() < 0.3:
        assembly.add("house.step", cylinder(radius * 1.25, 0.06, sides).moved(z=-0.06))
    return assembly.finish()


FAMILIES: Families = {"church": church, "castle": castle, "tiered fountain": tiered_fountain}
