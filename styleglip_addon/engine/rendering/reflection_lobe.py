"""What a rough surface reflects, summed up as one spherical Gaussian per direction of view.

The reflection is a microfacet BRDF (Cook and Torrance 1982; Disney's parameters, Burley 2012) with the GGX
distribution, its separable Smith shadowing (Walter et al. 2007) and Schlick's Fresnel term (1994). For every roughness
and angle of view three things are integrated numerically, once per process: the share of even light that is reflected,
split into a part that grows with the reflectance at normal incidence and one that does not (Karis, "Real Shading in
Unreal Engine 4", 2013), and the mean direction and spread of the reflected light. A spherical Gaussian with the same
mean direction and spread stands for it.

TANGO and PhySG (arXiv 2210.11277, 2104.00674) warp GGX's peak in closed form instead (Wang et al. 2009). That is right
for polished surfaces only: against the same integrals its total is off by 10 to 70 % from roughness 0.5 on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor
from torch.nn.functional import grid_sample

LEAST_ROUGHNESS = 0.05
_LEAST_COSINE = 1e-3
_ROUGHNESS_STEPS = 32
_COSINE_STEPS = 40
_SLOPE_SAMPLES, _TURN_SAMPLES = 64, 32


@dataclass(frozen=True, eq=False)
class ReflectionLobe:
    """The reflection at n points.

    Args:
        scale, bias: (n,) share of even light reflected = reflectance at normal incidence * scale + bias, one bounce.
        bend: (n,) the lobe's axis is (1 - bend) * normal + bend * mirror direction, made unit length.
        sharpness: (n,) of the lobe.
    """

    scale: Tensor
    bias: Tensor
    bend: Tensor
    sharpness: Tensor

    def albedo(self, reflectance: Tensor) -> Tensor:
        """Share of even light reflected (n, C), all bounces between facets included.

        One bounce loses light on rough surfaces; the factor 1 + F0 (1 / E - 1), where E is what a perfect mirror's
        facets reflect at once, gives it back (Turquin, "Practical Multiple Scattering Compensation for Microfacet
        Models", 2019). Blender's Principled BSDF does so too.

        Args:
            reflectance: (n, C) at normal incidence, F0.
        """
        once = reflectance * self.scale[:, None] + self.bias[:, None]
        mirror = (self.scale + self.bias)[:, None]
        return once * (1.0 + reflectance * (1.0 / mirror - 1.0))


def reflection_lobe(roughness: Tensor, cosine: Tensor) -> ReflectionLobe:
    """Looks the lobe up; differentiable.

    Args:
        roughness: (n,) perceptual, 0..1; alpha is its square. Below `LEAST_ROUGHNESS` as at it.
        cosine: (n,) between normal and direction to the viewer, 0..1.
    """
    across = 2.0 * (roughness - LEAST_ROUGHNESS) / (1.0 - LEAST_ROUGHNESS) - 1.0
    down = 2.0 * (cosine - _LEAST_COSINE) / (1.0 - _LEAST_COSINE) - 1.0
    where = torch.stack((across, down), dim=-1).clamp(-1.0, 1.0).reshape(1, 1, -1, 2)
    table = _table().to(roughness)
    values = grid_sample(table, where, mode="bilinear", align_corners=True)
    scale, bias, bend, log_sharpness = values.reshape(4, -1)
    return ReflectionLobe(scale, bias, bend, log_sharpness.exp())


@cache
@torch.inference_mode(False)  # kept for later calls, which may need gradients
@torch.no_grad()
def _table() -> Tensor:
    """(1, 4, cosines, roughnesses): scale, bias, bend and log sharpness."""
    columns = []
    for roughness in torch.linspace(LEAST_ROUGHNESS, 1.0, _ROUGHNESS_STEPS, dtype=torch.float64).tolist():
        cosines = torch.linspace(_LEAST_COSINE, 1.0, _COSINE_STEPS, dtype=torch.float64)
        columns.append(torch.stack(_integrals(roughness**2, cosines)))
    return torch.stack(columns, dim=-1)[None].float()


def _integrals(alpha: float, cosine: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Scale, bias, bend and log sharpness for views at `cosine` (c,), all of one alpha.

    Half vectors are drawn on a regular grid from GGX's distribution D(h) n.h; their light directions then weigh
    F G v.h / (n.h n.v) (Walter et al. 2007, eq. 41). The view lies in the plane of x and z, z is the normal.
    """
    steps = (torch.arange(_SLOPE_SAMPLES, dtype=torch.float64) + 0.5) / _SLOPE_SAMPLES
    # Denser where slopes are steep: seen at a grazing angle, most of what is reflected comes from GGX's long tail.
    u, density = 1.0 - (1.0 - steps).pow(3), 3.0 * (1.0 - steps).square() / _SLOPE_SAMPLES
    turn = (torch.arange(_TURN_SAMPLES, dtype=torch.float64) + 0.5) / _TURN_SAMPLES * math.pi
    height = ((1.0 - u) / (1.0 + (alpha**2 - 1.0) * u)).sqrt()
    radius = (1.0 - height.square()).sqrt()
    half_x = (radius[:, None] * turn.cos()).reshape(1, -1)
    half_z = height[:, None].expand(-1, _TURN_SAMPLES).reshape(1, -1)

    view_z = cosine[:, None]
    view_x = (1.0 - view_z.square()).clamp(min=0.0).sqrt()
    facing = view_x * half_x + view_z * half_z
    light_x = 2.0 * facing * half_x - view_x
    light_z = 2.0 * facing * half_z - view_z
    shadowing = _smith(light_z.clamp(min=1e-9), alpha) * _smith(view_z, alpha)
    weight = torch.where((light_z > 0.0) & (facing > 0.0), shadowing * facing / (half_z * view_z), 0.0)
    weight = weight * (density / _TURN_SAMPLES).repeat_interleave(_TURN_SAMPLES)

    grazing = (1.0 - facing.clamp(0.0, 1.0)).pow(5)
    total = weight.sum(dim=1)
    bias = (weight * grazing).sum(dim=1)
    # By symmetry the mean direction has no y; away from the viewer is -x.
    mean_x, mean_z = -(weight * light_x).sum(dim=1) / total, (weight * light_z).sum(dim=1) / total
    spread = torch.hypot(mean_x, mean_z).clamp(max=1.0 - 1e-7)
    slant, mirror = mean_x, view_x[:, 0]
    bend = slant / (mirror * mean_z - slant * cosine + slant).clamp(min=1e-9)
    bend[-1] = bend[-2]  # at normal incidence every bend gives the normal
    return total - bias, bias, bend.clamp(0.0, 1.0), _sharpness_of(spread).log()


def _smith(cosine: Tensor, alpha: float) -> Tensor:
    """Smith's shadowing of one direction for GGX (Walter et al. 2007, eq. 34)."""
    return 2.0 * cosine / (cosine + (alpha**2 + (1.0 - alpha**2) * cosine.square()).sqrt())


def _sharpness_of(spread: Tensor) -> Tensor:
    """Sharpness s of the spherical Gaussian whose mean vector is `spread` = coth(s) - 1 / s long, by bisection."""
    low, high = torch.full_like(spread, 1e-3), torch.full_like(spread, 1e8)
    for _ in range(80):
        middle = (low * high).sqrt()
        short = 1.0 / torch.tanh(middle) - 1.0 / middle < spread
        low, high = torch.where(short, middle, low), torch.where(short, high, middle)
    return (low * high).sqrt()
