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
_DELTA = np.float32(6.0 / 29.0)


def lab_of(color: Array) -> Array:
    """L*a*b* (..., 3), L in 0..100, of sRGB-encoded colours (..., 3) in 0..1."""
    bounded = np.clip(color, 0.0, 1.0).astype(np.float32, copy=False)
    linear = np.where(bounded <= 0.04045, bounded / np.float32(12.92), ((bounded + 0.055) / 1.055) ** np.float32(2.4))
    xyz = linear @ _TO_XYZ_WHITE.T
    f = np.where(xyz > _DELTA**3, np.cbrt(xyz), xyz / (3.0 * _DELTA**2) + np.float32(4.0 / 29.0))
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    lab: Array = np.stack((116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)), axis=-1).astype(np.float32)
    return lab


def color_of(lab: Array) -> Array:
    """sRGB-encoded colours (..., 3) of L*a*b* (..., 3); what sRGB cannot show is clipped to 0..1."""
    y = (lab[..., 0] + 16.0) / 116.0
    f = np.stack((y + lab[..., 1] / 500.0, y, y - lab[..., 2] / 200.0), axis=-1).astype(np.float32)
    xyz = np.where(f > _DELTA, f**3, 3.0 * _DELTA**2 * (f - np.float32(4.0 / 29.0)))
    linear = np.clip(xyz @ _FROM_XYZ_WHITE.T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** np.float32(1 / 2.4) - 0.055)
    return np.clip(encoded, 0.0, 1.0).astype(np.float32)
