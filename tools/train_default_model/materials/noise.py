"""Vectorised solid noise: gradient noise (Perlin 2002), fractal sums, and cellular noise (Worley 1996).

All functions take points as float32 arrays and no seed: a material moves its points by a random offset instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_Bits = NDArray[np.uint32]

_TABLE_BITS = 12
_PRIMES = (np.uint32(73856093), np.uint32(19349663), np.uint32(83492791))
_GOLDEN = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - _TABLE_BITS)


def _tables() -> tuple[Array, Array]:
    rng = np.random.default_rng(20020726)
    gradients = rng.normal(size=(3, 2**_TABLE_BITS))
    gradients /= np.linalg.norm(gradients, axis=0)
    return gradients.astype(np.float32), rng.random((4, 2**_TABLE_BITS)).astype(np.float32)


_GRADIENTS, _UNIFORM = _tables()


def _scatter(bits: _Bits) -> _Bits:
    return (bits * _GOLDEN) >> _SHIFT


def _lattice(p: Array) -> tuple[Array, list[_Bits]]:
    """Fractional part (M, D) and the hashed lattice coordinate of each axis."""
    base = np.floor(p)
    whole = base.astype(np.int32).view(np.uint32)
    return p - base, [whole[:, axis] * _PRIMES[axis] for axis in range(p.shape[1])]


def gradient_noise(p: Array) -> Array:
    """Smooth noise (M,) of points (M, 3), features of about one unit: mean 0, deviation about 0.35, in -1.2..1.2."""
    f, (x, y, z) = _lattice(p)
    fx, fy, fz = f[:, 0], f[:, 1], f[:, 2]
    weight = f * f * f * (f * (f * 6.0 - 15.0) + 10.0)
    planes = []
    for dz in (0, 1):
        hz = z + _PRIMES[2] if dz else z
        rows = []
        for dy in (0, 1):
            hyz = (y + _PRIMES[1] if dy else y) ^ hz
            ends = []
            for dx in (0, 1):
                index = _scatter((x + _PRIMES[0] if dx else x) ^ hyz)
                value = _GRADIENTS[0][index] * (fx - dx)
                value += _GRADIENTS[1][index] * (fy - dy)
                value += _GRADIENTS[2][index] * (fz - dz)
                ends.append(value)
            rows.append(ends[0] + (ends[1] - ends[0]) * weight[:, 0])
        planes.append(rows[0] + (rows[1] - rows[0]) * weight[:, 1])
    result: Array = (planes[0] + (planes[1] - planes[0]) * weight[:, 2]) * np.float32(1.5)
    return result


def fractal(p: Array, octaves: int = 4, gain: float = 0.5) -> Array:
    """Sum of octaves of gradient noise, the first with features of one unit: (M,), deviation about 0.35."""
    total = gradient_noise(p)
    amplitude, power = 1.0, 1.0
    for octave in range(1, octaves):
        amplitude *= gain
        power += amplitude * amplitude
        total = total + gradient_noise(p * np.float32(2.03**octave) + np.float32(17.3 * octave)) * np.float32(amplitude)
    return total / np.float32(np.sqrt(power))


def ridges(p: Array, octaves: int = 3, gain: float = 0.5) -> Array:
    """Thin bright crests (M,) in 0..1: 1 along the zero lines of the noise, as in veins and cracks."""
    total, weight, amplitude = np.zeros(len(p), np.float32), 0.0, 1.0
    for octave in range(octaves):
        crest = 1.0 - np.abs(gradient_noise(p * np.float32(2.03**octave) + np.float32(31.7 * octave)))
        total += np.clip(crest, 0.0, 1.0) * np.float32(amplitude)
        weight += amplitude
        amplitude *= gain
    return total / np.float32(weight)


def displace(p: Array, amount: float, scale: float = 1.0) -> Array:
    """Points (M, 3) moved by noise of feature size 1 / scale; `amount` is about the greatest movement."""
    q = p * np.float32(scale)
    shift = np.stack([gradient_noise(q + np.float32(offset)) for offset in (0.0, 41.7, 83.1)], axis=1)
    return p + shift * np.float32(amount)


class Cells(NamedTuple):
    """Cellular noise: distance to the nearest and second nearest seed, and three random numbers of the nearest cell.

    Attributes:
        nearest: (M,) distance to the nearest seed, about 0..1.
        second: (M,) distance to the second nearest; `second - nearest` is 0 on the borders between cells.
        identity: (M, 3) random numbers in 0..1, constant inside a cell.
    """

    nearest: Array
    second: Array
    identity: Array

    @property
    def border(self) -> Array:
        """(M,) 0 on the border between two cells, growing inwards."""
        return self.second - self.nearest


def cells(p: Array, jitter: float = 1.0) -> Cells:
    """Cellular noise of points (M, 2) or (M, 3), one seed per unit cell, `jitter` 0 (a grid) .. 1 (irregular)."""
    f, hashes = _lattice(p)
    dimensions = p.shape[1]
    nearest = np.full(len(p), 9.0, np.float32)
    second = nearest.copy()
    best = np.zeros(len(p), np.uint32)
    # Hashed lattice coordinate of the cell before, the own cell and the cell after, per axis.
    steps = [(h - _PRIMES[axis], h, h + _PRIMES[axis]) for axis, h in enumerate(hashes)]
    for code in range(3**dimensions):
        cell = [(code // 3**axis) % 3 for axis in range(dimensions)]
        bits = steps[0][cell[0]]
        for axis in range(1, dimensions):
            bits = bits ^ steps[axis][cell[axis]]
        index = _scatter(bits)
        squared = np.zeros(len(p), np.float32)
        for axis in range(dimensions):
            seed = _UNIFORM[axis][index] * np.float32(jitter) + np.float32(0.5 - 0.5 * jitter + cell[axis] - 1)
            squared += (f[:, axis] - seed) ** 2
        closer = squared < nearest
        second = np.where(closer, nearest, np.minimum(second, squared))
        nearest = np.where(closer, squared, nearest)
        best = np.where(closer, bits, best)
    identity = np.stack([_UNIFORM[row][_scatter(best + np.uint32(row + 1))] for row in range(3)], axis=1)
    return Cells(np.sqrt(nearest), np.sqrt(second), identity)


def random_of(*integers: Array) -> Array:
    """Random numbers (M,) in 0..1 that depend only on up to three whole numbers (M,), such as row and column."""
    bits = np.zeros(len(integers[0]), np.uint32)
    for axis, values in enumerate(integers):
        bits = bits ^ (np.asarray(values, np.float32).astype(np.int32).view(np.uint32) * _PRIMES[axis])
    result: Array = _UNIFORM[3][_scatter(bits)]
    return result


def smoothstep(low: float, high: float, x: Array) -> Array:
    """0 below `low`, 1 above `high`, smooth between; `low > high` gives the falling step."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
