"""Families that grow: mushrooms, trees, potted plants, flowers, cacti."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import shell, smooth_curve, smooth_profile, straight
from ...geometry import Geometry
from ...primitives import ball, cylinder, lathe, leaf, rod, round_section, sweep, turned


def _mushroom_cap(rng: np.random.Generator, radius: float, height: float) -> Geometry:
    """A cap with its rim near z = 0: hemisphere, cone, flat umbrella, egg; hollow or flat below."""
    kind = rng.integers(4)
    if kind == 0:
        control = [(radius, 0), (radius * 0.97, height * 0.35), (radius * 0.65, height * 0.8), (0, height)]
    elif kind == 1:
        control = [(radius, 0), (radius * 0.6, height * 0.45), (radius * 0.2, height * 0.85), (0, height)]
    elif kind == 2:
        control = [(radius, 0), (radius * 1.02, height * 0.15), (radius * 0.8, height * 0.7), (0, height * 0.85)]
    else:
        control = [(radius * 0.85, -height * 0.15), (radius, height * 0.2), (radius * 0.8, height * 0.7), (0, height)]
    over = smooth_profile(control, 20)
    over[-1, 0] = 0.0
    under_height = rng.choice([0.0, rng.uniform(0.1, 0.45)]) * height
    rim = over[0]
    under = smooth_profile(
        [(0, rim[1] + under_height), (rim[0] * 0.5, rim[1] + under_height * 0.8), (rim[0] * 0.93, rim[1])], 8
    )
    under[0, 0] = 0.0
    cap = lathe(np.concatenate([under, over]), 40, bevel=0.01 * radius)
    return cap.wobbled(rng, rng.uniform(0.0, 0.03), 2.5)


def mushroom(rng: np.random.Generator) -> LabelledObject:
    """One mushroom or a small group: cap and stem; toadstools with spots, some with a ring on the stem."""
    assembly = Assembly("mushroom", "mushroom", "toadstool", "fungus")
    count = int(rng.choice([1, 1, 1, 1, 2, 3]))
    spots = rng.random() < 0.25
    for k in range(count):
        size = 1.0 if k == 0 else rng.uniform(0.35, 0.75)
        angle = rng.uniform(0, 2 * np.pi)
        place = np.zeros(2) if k == 0 else 0.4 * np.array([np.cos(angle), np.sin(angle)])
        radius, cap_height, height = rng.uniform(0.18, 0.5), rng.uniform(0.12, 0.5), rng.uniform(0.3, 0.85)
        thick = radius * rng.uniform(0.2, 0.62)
        lean = rng.uniform(-0.1, 0.1, 2)
        path = smooth_curve([(0, 0, 0), (*(lean * 0.3), height * 0.4), (*lean, height)], 14)
        foot = rng.uniform(0.8, 1.9)
        sizes = (
            np.interp(np.linspace(0, 1, 14), [0, 0.15, 0.5, 1], [foot * 0.8, foot, 1.0, rng.uniform(0.6, 1.1)]) * thick
        )
        stem = sweep(path, sizes, round_section(24)).wobbled(rng, rng.uniform(0, 0.02))
        assembly.add("mushroom.stem", stem.scaled(size).moved(*place))
        cap = (
            _mushroom_cap(rng, radius, cap_height).rotated("x", rng.uniform(-12, 12)).rotated("y", rng.uniform(-12, 12))
        )
        top = np.array([*lean, height - 0.02 - 0.1 * cap_height])
        assembly.add("mushroom.cap", cap.moved(*top).scaled(size).moved(*place))
        if spots:
            # Vertices crowd at the pole: drawing them by their distance from it spreads the spots evenly.
            upper = cap.vertices[cap.vertices[:, 2] > cap_height * 0.3]
            share = np.hypot(upper[:, 0], upper[:, 1]) + 1e-3
            for point in upper[rng.choice(len(upper), 14, p=share / share.sum())]:
                dot = ball(radius * rng.uniform(0.06, 0.14), segments=10).scaled(1, 1, 0.6)
                assembly.add("spot", dot.moved(*(point + top)).scaled(size).moved(*place))
    return assembly.finish()


def tree(rng: np.random.Generator) -> LabelledObject:
    """A tree with trunk and crown: round, conifer, poplar, palm."""
    assembly = Assembly("tree", "tree", "fir", "oak", "palm tree")
    kind = rng.integers(4)
    height, thick = rng.uniform(0.4, 1.0), rng.uniform(0.05, 0.13)
    lean = rng.uniform(-0.12, 0.12, 2)
    path = smooth_curve([(0, 0, 0), (*(lean * 0.2), height * 0.4), (*lean, height)], 14)
    sizes = np.interp(np.linspace(0, 1, 14), [0, 0.08, 0.3, 1], [1.6, 1.15, 1.0, 0.65]) * thick
    if kind == 3:
        path = path * [2.5, 2.5, 1.4]
        sizes = sizes * 0.7
    assembly.add("trunk", sweep(path, sizes, round_section(12)).wobbled(rng, 0.01, 5.0))
    top = path[-1]
    if kind == 0:
        for _ in range(int(rng.integers(1, 6))):
            size = rng.uniform(0.25, 0.45)
            blob = ball(size, size * rng.uniform(0.8, 1.1), size * rng.uniform(0.7, 1.1), 22).wobbled(rng, 0.05, 4.0)
            assembly.add(
                "crown", blob.moved(*(top + np.array([*(rng.uniform(-0.25, 0.25, 2)), rng.uniform(0.0, 0.35)])))
            )
        if rng.random() < 0.5:
            for _ in range(int(rng.integers(1, 4))):
                angle, z = rng.uniform(0, 2 * np.pi), height * rng.uniform(0.5, 0.8)
                end = (0.3 * np.cos(angle), 0.3 * np.sin(angle), z + 0.25)
                assembly.add("branch", rod((lean[0] * 0.5, lean[1] * 0.5, z), end, thick * 0.4, thick * 0.15, 8))
    elif kind == 1:
        tiers, radius = int(rng.integers(1, 6)), rng.uniform(0.3, 0.5)
        total = rng.uniform(0.8, 1.4)
        for k in range(tiers):
            share = 1 - 0.75 * k / max(tiers, 2)
            cone = turned(
                [(radius * share, 0), (radius * share * 0.45, total / tiers * 0.6), (0.02, total / tiers * 1.25)], 24
            )
            assembly.add("crown", cone.moved(*(path[7] * [1, 1, 0])).moved(z=height * 0.45 + total / tiers * k * 0.85))
    elif kind == 2:
        size = rng.uniform(0.2, 0.35)
        crown = ball(size, size, size * rng.uniform(1.5, 3.0), 26).wobbled(rng, 0.03, 4.0)
        assembly.add("crown", crown.moved(*(top + np.array([0, 0, size * 1.2]))))
    else:
        for k in range(int(rng.integers(6, 11))):
            frond = leaf(rng.uniform(0.4, 0.6), rng.uniform(0.1, 0.16), rng.uniform(0.3, 0.8), 0.5).rotated(
                "y", -rng.uniform(10, 35)
            )
            assembly.add("leaf", frond.rotated("z", 42 * k + rng.uniform(-10, 10)).moved(*top))
    return assembly.finish()


def _planter(rng: np.random.Generator, assembly: Assembly, radius: float, height: float) -> None:
    """Adds a flowerpot on z = 0 (with rim and soil) to the assembly."""
    lower = radius * rng.uniform(0.55, 1.0)
    kind = rng.integers(3)
    if kind == 0:
        profile = np.array(
            [(lower, 0), (radius * 0.94, height * 0.78), (radius * 1.04, height * 0.78), (radius * 1.04, height)]
        )
    elif kind == 1:
        profile = smooth_profile([(lower, 0), (radius * 1.1, height * 0.5), (radius, height)], 14)
    else:
        profile = straight((lower, 0), (radius, height), 4)
    sides = int(rng.choice([4, 6, 36, 36, 36]))
    assembly.add(
        "planter", lathe(shell(profile, radius * 0.1), sides, bevel=0.004).rotated("z", 45 if sides == 4 else 0)
    )
    assembly.add(
        "soil",
        cylinder(profile[-1, 0] * 0.88, height * 0.06, 28 if sides > 6 else sides)
        .rotated("z", 45 if sides == 4 else 0)
        .moved(z=height * 0.84),
    )


def potted_plant(rng: np.random.Generator) -> LabelledObject:
    """A house plant in a pot: big leaves, a bush or a small tree."""
    assembly = Assembly("potted plant", "potted plant", "house plant", "plant")
    radius, height = 0.12, rng.uniform(0.12, 0.26)
    _planter(rng, assembly, radius, height)
    kind, low = rng.integers(3), height * 0.85
    if kind == 0:
        for k in range(int(rng.integers(6, 14))):
            length = rng.uniform(0.2, 0.4)
            blade = leaf(length, length * rng.uniform(0.2, 0.5), rng.uniform(0.1, 0.7), 0.3).rotated(
                "y", -rng.uniform(25, 80)
            )
            assembly.add("leaf", blade.rotated("z", 137.5 * k).moved(z=low))
    elif kind == 1:
        assembly.add("flower.stem", rod((0, 0, low), (0.01, 0, low + 0.2), 0.012, 0.008))
        size = rng.uniform(0.14, 0.22)
        assembly.add("leaf", ball(size, segments=24).wobbled(rng, 0.025, 7.0).moved(z=low + 0.2 + size * 0.5))
    else:
        for k in range(int(rng.integers(3, 6))):
            angle, rise = 2.4 * k, rng.uniform(0.15, 0.4)
            end = np.array([0.1 * np.cos(angle), 0.1 * np.sin(angle), low + rise])
            middle = (end[0] * 0.3, end[1] * 0.3, low + rise * 0.6)
            path = smooth_curve(np.array([(0, 0, low), middle, end]), 10)
            assembly.add("flower.stem", sweep(path, 0.006, round_section(6)))
            big = rng.uniform(0.12, 0.22)
            assembly.add(
                "leaf",
                leaf(big, big * 0.75, rng.uniform(0.1, 0.5), 0.2)
                .rotated("y", -rng.uniform(0, 40))
                .rotated("z", np.degrees(angle))
                .moved(*end),
            )
    return assembly.finish()


def flower(rng: np.random.Generator) -> LabelledObject:
    """One flower: petals round a centre, stem, leaves; sometimes in a pot."""
    assembly = Assembly("flower", "flower", "daisy", "sunflower", "blossom")
    height, lean = rng.uniform(0.3, 0.8), rng.uniform(-0.1, 0.1)
    low = 0.0
    if rng.random() < 0.3:
        low = rng.uniform(0.1, 0.16)
        _planter(rng, assembly, 0.1, low)
    path = smooth_curve([(0, 0, low * 0.8), (lean, 0, low + height * 0.5), (lean * 0.5, 0, low + height)], 14)
    assembly.add("flower.stem", sweep(path, rng.uniform(0.008, 0.016), round_section(8)))
    tilt = rng.uniform(20, 85)
    centre, petal = rng.uniform(0.03, 0.09), rng.uniform(0.1, 0.2)
    count = int(rng.integers(5, 15))
    top = path[-1]
    width = min(rng.uniform(0.5, 1.3) * 2 * np.pi * (centre + petal * 0.4) / count, petal)
    for k in range(count):
        blade = leaf(petal, width, rng.uniform(-0.4, 0.3), 0.3, 0.03).moved(centre * 0.6)
        assembly.add(
            "petal", blade.rotated("y", rng.uniform(-8, 8)).rotated("z", 360 * k / count).rotated("x", tilt).moved(*top)
        )
    assembly.add(
        "flower.center", ball(centre, centre, centre * rng.uniform(0.3, 0.7), 20).rotated("x", tilt).moved(*top)
    )
    for k in range(int(rng.integers(0, 4))):
        big = rng.uniform(0.12, 0.22)
        at = path[4 + 2 * k]
        assembly.add(
            "leaf",
            leaf(big, big * 0.35, rng.uniform(0.0, 0.5))
            .rotated("y", -rng.uniform(10, 50))
            .rotated("z", 150 * k + rng.uniform(0, 60))
            .moved(*at),
        )
    return assembly.finish()


def cactus(rng: np.random.Generator) -> LabelledObject:
    """A cactus with ribs and arms, in a pot or in the ground; sometimes flowering."""
    assembly = Assembly("cactus", "cactus", "saguaro", "succulent")
    low = 0.0
    if rng.random() < 0.7:
        low = rng.uniform(0.12, 0.22)
        _planter(rng, assembly, rng.uniform(0.12, 0.18), low)
    radius = rng.uniform(0.08, 0.13)
    height = rng.uniform(0.35, 0.75) if rng.random() < 0.7 else rng.uniform(2.0, 3.0) * radius
    ribs = int(rng.choice([8, 10, 12]))
    angle = np.linspace(0, 2 * np.pi, ribs * 4, endpoint=False)
    section = (1 + rng.uniform(0.03, 0.12) * np.cos(angle * ribs))[:, None] * np.stack(
        [np.cos(angle), np.sin(angle)], axis=1
    )
    t = np.linspace(0, 1, 18)
    start = low * 0.8
    swell = rng.uniform(0.0, 0.25)
    profile = np.sqrt(np.clip(1 - np.clip((t - 0.8) / 0.2, 0, 1) ** 2, 0.0004, 1)) * (
        1 + swell * np.sin(np.pi * t) - 0.1
    )
    assembly.add("cactus.body", sweep(straight((0, 0, start), (0, 0, start + height), 18), profile * radius, section))
    if height > 0.3 or low == 0.0:
        for k in range(int(rng.integers(0 if low else 1, 4))):
            side = 1 if k % 2 == 0 else -1
            z, reach, rise = (
                start + height * rng.uniform(0.3, 0.6),
                radius * rng.uniform(1.8, 2.4),
                rng.uniform(0.1, 0.25),
            )
            path = smooth_curve(
                [
                    (0, 0, z),
                    (side * reach * 0.7, 0, z),
                    (side * reach, 0, z + 0.05),
                    (side * reach, 0, z + 0.05 + rise),
                ],
                18,
            )
            thin = np.sqrt(np.clip(1 - np.clip((t - 0.85) / 0.15, 0, 1) ** 2, 0.0004, 1)) * radius * 0.5
            assembly.add("cactus.arm", sweep(path, thin, section).rotated("z", rng.uniform(-30, 30)))
    if rng.random() < 0.4:
        for _ in range(int(rng.integers(1, 4))):
            place = rng.uniform(-0.5, 0.5, 2) * radius
            assembly.add(
                "flower",
                ball(0.035, segments=12).wobbled(rng, 0.1, 6.0).moved(place[0], place[1], start + height * 0.99),
            )
    return assembly.finish()


FAMILIES: Families = {
    "mushroom": mushroom,
    "tree": tree,
    "potted plant": potted_plant,
    "flower": flower,
    "cactus": cactus,
}
