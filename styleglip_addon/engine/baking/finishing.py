"""From a channel's values at the texels to a texture of 8 bits, or to one number where it is the same everywhere.

Emission and sheen become pictures of the light in its colour: renderers and exporters have one texture for both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from ..rendering.color import linear_to_srgb, srgb_to_linear
from ..vocabulary import FloatArray, IntArray
from ..vocabulary.channels import EMISSION, SHEEN, SHEEN_WHITENESS, Channel

_SAME = 1e-3
"""Values of a wide channel that differ by less than this share of the greatest are one."""


@dataclass(frozen=True, eq=False)
class Finished:
    """A channel as it is baked.

    Args:
        texture: (S, S) or (S, S, 3) uint8; None: it is the same everywhere.
        constant: what it is everywhere: one number, or linear RGB where it has a colour.
        span: what black and white of the texture stand for.
    """

    texture: NDArray[np.uint8] | None = None
    constant: tuple[float, ...] = ()
    span: tuple[float, float] = (0.0, 1.0)


def holds_bytes(channel: Channel) -> bool:
    """Whether a channel's values are kept as bytes while they come in; wide ones wait for their range."""
    return channel.low == 0.0 and channel.high == 1.0


def as_bytes(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Values in 0..1 as 8 bits, rounded."""
    return (np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def finished(channel: Channel, values: NDArray[np.generic], color: NDArray[np.uint8], index: IntArray) -> Finished:
    """The texture of a channel.

    Args:
        channel: one value per point.
        values: (T,) at the texels on the surface; uint8, or float32 for wide channels.
        color: (S, S, 3) uint8 sRGB base colour; looked at for channels that have a colour.
        index: (T,) the texels.
    """
    if not len(index):
        return Finished(constant=(channel.plain,))
    low, high = float(values.min()), float(values.max())
    if values.dtype == np.uint8:
        is_same, low, high = high - low <= 1.0, low / 255.0, high / 255.0  # a step of rounding is no difference
        span = (0.0, 1.0)
    else:
        is_same = high - low <= _SAME * max(abs(low), abs(high))
        span = (0.0, high) if channel is EMISSION else (low, high)
    if is_same and (channel is not SHEEN or high == 0.0):
        return Finished(constant=(0.5 * (low + high),))
    if channel is EMISSION:
        return Finished(_tinted(np.asarray(values, np.float32) / np.float32(high), color, index, 0.0), span=span)
    if channel is SHEEN:
        return _sheen(values, color, index, is_same)
    whole = values if values.dtype == np.uint8 else as_bytes((np.asarray(values, np.float32) - low) / (high - low))
    texture = np.zeros(color.shape[:2], dtype=np.uint8)
    texture.reshape(-1)[index] = whole
    return Finished(texture, span=span)


def _sheen(values: NDArray[np.generic], color: NDArray[np.uint8], index: IntArray, is_same: bool) -> Finished:
    """Where there is equally much of it everywhere, its mean colour is near enough."""
    weight = np.asarray(values, np.float32) / np.float32(255.0)
    if not is_same:
        return Finished(_tinted(weight, color, index, SHEEN_WHITENESS))
    some = color.reshape(-1, 3)[index[:: max(len(index) // 10_000, 1)]]
    mean = float(weight[0]) * ((1.0 - SHEEN_WHITENESS) * _LINEAR[some].mean(axis=0) + SHEEN_WHITENESS)
    return Finished(constant=tuple(float(value) for value in mean))


def _tinted(share: FloatArray, color: NDArray[np.uint8], index: IntArray, whiteness: float) -> NDArray[np.uint8]:
    """(S, S, 3) uint8 sRGB: a share (T,) in 0..1 of the base colour, made paler."""
    texture = np.zeros_like(color)
    there = np.flatnonzero(share > 0.0)
    light = _LINEAR[color.reshape(-1, 3)[index[there]]] * np.float32(1.0 - whiteness) + np.float32(whiteness)
    texture.reshape(-1, 3)[index[there]] = _ENCODED[(light * share[there, None] * _STEPS + 0.5).astype(np.uint16)]
    return texture


_STEPS = 65535
_LINEAR: FloatArray = srgb_to_linear(torch.linspace(0.0, 1.0, 256)).numpy()
_ENCODED = as_bytes(linear_to_srgb(torch.linspace(0.0, 1.0, _STEPS + 1)).numpy())
