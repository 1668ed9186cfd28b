"""Families that sound: bells, drums, guitars."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import shell, smooth_curve, smooth_profile
from ...geometry import merged
from ...primitives import ball, box, dome, lathe, ring, rod, strip, sweep, turned


def bell(rng: np.random.Generator) -> LabelledObject:
    """A church bell or hand bell: body, clapper, handle or loop."""
    assembly = Assembly("bell", "bell", "hand bell", "church bell")
    radius, height = 0.2, rng.uniform(0.25, 0.42)
    waist = radius * rng.uniform(0.55, 0.75)
    profile = smooth_profile(
        [
            (radius, 0),
            (radius * 0.85, height * 0.12),
            (waist, height * 0.55),
            (waist * 0.8, height * 0.88),
            (0.03, height),
        ],
        26,
    )
    assembly.add(
        "bell.body",
        lathe(np.concatenate([profile, [[0, height]]]), 40),
        lathe(np.concatenate([profile - [0.012, 0.01], [[0, height - 0.02]]])[::-1], 40),
    )
    low = rng.uniform(0.0, 0.06)
    assembly.add("clapper", rod((0, 0, height * 0.8), (0, 0, 0), 0.012), ball(0.045, segments=16).moved(z=-low + 0.02))
    if rng.random() < 0.5:
        length = rng.uniform(0.15, 0.3)
        grip = turned(
            [(0.018, 0), (0.03, length * 0.3), (0.025, length * 0.8), (0.034, length * 0.95), (0.01, length)], 20
        )
        assembly.add("handle", grip.moved(z=height - 0.01))
    else:
        assembly.add("ear", ring(0.06, 0.014, 26, 10).rotated("x", 90).moved(z=height + 0.05))
    return assembly.finish(("y", float(rng.uniform(-25, 25))))


def drum(rng: np.random.Generator) -> LabelledObject:
    """A drum: shell, skins, hoops, sometimes sticks."""
    assembly = Assembly("drum", "drum", "snare drum", "tambour")
    radius, height = 0.25, rng.uniform(0.15, 0.6)
    waist = rng.choice([1.0, rng.uniform(0.7, 1.15)])
    assembly.add(
        "drum.body", lathe(smooth_profile([(radius, 0), (radius * waist, height / 2), (radius, height)], 14), 40)
    )
    assembly.add_each(
        "drumskin", dome(radius * 1.01, 0.015, 40).moved(z=height), dome(radius * 1.01, 0.015, 40).scaled(1, 1, -1)
    )
    for z in (0.02, height - 0.02):
        assembly.add(
            "hoop", lathe(shell([(radius * 1.05, z - 0.02), (radius * 1.05, z + 0.02)], 0.015, bottom=False), 40, 0.003)
        )
    if rng.random() < 0.5:
        for k in range(2):
            stick = merged([rod((-0.25, 0, 0), (0.2, 0, 0), 0.012), ball(0.025, 0.018, 0.018, 12).moved(-0.25)])
            assembly.add("stick", stick.rotated("y", 10).rotated("z", 40 + 80 * k).moved(0, 0.02, height + 0.05))
    if rng.random() < 0.4:
        count = 8
        zigzag = [
            radius * 1.03 * np.array([np.cos(a), np.sin(a), 0]) + [0, 0, height * (k % 2) * 0.9 + 0.05 * height]
            for k, a in enumerate(np.linspace(0, 2 * np.pi, 2 * count, endpoint=False))
        ]
        path = np.concatenate(
            [np.linspace(a, b, 4)[:-1] for a, b in zip(zigzag, [*zigzag[1:], zigzag[0]], strict=True)]
        )
        path[:, :2] *= (radius * 1.03 / np.hypot(path[:, 0], path[:, 1]))[:, None]
        assembly.add("chain", sweep(path, 0.008, closed=True))
    return assembly.finish()


def guitar(rng: np.random.Generator) -> LabelledObject:
    """A guitar, violin or ukulele: body, neck, head, strings, bridge, pegs."""
    assembly = Assembly("guitar", "guitar", "violin", "ukulele", "bass")
    length, wide, thick = rng.uniform(0.4, 0.55), rng.uniform(0.16, 0.22), rng.uniform(0.04, 0.11)
    waist = rng.uniform(0.5, 0.85)
    upper = rng.uniform(0.65, 0.95)
    control = [(0.03, 0), (0.75, 0.06), (1.0, 0.25), (waist, 0.55), (upper, 0.8), (upper * 0.6, 0.96), (0.03, 1.0)]
    side = smooth_curve(np.array(control) * [wide, length], 34)
    side[:, 0] = np.maximum(side[:, 0], 0.004)
    assembly.add("guitar.body", strip(side * [-1, 1], side, thick, (0.9, 0.9), 8))
    neck, half = rng.uniform(0.35, 0.5), rng.uniform(0.022, 0.032)
    front = -thick / 2
    assembly.add(
        "guitar.neck",
        box(half * 2, 0.025, neck + length * 0.3, 0.2, inner=4).moved(
            0, front - 0.004, length + neck / 2 - length * 0.15
        ),
    )
    head = rng.uniform(0.1, 0.15)
    top = length + neck
    assembly.add(
        "guitar.head",
        box(half * rng.uniform(2.4, 3.4), 0.025, head, 0.2)
        .tapered(rng.uniform(0.7, 1.2))
        .rotated("x", -8)
        .moved(0, front, top + head / 2),
    )
    for k in range(3):
        for sign in (-1, 1):
            peg = rod((0, 0, 0), (sign * (half + 0.035), 0, 0), 0.006, sides=8)
            knob = ball(0.012, 0.008, 0.014, 10).moved(sign * (half + 0.04))
            assembly.add("peg", *(piece.moved(0, front, top + head * (0.2 + 0.28 * k)) for piece in (peg, knob)))
    bridge = length * rng.uniform(0.2, 0.3)
    assembly.add("bridge", box(wide * 0.7, 0.02, 0.03, 0.2).moved(0, front - 0.008, bridge))
    strings = [
        rod((x, front - 0.02, bridge), (x, front - 0.022, top + 0.02), 0.0013, sides=5)
        for x in np.linspace(-0.8, 0.8, int(rng.integers(4, 7))) * half
    ]
    assembly.add("string", *strings)
    if rng.random() < 0.6:
        assembly.add("rim", ring(wide * 0.3, 0.008, 32, 8).rotated("x", 90).moved(0, front, length * 0.58))
    return assembly.finish(("y", float(rng.choice([0.0, rng.uniform(-60, 60), 90.0]))))


FAMILIES: Families = {
    "bell": bell,
    "drum": drum,
    "guitar": guitar,
}
