"""A styled shape as an artist sees it: pictures that are evaluated pixel by pixel, with their relief, and lit.

Vertices carry too little of a material to judge it by. What is seen at each pixel is found once per view; the styles
are then evaluated there, so that other styles in the same view cost no more than their own points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, normalize

from ..rendering import Fragments, SphericalGaussianLights, rasterize, shade_appearance
from ..rendering.cameras import Cameras, look_at
from ..rendering.color import linear_to_srgb, srgb_to_linear
from ..surface.front import find_front
from ..vocabulary import FloatArray
from ..vocabulary.channels import ALPHA, COLOR, DISPLACEMENT, EMISSION, METALLIC, ROUGHNESS, TRANSMISSION
from .shape import StyledShape, SurfacePoints

_AZIMUTH, _ELEVATION = math.radians(24.0), math.radians(14.0)
"""From the front, a little from the side and from above: depth and gloss show."""

_FIELD_OF_VIEW = 30.0
_BACKDROP = 0.9
"""sRGB grey behind the object."""

_PER_SIDE = 2
"""Rays per pixel along each side."""

_BEHIND_GLASS = 0.7
"""Share of the backdrop that a wholly transparent surface shows."""

_LIGHTS = 24

_LEAST_SEEN = 0.3
"""Share of a part that must not be hidden by others for it to be shown among them."""


@dataclass(frozen=True, eq=False)
class PartView:
    """What is seen of a shape in a picture of one of its parts; the P pixels with surface are kept packed.

    Args:
        points: of the surface.
        normals: (P, 3) unit, on the viewer's side.
        towards: (P, 3) unit, to the viewer.
        positions: (P, 3) in the frame of the dense copy.
        fragments: where the pixels are.
        lights: around the object.
    """

    points: SurfacePoints
    normals: Tensor
    towards: Tensor
    positions: Tensor
    fragments: Fragments
    lights: SphericalGaussianLights

    def lit(self, shape: StyledShape) -> Tensor:
        """(P, 3) linear RGB in 0..1 of a shape that differs from the view's in its styles alone."""
        values = {name: torch.from_numpy(value) for name, value in shape.blend(self.points).items()}
        plain = torch.ones(len(self.points))
        material = {
            channel: values.get(channel, plain * channel.plain)
            for channel in (ROUGHNESS, METALLIC, EMISSION, TRANSMISSION, ALPHA)
        }
        color, height = values[COLOR], values[DISPLACEMENT]
        normals = self._bumped(height * _frame_per_metre(shape))
        with torch.no_grad():
            lit = shade_appearance(color, material, normals, self.towards, self.lights)
        through = _BEHIND_GLASS * material[TRANSMISSION][:, None]
        lit = lit * (1.0 - through) + color * _backdrop() * through + color * material[EMISSION][:, None]
        return (lit + (1.0 - material[ALPHA][:, None]) * (_backdrop() - lit)).clamp(0.0, 1.0)

    def picture(self, shape: StyledShape) -> FloatArray:
        """(size, size, 3) sRGB in 0..1 of a shape that differs from the view's in its styles alone."""
        image = torch.full((self.fragments.face_index.numel(), 3), float(_backdrop()))
        image[self.fragments.pixels] = self.lit(shape)
        side = self.fragments.face_index.shape[1]
        small = avg_pool2d(image.reshape(1, side, side, 3).permute(0, 3, 1, 2), _PER_SIDE)
        shown: FloatArray = linear_to_srgb(small[0].permute(1, 2, 0)).numpy().astype(np.float32)
        return shown

    def _bumped(self, heights: Tensor) -> Tensor:
        """(P, 3) normals bent by heights (P,): Mikkelsen, "Bump Mapping Unparametrized Surfaces on the GPU", 2010."""
        packed = torch.cat((self.positions, self.normals, heights[:, None], torch.ones(len(heights), 1)), dim=1)
        grid = self.fragments.unpack(packed.T, 0.0)[0]
        across, down = _differences(grid, 1), _differences(grid, 0)
        rows = self.fragments.pixels
        x, y = across.reshape(-1, 4)[rows], down.reshape(-1, 4)[rows]
        first = torch.linalg.cross(y[:, :3], self.normals)
        second = torch.linalg.cross(self.normals, x[:, :3])
        area = (x[:, :3] * first).sum(dim=1, keepdim=True)
        slope = area.sign() * (x[:, 3:] * first + y[:, 3:] * second)
        return normalize(area.abs() * self.normals - slope, dim=1)


def _backdrop() -> Tensor:
    """Linear grey behind the object."""
    return srgb_to_linear(torch.tensor(_BACKDROP))


def _frame_per_metre(shape: StyledShape) -> float:
    """Lengths in the frame of the dense copy per metre of object space."""
    own = shape.refined.vertices[: len(shape.vertices)]
    return float(np.ptp(own, axis=0).max() / np.ptp(shape.vertices, axis=0).max())


def _differences(grid: Tensor, axis: int) -> Tensor:
    """(H, W, 4) steps of position and height from pixel to pixel along an axis; no height where another surface begins.

    Args:
        grid: (H, W, 8) position, normal, height, 1 where there is surface.
        axis: 0 down, 1 across.
    """
    following = grid.roll(-1, dims=axis)
    step = following[..., :3] - grid[..., :3]
    height = following[..., 6] - grid[..., 6]
    agrees = (following[..., 3:6] * grid[..., 3:6]).sum(dim=-1) > 0.8
    together = (grid[..., 7] > 0.0) & (following[..., 7] > 0.0) & agrees
    return torch.cat((step, torch.where(together, height, 0.0)[..., None]), dim=-1)


def part_view(shape: StyledShape, part: int, size: int, up: tuple[float, float, float]) -> PartView:
    """A view from the front with a part in the middle of the picture, as large as fits; alone where most is hidden.

    Args:
        shape: of a finished run.
        part: its number.
        size: width and height, pixels.
        up: of the object.
    """
    refined, faces = shape.refined, torch.from_numpy(shape.refined.faces)
    own = refined.vertices[shape.weights[:, part] > 0.5]
    own = own if len(own) else refined.vertices
    center = (own.min(axis=0) + own.max(axis=0)) / 2.0
    radius = max(float(np.linalg.norm(own - center, axis=1).max()), 1e-6)
    framed = torch.from_numpy(((refined.vertices - center) / radius).astype(np.float32))
    front = find_front(shape.vertices, shape.faces, up)
    cameras = look_at(torch.tensor([_AZIMUTH]), torch.tensor([_ELEVATION]), up, front, _FIELD_OF_VIEW)
    side = size * _PER_SIDE
    is_own = torch.from_numpy((shape.weights[refined.faces, part] > 0.5).any(axis=1))
    whole = rasterize(framed, faces, cameras, (side, side))
    alone = rasterize(framed, faces[is_own], cameras, (side, side))
    if int(is_own[whole.faces_seen].sum()) >= _LEAST_SEEN * len(alone.pixels):
        return seen_by(shape, cameras, whole, torch.arange(len(faces)), (framed, radius))
    return seen_by(shape, cameras, alone, is_own.nonzero()[:, 0], (framed, radius))


def seen_by(
    shape: StyledShape, cameras: Cameras, fragments: Fragments, drawn: Tensor, frame: tuple[Tensor, float]
) -> PartView:
    """What one camera sees of a shape.

    Args:
        shape: the shape.
        cameras: one.
        fragments: what it sees of some of the dense triangles.
        drawn: (k,) numbers of these.
        frame: (W, 3) dense vertices as the camera has them, and its unit in lengths of the dense copy.
    """
    refined, (framed, radius) = shape.refined, frame
    seen, weights = drawn[fragments.faces_seen].numpy(), fragments.weights.T.numpy()

    def mixed(values: FloatArray) -> FloatArray:
        found: FloatArray = np.einsum("nk,nk...->n...", weights, values[refined.faces[seen]]).astype(np.float32)
        return found

    pixel = 2.0 * cameras.half_extent / fragments.face_index.shape[1]
    distance = float(fragments.depths.median()) if len(fragments.depths) else 1.0
    points = SurfacePoints(
        positions=mixed(refined.interpolate(shape.vertices)),
        weights=mixed(shape.weights),
        base_color=mixed(shape.base_color),
        held=None if shape.held is None else mixed(shape.held),
        faces=seen,
        barycentric=weights.astype(np.float32),
        spacing=pixel * distance * radius,
    )
    places = torch.from_numpy(mixed(framed.numpy()))
    towards = normalize(cameras.centers()[0] - places, dim=1)
    normals = normalize(torch.from_numpy(mixed(shape.normals)), dim=1)
    normals = normals * torch.where((normals * towards).sum(dim=1, keepdim=True) < 0.0, -1.0, 1.0)
    up, front = cameras.rotation[0, :, 1].tolist(), (-cameras.rotation[0, :, 2]).tolist()
    lights = SphericalGaussianLights(_LIGHTS, (up[0], up[1], up[2]), False, (front[0], front[1], front[2]))
    return PartView(points, normals, towards, places * radius, fragments, lights)
