"""CIEDE2000, the colour difference that follows the eye, between colours, and between two sets of colours.

Formula and test values: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary
Test Data, and Mathematical Observations", Color Research and Application 30 (2005). scikit-image's function is not used
because it takes hues that are exactly opposite for more than 180 degrees apart, and so misses one published value.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from styleglip_addon.engine.rendering.color import linear_to_lab, srgb_to_linear

Floats = NDArray[np.float64]

_25_TO_7 = 25.0**7


def ciede2000(first: ArrayLike, second: ArrayLike) -> Floats:
    """Colour difference with kL = kC = kH = 1; about 1 is just noticeable, above 10 is another colour to anybody.

    Args:
        first, second: CIE L*a*b* (..., 3), D65, L in 0..100; shapes that broadcast.

    Returns:
        (...,) differences.
    """
    one, two = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    l1, a1, b1 = one[..., 0], one[..., 1], one[..., 2]
    l2, a2, b2 = two[..., 0], two[..., 1], two[..., 2]

    # Chroma and hue, a* stretched for greys (equations 2 to 7).
    chroma7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2.0) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(chroma7 / (chroma7 + _25_TO_7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360.0, np.degrees(np.arctan2(b2, a2)) % 360.0

    # Differences (8 to 11) and means (12 to 14); a grey has no hue.
    is_grey = c1 * c2 == 0.0
    change = h2 - h1
    # Two opposite hues count as 180 degrees apart, whatever rounding makes of them.
    far = np.abs(change) > 180.0 + 1e-9
    turn = np.where(is_grey, 0.0, np.where(far, change - 360.0 * np.sign(change), change))
    hue_change = 2.0 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2.0)
    lightness, chroma = (l1 + l2) / 2.0, (c1 + c2) / 2.0
    both = h1 + h2
    hue = np.where(far, np.where(both < 360.0, both + 360.0, both - 360.0), both) / 2.0
    hue = np.where(is_grey, both, hue)

    # Weights (15 to 21).
    t = (
        1.0
        - 0.17 * np.cos(np.radians(hue - 30.0))
        + 0.24 * np.cos(np.radians(2.0 * hue))
        + 0.32 * np.cos(np.radians(3.0 * hue + 6.0))
        - 0.20 * np.cos(np.radians(4.0 * hue - 63.0))
    )
    spread = 30.0 * np.exp(-(((hue - 275.0) / 25.0) ** 2))
    chroma7 = chroma**7
    rotation = -2.0 * np.sqrt(chroma7 / (chroma7 + _25_TO_7)) * np.sin(np.radians(2.0 * spread))
    middle = (lightness - 50.0) ** 2
    s_l = 1.0 + 0.015 * middle / np.sqrt(20.0 + middle)
    s_c = 1.0 + 0.045 * chroma
    s_h = 1.0 + 0.015 * chroma * t

    dl, dc, dh = (l2 - l1) / s_l, (c2 - c1) / s_c, hue_change / s_h
    return np.asarray(np.sqrt(np.maximum(dl**2 + dc**2 + dh**2 + rotation * dc * dh, 0.0)))


def linear_rgb_to_lab(linear: ArrayLike) -> Floats:
    """Scene-linear RGB (..., 3) in 0..1 to CIE L*a*b*, D65."""
    values = torch.from_numpy(np.array(linear, dtype=np.float64))
    return np.asarray(linear_to_lab(values).numpy(), dtype=np.float64)


def srgb_to_linear_rgb(srgb: ArrayLike) -> Floats:
    """sRGB (..., 3) in 0..1 to scene-linear RGB."""
    return np.asarray(srgb_to_linear(torch.from_numpy(np.array(srgb, dtype=np.float64))).numpy(), dtype=np.float64)


def distribution_distance(first: Floats, second: Floats) -> float:
    """How far colours must be moved to make one set of the other: the earth mover's distance in CIEDE2000.

    Args:
        first, second: (n, 3) L*a*b* of two samples of the same size, every colour of the same weight.

    Returns:
        Mean CIEDE2000 over the cheapest one-to-one assignment.
    """
    cost = ciede2000(first[:, None, :], second[None, :, :])
    rows, columns = linear_sum_assignment(cost)
    return float(cost[rows, columns].mean())
