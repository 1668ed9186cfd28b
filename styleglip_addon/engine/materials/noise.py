"""Vectorised noise: gradient noise (Perlin 2002), fractal sums, and cellular noise (Worley 1996).

Functions of a `Space` and of no seed: a material moves its points by a random offset instead. Octaves that the samples
cannot carry fade to their mean (Norton, Rockwood and Skolmoski, "Clamping", 1982), and are not computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .points import Array
from .spaces import Space

_Bits = NDArray[np.uint32]

_TABLE_BITS = 12
_PRIMES = (np.uint32(73856093), np.uint32(19349663), np.uint32(83492791))
_GOLDEN = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - _TABLE_BITS)

_KEPT, _LOST = 0.65, 1.15
"""Features per sample below which noise is whole and above which it is gone; it has no waves shorter than a feature."""


def _tables() -> tuple[Array, Array]:
    rng = np.random.default_rng(20020726)
    gradients = rng.normal(size=(3, 2**_TABLE_BITS))
    gradients /= np.linalg.norm(gradients, axis=0)
    return gradients.astype(np.float32), rng.random((4, 2**_TABLE_BITS)).astype(np.float32)


_GRADIENTS, _UNIFORM = _tables()


def kept(footprint: float) -> float:
    """Share of a feature's contrast that samples carry which are `footprint` features apart: 1 down to 0."""
    t = min(max((_LOST - footprint) / (_LOST - _KEPT), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


def _scatter(bits: _Bits) -> _Bits:
    return (bits * _GOLDEN) >> _SHIFT


def _lattice(p: Array) -> tuple[Array, list[_Bits]]:
    """Fractional part (n, D) and the hashed lattice coordinate of each axis."""
    base = np.floor(p)
    whole = base.astype(np.int32).view(np.uint32)
    return p - base, [whole[:, axis] * _PRIMES[axis] for axis in range(p.shape[1])]


def gradient_noise(space: Space) -> Array:
    """Smooth noise (n,), features of about one unit: mean 0, deviation about 0.35, in -1.2..1.2; 2 or 3 dimensions."""
    share = kept(space.footprint)
    if share == 0.0:
        return np.zeros(len(space.q), np.float32)
    noise = _gradient_3d(space.q) if space.q.shape[1] == 3 else _gradient_2d(space.q)
    noise *= np.float32(1.5 * share)
    return noise


def _gradient_2d(q: Array) -> Array:
    near, hashes, (wx, wy) = _surroundings(q)
    corner = _Corners(near, hashes, len(q))
    ends = [_between(corner.value(0, dy), corner.value(1, dy), wx) for dy in (0, 1)]
    # Gradients of three dimensions cut at z = 0 are shorter; 1.2 gives the plane the same deviation.
    return _between(ends[0], ends[1], wy) * np.float32(1.2)


def _gradient_3d(q: Array) -> Array:
    near, hashes, (wx, wy, wz) = _surroundings(q)
    corner = _Corners(near, hashes, len(q))
    planes = []
    for dz in (0, 1):
        rows = [_between(corner.value(0, dy, dz), corner.value(1, dy, dz), wx) for dy in (0, 1)]
        planes.append(_between(rows[0], rows[1], wy))
    return _between(planes[0], planes[1], wz)


_Pair = tuple[Array, Array]


def _surroundings(q: Array) -> tuple[list[_Pair], list[tuple[_Bits, _Bits]], Array]:
    """Per axis, of the lattice before and behind (n,): offsets from it and its hash; and (D, n) weights of the latter.

    Axis by axis in memory, which halves the time of all that follows.
    """
    columns = np.ascontiguousarray(q.T)
    base = np.floor(columns)
    f = columns - base
    whole = base.astype(np.int32).view(np.uint32)
    hashes = [(h, h + prime) for h, prime in ((row * prime, prime) for row, prime in zip(whole, _PRIMES, strict=False))]
    return [(row, row - np.float32(1.0)) for row in f], hashes, _faded(f)


class _Corners:
    """The gradients' values at the corners of the lattice cell around n points; what lies between is kept for all."""

    def __init__(self, near: list[_Pair], hashes: list[tuple[_Bits, _Bits]], count: int) -> None:
        self._near, self._hashes = near, hashes
        self._bits, self._part = np.empty(count, np.uint32), np.empty(count, np.float32)
        self._index = np.empty(count, np.intp)

    def value(self, *corner: int) -> Array:
        """(n,) at one corner: 0 or 1 per axis."""
        bits, part, index = self._bits, self._part, self._index
        np.bitwise_xor(self._hashes[0][corner[0]], self._hashes[1][corner[1]], out=bits)
        if len(corner) == 3:
            bits ^= self._hashes[2][corner[2]]
        bits *= _GOLDEN
        np.right_shift(bits, _SHIFT, out=index, casting="unsafe")
        # All are within the table: "clip" only spares the check.
        value = _GRADIENTS[0].take(index, mode="clip")
        value *= self._near[0][corner[0]]
        for axis in range(1, len(corner)):
            _GRADIENTS[axis].take(index, out=part, mode="clip")
            part *= self._near[axis][corner[axis]]
            value += part
        return value


def _between(a: Array, b: Array, weight: Array) -> Array:
    """a + (b - a) weight, in the memory of b."""
    b -= a
    b *= weight
    b += a
    return b


def _faded(t: Array) -> Array:
    return t * t * t * (t * (t * np.float32(6.0) - np.float32(15.0)) + np.float32(10.0))


def fractal(space: Space, octaves: int = 4, gain: float = 0.5) -> Array:
    """Sum of octaves of gradient noise, the first with features of one unit: (n,), deviation about 0.35."""
    total, amplitude, power = np.zeros(len(space.q), np.float32), 1.0, 0.0
    for octave in range(octaves):
        power += amplitude * amplitude
        finer = space if octave == 0 else space.finer(2.03**octave, 17.3 * octave)
        if kept(finer.footprint) > 0.0:
            total += gradient_noise(finer) * np.float32(amplitude)
        amplitude *= gain
    return total / np.float32(np.sqrt(power))


def ridges(space: Space, octaves: int = 3, gain: float = 0.5) -> Array:
    """Thin bright crests (n,) in 0..1: 1 along the zero lines of the noise, as in veins and cracks."""
    total, weight, amplitude = np.zeros(len(space.q), np.float32), 0.0, 1.0
    for octave in range(octaves):
        finer = space if octave == 0 else space.finer(2.03**octave, 31.7 * octave)
        share = kept(2.0 * finer.footprint)
        if share > 0.0:
            crest = np.clip(1.0 - np.abs(gradient_noise(finer)), 0.0, 1.0)
            total += (crest * np.float32(share) + np.float32(_MEAN_CREST * (1.0 - share))) * np.float32(amplitude)
        else:
            total += np.float32(_MEAN_CREST * amplitude)
        weight += amplitude
        amplitude *= gain
    return total / np.float32(weight)


_MEAN_CREST = 0.72
"""Mean of 1 - |noise|."""


def displaced(space: Space, amount: float, scale: float = 1.0) -> Space:
    """The space moved by noise of feature size 1 / scale; `amount`, in features, is about the greatest movement."""
    finer = space.finer(scale)
    dimensions = space.q.shape[1]
    shift = [gradient_noise(finer.moved(np.full(dimensions, 41.7 * k, np.float32))) for k in range(dimensions)]
    return space.moved(np.stack(shift, axis=1) * np.float32(amount))


class Cells(NamedTuple):
    """Cellular noise: distance to the nearest and second nearest seed, and three random numbers of the nearest cell.

    Attributes:
        nearest: (n,) distance to the nearest seed, about 0..1.
        second: (n,) distance to the second nearest; `second - nearest` is 0 on the borders between cells.
        identity: (n, 3) random numbers in 0..1, constant inside a cell.
    """

    nearest: Array
    second: Array
    identity: Array

    @property
    def border(self) -> Array:
        """(n,) 0 on the border between two cells, growing inwards."""
        return self.second - self.nearest


def cells(space: Space, jitter: float = 1.0) -> Cells:
    """Cellular noise, one seed per unit cell, `jitter` 0 (a grid) .. 1 (irregular); 2 or 3 dimensions."""
    count = len(space.q)
    nearest = np.full(count, 9.0, np.float32)
    second = nearest.copy()
    best = np.zeros(count, np.uint32)
    for offsets, bits in seeds(space, jitter):
        squared = np.zeros(count, np.float32)
        for offset in offsets:
            squared += np.multiply(offset, offset, out=offset)
        np.copyto(best, bits, where=squared < nearest)
        np.minimum(second, np.maximum(nearest, squared), out=second)
        np.minimum(nearest, squared, out=nearest)
    return Cells(np.sqrt(nearest), np.sqrt(second), identity_of(best))


def seeds(space: Space, jitter: float = 1.0) -> Iterator[tuple[list[Array], _Bits]]:
    """The seeds of a point's own unit cell and of all cells around it, one after the other.

    Every seed at most one unit away is among them.

    Yields:
        Offsets (n,) from the seed to the points, one array per axis, and what tells the seed from others (n,), of which
        `identity_of` makes random numbers.
    """
    f, hashes = _lattice(space.q)
    dimensions = space.q.shape[1]
    columns = [np.ascontiguousarray(f[:, axis]) for axis in range(dimensions)]
    table = _UNIFORM * np.float32(jitter) + np.float32(0.5 - 0.5 * jitter)
    # Hashed lattice coordinate of the cell before, the own cell and the cell after, per axis.
    steps = [(h - _PRIMES[axis], h, h + _PRIMES[axis]) for axis, h in enumerate(hashes)]
    for code in range(3**dimensions):
        cell = [(code // 3**axis) % 3 for axis in range(dimensions)]
        bits = steps[0][cell[0]]
        for axis in range(1, dimensions):
            bits = bits ^ steps[axis][cell[axis]]
        index = _scatter(bits).astype(np.intp)
        offsets = []
        for axis in range(dimensions):
            seed = table[axis].take(index, mode="clip")
            seed += np.float32(cell[axis] - 1)
            offsets.append(np.subtract(columns[axis], seed, out=seed))
        yield offsets, bits


def identity_of(bits: _Bits) -> Array:
    """Three random numbers (n, 3) in 0..1 of each seed."""
    return np.stack([_UNIFORM[row][_scatter(bits + np.uint32(row + 1))] for row in range(3)], axis=1)


def random_of(*integers: Array) -> Array:
    """Random numbers (n,) in 0..1 that depend only on up to three whole numbers (n,), such as row and column."""
    bits = np.zeros(len(integers[0]), np.uint32)
    for axis, values in enumerate(integers):
        bits = bits ^ (np.asarray(values, np.float32).astype(np.int32).view(np.uint32) * _PRIMES[axis])
    result: Array = _UNIFORM[3][_scatter(bits)]
    return result


def smoothstep(low: float, high: float, x: Array) -> Array:
    """0 below `low`, 1 above `high`, smooth between; `low > high` gives the falling step."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
