"""Vectorised noise: gradient noise (Perlin 2002), fractal sums, and cellular noise (Worley 1996).

Functions of a `Space` and of no seed: a material moves its points by a random offset instead. Octaves that the samples
cannot carry fade to their mean (Norton, Rockwood and Skolmoski, "Clamping", 1982), and are not computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..vocabulary.stopping import stop_here
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
    return _rows(gradients), rng.random((4, 2**_TABLE_BITS)).astype(np.float32)


def _rows(columns: NDArray[np.floating]) -> Array:
    """Up to four columns (4, N) as rows (N, 4): seen as numbers of 16 bytes, they are fetched at once."""
    rows = np.zeros((columns.shape[1], 4), np.float32)
    rows[:, : len(columns)] = columns.T
    return rows


_GRADIENTS, _UNIFORM = _tables()
_GRADIENT_ROWS = _GRADIENTS.view(np.complex128).ravel()
_SEED_ROWS = _rows(_UNIFORM)


def kept(footprint: float) -> float:
    """Share of a feature's contrast that samples carry which are `footprint` features apart: 1 down to 0."""
    t = min(max((_LOST - footprint) / (_LOST - _KEPT), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


def _scatter(bits: _Bits) -> _Bits:
    return (bits * _GOLDEN) >> _SHIFT


def _lattice(q: Array) -> tuple[Array, _Bits]:
    """Places within lattice cells, and the cells' hashed coordinates: (D, n) each.

    Axis by axis in memory, which halves the time of all that follows.
    """
    places = q.T.copy()
    base = np.floor(places)
    places -= base
    hashes = base.astype(np.int32).view(np.uint32)
    for hashed, prime in zip(hashes, _PRIMES, strict=False):
        hashed *= prime
    return places, hashes


def gradient_noise(space: Space) -> Array:
    """Smooth noise (n,), features of about one unit: mean 0, deviation about 0.35, in -1.2..1.2; 2 or 3 dimensions."""
    share = kept(space.footprint)
    if share == 0.0:
        return np.zeros(len(space.q), np.float32)
    stop_here()
    noise = _gradient_3d(space.q) if space.q.shape[1] == 3 else _gradient_2d(space.q)
    noise *= np.float32(1.5 * share)
    return noise


def _gradient_2d(q: Array) -> Array:
    corner = _Corners(q)
    # Gradients of three dimensions cut at z = 0 are shorter; 1.2 gives the plane the same deviation.
    return _between(corner.row(0), corner.row(1), corner.weights[1]) * np.float32(1.2)


def _gradient_3d(q: Array) -> Array:
    corner = _Corners(q)
    planes = [_between(corner.row(0, dz), corner.row(1, dz), corner.weights[1]) for dz in (0, 1)]
    return _between(planes[0], planes[1], corner.weights[2])


class _Corners:
    """The gradients' values at the corners of the lattice cell around n points.

    Attributes:
        weights: (n,) per axis, of the lattice behind the point against the one before it.
    """

    def __init__(self, q: Array) -> None:
        places, hashes = _lattice(q)
        self._near = [(place, place - np.float32(1.0)) for place in places]
        self._hashes = [(hashed, hashed + prime) for hashed, prime in zip(hashes, _PRIMES, strict=False)]
        self.weights = [_faded(place) for place in places]
        count = len(q)
        self._bits, self._part = np.empty(count, np.uint32), np.empty(count, np.float32)
        self._index = np.empty(count, np.intp)
        self._rows = np.empty(count, np.complex128)
        self._gradient = self._rows.view(np.float32).reshape(count, 4).T

    def row(self, *corner: int) -> Array:
        """(n,) between the two corners along the first axis; 0 or 1 per further axis."""
        fixed = self._hashes[1][corner[0]]
        if len(corner) == 2:
            fixed = fixed ^ self._hashes[2][corner[1]]
        ends = [self._value(first, fixed, corner) for first in (0, 1)]
        return _between(ends[0], ends[1], self.weights[0])

    def _value(self, first: int, fixed: _Bits, corner: tuple[int, ...]) -> Array:
        """(n,) at one corner."""
        bits, part, gradient = self._bits, self._part, self._gradient
        np.bitwise_xor(self._hashes[0][first], fixed, out=bits)
        bits *= _GOLDEN
        np.right_shift(bits, _SHIFT, out=self._index, casting="unsafe")
        # All are within the table: "clip" only spares the check.
        _GRADIENT_ROWS.take(self._index, out=self._rows, mode="clip")
        value: Array = gradient[0] * self._near[0][first]
        for axis, side in enumerate(corner, 1):
            np.multiply(gradient[axis], self._near[axis][side], out=part)
            value += part
        return value


def _between(a: Array, b: Array, weight: Array) -> Array:
    """a + (b - a) weight, in the memory of b."""
    b -= a
    b *= weight
    b += a
    return b


def _faded(t: Array) -> Array:
    """t^3 (t (6 t - 15) + 10), of no slope and curvature at 0 and 1."""
    out: Array = t * np.float32(6.0)
    out -= np.float32(15.0)
    out *= t
    out += np.float32(10.0)
    for _ in range(3):
        out *= t
    return out


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
    return space.moved(np.stack(shift).T * np.float32(amount))


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
        squared = offsets[0]
        squared *= squared
        for offset in offsets[1:]:
            offset *= offset
            squared += offset
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
    near = [
        ((h - prime, f + np.float32(1.0)), (h, f), (h + prime, f - np.float32(1.0)))
        for f, h, prime in zip(*_lattice(space.q), _PRIMES, strict=False)
    ]
    table = (_SEED_ROWS * np.float32(jitter) + np.float32(0.5 - 0.5 * jitter)).view(np.complex128).ravel()
    index, rows = np.empty(len(space.q), np.intp), np.empty(len(space.q), np.complex128)
    seed = rows.view(np.float32).reshape(-1, 4).T
    # The first axis turns fastest: what the others have in common is hashed once.
    for around in product(*reversed(near[1:])):
        fixed = around[0][0] if len(around) == 1 else around[0][0] ^ around[1][0]
        for hashed, first in near[0]:
            bits = fixed ^ hashed
            np.right_shift(bits * _GOLDEN, _SHIFT, out=index, casting="unsafe")
            table.take(index, out=rows, mode="clip")
            places = (first, *(place for _, place in reversed(around)))
            yield [place - own for place, own in zip(places, seed, strict=False)], bits


def identity_of(bits: _Bits) -> Array:
    """Three random numbers (n, 3) in 0..1 of each seed."""
    numbers = [_UNIFORM[row].take(_scatter(bits + np.uint32(row + 1)), mode="clip") for row in range(3)]
    return np.stack(numbers, axis=1)


def seed_within(bits: _Bits) -> Array:
    """Where in their unit cells (n, 3) the seeds lie that `seeds` yields with full jitter."""
    within: Array = _UNIFORM[:3].take(_scatter(bits), axis=1, mode="clip").T
    return within


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
