"""Pictures of a material as a photographer would take them: a ball of it in a studio, whole and near.

The ball is exact: every pixel is a point of it, so the material's finest detail is there at any picture size.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from ...materials.evaluation import Evaluated, evaluate
from ...materials.material import Sample
from ...materials.points import Array, Points, from_top
from ...rendering import SphericalGaussianLights, shade_appearance
from ...rendering.color import linear_to_srgb, srgb_to_linear
from ...vocabulary.channels import (
    ALPHA,
    COAT,
    EMISSION,
    IOR,
    METALLIC,
    ROUGHNESS,
    SHEEN,
    SHEEN_WHITENESS,
    TRANSMISSION,
    Channel,
)

WHOLE, NEAR = 1.12, 0.5
"""Half the width of the two pictures, in radii of the ball: what surrounds it, and its middle alone."""

_REPEATS = 6.0
"""How many of its coarsest features the ball shows across: a brick is recognised by its wall."""

_SMALLEST, _LARGEST = 0.04, 4.0
"""Diameters of the ball, metres."""

_FILTERED = 1.2
"""Distance of pixels in finest details from which on they are filtered no further: four points per pixel at most."""

_WALL, _FLOOR = 0.62, 0.3
"""Brightness behind the ball, linear."""

_FORWARD = (0.0, 1.0, 0.0)
_COAT_ROUGHNESS = 0.05
_BRIGHTEST = 1.5


def studio() -> SphericalGaussianLights:
    """The light that runs begin with, for a camera that looks along +y with z up."""
    return SphericalGaussianLights(up=(0.0, 0.0, 1.0), front=(0.0, -1.0, 0.0))


@torch.no_grad()
def ball_picture(sample: Sample, pixels: int, reach: float, lights: SphericalGaussianLights) -> Tensor:
    """A picture of a piece of a material.

    Args:
        sample: the piece.
        pixels: height and width.
        reach: half the picture's width in radii of the ball: `WHOLE` or `NEAR`.
        lights: see `studio`; on the CPU.

    Returns:
        (3, pixels, pixels) sRGB in 0..1.
    """
    diameter = min(max(_REPEATS * sample.coarsest, _SMALLEST), _LARGEST)
    seen, points = _ball(diameter / 2.0, pixels, reach)
    evaluated = evaluate(sample, replace(points, spacing=min(points.spacing, _FILTERED * sample.finest)))
    normals = torch.from_numpy(_bumped(evaluated.relief, points, seen))
    picture = _behind(torch.linspace(reach, -reach, pixels))[:, None, None].repeat(1, pixels, 3)
    inside, lit = torch.from_numpy(seen), _lit(evaluated, normals, lights).clamp(0.0, 1.0)
    there = evaluated.channels.get(ALPHA)
    picture[inside] = lit if there is None else torch.lerp(picture[inside], lit, torch.from_numpy(there)[:, None])
    return linear_to_srgb(picture).permute(2, 0, 1).contiguous()


def _ball(radius: float, pixels: int, reach: float) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.bool_]], Points]:
    """Mask (H, W) and points of the ball's front, seen along +y from afar; u runs around, v up."""
    grid = ((np.arange(pixels, dtype=np.float32) + 0.5) / pixels * 2.0 - 1.0) * reach
    x, z = np.meshgrid(grid, -grid)
    seen = x**2 + z**2 < 1.0
    x, z = x[seen], z[seen]
    normal = np.stack((x, -np.sqrt(1.0 - x**2 - z**2), z), axis=1).astype(np.float32)
    position = normal * np.float32(radius)
    uv = np.stack((np.arctan2(x, -normal[:, 1]) * radius, np.arcsin(z) * radius), axis=1).astype(np.float32)
    zeros = np.zeros(len(x), np.float32)
    around = np.full(len(x), 2.0 * math.pi * radius, np.float32)
    level = position[:, 2] + np.float32(radius)
    return seen, Points(
        position, normal, uv, around, normal[:, 2], level, zeros, 2.0 * reach * radius / pixels, fall=from_top(position)
    )


def _bumped(relief: Array, points: Points, seen: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Array:
    """Unit normals (n, 3) of the surface with its relief on."""
    height = np.zeros(seen.shape, np.float32)
    height[seen] = relief
    slopes = np.zeros((*seen.shape, 3), np.float32)
    step = 2.0 * points.spacing
    slopes[:, 1:-1, 0] = (height[:, 2:] - height[:, :-2]) / step * (seen[:, 2:] & seen[:, :-2])
    slopes[1:-1, :, 2] = (height[:-2] - height[2:]) / step * (seen[:-2] & seen[2:])
    slope = slopes[seen]
    # Along the surface, the slopes in the picture are those of their projection onto its tangent plane.
    slope -= (slope * points.normal).sum(axis=1, keepdims=True) * points.normal
    normal = points.normal - slope
    bumped: Array = (normal / np.linalg.norm(normal, axis=1, keepdims=True)).astype(np.float32)
    return bumped


def _lit(evaluated: Evaluated, normals: Tensor, lights: SphericalGaussianLights) -> Tensor:
    """(n, 3) linear RGB towards the viewer: the engine's shading, and what it leaves to Blender, in short."""
    count = len(normals)
    base = srgb_to_linear(torch.from_numpy(np.array(evaluated.color)))
    view = -normals.new_tensor(_FORWARD).expand(count, 3)

    def channel(which: Channel) -> Tensor:
        found = evaluated.channels.get(which)
        return torch.full((count,), which.plain) if found is None else torch.from_numpy(np.array(found))

    material = {ROUGHNESS: channel(ROUGHNESS), METALLIC: channel(METALLIC)}
    grazing = 1.0 - (normals * view).sum(dim=1).clamp(0.0, 1.0)
    color = shade_appearance(base, material, normals, view, lights)
    if TRANSMISSION in evaluated.channels:
        passed = channel(TRANSMISSION)[:, None]
        mirrored = shade_appearance(torch.zeros_like(base), material, normals, view, lights)
        through = base * _refracted(normals, channel(IOR), material[ROUGHNESS], lights)
        color = torch.lerp(color, through * (1.0 - grazing[:, None] ** 5) + mirrored, passed)
    if COAT in evaluated.channels:
        smooth = {ROUGHNESS: torch.full((count,), _COAT_ROUGHNESS), METALLIC: torch.zeros(count)}
        color = color + channel(COAT)[:, None] * shade_appearance(torch.zeros_like(base), smooth, normals, view, lights)
    if SHEEN in evaluated.channels:
        tint = SHEEN_WHITENESS + (1.0 - SHEEN_WHITENESS) * base
        color = color + 0.5 * (channel(SHEEN) * grazing**3)[:, None] * tint
    return color + channel(EMISSION).clamp(max=_BRIGHTEST)[:, None] * base


def _refracted(normals: Tensor, ior: Tensor, roughness: Tensor, lights: SphericalGaussianLights) -> Tensor:
    """(n, 3) light that arrives through a solid ball: the ray is bent where it enters and as much where it leaves."""
    ahead = normals.new_tensor(_FORWARD).expand_as(normals)
    cosine = -(normals * ahead).sum(dim=1).clamp(-1.0, 0.0)
    entering = torch.acos(cosine)
    bend = 2.0 * (entering - torch.asin(entering.sin() / ior.clamp(min=1.0)))
    inward = normalize(-normals - cosine[:, None] * ahead, dim=1)
    out = bend.cos()[:, None] * ahead + bend.sin()[:, None] * inward
    facing = ((out[:, 1:2] - 0.1) / 0.4).clamp(0.0, 1.0)
    behind = _behind(2.0 * out[:, 2])[:, None]
    clear = torch.lerp(lights.radiance(out), behind.expand(-1, 3), facing)
    return torch.lerp(clear, clear.mean(dim=0).expand_as(clear), roughness.clamp(0.0, 1.0).sqrt()[:, None] * 0.8)


def _behind(height: Tensor) -> Tensor:
    """Brightness of what is behind the ball, by height in radii: a wall over a floor."""
    return _FLOOR + (_WALL - _FLOOR) * torch.sigmoid((height + 0.45) / 0.06)
