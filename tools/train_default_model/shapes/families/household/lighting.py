"""Families that give light with electricity: lamps, bulbs, chandeliers, street lamps."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell, smooth_curve, smooth_profile, straight, turned_profile, vase_profile
from ...geometry import Geometry
from ...primitives import ball, box, cylinder, dome, lathe, rod, sweep, turned


def _lamp_base(rng: np.random.Generator, radius: float, height: float) -> Geometry:
    """A foot or body that a lamp's tube grows from; stands on z = 0 and ends at about `height`."""
    segments = int(rng.choice([8, 24, 32, 40]))
    kind = rng.integers(6)
    if kind == 0:
        return cylinder(radius, height, segments, top=radius * rng.uniform(0.5, 1.0))
    if kind == 1:
        return turned(vase_profile(rng, height, radius), segments)
    if kind == 2:
        return turned(turned_profile(rng, height, radius, slimmest=0.3), segments)
    if kind == 3:
        return box(2 * radius, 2 * radius * rng.uniform(0.6, 1.0), height, rng.uniform(0.03, 0.3)).moved(z=height / 2)
    if kind == 4:
        return dome(radius, height, segments)
    return turned(
        smooth_profile(
            [(radius, 0.0), (radius * 0.95, height * 0.15), (radius * 0.4, height * 0.5), (radius * 0.15, height)]
        ),
        segments,
    )


def _shade(rng: np.random.Generator, radius: float, height: float, small: bool = False) -> Geometry:
    """A lampshade from z = 0 to `height`, widest radius about `radius`; open below and mostly above.

    `small` shades get fewer faces.
    """
    top = radius * rng.uniform(0.3, 1.05)
    kind = rng.integers(6)
    if kind == 0:
        profile = smooth_profile(
            [(radius, 0.0), (radius * 0.97, height * 0.4), (radius * 0.7, height * 0.8), (radius * 0.2, height)]
        )
    elif kind == 1:
        profile = smooth_profile([(radius, 0.0), (0.6 * radius + 0.25 * top, height * 0.45), (top * 0.8, height)])
    elif kind == 2:
        profile = smooth_profile(
            [(radius * 0.6, 0.0), (radius, height * 0.4), (radius * 0.9, height * 0.7), (radius * 0.4, height)]
        )
    else:
        profile = straight((radius, 0.0), (top, height), 5)
    segments = int(rng.choice([4, 6, 8, 32, 32, 40, 48]))
    if small:
        profile, segments = profile[:: max(len(profile) // 6, 1)], min(segments, 20)
    if rng.random() < 0.45:
        surface = lathe(profile, segments)
    else:
        surface = lathe(shell(profile, rng.uniform(0.01, 0.04) * radius, bottom=False), segments, bevel=0.0)
    if segments > 16 and rng.random() < 0.2:
        angle = np.arctan2(surface.vertices[:, 1], surface.vertices[:, 0])
        pleat = 1.0 + rng.uniform(0.02, 0.05) * np.cos(angle * segments / 2)
        surface = Geometry(surface.vertices * np.stack([pleat, pleat, np.ones_like(pleat)], axis=1), surface.faces)
    if segments == 4:
        surface = surface.rotated("z", 45.0)
    return surface


def table_lamp(rng: np.random.Generator) -> LabelledObject:
    """Base, tube and shade; sometimes with bulb or pull chain."""
    assembly = Assembly("table lamp", "lamp", "table lamp", "bedside lamp", "lantern")
    base_radius = rng.uniform(0.08, 0.26)
    base_height = rng.choice([rng.uniform(0.02, 0.08), rng.uniform(0.1, 0.45)])
    tube_top = base_height + rng.uniform(0.08, 0.5)
    assembly.add("base", _lamp_base(rng, base_radius, base_height))
    tube_radius = rng.uniform(0.008, 0.06)
    start = base_height * rng.uniform(0.7, 1.0)
    if rng.random() < 0.4:
        profile = turned_profile(rng, tube_top - start, tube_radius * rng.uniform(1.0, 1.6), slimmest=0.5)
        assembly.add("lamp.tube", turned(profile, 20).moved(z=start))
    else:
        assembly.add(
            "lamp.tube", rod((0, 0, start), (0, 0, tube_top), tube_radius, tube_radius * rng.uniform(0.6, 1.1))
        )
    shade_radius = rng.uniform(0.14, 0.38)
    shade_height = rng.uniform(0.12, 0.42)
    # A good part of the tube stays in sight between base and shade.
    lowest = base_height + rng.uniform(0.2, 0.6) * (tube_top - base_height)
    shade_bottom = max(tube_top - shade_height * rng.uniform(0.1, 0.9), lowest)
    assembly.add("shade", _shade(rng, shade_radius, shade_height).moved(z=shade_bottom))
    if rng.random() < 0.3:
        assembly.add("bulb", ball(0.035, 0.035, 0.05, 16).moved(z=tube_top + 0.03))
    if rng.random() < 0.12:
        x = shade_radius * 0.6
        assembly.add("chain", rod((x, 0, shade_bottom + 0.03), (x, 0, shade_bottom - rng.uniform(0.05, 0.15)), 0.006))
    return assembly.finish()


def floor_lamp(rng: np.random.Generator) -> LabelledObject:
    """A tall lamp: foot or tripod, long pole, shade that hangs or stands."""
    assembly = Assembly("floor lamp", "floor lamp", "lamp", "standing lamp", "light")
    height = rng.uniform(1.2, 1.8)
    tube_radius = rng.uniform(0.012, 0.04)
    shade_radius, shade_height = rng.uniform(0.15, 0.35), rng.uniform(0.15, 0.4)
    if rng.random() < 0.3:
        spread, join = rng.uniform(0.25, 0.45), height * rng.uniform(0.3, 0.95)
        for angle in np.radians([90, 210, 330]):
            foot = (spread * np.cos(angle), spread * np.sin(angle), 0.0)
            assembly.add("leg", rod(foot, (0, 0, join), tube_radius, tube_radius * rng.uniform(0.8, 1.4)))
        assembly.add("lamp.tube", rod((0, 0, join - 0.1), (0, 0, height), tube_radius * 1.2))
        assembly.add("shade", _shade(rng, shade_radius, shade_height).moved(z=height - shade_height * 0.6))
        return assembly.finish()
    base_height = rng.uniform(0.02, 0.12)
    assembly.add("base", _lamp_base(rng, rng.uniform(0.12, 0.26), base_height))
    if rng.random() < 0.35:
        reach = rng.uniform(0.2, 0.6)
        path = smooth_curve(
            [
                (0, 0, base_height * 0.6),
                (0, 0, height * 0.7),
                (reach * 0.3, 0, height),
                (reach * 0.8, 0, height * 0.98),
                (reach, 0, height * 0.85),
            ],
            28,
        )
        assembly.add("lamp.tube", sweep(path, tube_radius))
        assembly.add(
            "shade",
            _shade(rng, shade_radius * 0.8, shade_height * 0.7).moved(reach, 0, height * 0.85 - shade_height * 0.5),
        )
    else:
        if rng.random() < 0.4:
            tube = turned(turned_profile(rng, height - base_height * 0.6, tube_radius * 1.8, 0.4), 16)
            assembly.add("lamp.tube", tube.moved(z=base_height * 0.6))
        else:
            assembly.add("lamp.tube", rod((0, 0, base_height * 0.6), (0, 0, height), tube_radius))
        shade = _shade(rng, shade_radius, shade_height)
        if rng.random() < 0.2:
            shade = shade.scaled(1, 1, -1).moved(z=shade_height)
        assembly.add("shade", shade.moved(z=height - shade_height * rng.uniform(0.2, 0.8)))
    return assembly.finish()


def desk_lamp(rng: np.random.Generator) -> LabelledObject:
    """An articulated or goose-neck work lamp: base, arms, tilted shade."""
    assembly = Assembly("desk lamp", "desk lamp", "lamp", "work lamp", "reading lamp")
    base_radius, base_height = rng.uniform(0.08, 0.16), rng.uniform(0.02, 0.06)
    assembly.add("base", _lamp_base(rng, base_radius, base_height))
    tube_radius = rng.uniform(0.006, 0.018)
    lean = rng.uniform(-0.3, 0.1)
    elbow = np.array([lean, 0.0, rng.uniform(0.2, 0.4)])
    end = elbow + np.array([rng.uniform(0.15, 0.4), 0.0, rng.uniform(-0.05, 0.25)])
    if rng.random() < 0.4:
        path = smooth_curve([(0, 0, base_height * 0.5), elbow * [0.2, 1, 1], end * [0.6, 1, 1.15], end], 28)
        assembly.add("lamp.arm", sweep(path, tube_radius))
    else:
        gap = rng.choice([0.0, 0.02])
        bars = []
        for low, high in (((0, 0, base_height * 0.5), elbow), (elbow, end)):
            for y in (-gap, gap) if gap else (0.0,):
                bars.append(rod(np.array(low) + np.array([0, y, 0]), np.array(high) + np.array([0, y, 0]), tube_radius))
        joint = ball(tube_radius * 2, tube_radius * 2.2 + gap, tube_radius * 2, 12)
        bars += [joint.moved(*elbow), joint.moved(*end)]
        assembly.add("lamp.arm", *bars)
    radius, height = rng.uniform(0.07, 0.14), rng.uniform(0.1, 0.2)
    kind = rng.integers(3)
    if kind == 0:
        profile = straight((radius, 0.0), (radius * 0.35, height), 4)
    elif kind == 1:
        profile = arc(1.0, 0.0, 78.0, 10) * [radius, height]
    else:
        profile = smooth_profile(
            [(radius, 0), (radius * 0.8, height * 0.4), (radius * 0.35, height * 0.6), (radius * 0.3, height)], 16
        )
    closed = np.concatenate([profile, [[0.0, profile[-1, 1]]]])
    shade = lathe(closed, 28).moved(z=-height)
    tilt = rng.uniform(-50.0, 15.0)
    assembly.add("shade", shade.rotated("y", tilt).moved(*(end + np.array([0, 0, 0.01]))))
    if rng.random() < 0.4:
        assembly.add("bulb", ball(radius * 0.4, segments=14).moved(z=-height * 0.8).rotated("y", tilt).moved(*end))
    return assembly.finish()


def light_bulb(rng: np.random.Generator) -> LabelledObject:
    """A bulb with a screw socket, upright or hanging from a cable."""
    assembly = Assembly("light bulb", "light bulb", "bulb", "lamp")
    radius, height = 0.03, rng.uniform(0.05, 0.1)
    profile = smooth_profile(
        [
            (0.014, 0),
            (0.015, height * 0.15),
            (radius * rng.uniform(0.9, 1.3), height * 0.62),
            (radius * 0.7, height * 0.92),
            (0.0, height),
        ],
        24,
    )
    assembly.add("glass", lathe(profile, 32, bevel=0.0))
    screw = 0.025
    z = np.linspace(0, screw, 25)
    threads = np.stack([0.013 + 0.0014 * np.sin(z / screw * 2 * np.pi * 4), z - screw], axis=1)
    assembly.add("socket", turned(threads, 28, bevel=0.0), dome(0.007, 0.006, 16).scaled(1, 1, -1).moved(z=-screw))
    if rng.random() < 0.35:
        assembly.add("chain", rod((0, 0, -screw), (0, 0, -screw - rng.uniform(0.05, 0.15)), 0.004))
        return assembly.finish(("x", 180.0))
    return assembly.finish(("x", float(rng.choice([0.0, 180.0, 90.0, 75.0]))))


def chandelier(rng: np.random.Generator) -> LabelledObject:
    """A hanging lamp with curved arms that carry candles or small shades."""
    assembly = Assembly("chandelier", "chandelier", "hanging lamp", "ceiling lamp")
    radius, arms = rng.uniform(0.3, 0.5), int(rng.integers(3, 8))
    column = rng.uniform(0.2, 0.4)
    assembly.add("lamp.tube", turned(turned_profile(rng, column, 0.05, 0.3), 20).moved(z=-0.05))
    assembly.add("chain", rod((0, 0, column - 0.06), (0, 0, column + rng.uniform(0.1, 0.4)), 0.012))
    path = smooth_curve([(0.02, 0, 0.05), (radius * 0.4, 0, -0.08), (radius * 0.85, 0, -0.05), (radius, 0, 0.06)], 16)
    arm = sweep(path, 0.012)
    shaded, size = rng.random() < 0.5, rng.uniform(0.05, 0.09)
    top = (
        _shade(rng, size, size * rng.uniform(0.8, 1.5), small=True).moved(z=0.02)
        if shaded
        else cylinder(0.016, 0.12, 14)
    )
    for k in range(arms):
        angle = 360.0 * k / arms + 10
        assembly.add("lamp.arm", arm.rotated("z", angle))
        assembly.add("shade" if shaded else "candle", top.moved(radius, 0, 0.06).rotated("z", angle))
    return assembly.finish()


def street_lamp(rng: np.random.Generator) -> LabelledObject:
    """A lamp post in the street: stepped base, tall post, glass head under a small roof."""
    assembly = Assembly("street lamp", "street lamp", "lamp post", "lantern")
    height = rng.uniform(1.6, 2.6)
    assembly.add(
        "base", turned([(0.2, 0), (0.2, 0.08), (0.14, 0.1), (0.12, rng.uniform(0.2, 0.5))], int(rng.choice([8, 28])))
    )
    assembly.add("lamp.tube", rod((0, 0, 0.15), (0, 0, height), rng.uniform(0.04, 0.07), rng.uniform(0.03, 0.05)))
    sides = int(rng.choice([4, 6, 28]))
    size = rng.uniform(0.13, 0.22)
    if rng.random() < 0.35:
        assembly.add("glass", ball(size, segments=24).moved(z=height + size * 0.8))
    else:
        tall = size * rng.uniform(1.5, 2.4)
        assembly.add("glass", turned(straight((size * 0.6, 0), (size, tall), 3), sides).moved(z=height))
        roof = turned([(size * 1.2, 0), (size * 0.15, size * rng.uniform(0.5, 1.1))], sides)
        assembly.add("roof", roof.moved(z=height + tall))
        assembly.add("knob", ball(size * 0.2, segments=12).moved(z=height + tall + size * 0.8))
    return assembly.finish()


FAMILIES: Families = {
    "table lamp": table_lamp,
    "floor lamp": floor_lamp,
    "desk lamp": desk_lamp,
    "light bulb": light_bulb,
    "chandelier": chandelier,
    "street lamp": street_lamp,
}
