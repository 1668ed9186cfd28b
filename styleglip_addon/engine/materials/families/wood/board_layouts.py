"""How boards and blocks of wood lie on a surface: which one a point is on, and where on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...noise import random_of
from ...points import Array, Points
from ...spaces import count_around, counted, laid


class Board(NamedTuple):
    """The board that each of n points lies on; (n,) each, lengths in metres.

    Attributes:
        across: from its middle line.
        along: from its end.
        inset: to its nearest edge.
        end: to its nearest end.
        number, second, third: random numbers of the board, 0..1.
    """

    across: Array
    along: Array
    inset: Array
    end: Array
    number: Array
    second: Array
    third: Array


Layout = Callable[[Points], Board]


def planks(rng: np.random.Generator, width: float, length: float) -> Layout:
    """Long boards along the piece, side by side, their ends where they happen to be."""
    place = laid(rng, width, width)

    def layout(points: Points) -> Board:
        q = place(points).q
        column = np.floor(q[:, 0])
        own = counted(column, count_around(points, width))
        across = (q[:, 0] - column - 0.5) * np.float32(width)
        along = q[:, 1] * np.float32(width) + random_of(own, own + 3.0) * np.float32(5.0 * length)
        piece = np.floor(along / np.float32(length))
        along = along - piece * np.float32(length)
        return _board(across, along, (width, length), own, piece)

    return layout


def herringbone(rng: np.random.Generator, width: float, times: int) -> Layout:
    """Blocks `times` as long as wide, at 45 degrees to the piece, each against the side of the next.

    In a grid of cells of the block's width, a cell's difference of column and row says which block it belongs to; the
    pattern repeats after one step along the diagonal and after `times` steps across it.
    """
    period = math.sqrt(2.0) * width * times
    place = laid(rng, period, math.sqrt(2.0) * width)

    def layout(points: Points) -> Board:
        q = place(points).q
        x, y = q[:, 1] + times * q[:, 0], q[:, 1] - times * q[:, 0]
        i, j = np.floor(x), np.floor(y)
        k = (i - j) % (2.0 * times)
        level = k < times
        along = np.where(level, x - i + k, y - j + (2.0 * times - 1.0 - k))
        across = np.where(level, y - j, x - i) - 0.5
        first, last = np.where(level, i - k, i), np.where(level, j, j - (2.0 * times - 1.0 - k))
        column = np.floor((first - last) / (2.0 * times))
        own = counted(column, count_around(points, period)) * 2.0 + level
        size = (width, width * times)
        return _board(across * np.float32(width), along * np.float32(width), size, own, first + last)

    return layout


def basket(rng: np.random.Generator, side: float, strips: int) -> Layout:
    """Squares of parallel strips, every other one turned: mosaic parquet."""
    place = laid(rng, side, side)

    def layout(points: Points) -> Board:
        q = place(points).q
        i, j = np.floor(q[:, 0]), np.floor(q[:, 1])
        x, y = q[:, 0] - i, q[:, 1] - j
        turned = ((i + j) % 2.0) > 0.5
        across, along = np.where(turned, y, x) * np.float32(strips), np.where(turned, x, y)
        strip = np.floor(across)
        own = counted(i, count_around(points, side))
        size = (side / strips, side)
        return _board((across - strip - 0.5) * np.float32(size[0]), along * np.float32(side), size, own, j, strip)

    return layout


def blocks(rng: np.random.Generator, width: float, height: float) -> Layout:
    """Blocks set upright, seen from their ends, rows shifted by half a block."""
    place = laid(rng, width, height)

    def layout(points: Points) -> Board:
        q = place(points).q
        row = np.floor(q[:, 1])
        x = q[:, 0] + 0.5 * (row % 2.0)
        column = np.floor(x)
        own = counted(column, count_around(points, width))
        across, along = (x - column - 0.5) * np.float32(width), (q[:, 1] - row) * np.float32(height)
        return _board(across, along, (width, height), own, row)

    return layout


def _board(
    across: Array, along: Array, size: tuple[float, float], column: Array, row: Array, strip: Array | float = 0.0
) -> Board:
    end = np.minimum(along, np.float32(size[1]) - along)
    inset = np.minimum(np.float32(0.5 * size[0]) - np.abs(across), end)
    third = np.zeros_like(column) + strip
    return Board(
        across.astype(np.float32),
        along.astype(np.float32),
        inset.astype(np.float32),
        end.astype(np.float32),
        random_of(column, row, third),
        random_of(column + 131.0, row, third),
        random_of(column, row + 57.0, third + 11.0),
    )
