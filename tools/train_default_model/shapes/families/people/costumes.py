"""Families of people in costume: knights, wizards, astronauts."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import along, shift
from ...figures import Figure, drawn_figure
from ...geometry import FloatArray, Geometry
from ...primitives import box, cylinder, ring, rod, turned
from .characters import add_skin
from .dressing import (
    add_belt,
    add_hands,
    add_shoes,
    add_top,
    add_trousers,
    cape_piece,
    foot_pieces,
    hand_piece,
    limb,
    skirt_piece,
)
from .faces import add_beard, add_face, add_hair, head_piece


def _helmet(rng: np.random.Generator, figure: Figure, closed: bool) -> list[Geometry]:
    """A great helm, a sallet or an open dome."""
    a, b, c = figure.head * rng.uniform(1.12, 1.25)
    x, y, z = figure.head_centre
    if closed and rng.random() < 0.4:
        rows = [(z + c * t, a * s, b * s, y, 2.0) for t, s in ((-1.1, 0.95), (-0.2, 1.0), (0.75, 0.95), (1.05, 0.7))]
        return [figure.detail.loft(rows)]
    dome = figure.detail.lump(a, b, c)
    if closed:
        return [dome.moved(x, y, z)]
    v = dome.vertices
    inside = np.clip((-v[:, 1] / b + 0.1) * 5, 0, 1) * np.clip((0.35 - v[:, 2] / c) * 8, 0, 1)
    inside = np.maximum(inside, np.clip((-0.5 - v[:, 2] / c) * 6, 0, 1))[:, None]
    return [Geometry(v * (1 - 0.3 * inside), dome.faces).moved(x, y, z)]


def _held(figure: Figure, side: int) -> FloatArray:
    """Where a hand holds things: (3,)."""
    return figure.arms[side, 2] + (figure.arms[side, 3] - figure.arms[side, 2]) * 0.5


def knight(rng: np.random.Generator) -> LabelledObject:
    """A knight: helmet, breastplate, shoulder pads, armour of arms and legs, gloves, boots, cape, weapons."""
    assembly = Assembly("knight", "knight", "warrior", "soldier", "guard", "character")
    figure = drawn_figure(rng, "man")
    a, b, c = figure.head
    closed = rng.random() < 0.55
    if closed:
        pieces = _helmet(rng, figure, True)
        assembly.add("helmet", *pieces)
        if rng.random() < 0.7:
            y = figure.head_centre[1] - b * 0.75
            slit = box(2 * a, b * 0.9, c * rng.uniform(0.35, 0.7), 0.3).moved(0, y, figure.head_centre[2] + c * 0.1)
            assembly.add("visor", slit)
    else:
        assembly.add("person.head", head_piece(rng, figure), figure.neck())
        add_face(assembly, rng, figure)
        assembly.add("helmet", *_helmet(rng, figure, False))
        if rng.random() < 0.2:
            add_beard(assembly, rng, figure, long=rng.random() < 0.4)
    top = figure.head_centre + shift(0, 0, c * 1.1)
    if rng.random() < 0.35:
        path = [top, top + shift(0, 0.1 * b, 0.7 * c), top + shift(0, b, 0.8 * c), top + shift(0, 1.8 * b, 0.1 * c)]
        assembly.add("plume", figure.detail.tube(path, np.array([0.1, 0.3, 0.35, 0.08]) * a))
    elif rng.random() < 0.2:
        horns = [
            figure.detail.tube(
                [
                    (s * a, top[1], top[2] - 0.6 * c),
                    (s * a * 1.8, top[1], top[2] - 0.4 * c),
                    (s * a * 2, top[1], top[2] + 0.4 * c),
                ],
                [0.25 * a, 0.18 * a, 0.02 * a],
            )
            for s in (1, -1)
        ]
        assembly.add_each("horn", *horns)
    extra = rng.uniform(0.012, 0.022)
    assembly.add("cuirass", figure.detail.loft(figure.trunk_between(rng.uniform(0.28, 0.4), 0.97, extra)))
    skirted = rng.random() < 0.5
    if skirted:
        crotch = figure.trunk[0, 0]
        assembly.add("tasset", skirt_piece(rng, figure, 0.38, crotch * rng.uniform(0.75, 0.98), 0.012))
    padded, armed, greaved = rng.random() < 0.85, rng.random() < 0.7, rng.random() < 0.7
    for side in (0, 1):
        shoulder = figure.arms[side, 0]
        if padded:
            size = figure.arm_radius[0] * rng.uniform(1.5, 1.9)
            lames = [figure.detail.lump(size, size * 1.05, size * 0.95).moved(*shoulder)]
            for _ in range(int(rng.integers(0, 3))):
                lames.append(
                    figure.detail.lump(size * 0.9).moved(*(shoulder + (figure.arms[side, 1] - shoulder) * 0.3))
                )
            assembly.add("pauldron", *lames)
        if armed:
            upper = limb(figure, figure.arms[side], figure.arm_radius, (0.1, 0.46), 0.009)
            lower = limb(figure, figure.arms[side], figure.arm_radius, (0.54, 0.98), 0.011)
            elbow = figure.detail.lump(figure.arm_radius[1] * 1.6).moved(*figure.arms[side, 1])
            assembly.add("limb.armor", upper, lower, elbow)
        if greaved:
            thigh = limb(figure, figure.legs[side], figure.leg_radius, (0.05, 0.45), 0.009)
            shin = limb(figure, figure.legs[side], figure.leg_radius, (0.55, 1.0), 0.009)
            knee = figure.detail.lump(figure.leg_radius[1] * 1.35).moved(*figure.legs[side, 1])
            assembly.add("greave", thigh, shin, knee)
    if not armed:
        add_top(assembly, rng, figure, "shirt", 1.0, 0.1)
    if not greaved or not skirted:
        add_trousers(assembly, rng, figure, "trousers", 0.98)
    elif rng.random() < 0.3:
        add_skin(assembly, figure, 0.0, 0.0, whole=True)
    add_hands(assembly, rng, figure, "glove" if rng.random() < 0.75 else "person.hand", 0.004)
    add_shoes(assembly, rng, figure)
    if rng.random() < 0.5:
        add_belt(assembly, rng, figure)
    if rng.random() < 0.35:
        assembly.add("cape", cape_piece(rng, figure))
    if rng.random() < 0.45:
        hand, long = _held(figure, 1), rng.uniform(0.3, 0.6)
        sword = [
            box(0.04, 0.012, long, 0.3).tapered(0.3).moved(0, 0, long / 2 + 0.06),
            box(0.14, 0.025, 0.025, 0.3).moved(z=0.06),
            rod((0, 0, -0.08), (0, 0, 0.06), 0.013),
        ]
        turn = float(rng.choice([0.0, 90.0, 180.0]))
        assembly.add("weapon", *(piece.rotated("x", turn).moved(*hand) for piece in sword))
    if rng.random() < 0.35:
        x, y, z = _held(figure, 0)
        size = rng.uniform(0.1, 0.17)
        disc = (
            turned([(size * 0.98, 0), (size, 0.015), (size * 0.6, 0.04)], 20)
            .rotated("x", 90)
            .scaled(1, 1, rng.uniform(1, 1.4))
        )
        assembly.add("person.shield", disc.moved(x, y - 0.05, z))
    return assembly.finish()


def wizard(rng: np.random.Generator) -> LabelledObject:
    """A wizard or monk: long robe with wide sleeves, pointed hat or hood, beard, staff."""
    assembly = Assembly("wizard", "wizard", "mage", "witch", "sorcerer", "monk", "character")
    figure = drawn_figure(rng, "man")
    a, _, c = figure.head
    assembly.add("person.head", head_piece(rng, figure), figure.neck())
    add_face(assembly, rng, figure)
    if rng.random() < 0.75:
        add_beard(assembly, rng, figure, long=True)
    if rng.random() < 0.6:
        add_hair(assembly, rng, figure, long=rng.random() < 0.6)
    x, y, z = figure.head_centre
    if rng.random() < 0.75:
        level, tall = z + c * rng.uniform(0.3, 0.55), c * rng.uniform(1.6, 3.6)
        lean = rng.uniform(-0.2, 0.5) * tall
        path = [
            (x, y, level),
            (x, y, level + tall * 0.4),
            (x, y + lean * 0.3, level + tall * 0.75),
            (x, y + lean, level + tall),
        ]
        cone = figure.detail.tube(path, np.array([1.15, 0.75, 0.4, 0.05]) * a, side=(1, 0, 0))
        brim = rng.uniform(1.6, 2.4) * a
        disc = turned([(brim, -0.03 * c), (brim, 0.0), (a, 0.06 * c)], 24).scaled(1, rng.uniform(0.95, 1.1), 1)
        assembly.add("cap", cone, disc.moved(x, y, level))
        if rng.random() < 0.5:
            assembly.add("hat.band", cylinder(a * 1.16, c * 0.2, 24, a * 1.06).moved(x, y, level + 0.05 * c))
    bottom = rng.uniform(0.0, 0.06)
    extra = rng.uniform(0.01, 0.025)
    pieces = [figure.detail.loft(figure.trunk_between(0.3, 1.0, extra)), skirt_piece(rng, figure, 0.36, bottom, extra)]
    wide = rng.uniform(1.5, 3.0)
    for side in (0, 1):
        sizes = figure.arm_radius[[0, 1, 1, 2]] * [1.3, 1.4, 1 + wide * 0.3, wide * 1.2]
        pieces.append(figure.detail.tube(along(figure.arms[side, :3], 0.0, 0.97, 4), sizes, blunt=False))
    assembly.add("robe", *pieces)
    add_hands(assembly, rng, figure)
    if bottom > 0.02 or rng.random() < 0.5:
        add_shoes(assembly, rng, figure, 0.1)
    if rng.random() < 0.6:
        add_belt(assembly, rng, figure)
    if rng.random() < 0.3:
        assembly.add("cape", cape_piece(rng, figure))
    if rng.random() < 0.6:
        x, y, z = _held(figure, 1)
        top = rng.uniform(0.85, 1.25)
        sway = rng.uniform(0.0, 0.02)
        shaft = figure.detail.tube([(x, y, 0.0), (x + sway, y, z), (x, y, top)], [0.014, 0.015, 0.02])
        if rng.random() < 0.5:
            size = rng.uniform(0.025, 0.05)
            assembly.add("orb", figure.detail.small(size).moved(x, y, top + size * 0.8))
        assembly.add("staff", shaft)
    return assembly.finish()


def astronaut(rng: np.random.Generator) -> LabelledObject:
    """An astronaut: bulky suit with rings, round helmet with visor, backpack, gloves, boots."""
    assembly = Assembly("astronaut", "astronaut", "spaceman", "cosmonaut", "space suit", "character")
    figure = drawn_figure(rng, "child" if rng.random() < 0.5 else "man")
    detail = figure.detail
    size = float(figure.head.max()) * rng.uniform(1.15, 1.4)
    x, y, z = figure.head_centre
    if rng.random() < 0.75:
        assembly.add("helmet", detail.lump(size, size, size * rng.uniform(0.95, 1.1)).moved(x, y, z))
        wide, tall = size * rng.uniform(0.75, 0.92), size * rng.uniform(0.5, 0.75)
        visor = detail.lump(wide, size * 0.55, tall).moved(x, y - size * 0.6, z + size * rng.uniform(-0.05, 0.1))
        assembly.add("visor", visor)
    else:
        assembly.add("person.head", head_piece(rng, figure))
        add_face(assembly, rng, figure)
        back = detail.lump(size, size * 0.5, size).moved(x, y + size * 0.5, z)
        assembly.add("helmet", back, ring(size * 0.98, size * 0.07, 24, 8).rotated("x", 90).moved(x, y, z))
    extra = rng.uniform(0.02, 0.04)
    suit = [detail.loft(figure.trunk_between(-0.05, 1.0, extra))]
    bands = rng.random() < 0.5
    for side in (0, 1):
        suit.append(limb(figure, figure.arms[side], figure.arm_radius, (0.0, 0.98), extra * 0.7))
        suit.append(limb(figure, figure.legs[side], figure.leg_radius, (0.0, 0.95), extra * 0.6))
        if bands:
            wrist, knee = along(figure.arms[side, :3], 0.8, 0.9, 2), along(figure.legs[side, :3], 0.4, 0.46, 2)
            assembly.add("body.stripe", detail.tube(wrist, [figure.arm_radius[2] + extra] * 2, blunt=False))
            assembly.add("body.stripe", detail.tube(knee, [figure.leg_radius[1] + extra] * 2, blunt=False))
    assembly.add("suit", *suit)
    neck = figure.trunk[-1]
    if rng.random() < 0.7:
        assembly.add("collar", ring(size * 0.75, size * 0.12, 20, 8).moved(0, neck[3], neck[0] + 0.01))
    for side in (0, 1):
        hand = hand_piece(np.random.default_rng(int(rng.integers(9))), figure, side, 0.01)
        assembly.add("glove", *(hand if isinstance(hand, list) else [hand]))
        assembly.add("shoe", *foot_pieces(np.random.default_rng(1), figure, side, 0.25))
    chest = figure.trunk_between(0.65, 0.65, extra, 1)[0]
    if rng.random() < 0.85:
        deep = rng.uniform(0.08, 0.14)
        pack = [
            box(chest[1] * 1.7, deep, rng.uniform(0.2, 0.34), rng.uniform(0.1, 0.35)).moved(
                0, chest[2] + deep / 2, chest[0]
            )
        ]
        if rng.random() < 0.5:
            pack += [
                cylinder(0.035, 0.25, 14).moved(s * chest[1] * 0.5, chest[2] + deep, chest[0] - 0.12) for s in (1, -1)
            ]
        assembly.add("backpack", *pack)
    if rng.random() < 0.6:
        panel = box(chest[1] * 0.9, 0.04, 0.07, 0.2).moved(0, -chest[2], chest[0])
        assembly.add(
            "button", panel, *(detail.small(0.01).moved(k * 0.025, -chest[2] - 0.025, chest[0]) for k in (-1, 0, 1))
        )
    if rng.random() < 0.4:
        add_belt(assembly, rng, figure)
    return assembly.finish()


FAMILIES: Families = {"knight": knight, "wizard": wizard, "astronaut": astronaut}
