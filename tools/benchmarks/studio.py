"""A small photo studio on the engine's own rasteriser: soft light from three sides, a floor with a shadow."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from torch import Tensor
from torch.nn import functional

from styleglip_addon.engine.rendering import (
    Appearance,
    Fragments,
    SphericalGaussianLights,
    interpolate,
    rasterize,
    render_appearance,
)
from styleglip_addon.engine.rendering.cameras import Cameras, look_at
from styleglip_addon.engine.rendering.color import linear_to_srgb, srgb_to_linear
from styleglip_addon.engine.rendering.shading import mesh_normals, orient_normals
from styleglip_addon.engine.vocabulary.channels import Channel

ANGLES = ((32.0, 16.0), (-38.0, 22.0), (158.0, 14.0))
"""Azimuth from the front and elevation of the three views, degrees: from both sides, and from behind."""

_FIELD_OF_VIEW = 26.0
_FILL = 0.84
_OVERSAMPLING = 2
_BACKDROP_SRGB = (0.957, 0.953, 0.945)
_SHADOW_GRID = 96

# Direction in the camera's frame (+X left, +Y up, +Z into the scene), strength, and how far it wraps round the form.
_LIGHTS = (((0.75, 0.85, -0.75), 0.62, 0.25), ((-0.9, 0.15, -0.6), 0.22, 0.5), ((-0.3, 0.7, 0.9), 0.20, 0.1))
_SKY, _GROUND = 0.30, 0.13


@dataclass(frozen=True, eq=False)
class Scene:
    """What stands in the studio.

    Args:
        vertices: (V, 3) in the unit sphere.
        faces: (F, 3).
        up, front: (3,) directions.
    """

    vertices: Tensor
    faces: Tensor
    up: tuple[float, float, float]
    front: tuple[float, float, float]


@torch.no_grad()
def photograph(
    scene: Scene,
    color: NDArray[np.float32],
    size: int,
    material: Mapping[Channel, NDArray[np.float32]] | None = None,
) -> NDArray[np.uint8]:
    """Pictures of the object from `ANGLES`.

    Args:
        scene: the object.
        color: (V, 3) scene-linear RGB.
        size: height and width, pixels.
        material: (V,) per channel besides colour: then metal shines; None or empty: all is matt.

    Returns:
        (views, size, size, 3) uint8 sRGB.
    """
    cameras = _framed_cameras(scene)
    side = size * _OVERSAMPLING
    fragments = rasterize(scene.vertices, scene.faces, cameras, (side, side))
    picture = _backdrop(scene, cameras, side)
    albedo = interpolate(fragments, scene.faces, torch.from_numpy(np.ascontiguousarray(color)))
    lit = (
        albedo * _light(scene, cameras, fragments)[..., None] if not material else _shaded(scene, color, material, side)
    )
    picture = torch.where(fragments.mask[..., None], lit * _openness(fragments, side)[..., None], picture)
    # Averaged in linear light, so that edges keep their weight.
    small = functional.avg_pool2d(picture.permute(0, 3, 1, 2), _OVERSAMPLING).permute(0, 2, 3, 1)
    encoded: NDArray[np.uint8] = (linear_to_srgb(small) * 255.0).round().to(torch.uint8).numpy()
    return encoded


def _shaded(
    scene: Scene, color: NDArray[np.float32], material: Mapping[Channel, NDArray[np.float32]], side: int
) -> Tensor:
    """(N, H, W, 3) linear RGB under the light that a run sees its materials in."""
    lights = SphericalGaussianLights(up=scene.up, front=scene.front)
    values = {channel: torch.from_numpy(np.ascontiguousarray(own)) for channel, own in material.items()}
    appearance = Appearance(torch.from_numpy(np.ascontiguousarray(color)), values)
    cameras = _framed_cameras(scene)
    rendering = render_appearance(scene.vertices, scene.faces, appearance, cameras, (side, side), lights)
    return srgb_to_linear(rendering.image).permute(0, 2, 3, 1)


def _framed_cameras(scene: Scene) -> Cameras:
    """Cameras from `ANGLES`, near enough that the object fills the pictures."""
    azimuth, elevation = (torch.tensor([math.radians(pair[k]) for pair in ANGLES]) for k in (0, 1))
    distance = 1.0 / math.sin(math.radians(_FIELD_OF_VIEW) / 2.0)
    seen = scene.vertices[scene.faces.unique()]
    for _ in range(3):
        cameras = look_at(azimuth, elevation, scene.up, scene.front, _FIELD_OF_VIEW, distance)
        extent = float(cameras.project(seen)[..., :2].abs().amax())
        distance = max(distance * extent / _FILL, 1.3)
    return look_at(azimuth, elevation, scene.up, scene.front, _FIELD_OF_VIEW, distance)


def _light(scene: Scene, cameras: Cameras, fragments: Fragments) -> Tensor:
    """(N, H, W) light on every pixel's surface."""
    vertex_normal, face_normal = mesh_normals(scene.vertices, scene.faces)
    smooth = interpolate(fragments, scene.faces, vertex_normal)
    flat = functional.normalize(face_normal, dim=1, eps=1e-20)[fragments.face_index.clamp(min=0)]
    centers = cameras.centers()[:, None, None, :]
    position = interpolate(fragments, scene.faces, scene.vertices)
    flat = flat * (flat * (centers - position)).sum(dim=-1, keepdim=True).sign()
    oriented = orient_normals(smooth.reshape(-1, 3).T, flat.reshape(-1, 3).T).T.reshape(smooth.shape)
    # A hard edge stays hard: where the smooth normal is far off the face's, the face's is taken.
    is_crease = (oriented * flat).sum(dim=-1, keepdim=True) < math.cos(math.radians(35.0))
    normal = torch.where(is_crease, flat, oriented)
    up = normal.new_tensor(scene.up)
    light = _GROUND + (_SKY - _GROUND) * 0.5 * (1.0 + normal @ up)
    for direction, strength, wrap in _LIGHTS:
        towards = functional.normalize(cameras.rotation.new_tensor(direction), dim=0)
        world = torch.einsum("nij,j->ni", cameras.rotation, towards)[:, None, None, :]
        cosine = (normal * world).sum(dim=-1)
        light = light + strength * ((cosine + wrap) / (1.0 + wrap)).clamp(min=0.0)
    return light


def _openness(fragments: Fragments, side: int) -> Tensor:
    """(N, H, W) share of the surroundings that is not hidden by nearer surface: corners and gaps are darker."""
    depth = torch.where(fragments.mask, fragments.depth, torch.full_like(fragments.depth, 1e3))
    hidden = torch.zeros_like(depth)
    count = 0
    for radius in (0.012, 0.03, 0.06):
        reach = max(1, round(radius * side))
        for step in range(8):
            angle = math.pi * (step + 0.5 * (reach % 2)) / 4.0
            dy, dx = round(reach * math.sin(angle)), round(reach * math.cos(angle))
            nearer = depth - torch.roll(depth, (dy, dx), dims=(1, 2))
            # Surface a little nearer hides sky; surface far in front is another thing and casts no such shadow.
            hidden += (nearer / 0.05).clamp(0.0, 1.0) * (nearer < 0.35)
            count += 1
    return 1.0 - 0.55 * hidden / count


def _backdrop(scene: Scene, cameras: Cameras, side: int) -> Tensor:
    """(N, H, W, 3) linear RGB of the empty studio with the object's shadow on its floor."""
    up = scene.vertices.new_tensor(scene.up)
    up = up / up.norm()
    front = scene.vertices.new_tensor(scene.front)
    across = functional.normalize(front - up * (front @ up), dim=0)
    axes = torch.stack((across, torch.linalg.cross(up, across)))
    used = scene.vertices[scene.faces.unique()]
    height = used @ up
    floor = float(height.min())
    flat = used @ axes.T
    shadow = _shadow_map(flat.numpy(), (height - floor).numpy())

    count = len(cameras)
    steps = (torch.arange(side) + 0.5) / side * 2.0 - 1.0
    y, x = torch.meshgrid(-steps, -steps, indexing="ij")
    rays = torch.stack((x * cameras.half_extent, y * cameras.half_extent, torch.ones_like(x)), dim=-1)
    world = torch.einsum("nij,hwj->nhwi", cameras.rotation, rays)
    centers = cameras.centers()
    fall = world @ up
    distance = (floor - centers @ up)[:, None, None] / torch.where(fall < -1e-6, fall, torch.full_like(fall, -1e-6))
    hit = centers[:, None, None, :] + distance[..., None] * world
    spot = (hit @ axes.T) / 2.0
    darkness = functional.grid_sample(
        torch.from_numpy(shadow)[None, None].expand(count, 1, -1, -1), spot.flip(-1), align_corners=False
    )[:, 0]
    darkness = torch.where(fall < -1e-6, darkness, torch.zeros_like(darkness))
    base = srgb_to_linear(torch.tensor(_BACKDROP_SRGB))
    # The wall behind is a little darker towards the top.
    shade = 1.0 - 0.10 * ((y + 1.0) / 2.0)
    return base * (shade[None, ..., None] * (1.0 - 0.55 * darkness)[..., None])


def _shadow_map(flat: NDArray[np.float32], height: NDArray[np.float32]) -> NDArray[np.float32]:
    """(grid, grid) darkness of the floor over -2..2 radii on both axes: strong and sharp under what touches it."""
    darkness = np.zeros((_SHADOW_GRID, _SHADOW_GRID))
    for reach, blur, strength in ((0.05, 1.0, 0.75), (0.4, 3.0, 0.35), (2.0, 7.0, 0.3)):
        near = height < reach
        counts, _, _ = np.histogram2d(flat[near, 0], flat[near, 1], bins=_SHADOW_GRID, range=((-2.0, 2.0), (-2.0, 2.0)))
        covered = gaussian_filter(np.minimum(counts, 1.0), 1.0) > 0.2
        darkness += strength * gaussian_filter(covered.astype(np.float64), blur)
    return np.clip(darkness, 0.0, 1.0).astype(np.float32)
