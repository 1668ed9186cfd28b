"""Colour arithmetic for the materials, all in sRGB-encoded values as an artist picks them."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np

from .points import Array


def rgb(code: str) -> Array:
    """Colour (3,) in 0..1 of a hexadecimal code such as "c0ffee"."""
    return np.array([int(code[i : i + 2], 16) / 255.0 for i in (0, 2, 4)], np.float32)


def vary(
    rng: np.random.Generator, color: Array | str, hue: float = 0.012, saturation: float = 0.08, value: float = 0.07
) -> Array:
    """A neighbour of a colour: hue moved by up to `hue` turns, saturation and value scaled by up to the given share."""
    base = rgb(color) if isinstance(color, str) else color
    h, s, v = colorsys.rgb_to_hsv(*(float(c) for c in base))
    h = (h + rng.uniform(-hue, hue)) % 1.0
    s = min(1.0, s * (1.0 + rng.uniform(-saturation, saturation)))
    v = min(1.0, v * (1.0 + rng.uniform(-value, value)))
    return np.array(colorsys.hsv_to_rgb(h, s, v), np.float32)


def vary_all(rng: np.random.Generator, colors: Sequence[str], hue: float = 0.012, value: float = 0.06) -> list[Array]:
    """The colours moved together, so that their relations stay: same turn of hue, same change of value."""
    turn, gain = rng.uniform(-hue, hue), 1.0 + rng.uniform(-value, value)
    moved = []
    for code in colors:
        h, s, v = colorsys.rgb_to_hsv(*(float(c) for c in rgb(code)))
        moved.append(np.array(colorsys.hsv_to_rgb((h + turn) % 1.0, s, min(1.0, v * gain)), np.float32))
    return moved


def shade(color: Array, factor: float) -> Array:
    """A darker (factor < 1) or lighter (factor > 1: towards white) version of a colour (3,)."""
    if factor <= 1.0:
        return color * np.float32(factor)
    return color + (1.0 - color) * np.float32(min(factor - 1.0, 1.0))


def mix(a: Array, b: Array, t: Array) -> Array:
    """Colours (M, 3) from a (t = 0) to b (t = 1); a and b are (3,) or (M, 3), t (M,) is clipped to 0..1."""
    weight = np.clip(t, 0.0, 1.0).astype(np.float32, copy=False)
    first, second = _channels(a), _channels(b)
    mixed: Array = (second - first) * weight
    mixed += first
    return mixed.T


def ramp(t: Array, stops: Sequence[float], colors: Sequence[Array]) -> Array:
    """Colours (M, 3) of values t (M,) on a gradient with the given rising stops."""
    table = np.stack(colors, axis=1)
    return np.stack([np.interp(t, stops, channel).astype(np.float32) for channel in table]).T


def choose(identity: Array, colors: Sequence[Array]) -> Array:
    """One of the colours (M, 3) per random number (M,) in 0..1."""
    index = np.minimum((identity * len(colors)).astype(np.int64), len(colors) - 1)
    result: Array = np.stack(colors, axis=1).take(index, axis=1).T
    return result


def tint(color: Array, amount: Array) -> Array:
    """A colour (3,) or (M, 3) with its brightness scaled by 1 + amount (M,), in 0..1."""
    scaled = _channels(color) * (1.0 + amount).astype(np.float32, copy=False)
    result: Array = np.clip(scaled, 0.0, 1.0, out=scaled).T
    return result


def _channels(color: Array) -> Array:
    """(3, M) or (3, 1): channel by channel. What the functions here return lies so in memory, which is faster."""
    return color[:, None] if color.ndim == 1 else color.T
