"""Light from a metallic-roughness material under spherical Gaussians, per point, differentiable in everything.

The material is the core of Disney's and Blender's Principled BSDF: a matt body under a thin clear surface that reflects
4 % at normal incidence, mixed with a metal that reflects its colour. In the manner of TANGO (arXiv 2210.11277) and
PhySG (arXiv 2104.00674), both integrals over the light have formulas because light and reflection are spherical
Gaussians; see spherical_gaussians.py and reflection_lobe.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn.functional import normalize

from ..vocabulary.channels import METALLIC, ROUGHNESS, Channel
from ..vocabulary.stopping import stop_here
from .reflection_lobe import reflection_lobe
from .sg_lights import Lobes, SphericalGaussianLights
from .spherical_gaussians import cosine_fit, sg_inner_product, sg_integral, softened_cosine

DIELECTRIC_REFLECTANCE = 0.04
"""Reflectance at normal incidence of what is not metal (index of refraction 1.5, Blender's default)."""

_PIECE_CPU = 1 << 12


def shade_appearance(
    albedo: Tensor,
    material: Mapping[Channel, Tensor],
    normals: Tensor,
    view_directions: Tensor,
    lights: SphericalGaussianLights,
) -> Tensor:
    """Light that n points send to the viewer; differentiable.

    Args:
        albedo: (n, 3) linear RGB in 0..1.
        material: (n,) in 0..1 per channel: roughness and metallic; others are not looked at.
        normals: (n, 3) unit, on the viewer's side.
        view_directions: (n, 3) unit, from the point to the viewer.
        lights: K lobes.

    Returns:
        (n, 3) linear RGB, not clamped.
    """
    lobes = lights()
    if albedo.device.type != "cpu" or len(albedo) <= _PIECE_CPU:
        return _shade(albedo, material, normals, view_directions, lobes)
    # On a CPU pieces whose (n, K) temporaries stay in its cache are faster.
    materials = zip(*(values.split(_PIECE_CPU) for values in material.values()), strict=True)
    others = zip(*(values.split(_PIECE_CPU) for values in (albedo, normals, view_directions)), strict=True)
    return torch.cat(
        [
            _shade(a, dict(zip(material, values, strict=True)), n, v, lobes)
            for values, (a, n, v) in zip(materials, others, strict=True)
        ]
    )


def _shade(albedo: Tensor, material: Mapping[Channel, Tensor], normals: Tensor, view: Tensor, lobes: Lobes) -> Tensor:
    stop_here()
    # Near a silhouette an interpolated or bent normal may lean away from the viewer: its edge is seen at most.
    cosine = (normals * view).sum(dim=1).clamp(0.0, 1.0)
    lobe = reflection_lobe(material[ROUGHNESS], cosine)
    mirror = 2.0 * cosine[:, None] * normals - view
    axis = normalize(torch.lerp(normals, mirror, lobe.bend[:, None]), dim=1)
    reflected = _gathered(axis, lobe.sharpness, lobes)

    metal = material[METALLIC][:, None]
    clear = lobe.albedo(torch.full_like(metal, DIELECTRIC_REFLECTANCE))
    # What the surface reflects does not reach the body (albedo scaling, as in the Principled BSDF).
    body = albedo * (1.0 - clear) * _irradiance(normals, lobes) / math.pi
    return (1.0 - metal) * (body + clear * reflected) + metal * lobe.albedo(albedo) * reflected


def _irradiance(normals: Tensor, lobes: Lobes) -> Tensor:
    """(n, 3): the lights times the clamped cosine about the normals; a sum of `sg_cosine_integral`."""
    axes, sharpness, amplitude = lobes
    slope, bias, blend = cosine_fit(sharpness)
    power = sg_integral(sharpness)[:, None] * amplitude
    return softened_cosine(normals @ axes.T, blend) @ (slope[:, None] * power) + bias @ power


def _gathered(directions: Tensor, lobe: Tensor, lobes: Lobes) -> Tensor:
    """(n, 3): the light's mean under lobes of sharpness (n,) about `directions` (n, 3)."""
    axes, sharpness, amplitude = lobes
    overlap = sg_inner_product(directions @ axes.T, lobe[:, None], sharpness)
    return (overlap @ amplitude) / sg_integral(lobe)[:, None]
