"""Families of reptiles and legend: snakes, dragons, dinosaurs."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail, shift
from ...curves import smooth_curve
from ...eyes import drawn_eyes
from ...geometry import FloatArray, Geometry
from ...primitives import leaf, rod, sheet
from .beasts import Beast, Build, add_beast, add_ears, add_eyes, add_horns
from .builds import along_neck, turned_view

DRAGON = Build(
    (0.7, 1.1), (0.18, 0.32), (0.2, 0.45), (0.07, 0.11), (0.6, 0.9), ((0.3, 0.8), (35, 70)), (0.12, 0.18),
    ((0.1, 0.25), (0.5, 0.75)), ((0.6, 1.3), (0.1, 0.16), (-5, 35)), "paw", (1.3, 1.8),
)  # fmt: skip
SAUROPOD = Build(
    (0.8, 1.1), (0.26, 0.4), (0.3, 0.5), (0.09, 0.14), (0.8, 1.0), ((0.7, 1.5), (25, 70)), (0.1, 0.15),
    ((0.04, 0.12), (0.6, 0.8)), ((0.8, 1.5), (0.12, 0.2), (-5, 25)), "paw", (1.05, 1.2), (0.0, 0.3),
)  # fmt: skip
HORNED = Build(
    (0.8, 1.1), (0.28, 0.4), (0.22, 0.38), (0.09, 0.14), (0.75, 1.0), ((0.0, 0.1), (0, 25)), (0.2, 0.28),
    ((0.06, 0.15), (0.5, 0.7)), ((0.5, 0.9), (0.1, 0.18), (0, 30)), "paw", (1.05, 1.3), (0.0, 0.3),
)  # fmt: skip


def snake(rng: np.random.Generator) -> LabelledObject:
    """A snake or worm: winding, coiled or rearing body, head, forked tongue, rattle."""
    assembly = Assembly("snake", "snake", "serpent", "cobra", "viper", "python")
    detail, eyes = drawn_detail(rng, 0.0), drawn_eyes(rng)
    fine = Detail(detail.sides, 6 * detail.steps)
    thick = rng.uniform(0.03, 0.08)
    kind = rng.integers(3)
    t = np.linspace(0, 1, 26)
    if kind == 0:
        waves, wide = rng.uniform(1.2, 3.5), rng.uniform(0.08, 0.25)
        axis = np.stack([wide * np.sin(2 * np.pi * waves * t), 0.8 - 1.6 * t, 0 * t + thick], axis=1)
    elif kind == 1:
        turns, radius = rng.uniform(1.5, 3.2), rng.uniform(0.2, 0.35)
        angle = 2 * np.pi * turns * t
        out = radius * (1.0 - 0.45 * t)
        axis = np.stack(
            [out * np.cos(angle), out * np.sin(angle), thick + 2.0 * thick * turns * t * rng.uniform(0.5, 1.0)], axis=1
        )
        last = axis[-1]
        rear = [
            last + shift(-last[0] * 0.7, -0.05, 0.12),
            shift(0, -0.08, last[2] + rng.uniform(0.2, 0.4)),
            shift(0, -0.22, last[2] + 0.35),
        ]
        axis = np.concatenate([axis, np.array(rear)])
    else:
        wide, up = rng.uniform(0.1, 0.25), rng.uniform(0.25, 0.5)
        flat = np.stack([wide * np.sin(9 * t), 0.7 - 0.75 * t, 0 * t + thick], axis=1)
        rear = [
            flat[-1] + shift(0, -0.06, up * 0.4),
            flat[-1] + shift(0, 0.0, up),
            flat[-1] + shift(0, -0.1, up * 1.12),
        ]
        axis = np.concatenate([flat, np.array(rear)])
    count = len(axis)
    radii = np.interp(np.linspace(0, 1, count), [0, 0.25, 0.7, 0.95, 1], [0.12, 0.75, 1.0, 0.7, 0.7]) * thick
    whole = rng.random() < 0.3
    way = axis[-1] - axis[-2]
    way = way / max(float(np.linalg.norm(way)), 1e-9)
    aim = shift(way[0] * 0.6, -1.0, -0.1) if kind else way
    aim = aim / np.linalg.norm(aim)
    head = thick * rng.uniform(1.2, 1.9)
    centre = axis[-1] + aim * head * 0.6
    tip = centre + aim * head * rng.uniform(0.8, 1.3)
    flatness = rng.uniform(0.55, 0.9)
    skull = detail.tube(
        [centre - aim * head * 0.8, centre, tip],
        [(head * 0.6, head * 0.6 * flatness), (head, head * flatness), (head * 0.5, head * 0.4 * flatness)],
        side=(1, 0, 0) if abs(aim[0]) < 0.9 else (0, 1, 0),
    )
    body = fine.tube(axis, radii)
    if whole:
        assembly.add("snake.body", body, skull)
    else:
        assembly.add("snake.body", body)
        assembly.add("snake.head", skull)
    across = np.cross(aim, (0, 0, 1.0))
    across = across / max(float(np.linalg.norm(across)), 1e-9)
    radius = head * rng.uniform(0.12, 0.28)
    for side in (1, -1):
        place = centre + aim * head * 0.4 + side * across * head * 0.7 + shift(0, 0, head * flatness * 0.55)
        eyes.add(assembly, detail, place, radius, side * across * 0.8 + aim * 0.5 + shift(0, 0, 0.3))
    if rng.random() < 0.75:
        root = tip + aim * head * 0.2 - shift(0, 0, head * 0.12)
        middle = root + aim * head * rng.uniform(0.6, 1.4)
        forks = [
            [root - aim * head * 0.4, middle, middle + aim * head * 0.4 + side * across * head * 0.22]
            for side in (1, -1)
        ]
        assembly.add("tongue", *(detail.tube(fork, np.array([0.06, 0.06, 0.02]) * head) for fork in forks))
    if rng.random() < 0.25:
        back = axis[0] - axis[1]
        beads = [detail.small(thick * (0.4 - 0.04 * k)).moved(*(axis[0] + back * 0.35 * k)) for k in range(4)]
        assembly.add("rattle", *beads)
    if rng.random() < 0.3 and kind:
        for side in (1, -1):
            root = tip + side * across * head * 0.25 - shift(0, 0, head * 0.2)
            assembly.add("fang", rod(root, root - shift(0, 0, head * 0.45), head * 0.08, head * 0.01, 6))
    return assembly.finish(turned_view(rng))


def spikes(rng: np.random.Generator, line: FloatArray, size: float, flat: bool) -> list[Geometry]:
    """Spikes or plates along a back's line (K, 3), largest in the middle."""
    pieces = []
    for k, place in enumerate(line):
        tall = size * (0.45 + 0.55 * np.sin(np.pi * (k + 0.5) / len(line)))
        if flat:
            piece = leaf(tall * 1.2, tall * 0.9, 0.0, 0.0, 0.12).rotated("x", 90).rotated("z", 90).rotated("x", 75)
            piece = piece.moved(x=0.02 * (-1) ** k)
        else:
            piece = rod((0, 0, -tall * 0.2), (0, tall * 0.3, tall), tall * 0.28, tall * 0.03, 6)
        pieces.append(piece.moved(*place))
    return pieces


def bat_wing(detail: Detail, span: float, deep: float, side: int, membrane: float) -> tuple[Geometry, list[Geometry]]:
    """A folded-out wing to +x of the origin: membrane, and arm with fingers."""
    wrist = shift(span * 0.4, -deep * 0.15, span * 0.38)
    tips = [
        shift(span * f, deep * g, span * h)
        for f, g, h in ((1.0, 0.1, 0.35), (0.85, 0.6, 0.1), (0.55, 0.9, -0.05), (0.2, 0.95, -0.08))
    ]
    rows = []
    edge = smooth_curve(np.array([wrist * 0.0, wrist, tips[0]]), 10)
    trail = np.array([shift(0.0, deep * 0.75, -0.02), tips[3], tips[2], tips[1], tips[0]])
    steps = np.linspace(0, 4, 10)
    low = np.stack([np.interp(steps, np.arange(5), trail[:, k]) for k in range(3)], axis=1)
    # The rear edge hangs in arcs between the fingers.
    low = low + (0.25 * (edge - low)) * np.abs(np.sin(np.pi * steps))[:, None] * 0.7
    for s in np.linspace(0, 1, 5):
        rows.append(edge * (1 - s) + low * s)
    skin = sheet(np.stack(rows, axis=1), membrane).scaled(side, 1, 1)
    thick = span * 0.03
    bones = [detail.tube([wrist * 0.0, wrist * 0.55 + shift(0, 0, span * 0.05), wrist], [thick * 1.5, thick, thick])]
    bones += [
        detail.tube([wrist, (wrist + tip) / 2 + shift(0, 0, span * 0.03), tip], [thick, thick * 0.7, thick * 0.2])
        for tip in tips[:3]
    ]
    return skin, [bone.scaled(side, 1, 1) for bone in bones]


def _add_wings(assembly: Assembly, rng: np.random.Generator, beast: Beast) -> None:
    """Adds two bat wings above the shoulders, as one part or membrane and bones."""
    span, deep = rng.uniform(0.5, 1.2), rng.uniform(0.4, 0.8)
    root = beast.back[2] * 0.6 + beast.back[3] * 0.4
    rise, together = rng.uniform(-25, 15), rng.random() < 0.5
    for side in (1, -1):
        skin, bones = bat_wing(beast.detail, span, deep, side, 0.015)
        place = root + shift(side * beast.girth * 0.4, 0, -beast.girth * 0.15)
        skin, *bones = (p.rotated("y", side * rise).moved(*place) for p in (skin, *bones))
        if together:
            assembly.add("wing", skin, *bones)
        else:
            assembly.add("wing.membrane", skin)
            assembly.add("wing.bone", *bones)


def dragon(rng: np.random.Generator) -> LabelledObject:
    """A dragon: long neck and tail, bat wings, horns, spikes along the back, claws."""
    assembly = Assembly("dragon", "dragon", "wyvern", "monster", "drake")
    beast = add_beast(assembly, rng, DRAGON)
    add_eyes(assembly, rng, beast)
    if rng.random() < 0.9:
        _add_wings(assembly, rng, beast)
    if rng.random() < 0.8:
        add_horns(assembly, rng, beast, (0.6, 1.6))
    if rng.random() < 0.4:
        add_ears(assembly, rng, beast, (0.5, 0.9), (0.2, 0.4), (40, 70))
    if rng.random() < 0.75:
        line = smooth_curve(beast.back, int(rng.integers(7, 16)))
        assembly.add("spike", *spikes(rng, line, beast.girth * rng.uniform(0.3, 0.7), rng.random() < 0.3))
    if rng.random() < 0.5:
        for foot in beast.feet:
            claws = [
                rod(foot + shift(x, 0, 0.02), foot + shift(x * 1.2, -0.06, 0.005), 0.015, 0.002, 6)
                for x in (-0.03, 0, 0.03)
            ]
            assembly.add("claw", *claws)
    return assembly.finish(turned_view(rng))


def _theropod(assembly: Assembly, rng: np.random.Generator) -> None:
    """A dinosaur on two legs: body with tail, big head with jaws, small arms."""
    detail, eyes = drawn_detail(rng, 0.05), drawn_eyes(rng)
    girth, hip = rng.uniform(0.14, 0.24), rng.uniform(0.42, 0.6)
    lift, upright = rng.uniform(0.0, 0.25), rng.uniform(0.1, 0.45)
    neck = shift(0, -0.42 + 0.25 * upright, hip + upright)
    spine = [
        (0, rng.uniform(0.8, 1.1), hip + lift), (0, 0.45, hip + lift * 0.3), (0, 0.0, hip),
        (0, -0.25, hip + upright * 0.5), (0, neck[1], neck[2]),
    ]  # fmt: skip
    radii = np.array([0.06, 0.45, 1.0, 0.85, 0.5]) * girth
    head, long = girth * rng.uniform(0.6, 1.0), rng.uniform(0.2, 0.36)
    face = neck + shift(0, -0.05, 0.04)
    trunk = detail.tube(spine, radii)
    skull = detail.lump(head * 0.8, head * 0.9, head * 0.8).moved(*face)
    tip = face + shift(0, -long, -0.03)
    upper = detail.tube([face, tip], [(head * 0.7, head * 0.5), (head * 0.45, head * 0.3)], side=(1, 0, 0))
    gape = rng.uniform(0.0, 0.12)
    chin = tip + shift(0, 0.03, -head * 0.5 - gape)
    lower = detail.tube(
        [face - shift(0, 0, head * 0.4), chin], [(head * 0.6, head * 0.25), (head * 0.4, head * 0.2)], side=(1, 0, 0)
    )
    if rng.random() < 0.25:
        assembly.add("dino.body", trunk, skull, upper, lower)
    else:
        assembly.add("dino.body", trunk)
        assembly.add("animal.head", skull, upper)
        assembly.add("jaw", lower)
    if rng.random() < 0.6:
        for side in (1, -1):
            y = np.linspace(face[1] - 0.04, tip[1], 7)
            roots = [shift(side * head * 0.45, a, tip[2] - head * 0.28) for a in y]
            assembly.add("teeth", *(rod(r, r - shift(0, 0, 0.035), 0.011, 0.001, 5) for r in roots))
    thigh = girth * rng.uniform(0.45, 0.65)
    for side in (1, -1):
        x = side * girth * 0.75
        knee, ankle = shift(x, -0.1, hip * 0.55), shift(x, 0.06, hip * 0.25)
        sole = shift(x, -0.02, 0.03)
        leg = detail.tube(
            [shift(x * 0.8, 0.04, hip), knee, ankle, sole], [thigh, thigh * 0.75, thigh * 0.4, thigh * 0.35]
        )
        assembly.add("animal.leg", leg)
        toes = [
            detail.tube([sole, sole + shift(a, -0.13, -0.01)], [thigh * 0.3, thigh * 0.14]) for a in (-0.06, 0, 0.06)
        ]
        assembly.add("dino.foot", *toes)
        arm = shift(side * girth * 0.7, -0.3, hip + upright * 0.45)
        elbow = arm + shift(side * 0.03, 0.02, -0.09)
        hand = elbow + shift(0, -0.08, -0.01)
        assembly.add("dino.arm", detail.tube([arm, elbow, hand], [0.04, 0.03, 0.022]))
        eyes.add(
            assembly,
            detail,
            face + shift(side * head * 0.62, -head * 0.35, head * 0.45),
            head * rng.uniform(0.12, 0.24),
            (side, -0.4, 0.2),
        )
    if rng.random() < 0.3:
        line = smooth_curve(np.array(spine) + np.array([0, 0, 1.0]) * radii[:, None] * 0.95, 10)
        assembly.add("spike", *spikes(rng, line, girth * 0.5, False))


def dinosaur(rng: np.random.Generator) -> LabelledObject:
    """A dinosaur: on two legs, long-necked, horned with a frill, or with plates along the back."""
    assembly = Assembly("dinosaur", "dinosaur", "trex", "dino", "lizard", "triceratops")
    kind = rng.integers(4)
    if kind in (0, 1):
        _theropod(assembly, rng)
    else:
        horned = kind == 3
        beast = add_beast(assembly, rng, HORNED if horned else SAUROPOD)
        add_eyes(assembly, rng, beast)
        if horned and rng.random() < 0.5:
            wide = beast.size[0] * rng.uniform(1.5, 2.2)
            frill = beast.detail.lump(wide, beast.size[1] * 0.25, wide * 0.9).rotated("x", -35)
            assembly.add("frill", frill.moved(*(beast.head + beast.size * shift(0, 0.6, 0.6))))
            add_horns(assembly, rng, beast, (1.0, 1.8))
        elif horned or rng.random() < 0.3:
            line = along_neck(beast, 0, 4, int(rng.integers(8, 14)))
            assembly.add_each("spike", *spikes(rng, line, beast.girth * rng.uniform(0.5, 0.9), True))
    return assembly.finish(turned_view(rng))


FAMILIES: Families = {"snake": snake, "dragon": dragon, "dinosaur": dinosaur}
