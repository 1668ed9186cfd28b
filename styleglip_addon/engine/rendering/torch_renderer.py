"""The renderer that needs PyTorch only: interpolates and shades the pixels with surface and no others."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import normalize

from ..cameras import Cameras
from ..color import linear_to_srgb
from .rasterizer import Fragments, interpolate_packed, rasterize
from .renderer import DEFAULT_LIGHTING, WHITE, Albedo, Rendering
from .shading import Lighting, lambert, mesh_normals, orient_normals


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
        background: tuple[float, float, float] = WHITE,
    ) -> Rendering:
        """Draws the mesh; see `Renderer.render`."""
        fragments = rasterize(vertices, faces, cameras, image_size)
        shaded = _shade_packed(vertices, faces, colors, cameras, fragments, lighting)
        encoded = linear_to_srgb(shaded)

        count, height, width = fragments.face_index.shape
        backdrop = linear_to_srgb(encoded.new_tensor(background))
        canvas = backdrop.expand(count * height * width, 3).index_copy(0, fragments.pixels, encoded)
        picture = canvas.reshape(count, height, width, 3).permute(0, 3, 1, 2)
        return Rendering(image=picture, mask=fragments.mask, fragments=fragments)


def _shade_packed(
    vertices: Tensor, faces: Tensor, colors: Albedo, cameras: Cameras, fragments: Fragments, lighting: Lighting
) -> Tensor:
    """Linear RGB (P, 3) of the pixels with surface."""
    normals, weighted = mesh_normals(vertices, faces)
    face, image = fragments.faces_seen, fragments.image_of_pixel
    attributes = torch.cat((normals, vertices if callable(colors) else colors), dim=1)
    mixed = interpolate_packed(fragments, faces, attributes.T).T
    normal, value = mixed[:, :3], mixed[:, 3:]
    albedo = colors(value, face) if callable(colors) else value
    if lighting.two_sided:
        to_camera = cameras.centers()[image] - vertices.detach()[faces[face, 0]]
        normal = orient_normals(normal, weighted.detach()[face], to_camera)
    else:
        normal = normalize(normal, dim=1, eps=1e-20)
    return albedo * lambert(normal, lighting.world_directions(cameras)[image], lighting)
