"""How surfaces are laid with tiles: which tile a point is on, and how far it is from the tile's edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..noise import random_of
from ..pieces import There, drum, laid_there
from ..points import Array, Points
from ..spaces import count_around, counted, laid


class Tile(NamedTuple):
    """The tiles that n points are on.

    Attributes:
        x, y: (n,) metres from the middle of the tile, along u and v.
        inset: (n,) metres from the nearest edge of the tile, inwards; the joint's middle is at 0.
        number, second: (n,) two random numbers of the tile, 0..1.
        column, row: (n,) whole numbers that count the tiles.
        columns: (n,) columns after which u closes on itself; 0 where it does not.
        cover: (n,) whether the tile is there, where tiles lie on something else (`Points.growing`); else None.
    """

    x: Array
    y: Array
    inset: Array
    number: Array
    second: Array
    column: Array
    row: Array
    columns: Array
    cover: There | None

    def middle(self) -> Array:
        """(n, 3) where the tile's middle is, in tiles, on a drum where u closes: for noise of one value per tile."""
        return drum(self.column, self.row, self.columns)


Tiling = Callable[[Points], Tile]


def courses(
    rng: np.random.Generator,
    length: float,
    height: float,
    shift: float = 0.5,
    uneven: float = 0.0,
    corner: float = 0.0,
) -> Tiling:
    """Level courses of rectangles, as of bricks (shift 0.5), wall tiles (0) or hewn stone (uneven).

    Args:
        rng: draws which tiles there are.
        length, height: of a tile with its joint, metres; a whole even number of lengths goes around.
        shift: of every second course along the next, in lengths.
        uneven: by how much lengths and heights differ from each other, 0..0.8 of their means.
        corner: radius of the tiles' corners, metres.
    """
    place = laid(rng, length, height)

    def tiling(points: Points) -> Tile:
        q, count = place(points).q, count_around(points, length)
        y, row, high = _step(q[:, 1], np.zeros_like(count), np.zeros_like(count), uneven)
        along = q[:, 0] + np.float32(shift) * (row % 2.0)
        x, column, wide = _step(along, row, count, uneven)
        x, y = x * np.float32(length), y * np.float32(height)
        inset = _rounded(
            wide * np.float32(0.5 * length) - np.abs(x), high * np.float32(0.5 * height) - np.abs(y), corner
        )
        return _tile((x, y), inset, (column, row, count), laid_there(points, (column, row, count), length, height))

    return tiling


def herringbone(rng: np.random.Generator, length: float) -> Tiling:
    """Rectangles half as wide as long, set at right angles to each other; a whole even number of lengths goes around.

    Args:
        rng: draws which tiles there are.
        length: of a tile with its joint, metres.
    """
    half, place = np.float32(0.5 * length), laid(rng, length, length)

    def tiling(points: Points) -> Tile:
        q, columns = place(points).q * np.float32(2.0), 2.0 * count_around(points, length)
        i, j = np.floor(q[:, 0]), np.floor(q[:, 1])
        # Along every row: two squares of a lying tile, then one of a standing tile each, its upper and its lower half.
        turn = (i - j) % 4.0
        lying = turn < 1.5
        first = np.where(lying, i - turn, i)
        top = np.where(turn > 2.5, j + 1.0, j)
        x = (q[:, 0] - first - np.where(lying, np.float32(1.0), np.float32(0.5))) * half
        y = (q[:, 1] - top - np.where(lying, np.float32(0.5), np.float32(0.0))) * half
        inset = np.minimum(np.where(lying, 1.0, 0.5) * half - np.abs(x), np.where(lying, 0.5, 1.0) * half - np.abs(y))
        number = (counted(first, columns), top, columns)
        return _tile((x, y), inset.astype(np.float32), number, laid_there(points, number, 0.5 * length, 0.5 * length))

    return tiling


def hexagon_cells(rng: np.random.Generator, width: float) -> Tiling:
    """Regular hexagons, `width` metres between two upright sides; a whole even number of them goes around."""
    place = laid(rng, width, width)

    def tiling(points: Points) -> Tile:
        q, count = place(points).q, count_around(points, width)
        scale = np.array([1.0, 1.7320508], np.float32)
        a = np.floor(q / scale) + np.float32(0.5)
        b = np.floor(q / scale - np.float32(0.5)) + np.float32(1.0)
        to_a, to_b = q - a * scale, q - b * scale
        nearer = (to_a**2).sum(axis=1) < (to_b**2).sum(axis=1)
        local = np.where(nearer[:, None], to_a, to_b)
        middle = np.where(nearer[:, None], a, b) * np.float32(2.0)
        folded = np.abs(local)
        reach = np.maximum(folded[:, 0], folded @ np.array([0.5, 0.8660254], np.float32))
        column, row = counted(middle[:, 0], 2.0 * count), middle[:, 1]
        local = local * np.float32(width)
        number, inset = (column, row, 2.0 * count), (0.5 - reach) * np.float32(width)
        there = laid_there(points, number, 0.5 * width, 0.5 * width)
        return _tile((local[:, 0], local[:, 1]), inset, number, there)

    return tiling


def scallops(rng: np.random.Generator, width: float, height: float, pointed: float = 0.0) -> Tiling:
    """Rows of overlapping tiles with round lower ends, each row over the one below: roofs, scales, feathers.

    `y` runs from 0 at the lower end of the tile on top upwards; `inset` is the distance from the tile's edge below
    and at its sides.

    Args:
        rng: draws which tiles there are.
        width: of a tile, metres; a whole even number goes around.
        height: between two rows, metres.
        pointed: 0 for round ends, 1 for pointed ones.
    """
    place = laid(rng, width, height)

    def tiling(points: Points) -> Tile:
        q, count = place(points).q, count_around(points, width)
        row = np.floor(q[:, 1])
        above = q[:, 1] - row
        rise = []
        for step in (0.0, 1.0):
            along = q[:, 0] + np.float32(0.5) * ((row + step) % 2.0)
            across = along - np.floor(along) - np.float32(0.5)
            folded = np.abs(across) * np.float32(2.0)
            arc = 1.0 - np.sqrt(np.clip(1.0 - folded**2, 0.0, 1.0))
            rise.append((across, np.floor(along), arc + (folded - arc) * np.float32(pointed)))
        # The lower edge of the row above hangs into this one: a tile starts one row higher than its end.
        hanging = above - rise[1][2] >= 0.0
        across, column, edge = (np.where(hanging, rise[1][k], rise[0][k]) for k in range(3))
        own = row + hanging
        y = np.where(hanging, above - edge, above + np.float32(1.0) - edge) * np.float32(height)
        column = counted(column, count)
        side = (0.5 - np.abs(across)) * np.float32(width)
        there = laid_there(points, (column, own, count), width, height)
        return _tile(
            (across * np.float32(width), y), np.minimum(y * np.float32(0.7), side), (column, own, count), there
        )

    return tiling


def _tile(local: tuple[Array, Array], inset: Array, place: tuple[Array, Array, Array], there: There | None) -> Tile:
    column, row, count = place
    number, second = random_of(column, row), random_of(row + 57.0, column + 311.0)
    return Tile(*local, inset, number, second, column, row, count, there)


def _step(t: Array, key: Array, count: Array, uneven: float) -> tuple[Array, Array, Array]:
    """Which interval of an uneven ruler t is in: t from its middle, its number modulo the count, and its length."""
    k = np.floor(t)
    if uneven == 0.0:
        return t - k - np.float32(0.5), counted(k, count), np.ones_like(t)
    k -= t < k + _joint(k, key, count, uneven)
    k += t > k + 1.0 + _joint(k + 1.0, key, count, uneven)
    low = k + _joint(k, key, count, uneven)
    high = k + 1.0 + _joint(k + 1.0, key, count, uneven)
    return t - 0.5 * (low + high), counted(k, count), high - low


def _joint(k: Array, key: Array, count: Array, uneven: float) -> Array:
    return np.float32(uneven) * (random_of(counted(k, count), key, np.full_like(k, 5.0)) - np.float32(0.5))


def _rounded(x: Array, y: Array, corner: float) -> Array:
    """Distance from the edge of a rectangle with round corners, of the distances x and y from its sides."""
    if corner == 0.0:
        return np.minimum(x, y)
    radius = np.float32(corner)
    outside = np.hypot(np.maximum(radius - x, 0.0), np.maximum(radius - y, 0.0))
    inset: Array = radius - outside + np.maximum(np.minimum(x, y) - radius, 0.0)
    return inset
