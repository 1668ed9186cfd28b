"""Families that hold things: mugs, teapots, jugs, goblets, trophies, buckets, barrels, pans."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import arc, shell, smooth_curve, smooth_profile, straight, turned_profile, vase_profile
from ...geometry import FloatArray, Geometry
from ...primitives import ball, box, cylinder, lathe, ring, rod, round_section, square_section, sweep, turned


def _ear(rng: np.random.Generator, x: float, low: float, high: float, reach: float, thick: float) -> Geometry:
    """A handle in the xz plane from (x, low) to (x, high), reaching outwards by `reach`."""
    middle = (low + high) / 2
    kind = rng.integers(3)
    if kind == 0:
        control = [
            (x, low),
            (x + reach * 0.8, low + 0.05 * reach),
            (x + reach, middle),
            (x + reach * 0.8, high),
            (x, high),
        ]
    elif kind == 1:
        control = [
            (x, low),
            (x + reach * 0.5, low + 0.2 * reach),
            (x + reach, high - 0.2 * reach),
            (x + reach * 0.6, high),
            (x, high - 0.05 * reach),
        ]
    else:
        control = [(x, low), (x + reach, low), (x + reach, high), (x, high)]
    path = smooth_curve(np.array(control)[:, [0, 0, 1]] * [1, 0, 1], 22)
    section = (
        square_section(1.0, rng.uniform(0.5, 1.2), 0.4)
        if rng.random() < 0.4
        else round_section(10, rng.uniform(0.6, 1.3))
    )
    return sweep(path, thick, section, side=(0, 1, 0))


def radius_at(profile: FloatArray, z: float) -> float:
    """The radius of a profile at height z."""
    return float(np.interp(z, profile[:, 1], profile[:, 0]))


def mug(rng: np.random.Generator) -> LabelledObject:
    """A mug or cup with an ear; sometimes on a saucer."""
    assembly = Assembly("mug", "mug", "cup", "coffee cup", "tea cup")
    radius, height = 0.045, rng.uniform(0.05, 0.13)
    lower = radius * rng.uniform(0.5, 1.05)
    belly = rng.uniform(0.85, 1.2) * (radius + lower) / 2
    profile = smooth_profile([(lower, 0), (belly, height * 0.5), (radius, height)], 16)
    saucer = rng.random() < 0.3
    lift = 0.008 if saucer else 0.0
    assembly.add("cup.body", lathe(shell(profile, rng.uniform(0.003, 0.007)), 40, bevel=0.0015).moved(z=lift))
    low, high = height * rng.uniform(0.12, 0.35), height * rng.uniform(0.65, 0.9)
    x = min(radius_at(profile, low), radius_at(profile, high)) - 0.003
    ear = _ear(rng, x, low + lift, high + lift, rng.uniform(0.02, 0.045), rng.uniform(0.004, 0.008))
    assembly.add("ear", ear.rotated("z", rng.uniform(-40, 40) + (180 if rng.random() < 0.5 else 0)))
    if saucer:
        r = radius * rng.uniform(1.5, 2.0)
        dish = smooth_profile([(r * 0.5, 0), (r * 0.8, 0.005), (r, rng.uniform(0.012, 0.022))], 10)
        assembly.add("saucer", lathe(shell(dish, 0.004), 40, bevel=0.001))
    return assembly.finish()


def teapot(rng: np.random.Generator) -> LabelledObject:
    """A pot with spout, handle and lid with knob."""
    assembly = Assembly("teapot", "teapot", "tea pot", "kettle", "coffee pot")
    radius, height = 0.1, rng.uniform(0.1, 0.25)
    top = radius * rng.uniform(0.4, 0.7)
    profile = smooth_profile(
        [
            (radius * rng.uniform(0.5, 0.95), 0),
            (radius, height * rng.uniform(0.25, 0.5)),
            (radius * rng.uniform(0.75, 0.95), height * 0.75),
            (top, height),
        ],
        22,
    )
    assembly.add("pot.body", turned(profile, 40))
    start = height * rng.uniform(0.25, 0.45)
    x = radius_at(profile, start) * 0.9
    reach, rise = rng.uniform(0.06, 0.11), height * rng.uniform(0.85, 1.1)
    path = smooth_curve(
        [(x, 0, start), (x + reach * 0.5, 0, start + 0.02), (x + reach * 0.7, 0, rise * 0.75), (x + reach, 0, rise)], 18
    )
    assembly.add(
        "spout", sweep(path, np.linspace(rng.uniform(0.025, 0.035), rng.uniform(0.009, 0.014), 18), round_section(14))
    )
    thick = rng.uniform(0.006, 0.011)
    if rng.random() < 0.3:
        arch = smooth_curve(
            [
                (-radius * 0.7, 0, height * 0.85),
                (-radius * 0.6, 0, height * 1.5),
                (0, 0, height * 1.75),
                (radius * 0.6, 0, height * 1.5),
                (radius * 0.7, 0, height * 0.85),
            ],
            24,
        )
        assembly.add("ear", sweep(arch, thick))
    else:
        ear = _ear(
            rng, radius_at(profile, height * 0.5) * 0.92, height * 0.25, height * 0.85, rng.uniform(0.05, 0.09), thick
        )
        assembly.add("ear", ear.scaled(-1, 1, 1))
    lid = smooth_profile(
        [(top * 1.05, 0), (top * 0.95, 0.008), (top * 0.5, rng.uniform(0.015, 0.05)), (0.012, 0.045)], 12
    )
    assembly.add("lid", turned(lid, 32).moved(z=height - 0.002))
    assembly.add("knob", ball(rng.uniform(0.011, 0.018), segments=16).moved(z=height + 0.055))
    return assembly.finish()


def jug(rng: np.random.Generator) -> LabelledObject:
    """A pitcher or amphora: pot body with one or two ears."""
    assembly = Assembly("jug", "jug", "pitcher", "ewer", "amphora")
    height = rng.uniform(0.2, 0.4)
    profile = vase_profile(rng, height, rng.uniform(0.07, 0.13))
    body = lathe(shell(profile, 0.006), 40, bevel=0.002)
    ears = 2 if rng.random() < 0.3 else 1
    if ears == 1:
        # The lip is pulled out opposite the ear to pour.
        vertices = body.vertices.copy()
        pull = np.clip((vertices[:, 2] / height - 0.85) / 0.15, 0, 1) ** 2 * np.clip(-vertices[:, 0], 0, None) ** 2
        vertices[:, 0] -= pull * 6.0
        body = Geometry(vertices, body.faces)
    assembly.add("pot.body", body)
    low, high = height * rng.uniform(0.3, 0.5), height * rng.uniform(0.82, 0.95)
    x = min(radius_at(profile, low), radius_at(profile, high)) * 0.96
    reach = abs(radius_at(profile, low) - radius_at(profile, high)) + rng.uniform(0.04, 0.08)
    ear = _ear(rng, x, low, high, reach, rng.uniform(0.008, 0.013))
    assembly.add("ear", ear)
    if ears == 2:
        assembly.add("ear", ear.scaled(-1, 1, 1))
    return assembly.finish()


def goblet(rng: np.random.Generator) -> LabelledObject:
    """A goblet, chalice or wine glass: bowl, stem and foot."""
    assembly = Assembly("goblet", "goblet", "chalice", "wine glass", "cup")
    radius, bowl, stem = rng.uniform(0.03, 0.055), rng.uniform(0.05, 0.11), rng.uniform(0.04, 0.12)
    profile = smooth_profile(
        [(0.006, 0), (radius * 0.7, bowl * 0.2), (radius, bowl * 0.6), (radius * rng.uniform(0.75, 1.15), bowl)], 18
    )
    assembly.add("goblet.bowl", lathe(shell(profile, 0.003), 36, bevel=0.001).moved(z=stem + 0.01))
    if rng.random() < 0.5:
        column = turned(turned_profile(rng, stem, rng.uniform(0.008, 0.016), 0.3), 20).moved(z=0.012)
    else:
        column = rod((0, 0, 0.008), (0, 0, stem + 0.014), rng.uniform(0.004, 0.008))
    assembly.add("goblet.stem", column)
    foot = radius * rng.uniform(0.7, 1.1)
    assembly.add(
        "base",
        turned(smooth_profile([(foot, 0), (foot * 0.95, 0.004), (foot * 0.3, 0.012), (0.006, 0.02)], 10), 36, 0.001),
    )
    return assembly.finish()


def trophy(rng: np.random.Generator) -> LabelledObject:
    """A winner's cup: bowl with two ears on a stem and plinth; sometimes lidded."""
    assembly = Assembly("trophy", "trophy", "cup", "prize cup")
    radius, bowl = rng.uniform(0.08, 0.12), rng.uniform(0.12, 0.24)
    plinth, stem = rng.uniform(0.03, 0.1), rng.uniform(0.04, 0.12)
    if rng.random() < 0.5:
        assembly.add("base", box(radius * 1.6, radius * 1.6, plinth, 0.08).moved(z=plinth / 2))
    else:
        assembly.add("base", cylinder(radius * rng.uniform(0.7, 1.0), plinth, 32))
    assembly.add("goblet.stem", turned(turned_profile(rng, stem + 0.02, radius * 0.4, 0.3), 24).moved(z=plinth - 0.005))
    profile = smooth_profile(
        [(radius * 0.25, 0), (radius * 0.8, bowl * 0.3), (radius * 0.9, bowl * 0.7), (radius, bowl)], 18
    )
    z = plinth + stem
    assembly.add("goblet.bowl", lathe(shell(profile, 0.005), 36, bevel=0.002).moved(z=z))
    ear = _ear(rng, radius * 0.8, z + bowl * 0.3, z + bowl * 0.9, radius * rng.uniform(0.4, 0.8), 0.009)
    for side in (1, -1):
        assembly.add("ear", ear.scaled(side, 1, 1))
    if rng.random() < 0.35:
        assembly.add(
            "lid", turned(smooth_profile([(radius, 0), (radius * 0.7, 0.03), (0.01, 0.06)], 12), 32).moved(z=z + bowl)
        )
        assembly.add("knob", ball(0.018, segments=14).moved(z=z + bowl + 0.07))
    return assembly.finish()


def bucket(rng: np.random.Generator) -> LabelledObject:
    """A bucket or basket with a bail handle; sometimes hooped."""
    assembly = Assembly("bucket", "bucket", "pail", "basket")
    radius, height = 0.14, rng.uniform(0.16, 0.34)
    lower = radius * rng.uniform(0.6, 1.0)
    profile = straight((lower, 0), (radius, height), 6)
    assembly.add("bucket.body", lathe(shell(profile, 0.008), 36, bevel=0.002))
    swing = rng.choice([0.0, 0.0, rng.uniform(-60, 60), 88.0])
    path = np.concatenate(
        [
            radius * 1.02 * arc(1.0, 0, 180, 24)[:, :1],
            np.zeros((24, 1)),
            radius * rng.uniform(0.9, 1.3) * arc(1.0, 0, 180, 24)[:, 1:],
        ],
        axis=1,
    )
    assembly.add("ear", sweep(path, rng.uniform(0.004, 0.009)).rotated("x", swing).moved(z=height * 0.94))
    if rng.random() < 0.5:
        for at in rng.choice([0.15, 0.5, 0.85], int(rng.integers(1, 4)), replace=False):
            assembly.add("hoop", ring(lower + (radius - lower) * at, 0.006, 36, 8).scaled(1, 1, 2).moved(z=height * at))
    return assembly.finish()


def barrel(rng: np.random.Generator) -> LabelledObject:
    """A barrel with hoops, standing or lying."""
    assembly = Assembly("barrel", "barrel", "cask", "keg")
    height, radius = rng.uniform(0.6, 1.0), rng.uniform(0.25, 0.38)
    end = radius * rng.uniform(0.7, 0.95)
    body = smooth_profile([(end, 0), (radius, height / 2), (end, height)], 16)
    assembly.add("barrel.body", turned(body, int(rng.choice([12, 16, 36])), bevel=0.01))
    width = rng.uniform(0.03, 0.07)
    places = [[0.1, 0.9], [0.08, 0.3, 0.7, 0.92], [0.06, 0.2, 0.35, 0.65, 0.8, 0.94]][int(rng.integers(3))]
    for at in places:
        z = height * at
        low, high = z - width / 2, z + width / 2
        assembly.add(
            "hoop",
            lathe(
                shell([(radius_at(body, low) + 0.012, low), (radius_at(body, high) + 0.012, high)], 0.02, bottom=False),
                36,
                0.002,
            ),
        )
    if rng.random() < 0.25:
        assembly.add("cork", cylinder(0.03, 0.06, 16).rotated("x", 90).moved(y=-radius, z=height * 0.5))
    return assembly.finish(("y", 90.0) if rng.random() < 0.3 else None)


def frying_pan(rng: np.random.Generator) -> LabelledObject:
    """A pan or saucepan with a long handle; sometimes with a lid."""
    assembly = Assembly("pan", "pan", "frying pan", "saucepan", "pot")
    radius, height = 0.13, float(rng.choice([rng.uniform(0.03, 0.05), rng.uniform(0.09, 0.16)]))
    profile = smooth_profile(
        [(radius * rng.uniform(0.75, 1.0), 0), (radius * 0.97, height * 0.5), (radius, height)], 10
    )
    assembly.add("pan.body", lathe(shell(profile, 0.006), 40, bevel=0.002))
    length, droop = rng.uniform(0.14, 0.24), rng.uniform(-0.02, 0.06)
    path = smooth_curve(
        [
            (radius * 0.97, 0, height * 0.8),
            (radius + length * 0.4, 0, height * 0.8 + droop),
            (radius + length, 0, height * 0.8 + droop),
        ],
        14,
    )
    sizes = np.interp(np.linspace(0, 1, 14), [0, 0.25, 0.8, 1], [0.007, 0.01, 0.014, 0.01])
    handle = sweep(path, np.stack([sizes, sizes * 0.7], axis=1), side=(0, 1, 0))
    assembly.add("handle", handle.rotated("z", rng.uniform(-70, 70)))
    if height > 0.06 and rng.random() < 0.5:
        assembly.add(
            "lid",
            turned(smooth_profile([(radius * 1.02, 0), (radius * 0.8, 0.02), (0.02, 0.035)], 10), 36).moved(z=height),
        )
        assembly.add("knob", ball(0.016, segments=14).moved(z=height + 0.045))
    return assembly.finish()


FAMILIES: Families = {
    "mug": mug,
    "teapot": teapot,
    "jug": jug,
    "goblet": goblet,
    "trophy": trophy,
    "bucket": bucket,
    "barrel": barrel,
    "pan": frying_pan,
}
