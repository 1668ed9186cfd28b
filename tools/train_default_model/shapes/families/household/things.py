"""Families of other things: clocks, crates, chests, gifts, hats, globes, laptops, jewels."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell, smooth_profile
from ...geometry import Geometry, grid_surface, merged
from ...primitives import ball, bar, box, cylinder, dome, lathe, ring, rod, sweep, turned


def clock(rng: np.random.Generator) -> LabelledObject:
    """A wall clock or alarm clock: case, face, hands; sometimes feet and bells."""
    assembly = Assembly("clock", "clock", "wall clock", "alarm clock")
    radius, deep = 0.25, rng.uniform(0.05, 0.16)
    rim = rng.uniform(0.015, 0.05)
    if rng.random() < 0.75:
        case = lathe(
            [
                (0, deep / 2),
                (radius, deep / 2),
                (radius + rim, deep * 0.2),
                (radius + rim, -deep / 2),
                (radius, -deep / 2),
                (radius, -deep * 0.3),
            ],
            44,
        )
        assembly.add("clock.case", case.rotated("x", 90).scaled(1, -1, 1))
        assembly.add("clock.face", cylinder(radius, 0.012, 44).rotated("x", 90).moved(y=-deep * 0.25))
    else:
        size = 2 * (radius + rim)
        assembly.add("clock.case", box(size, deep, size, 0.15).moved(y=deep * 0.1))
        assembly.add("clock.face", cylinder(radius, 0.02, 44).rotated("x", 90).moved(y=-deep * 0.4))
    front = -deep * 0.55 - 0.012
    hands = [
        box(0.02, 0.01, length, 0.2).moved(z=length / 2 - 0.02).rotated("y", rng.uniform(0, 360)).moved(y=front)
        for length in (radius * 0.85, radius * 0.55)
    ]
    assembly.add("clock.hand", *hands, cylinder(0.02, 0.02, 16).rotated("x", 90).moved(y=front + 0.01))
    if rng.random() < 0.45:
        for side in (-1, 1):
            assembly.add(
                "leg", rod((side * radius * 0.6, 0, -radius * 0.85), (side * radius * 0.8, 0, -radius * 1.25), 0.02)
            )
            if rng.random() < 0.8:
                cup = merged([dome(0.1, 0.07, 24), rod((0, 0, 0.02), (0, 0, -0.08), 0.01)])
                assembly.add("bell.body", cup.moved(z=radius + rim + 0.04).rotated("y", side * 35))
    return assembly.finish()


def crate(rng: np.random.Generator) -> LabelledObject:
    """A wooden crate: panels with a frame of battens."""
    assembly = Assembly("crate", "crate", "wooden box", "box")
    x, y, z = rng.uniform(0.5, 1.0, 3)
    thick = rng.uniform(0.05, 0.1)
    assembly.add("crate.board", box(x, y, z, 0.02, inner=4))
    frame: list[Geometry] = []
    for a in (-1, 1):
        for b in (-1, 1):
            frame.append(box(x + thick * 0.6, thick, thick, 0.1).moved(0, a * y / 2, b * z / 2))
            frame.append(box(thick, y + thick * 0.6, thick, 0.1).moved(a * x / 2, 0, b * z / 2))
            frame.append(box(thick, thick, z + thick * 0.6, 0.1).moved(a * x / 2, b * y / 2, 0))
        if rng.random() < 0.5:
            reach_x, reach_z = x / 2, z / 2
            frame.append(
                bar((-reach_x, a * y / 2, -reach_z), (reach_x, a * y / 2, reach_z), thick * 0.35, thick * 0.35)
            )
    assembly.add("crate.frame", *frame)
    return assembly.finish(("z", float(rng.uniform(-40, 40))))


def chest(rng: np.random.Generator) -> LabelledObject:
    """A treasure chest: body, rounded lid, bands, lock."""
    assembly = Assembly("chest", "chest", "treasure chest", "trunk")
    width, depth, height = rng.uniform(0.7, 1.0), rng.uniform(0.4, 0.6), rng.uniform(0.28, 0.42)
    assembly.add("chest.body", box(width, depth, height, 0.05, inner=6).moved(z=height / 2))
    rise = depth / 2 * rng.uniform(0.4, 1.0)
    curve = arc(1.0, 0, 180, 16) * [depth / 2, rise]
    section = np.concatenate([curve, np.linspace((-depth / 2, 0), (depth / 2, 0), 5)[1:-1]])
    half = sweep([(-width / 2, 0, 0), (0, 0, 0), (width / 2, 0, 0)], 1.0, section, side=(0, 1, 0))
    opened = rng.choice([0.0, 0.0, rng.uniform(10, 60)])
    hinge = np.array([0, depth / 2, height + 0.01])

    def on_lid(piece: Geometry) -> Geometry:
        return piece.moved(y=-depth / 2).rotated("x", -opened).moved(*hinge)

    assembly.add("lid", on_lid(half))
    belt = sweep([(-0.03, 0, 0), (0, 0, 0), (0.03, 0, 0)], 1.0, section * 1.04, side=(0, 1, 0))
    for x in (-width * 0.35, width * 0.35):
        assembly.add("band", on_lid(belt.moved(x)), box(0.06, depth * 1.03, height * 1.0, 0.02).moved(x, 0, height / 2))
    assembly.add("lock", box(0.1, 0.04, 0.12, 0.2).moved(0, -depth / 2 - 0.015, height * 0.9))
    if rng.random() < 0.4:
        for side in (-1, 1):
            assembly.add(
                "ear", ring(0.07, 0.012, 24, 8).rotated("y", 80).moved(side * (width / 2 + 0.015), 0, height * 0.6)
            )
    return assembly.finish(("z", float(rng.uniform(-35, 35))))


def gift(rng: np.random.Generator) -> LabelledObject:
    """A present: box, lid, ribbon with a bow."""
    assembly = Assembly("gift", "gift", "present", "gift box")
    x, y, z = rng.uniform(0.4, 0.8), rng.uniform(0.4, 0.8), rng.uniform(0.25, 0.7)
    assembly.add("gift.box", box(x, y, z, 0.03, inner=4).moved(z=z / 2))
    if rng.random() < 0.6:
        assembly.add("lid", box(x * 1.06, y * 1.06, z * 0.25, 0.06, inner=4).moved(z=z * 0.9))
    top, grow = z * 1.03, 1.09
    wide = rng.uniform(0.05, 0.1)
    bands = [
        box(wide, y * grow, top, 0.05, inner=4).moved(z=top / 2),
        box(x * grow, wide, top, 0.05, inner=4).moved(z=top / 2),
    ]
    for side in (-1, 1):
        for lift in (0, 55):
            size = rng.uniform(0.13, 0.19)
            t = np.linspace(0, 2 * np.pi, 22, endpoint=False)
            path = np.stack([size * (1 - np.cos(t)) / 2 * 1.4, 0 * t, size * 0.45 * np.sin(t)], axis=1)
            loop = sweep(path, [[wide * 0.4, 0.008]] * 22, closed=True, side=(0, 1, 0)).rotated("y", -15 - lift * 0.4)
            bands.append(loop.rotated("z", lift).scaled(side, side, 1).moved(z=top + 0.02))
    bands.append(ball(0.04, segments=14).moved(z=top + 0.03))
    assembly.add("ribbon", *bands)
    return assembly.finish(("z", float(rng.uniform(-40, 40))))


def hat(rng: np.random.Generator) -> LabelledObject:
    """A hat: crown, brim, band."""
    assembly = Assembly("hat", "hat", "top hat", "witch hat", "fedora")
    radius, height, brim = 0.16, rng.uniform(0.1, 0.4), rng.uniform(0.2, 0.36)
    kind = rng.integers(3)
    top = radius * (rng.uniform(0.85, 1.15) if kind == 0 else 0.7 if kind == 1 else 0.03)
    crown = (
        [(radius, 0), (top, height)]
        if kind != 1
        else smooth_profile([(radius, 0), (radius * 0.95, height * 0.5), (top, height * 0.95), (0.02, height)], 14)
    )
    body = turned(crown, 36)
    if kind == 2:
        body = body.scaled(1, 1, 1.5).sheared(x=rng.uniform(-0.15, 0.15))
    assembly.add("hat.crown", body)
    curl = rng.uniform(-0.04, 0.08)
    edge = smooth_profile([(radius * 0.95, 0.0), (brim * 0.85, 0.0), (brim, curl)], 10)
    thick = np.array([0.0, 0.012])
    disc = lathe(np.concatenate([edge, edge[::-1] + thick, edge[:1]]), 44, bevel=0.0)
    assembly.add("brim", disc.bowed(rng.uniform(-0.06, 0.04), 0, 2))
    if rng.random() < 0.8:
        tall = height * rng.uniform(0.12, 0.3)
        low, high = 0.01, tall + 0.01
        share = (top - radius) / height if kind != 1 else 0.0
        if kind == 2:
            share /= 1.5
        band = lathe(
            shell([(radius + share * low + 0.006, low), (radius + share * high + 0.006, high)], 0.01, bottom=False),
            36,
            0.002,
        )
        assembly.add("band", band)
    return assembly.finish()


def globe(rng: np.random.Generator) -> LabelledObject:
    """A desk globe: ball in a bracket on a stand."""
    assembly = Assembly("globe", "globe", "desk globe", "world globe")
    radius = 0.2
    gap = rng.uniform(1.08, 1.18)
    base = rng.uniform(0.1, 0.16)
    stem = rng.uniform(0.03, 0.12)
    centre = 0.05 + stem + radius * gap
    assembly.add("base", turned(smooth_profile([(base, 0), (base * 0.9, 0.025), (0.03, 0.055)], 10), 36))
    assembly.add("lamp.tube", rod((0, 0, 0.03), (0, 0, 0.06 + stem), 0.018))
    assembly.add("globe", ball(radius, segments=40).moved(z=centre))
    curve = arc(radius * gap, -113, 67, 34)
    path = np.stack([curve[:, 0], 0 * curve[:, 0], curve[:, 1] + centre], axis=1)
    assembly.add("bracket", sweep(path, [[0.016, 0.008]] * 34, side=(0, 1, 0)), rod(path[0], path[-1], 0.007))
    return assembly.finish()


def laptop(rng: np.random.Generator) -> LabelledObject:
    """A laptop or monitor: screen, keyboard or stand."""
    assembly = Assembly("computer", "computer", "laptop", "monitor", "television")
    width, tall = rng.uniform(0.4, 0.6), rng.uniform(0.26, 0.36)
    if rng.random() < 0.5:
        depth = tall * 0.95
        assembly.add("base", box(width, depth, 0.03, 0.3, inner=4).moved(y=-depth / 2))
        rows, columns = 4, 9
        keys = [
            box(width * 0.075, depth * 0.085, 0.014, 0.2, inner=1).moved(
                (c - 4) * width * 0.09, -depth * (0.15 + 0.11 * r), 0.018
            )
            for r in range(rows)
            for c in range(columns)
        ]
        assembly.add("keyboard", *keys)
        lean = rng.uniform(5, 40)
        panel = [box(width, 0.02, tall, 0.3, inner=4).moved(z=tall / 2)]
        glass = box(width * 0.9, 0.006, tall * 0.86, 0.2, inner=4).moved(y=-0.011, z=tall / 2)
        assembly.add("bezel", *(piece.rotated("x", -lean).moved(z=0.01) for piece in panel))
        assembly.add("screen", glass.rotated("x", -lean).moved(z=0.01))
    else:
        low = rng.uniform(0.06, 0.16)
        deep = float(rng.choice([0.03, 0.03, 0.25]))
        assembly.add("bezel", box(width, deep, tall, 0.15, inner=4).moved(y=deep / 2, z=low + tall / 2))
        assembly.add("screen", box(width * 0.92, 0.012, tall * 0.86, 0.2, inner=4).moved(y=-0.002, z=low + tall / 2))
        assembly.add("lamp.tube", box(0.06, 0.04, low + 0.1, 0.2).moved(y=deep * 0.8 + 0.01, z=low / 2 + 0.05))
        assembly.add("base", cylinder(0.12, 0.02, 32).scaled(1.2, 0.9, 1).moved(y=deep * 0.8))
    return assembly.finish(("z", float(rng.uniform(-25, 25))))


def jewel_ring(rng: np.random.Generator) -> LabelledObject:
    """A finger ring with a stone."""
    assembly = Assembly("ring", "ring", "finger ring", "jewelry")
    radius, thick = 0.2, rng.uniform(0.018, 0.05)
    hoop = ring(radius, thick, 48, 12).scaled(1, 1, rng.uniform(0.7, 1.8)).rotated("x", 90)
    assembly.add("jewel.band", hoop)
    size, sides = rng.uniform(0.06, 0.14), int(rng.choice([4, 6, 8, 24]))
    stone = turned([(size * 0.02, 0), (size, size * 0.7), (size * 0.6, size * 1.1)], sides, bevel=0.002)
    assembly.add(
        "gem",
        (ball(size * 0.8, size * 0.8, size * 0.6, 24).moved(z=size * 0.5) if rng.random() < 0.3 else stone).moved(
            z=radius + thick * 0.4
        ),
    )
    return assembly.finish(("z", float(rng.uniform(-40, 40))))


def crown(rng: np.random.Generator) -> LabelledObject:
    """A king's crown: band with points, gems, lining."""
    assembly = Assembly("crown", "crown", "tiara", "diadem")
    radius, points = 0.22, int(rng.integers(5, 9))
    low, rise, flare = rng.uniform(0.06, 0.12), rng.uniform(0.08, 0.2), rng.uniform(0.9, 1.25)
    around = points * 8
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    tooth = np.abs((angle * points / (2 * np.pi)) % 1.0 - 0.5) * 2
    top = low + rise * tooth
    levels = np.linspace(0, 1, 6)[:, None]
    z = levels * top
    reach = radius * (1 + (flare - 1) * z / (low + rise))
    outer = np.stack([reach * np.cos(angle), reach * np.sin(angle), z], axis=-1)
    inner = np.stack([(reach - 0.015) * np.cos(angle), (reach - 0.015) * np.sin(angle), z], axis=-1)[::-1]
    band = [grid_surface(np.concatenate([outer, inner]), wrap_rows=True, wrap_columns=True)]
    if rng.random() < 0.6:
        band.append(ring(radius, 0.02, 48, 8))
    assembly.add("crown.band", *band)
    for k in range(points):
        a = 2 * np.pi * k / points
        tip = radius * flare - 0.008
        assembly.add("gem", ball(0.025, segments=12).moved(tip * np.cos(a), tip * np.sin(a), low + rise))
        if rng.random() < 0.5:
            front = radius * (1 + (flare - 1) * 0.3)
            assembly.add("gem", ball(0.026, segments=12).moved(front * np.cos(a + 0.001), front * np.sin(a), low * 0.6))
    if rng.random() < 0.4:
        assembly.add("cushion", dome(radius * 0.93, low + rise * 0.6, 32).moved(z=0.01))
    return assembly.finish()


FAMILIES: Families = {
    "clock": clock,
    "crate": crate,
    "chest": chest,
    "gift": gift,
    "hat": hat,
    "globe": globe,
    "computer": laptop,
    "ring": jewel_ring,
    "crown": crown,
}
