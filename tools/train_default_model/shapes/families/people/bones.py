"""Families of what is under or over a face: skeletons, skulls, masks, and monsters."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail, shift
from ...curves import smooth_curve
from ...figures import Figure, drawn_figure
from ...geometry import FloatArray, Geometry
from ...primitives import ball, box, rod, sheet, sweep
from .dressing import add_bare_feet, add_hands, add_trousers, limb


def _add_skull(assembly: Assembly, rng: np.random.Generator, detail: Detail, centre: FloatArray, size: float) -> None:
    """Adds a skull with eye sockets, nose hole, jaw and teeth; `size` is half its height."""
    wide = size * rng.uniform(0.68, 0.8)
    brain = detail.lump(wide, size * 0.9, size * 0.72).moved(0, size * 0.1, size * 0.3)
    cheeks = box(wide * 1.35, size * 0.9, size * 0.75, 0.35, soft=True).tapered(1.2).moved(0, -size * 0.3, -size * 0.25)
    assembly.add("skull", *(piece.moved(*centre) for piece in (brain, cheeks)))
    hole = size * rng.uniform(0.2, 0.28)
    for side in (1, -1):
        socket = detail.small(hole, size * 0.1, hole * rng.uniform(0.85, 1.15))
        assembly.add("eye.hole", socket.moved(*(centre + shift(side * wide * 0.36, -size * 0.71, size * 0.06))))
    nose = box(hole * 0.9, size * 0.1, hole * 1.1, 0.2).tapered(0.3)
    assembly.add("person.nose", nose.moved(*(centre + shift(0, -size * 0.74, -size * 0.27))))
    gap = rng.uniform(0.0, 0.12) * size
    x = wide * 0.6
    arch = [
        (-x, size * 0.05, 0),
        (-x * 0.9, -size * 0.45, 0),
        (0, -size * 0.72, 0),
        (x * 0.9, -size * 0.45, 0),
        (x, size * 0.05, 0),
    ]
    low = centre + shift(0, 0, -size * 0.85 - gap)
    bow = sweep(smooth_curve(arch, 16) + low, [size * 0.12] * 16)
    rami = [
        rod(low + shift(s * x, 0, 0), centre + shift(s * wide * 0.75, size * 0.1, -size * 0.15), size * 0.09)
        for s in (1, -1)
    ]
    assembly.add("jaw", bow, *rami)
    if rng.random() < 0.85:
        rows = []
        for place in smooth_curve(arch[1:4], int(rng.integers(7, 12))):
            for height, tall in ((-0.6, 0.16), (-0.76 - gap / size, 0.14)):
                rows.append(
                    box(size * 0.1, size * 0.09, size * tall, 0.3).moved(*(centre + place + shift(0, 0, size * height)))
                )
        assembly.add("teeth", *rows)


def skull(rng: np.random.Generator) -> LabelledObject:
    """A skull by itself, sometimes horned or on crossed bones."""
    assembly = Assembly("skull", "skull", "death head", "bone head")
    detail = drawn_detail(rng, 0.05)
    _add_skull(assembly, rng, detail, np.zeros(3), 0.5)
    if rng.random() < 0.2:
        for s in (1, -1):
            path = [(s * 0.28, 0, 0.4), (s * 0.6, 0, 0.5), (s * 0.75, -0.05, rng.uniform(0.6, 1.0))]
            assembly.add("horn", detail.tube(path, [0.1, 0.08, 0.01]))
    if rng.random() < 0.15:
        for s in (1, -1):
            low, high = (s * 0.7, 0.1, -0.9), (-s * 0.7, 0.1, -0.45)
            assembly.add("bone.arm", rod(low, high, 0.06), *(ball(0.1, segments=10).moved(*e) for e in (low, high)))
    return assembly.finish()


def skeleton(rng: np.random.Generator) -> LabelledObject:
    """A skeleton: skull, spine, ribs, pelvis, bones of the limbs with knobs, hands, feet."""
    assembly = Assembly("skeleton", "skeleton", "bones", "undead")
    figure = drawn_figure(rng, "man")
    detail = figure.detail
    _add_skull(assembly, rng, detail, figure.head_centre, float(figure.head[2]))
    crotch, neck = figure.trunk[0, 0], figure.head_centre[2] - figure.head[2] * 0.6
    thick = rng.uniform(0.011, 0.02)
    spine = [detail.tube([(0, 0.02, crotch + 0.04), (0, 0.035, (crotch + neck) / 2), (0, 0.02, neck)], [thick] * 3)]
    if rng.random() < 0.6:
        spine += [
            detail.small(thick * 1.9, thick * 1.6, thick * 0.7).moved(0, 0.03, z)
            for z in np.linspace(crotch + 0.06, neck - 0.02, 12)
        ]
    assembly.add("spine", *spine)
    count = int(rng.integers(4, 9))
    ribs = []
    for row in figure.trunk_between(0.5, 0.9, 0.0, count):
        z, wide, deep = row[0], row[1] * 0.95, row[2] * 1.1
        loop = [
            (0, deep * 0.6, z + 0.01),
            (wide, 0, z),
            (wide * 0.6, -deep, z - 0.02),
            (0, -deep * 1.05, z - 0.015),
            (-wide * 0.6, -deep, z - 0.02),
            (-wide, 0, z),
        ]
        ribs.append(sweep(smooth_curve(loop, 20, closed=True), thick * 0.55, closed=True))
    breast = figure.trunk_between(0.55, 0.9, 0.0, 2)
    ribs.append(rod((0, -breast[0, 2] * 1.15, breast[0, 0]), (0, -breast[1, 2] * 1.15, breast[1, 0]), thick * 0.9))
    assembly.add("ribcage", *ribs)
    hip = figure.trunk[1]
    wings = [
        detail.lump(hip[1] * 0.55, hip[2] * 0.5, 0.05)
        .rotated("y", s * -25)
        .moved(s * hip[1] * 0.45, 0.01, crotch + 0.05)
        for s in (1, -1)
    ]
    assembly.add("pelvis", *wings)
    for side in (0, 1):
        for part, chain, scale in (("bone.arm", figure.arms[side], 0.8), ("bone.leg", figure.legs[side], 1.1)):
            bones = [rod(chain[k], chain[k + 1], thick * scale, sides=max(5, detail.sides // 2)) for k in (0, 1)]
            bones += [detail.small(thick * scale * 1.7).moved(*chain[k]) for k in (0, 1, 2)]
            if rng.random() < 0.6:
                off = shift(0, thick * 1.6, 0)
                bones.append(rod(chain[1] + off, chain[2] + off, thick * scale * 0.6, sides=5))
            assembly.add(part, *bones)
        shoulder = figure.arms[side, 0]
        assembly.add("bone.arm", rod((0, -hip[2] * 0.5, shoulder[2] + 0.03), shoulder, thick * 0.7, sides=6))
    add_hands(assembly, rng, figure)
    add_bare_feet(assembly, rng, figure)
    return assembly.finish()


def _monster_head(assembly: Assembly, rng: np.random.Generator, figure: Figure) -> None:
    """Adds a big head with one to three eyes or eye stalks, mouth with teeth, horns or antennae."""
    a, b, c = figure.head
    detail, centre = figure.detail, figure.head_centre
    shape = detail.lump(a, b, c)
    if rng.random() < 0.5:
        shape = shape.moved(z=c).tapered(rng.uniform(0.6, 1.8)).moved(z=-c)
    assembly.add("person.head", shape.moved(*centre), figure.neck())
    count = int(rng.choice([1, 2, 2, 2, 3]))
    size = a * (rng.uniform(0.35, 0.5) if count == 1 else rng.uniform(0.15, 0.34))
    stalked = rng.random() < 0.15
    for place in np.linspace(-0.45, 0.45, count) if count > 1 else [0.0]:
        if stalked:
            root, tip = centre + shift(place * a, 0, c * 0.8), centre + shift(place * a * 1.8, -b * 0.2, c * 1.6)
            assembly.add("eye.stalk", detail.tube([root, tip], [size * 0.4, size * 0.35]))
            assembly.add("eye", detail.small(size).moved(*tip))
        else:
            tilt = rng.uniform(-25, 25) if count == 2 else 0.0
            eye = detail.small(size, size * 0.6, size * rng.uniform(0.7, 1.5)).rotated("y", tilt * np.sign(place))
            assembly.add(
                "eye", eye.moved(*figure.face_point(place, rng.uniform(0.05, 0.3) if count == 1 else 0.15, 0.93))
            )
    if rng.random() < 0.7:
        lips = [figure.face_point(x, -0.4 - 0.12 * (1 - abs(x) / 0.5), 1.0) for x in (-0.5, -0.2, 0.2, 0.5)]
        assembly.add("mouth", detail.tube(lips, np.array([0.03, 0.08, 0.08, 0.03]) * c))
        if rng.random() < 0.7:
            fangs = []
            for x in np.linspace(-0.4, 0.4, int(rng.integers(2, 8))):
                start = np.array(figure.face_point(x, -0.4, 1.03))
                fangs.append(rod(start, start + shift(0, 0, -0.16 * c * rng.choice([-1, 1])), 0.05 * c, 0.008 * c, 6))
            assembly.add("teeth", *fangs)
    kind = rng.integers(4)
    for s in (1, -1):
        root = centre + shift(s * a * 0.6, 0, c * 0.75)
        out = root + shift(s * a * 0.4, 0, c * 0.4)
        if kind == 0:
            assembly.add(
                "horn",
                detail.tube([root, out, out + shift(-s * a * 0.1, -0.1 * b, c * 0.5)], [a * 0.2, a * 0.15, a * 0.02]),
            )
        elif kind == 1:
            assembly.add("antenna", detail.tube([root, out], [a * 0.05, a * 0.04]), detail.small(a * 0.13).moved(*out))
        elif kind == 2:
            ear = detail.lump(a * 0.45, b * 0.12, c * 0.22).rotated("y", -s * rng.uniform(0, 50))
            assembly.add("ear.animal", ear.moved(*(centre + shift(s * a * 1.2, 0, c * 0.2))))


def monster(rng: np.random.Generator) -> LabelledObject:
    """An alien, goblin, demon or cartoon monster: bare body of one or several pieces, claws, tail, spikes."""
    assembly = Assembly("monster", "monster", "alien", "creature", "demon", "goblin", "character")
    figure = drawn_figure(rng, "child" if rng.random() < 0.7 else "man")
    detail = figure.detail
    _monster_head(assembly, rng, figure)
    swell = rng.uniform(1.0, 1.6)
    rows = figure.trunk.copy()
    rows[1:4, 1:3] *= swell
    whole = rng.random() < 0.4
    limbs = {"arm": [], "person.leg": []} if not whole else {"skin": [detail.loft(rows)]}
    for side in (0, 1):
        arm = limb(figure, figure.arms[side], figure.arm_radius * rng.uniform(0.7, 1.5), (0.0, 1.0))
        leg = limb(figure, figure.legs[side], figure.leg_radius * rng.uniform(0.9, 1.3), (0.0, 1.0))
        if whole:
            limbs["skin"] += [arm, leg]
        else:
            limbs["arm"].append(arm)
            limbs["person.leg"].append(leg)
    if whole:
        assembly.add("skin", *limbs["skin"])
    else:
        assembly.add("body", detail.loft(rows))
        for part, pieces in limbs.items():
            assembly.add_each(part, *pieces)
    add_hands(assembly, rng, figure)
    add_bare_feet(assembly, rng, figure)
    if rng.random() < 0.3:
        add_trousers(assembly, rng, figure, "shorts", rng.uniform(0.2, 0.5))
    hip = rows[1]
    if rng.random() < 0.4:
        path = [
            (0, hip[2] * 0.6, hip[0]),
            (0, hip[2] + 0.15, hip[0] - 0.12),
            (0, hip[2] + 0.3, hip[0] - 0.05),
            (0, hip[2] + 0.38, hip[0] + 0.12),
        ]
        assembly.add("animal.tail", detail.tube(path, [0.04, 0.03, 0.02, 0.008]))
    if rng.random() < 0.25:
        for row in figure.trunk_between(0.2, 0.95, 0.0, int(rng.integers(3, 7))):
            start = shift(0, row[2] * swell * 0.9, row[0])
            assembly.add("spike", rod(start, start + shift(0, 0.08, 0.03), 0.03, 0.004, 7))
    if rng.random() < 0.25:
        front = detail.lump(hip[1] * swell * 0.75, 0.04, 0.12).moved(0, -hip[2] * swell, (rows[1, 0] + rows[3, 0]) / 2)
        assembly.add("belly", front)
    return assembly.finish()


def mask(rng: np.random.Generator) -> LabelledObject:
    """A mask: curved shell with eye rims, nose, mouth, sometimes horns, feathers, a strap."""
    assembly = Assembly("mask", "mask", "face mask", "tribal mask")
    detail = drawn_detail(rng, 0.0)
    half = rng.random() < 0.25
    wide, tall, deep = rng.uniform(0.28, 0.42), rng.uniform(0.4, 0.6), rng.uniform(0.1, 0.3)
    t, s = np.linspace(-1, 1, 17)[:, None], np.linspace(-1, 1, 17)[None]
    z = tall * t * (0.45 if half else 1.0)
    breadth = (
        wide * np.sqrt(np.clip(1 - np.abs(t) ** rng.uniform(2, 5) * 0.95, 0.02, 1)) * (1 + rng.uniform(-0.1, 0.25) * t)
    )
    x = breadth * np.sin(s * np.pi / 2)
    y = -deep * np.cos(s * np.pi / 2) * (1 - 0.35 * t**2)
    face: Geometry = sheet(np.stack([x, y, z + 0 * s], axis=-1), 0.03)
    assembly.add("mask.face", face)
    size, level = wide * rng.uniform(0.18, 0.28), tall * (0.0 if half else 0.25)
    for side in (1, -1):
        place = (side * wide * 0.42, -deep * 0.83, level)
        hole = detail.small(size, 0.03, size * rng.uniform(0.35, 0.9)).rotated("y", side * rng.uniform(-25, 25))
        assembly.add("eye.hole", hole.moved(*place))
        if rng.random() < 0.4:
            brow = [(side * wide * 0.12, -deep, level + size), (side * wide * 0.75, -deep * 0.75, level + size * 1.4)]
            assembly.add("eyebrow", detail.tube(brow, [0.025, 0.015]))
    kind = rng.integers(3)
    if kind < 2:
        length = rng.uniform(0.08, 0.5 if kind else 0.15)
        nose = [(0, -deep * 0.9, level), (0, -deep - length * 0.6, level - 0.1), (0, -deep - length, level - 0.2)]
        part = "beak" if kind and length > 0.25 else "person.nose"
        assembly.add(part, detail.tube(nose, [0.03, 0.05, 0.05 if part == "person.nose" else 0.008]))
    if not half and rng.random() < 0.75:
        lips = [
            (-wide * 0.4, -deep * 0.72, -tall * 0.45),
            (0, -deep * 0.88, -tall * rng.uniform(0.4, 0.55)),
            (wide * 0.4, -deep * 0.72, -tall * 0.45),
        ]
        assembly.add("mouth", detail.tube(lips, [0.015, rng.uniform(0.03, 0.06), 0.015]))
    if not half and rng.random() < 0.3:
        for side in (1, -1):
            path = [
                (side * wide * 0.6, -deep * 0.3, tall * 0.75),
                (side * wide, -deep * 0.3, tall),
                (side * wide * 1.1, -deep * 0.3, tall * 1.5),
            ]
            assembly.add("horn", detail.tube(path, [0.07, 0.05, 0.01]))
    if rng.random() < 0.35 or half:
        back = smooth_curve(
            [(-wide * 0.95, 0, level), (-wide * 0.8, 0.3, level), (wide * 0.8, 0.3, level), (wide * 0.95, 0, level)], 16
        )
        assembly.add("mask.strap", sweep(back, [(0.006, 0.03)] * 16, side=(1, 0, 0)))
    return assembly.finish()


FAMILIES: Families = {"skull": skull, "skeleton": skeleton, "monster": monster, "mask": mask}
