"""Families of houses: cottages with porches and dormers, barns, huts, skyscrapers."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...fittings import Make, drawn_make, faced
from ...geometry import Geometry
from ...hulls import block
from ...primitives import cylinder, dome, leaf, plate, rod, turned
from .openings import WindowStyle, add_door, add_window, drawn_windows, gable_roof, gabled_walls


def _add_side_windows(
    assembly: Assembly, style: WindowStyle, count: int, size: tuple[float, float], wall: tuple[float, float, float]
) -> None:
    """Rows of windows on both long sides; `wall` is half the width, the length and the windows' height."""
    half, length, z = wall
    for y in (np.arange(count) + 0.5) / count * length - length / 2:
        add_window(assembly, style, size, (half, float(y), z), 90)
        add_window(assembly, style, size, (-half, float(y), z), -90)


def _add_chimney(assembly: Assembly, rng: np.random.Generator, make: Make, x: float, top: float) -> None:
    size, low = rng.uniform(0.08, 0.16), top * 0.65
    pieces = [make.block(size, size, top - low).moved(x, 0.15, (top + low) / 2)]
    if rng.random() < 0.6:
        pieces.append(make.block(size * 1.25, size * 1.25, 0.04).moved(x, 0.15, top))
    if rng.random() < 0.4:
        pieces.append(cylinder(size * 0.25, 0.08, 12).moved(x, 0.15, top))
    assembly.add("house.chimney", *pieces)


def cottage(rng: np.random.Generator) -> LabelledObject:
    """A house of one or two floors with framed windows, porch, dormers, chimney, beams, fence."""
    assembly = Assembly("cottage", "house", "cottage", "home", "villa", "building")
    make, style = drawn_make(rng), drawn_windows(rng)
    floors = int(rng.integers(1, 4))
    width, length = rng.uniform(0.7, 1.2), rng.uniform(0.7, 1.4)
    wall, rise = 0.38 * floors * rng.uniform(0.85, 1.15), rng.uniform(0.2, 0.65)
    thick, overhang = rng.uniform(0.02, 0.07), rng.uniform(0.02, 0.12)
    flat = rng.random() < 0.15
    if flat:
        assembly.add("house.wall", make.block(width, length, wall, 0.01).moved(z=wall / 2))
        assembly.add("house.roof", make.block(width + overhang, length + overhang, thick * 1.5).moved(z=wall))
    elif rng.random() < 0.2:
        assembly.add("house.wall", block(width, length, wall).moved(z=wall / 2))
        hip = turned([(0.76, 0), (0.76, thick), (rng.uniform(0.03, 0.35), rise)], 4, bevel=0.0).rotated("z", 45)
        assembly.add("house.roof", hip.scaled(width, length, 1).moved(z=wall))
    else:
        assembly.add("house.wall", gabled_walls(width, length, wall, rise))
        assembly.add("house.roof", *(slab.moved(z=wall) for slab in gable_roof(width, length, rise, thick, overhang)))
        if rng.random() < 0.2:
            assembly.add(
                "house.ridge", rod((0, -length / 2, wall + rise), (0, length / 2, wall + rise), thick, sides=8)
            )
    front = -length / 2
    door_x = rng.uniform(-0.3, 0.3) * width
    tall = min(0.28, wall * 0.8)
    add_door(assembly, rng, make, (tall * rng.uniform(0.42, 0.6), tall), (door_x, front))
    size = (rng.uniform(0.12, 0.18), rng.uniform(0.14, 0.22))
    for floor in range(floors):
        z = wall * (floor + 0.55) / floors
        for x in np.linspace(-0.33, 0.33, int(rng.integers(2, 4))) * width:
            if floor or abs(x - door_x) > 0.2:
                add_window(assembly, style, size, (float(x), front, z))
        if rng.random() < 0.7:
            _add_side_windows(assembly, style, int(rng.integers(1, 4)), size, (width / 2, length, z))
    if rng.random() < 0.65:
        _add_chimney(
            assembly, rng, make, float(rng.choice([-1, 1])) * width * 0.25, wall + (0.15 if flat else rise * 1.15)
        )
    if rng.random() < 0.35:
        deep = rng.uniform(0.2, 0.35)
        roof = block(0.5, deep, 0.03).rotated("x", rng.uniform(0, 20)).moved(door_x, front - deep / 2, tall * 1.25)
        assembly.add("house.porch", roof)
        posts = [
            make.disc(0.018, tall * 1.25).moved(door_x + x, front - deep * 0.9, tall * 0.62) for x in (-0.22, 0.22)
        ]
        assembly.add_each("house.pillar", *posts)
    if not flat and rng.random() < 0.25:
        for y in (-0.25, 0.25) if rng.random() < 0.5 else (0.0,):
            box = (
                gabled_walls(0.22, 0.25, 0.15, 0.1).rotated("z", 90).moved(width * 0.3, y * length, wall + rise * 0.25)
            )
            assembly.add("house.dormer", box)
            add_window(assembly, style, (0.1, 0.1), (width * 0.3 + 0.125, y * length, wall + rise * 0.25 + 0.09), 90)
    if rng.random() < 0.25:
        beams = [block(0.03, 0.02, wall).moved(x * width, front, wall / 2) for x in (-0.48, -0.16, 0.16, 0.48)]
        beams += [block(width, 0.02, 0.03).moved(0, front, z * wall) for z in (0.02, 0.98)]
        assembly.add("house.beam", *beams)
    if rng.random() < 0.4:
        assembly.add(
            "house.base", block(width * rng.uniform(1.05, 1.6), length * rng.uniform(1.05, 1.6), 0.05).moved(z=-0.02)
        )
    if rng.random() < 0.12:
        pales = [block(0.03, 0.012, 0.16).moved(x, front - 0.4, 0.08) for x in np.linspace(-0.7, 0.7, 18)]
        rails = [block(1.45, 0.015, 0.02).moved(0, front - 0.39, z) for z in (0.05, 0.12)]
        assembly.add("house.fence", *pales, *rails)
    return assembly.finish(faced(rng))


def barn(rng: np.random.Generator) -> LabelledObject:
    """A barn: broken or simple gable roof, big braced doors, hay door, sometimes a silo."""
    assembly = Assembly("barn", "barn", "shed", "farm", "stable", "building")
    make, style = drawn_make(rng), drawn_windows(rng, 0.05)
    width, length, wall, rise = (
        rng.uniform(0.7, 1.0),
        rng.uniform(0.9, 1.5),
        rng.uniform(0.35, 0.55),
        rng.uniform(0.3, 0.45),
    )
    front, thick = -length / 2, rng.uniform(0.02, 0.05)
    if rng.random() < 0.6:
        knee, high = 0.6, rise * 0.65
        half = [(0.5 * width, 0.0), (0.5 * width, wall), (0.5 * width * knee, wall + high), (0.0, wall + rise)]
        corners = half + [(-x, z) for x, z in half[:-1][::-1]]
        rows = [np.linspace(a, b, 4)[:-1] for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
        assembly.add("house.wall", plate(np.concatenate(rows), length, 0.005))
        slabs: list[Geometry] = []
        for (x0, z0), (x1, z1) in ((half[1], half[2]), (half[2], half[3])):
            long = float(np.hypot(x1 - x0, z1 - z0)) * 1.08
            angle = float(np.degrees(np.arctan2(z1 - z0, x0 - x1)))
            slab = (
                block(long, length * 1.08, thick).rotated("y", angle).moved((x0 + x1) / 2, 0, (z0 + z1) / 2 + thick / 2)
            )
            slabs += [slab, slab.scaled(-1, 1, 1)]
        assembly.add("house.roof", *slabs)
    else:
        assembly.add("house.wall", gabled_walls(width, length, wall, rise))
        assembly.add("house.roof", *(slab.moved(z=wall) for slab in gable_roof(width, length, rise, thick, 0.06)))
    door, tall = rng.uniform(0.16, 0.24), wall * rng.uniform(0.7, 0.9)
    for side in (1, -1):
        x = side * door * 0.52
        assembly.add("house.door", block(door, 0.025, tall).moved(x, front, tall / 2))
        if rng.random() < 0.9:
            angle = float(np.degrees(np.arctan2(tall, door)))
            cross = [block(np.hypot(door, tall) * 0.95, 0.015, 0.025).rotated("y", s * angle) for s in (1, -1)]
            rails = [block(door, 0.015, 0.03).moved(z=s * tall * 0.47) for s in (1, -1)]
            assembly.add("house.beam", *(p.moved(x, front - 0.018, tall / 2) for p in (*cross, *rails)))
    add_window(assembly, style, (0.14, 0.14), (0.0, front, wall + rise * 0.35))
    _add_side_windows(assembly, style, int(rng.integers(1, 5)), (0.12, 0.12), (width / 2, length, wall * 0.6))
    if rng.random() < 0.25:
        radius, high = rng.uniform(0.13, 0.2), rng.uniform(0.8, 1.2)
        assembly.add("tower", cylinder(radius, high, make.sides).moved(width * 0.9, 0.2, 0))
        assembly.add("castle.roof", dome(radius * 1.02, radius * 0.8, make.sides).moved(width * 0.9, 0.2, high))
    return assembly.finish(faced(rng))


def hut(rng: np.random.Generator) -> LabelledObject:
    """A round hut with a thatched roof, a log cabin, or a hut on stilts."""
    assembly = Assembly("hut", "hut", "cabin", "log cabin", "shack", "house")
    make, style = drawn_make(rng), drawn_windows(rng)
    wall = rng.uniform(0.3, 0.45)
    stilts = rng.uniform(0.2, 0.5) if rng.random() < 0.25 else 0.0
    width = rng.uniform(0.6, 0.9)
    round_ = rng.random() < 0.45
    if round_:
        radius = width / 2
        assembly.add("house.wall", cylinder(radius, wall, make.sides, radius * rng.uniform(0.9, 1.05)).moved(z=stilts))
        wide, rise = radius * rng.uniform(1.15, 1.5), rng.uniform(0.25, 0.6)
        bulge = rng.uniform(0.45, 0.7)
        roof = [turned([(wide, 0), (wide, 0.03), (wide * bulge, rise * 0.6), (0.02, rise)], make.sides)]
        if rng.random() < 0.4:
            layer = turned([(wide * 0.6, 0), (wide * 0.6, 0.03), (0.02, rise * 0.6)], make.sides)
            roof.append(layer.moved(z=rise * 0.5))
        assembly.add("house.roof", *(p.moved(z=stilts + wall - 0.03) for p in roof))
        front = -radius
    else:
        length = width * rng.uniform(0.9, 1.3)
        rise, front = rng.uniform(0.2, 0.4), -length / 2
        if rng.random() < 0.6:
            count = int(rng.integers(5, 9))
            r = wall / count / 2
            logs = [
                rod(
                    (-width / 2 - 0.05, s * length / 2, r * (2 * k + 1)),
                    (width / 2 + 0.05, s * length / 2, r * (2 * k + 1)),
                    r,
                    sides=8,
                )
                for k in range(count)
                for s in (-1, 1)
            ]
            logs += [
                rod(
                    (s * width / 2, -length / 2 - 0.05, r * (2 * k + 1)),
                    (s * width / 2, length / 2 + 0.05, r * (2 * k + 1)),
                    r,
                    sides=8,
                )
                for k in range(count)
                for s in (-1, 1)
            ]
            gable = gabled_walls(width, length, 0.01, rise).moved(z=wall)
            assembly.add("house.wall", *(p.moved(z=stilts) for p in (*logs, gable)))
            front -= r
        else:
            assembly.add("house.wall", gabled_walls(width, length, wall, rise).moved(z=stilts))
        assembly.add("house.roof", *(p.moved(z=stilts + wall) for p in gable_roof(width, length, rise, 0.05, 0.1)))
    tall = wall * rng.uniform(0.65, 0.8)
    assembly.add("house.door", block(tall * 0.5, 0.04, tall).moved(0, front, stilts + tall / 2))
    if rng.random() < 0.7:
        for side in (1, -1):
            x = side * width * 0.3
            y = -np.sqrt((width / 2) ** 2 - x * x) if round_ else front
            add_window(assembly, style, (0.1, 0.1), (x, float(y), stilts + wall * 0.6), side * 36 if round_ else 0)
    if stilts:
        posts = [
            rod((x * width * 0.42, y * width * 0.42, 0), (x * width * 0.42, y * width * 0.42, stilts), 0.03)
            for x in (-1, 1)
            for y in (-1, 1)
        ]
        assembly.add_each("house.pillar", *posts)
        assembly.add("house.base", block(width * 1.35, width * 1.5, 0.04).moved(z=stilts))
        rungs = [
            block(0.22, 0.03, 0.02).moved(0, front - 0.1 - 0.12 * (1 - t), stilts * t) for t in np.linspace(0.1, 0.9, 5)
        ]
        assembly.add("house.step", *rungs)
    if rng.random() < 0.4:
        _add_chimney(assembly, rng, make, width * 0.2, stilts + wall + 0.35)
    if rng.random() < 0.25:
        bush = [
            leaf(0.12, 0.06, 0.3, 0.2).rotated("y", -60).rotated("z", a).moved(width * 0.6, front, 0)
            for a in range(0, 360, 60)
        ]
        assembly.add("leaf", *bush)
    return assembly.finish(faced(rng))


def skyscraper(rng: np.random.Generator) -> LabelledObject:
    """A tall building: tiers, windows one by one or in bands, ribs, roof units, mast, entrance."""
    assembly = Assembly("skyscraper", "skyscraper", "building", "tower", "office building", "apartment building")
    make = drawn_make(rng)
    width, deep, tall = rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7), rng.uniform(1.0, 2.2)
    tiers = int(rng.choice([1, 1, 2, 3]))
    ends = np.linspace(0, 1, tiers + 1) ** 0.8 * tall
    shrink = rng.uniform(0.65, 0.85)
    kind, each = rng.integers(3), rng.random() < 0.5
    floors = int(rng.integers(7, 14))
    for tier in range(tiers):
        w, d = width * shrink**tier, deep * shrink**tier
        low, high = ends[tier], ends[tier + 1]
        assembly.add("skyscraper.body", block(w, d, high - low).moved(z=(low + high) / 2))
        count = max(3, floors // tiers)
        pitch = (high - low) / count
        levels = low + pitch * (np.arange(count) + 0.5)
        if kind == 0:
            panes = []
            across = int(rng.integers(3, 6))
            for turn, half, span in ((0, d / 2, w), (180, d / 2, w), (90, w / 2, d), (-90, w / 2, d)):
                pane = block(span / across * 0.6, 0.012, pitch * 0.55)
                for x in (np.arange(across) + 0.5) / across * span - span / 2:
                    panes += [pane.moved(float(x), -half, float(z)).rotated("z", turn) for z in levels]
            if each and len(panes) < 150:
                assembly.add_each("house.pane", *panes)
            else:
                assembly.add("house.pane", *panes)
        elif kind == 1:
            bands = [block(w * 1.01, d * 1.01, pitch * 0.5).moved(z=float(z)) for z in levels]
            assembly.add_each("house.pane", *bands)
        else:
            slabs = [block(w * 1.04, d * 1.04, pitch * 0.15).moved(z=float(z + pitch / 2)) for z in levels]
            assembly.add("skyscraper.floor", *slabs)
            across = int(rng.integers(3, 8))
            ribs = [
                block(0.015, d * 1.02, high - low).moved(float(x), 0, (low + high) / 2)
                for x in np.linspace(-w / 2, w / 2, across)
            ]
            assembly.add("skyscraper.pillar", *ribs)
    top = width * shrink ** (tiers - 1)
    flat_roof = make.block(top * 0.9, deep * shrink ** (tiers - 1) * 0.9, 0.06)
    assembly.add("house.roof", flat_roof.moved(z=tall + 0.02))
    if rng.random() < 0.5:
        units = [make.block(0.08, 0.08, 0.06).moved(x * top, 0.05, tall + 0.03) for x in rng.uniform(-0.35, 0.35, 2)]
        assembly.add_each("roof.unit", *units)
    if rng.random() < 0.5:
        assembly.add("roof.mast", rod((0, 0, tall), (0, 0, tall + rng.uniform(0.2, 0.6)), 0.015, 0.004))
    if rng.random() < 0.7:
        assembly.add("house.door", block(width * 0.25, 0.02, 0.1).moved(0, -deep / 2, 0.05))
    if rng.random() < 0.4:
        assembly.add("house.base", block(width * 1.5, deep * 1.5, 0.04).moved(z=-0.01))
    return assembly.finish(faced(rng))


FAMILIES: Families = {"cottage": cottage, "barn": barn, "hut": hut, "skyscraper": skyscraper}
