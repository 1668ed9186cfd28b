"""The stand mixer: one body or head, column and base; bowl, whisk or hook, knobs."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import shell, smooth_curve, smooth_profile
from ...fittings import Make, cable, drawn_make, feet, hull, knob
from ...geometry import Geometry
from ...primitives import lathe, sweep


def _whisk(rng: np.random.Generator, make: Make, radius: float, length: float) -> tuple[str, list[Geometry]]:
    """A tool hanging from z = 0 down: balloon whisk, flat beater or dough hook, with its part key."""
    kind, wire = rng.integers(4), radius * rng.uniform(0.05, 0.09)
    if kind < 2:
        pieces = [make.rod((0, 0, 0), (0, 0, -0.35 * length), radius * 0.16)]
        angle = np.linspace(0, np.pi, 18)
        for turn in np.arange(count := int(rng.integers(2, 6))) * 180.0 / count:
            side = np.stack(
                [radius * np.sin(angle) ** 0.7, 0 * angle, -length * (0.3 + 0.7 * (angle / np.pi) ** 0.8)], 1
            )
            path = np.concatenate([side, (side * [-1, 1, 1])[-2::-1]])
            pieces.append(make.tube(path, wire).rotated("z", turn))
        return "mixer.whisk", pieces
    if kind == 2:
        outline = smooth_curve(
            [
                (0, 0, -0.3),
                (0.7, 0, -0.4),
                (0.95, 0, -0.65),
                (0.3, 0, -1),
                (-0.3, 0, -1),
                (-0.95, 0, -0.65),
                (-0.7, 0, -0.4),
            ],
            28,
            closed=True,
        )
        frame = sweep(outline * [radius, 1, length], wire * 1.6, closed=True)
        bars = [make.rod((-radius * 0.8, 0, -z * length), (radius * 0.8, 0, -z * length), wire) for z in (0.55, 0.75)]
        return "mixer.whisk", [make.rod((0, 0, 0), (0, 0, -0.98 * length), radius * 0.12), frame, *bars]
    t = np.linspace(0, 1, 30)
    reach = radius * 0.6 * np.sin(np.pi * t) ** 0.6
    path = np.stack([reach * np.cos(5 * t), reach * np.sin(5 * t), -length * t], axis=1)
    return "mixer.hook", [make.tube(path, radius * np.linspace(0.18, 0.1, 30))]


def _bowl(rng: np.random.Generator, make: Make, radius: float, height: float) -> list[Geometry]:
    """A mixing bowl standing on z = 0."""
    foot = radius * rng.uniform(0.4, 0.75)
    curve = [(foot, 0), (radius * rng.uniform(0.8, 0.98), height * 0.3), (radius * rng.uniform(0.95, 1.02), height)]
    lip = [[radius * 1.05, height], [radius * 1.05, height * 1.03]] if rng.random() < 0.5 else np.empty((0, 2))
    profile = np.concatenate([smooth_profile(curve, 14), lip])
    pieces = [lathe(shell(profile, radius * 0.04), make.sides, 0.004)]
    if rng.random() < 0.4:
        pieces.append(make.disc(foot * 0.9, height * 0.06))
    return pieces


def _mixer_housing(rng: np.random.Generator, make: Make, size: tuple[float, float, float, float], a: Assembly) -> None:
    """Base, column and head along x (the head reaches to -x), as one shell, as two or as three pieces."""
    length, width, low, thick = size
    tall, column = low * rng.uniform(0.4, 0.65), width * rng.uniform(0.5, 0.85)
    if rng.random() < 0.3:
        path = smooth_curve(
            [
                (-length / 2, 0, thick / 2),
                (0, 0, thick / 2),
                (length * 0.33, 0, thick * 0.7),
                (length * 0.4, 0, low * 0.55),
                (length * 0.32, 0, low + tall * 0.35),
                (0, 0, low + tall / 2),
                (-length / 2, 0, low + tall / 2),
            ],
            44,
        )
        t = np.linspace(0, 1, 44)
        half = np.interp(t, [0, 0.1, 0.3, 0.5, 0.65, 0.9, 1], np.array([0.6, 1, 0.9, 0.65, 0.75, 0.8, 0.5]) * width / 2)
        deep = np.interp(
            t,
            [0, 0.05, 0.3, 0.5, 0.7, 0.95, 1],
            np.array([thick * 0.7, thick, thick, length * 0.25, tall, tall, tall * 0.5]) / 2,
        )
        angle = np.linspace(0, 2 * np.pi, make.sides, endpoint=False)
        section = np.stack([np.cos(angle), np.sin(angle)], 1)
        section = np.sign(section) * np.abs(section) ** rng.uniform(0.5, 0.9)
        a.add("mixer.body", sweep(path, np.stack([half, deep], 1), section, side=(0, 1, 0)))
        return
    shape = rng.integers(3)
    if shape == 0:
        base = [make.block(length, width, thick).moved(z=thick / 2)]
    elif shape == 1:
        base = [
            make.disc(width / 2, thick).scaled(1.15, 1, 1).moved(-length * 0.2, 0, thick / 2),
            make.block(length * 0.5, column, thick).moved(length * 0.24, 0, thick / 2),
        ]
    else:
        base = [make.block(length * 0.4, width, thick * 1.3).moved(length * 0.3, 0, thick * 0.65)]
        base += [
            make.block(length * 0.8, width * 0.25, thick).moved(-length * 0.1, y * width * 0.37, thick / 2)
            for y in (-1, 1)
        ]
    lean = rng.uniform(-0.15, 0.1)
    post = make.block(length * rng.uniform(0.22, 0.34), column, low - thick * 0.2).tapered(rng.uniform(0.7, 1.1))
    post = post.sheared(x=lean).moved(length * 0.34, 0, (low + thick) / 2)
    nose, back = rng.uniform(0.5, 1.0), rng.uniform(0.6, 1.0)
    wide = column * rng.uniform(0.95, 1.25)
    rise = rng.uniform(0.0, 0.3) * tall
    rows = [
        (-0.53, 0.55 * nose),
        (-0.5, 0.85 * nose),
        (-0.25, 1.0),
        (0.2, 1.0),
        (0.48, 0.85 * back),
        (0.52, 0.5 * back),
    ]
    stations = [(x * length, wide * s, low + rise * (1 - s), low + tall * (0.5 + 0.5 * s)) for x, s in rows]
    head = hull(stations, 20, make.sides, rng.uniform(2.2, 5.0)).rotated("z", -90)
    if rng.random() < 0.25:
        head = make.block(length * 1.02, wide, tall).tapered(0.95).moved(z=low + tall / 2)
    if rng.random() < 0.15:
        pivot = (length * 0.34, 0.0, low)
        head = head.moved(*(-p for p in pivot)).rotated("y", rng.uniform(10, 40)).moved(*pivot)
    if rng.random() < 0.5:
        a.add("mixer.base", *base)
        a.add("mixer.column", post)
        a.add("mixer.head", head)
    elif rng.random() < 0.5:
        a.add("mixer.body", *base, post, head)
    else:
        a.add("mixer.body", *base, post)
        a.add("mixer.head", head)
    if rng.random() < 0.4:
        a.add("machine.trim", make.block(length * 0.8, wide * 1.02, tall * 0.12, 0.2).moved(z=low + tall * 0.5))


def stand_mixer(rng: np.random.Generator) -> LabelledObject:
    """A stand mixer: body or head, column and base; bowl, whisk, knobs."""
    a, make = Assembly("stand mixer", "mixer", "stand mixer", "kitchen mixer", "kitchen machine"), drawn_make(rng)
    length, width = rng.uniform(0.3, 0.42), rng.uniform(0.16, 0.25)
    low, thick = rng.uniform(0.2, 0.29), rng.uniform(0.025, 0.06)
    _mixer_housing(rng, make, (length, width, low, thick), a)
    radius, place = rng.uniform(0.075, 0.11), -length * rng.uniform(0.2, 0.28)
    stands = thick * rng.uniform(1.0, 1.3)
    height = (low - stands) * rng.uniform(0.6, 0.85)
    a.add("mixer.bowl", *(piece.moved(place, 0, stands) for piece in _bowl(rng, make, radius, height)))
    if rng.random() < 0.3:
        loop = smooth_curve([(0, 0, 0.85), (0.5, 0, 0.8), (0.5, 0, 0.4), (-0.1, 0, 0.3)], 16) * [radius, 1, height]
        turn = rng.choice([90.0, -90.0, 150.0])
        a.add(
            "machine.handle",
            make.tube(np.add(loop, (radius * 0.98, 0, 0)), 0.009).rotated("z", turn).moved(place, 0, stands),
        )
    if rng.random() < 0.88:
        key, pieces = _whisk(rng, make, radius * rng.uniform(0.4, 0.75), (low - stands) * 0.85)
        a.add(key, *(piece.moved(place, 0, low + 0.01) for piece in pieces))
    tall = float(a.bounds()[1][2]) - low
    for x in rng.uniform(-0.3, 0.4, int(rng.integers(0, 3))) * length:
        side = rng.choice([-1, 1])
        dial = knob(make, rng.uniform(0.012, 0.026), 0.02, rng.random() < 0.4).moved(y=-width * 0.36)
        a.add("machine.knob", dial.rotated("z", 90 - 90 * side).moved(x, 0, low + tall * rng.uniform(0.25, 0.5)))
    if rng.random() < 0.5:
        hub = make.disc(tall * 0.2, 0.03, "x").moved(-length * 0.53, 0, low + tall * 0.5)
        a.add("mixer.hub", hub, make.disc(tall * 0.08, 0.02, "x").moved(-length * 0.56, 0, low + tall * 0.5))
    if rng.random() < 0.4:
        a.add_each("machine.foot", *feet(make, length * 0.4, width * 0.35, 0.014, 0.012))
    if rng.random() < 0.35:
        turned = [p.rotated("z", -90) for p in cable(rng, (0, length * 0.42, 0.06), 0.0, 0.25, 0.005)]
        a.add("machine.cable", *turned)
    return a.finish(("z", float(rng.choice([0.0, 90.0, 90.0, 180.0, 45.0, 130.0]))))


FAMILIES: Families = {"stand mixer": stand_mixer}
