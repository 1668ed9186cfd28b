"""Families of sound: radios, telephones, loudspeakers."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import Make, drawn_make, faced, grille, panel
from ...primitives import ball, lathe, plate, sweep


def _add_cone(
    assembly: Assembly,
    rng: np.random.Generator,
    make: Make,
    radius: float,
    place: tuple[float, float, float],
    cap: bool = True,
) -> None:
    """Adds a loudspeaker that looks along -Y: cone, ring, cap."""
    profile = [
        (0.0, 0.0),
        (radius * 0.9, radius * 0.2),
        (radius * 0.9, radius * 0.32),
        (radius * 0.3, radius * 0.08),
        (0.0, radius * 0.08),
    ]
    cone = lathe(profile, make.sides, bevel=0.0).rotated("x", 90)
    assembly.add("speaker.cone", cone.moved(*place))
    if rng.random() < 0.7:
        assembly.add(
            "speaker.ring",
            make.hoop(radius * 0.93, radius * 0.1, "y").moved(place[0], place[1] - radius * 0.3, place[2]),
        )
    if cap:
        dome = ball(radius * 0.28, radius * 0.16, radius * 0.28, 16)
        assembly.add("speaker.tweeter", dome.moved(place[0], place[1] - radius * 0.33, place[2]))


def radio(rng: np.random.Generator) -> LabelledObject:
    """An old table radio or a portable one with cassette deck, handle and aerial."""
    assembly = Assembly("radio", "radio", "boombox", "stereo", "radio set", "cassette player")
    make = drawn_make(rng)
    wide, tall, deep = rng.uniform(0.7, 1.1), rng.uniform(0.4, 0.65), rng.uniform(0.2, 0.35)
    arched = rng.random() < 0.2
    front = -deep / 2
    if arched:
        tall = wide * rng.uniform(0.9, 1.2)
        outline = np.array(
            [(wide / 2 * np.cos(a), tall * 0.1 + tall * 0.4 * np.sin(a)) for a in np.linspace(0, np.pi, 15)]
        )
        low = np.array([(-wide / 2, -tall / 2), (0.0, -tall / 2), (wide / 2, -tall / 2)])
        assembly.add("gadget.body", plate(np.concatenate([outline, low]), deep, 0.05))
    else:
        assembly.add("gadget.body", make.block(wide, deep, tall))
    two = not arched and rng.random() < 0.5
    for x in (-0.32, 0.32) if two else (-0.22 if not arched else 0.0,):
        radius = min(tall * 0.36, wide * (0.16 if two else 0.26))
        z = -tall * 0.05 if not arched else tall * 0.15
        if rng.random() < 0.5:
            _add_cone(assembly, rng, make, radius, (x * wide, front + radius * 0.28, z), rng.random() < 0.5)
        elif rng.random() < 0.5:
            bars = grille(make, radius * 1.8, radius * 1.8, int(rng.integers(5, 10)), 0.015, bool(rng.random() < 0.5))
            assembly.add("gadget.grille", *(b.moved(x * wide, front - 0.005, z) for b in bars))
        else:
            assembly.add("gadget.grille", make.disc(radius, 0.03, "y").moved(x * wide, front, z))
    at = 0.0 if two or arched else wide * 0.24
    if rng.random() < 0.75:
        assembly.add(
            "radio.scale",
            panel(wide * 0.3, tall * 0.16, 0.01, 0.02).moved(at, front, tall * 0.28 if not arched else -tall * 0.2),
        )
    if two and rng.random() < 0.6:
        assembly.add("radio.deck", make.block(wide * 0.24, 0.03, tall * 0.32).moved(0, front, -tall * 0.15))
    for k in range(int(rng.integers(1, 4))):
        x = at + (k - 1) * wide * 0.13
        assembly.add(
            "gadget.knob", make.disc(tall * 0.07, 0.06, "y", tall * 0.055).moved(x, front - 0.02, -tall * 0.36)
        )
    if rng.random() < 0.4:
        keys = [
            make.block(wide * 0.06, deep * 0.2, 0.03).moved((k - 2) * wide * 0.08, -deep * 0.2, tall / 2 + 0.01)
            for k in range(5)
        ]
        if not arched:
            assembly.add_each("gadget.button", *keys)
    if not arched and rng.random() < 0.6:
        path = smooth_curve(
            [
                (-wide * 0.42, 0, tall * 0.48),
                (-wide * 0.4, 0, tall * 0.72),
                (0, 0, tall * 0.78),
                (wide * 0.4, 0, tall * 0.72),
                (wide * 0.42, 0, tall * 0.48),
            ],
            18,
        )
        assembly.add("gadget.handle", make.tube(path, 0.025))
    if rng.random() < 0.6:
        tip = (wide * rng.uniform(0.2, 0.9), 0.05, tall / 2 + rng.uniform(0.3, 0.7))
        assembly.add(
            "gadget.antenna",
            make.rod((wide * 0.4, 0.05, tall * 0.4), tip, 0.012, 0.006),
            ball(0.016, segments=8).moved(*tip),
        )
    if rng.random() < 0.4:
        feet = [
            make.disc(0.03, 0.03).moved(a * wide * 0.42, b * deep * 0.35, -tall / 2 - 0.012)
            for a in (-1, 1)
            for b in (-1, 1)
        ]
        assembly.add_each("gadget.leg", *feet)
    return assembly.finish(faced(rng))


def telephone(rng: np.random.Generator) -> LabelledObject:
    """A desk telephone: case, handset on a cradle, rotary dial or keys, spiral cord."""
    assembly = Assembly("telephone", "telephone", "phone", "rotary phone", "landline")
    make = drawn_make(rng)
    wide, deep, tall = rng.uniform(0.5, 0.65), rng.uniform(0.5, 0.65), rng.uniform(0.22, 0.36)
    body = (
        make.block(wide, deep, tall).tapered(rng.uniform(0.55, 0.85), rng.uniform(0.45, 0.8)).moved(0, 0.05, tall / 2)
    )
    assembly.add("gadget.body", body)
    slope = rng.uniform(35, 60)
    place = (0.0, -deep * 0.3, tall * 0.55)
    if rng.random() < 0.6:
        radius = wide * rng.uniform(0.24, 0.34)
        disc = make.disc(radius, 0.04).rotated("x", slope)
        assembly.add("phone.dial", disc.moved(*place))
        holes = [
            make.disc(radius * 0.14, 0.03)
            .moved(radius * 0.72 * np.cos(a), radius * 0.72 * np.sin(a), 0.02)
            .rotated("x", slope)
            .moved(*place)
            for a in np.radians(np.arange(10) * 30 + 20)
        ]
        assembly.add("gadget.button", *holes)
    else:
        keys = [
            make.block(0.07, 0.055, 0.03)
            .moved((c - 1) * 0.1, (r - 1.5) * 0.08, 0.02)
            .rotated("x", slope * 0.7)
            .moved(*place)
            for r in range(4)
            for c in range(3)
        ]
        assembly.add_each("gadget.button", *keys)
    z, y, half = tall + rng.uniform(0.05, 0.12), 0.08, wide * rng.uniform(0.55, 0.7)
    forks = [make.block(0.05, 0.16, z - tall + 0.08).moved(s * wide * 0.26, y, (z + tall) / 2 - 0.02) for s in (-1, 1)]
    assembly.add("phone.cradle", *forks)
    grip = smooth_curve(
        [
            (-half, y, z + 0.02),
            (-half * 0.5, y, z + 0.07),
            (0, y, z + 0.09),
            (half * 0.5, y, z + 0.07),
            (half, y, z + 0.02),
        ],
        14,
    )
    ends = [make.disc(0.1, 0.09, top=0.075).moved(s * half, y, z - 0.02) for s in (-1, 1)]
    assembly.add("phone.handset", sweep(grip, 0.04), *ends)
    if rng.random() < 0.6:
        t = np.linspace(0, 1, 90)
        coil = np.stack(
            [
                -half + 0.1 * t + 0.025 * np.cos(70 * t),
                y - 0.5 * t * (1 - t) + 0.025 * np.sin(70 * t),
                z * (1 - t) + 0.04,
            ],
            axis=1,
        )
        assembly.add("gadget.cable", sweep(coil, 0.008))
    return assembly.finish(faced(rng))


def loudspeaker(rng: np.random.Generator) -> LabelledObject:
    """A loudspeaker box with one to three cones, grille, knobs, feet, or a guitar amplifier."""
    assembly = Assembly("loudspeaker", "speaker", "loudspeaker", "amplifier", "subwoofer", "stereo")
    make = drawn_make(rng)
    wide, deep, tall = rng.uniform(0.4, 0.7), rng.uniform(0.3, 0.5), rng.uniform(0.5, 1.1)
    assembly.add("gadget.body", make.block(wide, deep, tall).moved(z=tall / 2))
    front = -deep / 2
    count = int(rng.integers(1, 4)) if tall > 0.7 else int(rng.integers(1, 3))
    radius = min(wide * 0.42, tall / count * 0.42)
    z = radius * 1.15
    for k in range(count):
        size = radius * (1.0 if k == 0 else rng.uniform(0.5, 1.0))
        if k and rng.random() < 0.3:
            assembly.add("speaker.tweeter", ball(size * 0.4, size * 0.2, size * 0.4, 18).moved(0, front, z))
        else:
            _add_cone(assembly, rng, make, size, (0.0, front + size * 0.26, z))
        z += size + radius * 1.05
    if rng.random() < 0.2:
        assembly.add(
            "gadget.grille", panel(wide * 0.92, tall * 0.92, 0.02, 0.02).moved(0, front - radius * 0.25, tall / 2)
        )
    if rng.random() < 0.35:
        assembly.add("gadget.bezel", panel(wide * 0.95, tall * 0.97, 0.03, 0.02).moved(0, front, tall / 2))
    for k in range(int(rng.integers(0, 5))):
        assembly.add("gadget.knob", make.disc(0.025, 0.04, "y").moved((k - 2) * 0.08, front - 0.02, tall * 0.955))
    if rng.random() < 0.4:
        feet = [make.disc(0.035, 0.05).moved(a * wide * 0.4, b * deep * 0.4, -0.02) for a in (-1, 1) for b in (-1, 1)]
        assembly.add_each("gadget.leg", *feet)
    if rng.random() < 0.2:
        path = smooth_curve(
            [
                (-wide * 0.3, 0, tall),
                (-wide * 0.2, 0, tall + 0.07),
                (wide * 0.2, 0, tall + 0.07),
                (wide * 0.3, 0, tall),
            ],
            14,
        )
        assembly.add("gadget.handle", make.tube(path, 0.018))
    if rng.random() < 0.3:
        assembly.add("gadget.port", make.disc(wide * 0.08, 0.02, "y").moved(wide * 0.3, front, tall * 0.06))
    return assembly.finish(faced(rng))


FAMILIES: Families = {
    "radio": radio,
    "telephone": telephone,
    "loudspeaker": loudspeaker,
}
