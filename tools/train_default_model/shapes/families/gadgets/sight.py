"""Families with lenses and screens: cameras, televisions, smartphones, laptops."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import Make, cable, drawn_make, faced, panel
from ...geometry import Geometry
from ...hulls import block
from ...primitives import ball, rod


def _add_lens(
    assembly: Assembly,
    rng: np.random.Generator,
    make: Make,
    radius: float,
    length: float,
    place: tuple[float, float, float],
) -> None:
    """Adds a lens that sticks out along -Y from `place`: barrel of one to three steps, rings, glass."""
    x, y, z = place
    steps = int(rng.integers(1, 4))
    barrel, at = [], 0.0
    for k in range(steps):
        deep = length / steps
        size = radius * (1.0 - rng.uniform(0.0, 0.12) * k)
        barrel.append(make.disc(size, deep, "y").moved(x, y - at - deep / 2, z))
        at += deep
    assembly.add("camera.lens", *barrel)
    for t in rng.uniform(0.2, 0.9, int(rng.integers(0, 3))):
        assembly.add("camera.ring", make.disc(radius * 1.05, length * 0.12, "y").moved(x, y - length * t, z))
    glass = ball(radius * 0.72, radius * 0.2, radius * 0.72, make.sides)
    assembly.add("camera.glass", glass.moved(x, y - length, z))


def camera(rng: np.random.Generator) -> LabelledObject:
    """A photo camera with prism or rangefinder window, a film camera with reels, or a security camera."""
    assembly = Assembly("camera", "camera", "photo camera", "video camera", "film camera", "dslr")
    make = drawn_make(rng)
    if rng.random() < 0.25:
        deep, wide, tall = rng.uniform(0.4, 0.6), rng.uniform(0.15, 0.22), rng.uniform(0.25, 0.35)
        assembly.add("gadget.body", make.block(wide, deep, tall))
        _add_lens(assembly, rng, make, wide * 0.4, rng.uniform(0.1, 0.3), (0.0, -deep / 2, 0.0))
        if rng.random() < 0.7:
            for y in (-0.3, 0.3):
                size = deep * rng.uniform(0.22, 0.3)
                assembly.add("camera.reel", make.disc(size, wide * 0.6, "x").moved(0, y * deep, tall / 2 + size * 0.9))
        assembly.add(
            "camera.viewfinder",
            make.block(wide * 0.4, deep * 0.4, tall * 0.25).moved(wide * 0.7, deep * 0.1, tall * 0.2),
        )
        if rng.random() < 0.6:
            legs = [
                rod((0, 0, -tall / 2), (0.35 * np.cos(a), 0.35 * np.sin(a), -tall / 2 - 0.6), 0.02, 0.014)
                for a in (0.5, 2.6, 4.7)
            ]
            assembly.add_each("tripod", *legs)
        return assembly.finish(faced(rng))
    wide, tall, deep = rng.uniform(0.5, 0.7), rng.uniform(0.3, 0.45), rng.uniform(0.12, 0.25)
    if rng.random() < 0.5:
        half = [
            make.block(wide, deep, tall * 0.65).moved(z=-tall * 0.175),
            make.block(wide, deep, tall * 0.35).moved(z=tall * 0.325),
        ]
        assembly.add("gadget.body", half[0])
        assembly.add("gadget.bezel", half[1])
    else:
        assembly.add("gadget.body", make.block(wide, deep, tall))
    x = rng.uniform(-0.1, 0.05) * wide
    _add_lens(assembly, rng, make, tall * rng.uniform(0.3, 0.45), rng.uniform(0.06, 0.4), (x, -deep / 2, -tall * 0.04))
    if rng.random() < 0.55:
        prism = make.block(wide * 0.32, deep * 0.9, tall * 0.35).tapered(rng.uniform(0.5, 0.85))
        assembly.add("camera.viewfinder", prism.moved(x, 0, tall * 0.6))
    elif rng.random() < 0.7:
        assembly.add(
            "camera.viewfinder", block(wide * 0.14, 0.02, tall * 0.14).moved(wide * 0.33, -deep / 2, tall * 0.35)
        )
    if rng.random() < 0.5:
        assembly.add(
            "camera.grip", make.block(wide * 0.16, deep * 0.7, tall * 0.95).moved(-wide * 0.42, -deep * 0.45, 0)
        )
    if rng.random() < 0.5:
        assembly.add(
            "camera.flash", make.block(wide * 0.18, 0.03, tall * 0.16).moved(-wide * 0.3, -deep / 2, tall * 0.36)
        )
    for k in range(int(rng.integers(1, 4))):
        dial = make.disc(tall * rng.uniform(0.06, 0.13), tall * 0.12).moved((0.42 - 0.2 * k) * wide, 0, tall * 0.54)
        assembly.add("gadget.knob" if k else "gadget.button", dial)
    if rng.random() < 0.5:
        assembly.add("gadget.screen", panel(wide * 0.6, tall * 0.65, 0.01, 0.02).moved(0, deep / 2, 0))
    if rng.random() < 0.25:
        path = smooth_curve(
            [
                (-wide / 2, 0, tall * 0.3),
                (-wide * 0.8, 0.2, -0.1),
                (0, 0.4, -tall * 0.5),
                (wide * 0.8, 0.2, 0),
                (wide / 2, 0, tall * 0.3),
            ],
            24,
        )
        assembly.add("camera.strap", make.tube(path, 0.012))
    return assembly.finish(faced(rng))


def television(rng: np.random.Generator) -> LabelledObject:
    """A flat television or monitor on a stand, or an old set with knobs, legs and rabbit ears."""
    assembly = Assembly("television", "television", "tv", "monitor", "screen", "tv set")
    make = drawn_make(rng)
    if rng.random() < 0.5:
        wide = rng.uniform(0.9, 1.3)
        tall, thick, rim = wide * rng.uniform(0.5, 0.65), rng.uniform(0.03, 0.08), rng.uniform(0.01, 0.05)
        assembly.add("gadget.body", make.block(wide, thick, tall))
        if rng.random() < 0.5:
            rims = [block(wide, 0.02, rim).moved(0, -thick / 2, s * (tall - rim) / 2) for s in (-1, 1)]
            rims += [block(rim, 0.02, tall).moved(s * (wide - rim) / 2, -thick / 2, 0) for s in (-1, 1)]
            assembly.add("gadget.bezel", *rims)
        assembly.add("gadget.screen", panel(wide - 2 * rim, tall - 2 * rim, 0.002, 0.012).moved(0, -thick / 2, 0))
        low = -tall / 2
        if rng.random() < 0.5:
            assembly.add(
                "gadget.stand",
                make.block(wide * 0.08, 0.04, 0.2).moved(0, 0.03, low - 0.06),
                make.block(wide * rng.uniform(0.25, 0.5), 0.25, 0.025).moved(z=low - 0.16),
            )
        else:
            feet = [make.block(0.03, 0.28, 0.03).moved(s * wide * 0.36, 0, low - 0.08) for s in (-1, 1)]
            feet += [make.block(0.03, 0.03, 0.1).moved(s * wide * 0.36, 0, low - 0.04) for s in (-1, 1)]
            assembly.add("gadget.stand", *feet)
        if rng.random() < 0.3:
            assembly.add("gadget.light", ball(0.01, segments=8).moved(0, -thick / 2, low + 0.015))
        return assembly.finish(faced(rng))
    wide, tall, deep = rng.uniform(0.7, 1.0), rng.uniform(0.5, 0.75), rng.uniform(0.35, 0.6)
    assembly.add("gadget.body", make.block(wide, deep, tall).tapered(rng.uniform(0.9, 1.05)))
    if rng.random() < 0.4:
        tube = make.block(wide * 0.7, deep * 0.5, tall * 0.7).moved(0, deep * 0.6, 0)
        assembly.add("gadget.body", tube)
    share = rng.uniform(0.6, 0.85)
    glass_w, glass_h, x = wide * share, tall * rng.uniform(0.7, 0.82), -wide * (0.96 - share) / 2
    front = -deep / 2
    if rng.random() < 0.6:
        assembly.add("gadget.bezel", panel(glass_w * 1.07, glass_h * 1.1, 0.06, 0.04).moved(x, front, 0))
    glass = make.block(glass_w, 0.05, glass_h, 0.45) if rng.random() < 0.5 else panel(glass_w, glass_h, 0.08, 0.06)
    assembly.add("gadget.screen", glass.moved(x, front - 0.01, 0))
    side = wide / 2 - (wide - glass_w) * 0.4
    for k in range(int(rng.integers(2, 4))):
        assembly.add(
            "gadget.knob",
            make.disc((wide - glass_w) * 0.25, 0.06, "y", (wide - glass_w) * 0.2).moved(
                side, front - 0.02, tall * (0.3 - 0.2 * k)
            ),
        )
    if rng.random() < 0.5:
        assembly.add(
            "gadget.grille",
            *(block((wide - glass_w) * 0.6, 0.02, 0.012).moved(side, front, -tall * 0.25 - 0.03 * k) for k in range(4)),
        )
    if rng.random() < 0.6:
        legs = [
            make.rod(
                (a * wide * 0.4, b * deep * 0.35, -tall / 2),
                (a * wide * 0.46, b * deep * 0.4, -tall / 2 - rng.uniform(0.08, 0.3)),
                0.03,
                0.018,
            )
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        assembly.add_each("gadget.leg", *legs)
    if rng.random() < 0.65:
        for s in (-1, 1):
            tip = (s * rng.uniform(0.15, 0.35), 0, tall / 2 + rng.uniform(0.3, 0.5))
            assembly.add(
                "gadget.antenna",
                make.rod((s * 0.03, 0, tall / 2), tip, 0.01, 0.006),
                ball(0.018, segments=8).moved(*tip),
            )
    return assembly.finish(faced(rng))


def smartphone(rng: np.random.Generator) -> LabelledObject:
    """A smartphone, tablet or an old mobile phone with keys."""
    assembly = Assembly("smartphone", "phone", "smartphone", "mobile phone", "tablet", "cell phone")
    make = drawn_make(rng)
    wide, tall, thick = rng.uniform(0.32, 0.6), rng.uniform(0.75, 0.95), rng.uniform(0.03, 0.07)
    radius = rng.uniform(0.01, 0.07)
    front = -thick / 2
    keyed = rng.random() < 0.3
    if keyed:
        thick *= 2.2
        front = -thick / 2
        assembly.add("gadget.body", make.block(wide, thick, tall, rng.uniform(0.1, 0.4)))
        assembly.add("gadget.screen", panel(wide * 0.75, tall * 0.32, 0.01, 0.02).moved(0, front, tall * 0.22))
        keys = [
            make.block(wide * 0.2, 0.03, tall * 0.06).moved((c - 1) * wide * 0.26, front, -tall * (0.08 + 0.09 * r))
            for r in range(4)
            for c in range(3)
        ]
        assembly.add_each("gadget.button", *keys)
        if rng.random() < 0.6:
            assembly.add(
                "gadget.antenna",
                make.rod(
                    (wide * 0.35, 0, tall / 2 - 0.02), (wide * 0.35, 0, tall / 2 + rng.uniform(0.08, 0.25)), 0.03, 0.02
                ),
            )
    else:
        assembly.add("gadget.body", panel(wide, tall, radius, thick))
        rim = rng.uniform(0.008, 0.03)
        assembly.add(
            "gadget.screen",
            panel(wide - 2 * rim, tall - rim * rng.choice([2.0, 6.0]), max(radius - rim, 0.003), 0.012).moved(
                0, front, 0
            ),
        )
        size = wide * rng.uniform(0.05, 0.1)
        bump = rng.random() < 0.5
        if bump:
            assembly.add(
                "phone.camera.bump", panel(size * 4.2, size * 4.2, size, 0.02).moved(wide * 0.25, -front, tall * 0.34)
            )
        for k in range(int(rng.integers(1, 4))):
            spot = make.disc(size * 0.8, 0.03, "y").moved(
                wide * (0.18 + 0.14 * (k % 2)), -front + 0.01, tall * (0.38 - 0.08 * (k // 2))
            )
            assembly.add("phone.camera", spot)
        sides = [
            block(0.012, thick * 0.4, tall * s).moved(wide / 2, 0, tall * z) for s, z in ((0.12, 0.2), (0.07, 0.05))
        ]
        assembly.add_each("gadget.button", *sides)
        if rng.random() < 0.35:
            assembly.add("gadget.button", make.disc(wide * 0.08, 0.012, "y").moved(0, front - 0.004, -tall * 0.46))
    if rng.random() < 0.6:
        assembly.add("gadget.grille", block(wide * 0.2, 0.012, 0.012).moved(0, front - 0.004, tall * 0.47))
    if rng.random() < 0.3:
        assembly.add("gadget.port", block(wide * 0.12, thick * 0.4, 0.012).moved(0, 0, -tall / 2))
    kind = rng.integers(3)
    return assembly.finish(faced(rng) if kind else ("x", float(rng.choice([-90.0, -25.0, 20.0]))))


def laptop(rng: np.random.Generator) -> LabelledObject:
    """An open laptop: base with keys and touchpad, lid with screen, hinges."""
    assembly = Assembly("laptop", "laptop", "notebook", "computer", "notebook computer")
    make = drawn_make(rng)
    wide, deep = rng.uniform(0.8, 1.0), rng.uniform(0.52, 0.7)
    thick, lean = rng.uniform(0.02, 0.07), rng.uniform(-5, 45)
    assembly.add("laptop.base", make.block(wide, deep, thick).moved(z=thick / 2))
    rows, across = int(rng.integers(4, 7)), int(rng.integers(9, 14))
    w, d = wide * 0.88 / across, deep * 0.48 / rows
    keys: list[Geometry] = []
    if rng.random() < 0.75:
        for r in range(rows):
            for c in range(across):
                key = block(w * 0.85, d * 0.85, 0.012)
                keys.append(key.moved(-wide * 0.44 + w * (c + 0.5), deep * 0.36 - d * (r + 0.5), thick + 0.005))
        if rng.random() < 0.5:
            assembly.add("laptop.keyboard", *keys)
        else:
            assembly.add_each("laptop.keyboard", *keys)
    else:
        assembly.add("laptop.keyboard", make.block(wide * 0.88, deep * 0.48, 0.012).moved(0, deep * 0.12, thick))
    assembly.add("laptop.touchpad", make.block(wide * 0.28, deep * 0.24, 0.01).moved(0, -deep * 0.32, thick))
    tall, slim, rim = deep * rng.uniform(0.92, 1.02), thick * rng.uniform(0.4, 0.9), rng.uniform(0.015, 0.05)
    place = (0.0, deep / 2, thick)
    lid = make.block(wide, slim, tall).moved(z=tall / 2).rotated("x", -lean).moved(*place)
    assembly.add("laptop.lid", lid)
    screen = panel(wide - 2 * rim, tall - 2.5 * rim, 0.002, 0.01).moved(0, -slim / 2, tall / 2).rotated("x", -lean)
    assembly.add("gadget.screen", screen.moved(*place))
    if rng.random() < 0.6:
        hinges = [make.disc(thick * 0.4, wide * 0.12, "x").moved(s * wide * 0.3, deep / 2, thick) for s in (-1, 1)]
        assembly.add_each("laptop.hinge", *hinges)
    if rng.random() < 0.3:
        ports = [block(0.01, deep * 0.06, thick * 0.3).moved(-wide / 2, deep * y, thick / 2) for y in (0.2, 0.3)]
        assembly.add("gadget.port", *ports)
    if rng.random() < 0.15:
        assembly.add("gadget.cable", *cable(rng, (wide * 0.45, deep * 0.5, thick / 2), 0.0, 0.4, 0.01))
    return assembly.finish(faced(rng))


FAMILIES: Families = {"camera": camera, "television": television, "smartphone": smartphone, "laptop": laptop}
