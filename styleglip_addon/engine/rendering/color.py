"""The one place where colours change space: scene-linear RGB, sRGB and CIE L*a*b* (D65).

sRGB is IEC 61966-2-1; L*a*b* is CIE 15:2004 with the D65 white of the sRGB primaries.
"""

from __future__ import annotations

import torch
from torch import Tensor

_RGB_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE_D65 = (0.95047, 1.0, 1.08883)


def linear_to_srgb(linear: Tensor) -> Tensor:
    """Encodes scene-linear RGB (..., 3) in 0..1 as sRGB in 0..1; differentiable, finite slope at 0."""
    linear = linear.clamp(0.0, 1.0)
    # The power branch is fed a value >= the threshold, so that its unused gradient stays finite at 0.
    curve = 1.055 * linear.clamp(min=0.0031308) ** (1.0 / 2.4) - 0.055
    return torch.where(linear <= 0.0031308, 12.92 * linear, curve)


def srgb_to_linear(srgb: Tensor) -> Tensor:
    """Decodes sRGB (..., 3) in 0..1 to scene-linear RGB in 0..1; differentiable."""
    srgb = srgb.clamp(0.0, 1.0)
    curve = ((srgb + 0.055) / 1.055).clamp(min=0.0) ** 2.4
    return torch.where(srgb <= 0.04045, srgb / 12.92, curve)


def linear_to_lab(linear: Tensor) -> Tensor:
    """Scene-linear RGB (..., 3) to CIE L*a*b* (L in 0..100), D65; differentiable."""
    matrix = linear.new_tensor(_RGB_TO_XYZ)
    xyz = linear @ matrix.T / linear.new_tensor(_WHITE_D65)
    delta = 6.0 / 29.0
    root = xyz.clamp(min=delta**3) ** (1.0 / 3.0)
    f = torch.where(xyz > delta**3, root, xyz / (3.0 * delta**2) + 4.0 / 29.0)
    x, y, z = f.unbind(-1)
    return torch.stack((116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)), dim=-1)


def lab_to_linear(lab: Tensor) -> Tensor:
    """CIE L*a*b* (..., 3), D65, to scene-linear RGB (..., 3); colours out of the sRGB gamut are clipped to 0..1."""
    y = (lab[..., 0] + 16.0) / 116.0
    f = torch.stack((y + lab[..., 1] / 500.0, y, y - lab[..., 2] / 200.0), dim=-1)
    delta = 6.0 / 29.0
    xyz = torch.where(f > delta, f**3, 3.0 * delta**2 * (f - 4.0 / 29.0)) * lab.new_tensor(_WHITE_D65)
    return (xyz @ torch.linalg.inv(lab.new_tensor(_RGB_TO_XYZ)).T).clamp(0.0, 1.0)
