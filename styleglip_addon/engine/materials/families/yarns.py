"""How threads lie in a woven cloth: which is on top, how high, and which one it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..noise import gradient_noise, kept, random_of
from ..points import Array, Points
from ..spaces import Place, Space, laid, rolled


class Woven(NamedTuple):
    """Threads at n points. Warp threads run along v, weft threads along u.

    Attributes:
        warp: share of the point that a warp thread covers, 0 or 1; its mean where samples cannot tell threads apart.
        height: of the surface, 0..1, at its mean where samples are too far apart.
        own: a random number per thread, 0..1.
        column, row: numbers of the warp thread and of the weft thread that meet here.
        ply: -1..1, the twisted strands of a thread.
    """

    warp: Array
    height: Array
    own: Array
    column: Array
    row: Array
    ply: Array


_MEAN_HEIGHT = 0.72


def woven(space: Space, over: int = 1, under: int = 1, step: int = 1) -> Woven:
    """Threads of one unit each: a warp thread passes over `over` wefts and under `under`; its neighbour `step` later.

    `over = under = 1` is the plain weave, others are twills with diagonals of 45 degrees. The pattern repeats after
    `over + under` threads.
    """
    x, y = space.q[:, 0], space.q[:, 1]
    column, row = np.floor(x), np.floor(y)
    repeat = np.float32(over + under)
    turned = row - np.float32(step) * column
    phase = turned - repeat * np.floor(turned / repeat)
    on_top = phase < over - 0.5
    fx, fy = x - column, y - row
    # Place along the visible piece of the thread, 0..1; along a weft the phase falls as the column rises.
    along_warp = (phase + fy) / np.float32(over)
    run = fx if step < 0 else 1.0 - fx
    along_weft = (phase + run - np.float32(over)) / np.float32(under)
    across = np.where(on_top, fx, fy) - np.float32(0.5)
    end = np.abs(2.0 * np.where(on_top, along_warp, along_weft) - 1.0)
    squared = end * end
    dip = np.where(on_top, squared ** int(over), squared ** int(under))
    height = np.sqrt(np.clip(1.0 - 4.0 * across**2, 0.0, 1.0)) * (1.0 - 0.3 * dip)
    share, fine = np.float32(kept(space.footprint)), np.float32(kept(2.5 * space.footprint))
    own = np.where(on_top, random_of(column), random_of(row + 71.0))
    mean = np.float32(over / (over + under))
    if fine > 0.0:
        ply = fine * np.sin(np.float32(2.0 * np.pi) * (np.where(on_top, y, x) * np.float32(0.9) + across))
    else:
        ply = np.zeros_like(x)
    return Woven(
        (mean + share * (on_top - mean)).astype(np.float32),
        (_MEAN_HEIGHT + share * (height - _MEAN_HEIGHT)).astype(np.float32),
        (0.5 + share * (own - 0.5)).astype(np.float32),
        column,
        row,
        ply.astype(np.float32),
    )


class Loom(NamedTuple):
    """Where a cloth's threads lie, and the slow changes along them.

    Attributes:
        threads: one unit per thread.
        warp, weft: noise space of the unevenness of either system.
        width: of a thread, metres.
        wander: how far threads leave their straight line, in threads.
    """

    threads: Place
    warp: Place
    weft: Place
    width: float
    wander: float

    def laid(self, points: Points, repeat: int) -> tuple[Space, Array, Array]:
        """Threads, and the unevenness of warp and weft (n,), about -0.8..0.8."""
        warp, weft = self.warp(points), self.weft(points)
        slow = np.float32(0.6)
        uneven = [
            gradient_noise(s) + slow * gradient_noise(s.stretched(*finer))
            for s, finer in ((warp, (0.31, 0.31, 0.4)), (weft, (0.4, 0.4, 0.31)))
        ]
        space = self.threads(points).finer(float(repeat))
        if self.wander:
            # A thick place pushes its thread aside.
            space = space.moved(np.stack(uneven).T * np.float32(self.wander))
        return space, uneven[0], uneven[1]


def loom(rng: np.random.Generator, width: float, repeat: int = 1, wander: float = 0.0, run: float = 40.0) -> Loom:
    """A cloth of threads `width` metres wide; its pattern repeats after `repeat`; thick places are `run` widths."""
    return Loom(
        laid(rng, repeat * width, repeat * width),
        rolled(rng, 1.3 * width, run * width),
        rolled(rng, run * width, 1.3 * width),
        width,
        wander,
    )
