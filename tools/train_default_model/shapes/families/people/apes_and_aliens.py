"""Families of monkeys with bodies, aliens, and stuffed toys."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import drawn_detail, shift
from ...eyes import drawn_eyes
from ...geometry import merged
from ...primitives import box, cylinder, leaf
from .busts import add_monkey_head


def monkey(rng: np.random.Generator) -> LabelledObject:
    """A monkey or gorilla, standing, sitting or on its knuckles."""
    assembly = Assembly("monkey", "monkey", "ape", "gorilla", "chimpanzee", "animal")
    detail = drawn_detail(rng, 0.0)
    wide, tall = rng.uniform(0.14, 0.26), rng.uniform(0.24, 0.34)
    sitting, leg = rng.random() < 0.4, rng.uniform(0.2, 0.36)
    base = wide * 0.9 if sitting else leg + 0.05
    lean = -rng.uniform(0.0, 0.25)
    chest = shift(0, lean, base + tall)
    trunk = detail.tube(
        [shift(0, 0, base), shift(0, lean * 0.4, base + tall * 0.5), chest],
        np.array([0.85, 0.9, rng.uniform(0.7, 1.1)]) * wide,
    )
    assembly.add("ape.body", trunk)
    size = wide * rng.uniform(0.65, 1.1)
    add_monkey_head(assembly, rng, detail, chest + shift(0, -wide * 0.3, wide * 0.7 + size * 0.7), size)
    thick = wide * rng.uniform(0.25, 0.42)
    joined = rng.random() < 0.3
    for side in (1, -1):
        shoulder = chest + shift(side * wide * 0.85, 0, -0.02)
        drop = rng.uniform(0.35, 0.6)
        elbow = shoulder + shift(side * rng.uniform(0.05, 0.15), 0.03, -drop * 0.5)
        wrist = elbow + shift(side * rng.uniform(-0.03, 0.05), -rng.uniform(0.05, 0.2), -drop * 0.4)
        arm = detail.tube([shoulder, elbow, wrist], [thick, thick * 0.85, thick * 0.75])
        hand = detail.lump(thick * 0.9, thick * 1.1, thick * 1.1).moved(*(wrist - shift(0, 0, thick * 0.7)))
        hip = shift(side * wide * 0.5, 0, base + 0.02)
        foot = hip + (
            shift(side * 0.08, -leg, -base * 0.6) if sitting else shift(side * 0.03, -0.03, -base + thick * 0.6)
        )
        knee = (hip + foot) / 2 + shift(side * 0.03, -0.05, 0.06 if sitting else 0.0)
        shank = detail.tube([hip, knee, foot], [thick * 1.2, thick, thick * 0.8])
        toes = detail.lump(thick * 0.9, thick * 1.6, thick * 0.6).moved(*(foot + shift(0, -thick * 0.7, 0)))
        if joined:
            assembly.add("ape.arm", arm, hand)
            assembly.add("ape.leg", shank, toes)
        else:
            assembly.add("ape.arm", arm)
            assembly.add("ape.hand", hand)
            assembly.add("ape.leg", shank)
            assembly.add("ape.foot", toes)
    if rng.random() < 0.35:
        patch = detail.lump(wide * 0.65, wide * 0.4, tall * 0.5).moved(0, lean * 0.5 - wide * 0.62, base + tall * 0.45)
        assembly.add("plush.belly", patch)
    if rng.random() < 0.6:
        up = rng.uniform(0.1, 0.5)
        path = [
            (0, wide * 0.6, base),
            (0.05, wide + 0.15, base + 0.02),
            (0.1, wide + 0.3, base + up),
            (0.05, wide + 0.18, base + up + 0.1),
        ]
        assembly.add("animal.tail", detail.tube(path, [0.03, 0.026, 0.022, 0.018]))
    return assembly.finish(("z", float(rng.choice([0.0, 0.0, 35.0, -35.0, 90.0]))))


def alien(rng: np.random.Generator) -> LabelledObject:
    """An alien: a large head with slanted eyes, a small body with thin limbs, or a one-eyed blob with feelers."""
    assembly = Assembly("alien", "alien", "creature", "monster", "extraterrestrial")
    detail, eyes = drawn_detail(rng, 0.0), drawn_eyes(rng)
    head, body = rng.uniform(0.16, 0.3), rng.uniform(0.07, 0.16)
    leg, tall = rng.uniform(0.15, 0.4), rng.uniform(0.2, 0.35)
    top = leg + tall
    blob = rng.random() < 0.25
    centre = shift(0, 0, leg + head * 0.9 if blob else top + head * 1.0)
    skull = detail.lump(head, head * 0.95, head * rng.uniform(0.95, 1.4))
    pinch = rng.uniform(1.2, 1.8)
    skull = skull.tapered(pinch).scaled(1.3 / (1 + pinch)) if not blob else skull
    if blob:
        assembly.add("alien.body", skull.moved(*centre))
    else:
        trunk = detail.tube(
            [(0, 0, leg), (0, 0, leg + tall * 0.5), (0, 0, top)], [body * 0.9, body * rng.uniform(0.7, 1.2), body * 0.8]
        )
        neck = detail.tube([shift(0, 0, top), centre], [body * 0.4, body * 0.35])
        if rng.random() < 0.7:
            assembly.add("alien.head", skull.moved(*centre))
            assembly.add("alien.body", trunk, neck)
        else:
            assembly.add("alien.body", skull.moved(*centre), trunk, neck)
    count = int(rng.choice([1, 2, 2, 2, 3]))
    for k in range(count):
        x = (k - (count - 1) / 2) * head * 0.85
        place = centre + shift(x, -head * np.sqrt(max(0.9 - (x / head) ** 2, 0.2)) * 0.9, head * rng.uniform(0.0, 0.02))
        if count == 2 and rng.random() < 0.7 and not blob:
            side = 1 if x > 0 else -1
            almond = detail.lump(head * 0.3, head * 0.14, head * 0.18).rotated("y", -side * 30).rotated("z", side * 25)
            assembly.add("eye", almond.moved(*place))
        else:
            eyes.add(assembly, detail, place, head * (0.4 if count == 1 else 0.24), (x / head * 0.5, -1, 0))
    thick = body * rng.uniform(0.2, 0.4)
    fingers = rng.random() < 0.4
    for side in (1, -1):
        reach = head * 0.9 if blob else body * 0.85
        shoulder = shift(side * reach, 0, centre[2] if blob else top - 0.03)
        hand = shoulder + shift(side * rng.uniform(0.08, 0.25), -0.04, -rng.uniform(0.1, 0.3))
        arm = [
            detail.tube(
                [shoulder, (shoulder + hand) / 2 + shift(side * 0.03, 0.02, 0), hand],
                [thick, thick * 0.85, thick * 0.8],
            )
        ]
        tips = [hand + shift(side * 0.03 + a, -0.02, -0.06) for a in (-0.025, 0.0, 0.025)]
        palm = (
            [detail.tube([hand, tip], [thick * 0.45, thick * 0.3]) for tip in tips]
            if fingers
            else [detail.small(thick * 1.3).moved(*hand)]
        )
        if rng.random() < 0.5:
            assembly.add("alien.limb", *arm, *palm)
        else:
            assembly.add("alien.limb", *arm)
            assembly.add("ape.hand", *palm)
        x = side * (head * 0.4 if blob else body * 0.5)
        foot = detail.lump(thick * 1.5, thick * 2.2, thick * 0.8).moved(x, -thick, thick * 0.7)
        shank = detail.tube([(x, 0, leg + 0.03), (x, 0, thick)], [thick * 1.3, thick])
        assembly.add("alien.leg", shank, foot)
    if rng.random() < 0.5:
        for side in (1, -1) if rng.random() < 0.8 else (0,):
            root = centre + shift(side * head * 0.4, 0, head * 0.9)
            tip = root + shift(side * head * 0.5, 0, head * rng.uniform(0.5, 1.0))
            assembly.add("feeler", detail.tube([root, tip], [head * 0.06, head * 0.05]))
            assembly.add("feeler.tip", detail.small(head * 0.12).moved(*tip))
    if rng.random() < 0.5:
        y = -head * (0.85 if blob else 0.62)
        lips = [
            centre + shift(a * head * 0.3, y + 0.1 * head * abs(a), -head * 0.5 + 0.06 * head * abs(a))
            for a in (-1, 0, 1)
        ]
        assembly.add("bust.mouth", detail.tube(lips, np.array([0.03, 0.05, 0.03]) * head))
    return assembly.finish()


def stuffed_toy(rng: np.random.Generator) -> LabelledObject:
    """A stuffed bear, rabbit, cat or elephant with pads, inner ears, muzzle, seams, bow."""
    assembly = Assembly("stuffed toy", "stuffed toy", "plush", "teddy bear", "toy", "stuffed animal", "plushie")
    detail, eyes = drawn_detail(rng, 0.0, 0.25), drawn_eyes(rng)
    body, head = rng.uniform(0.17, 0.26), rng.uniform(0.17, 0.26)
    tall, sitting = body * rng.uniform(1.0, 1.3), rng.random() < 0.6
    base = tall * 0.95 if sitting else tall + 0.2
    assembly.add("plush.body", detail.lump(body, body * 0.85, tall).tapered(rng.uniform(0.75, 1.0)).moved(z=base))
    axes = np.array([head * rng.uniform(1.0, 1.15), head * 0.9, head * 0.9])
    centre = shift(0, -0.02, base + tall + head * 0.65)
    assembly.add("plush.head", detail.lump(*axes).moved(*centre))
    kind = str(rng.choice(["bear", "bear", "rabbit", "cat"]))
    inner, ear = rng.random() < 0.5, head * rng.uniform(0.3, 0.42)
    lean = rng.uniform(5, 45)
    for side in (1, -1):
        if kind == "rabbit":
            long = head * rng.uniform(0.7, 1.3)
            lobe = detail.tube(
                [(0, 0, 0), (0, 0, long), (0, 0, long * 1.6)],
                [(ear * 0.6, ear * 0.3), (ear * 0.8, ear * 0.35), (ear * 0.5, ear * 0.25)],
                side=(1, 0, 0),
            )
            pad = detail.small(ear * 0.45, ear * 0.12, long * 0.65).moved(0, -ear * 0.3, long * 0.85)
        elif kind == "cat":
            lobe = detail.tube(
                [(0, 0, 0), (0, 0, ear * 1.5)], [(ear * 0.8, ear * 0.35), (ear * 0.1, ear * 0.1)], side=(1, 0, 0)
            )
            pad = detail.small(ear * 0.4, ear * 0.15, ear * 0.6).moved(0, -ear * 0.25, ear * 0.6)
        else:
            lobe = detail.lump(ear, ear * 0.5, ear).moved(z=ear * 0.4)
            pad = detail.small(ear * 0.65, ear * 0.2, ear * 0.65).moved(0, -ear * 0.42, ear * 0.4)
        place = centre + axes * shift(side * 0.6, 0.05, 0.72)
        assembly.add("plush.ear", lobe.rotated("y", side * lean).moved(*place))
        if inner:
            assembly.add("plush.inner", pad.rotated("y", side * lean).moved(*place))
        eyes.add(
            assembly,
            detail,
            centre + axes * shift(side * 0.36, -0.9, 0.15),
            head * rng.uniform(0.08, 0.16),
            (0.15 * side, -1, 0),
        )
    muzzle = rng.random() < 0.8
    out = 1.0
    if muzzle:
        lump = detail.lump(head * 0.42, head * 0.35, head * 0.32)
        assembly.add("plush.muzzle", lump.moved(*(centre + axes * shift(0, -0.88, -0.25))))
        out = 1.28
    assembly.add(
        "plush.nose", detail.small(head * 0.13, head * 0.09, head * 0.1).moved(*(centre + axes * shift(0, -out, -0.1)))
    )
    if rng.random() < 0.4:
        smile = [centre + axes * shift(x, -out + 0.08 + 0.3 * abs(x), -0.42 + 0.3 * abs(x)) for x in (-0.22, 0.0, 0.22)]
        assembly.add("plush.seam", detail.tube(smile, np.array([0.015, 0.02, 0.015]) * head))
    thick, pads = body * rng.uniform(0.3, 0.42), rng.random() < 0.5
    for side in (1, -1):
        shoulder = shift(side * body * 0.75, -0.02, base + tall * 0.6)
        hand = shoulder + shift(side * rng.uniform(0.08, 0.22), -rng.uniform(0.0, 0.15), -rng.uniform(0.0, 0.22))
        assembly.add("plush.arm", detail.tube([shoulder, hand], [thick * 0.85, thick]))
        hip = shift(side * body * 0.55, -0.02, base - tall * 0.65)
        foot = hip + (shift(side * 0.08, -body * 1.2, -0.02) if sitting else shift(side * 0.03, -0.02, -hip[2] + thick))
        assembly.add("plush.leg", detail.tube([hip, foot], [thick * 1.1, thick * 1.15]))
        if pads:
            way = (foot - hip) / np.linalg.norm(foot - hip) if sitting else shift(0, -0.9, -0.3)
            disc = cylinder(thick * 0.75, thick * 0.3, 16).rotated("x", 90)
            assembly.add("plush.pad", disc.moved(*(foot + way * thick * 1.0)))
    if rng.random() < 0.35:
        patch = detail.lump(body * 0.65, body * 0.4, tall * 0.65).moved(0, -body * 0.52, base - tall * 0.08)
        assembly.add("plush.belly", patch)
    if rng.random() < 0.4:
        place = shift(0, -body * 0.72, base + tall * 0.85)
        loops = [leaf(head * 0.5, head * 0.4, 0.0, 0.2, 0.15).rotated("x", 90).scaled(s, 1, 1) for s in (1, -1)]
        knot = box(head * 0.16, head * 0.14, head * 0.16, 0.3, inner=1)
        assembly.add("plush.bow", merged([*loops, knot]).moved(*place))
    if rng.random() < 0.4:
        assembly.add("animal.tail", detail.small(body * 0.25).moved(0, body * 0.9, base - tall * 0.5))
    return assembly.finish()


FAMILIES: Families = {"monkey": monkey, "alien": alien, "stuffed toy": stuffed_toy}
