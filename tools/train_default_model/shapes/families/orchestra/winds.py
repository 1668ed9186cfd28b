"""Families that are blown: trumpets, trombones and saxophones, flutes and clarinets."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import drawn_make, faced
from ...handles import laid_down
from ...primitives import ball, lathe, rod, sweep


def trumpet(rng: np.random.Generator) -> LabelledObject:
    """A trumpet, trombone or bugle: wound tube, bell, valves with buttons, mouthpiece."""
    assembly = Assembly("trumpet", "trumpet", "trombone", "horn", "bugle", "instrument")
    make = drawn_make(rng)
    thick, long = rng.uniform(0.015, 0.03), rng.uniform(0.6, 0.9)
    drop = rng.uniform(0.14, 0.24)
    bell = rng.uniform(0.12, 0.2)
    flare = [(thick, 0.0), (thick * 1.2, 0.2), (thick * 2.0, 0.34), (bell * 0.55, 0.42), (bell, 0.46)]
    cone = lathe(
        np.concatenate([smooth_curve(flare, 14), smooth_curve(flare, 14)[::-1] * [0.9, 1.0]]),
        max(14, make.sides),
        bevel=0.0,
    )
    assembly.add("brass.bell", cone.rotated("y", 90).moved(long * 0.5, 0, 0))
    y = thick * rng.uniform(1.0, 3.0)
    path = [
        (long * 0.52, 0, 0), (-long * 0.35, 0, 0), (-long * 0.45, 0, -drop * 0.25), (-long * 0.45, 0, -drop * 0.75),
        (-long * 0.35, 0, -drop), (long * 0.35, y, -drop), (long * 0.45, y, -drop * 0.75),
        (long * 0.45, y, -drop * 0.25),
        (long * 0.35, y, 0.0), (-long * 0.75, y, 0.0),
    ]  # fmt: skip
    tube = smooth_curve(path, 70)
    if rng.random() < 0.5:
        assembly.add("brass.tube", sweep(tube, thick))
    else:
        assembly.add("brass.tube", sweep(tube[:36], thick), sweep(tube[35:], thick * 0.95))
    end = np.array([-long * 0.75, y, 0.0])
    mouth = make.turned([(thick * 0.9, 0), (thick * 1.1, 0.06), (thick * 2.0, 0.1), (thick * 2.0, 0.12)]).rotated(
        "y", -90
    )
    assembly.add("brass.mouthpiece", mouth.moved(*end))
    if rng.random() < 0.85:
        for k in range(int(rng.choice([3, 3, 4]))):
            x = long * (-0.12 + 0.11 * k)
            barrel = make.disc(thick * 1.7, drop * 1.3).moved(x, y * 0.5, -drop * 0.5)
            assembly.add("brass.valve", barrel)
            stem = make.rod((x, y * 0.5, 0.0), (x, y * 0.5, 0.1), thick * 0.4)
            cap = make.disc(thick * 1.1, 0.02).moved(x, y * 0.5, 0.1)
            if rng.random() < 0.8:
                assembly.add("brass.button", stem, cap)
            if rng.random() < 0.4:
                loop = smooth_curve(
                    [(x, y, -drop * 0.3), (x, y + 0.12, -drop * 0.4), (x, y + 0.12, -drop * 0.6), (x, y, -drop * 0.7)],
                    12,
                )
                assembly.add("brass.tube", sweep(loop, thick * 0.7))
    for x in rng.uniform(-0.25, 0.3, 2) * long:
        assembly.add("wind.joint", rod((x, y * 0.5, 0.0), (x, y * 0.5, -drop), thick * 0.4))
    return assembly.finish(faced(rng))


def flute(rng: np.random.Generator) -> LabelledObject:
    """A flute, recorder, clarinet or oboe: long tube with joints, keys, holes, mouthpiece and bell."""
    assembly = Assembly("flute", "flute", "clarinet", "recorder", "oboe", "piccolo", "instrument")
    make = drawn_make(rng)
    radius, long = rng.uniform(0.022, 0.05), 1.2
    flared = rng.random() < 0.45
    profile = [(radius, 0.0), (radius, long)]
    if flared:
        profile = [(radius * rng.uniform(1.6, 2.6), 0.0), (radius * 1.2, 0.12), (radius, 0.25), (radius * 0.9, long)]
    pieces = [make.turned(profile)]
    if rng.random() < 0.4:
        cut = np.linspace(0, long, 4)
        edges = np.array(profile)
        pieces = [
            make.turned(
                [
                    (float(np.interp(a, edges[:, 1], edges[:, 0])), a),
                    (float(np.interp(b, edges[:, 1], edges[:, 0])) * 0.98, b),
                ]
            )
            for a, b in pairwise(cut)
        ]
        assembly.add_each("wind.body", *pieces)
    else:
        assembly.add("wind.body", *pieces)
    for z in np.linspace(0.3, long * 0.9, int(rng.integers(2, 5))):
        assembly.add("wind.joint", make.disc(radius * rng.uniform(1.12, 1.3), rng.uniform(0.02, 0.05)).moved(z=z))
    keyed = rng.random() < 0.65
    for z in np.linspace(0.18, long * 0.72, int(rng.integers(6, 13))):
        if keyed:
            pad = make.disc(radius * rng.uniform(0.65, 0.9), radius * 0.3, "y").moved(0, -radius * 1.25, z)
            assembly.add(
                "wind.key", pad, make.rod((0, -radius * 1.2, z), (radius * 1.2, -radius * 0.3, z), radius * 0.12)
            )
        else:
            assembly.add("wind.hole", make.disc(radius * 0.4, radius * 0.12, "y").moved(0, -radius * 0.98, z))
    if keyed:
        assembly.add(
            "wind.key",
            make.rod((radius * 1.2, -radius * 0.3, 0.15), (radius * 1.2, -radius * 0.3, long * 0.75), radius * 0.13),
        )
    if flared or rng.random() < 0.4:
        beak = make.turned([(radius * 0.9, 0), (radius * 0.95, 0.05), (radius * 0.4, rng.uniform(0.12, 0.22))]).scaled(
            1, rng.uniform(0.5, 1.0), 1
        )
        assembly.add("brass.mouthpiece", beak.moved(z=long - 0.01))
    else:
        lip = ball(radius * 1.3, radius * 0.6, radius * 2.2, 16).moved(0, -radius * 0.7, long * 0.86)
        assembly.add("wind.lip", lip)
        assembly.add("wind.crown", make.disc(radius * 1.08, 0.04).moved(z=long))
    return assembly.finish(laid_down(rng))


FAMILIES: Families = {"trumpet": trumpet, "flute": flute}
