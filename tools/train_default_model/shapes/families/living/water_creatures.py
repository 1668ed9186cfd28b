"""Families that swim: fish and turtles."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import straight
from ...geometry import Geometry
from ...primitives import ball, dome, leaf, rod, round_section, sweep


def fish(rng: np.random.Generator) -> LabelledObject:
    """A fish: body, fins, tail, eyes; seen from the side."""
    assembly = Assembly("fish", "fish", "goldfish", "shark")
    length, tall, flat = rng.uniform(0.5, 0.8), rng.uniform(0.12, 0.26), rng.uniform(0.35, 0.8)
    t = np.linspace(0, 1, 20)
    sizes = np.sin(np.pi * np.clip(t, 0.02, 1) ** 0.7) * 0.95 + 0.12 * t
    body = sweep(
        straight((length / 2, 0, 0), (-length / 2, 0, 0), 20),
        np.stack([sizes * tall, sizes * tall * flat], axis=1),
        round_section(24),
        side=(0, 0, 1),
    )
    assembly.add("body", body)
    spread = rng.uniform(0.12, 0.25)
    tail = [
        leaf(spread * 1.4, spread * 0.7, 0.0, 0.0, 0.05).rotated("x", 90).rotated("y", a).moved(-length / 2 + 0.03)
        for a in (180 - 30, 180 + 30)
    ]
    assembly.add("tail", *tail)
    assembly.add(
        "fin",
        leaf(rng.uniform(0.2, 0.4), 0.2, 0.0, 0.0, 0.06)
        .rotated("x", 90)
        .rotated("y", 190)
        .moved(length * 0.15, 0, tall * 0.85),
    )
    for side in (-1, 1):
        assembly.add(
            "fin",
            leaf(0.18, 0.1, 0.2, 0.0, 0.06)
            .rotated("z", 180 - side * 40)
            .moved(length * 0.1, side * tall * flat * 0.8, -tall * 0.3),
        )
        assembly.add("eye", ball(0.028, segments=12).moved(length * 0.36, side * tall * flat * 0.62, tall * 0.2))
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, 30.0]))))


def turtle(rng: np.random.Generator) -> LabelledObject:
    """A turtle: domed shell, head, legs, tail."""
    assembly = Assembly("turtle", "turtle", "tortoise")
    radius, height = rng.uniform(0.3, 0.4), rng.uniform(0.15, 0.35)
    assembly.add("shell", dome(radius, height, 32).scaled(rng.uniform(1.0, 1.3), 1, 1).moved(z=0.1))
    head = rng.uniform(0.09, 0.14)
    centre = np.array([radius * 1.3 + 0.06, 0, rng.uniform(0.14, 0.28)])
    assembly.add(
        "head", ball(head * 1.1, head * 0.9, head, 20).moved(*centre), rod((radius * 0.8, 0, 0.14), centre, head * 0.6)
    )
    for side in (-1, 1):
        assembly.add(
            "eye", ball(0.02, segments=8).moved(*(centre + np.array([head * 0.6, side * head * 0.65, head * 0.35])))
        )
        for x in (-0.7, 0.7):
            limb: Geometry = rod(
                (x * radius, side * radius * 0.65, 0.15), (x * radius * 1.15, side * radius * 0.85, 0), 0.075, 0.065
            )
            assembly.add("creature.leg", limb)
    assembly.add("tail", rod((-radius, 0, 0.13), (-radius * 1.45, 0, 0.06), 0.04, 0.005))
    return assembly.finish(("z", float(rng.choice([0.0, 180.0, -90.0, -45.0, -135.0]))))


FAMILIES: Families = {
    "fish": fish,
    "turtle": turtle,
}
