"""Solids and surfaces that families are built from: lathe, sweep, rounded box, ball, ring, plates, blades, leaves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from .curves import arc, bevelled, capped, straight
from .geometry import FloatArray, Geometry, IntArray, grid_surface


def lathe(profile: ArrayLike, segments: int = 32, bevel: float | None = None) -> Geometry:
    """Turns a profile about the z axis.

    Args:
        profile: (N, 2) radius and height; radius 0 makes a pole.
        segments: around the axis.
        bevel: width of the cut at sharp corners; None takes 3 % of the profile's size.

    Returns:
        The surface; open where the profile ends off the axis.
    """
    points = np.asarray(profile, dtype=np.float64)
    width = 0.03 * float(np.ptp(points, axis=0).max()) if bevel is None else bevel
    points = bevelled(points, width)
    angle = np.linspace(0.0, 2.0 * np.pi, segments, endpoint=False)
    radius = np.where(points[:, 0] < 1e-7, 0.0, points[:, 0])[:, None]
    height = np.broadcast_to(points[:, 1:2], (len(points), segments))
    return grid_surface(np.stack([radius * np.cos(angle), radius * np.sin(angle), height], -1), wrap_columns=True)


def turned(profile: ArrayLike, segments: int = 32, bevel: float | None = None) -> Geometry:
    """A solid on the lathe: the profile with closed ends."""
    return lathe(capped(profile), segments, bevel)


def cylinder(radius: float, height: float, segments: int = 32, top: float | None = None) -> Geometry:
    """A closed cylinder or cone standing on z = 0; `top` is its upper radius (None: the same)."""
    upper = radius if top is None else top
    return turned([(radius, 0.0), (upper, height)], segments, bevel=0.12 * min(max(radius, upper), height))


def ball(x: float, y: float | None = None, z: float | None = None, segments: int = 28) -> Geometry:
    """An ellipsoid about the origin with the given half axes."""
    y = x if y is None else y
    z = x if z is None else z
    profile = arc(1.0, -90.0, 90.0, segments // 2 + 1)
    profile[[0, -1], 0] = 0.0
    return lathe(profile, segments, bevel=0.0).scaled(x, y, z)


def dome(radius: float, height: float, segments: int = 32) -> Geometry:
    """Half an ellipsoid on z = 0 with a flat floor."""
    curve = arc(1.0, 0.0, 90.0, 12) * [radius, height]
    curve[-1, 0] = 0.0
    return lathe(np.concatenate([[[0.0, 0.0]], curve]), segments)


def ring(radius: float, tube: float, segments: int = 36, around: int = 10) -> Geometry:
    """A torus about the z axis."""
    angle = np.linspace(0.0, 2.0 * np.pi, around, endpoint=False)
    section = np.stack([radius + tube * np.cos(angle), tube * np.sin(angle)], axis=1)
    turn = np.linspace(0.0, 2.0 * np.pi, segments, endpoint=False)
    points = np.stack(
        [
            section[:, :1] * np.cos(turn),
            section[:, :1] * np.sin(turn),
            np.broadcast_to(section[:, 1:], (around, segments)),
        ],
        axis=-1,
    )
    return grid_surface(points, wrap_rows=True, wrap_columns=True)


def round_section(sides: int = 10, flatness: float = 1.0) -> FloatArray:
    """A circle or ellipse of radius 1 as a sweep's cross-section: (sides, 2)."""
    return arc(1.0, 0.0, 360.0, sides + 1)[:-1] * [1.0, flatness]


def square_section(width: float = 1.0, depth: float = 1.0, bevel: float = 0.15) -> FloatArray:
    """A rectangle of the given half width and half depth with cut corners: (8, 2)."""
    b = bevel * min(width, depth)
    return np.array(
        [
            (width, -depth + b),
            (width, depth - b),
            (width - b, depth),
            (-width + b, depth),
            (-width, depth - b),
            (-width, -depth + b),
            (-width + b, -depth),
            (width - b, -depth),
        ]
    )


def sweep(
    path: ArrayLike,
    radius: float | ArrayLike = 1.0,
    section: FloatArray | None = None,
    closed: bool = False,
    ends: bool = True,
    side: ArrayLike | None = None,
) -> Geometry:
    """Moves a cross-section along a path, with frames carried parallel along it.

    Args:
        path: (N, 3), N >= 2.
        radius: scale of the section, one number, (N,) or (N, 2).
        section: (M, 2) outline; None is a circle of 10 sides.
        closed: whether the path is a loop (its first point is not repeated).
        ends: whether an open path gets caps.
        side: direction the section's first axis should point to at the start; None takes any.

    Returns:
        The tube.
    """
    points = np.asarray(path, dtype=np.float64)
    outline = round_section() if section is None else section
    count = len(points)
    scale = np.asarray(radius, dtype=np.float64)
    scale = np.broadcast_to(scale[:, None] if scale.ndim == 1 else scale, (count, 2))
    looped = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    tangents = looped if closed else np.gradient(points, axis=0)
    tangents = tangents / np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-12)
    hint = np.asarray(side, dtype=np.float64) if side is not None else np.eye(3)[np.abs(tangents[0]).argmin()]
    first = np.empty((count, 3))
    for i in range(count):
        hint = hint - (hint @ tangents[i]) * tangents[i]
        hint = hint / max(float(np.sqrt(hint @ hint)), 1e-12)
        first[i] = hint
    second = np.cross(tangents, first)
    local = outline[None] * scale[:, None]
    rings = points[:, None] + local[..., :1] * first[:, None] + local[..., 1:] * second[:, None]
    if not closed and ends:
        low, high = points[:1, None], points[-1:, None]
        flat = np.zeros_like(rings[:1])
        rings = np.concatenate(
            [low + flat, low + 0.85 * (rings[:1] - low), rings, high + 0.85 * (rings[-1:] - high), high + flat]
        )
    return grid_surface(rings, wrap_rows=closed, wrap_columns=True)


def rod(start: ArrayLike, end: ArrayLike, radius: float, end_radius: float | None = None, sides: int = 12) -> Geometry:
    """A straight round bar between two points, tapered if `end_radius` is given."""
    radii = np.linspace(radius, radius if end_radius is None else end_radius, 3)
    return sweep(straight(start, end, 3), radii, round_section(sides))


def bar(start: ArrayLike, end: ArrayLike, width: float, depth: float, end_scale: float = 1.0) -> Geometry:
    """A straight squared bar between two points (half width along x where it can be)."""
    side = (1.0, 0.0, 0.0) if abs(np.subtract(end, start)[0]) < 0.9 * np.linalg.norm(np.subtract(end, start)) else None
    hint = side if side is not None else (0.0, 1.0, 0.0)
    return sweep(straight(start, end, 3), np.linspace(1.0, end_scale, 3), square_section(width, depth), side=hint)


@lru_cache(maxsize=64)
def _box_grid(nx: int, ny: int, nz: int) -> tuple[IntArray, IntArray]:
    """Integer coordinates (V, 3) of the surface of a grid box and its triangles."""
    counts = (nx, ny, nz)
    corners: list[IntArray] = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        grid_u, grid_v = np.meshgrid(np.arange(counts[u] - 1), np.arange(counts[v] - 1), indexing="ij")
        for end in (0, counts[axis] - 1):
            quad = []
            steps = ((0, 0), (1, 0), (1, 1), (0, 1)) if end else ((0, 0), (0, 1), (1, 1), (1, 0))
            for du, dv in steps:
                point = np.empty((*grid_u.shape, 3), dtype=np.int64)
                point[..., axis], point[..., u], point[..., v] = end, grid_u + du, grid_v + dv
                quad.append(point.reshape(-1, 3))
            corners.append(np.stack(quad, axis=1))
    quads = np.concatenate(corners)
    flat = quads @ np.array([ny * nz, nz, 1])
    keys, inverse = np.unique(flat.reshape(-1), return_inverse=True)
    index = inverse.reshape(-1, 4)
    coordinates = np.stack([keys // (ny * nz), keys // nz % ny, keys % nz], axis=1)
    return coordinates, np.concatenate([index[:, [0, 1, 2]], index[:, [0, 2, 3]]])


def box(x: float, y: float, z: float, bevel: float = 0.06, inner: int = 2, soft: bool = False) -> Geometry:
    """A box about the origin with rounded edges.

    Args:
        x: full size along x; `y` and `z` likewise.
        y: see x.
        z: see x.
        bevel: radius of the edges as a fraction of the smallest size, below 0.5.
        inner: spans of each flat side.
        soft: more steps in the rounding, for cushions.

    Returns:
        The closed box.
    """
    half = np.array([x, y, z]) / 2.0
    radius = min(bevel, 0.499) * 2.0 * float(half.min())
    zone = radius * (1.0 - np.tan(np.radians([45.0, 22.5, 0.0] if soft else [45.0, 0.0])))
    samples = []
    for h in half:
        middle = np.linspace(-h + radius, h - radius, inner + 1)
        samples.append(np.concatenate([-h + zone[:-1], middle, (h - zone[:-1])[::-1]]))
    coordinates, faces = _box_grid(*(len(s) for s in samples))
    points = np.stack([samples[axis][coordinates[:, axis]] for axis in range(3)], axis=1)
    core = np.clip(points, -half + radius, half - radius)
    offset = points - core
    length = np.linalg.norm(offset, axis=1, keepdims=True)
    return Geometry(core + offset * (radius / np.maximum(length, 1e-12)), faces)


def cushion(x: float, y: float, z: float, puff: float = 0.2, bevel: float = 0.4) -> Geometry:
    """A soft box whose broad sides (top and bottom) swell by `puff` of its height."""
    body = box(x, y, z, bevel=bevel, inner=6, soft=True)
    vertices = body.vertices.copy()
    swell = np.clip(1.0 - (2 * vertices[:, 0] / x) ** 2, 0, 1) * np.clip(1.0 - (2 * vertices[:, 1] / y) ** 2, 0, 1)
    vertices[:, 2] += puff * z * swell * np.sign(vertices[:, 2])
    return Geometry(vertices, body.faces)


def plate(outline: ArrayLike, thickness: float, bevel: float = 0.2) -> Geometry:
    """A flat plate from a star-shaped outline in the xz plane, thick along y.

    Args:
        outline: (N, 2) x and z, seen from its mean point without overlap.
        thickness: along y.
        bevel: how far the rim is drawn in, as a fraction of the thickness.

    Returns:
        The closed plate, centred on y = 0.
    """
    points = np.asarray(outline, dtype=np.float64)
    centre = points.mean(axis=0)
    size = float(np.linalg.norm(points - centre, axis=1).mean())
    drawn_in = max(1.0 - bevel * thickness / max(size, 1e-9), 0.5)
    half = thickness / 2.0
    scales = np.array([0.0, 0.5, drawn_in, 1.0, 1.0, drawn_in, 0.5, 0.0])
    depths = half * np.array([-1.0, -1.0, -1.0, -1.0 + bevel, 1.0 - bevel, 1.0, 1.0, 1.0])
    flat = centre + scales[:, None, None] * (points - centre)
    depth = np.broadcast_to(depths[:, None], flat.shape[:2])
    return grid_surface(np.stack([flat[..., 0], depth, flat[..., 1]], axis=-1), wrap_columns=True)


def strip(
    left: ArrayLike,
    right: ArrayLike,
    thickness: float | ArrayLike,
    edges: tuple[float, float] = (0.8, 0.8),
    across: int = 6,
) -> Geometry:
    """A flat solid between two curves in the xz plane, thick along y: blades, boards, guitar bodies.

    Args:
        left: (N, 2) x and z of one rim.
        right: (N, 2) of the other.
        thickness: along y at the middle, one number or (N,).
        edges: thickness at the left and right rim as a fraction of the middle's (0: a cutting edge).
        across: spans from rim to rim.

    Returns:
        The closed solid.
    """
    a, b = np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64)
    t = np.linspace(0.0, 1.0, across + 1)
    flat = a[:, None] * (1.0 - t)[None, :, None] + b[:, None] * t[None, :, None]
    profile = np.interp(
        t,
        [0.0, 0.25, 0.5, 0.75, 1.0],
        [edges[0], max(edges[0], 0.5 + edges[0] / 2), 1.0, max(edges[1], 0.5 + edges[1] / 2), edges[1]],
    )
    half = 0.5 * np.broadcast_to(np.asarray(thickness, dtype=np.float64), (len(a),))[:, None] * profile[None]
    front = np.stack([flat[..., 0], -half, flat[..., 1]], axis=-1)
    back = np.stack([flat[..., 0], half, flat[..., 1]], axis=-1)
    rings = np.concatenate([front, back[:, ::-1]], axis=1)
    middle_low, middle_high = rings[:1].mean(axis=1, keepdims=True), rings[-1:].mean(axis=1, keepdims=True)
    rings = np.concatenate([middle_low + 0 * rings[:1], rings, middle_high + 0 * rings[-1:]])
    return grid_surface(rings, wrap_columns=True)


def sheet(points: ArrayLike, thickness: float) -> Geometry:
    """A curved sheet (N, M, 3) given a thickness along its normals: leaves, petals, canopies, bent boards."""
    grid = np.asarray(points, dtype=np.float64)
    normal = np.cross(np.gradient(grid, axis=0), np.gradient(grid, axis=1))
    normal = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    over, under = grid + 0.5 * thickness * normal, grid - 0.5 * thickness * normal
    around = np.concatenate([over, under[:, ::-1]], axis=1)
    low, high = grid[:1].mean(axis=1, keepdims=True), grid[-1:].mean(axis=1, keepdims=True)
    around = np.concatenate([low + 0 * around[:1], around, high + 0 * around[-1:]])
    return grid_surface(around, wrap_columns=True)


def leaf(length: float, width: float, droop: float, fold: float = 0.3, thickness: float = 0.02) -> Geometry:
    """A leaf or petal from the origin along +x, drooping to -z by `droop` of its length."""
    t = np.linspace(0.0, 1.0, 10)
    half = width / 2 * np.sin(np.pi * np.clip(t, 0.02, 0.98) ** 0.75)
    s = np.linspace(-1.0, 1.0, 5)
    x = np.broadcast_to((length * t)[:, None], (10, 5))
    y = half[:, None] * s[None]
    z = fold * np.abs(y) - droop * length * (t**2)[:, None]
    return sheet(np.stack([x, y, z], axis=-1), thickness * length)
