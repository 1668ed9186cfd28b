"""Things strewn over a surface: leaves, petals, seeds, sprinkles; the outermost covers those beneath it.

Their seeds fill the space that the surface lies in. What a point sees of a seed is its offset in the tangent plane, so
things lie flat on any surface, without a seam and without coordinates on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .noise import identity_of, seeds
from .points import Array, Points
from .spaces import Space

Inside = NDArray[np.bool_]

Shape = Callable[[Array, Array, Array], Inside]
"""Whether points at (along (m,), across (m,)) of a thing with random numbers (m, 3) are inside of it."""

_BURIED = 0.5
"""Depth, in features, to which seeds under or above the surface still count."""


class Strewn(NamedTuple):
    """The outermost thing at n points.

    Attributes:
        inside: (n,) whether there is one.
        along, across: (n,) where the point is on it, in features from its seed; `along` is its own axis.
        identity: (n, 3) its random numbers.
        height: (n,) -0.5..0.5, constant over the thing; the greater lies on top.
    """

    inside: Inside
    along: Array
    across: Array
    identity: Array
    height: Array


def strewn(space: Space, points: Points, shape: Shape, axis: float = 0.0, reach: float = 1.0) -> Strewn:
    """One thing per unit cell, each turned its own way.

    Args:
        space: three dimensions, with the axes of the normal (`solid(turned=False)`).
        points: the same n points; their normals say how things lie, `Points.growing` which of them are there.
        shape: see `Shape`.
        axis: how much the things' axes tend towards +z (or -z, below 0); 0: not at all.
        reach: greatest distance of a thing's edge from its seed, features, at most 1.
    """
    nx, ny, nz = (np.ascontiguousarray(points.normal[:, k], np.float32) for k in range(3))
    near: list[tuple[NDArray[np.integer], Array, Array, Array, Array, NDArray[np.uint32]]] = []
    depth, squared, part = (np.empty(len(space.q), np.float32) for _ in range(3))
    for (x, y, z), bits in seeds(space):
        _summed(((x, nx), (y, ny), (z, nz)), part, depth)
        _summed(((x, x), (y, y), (z, z)), part, squared)
        np.multiply(depth, depth, out=part)
        squared -= part
        rows = np.flatnonzero((part < np.float32(_BURIED**2)) & (squared < np.float32(reach * reach)))
        near.append((rows, x.take(rows), y.take(rows), z.take(rows), depth.take(rows), bits.take(rows)))
    rows, x, y, z, depth, bits = (np.concatenate(column) for column in zip(*near, strict=True))
    count = len(space.q)
    inside = np.zeros(count, bool)
    along, across, height = (np.zeros(count, np.float32) for _ in range(3))
    identity = np.zeros((count, 3), np.float32)
    outer = depth < 0.0
    for half in (outer, ~outer):
        # What lies in the outer half already covers what lies below it.
        some = np.flatnonzero(half & ~inside[rows])
        at = rows[some]
        own = identity_of(bits[some])
        a, b = _on_plane((x[some], y[some], z[some]), (nx[at], ny[at], nz[at]), own, axis)
        hits = np.flatnonzero(shape(a, b, own))
        if points.growing is not None and len(hits):
            of = some[hits]
            feature = np.float32(points.spacing / space.footprint)
            hits = hits[_grown(points, at[hits], feature * np.stack((x[of], y[of], z[of]), axis=1), bits[of])]
        # Where several things cover a point, the last one that is written stays: the outermost.
        hits = hits[np.argsort(-depth[some[hits]])]
        top = at[hits]
        inside[top] = True
        along[top], across[top], height[top], identity[top] = a[hits], b[hits], -depth[some[hits]], own[hits]
    return Strewn(inside, along, across, identity, height)


class Overlaid(NamedTuple):
    """The outermost thing of several layers at n points.

    Attributes:
        top: the thing.
        level: (n,) number of its layer, 0 where there is none.
    """

    top: Strewn
    level: Array


def overlaid(spaces: Sequence[Space], points: Points, shape: Shape, axis: float = 0.0, reach: float = 1.0) -> Overlaid:
    """Layers of things over each other, the last on top; what lies below is only looked for where nothing covers it.

    Args:
        spaces: of each layer, as of `strewn`, like the rest.
        points, shape: as of `strewn`.
        axis, reach: as of `strewn`.
    """
    top = strewn(spaces[-1], points, shape, axis, reach)
    level = np.where(top.inside, np.float32(len(spaces) - 1), np.float32(0.0))
    for number in reversed(range(len(spaces) - 1)):
        rows = np.flatnonzero(~top.inside)
        if len(rows):
            lower = strewn(spaces[number].part(rows), points.part(rows), shape, axis, reach)
            for values, found in zip(top, lower, strict=True):
                values[rows] = found
            level[rows] = np.float32(number) * lower.inside
    return Overlaid(top, level)


def _grown(points: Points, rows: NDArray[np.integer], offset: Array, bits: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Whether the things at some points are there, (m,): one answer for all points of a thing."""
    assert points.growing is not None
    _, first, thing = np.unique(bits, return_index=True, return_inverse=True)
    return points.growing(points.with_middles(rows[first], offset[first]))[thing]


def _summed(products: Sequence[tuple[Array, Array]], part: Array, out: Array) -> None:
    """The sum of products; `part` is memory to work in."""
    np.multiply(*products[0], out=out)
    for pair in products[1:]:
        np.multiply(*pair, out=part)
        out += part


def _on_plane(
    offset: tuple[Array, Array, Array], normal: tuple[Array, Array, Array], own: Array, axis: float
) -> tuple[Array, Array]:
    """Components (m,) of offsets along and across the things' axes, in the plane of the normals."""
    (x, y, z), (nx, ny, nz) = offset, normal
    # Random numbers of their own: a colour chosen by `own` shall not go with a direction.
    spread = own * np.float32(37.0)
    hx, hy, hz = (spread - np.floor(spread) - np.float32(0.5)).T
    hz += np.float32(axis)
    inward = hx * nx + hy * ny + hz * nz
    hx, hy, hz = hx - inward * nx, hy - inward * ny, hz - inward * nz
    length = np.maximum(np.sqrt(hx * hx + hy * hy + hz * hz), np.float32(1e-4))
    along = (x * hx + y * hy + z * hz) / length
    across = x * (ny * hz - nz * hy) + y * (nz * hx - nx * hz) + z * (nx * hy - ny * hx)
    return along, across / length
