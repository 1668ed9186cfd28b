"""Heads of people: skull with jaw, eyes, nose, ears, mouth, beards and hair of many cuts."""

from __future__ import annotations

import numpy as np

from ...assembly import Assembly
from ...bodies import shift
from ...curves import smooth_curve
from ...figures import Figure
from ...geometry import Geometry
from ...primitives import box, ring, rod


def head_piece(rng: np.random.Generator, figure: Figure) -> Geometry:
    """A head with a chin: an egg, or a rounded block."""
    a, b, c = figure.head
    if figure.detail.square:
        return box(2 * a, 2 * b * 0.95, 2 * c, rng.uniform(0.05, 0.3)).moved(*figure.head_centre)
    head = figure.detail.lump(a, b, c)
    vertices = head.vertices.copy()
    low = np.clip(-vertices[:, 2] / c, 0.0, 1.0)
    vertices[:, 0] *= 1.0 - rng.uniform(0.05, 0.3) * low
    vertices[:, 1] -= rng.uniform(0.0, 0.12) * b * low
    return Geometry(vertices, head.faces).moved(*figure.head_centre)


def add_face(assembly: Assembly, rng: np.random.Generator, figure: Figure, eyes: float = 0.85) -> None:
    """Adds eyes, brows, nose, ears and mouth, each where it is drawn; `eyes` is the chance that there are any."""
    a, b, c = figure.head
    detail = figure.detail
    wide, level = rng.uniform(0.3, 0.45), rng.uniform(-0.05, 0.15)
    size = a * rng.uniform(0.1, 0.24)
    seeing, browed, eared = rng.random() < eyes, rng.random() < 0.45, rng.random() < 0.85
    for side in (1, -1):
        point = figure.face_point(side * wide, level, 0.93)
        if seeing:
            flat = rng.uniform(0.5, 1.0)
            assembly.add("eye", detail.small(size, size * flat, size * rng.uniform(0.8, 1.4)).moved(*point))
        if browed:
            low = np.array(figure.face_point(side * wide * 0.45, level + 0.28, 1.0))
            high = np.array(figure.face_point(side * wide * 1.5, level + 0.3, 1.0))
            middle = (low + high) / 2 + shift(0, -0.03 * b, 0.06 * c)
            assembly.add("eyebrow", detail.tube([low, middle, high], [0.045 * c, 0.06 * c, 0.03 * c]))
        if eared:
            ear = detail.small(0.1 * a, 0.22 * b, 0.22 * c).rotated("z", side * 20).rotated("x", 10)
            assembly.add("ear.animal", ear.moved(side * a * 1.0, figure.head_centre[1] + 0.05 * b, point[2] - 0.05 * c))
    if rng.random() < 0.8:
        top, end = np.array(figure.face_point(0, level, 0.98)), np.array(figure.face_point(0, level - 0.4, 1.0))
        end[1] -= b * rng.uniform(0.0, 0.14)
        width = a * rng.uniform(0.08, 0.2)
        nose = (
            detail.tube([top, (top + end) / 2 + shift(0, -0.02 * b, 0), end], [width * 0.5, width * 0.8, width * 1.2])
            if rng.random() < 0.7
            else detail.small(width * 1.3).moved(*end)
        )
        assembly.add("person.nose", nose)
    if rng.random() < 0.5:
        lips = [figure.face_point(x, level - 0.62 + 0.03 * abs(x) * 3, 1.0) for x in (-0.28, 0.0, 0.28)]
        thick = c * rng.uniform(0.03, 0.06)
        assembly.add("mouth", detail.tube(lips, [thick * 0.4, thick, thick * 0.4]))


def add_beard(assembly: Assembly, rng: np.random.Generator, figure: Figure, long: bool) -> None:
    """Adds a beard under the mouth, down to the chest where it is long, or a moustache alone."""
    a, b, c = figure.head
    _, y, z = figure.face_point(0, -0.65, 0.85)
    detail = figure.detail
    if not long and rng.random() < 0.35:
        points = [figure.face_point(s, -0.45 - 0.12 * abs(s) / 0.35, 1.03) for s in (-0.35, 0.0, 0.35)]
        assembly.add("beard", detail.tube(points, [0.03 * c, 0.1 * c, 0.03 * c]))
        return
    drop = c * (rng.uniform(1.2, 2.8) if long else rng.uniform(0.3, 0.8))
    wide = a * rng.uniform(0.55, 0.85)
    rows = [
        (z - drop, wide * 0.15, b * 0.1, y - 0.15 * b, 2.0),
        (z - drop * 0.5, wide * 0.75, b * 0.25, y - 0.1 * b, 2.0),
        (z - drop * 0.1, wide, b * 0.4, y + 0.15 * b, 2.0),
        (z + c * 0.2, wide * 0.95, b * 0.35, y + 0.3 * b, 2.0),
    ]
    assembly.add("beard", detail.loft(rows))


def hair_cap(rng: np.random.Generator, figure: Figure, line: float, low: float) -> Geometry:
    """A cap of hair around the skull that sinks into the head where the face is.

    Args:
        rng: draws its thickness.
        figure: whose head.
        line: height of the hairline above the face, as a fraction of the head's half height.
        low: height that it reaches down to behind and beside the face, likewise.
    """
    thick = rng.uniform(1.06, 1.2)
    if figure.detail.square:
        a, b, c = 2 * figure.head * thick
        tall = c * (1 - low) / 2
        way = shift(0, figure.head[1] * 0.15, c / 2 - tall / 2)
        return box(a, b, tall, 0.1, inner=4).moved(*(figure.head_centre + way))
    cap = figure.detail.lump(1.0)
    v = cap.vertices
    front = np.clip((-v[:, 1] + 0.12 * (1 - v[:, 2])) * 4.0, 0.0, 1.0) * np.clip((line - v[:, 2]) * 8.0 + 0.5, 0, 1)
    below = np.clip((low - v[:, 2]) * 6.0, 0.0, 1.0)
    inside = np.maximum(front, below)[:, None]
    scale = thick * (1 - inside) + 0.8 * inside
    return Geometry(v * scale * figure.head, cap.faces).moved(*figure.head_centre)


def add_hair(assembly: Assembly, rng: np.random.Generator, figure: Figure, long: bool) -> None:
    """Adds hair: short, bob, long, ponytail, bun, pigtails, spikes, curls or a fringe of strands."""
    a, b, c = figure.head
    centre, detail = figure.head_centre, figure.detail
    kind = rng.choice(
        ["bob", "long", "tail", "bun", "pigtails", "short"] if long else ["short", "short", "spikes", "curls"]
    )
    low = rng.uniform(-0.75, -0.45) if kind == "bob" else rng.uniform(-0.4, 0.05)
    pieces = [hair_cap(rng, figure, rng.uniform(0.4, 0.7), low)]
    back = centre + np.array([0.0, b * 0.95, 0.0])
    if kind in ("bob", "long"):
        drop = c * (rng.uniform(0.9, 1.3) if kind == "bob" else rng.uniform(1.6, 3.4))
        rows = [
            (centre[2] - drop, a * 0.8, b * 0.22, centre[1] + b * 0.75, 2.5),
            (centre[2] - drop * 0.5, a * 1.05, b * 0.35, centre[1] + b * 0.7, 2.5),
            (centre[2], a * 1.05, b * 0.5, centre[1] + b * 0.55, 2.5),
            (centre[2] + c * 0.5, a * 0.85, b * 0.5, centre[1] + b * 0.4, 2.2),
        ]
        pieces.append(detail.loft(rows))
        for side in (1, -1):
            x, z = side * a * 1.02, centre[2]
            lock = [
                (x * 0.75, centre[1] - b * 0.5, z + c * 0.6),
                (x * 1.08, centre[1] - b * 0.25, z),
                (x, centre[1], z - drop * 0.8),
            ]
            pieces.append(detail.tube(lock, [a * 0.18, a * 0.2, a * 0.08]))
    elif kind == "tail":
        high = rng.uniform(-0.1, 0.8)
        start = back + shift(0, 0, c * high)
        drop = c * rng.uniform(0.8, 2.6)
        path = [
            start - shift(0, 0.2 * b, 0),
            start + shift(0, 0.4 * b, 0.05 * c),
            start + shift(0, 0.45 * b, -drop * 0.5),
            start + shift(0, 0.3 * b, -drop),
        ]
        pieces.append(detail.tube(path, np.array([0.16, 0.26, 0.28, 0.05]) * a))
    elif kind == "bun":
        pieces.append(
            detail.lump(a * rng.uniform(0.35, 0.5)).moved(*(centre + shift(0, b * rng.uniform(0.3, 1.0), c * 1.0)))
        )
    elif kind == "pigtails":
        for side in (1, -1):
            start = centre + np.array([side * a * 1.05, b * 0.1, c * rng.uniform(0.0, 0.3)])
            out = start + shift(side * a * 0.5, 0, 0.05 * c)
            end = out + shift(side * a * 0.1, 0, -c * rng.uniform(0.8, 1.8))
            pieces.append(detail.tube([start, out, (out + end) / 2, end], np.array([0.15, 0.25, 0.27, 0.06]) * a))
    elif kind in ("spikes", "curls"):
        count = int(rng.integers(8, 22))
        up = rng.normal(size=(count, 3)) + shift(0, 0.4, 1.0)
        up[:, 2] = np.abs(up[:, 2])
        up /= np.linalg.norm(up, axis=1, keepdims=True)
        for way in up[(up[:, 2] > 0.35) | (up[:, 1] > 0.2)]:
            root = centre + way * figure.head * 0.98
            if kind == "spikes":
                tip = root + way * c * rng.uniform(0.25, 0.6)
                pieces.append(rod(root - way * c * 0.15, tip, a * 0.25, a * 0.02, max(5, detail.sides // 2)))
            else:
                pieces.append(detail.small(a * rng.uniform(0.22, 0.34)).moved(*root))
    if rng.random() < 0.4:
        for x in np.linspace(-0.6, 0.6, int(rng.integers(2, 6))):
            start, end = (
                np.array(figure.face_point(x * 0.6, 0.75, 1.1)),
                np.array(figure.face_point(x, rng.uniform(0.2, 0.5), 1.08)),
            )
            pieces.append(
                detail.tube([start, (start + end) / 2 + shift(0, -0.06 * b, 0), end], np.array([0.2, 0.18, 0.04]) * a)
            )
    assembly.add("hair", *pieces)


def add_hat(assembly: Assembly, rng: np.random.Generator, figure: Figure) -> None:
    """Adds a cap with a peak, a brimmed hat, a top hat, a beanie or a straw hat."""
    a, b, c = figure.head * rng.uniform(1.1, 1.22)
    detail = figure.detail
    x, y, z = figure.head_centre
    level = z + figure.head[2] * rng.uniform(0.3, 0.5)
    tall = c * rng.uniform(0.6, 1.0)
    kind = rng.integers(4)
    wide = rng.uniform(1.0, 1.06)
    shape = {0: (1.0, 0.9, 0.45), 1: (1.0, 0.92, 0.75), 2: (1.0, 0.97, 0.93), 3: (1.05, 1.0, 0.5)}[int(kind)]
    rows = [
        (level + tall * t, a * wide * s, b * wide * s, y, 2.0) for t, s in zip((0.0, 0.55, 1.0), shape, strict=True)
    ]
    pieces = [detail.loft(rows)]
    if kind == 0:
        peak = [
            (x, y - b * 0.75, level + 0.02 * c),
            (x, y - b * 1.3, level),
            (x, y - b * rng.uniform(1.6, 1.9), level - 0.08 * c),
        ]
        pieces.append(
            detail.tube(peak, [(a * 0.85, 0.05 * c), (a * 0.8, 0.05 * c), (a * 0.35, 0.03 * c)], side=(1, 0, 0))
        )
    elif kind in (1, 2):
        brim = rng.uniform(1.25, 1.9)
        rows = [(level - 0.04 * c, a * brim, b * brim, y, 2.0), (level + 0.04 * c, a * brim, b * brim, y, 2.0)]
        pieces.append(detail.loft(rows))
        if rng.random() < 0.5:
            band = [(level + tall * t, a * wide * 1.04, b * wide * 1.04, y, 2.0) for t in (0.06, 0.22)]
            assembly.add("hat.band", detail.loft(band))
    elif rng.random() < 0.5:
        pieces.append(detail.small(a * 0.25).moved(x, y, level + tall * 1.1))
    assembly.add("cap", *pieces)


def add_glasses(assembly: Assembly, rng: np.random.Generator, figure: Figure) -> None:
    """Adds two rims, a bridge and temples; sometimes lenses."""
    a, b, _ = figure.head
    size, pieces = a * rng.uniform(0.24, 0.34), []
    round_rims, thick = rng.random() < 0.6, a * rng.uniform(0.03, 0.06)
    lenses = rng.random() < 0.5
    for side in (1, -1):
        x, y, z = figure.face_point(side * 0.4, 0.08, 1.08)
        if round_rims:
            pieces.append(ring(size, thick, 16, 6).rotated("x", 90).moved(x, y, z))
        else:
            loop = smooth_curve(
                [
                    (x - size, y, z - size * 0.6),
                    (x + size, y, z - size * 0.6),
                    (x + size, y, z + size * 0.6),
                    (x - size, y, z + size * 0.6),
                ],
                16,
                closed=True,
            )
            pieces += [rod(loop[i], loop[(i + 1) % 16], thick, sides=5) for i in range(16)]
        if lenses:
            pieces.append(
                figure.detail.small(size * 0.95, thick * 0.4, size * (0.95 if round_rims else 0.65)).moved(x, y, z)
            )
        edge = np.array([x + side * size, y, z])
        pieces.append(
            rod(edge, (side * a * 1.08, figure.head_centre[1] + b * 0.15, z + 0.03 * a), thick * 0.8, sides=6)
        )
    left, right = figure.face_point(0.1, 0.1, 1.12), figure.face_point(-0.1, 0.1, 1.12)
    pieces.append(rod(left, right, thick, sides=6))
    assembly.add("glasses", *pieces)
