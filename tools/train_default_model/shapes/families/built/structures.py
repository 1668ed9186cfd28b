"""Families of lighthouses and draw wells."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell
from ...fittings import Make, drawn_make, faced
from ...geometry import Geometry
from ...primitives import ball, box, cylinder, dome, lathe, ring, rod, round_section, sweep


def _ring_railing(make: Make, radius: float, z: float, tall: float, posts: int) -> list[Geometry]:
    """A round railing standing at height z."""
    pieces = [make.hoop(radius, 0.02).moved(z=z + tall * share) for share in (1.0, 0.5)]
    for turn in np.linspace(0, 2 * np.pi, posts, endpoint=False):
        x, y = radius * np.cos(turn), radius * np.sin(turn)
        pieces.append(rod((x, y, z), (x, y, z + tall), 0.018, sides=5))
    return pieces


def lighthouse(rng: np.random.Generator) -> LabelledObject:
    """A lighthouse: tower with bands, gallery, lantern room, roof, rocks or a house at its foot."""
    assembly = Assembly("lighthouse", "lighthouse", "beacon", "tower", "building")
    make = drawn_make(rng)
    tall, low = rng.uniform(4.0, 8.0), rng.uniform(0.8, 1.4)
    high = low * rng.uniform(0.5, 0.85)
    foot = rng.uniform(0.0, 0.5) if rng.random() < 0.6 else 0.0
    if foot:
        assembly.add("base", make.turned([(low * rng.uniform(1.2, 1.6), 0), (low * 1.15, foot)]))
    sides = make.sides if rng.random() < 0.75 else 8
    tower = Make(sides, make.edge, make.soft)
    rows = int(rng.integers(3, 8)) if rng.random() < 0.5 else 1
    edges = np.linspace(0, 1, rows + 1)
    for k in range(rows):
        radii = [float(low + (high - low) * edges[k + j] ** 0.85) for j in (0, 1)]
        piece = tower.turned([(radii[0], 0.0), (radii[1], tall / rows)]).moved(z=foot + tall * float(edges[k]))
        assembly.add("tower" if k % 2 == 0 else "tower.stripe", piece)
    top = foot + tall
    deck = high * rng.uniform(1.3, 1.6)
    assembly.add("gallery", make.turned([(high, -0.2), (deck, 0.0), (deck, 0.1)]).moved(z=top))
    if rng.random() < 0.8:
        assembly.add(
            "railing", *_ring_railing(make, deck * 0.95, top + 0.1, rng.uniform(0.35, 0.5), int(rng.integers(8, 18)))
        )
    room, room_tall = high * rng.uniform(0.6, 0.85), rng.uniform(0.6, 1.1)
    assembly.add("lantern.room", make.turned([(room, 0), (room, room_tall)]).moved(z=top + 0.1))
    if rng.random() < 0.7:
        bars = [
            rod(
                (room * np.cos(a), room * np.sin(a), top + 0.1),
                (room * np.cos(a), room * np.sin(a), top + 0.1 + room_tall),
                0.03,
                sides=5,
            )
            for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ]
        assembly.add("window.frame", *bars)
    if rng.random() < 0.4:
        assembly.add("bulb", ball(room * 0.5, segments=14).moved(z=top + 0.1 + room_tall / 2))
    peak = room * rng.uniform(0.6, 1.5)
    roof = make.turned([(room * 1.2, 0), (0.03, peak)]) if rng.random() < 0.6 else dome(room * 1.15, peak, make.sides)
    assembly.add("roof", roof.moved(z=top + 0.1 + room_tall))
    if rng.random() < 0.6:
        tip = top + 0.1 + room_tall + peak
        assembly.add(
            "spire", make.rod((0, 0, tip - 0.1), (0, 0, tip + 0.4), 0.025), ball(0.07, segments=10).moved(z=tip + 0.05)
        )
    assembly.add("door", make.block(0.5, 0.2, 0.95, 0.2).moved(0, -low * 0.97, foot + 0.47))
    if rng.random() < 0.4:
        assembly.add(
            "steps",
            *(
                make.block(0.8, 0.25, foot * (0.7 - 0.2 * k) + 0.05).moved(
                    0, -low - 0.2 - 0.22 * k, (foot * (0.7 - 0.2 * k) + 0.05) / 2
                )
                for k in range(3)
            ),
        )
    for z in np.linspace(0.35, 0.85, int(rng.integers(1, 4))) * tall:
        radius = low + (high - low) * (float(z) / tall) ** 0.85
        angle = float(rng.choice([0.0, 40.0, -40.0, 90.0]))
        assembly.add("window", make.block(0.26, 0.12, 0.4, 0.2).moved(0, -radius, foot + float(z)).rotated("z", angle))
    if rng.random() < 0.35:
        rocks = [
            ball(s, s * 0.9, s * 0.6, 10).wobbled(rng, 0.08, 4).moved(low * 1.5 * np.cos(a), low * 1.5 * np.sin(a), 0)
            for s, a in zip(rng.uniform(0.3, 0.8, 7), np.linspace(0.5, 6.0, 7), strict=True)
        ]
        assembly.add_each("well.rock", *rocks)
    if rng.random() < 0.3:
        assembly.add("wall", box(1.6, 1.4, 1.1, 0.03, 2).moved(low + 0.8, 0, 0.55))
        prism = box(1.8, 1.6, 0.7, 0.02, 2).tapered(1.0, 0.02)
        assembly.add("roof", prism.moved(low + 0.8, 0, 1.45))
    return assembly.finish(faced(rng))


def _stones(rng: np.random.Generator, radius: float, tall: float, thick: float) -> list[Geometry]:
    """Rows of rounded blocks around a shaft."""
    rows, count = int(rng.integers(3, 6)), int(rng.integers(10, 16))
    stone = box(2 * np.pi * radius / count * 0.96, thick, tall / rows * 0.95, 0.25, 1)
    return [
        stone.scaled(1, float(rng.uniform(0.9, 1.15)), 1)
        .moved(0, radius, tall * (row + 0.5) / rows)
        .rotated("z", 360.0 * (k + 0.5 * (row % 2)) / count)
        for row in range(rows)
        for k in range(count)
    ]


def well(rng: np.random.Generator) -> LabelledObject:
    """A draw well: shaft, posts, roof, winch with crank, rope and bucket."""
    assembly = Assembly("well", "well", "water well", "wishing well", "draw well")
    make = drawn_make(rng)
    radius, tall, thick = rng.uniform(0.5, 0.8), rng.uniform(0.6, 0.95), rng.uniform(0.1, 0.2)
    if rng.random() < 0.5:
        stones = _stones(rng, radius, tall, thick)
        if rng.random() < 0.5:
            assembly.add("well.shaft", *stones)
        else:
            assembly.add_each("well.stone", *stones)
    else:
        wall = [(radius, 0.0), (radius * rng.uniform(0.9, 1.0), tall)]
        assembly.add("well.shaft", lathe(shell(wall, thick, bottom=False), make.sides))
    if rng.random() < 0.6:
        assembly.add(
            "rim",
            lathe(
                [
                    (radius - thick, tall),
                    (radius + 0.08, tall),
                    (radius + 0.08, tall + 0.08),
                    (radius - thick, tall + 0.08),
                    (radius - thick, tall),
                ],
                make.sides,
            ),
        )
    if rng.random() < 0.5:
        assembly.add("well.water", cylinder(radius * 0.85, 0.02, max(make.sides, 12)).moved(z=tall * 0.55))
    top = tall + rng.uniform(0.9, 1.3)
    square = rng.random() < 0.6
    x = radius * rng.uniform(0.85, 1.05)
    for side in (-1, 1):
        if square:
            assembly.add("post", make.block(0.1, 0.1, top - tall * 0.4).moved(side * x, 0, (top + tall * 0.4) / 2))
        else:
            assembly.add("post", make.rod((side * x, 0, tall * 0.4), (side * x, 0, top), 0.055))
    if rng.random() < 0.85:
        half, slope = radius * rng.uniform(0.9, 1.25), rng.uniform(32, 50)
        long = x * 2 + rng.uniform(0.3, 0.5)
        reach = half / np.cos(np.radians(slope))
        if rng.random() < 0.6:
            boards = int(rng.integers(1, 7))
            for side in (-1, 1):
                planks = [
                    make.block(long, reach / boards * 0.98, 0.05).moved(0, (k + 0.5) * reach / boards)
                    for k in range(boards)
                ]
                assembly.add(
                    "roof",
                    *(plank.rotated("x", -slope).scaled(1, side, 1).moved(z=top + half * 0.55) for plank in planks),
                )
            if rng.random() < 0.6:
                gable = [
                    box(0.05, half * 1.7, half * 0.7, 0.05, 2).tapered(1.0, 0.05).moved(side * x, 0, top + half * 0.15)
                    for side in (-1, 1)
                ]
                assembly.add_each("gable", *gable)
        else:
            assembly.add("roof", make.turned([(half * 1.25, 0), (0.03, half * 0.9)]).moved(z=top - 0.05))
        if rng.random() < 0.5:
            assembly.add("roof.beam", make.block(x * 2.2, 0.09, 0.09).moved(0, 0, top - 0.05))
    axle = tall + (top - tall) * rng.uniform(0.35, 0.6)
    assembly.add(
        "winch",
        make.disc(rng.uniform(0.06, 0.11), x * 1.5, "x").moved(0, 0, axle),
        make.disc(0.03, x * 2.25, "x").moved(0, 0, axle),
    )
    if rng.random() < 0.8:
        out = x * 1.12
        path = np.array([(x, 0, axle), (out, 0, axle), (out, 0.12, axle - 0.2), (out + 0.2, 0.12, axle - 0.2)])
        assembly.add("winch.crank", sweep(path, 0.022, round_section(8)))
    if rng.random() < 0.5:
        assembly.add(
            "winch.rope",
            *(ring(0.12, 0.015, 16, 6).rotated("y", 90).moved(d, 0, axle) for d in np.linspace(-0.08, 0.08, 5)),
        )
    drop = float(axle - rng.uniform(0.3, 0.55)) if rng.random() < 0.75 else tall + 0.3
    on_rim = rng.random() < 0.25
    bucket_x = radius * 0.95 if on_rim else 0.0
    base = tall + 0.08 if on_rim else drop - 0.25
    assembly.add("winch.rope", rod((0, 0, axle), (bucket_x * 0.5, 0, base + 0.4), 0.015, sides=6))
    pail = lathe(shell([(0.1, 0.0), (0.14, 0.25)], 0.015), max(make.sides, 12))
    bail = arc(0.14, 0, 180, 12)
    assembly.add("bucket.body", pail.moved(bucket_x, 0, base))
    assembly.add(
        "ear",
        sweep(
            np.stack([bail[:, 0] + bucket_x, 0 * bail[:, 0], bail[:, 1] + base + 0.24], axis=1), 0.01, round_section(6)
        ),
    )
    if rng.random() < 0.5:
        assembly.add_each(
            "hoop", *(ring(0.1 + 0.04 * t, 0.01, 20, 6).moved(bucket_x, 0, base + 0.25 * t + 0.01) for t in (0.15, 0.8))
        )
    return assembly.finish(faced(rng))


FAMILIES: Families = {"lighthouse": lighthouse, "well": well}
