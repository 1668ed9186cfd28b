"""Families of heads alone: people's busts and monkeys' heads, sculpted as one surface or put together from pieces."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly, Families, LabelledObject
from ...bodies import Detail, drawn_detail, shift
from ...eyes import drawn_eyes
from ...figures import drawn_figure
from ...geometry import FloatArray, Geometry
from ...primitives import ball, cylinder, ring, sheet, turned
from .faces import add_beard, add_glasses, add_hair, add_hat, head_piece

Bump = tuple[tuple[float, float, float], float, float]


def sculpted(sphere: Geometry, bumps: list[Bump]) -> Geometry:
    """A unit sphere pushed out or in.

    Args:
        sphere: about the origin, radius 1.
        bumps: place on the sphere, width and height of each.
    """
    v = sphere.vertices
    ways = np.array([bump[0] for bump in bumps])
    ways = ways / np.linalg.norm(ways, axis=1, keepdims=True)
    wide, tall = np.array([bump[1] for bump in bumps]), np.array([bump[2] for bump in bumps])
    far = ((v[:, None] - ways[None]) ** 2).sum(axis=2)
    return Geometry(v + (np.exp(-far / wide**2) * tall) @ ways, sphere.faces)


def _person(rng: np.random.Generator) -> list[Bump]:
    """Nose, eye sockets, brow, cheeks, chin, lips and perhaps ears of a person."""
    bumps: list[Bump] = [
        ((0, -1, -0.18), rng.uniform(0.13, 0.2), rng.uniform(0.18, 0.35)),
        ((0, -1, 0.02), 0.13, rng.uniform(0.06, 0.16)),
        ((0, -0.9, -0.52), 0.25, rng.uniform(0.02, 0.08)),
        ((0, -0.75, -0.85), 0.3, rng.uniform(0.05, 0.2)),
    ]
    for side in (1, -1):
        bumps.append(((side * 0.38, -0.9, 0.1), 0.22, -rng.uniform(0.06, 0.14)))
        bumps.append(((side * 0.35, -0.9, 0.38), 0.25, rng.uniform(0.0, 0.06)))
        bumps.append(((side * 0.55, -0.75, -0.25), 0.3, rng.uniform(0.0, 0.08)))
    return bumps


def _ear_bumps(size: float, back: float, up: float) -> list[Bump]:
    return [((side * 1.0, back, up), 0.24, size) for side in (1, -1)]


def _ear(detail: Detail, size: FloatArray, form: int) -> Geometry:
    """A person's right ear about the origin, (3,) half axes: a lump, or a rim around a shell."""
    x, y, z = size
    if form == 0:
        return detail.small(x, y, z)
    t, s = np.linspace(0, np.pi * 1.5, 9)[:, None], np.linspace(0.15, 1.0, 4)[None]
    shell = np.stack([x * (s**2 - 0.3) + 0 * t, y * s * np.sin(t + 0.4), z * s * np.cos(t + 0.4)], axis=-1)
    return sheet(shell, 0.35 * x)


def bust(rng: np.random.Generator) -> LabelledObject:
    """A person's head, alone or with neck, shoulders and plinth."""
    assembly = Assembly("bust", "head", "bust", "face", "portrait", "statue")
    build = str(rng.choice(["man", "woman", "child"]))
    fine = rng.random() < 0.6
    detail = Detail(int(rng.integers(13, 19)), int(rng.integers(7, 11))) if fine else drawn_detail(rng, 0.1)
    figure, eyes = drawn_figure(rng, build, detail), drawn_eyes(rng)
    a, b, c = figure.head
    whole, carved = rng.random() < 0.35, rng.random() < 0.5 and not detail.square
    ears = int(rng.integers(3)) if carved else int(rng.integers(1, 3))
    if carved:
        bumps = _person(rng) + (_ear_bumps(rng.uniform(0.12, 0.25), 0.1, 0.0) if ears == 0 else [])
        head = sculpted(ball(1.0, segments=max(14, 2 * detail.sides)), bumps).scaled(a, b, c)
        vertices = head.vertices.copy()
        vertices[:, 0] *= 1.0 - rng.uniform(0.05, 0.3) * np.clip(-vertices[:, 2] / c, 0, 1)
        head = Geometry(vertices, head.faces).moved(*figure.head_centre)
    else:
        head = head_piece(rng, figure)
    skin, torso = [head], []
    shown = rng.random()
    if shown < 0.85:
        skin.append(figure.neck())
    if shown < 0.5:
        torso.append(detail.loft(figure.trunk_between(rng.uniform(0.6, 0.85), 1.0)))
    if rng.random() < 0.2 and torso:
        skin, torso = skin + torso, []
    level, wide = rng.uniform(0.0, 0.15), rng.uniform(0.34, 0.42)
    size = a * rng.uniform(0.13, 0.22)
    lone = []
    for side in (1, -1):
        place = figure.face_point(side * wide, level, 0.88 if carved else 0.92)
        eyes.add(assembly, detail, place, size, (0.12 * side, -1, 0))
        if ears:
            ear = _ear(detail, np.array([0.14 * a, 0.22 * b, 0.24 * c]), ears - 1).rotated("z", 25)
            lone.append(
                ear.scaled(side, 1, 1).moved(side * a * 1.0, figure.head_centre[1] + 0.08 * b, figure.head_centre[2])
            )
    nose = []
    if not carved:
        top, end = np.array(figure.face_point(0, level, 0.98)), np.array(figure.face_point(0, level - 0.35, 1.0))
        end[1] -= b * rng.uniform(0.0, 0.16)
        nose = [detail.tube([top, (top + end) / 2, end], np.array([0.07, 0.12, 0.17]) * a * rng.uniform(0.8, 1.4))]
    if whole:
        assembly.add("bust.skin", *skin, *torso, *nose, *lone)
    else:
        assembly.add("bust.head", *skin)
        assembly.add_each("bust.ear", *lone)
        if nose:
            assembly.add("bust.nose", *nose)
        if torso:
            assembly.add("bust.torso", *torso)
    if rng.random() < 0.55:
        lips = [figure.face_point(x, -0.5 + 0.1 * abs(x), 1.0 if not carved else 1.06) for x in (-0.28, 0.0, 0.28)]
        thick = c * rng.uniform(0.03, 0.06)
        mouth = [detail.tube(lips, [thick * 0.4, thick, thick * 0.4])]
        if rng.random() < 0.4:
            mouth.append(mouth[0].moved(z=-thick * 1.2))
        assembly.add("bust.mouth", *mouth)
    if rng.random() < 0.4:
        for side in (1, -1):
            ends = [figure.face_point(side * wide * k, level + 0.3, 1.02) for k in (0.4, 1.0, 1.5)]
            assembly.add("eyebrow", detail.tube(ends, np.array([0.04, 0.06, 0.03]) * c))
    dressed = rng.random()
    if dressed < 0.7:
        add_hair(assembly, rng, figure, long=build == "woman" or rng.random() < 0.2)
    elif dressed < 0.8:
        add_hat(assembly, rng, figure)
    if build == "man" and rng.random() < 0.3:
        add_beard(assembly, rng, figure, long=rng.random() < 0.3)
    if rng.random() < 0.15:
        add_glasses(assembly, rng, figure)
    if rng.random() < 0.12:
        for side in (1, -1):
            hoop = ring(0.16 * a, 0.025 * a, 14, 6).rotated("x", 90).rotated("z", 90)
            assembly.add("earring", hoop.moved(side * a * 1.04, figure.head_centre[1], figure.head_centre[2] - 0.4 * c))
    if rng.random() < 0.25:
        low = float(assembly.bounds()[0][2])
        foot = a * rng.uniform(0.7, 1.1)
        profile = [
            (foot, 0.0),
            (foot, 0.25 * c),
            (foot * 0.55, 0.4 * c),
            (foot * 0.5, 0.7 * c),
            (foot * 0.75, 0.85 * c),
        ]
        plinth = turned(profile, 24) if rng.random() < 0.6 else cylinder(foot, 0.8 * c, 4 * int(rng.integers(1, 8)))
        assembly.add("bust.plinth", plinth.moved(z=low - 0.8 * c))
    return assembly.finish()


def add_monkey_head(
    assembly: Assembly, rng: np.random.Generator, detail: Detail, centre: FloatArray, size: float
) -> None:
    """Adds a monkey's head: sculpted with ears and brow in one surface, or skull, muzzle, face and ears as pieces."""
    eyes = drawn_eyes(rng)
    wide, tall = rng.uniform(0.8, 1.1), rng.uniform(0.8, 1.05)
    axes = np.array([wide, rng.uniform(0.75, 0.95), tall]) * size
    carved, eared = rng.random() < 0.55, rng.random() < 0.5
    snout = rng.uniform(0.15, 0.45)
    if carved:
        bumps: list[Bump] = [((0, -0.85, -0.5), 0.5, snout), ((0, -1, 0.35), 0.3, 0.05), ((0, -0.9, -0.35), 0.3, 0.1)]
        for side in (1, -1):
            bumps.append(((side * 0.38, -0.9, 0.15), 0.24, -rng.uniform(0.08, 0.2)))
            bumps.append(((side * 0.4, -0.85, 0.5), 0.25, rng.uniform(0.05, 0.14)))
        if not eared:
            reach = rng.uniform(0.4, 0.7)
            bumps += _ear_bumps(reach, 0.15, 0.1) + [((s * 0.95, 0.1, 0.45), 0.2, reach * 0.5) for s in (1, -1)]
        head = sculpted(ball(1.0, segments=max(18, int(2.4 * detail.sides))), bumps)
        assembly.add("bust.head", head.scaled(*axes).moved(*centre))
    else:
        assembly.add("bust.head", detail.lump(*axes).moved(*centre))
        muzzle = detail.lump(axes[0] * 0.6, axes[1] * (0.4 + snout), axes[2] * 0.42)
        assembly.add("ape.muzzle", muzzle.moved(*(centre + axes * shift(0, -0.65, -0.42))))
        if rng.random() < 0.5:
            masks = [
                detail.small(axes[0] * 0.4, axes[1] * 0.3, axes[2] * 0.42).moved(
                    *(centre + axes * shift(s * 0.32, -0.75, 0.15))
                )
                for s in (1, -1)
            ]
            assembly.add("ape.face", *masks)
        if rng.random() < 0.5:
            arch = [centre + axes * shift(x, -0.88 + 0.25 * abs(x), 0.5 - 0.15 * abs(x)) for x in (-0.6, 0.0, 0.6)]
            assembly.add("ape.brow", detail.tube(arch, np.array([0.08, 0.12, 0.08]) * size))
    if eared or not carved:
        ear = rng.uniform(0.3, 0.5) * size
        inner = rng.random() < 0.4
        for side in (1, -1):
            place = centre + axes * shift(side * 1.08, 0.1, rng.uniform(0.05, 0.06))
            assembly.add("bust.ear", detail.lump(ear * 0.8, ear * 0.25, ear).rotated("z", side * -15).moved(*place))
            if inner:
                pad = detail.small(ear * 0.5, ear * 0.12, ear * 0.65).moved(*(place + shift(0, -ear * 0.22, 0)))
                assembly.add("plush.inner", pad)
    radius = size * rng.uniform(0.13, 0.24)
    for side in (1, -1):
        place = centre + axes * shift(side * 0.36, -0.86 if carved else -0.95, 0.17)
        eyes.add(assembly, detail, place, radius, (0.1 * side, -1, 0))
    tip = centre + axes * shift(0, -1.0 - snout * (0.75 if carved else 0.95), -0.3)
    if rng.random() < 0.55:
        dots = [detail.small(size * 0.06).moved(*(tip + shift(s * 0.09 * size, 0, 0))) for s in (1, -1)]
        wide_nose = [detail.small(size * 0.16, size * 0.1, size * 0.1).moved(*tip)]
        assembly.add("ape.nose", *(dots if rng.random() < 0.5 else wide_nose))
    if rng.random() < 0.4:
        lips = [tip + size * shift(x, 0.12 + 0.25 * abs(x), -0.3 + 0.25 * abs(x)) for x in (-0.4, 0.0, 0.4)]
        assembly.add("bust.mouth", detail.tube(lips, np.array([0.03, 0.045, 0.03]) * size))
    if rng.random() < 0.3:
        tufts = [
            detail.tube(
                [centre + axes * shift(x, -0.1, 0.9), centre + axes * shift(x * 2.5, -0.2, rng.uniform(1.15, 1.4))],
                np.array([0.12, 0.02]) * size,
            )
            for x in (-0.15, 0.0, 0.15)
        ]
        assembly.add("ape.hair", *tufts)


def monkey_head(rng: np.random.Generator) -> LabelledObject:
    """A monkey's or ape's head, alone or on a neck."""
    assembly = Assembly("monkey head", "monkey", "monkey head", "ape", "chimpanzee", "head")
    detail = drawn_detail(rng, 0.0)
    add_monkey_head(assembly, rng, detail, shift(0, 0, 0), 0.5)
    if rng.random() < 0.2:
        neck = detail.tube([(0, 0.1, -0.35), (0, 0.12, -0.75)], [0.28, rng.uniform(0.3, 0.5)])
        assembly.add("person.neck", neck)
    return assembly.finish()


FAMILIES: Families = {"bust": bust, "monkey head": monkey_head}
