"""How the stitches of knitted cloth lie: stockinette, ribs and cables."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...noise import kept
from ...points import Array
from ...spaces import Space


class Stitches(NamedTuple):
    """Knitted cloth at n points.

    Attributes:
        height: of the yarn's surface, 0..1; its mean where samples are too far apart.
        lift: how far whole columns stand out, in the same unit.
        column, row: numbers of the stitch.
        ply: -1..1, the twisted strands of the yarn.
    """

    height: Array
    lift: Array | float
    column: Array
    row: Array
    ply: Array


_MEAN_HEIGHT = 0.66
_SLOPE = 1.5
"""Rows that a leg of the V rises within half a column."""


def stockinette(space: Space) -> Stitches:
    """Columns of V-shaped stitches, one column and one row per unit."""
    return _legs(space.q[:, 0], space.q[:, 1], space.footprint)


def purled(space: Space) -> Stitches:
    """Ribs along v: two columns of V, then two of purl, of which the back of the stitches shows, deep in between."""
    front, back = stockinette(space), _bumps(space.q[:, 0], space.q[:, 1], space.footprint)
    across = space.q[:, 0] % np.float32(4.0)
    return _chosen(across < 2.0, front, back, np.float32(0.55) * np.sin(np.float32(np.pi / 2.0) * across))


def cables(space: Space) -> Stitches:
    """A cable of two strands, six columns wide and twelve rows per turn, and a rib of two, between columns of purl."""
    x, y = space.q[:, 0], space.q[:, 1]
    across = x % np.float32(12.0)
    turn = y * np.float32(2.0 * np.pi / 12.0)
    swing = np.float32(1.55) * np.cos(turn)
    depth = np.float32(0.8) * np.sin(turn)
    away = [across - np.float32(4.0) - swing, across - np.float32(4.0) + swing]
    raised = [
        np.where(np.abs(d) < 1.6, np.sqrt(np.clip(1.0 - (d / 1.6) ** 2, 0.0, 1.0)) * 1.1 + side, -1.0)
        for d, side in zip(away, (depth, -depth), strict=True)
    ]
    upper = raised[0] > raised[1]
    d, lift = np.where(upper, away[0], away[1]), np.maximum(raised[0], raised[1])
    # The stitches of a strand follow it; a strand that runs aslant is knitted from longer ones.
    slope = np.float32(1.55 * 2.0 * np.pi / 12.0) * np.sin(turn) * np.where(upper, np.float32(-1.0), np.float32(1.0))
    strand = _legs((d + np.float32(1.6)) * np.float32(0.94), y + np.float32(0.5) * d * slope, space.footprint)
    rib = _legs(x, y, space.footprint)
    back = _bumps(x, y, space.footprint)
    on_rib = (across > 9.0) & (across < 11.0)
    lift = np.where(lift > -0.6, lift + np.float32(0.4), np.where(on_rib, 0.5, -0.45))
    crossed = _chosen(np.maximum(raised[0], raised[1]) > -0.6, strand, back, lift.astype(np.float32))
    return _chosen(on_rib, rib, crossed, lift.astype(np.float32))


def _legs(x: Array, y: Array, footprint: float) -> Stitches:
    column = np.floor(x)
    inside = x - column - np.float32(0.5)
    side = np.abs(inside)
    risen = y - np.float32(_SLOPE) * side
    row = np.floor(risen)
    across = risen - row - np.float32(0.5)
    # A leg is slim where the two meet in the middle of the column and full at the top; columns stand apart.
    slim = np.float32(2.6) - np.float32(1.4) * np.minimum(side * np.float32(4.0), 1.0)
    foot = np.float32(1.0) - np.float32(0.22) * np.clip(1.0 - side * np.float32(5.0), 0.0, 1.0)
    outer = np.clip((side - np.float32(0.22)) / np.float32(0.28), 0.0, 1.0)
    round_ = np.sqrt(np.clip(1.0 - slim * across**2 * np.float32(1.0 / 0.3), 0.0, 1.0))
    height = round_ * foot * np.sqrt(1.0 - np.float32(0.98) * outer**4)
    turns = np.float32(2.0 * np.pi) * (np.float32(4.5) * inside + across * np.float32(1.8))
    return _filtered(height, np.sin(turns), column, row, footprint)


def _bumps(x: Array, y: Array, footprint: float) -> Stitches:
    """Backs of stitches: small level arcs, staggered from row to row."""
    doubled = y * np.float32(2.0)
    row = np.floor(doubled)
    shifted = x + np.float32(0.5) * (row % 2.0)
    column = np.floor(shifted)
    across, inside = shifted - column - np.float32(0.5), doubled - row - np.float32(0.5)
    bend = inside + np.float32(1.2) * across**2 - np.float32(0.1)
    height = np.sqrt(np.clip(1.0 - 4.0 * bend**2, 0.0, 1.0)) * (1.0 - (2.0 * across) ** 4)
    return _filtered(height, np.sin(np.float32(9.0) * (across + inside)), column, np.floor(row / 2.0), footprint)


def _filtered(height: Array, ply: Array, column: Array, row: Array, footprint: float) -> Stitches:
    share = np.float32(kept(1.2 * footprint))
    return Stitches(
        (_MEAN_HEIGHT + share * (height - _MEAN_HEIGHT)).astype(np.float32),
        0.0,
        column,
        row,
        (np.float32(kept(3.0 * footprint)) * ply).astype(np.float32),
    )


def _chosen(first: NDArray[np.bool_], a: Stitches, b: Stitches, lift: Array) -> Stitches:
    return Stitches(
        np.where(first, a.height, b.height),
        lift,
        np.where(first, a.column, b.column),
        np.where(first, a.row, b.row),
        np.where(first, a.ply, b.ply),
    )
