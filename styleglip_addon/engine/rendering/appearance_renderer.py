"""Draws a mesh with metallic-roughness materials under spherical Gaussian lights."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize

from .appearance import Appearance
from .appearance_shading import shade_appearance
from .cameras import Cameras
from .color import linear_to_srgb
from .fragments import Fragments, interpolate_packed
from .rasterizer import rasterize
from .renderer import WHITE_BACKDROP, Backdrop, Rendering
from .sg_lights import SphericalGaussianLights
from .shading import mesh_normals, orient_normals


def render_appearance(
    vertices: Tensor,
    faces: Tensor,
    appearance: Appearance,
    cameras: Cameras,
    image_size: tuple[int, int],
    lights: SphericalGaussianLights,
    backdrop: Backdrop = WHITE_BACKDROP,
) -> Rendering:
    """Draws the mesh; plain PyTorch on every machine. Colours brighter than white are clamped.

    Args:
        vertices: (V, 3) world space.
        faces: (F, 3) int64; both sides of a face are seen.
        appearance: material per vertex.
        cameras: N cameras on the device of `vertices`.
        image_size: height and width, pixels.
        lights: in world space, on the device of `vertices`.
        backdrop: what is behind the mesh.

    Returns:
        Pictures, differentiable in vertices, material and lights.
    """
    fragments = rasterize(vertices, faces, cameras, image_size, before=backdrop.depth)
    shaded = _shade_packed(vertices, faces, appearance, cameras, fragments, lights)
    encoded = linear_to_srgb(shaded)
    count, height, width = fragments.face_index.shape
    behind = linear_to_srgb(encoded.new_tensor(backdrop.color))
    canvas = behind[:, None].expand(3, count * height * width).index_copy(1, fragments.pixels, encoded.T)
    picture = canvas.reshape(3, count, height, width).transpose(0, 1)
    return Rendering(image=picture, mask=fragments.mask, fragments=fragments)


def _shade_packed(
    vertices: Tensor,
    faces: Tensor,
    appearance: Appearance,
    cameras: Cameras,
    fragments: Fragments,
    lights: SphericalGaussianLights,
) -> Tensor:
    """Linear RGB (P, 3) of the pixels with surface."""
    normals, weighted = mesh_normals(vertices, faces)
    if appearance.normal_offset is not None:
        # Times the normal's squared length, which is 1, or 0 where a vertex has no normal to bend.
        normals = normals + appearance.normal_offset * normals.square().sum(dim=1, keepdim=True)
    stacked = torch.stack(list(appearance.material.values()), dim=1)
    mixed = interpolate_packed(fragments, faces, torch.cat((normals, vertices, appearance.color, stacked), dim=1).T)
    normal, position, albedo, values = mixed.split((3, 3, 3, stacked.shape[1]))
    material = dict(zip(appearance.material, values, strict=True))
    side = torch.where(fragments.front_facing, 1.0, -1.0)
    seen = weighted.detach().T.contiguous().index_select(1, fragments.faces_seen) * side
    normal = orient_normals(normal, seen)
    centers = cameras.centers().index_select(0, fragments.image_of_pixel)
    view = normalize(centers - position.T, dim=1)
    return shade_appearance(albedo.T, material, normal.T, view, lights)
