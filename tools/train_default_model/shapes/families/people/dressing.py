"""Clothes as shells around a figure's trunk and limbs, and the hands and feet that look out of them."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly
from ...bodies import along, directed, shift
from ...figures import Figure
from ...geometry import FloatArray, Geometry
from ...primitives import box


def limb(
    figure: Figure, points: FloatArray, radii: FloatArray, part: tuple[float, float], extra: float = 0.0
) -> Geometry:
    """A stretch of an arm or leg with the radii of its joints.

    Args:
        figure: whose limb.
        points: (4, 3) its joints.
        radii: (3,) at the first three joints.
        part: where it starts and ends, as fractions of the way from the first to the third joint.
        extra: how much wider it is than the bare limb.
    """
    path = along(points[:3], *part, count=5)
    sizes = np.interp(np.linspace(*part, 5), [0.0, 0.5, 1.0], radii) + extra
    return figure.detail.tube(path, sizes)


def hand_piece(rng: np.random.Generator, figure: Figure, side: int, extra: float = 0.0) -> Geometry | list[Geometry]:
    """Pieces of one hand: a palm with fingers and a thumb, a mitten or a fist; `side` is 0 for the left one."""
    wrist, tip = figure.arms[side, 2], figure.arms[side, 3]
    way, length = directed(wrist, tip)
    across = np.array([0.0, -1.0, 0.0]) - way * -way[1]
    across /= np.linalg.norm(across)
    wide, detail = figure.arm_radius[2] * rng.uniform(1.3, 1.9) + extra, figure.detail
    if detail.square and rng.random() < 0.6:
        return [detail.tube([wrist, tip - way * length * 0.3], [wide, wide], blunt=False)]
    thick = wide * 0.45 + extra
    shape = rng.random()
    if shape < 0.25:
        return [detail.lump(wide * 1.15).moved(*(wrist + way * length * 0.35))]
    palm_end = 0.5 if shape < 0.75 else 0.9
    palm = [wrist - way * 0.1 * length, wrist + way * length * 0.2, wrist + way * length * palm_end]
    pieces = [detail.tube(palm, [(wide * 0.7, thick), (wide, thick), (wide * 0.9, thick * 0.8)], side=across)]
    if palm_end < 0.6:
        count = int(rng.choice([3, 4, 4]))
        for k, place in enumerate(np.linspace(-0.75, 0.75, count)):
            root = wrist + way * length * 0.45 + across * place * wide
            end = root + way * length * (0.55 - 0.08 * abs(k - 1.5)) + across * place * wide * rng.uniform(0.0, 0.3)
            pieces.append(detail.tube([root, end], [wide * 0.9 / count, wide * 0.7 / count]))
    thumb = wrist + way * length * 0.15 + across * wide * 0.7
    pieces.append(detail.tube([thumb, thumb + way * length * 0.4 + across * wide * 0.6], [wide * 0.3, wide * 0.22]))
    return pieces


def add_hands(
    assembly: Assembly, rng: np.random.Generator, figure: Figure, part: str = "person.hand", extra: float = 0.0
) -> None:
    """Adds both hands alike."""
    state = int(rng.integers(2**31))
    for side in (0, 1):
        pieces = hand_piece(np.random.default_rng(state), figure, side, extra)
        assembly.add(part, *(pieces if isinstance(pieces, list) else [pieces]))


def foot_pieces(rng: np.random.Generator, figure: Figure, side: int, shaft: float, heel: float = 0.0) -> list[Geometry]:
    """A shoe: upper, and a shaft up to the fraction `shaft` of the lower leg; `heel` lifts its back."""
    x, y, z = figure.legs[side, 2]
    long, wide = figure.foot, max(figure.leg_radius[2] * 1.1, 0.028) * rng.uniform(1.0, 1.3)
    tall = rng.uniform(0.02, 0.03)
    turn = (1 if side == 0 else -1) * rng.uniform(0.0, 0.02)
    path = [
        (x, y + long * 0.27, tall * 1.1 + heel),
        (x, y + long * 0.05, tall * 1.2 + heel * 0.8),
        (x + turn * 0.5, y - long * 0.3, tall),
        (x + turn, y - long * 0.62, tall * 0.7),
    ]
    sizes = [(wide * 0.75, tall * 1.1), (wide * 0.85, tall * 1.2), (wide * 1.1, tall), (wide * 0.8, tall * 0.65)]
    pieces = [figure.detail.tube(path, sizes, side=(1, 0, 0))]
    knee = figure.legs[side, 1]
    top = np.array([x, y, z]) + (knee - shift(x, y, z)) * max(shaft, 0.04)
    radius = figure.leg_radius[2] * 1.15
    calf = radius + (figure.leg_radius[1] - figure.leg_radius[2]) * shaft
    pieces.append(figure.detail.tube([(x, y + 0.01, tall), (x, y, z), top], [radius, radius, calf * 1.05], blunt=False))
    if heel > 0.0:
        pieces.append(box(wide, wide, tall + heel, 0.2).moved(x, y + long * 0.2, (tall + heel) / 2))
    return pieces


def add_shoes(assembly: Assembly, rng: np.random.Generator, figure: Figure, shaft: float | None = None) -> None:
    """Adds shoes or boots, sometimes with soles of their own; `shaft` as in `foot_pieces`, None draws it."""
    high = float(rng.choice([0.05, 0.1, rng.uniform(0.3, 0.9)])) if shaft is None else shaft
    soled, state = rng.random() < 0.35, int(rng.integers(2**31))
    for side in (0, 1):
        assembly.add("shoe", *foot_pieces(np.random.default_rng(state), figure, side, high))
        if soled:
            x, y, _ = figure.legs[side, 2]
            wide = max(figure.leg_radius[2], 0.028) * 2.5
            sole = box(wide, figure.foot * 1.02, 0.016, 0.3).moved(x, y - figure.foot * 0.18, 0.008)
            assembly.add("sole", sole)


def add_bare_feet(assembly: Assembly, rng: np.random.Generator, figure: Figure, part: str = "person.foot") -> None:
    """Adds feet, some with toes."""
    toes, state = rng.random() < 0.5, int(rng.integers(2**31))
    for side in (0, 1):
        pieces = foot_pieces(np.random.default_rng(state), figure, side, 0.0)
        x, y, _ = figure.legs[side, 2]
        if toes:
            for k in range(5):
                big = 0.014 if k == 0 else 0.009
                place = (1 if side == 0 else -1) * (k - 2) * 0.012
                pieces.append(
                    figure.detail.small(big * 0.8, big * 1.3, big).moved(x + place, y - figure.foot * 0.66, big)
                )
        assembly.add(part, *pieces)


def add_top(assembly: Assembly, rng: np.random.Generator, figure: Figure, part: str, sleeve: float, low: float) -> None:
    """Adds a shirt or jacket.

    Args:
        assembly: what it is added to.
        rng: draws width and collar.
        figure: who wears it.
        part: its key in the part words.
        sleeve: where sleeves end, 0..1 of the way to the wrist; 0: none.
        low: where it ends, as a fraction of the trunk's height.
    """
    extra = rng.uniform(0.004, 0.014) if part == "jacket" else rng.uniform(0.002, 0.008)
    rows = figure.trunk_between(low, 1.0, extra)
    rows[0, 1:3] *= rng.uniform(1.0, 1.12)
    pieces = [figure.detail.loft(rows, closed=rng.random() < 0.5)]
    if sleeve > 0.0:
        flare = rng.uniform(0.0, 0.012)
        for side in (0, 1):
            sizes = figure.arm_radius + np.array([extra, extra + flare * 0.5, extra + flare])
            pieces.append(limb(figure, figure.arms[side], sizes, (0.0, sleeve), 0.003))
    assembly.add(part, *pieces)
    if rng.random() < 0.35:
        neck = figure.trunk[-1]
        size = figure.head[0] * 0.62
        rows_up = [
            (neck[0] - 0.015, size * 1.35, size * 1.25, neck[3], 2.0),
            (neck[0] + 0.02, size, size, neck[3], 2.0),
        ]
        assembly.add("collar", figure.detail.loft(rows_up))


def add_trousers(assembly: Assembly, rng: np.random.Generator, figure: Figure, part: str, end: float) -> None:
    """Adds trousers or shorts as one instance; their legs end at the fraction `end` of the way to the ankle."""
    extra, flare = rng.uniform(0.003, 0.012), rng.uniform(-0.006, 0.022)
    pieces = [figure.detail.loft(figure.trunk_between(-0.02, 0.36, extra))]
    for side in (0, 1):
        sizes = figure.leg_radius + np.array([extra, extra + flare * 0.4, max(extra + flare, 0.004)])
        pieces.append(limb(figure, figure.legs[side], sizes, (0.0, end)))
    assembly.add(part, *pieces)


def skirt_piece(rng: np.random.Generator, figure: Figure, top: float, bottom: float, extra: float = 0.008) -> Geometry:
    """A skirt from the fraction `top` of the trunk's height down to the height `bottom`, plain or with folds."""
    upper = figure.trunk_between(top, top, extra, 1)[0]
    hip = figure.trunk_between(0.12, 0.12, extra, 1)[0]
    wide = hip[1] * rng.uniform(1.1, 2.1) + 0.3 * max(hip[0] - bottom, 0.0) * rng.uniform(0.0, 0.5)
    low = (bottom, wide, wide * rng.uniform(0.75, 0.95), 0.0, 2.0)
    middle = (upper[0] + hip[0]) / 2
    rows = [low, (bottom + (hip[0] - bottom) * 0.5, (wide + hip[1]) / 2, (low[2] + hip[2]) / 2, 0, 2.0), tuple(hip)]
    rows += [(middle, (hip[1] + upper[1]) / 2, (hip[2] + upper[2]) / 2, 0, 2.2), tuple(upper)]
    skirt = figure.detail.loft(rows, closed=rng.random() < 0.5)
    if rng.random() < 0.4 and figure.detail.sides > 9:
        vertices = skirt.vertices.copy()
        share = np.clip((hip[0] - vertices[:, 2]) / max(hip[0] - bottom, 1e-6), 0, 1)
        angle = np.arctan2(vertices[:, 1], vertices[:, 0])
        wave = 1 + 0.06 * share * np.cos(angle * int(rng.integers(6, 11)))
        vertices[:, :2] *= wave[:, None]
        skirt = Geometry(vertices, skirt.faces)
    return skirt


def add_belt(assembly: Assembly, rng: np.random.Generator, figure: Figure, at: float = 0.34) -> None:
    """Adds a belt at a fraction of the trunk's height, with or without a buckle."""
    rows = figure.trunk_between(at - 0.035, at + 0.035, rng.uniform(0.014, 0.022), 3)
    assembly.add("belt", figure.detail.loft(rows))
    if rng.random() < 0.6:
        _, _, deep, y, _ = rows[1]
        size = rng.uniform(0.02, 0.035)
        assembly.add("buckle", box(size * 1.2, 0.012, size, 0.2).moved(0, y - deep, rows[1, 0]))


def cape_piece(rng: np.random.Generator, figure: Figure) -> Geometry:
    """A cape behind the shoulders down to the calves or the hips."""
    shoulder = figure.trunk[-2]
    bottom = rng.uniform(0.08, 0.35)
    wide = shoulder[1] * rng.uniform(1.1, 1.8)
    rows = [
        (bottom, wide, 0.012, shoulder[2] + rng.uniform(0.05, 0.12), 2.0),
        ((bottom + shoulder[0]) / 2, (wide + shoulder[1]) / 2, 0.012, shoulder[2] + 0.045, 2.0),
        (shoulder[0], shoulder[1] * 1.05, 0.014, shoulder[2] + 0.02, 2.0),
        (figure.trunk[-1, 0] + 0.01, shoulder[1] * 0.55, 0.014, shoulder[2] * 0.55, 2.0),
    ]
    return figure.detail.loft(rows).bowed(-0.05, along=0, towards=1)
