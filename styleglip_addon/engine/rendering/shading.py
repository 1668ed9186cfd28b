"""Light on surface: vertex normals and two-sided Lambert shading with normals interpolated per pixel (Phong, 1975)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from .cameras import Cameras


@dataclass(frozen=True)
class Lighting:
    """One distant white light that travels with the camera, and ambient light.

    Args:
        ambient: share of the albedo that is always seen, 0..1.
        diffuse: share that depends on the angle to the light, 0..1; ambient + diffuse = 1 shows a fully lit pixel's
            albedo unchanged.
        direction: towards the light in the camera's frame (+X left, +Y up, +Z into the scene), any length.
        two_sided: back faces are lit as if their normals pointed to the camera; else they get ambient light only where
            their normals point away from the light.
    """

    ambient: float = 0.35
    diffuse: float = 0.65
    direction: tuple[float, float, float] = (0.45, 0.6, -1.0)
    two_sided: bool = True

    def world_directions(self, cameras: Cameras) -> Tensor:
        """Unit directions towards the light in world space, (N, 3)."""
        direction = normalize(cameras.rotation.new_tensor(self.direction), dim=0)
        return torch.einsum("nij,j->ni", cameras.rotation, direction)


def face_normals(vertices: Tensor, faces: Tensor) -> Tensor:
    """Normals of the faces (F, 3), of twice the face's area in length; differentiable."""
    corners = vertices.index_select(0, faces.reshape(-1)).reshape(-1, 3, 3)
    return torch.linalg.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def mesh_normals(vertices: Tensor, faces: Tensor) -> tuple[Tensor, Tensor]:
    """Unit vertex normals, the mean of their faces' normals weighted by area, and `face_normals`; differentiable.

    Args:
        vertices: (V, 3).
        faces: (F, 3) int64.

    Returns:
        (V, 3), zero at vertices without area and where opposite faces cancel each other out; and (F, 3).
    """
    weighted = face_normals(vertices, faces)
    first, second, third = faces.unbind(1)
    summed = torch.zeros_like(vertices)
    summed = summed.index_add(0, first, weighted).index_add(0, second, weighted).index_add(0, third, weighted)
    with torch.no_grad():
        # Faces drawn twice, once per side, leave rounding noise in place of a normal: count that as none.
        size = weighted.norm(dim=1)
        area = vertices.new_zeros(len(vertices))
        area.index_add_(0, first, size).index_add_(0, second, size).index_add_(0, third, size)
        clear = summed.norm(dim=1) > 1e-3 * area
    return normalize(summed, dim=1, eps=1e-20) * clear[:, None], weighted


def orient_normals(normals: Tensor, seen_side: Tensor) -> Tensor:
    """Unit normals on the camera's side of the surface, for two-sided shading; differentiable in `normals`.

    The side is decided by the face, not by the interpolated normal, which near a silhouette may lean away from the
    camera; so the windings of faces do not matter.

    Args:
        normals: (3, P) interpolated vertex normals; where they are zero the face's own normal is taken.
        seen_side: (3, P) the seen faces' normals on the camera's side, any length; not differentiated.
    """
    with torch.no_grad():
        away = (normals * seen_side).sum(dim=0) < 0
        sign = torch.where(away, -1.0, 1.0)
        missing = (normals * normals).sum(dim=0) < 1e-8
    oriented = normals * sign
    if bool(missing.any()):
        oriented = torch.where(missing, seen_side, oriented)
    return unit_columns(oriented)


def unit_columns(vectors: Tensor) -> Tensor:
    """Vectors (3, P) scaled to length 1, zero ones left; PyTorch's own norm is slow over the first dimension."""
    return vectors * (vectors * vectors).sum(dim=0).clamp(min=1e-30).rsqrt()


def brightness(cosine: Tensor, lighting: Lighting) -> Tensor:
    """Factor on the albedo by Lambert's law, ambient + diffuse * max(0, cosine between normal and light)."""
    return lighting.ambient + lighting.diffuse * cosine.clamp(min=0.0)


def shade(albedo: Tensor, normals: Tensor, mask: Tensor, lighting: Lighting, background: Tensor) -> Tensor:
    """Shades whole images.

    Args:
        albedo: (N, H, W, 3) linear RGB.
        normals: (N, H, W, 3) in the camera's frame, any length; two-sided shading turns them towards the camera.
        mask: (N, H, W) bool, where there is surface.
        lighting: the light.
        background: (3,) linear RGB.

    Returns:
        (N, H, W, 3) linear RGB.
    """
    unit = normalize(normals, dim=-1, eps=1e-20)
    if lighting.two_sided:
        unit = torch.where(unit[..., 2:] > 0, -unit, unit)
    towards_light = normalize(normals.new_tensor(lighting.direction), dim=0)
    factor = brightness((unit * towards_light).sum(dim=-1, keepdim=True), lighting)
    return torch.where(mask[..., None], albedo * factor, background)
