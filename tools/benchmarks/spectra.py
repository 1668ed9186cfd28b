"""How much of a picture's detail is left, octave by octave, and how long what repeats in it is: NumPy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LEAST_STRENGTH = 0.1
"""Autocorrelation from which something is said to repeat."""

_LEAST_RISE = 0.02
"""By how much a peak has to stand out of the troughs before it."""

_FIRST = 0.8
"""The first peak as strong as this share of the strongest is the period; later ones are its multiples."""

_TOP_HAT = 0.75
"""Share of a picture's width up to which repeats are looked for: beyond, too little of it overlaps."""


@dataclass(frozen=True, eq=False)
class Octaves:
    """Two pictures compared, octave by octave, the finest last: wavelengths of n..n/2 pixels, n/2..n/4, ... 4..2.

    Args:
        reference: energy of the reference; all octaves together are nearly its variance.
        kept: energy of the picture, as a share of the reference's.
        in_phase: energy of what in the picture is the reference's own detail, as a share of the reference's; `kept`
            above this is detail of another pattern, noise or aliasing.
    """

    reference: Floats
    kept: Floats
    in_phase: Floats

    def rows(self, which: slice) -> Octaves:
        """Some of the octaves."""
        return Octaves(self.reference[which], self.kept[which], self.in_phase[which])

    def followed_by(self, finer: Octaves) -> Octaves:
        """These octaves and finer ones."""
        return Octaves(
            np.concatenate((self.reference, finer.reference)),
            np.concatenate((self.kept, finer.kept)),
            np.concatenate((self.in_phase, finer.in_phase)),
        )


def compared_octaves(picture: NDArray[np.floating], reference: NDArray[np.floating]) -> Octaves:
    """Energies per octave of a picture and of a reference of the same place.

    Both are taken through a Hann window (Harris, "On the Use of Windows for Harmonic Analysis", 1978) without their
    means. Shares where the reference has no energy at all are 1.

    Args:
        picture, reference: (n, n) or (n, n, channels), n a power of two; the channels' energies are summed.
    """
    own, true = _spectrum(picture), _spectrum(reference)
    octave = _octave_numbers(own.shape[0])
    count = int(octave.max()) + 1

    def summed(values: Floats) -> Floats:
        total = values.sum(axis=2)
        return np.bincount(octave[octave >= 0], weights=total[octave >= 0], minlength=count).astype(np.float64)

    energy, across, other = (summed((a * b.conj()).real) for a, b in ((true, true), (own, true), (own, own)))
    there = energy > 0.0
    safe = np.where(there, energy, 1.0)
    kept = np.where(there, other / safe, 1.0)
    in_phase = np.where(there, (np.maximum(across, 0.0) / safe) ** 2, 1.0)
    return Octaves(energy, kept, in_phase)


def _spectrum(picture: NDArray[np.floating]) -> NDArray[np.complex128]:
    """(n, n, channels), scaled so that the squares' sum is the variance under the window."""
    values = np.asarray(picture, np.float64)
    values = values[:, :, None] if values.ndim == 2 else values
    side = values.shape[0]
    line = np.hanning(side + 1)[:-1]
    window = (line[:, None] * line[None, :])[:, :, None]
    mean = (values * window).sum(axis=(0, 1)) / window.sum()
    scale = 1.0 / (side * np.sqrt((window**2).sum()))
    return np.asarray(np.fft.fft2((values - mean) * window, axes=(0, 1)) * scale)


def _octave_numbers(side: int) -> NDArray[np.int64]:
    """(n, n) octave of each frequency: 0 for 1..2 waves per picture; -1 for the mean and beyond n/2 waves."""
    waves = np.fft.fftfreq(side, 1.0 / side)
    radius = np.hypot(waves[:, None], waves[None, :])
    octave = np.floor(np.log2(np.maximum(radius, 0.5))).astype(np.int64)
    octave[(radius < 1.0) | (radius >= side / 2)] = -1
    return octave


@dataclass(frozen=True)
class Period:
    """What repeats along one axis.

    Args:
        length: pixels, to a fraction of one.
        strength: autocorrelation there, 1 for what repeats exactly.
    """

    length: float
    strength: float


def period(picture: NDArray[np.floating], axis: int) -> Period | None:
    """How long the pattern is that a picture repeats along an axis; None where it repeats nothing.

    From the autocorrelation along the axis, averaged over the other (each lag by the length that overlaps): its first
    peak, behind its first trough, that is nearly as high as the highest; a parabola through its neighbours.

    Args:
        picture: (n, m) of one channel.
        axis: 0 or 1.
    """
    lines = np.moveaxis(np.asarray(picture, np.float64), axis, 1)
    lines = lines - lines.mean(axis=1, keepdims=True)
    count = lines.shape[1]
    power = np.abs(np.fft.rfft(lines, 2 * count, axis=1)) ** 2
    whole = np.fft.irfft(power.sum(axis=0))[:count] / np.arange(count, 0, -1)
    if whole[0] <= 1e-12:
        return None
    line = whole[: int(_TOP_HAT * count)] / whole[0]
    falls = np.flatnonzero(np.diff(line) > 0.0)
    start = int(falls[0]) if len(falls) else len(line)
    inner = np.arange(max(start, 1), len(line) - 1)
    peaks = inner[(line[inner] >= line[inner - 1]) & (line[inner] > line[inner + 1])]
    # What changes slowly has troughs and peaks of rounding, which are no repeats.
    peaks = peaks[line[peaks] - np.minimum.accumulate(line)[peaks] >= _LEAST_RISE]
    if not len(peaks) or line[peaks].max() < _LEAST_STRENGTH:
        return None
    first = int(peaks[line[peaks] >= _FIRST * line[peaks].max()][0])
    below, top, above = line[first - 1 : first + 2]
    bend = below - 2.0 * top + above
    moved = 0.5 * (below - above) / bend if bend < 0.0 else 0.0
    return Period(first + float(moved), float(top))
