"""Where the object is looked at from: cameras on a sphere around the origin.

Conventions are PyTorch3D's, so that both renderers share one camera: points are row vectors,
`X_camera = X_world @ rotation + translation`, the camera looks along its +Z, +X is left and +Y is up in the image.
In normalised device coordinates (NDC) the shorter image side spans -1..1, as with `FoVPerspectiveCameras`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..vocabulary.orientation import conventional_front, unit_vector

NEAR_PLANE = 0.05
"""Surface closer to the camera than this is not drawn; in radii of the unit sphere."""

FIT_MARGIN = 1.05
"""`fitting_distance` leaves this much room around the unit sphere, so that displaced surface stays in the picture."""

ELEVATION_LIMIT = math.radians(80.0)
"""Cameras stay this far off the poles, where "up in the image" has no meaning; radians."""

_COVERING_RINGS = ((0.0, 0.4, 0.0), (30.0, 0.3, 0.5), (-30.0, 0.2, 0.25), (60.0, 0.1, 0.0))
"""Rings of `covering_cameras`: elevation in degrees, share of the views, turn in steps between two of its views."""

Vector = Sequence[float] | NDArray[np.floating] | Tensor


@dataclass(frozen=True, eq=False)
class Cameras:
    """N perspective cameras.

    Args:
        rotation: (N, 3, 3) world to camera, for row vectors; its columns are the camera's axes in world space.
        translation: (N, 3), the world's origin in camera space.
        field_of_view: angle across the shorter image side (the height of square and of wide images), degrees.
    """

    rotation: Tensor
    translation: Tensor
    field_of_view: float

    def __len__(self) -> int:
        return self.rotation.shape[0]

    @property
    def half_extent(self) -> float:
        """Half the width of the shorter image side at depth 1: tan(field_of_view / 2)."""
        return math.tan(math.radians(self.field_of_view) / 2.0)

    def select(self, indices: Tensor | Sequence[int]) -> Cameras:
        """The cameras at `indices`, in that order."""
        index = torch.as_tensor(indices, dtype=torch.long, device=self.rotation.device).reshape(-1)
        return Cameras(self.rotation[index], self.translation[index], self.field_of_view)

    def to(self, device: torch.device | str) -> Cameras:
        """The same cameras with their tensors on `device`."""
        return Cameras(self.rotation.to(device), self.translation.to(device), self.field_of_view)

    def centers(self) -> Tensor:
        """Where the cameras stand: (N, 3), world space."""
        return -torch.einsum("nij,nj->ni", self.rotation, self.translation)

    def transform_to_view(self, points: Tensor) -> Tensor:
        """Points (V, 3) or (N, V, 3) in world space to (N, V, 3) in each camera's space; differentiable."""
        return points @ self.rotation + self.translation[:, None, :]

    def project(self, points: Tensor) -> Tensor:
        """Points (V, 3) or (N, V, 3) in world space to (N, V, 3): NDC x, NDC y and depth (camera-space z).

        The depth of points at or behind the camera is given as it is; their x and y have no meaning.
        """
        view = self.transform_to_view(points)
        depth = view[..., 2:]
        safe = torch.where(depth.abs() < 1e-8, torch.full_like(depth, 1e-8), depth)
        return torch.cat((view[..., :2] / (safe * self.half_extent), depth), dim=-1)

    def project_to_pixels(self, points: Tensor, image_size: tuple[int, int]) -> Tensor:
        """Points to (N, V, 3): pixel x (from the left), pixel y (from the top) and depth; centres lie at k + 0.5."""
        height, width = image_size
        x, y, depth = self.project(points).unbind(-1)
        short = min(height, width) / 2.0
        return torch.stack((width / 2.0 - x * short, height / 2.0 - y * short, depth), dim=-1)


def fitting_distance(field_of_view: float) -> float:
    """Distance from which the unit sphere fits into the picture with a small margin, `FIT_MARGIN`.

    Args:
        field_of_view: angle across the shorter image side, degrees.
    """
    return FIT_MARGIN / math.sin(math.radians(field_of_view) / 2.0)


def look_at(
    azimuth: Tensor,
    elevation: Tensor,
    up: Vector,
    front: Vector,
    field_of_view: float,
    distance: float | None = None,
) -> Cameras:
    """Cameras that look at the origin from given angles around the front.

    Args:
        azimuth: (N,) radians around `up`, counter-clockwise seen from above; 0 looks at the front.
        elevation: (N,) radians above the horizon; clamped to `ELEVATION_LIMIT`.
        up: (3,) the object's up direction, any length.
        front: (3,) from the object towards its viewer; only its part across `up` counts.
        field_of_view: angle across the shorter image side, degrees.
        distance: from the origin; None: `fitting_distance(field_of_view)`.
    """
    azimuth = torch.as_tensor(azimuth, dtype=torch.float32).reshape(-1)
    elevation = torch.as_tensor(elevation, dtype=torch.float32, device=azimuth.device).reshape(-1)
    elevation = elevation.clamp(-ELEVATION_LIMIT, ELEVATION_LIMIT)
    up_np, front_np = _frame(up, front)
    up_axis = azimuth.new_tensor(up_np)
    front_axis = azimuth.new_tensor(front_np)
    side_axis = azimuth.new_tensor(np.cross(up_np, front_np))

    horizontal = azimuth.cos()[:, None] * front_axis + azimuth.sin()[:, None] * side_axis
    outward = elevation.cos()[:, None] * horizontal + elevation.sin()[:, None] * up_axis
    forward = -outward
    left = torch.nn.functional.normalize(torch.linalg.cross(up_axis.expand_as(forward), forward), dim=1)
    upward = torch.linalg.cross(forward, left)
    rotation = torch.stack((left, upward, forward), dim=2)
    distance = fitting_distance(field_of_view) if distance is None else distance
    translation = rotation.new_tensor((0.0, 0.0, distance)).expand(len(azimuth), 3).contiguous()
    return Cameras(rotation, translation, field_of_view)


def sample_cameras(
    generator: torch.Generator,
    count: int,
    up: Vector,
    front: Vector,
    azimuth_std: float,
    elevation_std: float,
    field_of_view: float,
) -> Cameras:
    """Random cameras around the front, the first exactly at it (Text2Mesh, arXiv 2112.03221, section 3.2).

    Args:
        generator: source of the random angles (a CPU generator).
        count: number of cameras N.
        up, front: (3,) the object's up direction and the direction of its viewer.
        azimuth_std, elevation_std: standard deviations of the Gaussian angles, radians.
        field_of_view: angle across the shorter image side, degrees.
    """
    noise = torch.randn((2, count), generator=generator)
    noise[:, :1] = 0.0
    return look_at(noise[0] * azimuth_std, noise[1] * elevation_std, up, front, field_of_view)


def covering_angles(count: int) -> tuple[Tensor, Tensor]:
    """Azimuth and elevation (each (count,), radians) of `covering_cameras`.

    Views lie on rings at 0, 30, -30 and 60 degrees of elevation, evenly spread on each; neighbouring rings are turned
    against each other. The first view is the front.

    Args:
        count: number of views, at least 1; from 10 on every ring has one.
    """
    shares = [share * count for _, share, _ in _COVERING_RINGS]
    sizes = [int(share) for share in shares]
    for ring in sorted(range(len(shares)), key=lambda i: sizes[i] - shares[i])[: count - sum(sizes)]:
        sizes[ring] += 1
    azimuths: list[float] = []
    elevations: list[float] = []
    for size, (elevation, _, turn) in zip(sizes, _COVERING_RINGS, strict=True):
        azimuths += [math.remainder(2.0 * math.pi * (k + turn) / size, 2.0 * math.pi) for k in range(size)]
        elevations += [math.radians(elevation)] * size
    return torch.tensor(azimuths), torch.tensor(elevations)


def covering_cameras(count: int, up: Vector, front: Vector, field_of_view: float) -> Cameras:
    """Deterministic cameras spread over the sphere, the front first; `covering_angles` gives their angles.

    Args:
        count: number of cameras N.
        up, front: (3,) the object's up direction and the direction of its viewer.
        field_of_view: angle across the shorter image side, degrees.
    """
    azimuth, elevation = covering_angles(count)
    return look_at(azimuth, elevation, up, front, field_of_view)


def _frame(up: Vector, front: Vector) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Unit up, and the unit part of front across it; the conventional front where front points along up."""
    up_axis, front_axis = unit_vector(up), unit_vector(front)
    across = front_axis - up_axis * float(front_axis @ up_axis)
    if np.linalg.norm(across) < 1e-6:
        return up_axis, conventional_front(up_axis)
    return up_axis, unit_vector(across)
