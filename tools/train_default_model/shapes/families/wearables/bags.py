"""Families of bags: backpack, handbag, suitcase."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, smooth_curve
from ...fittings import drawn_make
from ...geometry import Geometry
from ...primitives import box, ring, rod, round_section, sheet, square_section, sweep

RIBBON = square_section(1.0, 1.0, 0.1)


def _strap(points: ArrayLike, width: float, thick: float, side: tuple[float, float, float] = (1, 0, 0)) -> Geometry:
    """A flat band along a smooth path."""
    path = smooth_curve(np.asarray(points, dtype=np.float64), 18)
    return sweep(path, np.array([[width, thick]] * 18), RIBBON, side=side)


def backpack(rng: np.random.Generator) -> LabelledObject:
    """A school bag, hiking pack or old rucksack."""
    assembly = Assembly("backpack", "backpack", "rucksack", "school bag", "bag", "knapsack")
    make = drawn_make(rng)
    wide, deep, tall = rng.uniform(0.26, 0.34), rng.uniform(0.13, 0.2), rng.uniform(0.38, 0.56)
    body = box(wide, deep, tall, rng.uniform(0.3, 0.49), 6, soft=True).tapered(
        rng.uniform(0.8, 1.0), rng.uniform(0.7, 1.0)
    )
    assembly.add("bag.body", body.wobbled(rng, 0.006).moved(z=tall / 2))
    for side in (-1, 1):
        x = side * wide * 0.26
        points = [
            (x, deep * 0.4, tall * 0.92),
            (x * 1.05, deep * 0.95, tall * 0.75),
            (x * 1.2, deep * 0.95, tall * 0.4),
            (x * 1.5, deep * 0.45, tall * 0.08),
        ]
        assembly.add("bag.strap", _strap(points, rng.uniform(0.018, 0.03), 0.006))
    if rng.random() < 0.85:
        loop = [
            (-0.04, deep * 0.25, tall * 0.97),
            (-0.03, deep * 0.25, tall * 1.07),
            (0.03, deep * 0.25, tall * 1.07),
            (0.04, deep * 0.25, tall * 0.97),
        ]
        assembly.add("bag.handle", _strap(loop, 0.01, 0.005, (0, 1, 0)))
    if rng.random() < 0.8:
        high = tall * rng.uniform(0.3, 0.45)
        assembly.add(
            "pocket",
            box(wide * rng.uniform(0.6, 0.85), deep * 0.45, high, 0.4, 4, soft=True).moved(0, -deep * 0.5, high * 0.62),
        )
    for side in (-1, 1):
        if rng.random() < 0.55:
            assembly.add(
                "pocket",
                box(wide * 0.2, deep * 0.75, tall * 0.3, 0.4, 3, soft=True).moved(side * wide * 0.5, 0, tall * 0.22),
            )
    if rng.random() < 0.5:
        fold = smooth_curve(
            [(deep * 0.45, tall * 0.93), (0.0, tall * 1.02), (-deep * 0.55, tall * 0.92), (-deep * 0.62, tall * 0.62)],
            14,
        )
        flap = np.stack(
            [
                np.broadcast_to(np.linspace(-0.5, 0.5, 7) * wide * 0.95, (14, 7)),
                np.broadcast_to(fold[:, :1], (14, 7)),
                np.broadcast_to(fold[:, 1:], (14, 7)),
            ],
            axis=-1,
        )
        assembly.add("bag.flap", sheet(flap, 0.012))
        for x in (-wide * 0.22, wide * 0.22) if rng.random() < 0.6 else (0.0,):
            assembly.add(
                "bag.belt",
                _strap(
                    [(x, -deep * 0.66, tall * 0.75), (x, -deep * 0.68, tall * 0.55), (x, -deep * 0.72, tall * 0.38)],
                    0.011,
                    0.004,
                ),
            )
            assembly.add("buckle", box(0.035, 0.012, 0.028, 0.2, 1).moved(x, -deep * 0.73, tall * 0.5))
    else:
        curve = arc(1.0, 0, 180, 20)
        path = np.stack(
            [curve[:, 0] * wide * 0.47, np.full(20, -deep * 0.3), tall * 0.45 + curve[:, 1] * tall * 0.52], axis=1
        )
        assembly.add("zipper", sweep(path, 0.005, round_section(6)))
        assembly.add("zip.pull", box(0.01, 0.006, 0.03, 0.3, 1).moved(-wide * 0.47, -deep * 0.32, tall * 0.42))
    if rng.random() < 0.3:
        assembly.add("bedroll", make.disc(deep * 0.35, wide * 1.05, "x").moved(0, 0, tall + deep * 0.28))
    if rng.random() < 0.3:
        assembly.add("bag.label", box(0.07, 0.006, 0.05, 0.2, 1).moved(0, -deep * 0.76, tall * 0.3))
    return assembly.finish(("z", float(rng.choice([0.0, 0.0, 180.0, 40.0, -90.0]))))


def handbag(rng: np.random.Generator) -> LabelledObject:
    """A handbag, tote or purse with handles or a long strap."""
    assembly = Assembly("handbag", "handbag", "bag", "purse", "tote bag", "shoulder bag")
    make = drawn_make(rng)
    wide, deep, tall = rng.uniform(0.22, 0.4), rng.uniform(0.08, 0.16), rng.uniform(0.16, 0.3)
    body = box(wide, deep, tall, rng.uniform(0.1, 0.45), 5, soft=True).tapered(
        rng.uniform(0.75, 1.1), rng.uniform(0.4, 1.0)
    )
    assembly.add("bag.body", body.moved(z=tall / 2))
    reach, y = rng.uniform(0.08, 0.2), deep * rng.uniform(0.08, 0.18)
    for side in (-1, 1) if rng.random() < 0.6 else (0,):
        x = wide * rng.uniform(0.2, 0.4)
        points = [
            (-x, side * y, tall * 0.93),
            (-x * 0.8, side * y, tall + reach * 0.8),
            (x * 0.8, side * y, tall + reach * 0.8),
            (x, side * y, tall * 0.93),
        ]
        path = smooth_curve(points, 20)
        assembly.add(
            "bag.handle",
            sweep(path, 0.008, round_section(10)) if rng.random() < 0.5 else _strap(points, 0.004, 0.011, (0, 0, 1)),
        )
        if rng.random() < 0.6:
            assembly.add_each(
                "bag.ring",
                *(ring(0.012, 0.003, 14, 6).rotated("x", 90).moved(s * x, side * y, tall * 0.95) for s in (-1, 1)),
            )
    if rng.random() < 0.5:
        fold = smooth_curve(
            [
                (deep * 0.3, tall * 0.98),
                (0.0, tall * 1.03),
                (-deep * 0.5, tall * 0.96),
                (-deep * 0.54, tall * rng.uniform(0.4, 0.65)),
            ],
            12,
        )
        narrow = np.interp(np.linspace(0, 1, 12), [0, 0.6, 1], [1, 1, rng.uniform(0.4, 1.0)])
        flap = np.stack(
            [
                narrow[:, None] * np.linspace(-0.5, 0.5, 7) * wide * 0.97,
                np.broadcast_to(fold[:, :1], (12, 7)),
                np.broadcast_to(fold[:, 1:], (12, 7)),
            ],
            axis=-1,
        )
        assembly.add("bag.flap", sheet(flap, 0.008))
        assembly.add("clasp", make.block(0.035, 0.014, 0.03, 0.3).moved(0, -deep * 0.57, tall * 0.58))
    else:
        assembly.add("zipper", make.rod((-wide * 0.42, 0, tall * 1.0), (wide * 0.42, 0, tall * 1.0), 0.006))
    if rng.random() < 0.35:
        assembly.add("pocket", box(wide * 0.6, deep * 0.2, tall * 0.45, 0.3, 3).moved(0, -deep * 0.5, tall * 0.32))
    if rng.random() < 0.35:
        assembly.add(
            "bag.strap",
            _strap(
                [
                    (-wide * 0.5, 0, tall * 0.9),
                    (-wide * 0.45, 0, tall + reach * 2),
                    (0, 0, tall + reach * 3),
                    (wide * 0.45, 0, tall + reach * 2),
                    (wide * 0.5, 0, tall * 0.9),
                ],
                0.004,
                0.014,
                (0, 0, 1),
            ),
        )
    if rng.random() < 0.4:
        assembly.add_each(
            "rivet",
            *(make.disc(0.006, 0.01).moved(a * wide * 0.28, b * deep * 0.2, 0.0) for a in (-1, 1) for b in (-1, 1)),
        )
    return assembly.finish(("z", float(rng.choice([0.0, 0.0, 35.0, -40.0, 180.0]))))


def suitcase(rng: np.random.Generator) -> LabelledObject:
    """A trolley case, an old suitcase or a briefcase."""
    assembly = Assembly("suitcase", "suitcase", "luggage", "trolley", "briefcase", "travel case")
    make = drawn_make(rng)
    trolley = rng.random() < 0.5
    wide, deep = rng.uniform(0.35, 0.6), rng.uniform(0.12, 0.26)
    tall = wide * rng.uniform(1.2, 1.6) if trolley else wide * rng.uniform(0.6, 0.8)
    floor = 0.05 if trolley else 0.01
    halves = [
        make.block(wide, deep * 0.49, tall, rng.uniform(0.08, 0.4)).moved(0, s * deep * 0.25, floor + tall / 2)
        for s in (-1, 1)
    ]
    if rng.random() < 0.5:
        assembly.add_each("case.shell", *halves)
    else:
        assembly.add("case.shell", *halves)
    for x in np.linspace(-0.35, 0.35, int(rng.integers(0, 8))) * wide:
        assembly.add("rib", box(0.012, deep * 1.03, tall * 0.86, 0.3, 2).moved(float(x), 0, floor + tall / 2))
    grip = [
        (-0.06, 0, floor + tall),
        (-0.055, 0, floor + tall + 0.035),
        (0.055, 0, floor + tall + 0.035),
        (0.06, 0, floor + tall),
    ]
    assembly.add("bag.handle", _strap(grip, 0.006, 0.012, (0, 0, 1)))
    if trolley:
        up = rng.uniform(0.1, 0.4)
        bars = [
            rod((s * 0.08, deep * 0.4, floor + tall * 0.9), (s * 0.08, deep * 0.4, floor + tall + up), 0.007, sides=8)
            for s in (-1, 1)
        ]
        assembly.add("telescopic.handle", *bars, box(0.2, 0.03, 0.03, 0.4, 2).moved(0, deep * 0.4, floor + tall + up))
        for a in (-1, 1):
            for b in (-1, 1) if rng.random() < 0.7 else (1,):
                assembly.add(
                    "wheel",
                    make.disc(0.025, 0.02, "x").moved(a * wide * 0.38, b * deep * 0.35, 0.025),
                    box(0.03, 0.03, 0.03, 0.2, 1).moved(a * wide * 0.38, b * deep * 0.35, 0.045),
                )
    else:
        for side in (-1, 1):
            assembly.add(
                "clasp", make.block(0.05, 0.02, 0.035, 0.3).moved(side * wide * 0.28, -deep * 0.0, floor + tall + 0.004)
            )
            if rng.random() < 0.4:
                assembly.add(
                    "bag.belt",
                    box(0.035, deep * 1.04, tall * 1.02, 0.1, 2).moved(side * wide * 0.28, 0, floor + tall / 2),
                )
    if rng.random() < 0.5:
        corner = make.block(0.06, deep * 1.04, 0.06, 0.4)
        assembly.add_each(
            "case.corner",
            *(
                corner.moved(a * (wide / 2 - 0.025), 0, floor + tall / 2 + b * (tall / 2 - 0.025))
                for a in (-1, 1)
                for b in (-1, 1)
            ),
        )
    if rng.random() < 0.3:
        assembly.add(
            "bag.label", box(0.05, 0.006, 0.08, 0.2, 1).rotated("y", 12).moved(0.08, -deep * 0.53, floor + tall * 0.85)
        )
    return assembly.finish(("z", float(rng.choice([0.0, 0.0, 35.0, -40.0, 90.0]))))


FAMILIES: Families = {"backpack": backpack, "handbag": handbag, "suitcase": suitcase}
