"""Families to eat: ice cream, lollipops, cupcakes, cakes, burgers, fruit."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell, smooth_curve, smooth_profile
from ...geometry import Geometry
from ...primitives import ball, cylinder, lathe, leaf, rod, sweep, turned


def ice_cream(rng: np.random.Generator) -> LabelledObject:
    """A cone with scoops or a swirl; sometimes a cherry."""
    assembly = Assembly("ice cream", "ice cream", "ice cream cone", "gelato")
    radius, height = rng.uniform(0.09, 0.14), rng.uniform(0.2, 0.4)
    low = radius * rng.choice([0.05, rng.uniform(0.3, 0.8)])
    profile = [(low, 0), (radius * 0.9, height * 0.85), (radius * 1.02, height * 0.86), (radius * 1.02, height)]
    assembly.add("cone", lathe(shell(profile, 0.008), 32, bevel=0.002))
    top = height
    if rng.random() < 0.65:
        size = radius * rng.uniform(1.0, 1.25)
        for k in range(int(rng.integers(1, 4))):
            scoop = ball(size, segments=26).wobbled(rng, 0.012, 7.0)
            assembly.add("scoop", scoop.moved(rng.uniform(-0.02, 0.02) * (k > 0), 0, top + size * 0.45))
            top += size * 1.15
            size *= rng.uniform(0.85, 1.0)
        top += size * 0.35
    else:
        t = np.linspace(0, 1, 70)
        turns, rise = rng.uniform(2.5, 4.0), rng.uniform(0.15, 0.28)
        reach = radius * 0.72 * (1 - t) ** 0.8
        path = np.stack(
            [reach * np.cos(2 * np.pi * turns * t), reach * np.sin(2 * np.pi * turns * t), top + rise * t + 0.02],
            axis=1,
        )
        assembly.add(
            "scoop",
            sweep(path, radius * 0.42 * (1 - 0.85 * t)),
            cylinder(radius * 0.8, rise * 0.5, 24, radius * 0.3).moved(z=top),
        )
        top += rise
    if rng.random() < 0.35:
        assembly.add("cherry", ball(0.035, segments=16).moved(z=top + 0.03))
    return assembly.finish(("y", float(rng.uniform(-20, 20))))


def lollipop(rng: np.random.Generator) -> LabelledObject:
    """A ball, disc or heart of candy on a stick."""
    assembly = Assembly("lollipop", "lollipop", "lolly", "sucker")
    radius, length = rng.uniform(0.08, 0.16), rng.uniform(0.25, 0.5)
    kind = rng.integers(3)
    if kind == 0:
        candy = ball(radius * 0.8, segments=28)
    elif kind == 1:
        candy = turned([(radius * 0.95, -0.02), (radius, 0), (radius * 0.95, 0.02)], 40).rotated("x", 90)
    else:
        t = np.linspace(0, 1, 90)
        spiral = radius * t
        path = np.stack([spiral * np.cos(8 * np.pi * t), 0 * t, spiral * np.sin(8 * np.pi * t)], axis=1)
        candy = sweep(path, radius * 0.13)
    assembly.add("candy", candy.rotated("y", rng.uniform(0, 360)))
    assembly.add("stick", rod((0, 0, -length), (0, 0, -radius * 0.6), rng.uniform(0.008, 0.014)))
    return assembly.finish(("y", float(rng.choice([0.0, rng.uniform(0, 360)]))))


def cupcake(rng: np.random.Generator) -> LabelledObject:
    """A cupcake or muffin: fluted wrapper, frosting or dome, cherry."""
    assembly = Assembly("cupcake", "cupcake", "muffin")
    radius, height = 0.12, rng.uniform(0.1, 0.16)
    cup = turned([(radius * rng.uniform(0.65, 0.85), 0), (radius, height)], 48)
    angle = np.arctan2(cup.vertices[:, 1], cup.vertices[:, 0])
    flute = (1 + 0.04 * np.cos(angle * 24))[:, None]
    assembly.add(
        "wrapper", Geometry(cup.vertices * np.concatenate([flute, flute, np.ones_like(flute)], axis=1), cup.faces)
    )
    rise = rng.uniform(0.08, 0.18)
    if rng.random() < 0.5:
        t = np.linspace(0, 1, 80)
        reach, turns = radius * 0.75 * (1 - t) ** 0.7, rng.uniform(2.5, 4.0)
        path = np.stack(
            [reach * np.cos(2 * np.pi * turns * t), reach * np.sin(2 * np.pi * turns * t), height + 0.02 + rise * t],
            axis=1,
        )
        assembly.add(
            "frosting",
            sweep(path, radius * 0.4 * (1 - 0.85 * t)),
            cylinder(radius * 0.8, rise * 0.6, 24, radius * 0.3).moved(z=height),
        )
    else:
        top = turned(
            smooth_profile(
                [(radius * 1.0, 0), (radius * 1.15, rise * 0.3), (radius * 0.75, rise * 0.85), (0.002, rise)], 16
            ),
            36,
        )
        assembly.add("frosting", top.wobbled(rng, 0.015, 5.0).moved(z=height - 0.005))
    if rng.random() < 0.6:
        assembly.add("cherry", ball(0.032, segments=16).moved(z=height + rise + 0.025))
    return assembly.finish()


def cake(rng: np.random.Generator) -> LabelledObject:
    """A cake in tiers with frosting and candles on a plate."""
    assembly = Assembly("cake", "cake", "birthday cake", "pie")
    tiers, radius, z = int(rng.integers(1, 4)), rng.uniform(0.22, 0.32), 0.0
    if rng.random() < 0.6:
        assembly.add("plate", turned([(radius * 0.8, 0), (radius * 1.3, 0.03)], 40))
        z = 0.03
    for _ in range(tiers):
        tall = rng.uniform(0.1, 0.2)
        assembly.add("cake", cylinder(radius, tall, 40).moved(z=z))
        coat = turned(
            [(radius * 1.03, tall * rng.uniform(0.6, 0.85)), (radius * 1.04, tall * 1.02), (radius * 0.9, tall * 1.08)],
            40,
        )
        assembly.add("frosting", coat.moved(z=z))
        z += tall
        last, radius = radius, radius * rng.uniform(0.6, 0.8)
    count = int(rng.integers(0, 7))
    for k in range(count):
        angle = 2 * np.pi * k / count
        x, y = last * 0.6 * np.cos(angle), last * 0.6 * np.sin(angle)
        assembly.add("candle", cylinder(0.014, rng.uniform(0.08, 0.13), 12).moved(x, y, z))
    if count == 0:
        assembly.add("cherry", ball(0.045, segments=16).moved(z=z + 0.04))
    return assembly.finish()


def burger(rng: np.random.Generator) -> LabelledObject:
    """A hamburger: bun halves, patty, lettuce, cheese."""
    assembly = Assembly("burger", "burger", "hamburger", "sandwich")
    radius, z = 0.25, 0.0
    low = rng.uniform(0.06, 0.1)
    assembly.add("bun", turned([(radius * 0.9, 0), (radius, low * 0.4), (radius, low)], 40))
    z += low
    for _ in range(int(rng.integers(1, 3))):
        tall = rng.uniform(0.05, 0.08)
        patty = turned(
            [(radius * 0.98, 0), (radius * 1.05, tall * 0.3), (radius * 1.05, tall * 0.7), (radius * 0.98, tall)], 36
        )
        assembly.add("patty", patty.wobbled(rng, 0.006, 6.0).moved(z=z))
        z += tall
        if rng.random() < 0.85:
            angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
            edge = lathe(
                [
                    (0.0, 0.012),
                    (radius * 0.8, 0.012),
                    (radius * 1.15, 0.012),
                    (radius * 1.15, 0.0),
                    (radius * 0.8, 0),
                    (0, 0),
                ],
                64,
                0.002,
            )
            vertices = edge.vertices.copy()
            reach = np.hypot(vertices[:, 0], vertices[:, 1])
            vertices[:, 2] += (
                0.035
                * np.clip(reach / radius - 0.75, 0, 1)
                * 2
                * np.sin(9 * np.arctan2(vertices[:, 1], vertices[:, 0]) + angle[3])
            )
            assembly.add("lettuce", Geometry(vertices, edge.faces).moved(z=z))
            z += 0.014
    rise = rng.uniform(0.12, 0.2)
    curve = arc(1.0, 5, 90, 14) * [radius * 1.02, rise]
    curve[-1, 0] = 0.0
    assembly.add("bun", lathe(np.concatenate([[[0, 0], [radius * 0.97, 0]], curve]), 40).moved(z=z))
    return assembly.finish()


def fruit(rng: np.random.Generator) -> LabelledObject:
    """An apple, pear, pumpkin or cherry: fruit, stem, leaf."""
    assembly = Assembly("fruit", "apple", "fruit", "pear", "pumpkin")
    kind = rng.integers(3)
    radius = 0.3
    if kind == 0:
        outline = [(0.0, 0.05), (0.12, 0.0), (0.25, 0.12), (0.3, 0.35), (0.2, 0.52), (0.06, 0.52), (0.0, 0.44)]
    elif kind == 1:
        outline = [
            (0.0, 0.03),
            (0.12, 0.0),
            (0.26, 0.12),
            (0.27, 0.28),
            (0.17, 0.47),
            (0.12, 0.6),
            (0.05, 0.68),
            (0.0, 0.67),
        ]
    else:
        outline = [(0.0, 0.06), (0.2, 0.0), (0.36, 0.2), (0.3, 0.38), (0.12, 0.42), (0.0, 0.36)]
    profile = smooth_profile(outline, 32)
    profile[[0, -1], 0] = 0.0
    flesh = lathe(profile, 48, bevel=0.0)
    if kind == 2:
        angle = np.arctan2(flesh.vertices[:, 1], flesh.vertices[:, 0])
        lobes = 1 - 0.1 * np.abs(np.cos(angle * rng.integers(4, 7)))
        flesh = Geometry(flesh.vertices * np.stack([lobes, lobes, np.ones_like(lobes)], axis=1), flesh.faces)
    assembly.add("fruit", flesh.wobbled(rng, 0.01, 2.5))
    top = outline[-1][1]
    thick = 0.05 if kind == 2 else 0.014
    lean = rng.uniform(-0.08, 0.08)
    path = smooth_curve([(0, 0, top - 0.02), (0, 0, top + 0.08), (lean, 0, top + rng.uniform(0.14, 0.22))], 10)
    assembly.add("fruit.stem", sweep(path, np.linspace(1.2, 0.9, 10) * thick))
    if rng.random() < 0.6:
        size = rng.uniform(0.15, 0.25)
        blade = leaf(size, size * 0.5, rng.uniform(-0.1, 0.4)).rotated("y", -20).rotated("z", rng.uniform(-40, 220))
        assembly.add("leaf", blade.moved(0, 0, top + 0.08))
    return assembly.finish(("y", float(rng.uniform(-radius, radius) * 40)))


FAMILIES: Families = {
    "ice cream": ice_cream,
    "lollipop": lollipop,
    "cupcake": cupcake,
    "cake": cake,
    "burger": burger,
    "fruit": fruit,
}
