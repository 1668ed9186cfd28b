"""Families to hear and speak with: headphones, microphones."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...curves import smooth_curve
from ...fittings import cable, drawn_make, faced
from ...hulls import block
from ...primitives import ball, cylinder, ring, sweep, turned


def headphones(rng: np.random.Generator) -> LabelledObject:
    """Headphones or a headset: band, pads, cups, yokes, microphone, cord."""
    assembly = Assembly("headphones", "headphones", "headset", "earphones", "headphone")
    make = drawn_make(rng)
    wide, tall = rng.uniform(0.34, 0.42), rng.uniform(0.4, 0.55)
    angles = np.radians(np.linspace(0, 180, 25))
    path = np.stack([wide * np.cos(angles), 0 * angles, tall * np.sin(angles)], axis=1)
    thick = rng.uniform(0.012, 0.03)
    breadth = thick * rng.uniform(1.0, 4.0)
    section = np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 11)[:-1]])
    assembly.add("headphone.band", sweep(path, np.tile([thick, breadth], (25, 1)), section, side=(1, 0, 0)))
    if rng.random() < 0.5:
        assembly.add(
            "headphone.pad",
            sweep(
                path[7:18] * [0.94, 1, 0.94], np.tile([thick * 1.4, breadth * 1.1], (11, 1)), section, side=(1, 0, 0)
            ),
        )
    size, deep = rng.uniform(0.15, 0.24), rng.uniform(0.06, 0.12)
    stretch = rng.uniform(1.0, 1.3)
    boxy = rng.random() < 0.15
    for side in (1, -1):
        x = side * wide
        cup = (
            make.block(deep, size * 1.6, size * 1.8)
            if boxy
            else make.disc(size, deep, "x", size * rng.uniform(0.75, 1.0)).scaled(side, 1, stretch)
        )
        assembly.add("headphone.cup", cup.moved(x + side * deep * 0.4, 0, -0.04))
        pad = make.hoop(size * 0.68, size * 0.28, "x").scaled(1, 1, stretch)
        assembly.add("headphone.pad", pad.moved(x - side * deep * 0.3, 0, -0.04))
        if rng.random() < 0.55:
            assembly.add("headphone.yoke", make.block(thick * 1.6, breadth * 1.4, 0.22).moved(x, 0, 0.08))
        if rng.random() < 0.25:
            assembly.add(
                "gadget.light",
                make.hoop(size * 0.5, 0.01, "x").scaled(1, 1, stretch).moved(x + side * deep * 0.95, 0, -0.04),
            )
    if rng.random() < 0.3:
        boom = smooth_curve([(wide, -0.05, -0.1), (wide * 0.95, -0.2, -0.22), (wide * 0.5, -0.34, -0.26)], 12)
        assembly.add("headphone.mic", make.tube(boom, 0.012), ball(0.03, 0.03, 0.03, 12).moved(*boom[-1]))
    if rng.random() < 0.35:
        assembly.add("gadget.cable", *cable(rng, (wide, 0.0, -size), -size * 1.6, 0.5, 0.01))
    return assembly.finish(faced(rng))


def microphone(rng: np.random.Generator) -> LabelledObject:
    """A hand microphone, a studio one on an arm or base, or an old one with ribs."""
    assembly = Assembly("microphone", "microphone", "mic", "studio microphone")
    make = drawn_make(rng)
    kind = rng.integers(3)
    standing = kind > 0 or rng.random() < 0.4
    lift = rng.uniform(0.3, 1.0) if standing else 0.0
    if kind == 0:
        size, long = rng.uniform(0.1, 0.16), rng.uniform(0.4, 0.6)
        body = make.turned([(size * 0.4, 0), (size * 0.5, long * 0.3), (size * 0.75, long)])
        head = ball(size, size, size * rng.uniform(1.0, 1.3), make.sides).moved(z=long + size * 0.7)
        band = make.disc(size * 1.02, size * 0.3).moved(z=long + size * rng.uniform(0.3, 0.8))
        tilt = rng.uniform(0, 70) if standing else 0.0
        pieces = [("mic.body", body), ("mic.head", head)] + ([("mic.ring", band)] if rng.random() < 0.7 else [])
        if rng.random() < 0.5:
            pieces.append(
                ("gadget.button", make.block(size * 0.25, size * 0.2, size * 0.5).moved(0, -size * 0.65, long * 0.65))
            )
        for key, piece in pieces:
            assembly.add(key, piece.moved(z=-long * 0.5).rotated("x", tilt).moved(z=lift))
    else:
        wide, tall = rng.uniform(0.12, 0.2), rng.uniform(0.3, 0.5)
        share = rng.uniform(0.45, 0.7)
        lower = make.disc(wide, tall * (1 - share)).moved(z=lift + tall * (1 - share) / 2)
        upper = (
            turned([(wide * 0.95, 0), (wide * 0.95, tall * share * 0.7), (wide * 0.6, tall * share)], make.sides)
            if kind == 1
            else make.block(wide * 1.9, wide * 1.5, tall * share, 0.4).moved(z=tall * share / 2)
        ).moved(z=lift + tall * (1 - share))
        assembly.add("mic.body", lower)
        assembly.add("mic.head", upper)
        if kind == 2:
            ribs = [
                block(0.02, wide * 1.6, tall * share * 0.9).moved(x * wide, 0, lift + tall * (1 - share / 2))
                for x in (-0.6, -0.2, 0.2, 0.6)
            ]
            assembly.add("gadget.grille", *ribs)
        if rng.random() < 0.6:
            assembly.add("mic.ring", make.disc(wide * 1.04, tall * 0.05).moved(z=lift + tall * (1 - share)))
        if rng.random() < 0.4:
            hoop = ring(wide * 1.5, 0.02, 28, 8).moved(z=lift + tall * 0.3)
            assembly.add("headphone.yoke", hoop, hoop.moved(z=tall * 0.3))
    if standing:
        assembly.add("mic.stand", make.rod((0, 0, -0.02), (0, 0, lift + 0.02), rng.uniform(0.015, 0.035)))
        radius = rng.uniform(0.18, 0.32)
        if rng.random() < 0.7:
            assembly.add("mic.base", cylinder(radius, 0.05, make.sides, radius * rng.uniform(0.5, 1.0)).moved(z=-0.04))
        else:
            legs = [
                make.rod((0, 0, 0.12), (radius * 1.3 * np.cos(a), radius * 1.3 * np.sin(a), -0.02), 0.018)
                for a in (0.5, 2.6, 4.7)
            ]
            assembly.add("mic.base", *legs)
    elif rng.random() < 0.4:
        assembly.add("gadget.cable", *cable(rng, (0.0, 0.0, -0.25), -0.5, 0.5, 0.012))
    return assembly.finish(("y", float(rng.uniform(0, 120))) if not standing and rng.random() < 0.5 else faced(rng))


FAMILIES: Families = {"headphones": headphones, "microphone": microphone}
