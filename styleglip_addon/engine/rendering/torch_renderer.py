"""The renderer that needs PyTorch only: interpolates and shades the pixels with surface and no others."""

from __future__ import annotations

import torch
from torch import Tensor

from .cameras import Cameras
from .color import linear_to_srgb
from .fragments import Fragments, interpolate_packed
from .rasterizer import rasterize
from .renderer import DEFAULT_LIGHTING, WHITE_BACKDROP, Albedo, Backdrop, Rendering
from .shading import Lighting, brightness, mesh_normals, orient_normals, unit_columns


class TorchRenderer:
    """Draws with plain PyTorch, on every machine; see `Renderer`."""

    name = "torch"

    def render(
        self,
        vertices: Tensor,
        faces: Tensor,
        colors: Albedo,
        cameras: Cameras,
        image_size: tuple[int, int],
        lighting: Lighting = DEFAULT_LIGHTING,
        backdrop: Backdrop = WHITE_BACKDROP,
    ) -> Rendering:
        """Draws the mesh; see `Renderer.render`."""
        fragments = rasterize(vertices, faces, cameras, image_size, before=backdrop.depth)
        shaded = _shade_packed(vertices, faces, colors, cameras, fragments, lighting)
        encoded = linear_to_srgb(shaded)

        count, height, width = fragments.face_index.shape
        behind = linear_to_srgb(encoded.new_tensor(backdrop.color))
        canvas = behind[:, None].expand(3, count * height * width).index_copy(1, fragments.pixels, encoded)
        picture = canvas.reshape(3, count, height, width).transpose(0, 1)
        return Rendering(image=picture, mask=fragments.mask, fragments=fragments)


def _shade_packed(
    vertices: Tensor, faces: Tensor, colors: Albedo, cameras: Cameras, fragments: Fragments, lighting: Lighting
) -> Tensor:
    """Linear RGB (3, P) of the pixels with surface."""
    normals, weighted = mesh_normals(vertices, faces)
    attributes = torch.cat((normals, vertices if callable(colors) else colors), dim=1)
    mixed = interpolate_packed(fragments, faces, attributes.T)
    normal, albedo = mixed.split((3, 3))
    face, image = fragments.faces_seen, fragments.image_of_pixel
    if callable(colors):
        albedo = colors(albedo.T, face).T
    if lighting.two_sided:
        side = torch.where(fragments.front_facing, 1.0, -1.0)
        normal = orient_normals(normal, weighted.detach().T.contiguous().index_select(1, face) * side)
    else:
        normal = unit_columns(normal)
    towards_light = lighting.world_directions(cameras).T.contiguous().index_select(1, image)
    return albedo * brightness((normal * towards_light).sum(dim=0), lighting)
