"""Families that store things: bottles, vases, jars."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import shell, smooth_curve, smooth_profile, turned_profile, vase_profile
from ...primitives import ball, cylinder, lathe, ring, round_section, sweep, turned
from .vessels import radius_at


def bottle(rng: np.random.Generator) -> LabelledObject:
    """A bottle with a cork or cap; sometimes with a label."""
    assembly = Assembly("bottle", "bottle", "flask", "wine bottle")
    radius, height = rng.uniform(0.03, 0.07), rng.uniform(0.18, 0.32)
    neck, shoulder = rng.uniform(0.011, 0.02), rng.uniform(0.4, 0.7)
    if rng.random() < 0.25:
        profile = smooth_profile(
            [(radius * 0.6, 0), (radius * 1.2, height * 0.3), (neck, height * 0.65), (neck, height)], 28
        )
    else:
        profile = np.concatenate(
            [
                [(radius * 0.95, 0), (radius, 0.01), (radius, height * shoulder)],
                smooth_profile(
                    [
                        (radius, height * shoulder),
                        (radius * 0.75, height * (shoulder + 0.08)),
                        (neck, height * (shoulder + 0.2)),
                        (neck, height),
                    ],
                    16,
                )[1:],
            ]
        )
    profile = np.concatenate([profile, [(neck * 1.25, height), (neck * 1.25, height + 0.012)]])
    assembly.add("bottle.body", turned(profile, int(rng.choice([8, 36, 36])), bevel=0.003))
    top = height + 0.012
    corked = rng.random() < 0.8
    if corked:
        kind = rng.integers(3)
        size = rng.uniform(0.02, 0.045)
        cork = (
            cylinder(neck * 1.05, size, 24, neck * 1.2)
            if kind == 0
            else cylinder(neck * 1.5, size, 28).moved(z=-0.008)
            if kind == 1
            else ball(neck * 1.8, segments=20).moved(z=neck)
        )
        assembly.add("cork", cork.moved(z=top - 0.002))
    if not corked or rng.random() < 0.4:
        low, high = height * 0.12, height * (shoulder - 0.08)
        band = [(radius_at(profile, z) + 0.001, z) for z in np.linspace(low, high, 5)]
        assembly.add("label", lathe(band, 36))
    return assembly.finish()


def vase(rng: np.random.Generator) -> LabelledObject:
    """A vase, often with flowers in it."""
    assembly = Assembly("vase", "vase", "flower vase", "urn")
    height, radius = rng.uniform(0.2, 0.4), rng.uniform(0.06, 0.14)
    profile = vase_profile(rng, height, radius)
    assembly.add("vase.body", lathe(shell(profile, 0.005), 40, bevel=0.002))
    mouth = profile[-1, 0] - 0.006
    for _ in range(int(rng.integers(1, 6))):
        angle, reach, rise = rng.uniform(0, 2 * np.pi), rng.uniform(0.0, 0.12), rng.uniform(0.08, 0.25)
        away = np.array([np.cos(angle), np.sin(angle)])
        tip = np.array([*(away * (mouth * 0.7 + reach)), height + rise])
        middle = (*(away * mouth * 0.6), height)
        path = smooth_curve(np.array([(0, 0, height * 0.3), middle, tip]), 10)
        assembly.add("flower.stem", sweep(path, 0.004, round_section(6)))
        bloom = ball(rng.uniform(0.02, 0.04), segments=14).wobbled(rng, 0.08, 6.0)
        assembly.add("flower", bloom.scaled(1, 1, rng.uniform(0.5, 1.1)).moved(*tip))
    if rng.random() < 0.3:
        assembly.add("rim", ring(profile[-1, 0] - 0.003, 0.006, 40, 8).moved(z=height))
    return assembly.finish()


def jar(rng: np.random.Generator) -> LabelledObject:
    """A jar or urn with a lid and knob."""
    assembly = Assembly("jar", "jar", "pot", "urn", "cookie jar")
    radius, height = 0.07, rng.uniform(0.08, 0.2)
    top = radius * rng.uniform(0.6, 1.0)
    profile = smooth_profile(
        [
            (radius * rng.uniform(0.6, 1.0), 0),
            (radius * rng.uniform(0.95, 1.15), height * 0.4),
            (radius, height * 0.75),
            (top, height),
        ],
        20,
    )
    assembly.add("jar.body", turned(profile, 36, bevel=0.003))
    thick = rng.uniform(0.015, 0.04)
    if rng.random() < 0.5:
        lid = cylinder(top * 1.06, thick, 36)
    else:
        lid = turned(smooth_profile([(top * 1.08, 0), (top * 0.95, thick * 0.5), (0.01, thick * 1.4)], 12), 36)
    assembly.add("lid", lid.moved(z=height - 0.003))
    if rng.random() < 0.75:
        knob = (
            turned(turned_profile(rng, 0.03, rng.uniform(0.01, 0.018), 0.5), 20)
            if rng.random() < 0.5
            else ball(0.014, segments=16)
        )
        assembly.add("knob", knob.moved(z=height + thick * (1.0 if rng.random() < 0.5 else 1.15)))
    return assembly.finish()


FAMILIES: Families = {
    "bottle": bottle,
    "vase": vase,
    "jar": jar,
}
