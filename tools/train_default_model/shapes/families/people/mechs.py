"""Robots in the shape of people: limbs with joints, visors, panels, packs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...assembly import Assembly, Families, LabelledObject
from ...eyes import pointed
from ...fittings import Make, drawn_make
from ...geometry import FloatArray, Geometry
from ...primitives import ball, cylinder


def _segment(
    rng: np.random.Generator, make: Make, start: ArrayLike, end: ArrayLike, radius: float, round_: bool
) -> Geometry:
    """A limb's segment between two joints."""
    low, high = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    way = high - low
    length = float(np.linalg.norm(way))
    taper = rng.uniform(0.7, 1.2)
    piece = (
        cylinder(radius, length, make.sides, radius * taper)
        if round_
        else make.block(radius * 1.9, radius * 1.9, length).moved(z=length / 2).tapered(taper)
    )
    return pointed(piece, way).moved(*low)


def humanoid_robot(rng: np.random.Generator) -> LabelledObject:
    """A robot on two legs, or on wheels or a base, with arms, hands, visor or eyes, panels and a pack."""
    assembly = Assembly("humanoid robot", "robot", "android", "mech", "humanoid", "cyborg", "toy")
    make = drawn_make(rng)
    rounded, joints = rng.random() < 0.4, rng.random() < 0.7
    wide, deep, tall = rng.uniform(0.12, 0.2), rng.uniform(0.08, 0.15), rng.uniform(0.2, 0.32)
    leg = rng.uniform(0.25, 0.5)
    parted = rng.random() < 0.6
    low = leg + (0.1 if parted else 0.0)
    chest = (
        make.turned([(wide * 0.7, 0), (wide, tall * 0.6), (wide * 0.8, tall)]).scaled(1, deep / wide * 1.2, 1)
        if rounded
        else make.block(2 * wide, 2 * deep, tall)
        .moved(z=tall / 2)
        .scaled(1, 1, -1)
        .tapered(rng.uniform(0.7, 1.0))
        .scaled(1, 1, -1)
        .moved(z=0)
    )
    assembly.add("mech.torso", chest.moved(z=low - float(chest.vertices[:, 2].min())))
    top = low + tall
    if parted:
        assembly.add("mech.pelvis", make.block(wide * 1.5, deep * 1.5, 0.09).moved(z=leg + 0.03))
        if rng.random() < 0.6:
            assembly.add("mech.joint", make.disc(wide * 0.5, 0.08).moved(z=leg + 0.08))
    head = wide * rng.uniform(0.5, 0.85)
    neck = rng.uniform(0.0, 0.05)
    centre = np.array([0.0, -0.01, top + neck + head])
    form = rng.integers(3)
    skull = [
        make.block(2 * head, 1.8 * head, 2 * head),
        ball(head, head, head * 1.15, make.sides),
        make.disc(head, 2 * head),
    ][form]
    assembly.add("mech.head", skull.moved(*centre))
    if neck > 0.01:
        assembly.add("neck", make.disc(head * 0.4, neck + 0.06).moved(z=top + neck / 2))
    front = centre[1] - head * (0.9 if form == 0 else 0.97)
    if rng.random() < 0.5:
        assembly.add(
            "mech.visor",
            make.block(head * 1.4, head * 0.25, head * rng.uniform(0.25, 0.7)).moved(0, front, centre[2] + head * 0.2),
        )
    else:
        for side in (1, -1):
            eye = make.disc(head * 0.24, head * 0.2, "y") if rng.random() < 0.5 else ball(head * 0.2, segments=14)
            assembly.add("eye", eye.moved(side * head * 0.42, front + 0.04 * head, centre[2] + head * 0.2))
    if rng.random() < 0.4:
        for side in (1, -1) if rng.random() < 0.6 else (0,):
            root = centre + np.array([side * head, 0, head * (0.5 if side else 1.0)])
            assembly.add(
                "antenna",
                make.rod(root, root + np.array([side * 0.02, 0, head]), head * 0.06),
                ball(head * 0.12, segments=10).moved(*(root + np.array([side * 0.02, 0, head]))),
            )
    if rng.random() < 0.5:
        assembly.add("mech.panel", make.block(wide, 0.02, tall * 0.4).moved(0, -deep * 1.0, low + tall * 0.6))
    if rng.random() < 0.4:
        for x in np.linspace(-0.5, 0.5, int(rng.integers(1, 4))):
            assembly.add("mech.light", make.disc(wide * 0.1, 0.03, "y").moved(x * wide, -deep * 1.05, low + tall * 0.3))
    if rng.random() < 0.35:
        assembly.add(
            "mech.pack", make.block(wide * 1.4, deep * 0.9, tall * 0.75).moved(0, deep * 1.3, low + tall * 0.55)
        )
    thick = wide * rng.uniform(0.25, 0.4)
    _add_arms(assembly, rng, make, np.array([wide + thick * 1.1, 0.0, top - 0.06]), thick, rounded, joints)
    _add_legs(assembly, rng, make, np.array([wide * 0.55, 0.0, leg]), thick * rng.uniform(1.0, 1.4), rounded, joints)
    return assembly.finish()


def _add_arms(
    assembly: Assembly,
    rng: np.random.Generator,
    make: Make,
    shoulder: FloatArray,
    thick: float,
    rounded: bool,
    joints: bool,
) -> None:
    """Adds shoulders, arms and hands; `shoulder` is the left one's place."""
    spread, bend, reach = rng.uniform(0.0, 0.9), rng.uniform(0.0, 0.8), rng.uniform(0.3, 0.45)
    padded, grip = rng.random() < 0.5, rng.random() < 0.4
    for side in (1, -1):
        start = shoulder * [side, 1, 1]
        elbow = start + reach * 0.5 * np.array([side * np.sin(spread), 0, -np.cos(spread)])
        wrist = elbow + reach * 0.5 * np.array(
            [side * np.sin(spread) * 0.7, -np.sin(bend), -np.cos(bend) * np.cos(spread)]
        )
        if padded:
            pad = ball(thick * 1.6, segments=make.sides) if rounded else make.block(thick * 3, thick * 3, thick * 2.2)
            assembly.add("mech.shoulder", pad.moved(*start))
        upper, lower = (
            _segment(rng, make, start, elbow, thick * 0.8, rounded),
            _segment(rng, make, elbow, wrist, thick, rounded),
        )
        assembly.add("mech.arm", upper, lower)
        if joints:
            assembly.add_each("mech.joint", ball(thick * 1.05, segments=14).moved(*elbow))
        if grip:
            prongs = [
                make.block(thick * 0.35, thick * 0.6, thick * 1.8).moved(a * thick * 0.6, 0, -thick * 0.8)
                for a in (-1, 1)
            ]
            hand = [make.block(thick * 1.6, thick, thick * 0.5), *prongs]
        else:
            hand = [make.block(thick * 1.5, thick * 1.7, thick * 1.8)]
            hand += [
                make.block(thick * 0.35, thick * 0.4, thick * 1.0).moved(a * thick * 0.5, -thick * 0.3, -thick * 1.2)
                for a in (-1, 0, 1)
            ]
        assembly.add("mech.hand", *(p.moved(*wrist).moved(z=-thick * 0.5) for p in hand))


def _add_legs(
    assembly: Assembly, rng: np.random.Generator, make: Make, hip: FloatArray, thick: float, rounded: bool, joints: bool
) -> None:
    """Adds legs with feet; `hip` is the left one's place."""
    slim = rng.uniform(0.7, 1.1)
    for side in (1, -1):
        start = hip * [side, 1, 1]
        knee, ankle = start * [1.05, 1, 0.52], start * [1.1, 1, 0.0] + [0, 0, thick * 0.9]
        assembly.add(
            "mech.leg",
            _segment(rng, make, start, knee, thick * slim, rounded),
            _segment(rng, make, knee, ankle, thick, rounded),
        )
        if joints:
            assembly.add_each(
                "mech.joint",
                make.disc(thick * 0.9, thick * 2.2, "x").moved(*knee),
                ball(thick, segments=14).moved(*start),
            )
        assembly.add(
            "mech.foot", make.block(thick * 2.4, thick * 4.0, thick * 1.2).moved(ankle[0], -thick * 0.7, thick * 0.6)
        )
        if rng.random() < 0.3:
            bolt = make.disc(thick * 0.3, thick * 0.3, "x").moved(side * thick * 1.05 + knee[0], 0, knee[2] * 0.6)
            assembly.add("mech.bolt", bolt)


FAMILIES: Families = {"humanoid robot": humanoid_robot}
