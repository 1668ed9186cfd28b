"""Families with a flame: candle holders and lanterns."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import shell, smooth_curve, smooth_profile, straight, turned_profile
from ...primitives import cylinder, lathe, ring, rod, sweep, turned


def candle_holder(rng: np.random.Generator) -> LabelledObject:
    """A candle on a plate with a handle, in a cup, or on a tall stick."""
    assembly = Assembly("candle", "candle", "candle holder", "candlestick", "candle in a holder")
    radius = rng.uniform(0.02, 0.05)
    candle_height = rng.uniform(0.06, 0.35)
    plate_radius = radius * rng.uniform(1.8, 4.0)
    rim = rng.uniform(0.01, 0.04)
    wall = 0.006
    kind = rng.integers(3)
    floor = 0.0
    if kind == 0:
        profile = smooth_profile([(plate_radius * 0.6, 0), (plate_radius * 0.8, rim * 0.2), (plate_radius, rim)], 10)
        pieces = [lathe(shell(profile, wall), 32, bevel=0.002)]
        if rng.random() < 0.8:
            pieces.append(
                lathe(shell([(radius * 1.2, 0.0), (radius * 1.25, rng.uniform(0.02, 0.05))], 0.004), 24, 0.001)
            )
        if rng.random() < 0.75:
            size, x = rng.uniform(0.015, 0.03), plate_radius * 0.95
            if rng.random() < 0.5:
                loop = ring(size, 0.005, 20, 8).rotated("x", 90).moved(x + size * 0.8, 0, max(rim, size * 0.9))
            else:
                path = smooth_curve(
                    [
                        (x, 0, rim),
                        (x + 0.03, 0, rim + size),
                        (x + 0.06, 0, rim + 0.01),
                        (x + 0.05, 0, 0.004),
                        (x - 0.01, 0, 0.008),
                    ],
                    18,
                )
                loop = sweep(path, [[0.004, 0.01]] * 18)
            pieces.append(loop.rotated("z", rng.uniform(0, 360)))
        floor = wall
    elif kind == 1:
        stick = rng.uniform(0.08, 0.35)
        body = turned(turned_profile(rng, stick, radius * rng.uniform(0.9, 1.5), 0.4), 28)
        foot = turned(smooth_profile([(plate_radius * 0.8, 0), (plate_radius * 0.75, 0.012), (radius, 0.03)], 10), 32)
        cup = lathe(
            shell(smooth_profile([(radius, 0), (radius * 1.5, 0.02), (radius * 1.6, 0.03)], 8), 0.005), 28, 0.001
        )
        pieces, floor = [body, foot, cup.moved(z=stick)], stick + 0.006
    else:
        height = candle_height * rng.uniform(0.2, 0.6)
        cup_radius = radius * rng.uniform(1.1, 1.5)
        outer = straight((cup_radius * rng.uniform(0.7, 1.0), 0), (cup_radius, height), 4)
        pieces, floor = [lathe(shell(outer, 0.006), 30, bevel=0.002)], 0.006
    assembly.add("candle.holder", *pieces)
    melted = rng.uniform(0.0, 0.15) * radius
    wax = turned(
        [
            (radius, 0),
            (radius * rng.uniform(0.85, 1.0), candle_height - melted),
            (radius * 0.8, candle_height),
            (radius * 0.5, candle_height - melted),
        ],
        28,
    )
    if rng.random() < 0.3:
        wax = wax.wobbled(rng, 0.006, 6.0)
    assembly.add("candle", wax.moved(z=floor))
    top = floor + candle_height - melted
    if rng.random() < 0.5:
        assembly.add("wick", rod((0, 0, top - 0.005), (0.002, 0, top + 0.02), 0.0025, sides=6))
    if rng.random() < 0.45:
        size = rng.uniform(0.012, 0.03)
        drop = smooth_profile([(0.0, 0), (size * 0.5, size * 0.5), (size * 0.45, size), (0.0, size * 2.2)], 14)
        assembly.add("flame", lathe(drop, 16, bevel=0.0).moved(z=top + 0.012))
    return assembly.finish()


def lantern(rng: np.random.Generator) -> LabelledObject:
    """A carried or hanging lantern: base, frame, glass or candle, roof, handle."""
    assembly = Assembly("lantern", "lantern", "lamp", "hurricane lamp")
    radius, height = rng.uniform(0.08, 0.14), rng.uniform(0.18, 0.32)
    sides = int(rng.choice([4, 4, 6, 32]))
    turn = 45.0 if sides == 4 else 0.0
    base_height = rng.uniform(0.02, 0.05)
    assembly.add("base", cylinder(radius * 1.15, base_height, sides).rotated("z", turn))
    posts = 4 if sides == 32 else sides
    bars = []
    for k in range(posts):
        angle = 2 * np.pi * k / posts + np.radians(turn)
        x, y = radius * np.cos(angle), radius * np.sin(angle)
        bars.append(rod((x, y, base_height * 0.5), (x, y, height + 0.01), rng.uniform(0.006, 0.01), sides=8))
    bars.append(
        ring(radius, 0.008, 32, 8).moved(z=height * 0.55)
        if sides == 32
        else ring(radius * 1.02, 0.01, sides, 6).rotated("z", turn).moved(z=height - 0.005)
    )
    assembly.add("lantern.frame", *bars)
    if rng.random() < 0.6:
        body = lathe(straight((radius * 0.88, base_height), (radius * 0.88, height), 4), sides).rotated("z", turn)
        if sides == 32 and rng.random() < 0.6:
            body = lathe(
                smooth_profile([(radius * 0.5, base_height), (radius * 0.95, height * 0.5), (radius * 0.45, height)]),
                32,
            )
        assembly.add("glass", body)
    else:
        assembly.add("candle", cylinder(radius * 0.35, height * 0.5, 24).moved(z=base_height))
    roof_height = rng.uniform(0.05, 0.14)
    roof = turned([(radius * 1.25, 0), (radius * 1.2, 0.01), (radius * rng.uniform(0.15, 0.5), roof_height)], sides)
    assembly.add("roof", roof.rotated("z", turn).moved(z=height))
    top, size = height + roof_height, rng.uniform(0.04, 0.12)
    if rng.random() < 0.5:
        assembly.add("ear", ring(size * 0.6, 0.006, 28, 8).rotated("x", 90).moved(z=top + size * 0.5))
    else:
        wide = radius * 1.15
        path = smooth_curve(
            [
                (-wide, 0, height),
                (-wide * 0.9, 0, top + size * 0.6),
                (0, 0, top + size * 1.2),
                (wide * 0.9, 0, top + size * 0.6),
                (wide, 0, height),
            ],
            24,
        )
        assembly.add("ear", sweep(path, 0.006))
    return assembly.finish()


FAMILIES: Families = {
    "candle": candle_holder,
    "lantern": lantern,
}
