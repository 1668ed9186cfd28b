"""The renderer that draws through PyTorch3D: its cameras, meshes, textures, lights and blending.

Only PyTorch3D's rasteriser is replaced, because on a CPU it tests every face at every pixel: `FastMeshRasterizer` gives
PyTorch3D's own `Fragments` and drives PyTorch3D's shaders unchanged. Importing this file needs PyTorch3D.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from pytorch3d.ops import interpolate_face_attributes
from pytorch3d.renderer import (
    BlendParams,
    DirectionalLights,
    FoVPerspectiveCameras,
    Materials,
    MeshRasterizer,
    RasterizationSettings,
    TexturesVertex,
    hard_rgb_blend,
)
from pytorch3d.renderer.mesh.rasterizer import Fragments as PyTorch3DFragments
from pytorch3d.renderer.mesh.shader import ShaderBase
from pytorch3d.structures import Meshes
from torch import Tensor

from .cameras import Cameras
from .color import linear_to_srgb
from .fragments import Fragments
from .rasterizer import rasterize
from .renderer import DEFAULT_LIGHTING, WHITE_BACKDROP, Albedo, AlbedoFunction, Backdrop, Rendering
from .shading import Lighting, mesh_normals, orient_normals


def to_pytorch3d(cameras: Cameras) -> FoVPerspectiveCameras:
    """The same cameras as PyTorch3D's."""
    return FoVPerspectiveCameras(
        R=cameras.rotation, T=cameras.translation, fov=cameras.field_of_view, device=cameras.rotation.device
    )


def from_pytorch3d(cameras: FoVPerspectiveCameras) -> Cameras:
    """The same cameras as ours; their fields of view must be equal and the pixels square.

    Raises:
        ValueError: cameras of another kind.
    """
    fields = cameras.fov.reshape(-1)
    if bool((fields != fields[0]).any()) or bool((cameras.aspect_ratio != 1.0).any()):
        raise ValueError("The fast rasteriser needs cameras of one field of view and of aspect ratio 1.")
    field_of_view = fields[0] if cameras.degrees else torch.rad2deg(fields[0])
    return Cameras(cameras.R, cameras.T, float(field_of_view))


@dataclass(frozen=True)
class FastFragments(PyTorch3DFragments):
    """PyTorch3D's fragments, and the packed ones they were made from (None for a batch of several meshes)."""

    packed: Fragments | None


class FastMeshRasterizer(MeshRasterizer):
    """PyTorch3D's `MeshRasterizer` with this package's rasteriser: hard edges, one face per pixel.

    Takes as many meshes as cameras, as PyTorch3D does, or one mesh for all cameras, which saves the copies.

    Args:
        before: of one mesh, (N, H, W) camera-space z; only what lies before it is drawn. None: all.
        kwargs: PyTorch3D's.
    """

    def __init__(self, before: Tensor | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.before = before

    def forward(self, meshes_world: Meshes, **kwargs: Any) -> FastFragments:
        """Returns PyTorch3D's fragments; `dists` is None, so hard shaders only.

        Raises:
            ValueError: soft edges or several faces per pixel were asked for, or meshes and cameras do not match.
        """
        settings: RasterizationSettings = kwargs.get("raster_settings", self.raster_settings)
        if settings.blur_radius > 0.0 or settings.faces_per_pixel != 1:
            raise ValueError("The fast rasteriser draws hard edges and one face per pixel.")
        cameras = from_pytorch3d(kwargs.get("cameras", self.cameras))
        size = settings.image_size
        image_size = (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))
        cull = settings.cull_backfaces
        if len(meshes_world) == 1:
            vertices, faces = meshes_world.verts_packed(), meshes_world.faces_packed()
            return _to_pytorch3d_fragments(rasterize(vertices, faces, cameras, image_size, cull, self.before))
        if len(meshes_world) != len(cameras):
            raise ValueError(f"There are {len(meshes_world)} meshes for {len(cameras)} cameras.")
        offsets = meshes_world.mesh_to_faces_packed_first_idx().tolist()
        meshes = zip(meshes_world.verts_list(), meshes_world.faces_list(), offsets, strict=True)
        views = [
            _to_pytorch3d_fragments(rasterize(vertices, faces, cameras.select([n]), image_size, cull), first_face)
            for n, (vertices, faces, first_face) in enumerate(meshes)
        ]
        return FastFragments(
            pix_to_face=torch.cat([view.pix_to_face for view in views]),
            zbuf=torch.cat([view.zbuf for view in views]),
            bary_coords=torch.cat([view.bary_coords for view in views]),
            dists=None,
            packed=None,
        )


def _to_pytorch3d_fragments(fragments: Fragments, first_face: int = 0) -> FastFragments:
    """Faces of a batch count on from `first_face`; PyTorch3D fills the background with -1."""
    face_index = fragments.face_index
    return FastFragments(
        pix_to_face=torch.where(face_index >= 0, face_index + first_face, face_index)[..., None],
        zbuf=fragments.unpack(fragments.depths[None], -1.0),
        bary_coords=fragments.unpack(fragments.weights, -1.0)[..., None, :],
        dists=None,
        packed=fragments,
    )


class CoveredPixelShader(ShaderBase):
    """Phong shading with PyTorch3D's interpolation, lights, materials and blending, of pixels with surface only.

    PyTorch3D's `HardPhongShader` interpolates points, normals and colours in passes of their own and shades the
    background too. Light without highlights needs no points, so here one pass does. Encodes its picture as sRGB.

    Args:
        two_sided: light back faces as if their normals pointed to the camera.
        albedo: function of points (P, 3) and faces (P,) that replaces the mesh's vertex colours; None: vertex colours.
        kwargs: PyTorch3D's `lights` and `materials` for `ShaderBase`.
    """

    def __init__(self, two_sided: bool, albedo: AlbedoFunction | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.two_sided = two_sided
        self.albedo = albedo

    def forward(self, fragments: FastFragments, meshes: Meshes, **kwargs: Any) -> Tensor:
        """Picture (N, H, W, 4), sRGB and alpha, of one mesh seen by N cameras."""
        packed = fragments.packed
        if packed is None:
            raise ValueError("The shader draws one mesh; use PyTorch3D's shaders for a batch of meshes.")
        encoded = self._shaded(packed, meshes, kwargs) if len(packed.pixels) else meshes.verts_packed().new_zeros(0, 3)
        canvas = packed.unpack(encoded.T, 0.0)
        return hard_rgb_blend(canvas[..., None, :], fragments, kwargs.get("blend_params", self.blend_params))

    def _shaded(self, packed: Fragments, meshes: Meshes, given: Mapping[str, Any]) -> Tensor:
        """(C, 3) sRGB of the covered pixels, at least one: PyTorch3D's lights take no fewer."""
        count = len(packed.pixels)
        vertices, faces = meshes.verts_packed(), meshes.faces_packed()
        features = meshes.textures.verts_features_packed() if self.albedo is None else vertices
        attributes = torch.cat((meshes.verts_normals_packed(), features), dim=1)
        # PyTorch3D wants pixels as (N, H, W, K); one column of them is as good.
        mixed = interpolate_face_attributes(
            packed.faces_seen.reshape(count, 1, 1, 1),
            packed.weights.T.reshape(count, 1, 1, 1, 3),
            attributes.index_select(0, faces.reshape(-1)).reshape(len(faces), 3, 6),
        )
        normals, texels = mixed.reshape(count, 6).split((3, 3), dim=1)
        if self.albedo is not None:
            texels = self.albedo(texels, packed.faces_seen)
        if self.two_sided:
            side = torch.where(packed.front_facing, 1.0, -1.0)
            seen_side = meshes.faces_normals_packed().detach().index_select(0, packed.faces_seen).T * side
            normals = orient_normals(normals.T, seen_side).T
        lights: DirectionalLights = given.get("lights", self.lights)
        materials: Materials = given.get("materials", self.materials)
        lights = lights.clone().gather_props(packed.image_of_pixel)
        ambient = materials.ambient_color * lights.ambient_color
        diffuse = materials.diffuse_color * lights.diffuse(normals=normals)
        return linear_to_srgb((ambient + diffuse) * texels)


class PyTorch3DRenderer:
    """Draws through PyTorch3D; see `Renderer`."""

    name = "pytorch3d"

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
        normals, _ = mesh_normals(vertices, faces)
        texture = vertices.detach() if callable(colors) else colors
        meshes = Meshes(verts=[vertices], faces=[faces], textures=TexturesVertex([texture]), verts_normals=[normals])
        device = vertices.device
        settings = RasterizationSettings(image_size=image_size, blur_radius=0.0, faces_per_pixel=1)
        shared_cameras = to_pytorch3d(cameras)
        rasterizer = FastMeshRasterizer(backdrop.depth, cameras=shared_cameras, raster_settings=settings)
        behind = tuple(linear_to_srgb(torch.tensor(backdrop.color)).tolist())
        shader = CoveredPixelShader(
            two_sided=lighting.two_sided,
            albedo=colors if callable(colors) else None,
            device=device,
            cameras=shared_cameras,
            lights=DirectionalLights(
                ambient_color=((lighting.ambient,) * 3,),
                diffuse_color=((lighting.diffuse,) * 3,),
                specular_color=((0.0, 0.0, 0.0),),
                direction=lighting.world_directions(cameras),
                device=device,
            ),
            materials=Materials(device=device),
            blend_params=BlendParams(background_color=behind),
        )
        fragments = rasterizer(meshes)
        picture = shader(fragments, meshes)[..., :3].permute(0, 3, 1, 2)
        assert fragments.packed is not None  # one mesh
        return Rendering(image=picture, mask=fragments.packed.mask, fragments=fragments.packed)
