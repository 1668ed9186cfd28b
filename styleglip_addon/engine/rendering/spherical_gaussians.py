"""Spherical Gaussians in closed form: integral, product, inner product, and their integral against a clamped cosine.

A spherical Gaussian is G(w) = a exp(s (w . x - 1)) over unit vectors w, with axis x, sharpness s and amplitude a
(Wang et al., "All-Frequency Rendering of Dynamic, Spatially-Varying Reflectance", 2009). Sums of them serve as lights
and as reflection lobes, because what a renderer integrates has a formula.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

LEAST_SHARPNESS = 2.0
"""The cosine integral is a fit: its error grows for lobes wider than this, which two or three lobes can replace."""


def sg_integral(sharpness: Tensor) -> Tensor:
    """Integral over the sphere at amplitude 1: 2 pi / s (1 - exp(-2 s)).

    Args:
        sharpness: any shape, above 0.
    """
    return 2.0 * math.pi / sharpness * -torch.expm1(-2.0 * sharpness)


def sg_product(
    axis: Tensor, sharpness: Tensor, other_axis: Tensor, other_sharpness: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """The product of two spherical Gaussians of amplitude 1, again a spherical Gaussian (Wang et al. 2009).

    With the sum m of the axes times their sharpness: axis m / |m|, sharpness |m|, amplitude exp(|m| - s1 - s2).

    Args:
        axis, other_axis: (..., 3) unit vectors.
        sharpness, other_sharpness: (...).

    Returns:
        axis (..., 3), sharpness (...) and amplitude (...).
    """
    summed = axis * sharpness[..., None] + other_axis * other_sharpness[..., None]
    length = summed.norm(dim=-1)
    cosine = (axis * other_axis).sum(dim=-1)
    exponent = _product_exponent(cosine, sharpness, other_sharpness, length)
    return summed / length.clamp(min=1e-12)[..., None], length, exponent.exp()


def sg_inner_product(cosine: Tensor, sharpness: Tensor, other_sharpness: Tensor) -> Tensor:
    """Integral over the sphere of the product of two spherical Gaussians of amplitude 1 (Wang et al. 2009).

    2 pi (1 - exp(-2 |m|)) exp(|m| - s1 - s2) / |m| with |m| as in `sg_product`; the same as the published
    4 pi sinh(|m|) / |m| exp(-s1 - s2), without its overflow.

    Args:
        cosine: between the axes.
        sharpness, other_sharpness: broadcast with it.
    """
    length = (
        (sharpness.square() + other_sharpness.square() + 2.0 * sharpness * other_sharpness * cosine)
        .clamp(min=1e-8)
        .sqrt()
    )
    exponent = _product_exponent(cosine, sharpness, other_sharpness, length)
    return 2.0 * math.pi * -torch.expm1(-2.0 * length) * exponent.exp() / length


def _product_exponent(cosine: Tensor, sharpness: Tensor, other_sharpness: Tensor, length: Tensor) -> Tensor:
    """|m| - s1 - s2 as (|m|^2 - (s1 + s2)^2) / (|m| + s1 + s2): no difference of large numbers."""
    return -2.0 * sharpness * other_sharpness * (1.0 - cosine) / (length + sharpness + other_sharpness)


def sg_cosine_integral(cosine: Tensor, sharpness: Tensor) -> Tensor:
    """Integral of a spherical Gaussian of amplitude 1 times max(0, w . n): the irradiance of a plane of normal n.

    It has no elementary closed form. This is Hill's fit (S. Hill 2016, in M. Pettineo, "SG Series Part 3: Diffuse
    Lighting From an SG Light Source"): exact at both poles, a parabola over the horizon. Against quadrature it is
    within 2 % of the lobe's largest value for sharpness >= 2; the fit of the cosine by another spherical Gaussian in
    PhySG (arXiv 2104.00674, after Meder and Bruederlin 2018) is within 13 % and turns negative below the horizon.

    Args:
        cosine: between axis and normal.
        sharpness: broadcast with it, at least `LEAST_SHARPNESS`.
    """
    slope, bias, blend = cosine_fit(sharpness)
    return sg_integral(sharpness) * (slope * softened_cosine(cosine, blend) + bias)


def cosine_fit(sharpness: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The parts of `sg_cosine_integral` that depend on the sharpness alone: slope, bias and width of the parabola."""
    once, twice = torch.exp(-sharpness), torch.exp(-2.0 * sharpness)
    slope = 1.0 + 2.0 * twice - 1.0 / sharpness
    bias = (once - twice) / sharpness - twice
    return slope, bias, (1.0 - slope).clamp(min=1e-12).sqrt()


def softened_cosine(cosine: Tensor, blend: Tensor) -> Tensor:
    """max(0, cosine) with its corner rounded by a parabola of width `blend`."""
    scaled, edge = 0.36 * cosine, blend / (4.0 * 0.36)
    return torch.where(scaled.abs() <= edge, (scaled + edge).square() / blend, cosine.clamp(min=0.0))
