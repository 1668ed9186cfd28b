"""Light on surface: vertex normals and two-sided Lambert shading with normals interpolated per pixel (Phong, 1975)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import normalize

from ..cameras import Cameras


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

    ambient: float = 0.45
    diffuse: float = 0.55
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


def vertex_normals(vertices: Tensor, faces: Tensor) -> Tensor:
    """Unit normals of the vertices, the mean of their faces' normals weighted by area; differentiable.

    Args:
        vertices: (V, 3).
        faces: (F, 3) int64.

    Returns:
        (V, 3); zero at vertices without area and where opposite faces cancel each other out.
    """
    normals, _ = mesh_normals(vertices, faces)
    return normals


def mesh_normals(vertices: Tensor, faces: Tensor) -> tuple[Tensor, Tensor]:
    """`vertex_normals` (V, 3) and `face_normals` (F, 3), computed together."""
    weighted = face_normals(vertices, faces)
    corners = faces.reshape(-1)
    summed = torch.zeros_like(vertices).index_add(0, corners, weighted.repeat_interleave(3, dim=0))
    with torch.no_grad():
        # Faces drawn twice, once per side, leave rounding noise in place of a normal: count that as none.
        area = vertices.new_zeros(len(vertices)).index_add(0, corners, weighted.norm(dim=1).repeat_interleave(3))
        clear = summed.norm(dim=1) > 1e-3 * area
    return normalize(summed, dim=1, eps=1e-20) * clear[:, None], weighted


def orient_normals(normals: Tensor, face_normal: Tensor, to_camera: Tensor) -> Tensor:
    """Unit normals on the camera's side of the surface, for two-sided shading.

    The side is decided by the face, not by the interpolated normal, which near a silhouette may lean away from the
    camera; so the windings of faces do not matter. Differentiable in `normals`.

    Args:
        normals: (P, 3) interpolated vertex normals; where they are zero the face's own normal is taken.
        face_normal: (P, 3) normals of the faces seen, any length; not differentiated.
        to_camera: (P, 3) from the face towards the camera.
    """
    with torch.no_grad():
        towards = face_normal * (face_normal * to_camera).sum(dim=1, keepdim=True).sign()
        sign = torch.where((normals * towards).sum(dim=1, keepdim=True) < 0, -1.0, 1.0)
        missing = (normals * normals).sum(dim=1, keepdim=True) < 1e-8
    return normalize(torch.where(missing, towards, normals * sign), dim=1, eps=1e-20)


def lambert(normals: Tensor, towards_light: Tensor, lighting: Lighting) -> Tensor:
    """Factor on the albedo: ambient + diffuse * max(0, normal . light), (..., 1).

    Args:
        normals: (..., 3) unit.
        towards_light: (..., 3) unit, in the same frame.
        lighting: its `ambient` and `diffuse`.
    """
    cosine = (normals * towards_light).sum(dim=-1, keepdim=True).clamp(min=0.0)
    return lighting.ambient + lighting.diffuse * cosine


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
    return torch.where(mask[..., None], albedo * lambert(unit, towards_light, lighting), background)
