"""Families with strings: violins and their kin, harps."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import drawn_make, faced
from ...geometry import FloatArray
from ...handles import laid_down
from ...hulls import block
from ...primitives import ball, ring, rod, strip, sweep


def _figure_eight(length: float, half: float, waist: float) -> FloatArray:
    """Half widths (24, 2) of a violin's outline from the tail (z = 0) to the neck."""
    control = [
        (0.25, 0.0),
        (0.85, 0.06),
        (1.0, 0.22),
        (0.75, 0.4),
        (waist, 0.52),
        (0.62, 0.64),
        (0.78, 0.8),
        (0.6, 0.95),
        (0.15, 1.0),
    ]
    return smooth_curve(np.array(control) * [half, length], 28)


def violin(rng: np.random.Generator) -> LabelledObject:
    """A violin, cello or double bass: waisted body, neck, scroll, pegs, bridge, tailpiece, strings, sometimes a bow."""
    assembly = Assembly("violin", "violin", "cello", "viola", "double bass", "fiddle", "instrument")
    make = drawn_make(rng)
    length, half = 1.0, rng.uniform(0.26, 0.36)
    thick, neck = rng.uniform(0.08, 0.2), rng.uniform(0.55, 0.8)
    edge = _figure_eight(length, half, rng.uniform(0.45, 0.6))
    body = strip(edge * [-1, 1], edge, thick, (0.75, 0.75), 8)
    assembly.add("violin.body", body)
    front, width = -thick / 2, half * rng.uniform(0.1, 0.16)
    assembly.add(
        "violin.neck", rod((0, front * 0.3, length - 0.04), (0, front * 0.6, length + neck), width, width * 0.8)
    )
    low = length * rng.uniform(0.5, 0.62)
    board = block(width * 2.2, 0.03, length + neck - low).moved(0, front - 0.03, (length + neck + low) / 2)
    assembly.add("violin.fingerboard", board)
    top = length + neck
    curl = [
        (0, front * 0.6, top - 0.02),
        (0, 0.0, top + 0.12),
        (0, -0.04 + front, top + 0.2),
        (0, front - 0.06, top + 0.13),
        (0, front - 0.02, top + 0.13),
    ]
    assembly.add("violin.scroll", sweep(smooth_curve(curl, 16), np.linspace(1.0, 0.6, 16) * width * 1.1))
    for k in range(4):
        side = 1 if k % 2 else -1
        z = top + 0.02 + 0.035 * k
        stem = rod((-side * width * 0.5, 0, z), (side * width * 2.6, 0, z), 0.014, 0.02, 8)
        knob = ball(0.03, 0.014, 0.03, 12).moved(side * width * 3.0, 0, z)
        assembly.add("violin.peg", stem, knob)
    at, tall = length * 0.38, rng.uniform(0.06, 0.1)
    bridge = block(width * 3.2, tall, 0.02).moved(0, front - tall / 2, at)
    assembly.add("violin.bridge", bridge)
    tail = block(width * 2.0, 0.03, length * 0.24).tapered(1.3, 1.0).moved(0, front - tall * 0.6, length * 0.15)
    assembly.add("violin.tailpiece", tail)
    strings = [
        rod((x * width * 0.7, front - tall * 0.7, length * 0.25), (x * width * 0.6, front - 0.05, top), 0.004, sides=5)
        for x in (-1.0, -0.33, 0.33, 1.0)
    ]
    if rng.random() < 0.85:
        if rng.random() < 0.5:
            assembly.add("violin.string", *strings)
        else:
            assembly.add_each("violin.string", *strings)
    if rng.random() < 0.7:
        for side in (1, -1):
            s = [
                (side * half * f, front - 0.002, length * g)
                for f, g in ((0.42, 0.3), (0.5, 0.33), (0.38, 0.42), (0.27, 0.5), (0.34, 0.53))
            ]
            assembly.add("violin.hole", sweep(smooth_curve(s, 14), 0.012))
    if rng.random() < 0.5:
        assembly.add(
            "violin.chinrest", make.disc(half * 0.3, 0.03, "y").scaled(1, 1, 1.3).moved(-half * 0.4, front - 0.02, 0.08)
        )
    elif rng.random() < 0.6:
        assembly.add("violin.pin", rod((0, 0, 0.02), (0, 0, -rng.uniform(0.1, 0.35)), 0.014, 0.006))
    if rng.random() < 0.3:
        x, z = half * rng.uniform(1.2, 1.8), rng.uniform(-0.1, 0.2)
        curve = smooth_curve([(x, 0, z), (x - 0.03, 0, z + 0.7), (x, 0, z + 1.4)], 14)
        assembly.add("violin.bow", sweep(curve, 0.014), block(0.05, 0.03, 0.1).moved(x + 0.03, 0, z + 0.08))
        assembly.add("violin.bow.hair", block(0.006, 0.02, 1.36).moved(x + 0.05, 0, z + 0.7))
    return assembly.finish(laid_down(rng) if rng.random() < 0.5 else faced(rng))


def harp(rng: np.random.Generator) -> LabelledObject:
    """A harp or lyre: pillar, curved neck, soundbox, strings, foot."""
    assembly = Assembly("harp", "harp", "lyre", "instrument")
    make = drawn_make(rng)
    tall, wide = rng.uniform(0.9, 1.3), rng.uniform(0.5, 0.75)
    thick = rng.uniform(0.025, 0.05)
    if rng.random() < 0.25:
        arms = [
            smooth_curve(
                [(s * 0.12, 0, 0), (s * wide * 0.5, 0, 0.25), (s * wide * 0.38, 0, 0.6), (s * wide * 0.55, 0, 0.85)], 16
            )
            for s in (1, -1)
        ]
        assembly.add_each("harp.pillar", *(sweep(a, thick) for a in arms))
        assembly.add("harp.neck", make.rod((-wide * 0.6, 0, 0.75), (wide * 0.6, 0, 0.75), thick * 0.7))
        assembly.add("harp.body", make.block(wide * 0.7, 0.12, 0.22).moved(z=0.02))
        ends = [((x * 0.6, 0.0, 0.1), (x, 0.0, 0.75)) for x in np.linspace(-0.18, 0.18, int(rng.integers(5, 10)))]
    else:
        box = make.block(0.16, 0.18, 1.0).tapered(rng.uniform(0.35, 0.7))
        lean = np.degrees(np.arctan2(wide * 0.75, tall * 0.8))
        base = np.array([-wide * 0.05, 0.0, 0.1])
        slant = np.hypot(wide * 0.75, tall * 0.8)
        assembly.add("harp.body", box.moved(z=0.5).scaled(1, 1, slant).rotated("y", lean).moved(*base))
        post = np.array([-wide * 0.2, 0.0, 0.05])
        head = np.array([-wide * rng.uniform(0.15, 0.4), 0.0, tall])
        if rng.random() < 0.6:
            assembly.add("harp.pillar", make.rod(post, head, thick * 1.1))
        else:
            bow = smooth_curve([post, (post + head) / 2 - np.array([0.12, 0, 0]), head], 16)
            assembly.add("harp.pillar", sweep(bow, thick * 1.1))
        top = base + slant * np.array([np.sin(np.radians(lean)), 0, np.cos(np.radians(lean))])
        neck = smooth_curve(
            [
                head,
                head + np.array([wide * 0.3, 0, -tall * 0.16]),
                (head + top) / 2 + np.array([wide * 0.12, 0, -tall * 0.05]),
                top,
            ],
            18,
        )
        assembly.add("harp.neck", sweep(neck, np.linspace(1.3, 1.0, 18) * thick))
        count = int(rng.integers(8, 22))
        t = np.linspace(0.12, 0.9, count)
        low = base + (top - base) * t[:, None]
        at = np.linspace(2, 15, count).astype(int)
        ends = [
            (tuple(a), (float(a[0]), 0.0, float(np.interp(a[0], neck[:, 0], neck[:, 2]))))
            for a, _ in zip(low, at, strict=True)
        ]
        assembly.add("harp.base", make.block(wide * 0.6, 0.26, 0.1).moved(-wide * 0.08, 0, 0.03))
        if rng.random() < 0.5:
            assembly.add(
                "harp.crown",
                make.turned([(thick * 1.2, 0), (thick * 2.4, 0.06), (thick * 1.8, 0.1), (thick, 0.14)]).moved(*head),
            )
        if rng.random() < 0.3:
            pedals = [block(0.03, 0.12, 0.015).moved(-wide * 0.08 + x, -0.16, 0.02) for x in (-0.12, -0.04, 0.04, 0.12)]
            assembly.add_each("harp.pedal", *pedals)
    strings = [rod(a, b, 0.005, sides=5) for a, b in ends]
    if rng.random() < 0.5:
        assembly.add("harp.string", *strings)
    else:
        assembly.add_each("harp.string", *strings)
    return assembly.finish(faced(rng))


def drum_kit(rng: np.random.Generator) -> LabelledObject:
    """A drum kit: bass drum, snare, toms, cymbals on stands, stool."""
    assembly = Assembly("drum kit", "drum kit", "drums", "drum set", "percussion")
    make = drawn_make(rng)
    big = rng.uniform(0.26, 0.36)

    def drum(
        key: str, radius: float, deep: float, place: tuple[float, float, float], turn: tuple[str, float] | None
    ) -> None:
        pieces = [(key, make.disc(radius, deep))]
        pieces += [("kit.skin", make.disc(radius * 0.95, 0.02).moved(z=s * deep * 0.51)) for s in (1, -1)]
        if hooped:
            pieces += [
                ("kit.hoop", ring(radius * 1.01, 0.018, make.sides, 6).moved(z=s * deep * 0.49)) for s in (1, -1)
            ]
        if lugged:
            for a in np.linspace(0, 2 * np.pi, 7)[:-1]:
                lug = block(0.02, 0.02, deep * 0.6).moved(radius * 1.03 * np.cos(a), radius * 1.03 * np.sin(a), 0)
                pieces.append(("kit.lug", lug))
        for name, piece in pieces:
            assembly.add(name, (piece.rotated(*turn) if turn else piece).moved(*place))

    hooped, lugged = rng.random() < 0.65, rng.random() < 0.35
    drum("kit.bass", big, rng.uniform(0.28, 0.42), (0.0, 0.0, big), ("x", 90.0))
    for k in range(int(rng.integers(1, 4))):
        size = rng.uniform(0.13, 0.18)
        x = (k - 0.5) * 0.36
        drum(
            "kit.drum", size, size * rng.uniform(0.9, 1.3), (x, 0.05, 2 * big + size * 0.9), ("x", -rng.uniform(5, 30))
        )
        assembly.add("kit.stand", make.rod((x * 0.5, 0, 2 * big - 0.03), (x, 0.05, 2 * big + size * 0.4), 0.015))
    for x, size, deep, z in ((-0.52, 0.2, 0.3, 0.26), (0.52, 0.19, 0.13, 0.5)):
        if rng.random() < 0.9:
            drum("kit.drum", size, deep, (x, 0.25, z), None)
            legs = [
                make.rod(
                    (x + size * 0.9 * np.cos(a), 0.25 + size * 0.9 * np.sin(a), 0),
                    (x + size * 0.7 * np.cos(a), 0.25 + size * 0.7 * np.sin(a), z),
                    0.012,
                )
                for a in (0.5, 2.6, 4.7)
            ]
            assembly.add("kit.stand", *legs)
    for x, y in ((-0.6, -0.12), (0.6, -0.12), (0.8, 0.3))[: int(rng.integers(1, 4))]:
        z, size = rng.uniform(0.8, 1.15), rng.uniform(0.18, 0.28)
        plate = make.turned([(size, 0.0), (size * 0.35, 0.03), (size * 0.2, 0.07), (0.01, 0.08)]).rotated(
            "x", rng.uniform(-15, 20)
        )
        assembly.add("kit.cymbal", plate.moved(x, y, z))
        legs = [make.rod((x, y, 0.25), (x + 0.2 * np.cos(a), y + 0.2 * np.sin(a), 0), 0.01) for a in (0.5, 2.6, 4.7)]
        assembly.add("kit.stand", make.rod((x, y, 0.1), (x, y, z + 0.1), 0.012), *legs)
    if rng.random() < 0.6:
        assembly.add("kit.stool", make.disc(0.17, 0.09).moved(0.1, 0.75, 0.48))
        assembly.add(
            "kit.stand",
            make.rod((0.1, 0.75, 0), (0.1, 0.75, 0.46), 0.025),
            make.disc(0.15, 0.03).moved(0.1, 0.75, 0.015),
        )
    if rng.random() < 0.4:
        assembly.add("kit.pedal", block(0.09, 0.26, 0.02).rotated("x", 15).moved(0, 0.32, 0.05))
    if rng.random() < 0.25:
        assembly.add_each(
            "kit.stick", *(make.rod((0.4 + a, 0.05, 0.6), (0.62, 0.4, 0.6), 0.012, 0.007) for a in (0.0, 0.1))
        )
    return assembly.finish(faced(rng))


FAMILIES: Families = {"violin": violin, "harp": harp, "drum kit": drum_kit}
