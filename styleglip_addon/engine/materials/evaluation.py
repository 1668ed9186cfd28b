"""Evaluates a piece of a material for a given spacing of samples: what they cannot carry becomes its mean.

Noise fades by itself (`noise.kept`); edges, threads and joints are averaged over several points per sample, the colour
in linear light; texels, at which one looks, more readily than vertices. Relief that is lost this way makes the surface
rougher (Toksvig, "Mipmapping Normal Maps", 2005).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..vocabulary.channels import ROUGHNESS, Channel, clipped
from .material import Sample, Shaded
from .points import Array, Points, boxed_points
from .spreading import AGAINST_JAGS, samples_for, spread

_CHUNK = 1 << 14
"""Points evaluated at once: what a core's cache holds."""

_PROBED = 512
"""Points at which a piece is tried out."""

_JAGS = 2.0 / 255.0
"""Deviation (sRGB, root mean square) between one point per sample and several from which it is seen."""

_ROUGH = 0.1
"""The same of relief, per spacing: of the slope that a normal map would show."""


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
    count = samples_for(points.spacing, sample.finest)
    if points.antialiased and count < AGAINST_JAGS and _is_jagged(sample, points.spacing):
        count = AGAINST_JAGS
    return _joined([_filtered(sample, points.part(rows), count) for rows in _chunks(len(points))])


def scattered(sample: Sample, count: int, spacing: float) -> Points:
    """Points scattered over a ball on which the material shows several of its coarsest features."""
    rng = np.random.default_rng(0)
    normal = rng.normal(size=(count, 3)).astype(np.float32)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return boxed_points(normal * np.float32(4.0 * sample.coarsest), normal, spacing)


@lru_cache(maxsize=64)
def _is_jagged(sample: Sample, spacing: float) -> bool:
    """Whether single points, so far apart, show something else than the mean around them."""
    points = scattered(sample, _PROBED, spacing)
    one, several = _filtered(sample, points, 1), _filtered(sample, points, AGAINST_JAGS)
    color, relief = one.color - several.color, (one.relief - several.relief) / np.float32(spacing)
    return bool(np.mean(color**2) > _JAGS**2 or np.mean(relief**2) > _ROUGH**2)


def _chunks(count: int) -> Iterator[slice]:
    for start in range(0, max(count, 1), _CHUNK):
        yield slice(start, start + _CHUNK)


def _filtered(sample: Sample, points: Points, count: int) -> Evaluated:
    spacing = points.spacing
    if count == 1:
        return _finished(sample.shader(points), len(points))
    color = np.zeros((len(points), 3), np.float32, order="F")
    squared, dye = (np.zeros(len(points), np.float32) for _ in range(2))
    # Mean of relief, and its products with the two ways along the surface.
    moments = np.zeros((3, len(points)), np.float32)
    channels: dict[Channel, Array] = {}
    places = np.array(spread(count)) * spacing
    share = np.float32(1.0 / count)
    for place in places:
        along = [np.full(len(points), way, np.float32) for way in place]
        one = _finished(sample.shader(points.moved(along[0], along[1], spacing / math.sqrt(count))), len(points))
        color += _linear(one.color)
        moments += share * np.array([[1.0], [place[0]], [place[1]]], np.float32) * one.relief
        squared += share * one.relief**2
        dye += one.dye
        for channel, values in one.channels.items():
            channels[channel] = channels[channel] + values if channel in channels else values
    filtered: dict[Channel, Array] = {channel: values * share for channel, values in channels.items()}
    rough = filtered.get(ROUGHNESS, np.full(len(points), ROUGHNESS.plain, np.float32))
    # A plane through the points is a slope that neighbours still show: only what departs from it is lost.
    shown = np.linalg.pinv(places.T @ places * share, rcond=1e-6).astype(np.float32) @ moments[1:]
    lost = np.maximum(squared - moments[0] ** 2 - (shown * moments[1:]).sum(axis=0), 0.0)
    # Slopes of relief that deviates so much within details of this size, as variance of GGX's alpha^2.
    slope = np.minimum(2.0 * lost / max(sample.finest, 1e-6) ** 2, 0.25)
    filtered[ROUGHNESS] = np.clip((rough**4 + slope) ** 0.25, 0.0, 1.0).astype(np.float32)
    return Evaluated(_encoded(color * share), moments[0], filtered, dye * share)


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
        np.ascontiguousarray(np.concatenate([piece.color for piece in pieces])),
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
