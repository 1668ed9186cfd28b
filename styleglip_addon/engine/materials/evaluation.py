"""Evaluates a piece of a material for a given spacing of samples: what they cannot carry becomes its mean.

Noise fades by itself (`noise.kept`); edges, threads and joints are averaged over several points per sample, the colour
in linear light. Relief that is lost this way makes the surface rougher (Toksvig, "Mipmapping Normal Maps", 2005).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..vocabulary.channels import ROUGHNESS, Channel, clipped
from .material import Sample, Shaded
from .points import Array, Points

_CHUNK = 1 << 14
"""Points evaluated at once: what a core's cache holds."""

_FULL = 0.6
"""Spacing, in finest details, up to which one point per sample does."""

_MOST = 16
"""Most points per sample."""

_GOLDEN = (0.7548776662466927, 0.5698402909980532)
"""R2 sequence (Roberts 2018): evenly spread places in a unit square for any number of points."""

_FEW = {2: ((-0.25, -0.25), (0.25, 0.25)), 3: ((-1 / 3, 0.0), (0.0, 1 / 3), (1 / 3, -1 / 3))}
"""So few points of the sequence lie to one side: these have the sample in their middle."""


@dataclass(frozen=True, eq=False)
class Evaluated:
    """A material at n points.

    Args:
        color: (n, 3) float32 sRGB-encoded, 0..1.
        relief: (n,) float32, metres, around 0.
        channels: (n,) float32 per further channel that the material has, within its range.
        dye: (n,) float32, 0..1, see `Shaded`.
    """

    color: Array
    relief: Array
    channels: Mapping[Channel, Array]
    dye: Array


def evaluate(sample: Sample, points: Points) -> Evaluated:
    """A piece of a material at points, filtered for their spacing.

    Args:
        sample: of the material.
        points: n points, see `Points`; lengths in metres of the material, i.e. already divided by the part's scale.
    """
    pieces = [_filtered(sample, points.part(rows)) for rows in _chunks(len(points))]
    return pieces[0] if len(pieces) == 1 else _joined(pieces)


def _chunks(count: int) -> Iterator[slice]:
    for start in range(0, max(count, 1), _CHUNK):
        yield slice(start, start + _CHUNK)


def _filtered(sample: Sample, points: Points) -> Evaluated:
    count, spacing = samples_for(points.spacing, sample.finest), points.spacing
    if count == 1:
        return _finished(sample.shader(points), len(points))
    color = np.zeros((len(points), 3), np.float32)
    relief, squared, dye = (np.zeros(len(points), np.float32) for _ in range(3))
    channels: dict[Channel, Array] = {}
    for place in _spread(count):
        along = [np.full(len(points), share * spacing, np.float32) for share in place]
        one = _finished(sample.shader(points.moved(along[0], along[1], spacing / math.sqrt(count))), len(points))
        color += _linear(one.color)
        relief += one.relief
        squared += one.relief**2
        dye += one.dye
        for channel, values in one.channels.items():
            channels[channel] = channels[channel] + values if channel in channels else values
    share = np.float32(1.0 / count)
    mean = relief * share
    spread = np.sqrt(np.maximum(squared * share - mean**2, 0.0))
    filtered: dict[Channel, Array] = {channel: values * share for channel, values in channels.items()}
    rough = filtered.get(ROUGHNESS, np.full(len(points), ROUGHNESS.plain, np.float32))
    # Slopes of relief that deviates by `spread` within details of this size, as variance of GGX's alpha^2.
    slope = np.minimum(2.0 * (spread / max(sample.finest, 1e-6)) ** 2, 0.25)
    filtered[ROUGHNESS] = np.clip((rough**4 + slope) ** 0.25, 0.0, 1.0).astype(np.float32)
    return Evaluated(_encoded(color * share), mean, filtered, dye * share)


def samples_for(spacing: float, finest: float) -> int:
    """How many points a sample is averaged over: as many as lie `_FULL` finest details apart, up to `_MOST`."""
    return min(max(math.ceil((spacing / (_FULL * finest)) ** 2 - 1e-6), 1), _MOST)


def _spread(count: int) -> Sequence[tuple[float, float]]:
    """Places in a square around the sample, in -0.5..0.5."""
    if count in _FEW:
        return _FEW[count]
    u, v = ([(0.5 + (index + 1) * step) % 1.0 - 0.5 for index in range(count)] for step in _GOLDEN)
    return list(zip(u, v, strict=True))


def _finished(shaded: Shaded, count: int) -> Evaluated:
    color = np.broadcast_to(np.clip(shaded.color, 0.0, 1.0).astype(np.float32, copy=False), (count, 3))
    channels = {channel: clipped(channel, _whole(values, count)) for channel, values in shaded.channels.items()}
    return Evaluated(color, _whole(shaded.relief, count), channels, _whole(shaded.dye, count))


def _whole(values: Array | float, count: int) -> Array:
    return np.broadcast_to(np.asarray(values, np.float32), (count,))


def _joined(pieces: Sequence[Evaluated]) -> Evaluated:
    named = dict.fromkeys(channel for piece in pieces for channel in piece.channels)
    channels = {
        c: np.concatenate([p.channels.get(c, np.full(len(p.relief), c.plain, np.float32)) for p in pieces])
        for c in named
    }
    return Evaluated(
        np.concatenate([piece.color for piece in pieces]),
        np.concatenate([piece.relief for piece in pieces]),
        channels,
        np.concatenate([piece.dye for piece in pieces]),
    )


def _linear(color: Array) -> Array:
    """sRGB to linear light (IEC 61966-2-1)."""
    linear: Array = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return linear


def _encoded(linear: Array) -> Array:
    bounded = np.clip(linear, 0.0, 1.0)
    encoded: Array = np.where(bounded <= 0.0031308, bounded * 12.92, 1.055 * bounded ** (1 / 2.4) - 0.055)
    return encoded.astype(np.float32)
