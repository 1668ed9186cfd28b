"""Families to eat with: spoons and forks."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...geometry import FloatArray
from ...handles import laid_down
from ...primitives import (
    ball,
    lathe,
    rod,
    round_section,
    sweep,
)


def spoon(rng: np.random.Generator) -> LabelledObject:
    """A spoon or ladle."""
    assembly = Assembly("spoon", "spoon", "ladle", "wooden spoon")
    length, thick = rng.uniform(0.1, 0.24), rng.uniform(0.003, 0.008)
    bowl_length, bowl_width, depth = rng.uniform(0.025, 0.05), rng.uniform(0.018, 0.035), rng.uniform(0.008, 0.03)
    profile = _bowl_profile(depth)
    bowl = lathe(profile, 32, bevel=0.0).scaled(bowl_width, bowl_length, 1.0).rotated("x", 90)
    assembly.add("spoon.bowl", bowl.moved(z=-bowl_length * 0.9))
    ladle = rng.random() < 0.3
    hook = -0.03 if ladle else 0.0
    path = smooth_curve(
        [
            (0, -0.001, -0.006),
            (0, hook * 0.2, length * 0.3),
            (0, rng.uniform(-0.012, 0.004), length * 0.7),
            (0, hook * 0.3, length),
        ],
        20,
    )
    end = rng.uniform(1.0, 2.2)
    widths = np.interp(np.linspace(0, 1, 20), [0, 0.2, 0.85, 1], [1.1, 0.8, end, end * 0.8]) * thick
    assembly.add("tool.handle", sweep(path, np.stack([widths, np.full(20, thick * 0.6)], axis=1), side=(1, 0, 0)))
    return assembly.finish(laid_down(rng))


def _bowl_profile(depth: float) -> FloatArray:
    """A shallow bowl of radius 1 with thickness, opening to +z, its rim at z = 0."""
    angle = np.radians(np.linspace(-90, 0, 10))
    outer = np.stack([np.cos(angle), depth * np.sin(angle)], axis=1)
    outer[0, 0] = 0.0
    inner = outer[::-1] * [0.92, 0.8]
    return np.concatenate([outer, inner])


def fork(rng: np.random.Generator) -> LabelledObject:
    """A table fork, garden fork or trident."""
    assembly = Assembly("fork", "fork", "pitchfork", "trident")
    length, thick = rng.uniform(0.1, 0.3), rng.uniform(0.004, 0.008)
    assembly.add("tool.handle", rod((0, 0, 0), (0, 0, -length), thick, thick * rng.uniform(0.8, 1.8)).scaled(1, 0.7, 1))
    count, tine, wide = int(rng.integers(2, 5)), rng.uniform(0.04, 0.09), rng.uniform(0.012, 0.03)
    pieces = []
    for x in np.linspace(-wide, wide, count):
        path = smooth_curve([(0, 0, 0), (x * 0.6, 0, tine * 0.12), (x, 0.002, tine * 0.4), (x, 0.0, tine)], 14)
        pieces.append(sweep(path, np.linspace(thick * 0.6, thick * 0.2, 14), round_section(8)))
    assembly.add("fork.tines", *pieces, ball(wide * 0.5, thick * 0.5, tine * 0.12, 14))
    return assembly.finish(laid_down(rng))


FAMILIES: Families = {
    "spoon": spoon,
    "fork": fork,
}
