"""CIE L*a*b* of sRGB colours and back, in NumPy: colours are compared and moved as eyes see them.

sRGB is IEC 61966-2-1; L*a*b* is CIE 15:2004 with the D65 white of the sRGB primaries.
"""

from __future__ import annotations

import numpy as np

from .points import Array

_TO_XYZ = np.array(
    ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041)),
    np.float64,
)
_WHITE = np.array((0.95047, 1.0, 1.08883), np.float64)
_TO_XYZ_WHITE = (_TO_XYZ / _WHITE[:, None]).astype(np.float32)
_FROM_XYZ_WHITE = np.linalg.inv(_TO_XYZ / _WHITE[:, None]).astype(np.float32)
_TO_LAB = np.array(((0.0, 116.0, 0.0), (500.0, -500.0, 0.0), (0.0, 200.0, -200.0)), np.float32)
_FROM_LAB = np.array(((1 / 116, 1 / 500, 0.0), (1 / 116, 0.0, 0.0), (1 / 116, 0.0, -1 / 200)), np.float32)
_DELTA = np.float32(6.0 / 29.0)


def lab_of(color: Array) -> Array:
    """L*a*b* (..., 3), L in 0..100, of sRGB-encoded colours (..., 3) in 0..1."""
    bounded = np.clip(color, 0.0, 1.0).astype(np.float32, copy=False)
    linear = ((bounded + np.float32(0.055)) * np.float32(1.0 / 1.055)) ** np.float32(2.4)
    np.copyto(linear, bounded * np.float32(1.0 / 12.92), where=bounded <= np.float32(0.04045))
    xyz = _turned(_TO_XYZ_WHITE, linear)
    f = np.cbrt(xyz)
    np.copyto(f, xyz * np.float32(1.0 / (3.0 * _DELTA**2)) + np.float32(4.0 / 29.0), where=xyz <= _DELTA**3)
    lab = _turned(_TO_LAB, f)
    lab[..., 0] -= np.float32(16.0)
    return lab


def color_of(lab: Array) -> Array:
    """sRGB-encoded colours (..., 3) of L*a*b* (..., 3); what sRGB cannot show is clipped to 0..1."""
    f = _turned(_FROM_LAB, lab.astype(np.float32, copy=False))
    f += np.float32(16.0 / 116.0)
    xyz = f * f * f
    np.copyto(xyz, np.float32(3.0 * _DELTA**2) * (f - np.float32(4.0 / 29.0)), where=f <= _DELTA)
    linear = np.clip(_turned(_FROM_XYZ_WHITE, xyz), 0.0, 1.0)
    encoded = np.float32(1.055) * linear ** np.float32(1 / 2.4) - np.float32(0.055)
    np.copyto(encoded, linear * np.float32(12.92), where=linear <= np.float32(0.0031308))
    color: Array = np.clip(encoded, 0.0, 1.0)
    return color


def _turned(matrix: Array, values: Array) -> Array:
    """A matrix (3, 3) applied to every row of (..., 3); channel by channel in memory, as in `colors`."""
    flat = values.reshape(-1, 3)
    turned: Array = (matrix @ flat.T).T
    return turned.reshape(values.shape) if values.ndim != 2 else turned
