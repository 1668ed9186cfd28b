"""The renderer that draws through PyTorch3D: its cameras, meshes, textures, lights and blending.

Only PyTorch3D's rasteriser is replaced, because on a CPU it tests every face at every pixel: `FastMeshRasterizer` gives
PyTorch3D's own `Fragments` and drives PyTorch3D's shaders unchanged. Importing this file needs PyTorch3D.
"""

from __future__ import annotations

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

from ..cameras import Cameras
from ..color import linear_to_srgb
from .rasterizer import Fragments, rasterize
from .renderer import DEFAULT_LIGHTING, WHITE, Albedo, Rendering
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


class FastMeshRasterizer(MeshRasterizer):
    """PyTorch3D's `MeshRasterizer` with this package's rasteriser: hard edges, one face per pixel.

    Takes as many meshes as cameras, as PyTorch3D does, or one mesh for all cameras, which saves the copies.
    """

    def forward(self, meshes_world: Meshes, **kwargs: Any) -> PyTorch3DFragments:
        """Returns PyTorch3D's fragments; `dists` is None, so hard shaders only.

        Raises:
            ValueError: soft edges or several faces per pixel were asked for, or meshes and cameras do not match.
        """
        settings = kwargs.get("raster_settings", self.raster_settings)
        if settings.blur_radius > 0.0 or settings.faces_per_pixel != 1:
            raise ValueError("The fast rasteriser draws hard edges and one face per pixel.")
        cameras = from_pytorch3d(kwargs.get("cameras", self.cameras))
        size = settings.image_size
        image_size = (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))
        if len(meshes_world) == 1:
            return _to_pytorch3d_fragments(
                rasterize(
                    meshes_world.verts_packed(),
                    meshes_world.faces_packed(),
                    cameras,
                    image_size,
                    settings.cull_backfaces,
                )
            )
        if len(meshes_world) != len(cameras):
            raise ValueError(f"{len(meshes_world)} meshes for {len(cameras)} cameras.")
        offsets = meshes_world.mesh_to_faces_packed_first_idx().tolist()
        views = []
        for index, (vertices, faces) in enumerate(
            zip(meshes_world.verts_list(), meshes_world.faces_list(), strict=True)
        ):
            fragments = rasterize(vertices, faces, cameras.select([index]), image_size, settings.cull_backfaces)
            views.append(_to_pytorch3d_fragments(fragments, offsets[index]))
        return PyTorch3DFragments(
            pix_to_face=torch.cat([view.pix_to_face for view in views]),
            zbuf=torch.cat([view.zbuf for view in views]),
            bary_coords=torch.cat([view.bary_coords for view in views]),
            dists=None,
        )


def _to_pytorch3d_fragments(fragments: Fragments, first_face: int = 0) -> PyTorch3DFragments:
    """Packed meshes count their faces on from `first_face`; PyTorch3D fills its background with -1."""
    face_index = fragments.face_index
    return PyTorch3DFragments(
        pix_to_face=torch.where(face_index >= 0, face_index + first_face, face_index)[..., None],
        zbuf=fragments.unpack(fragments.depths[None], -1.0),
        bary_coords=fragments.unpack(fragments.weights, -1.0)[..., None, :],
        dists=None,
    )


class CoveredPixelShader(ShaderBase):
    """Phong shading with PyTorch3D's interpolation, lights, materials and blending, of pixels with surface only.

    PyTorch3D's `HardPhongShader` interpolates points, normals and colours in passes of their own and shades the
    background too. Light without highlights needs no points, so here one pass does. Encodes its picture as sRGB.

    Args:
        two_sided: light back faces as if their normals pointed to the camera.
        albedo: function of points (P, 3) and faces (P,) that replaces the mesh's vertex colours; None: vertex colours.
        kwargs: PyTorch3D's `cameras`, `lights`, `materials`, `blend_params`.
    """

    def __init__(self, two_sided: bool, albedo: Albedo | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.two_sided = two_sided
        self.albedo = albedo

    def forward(self, fragments: PyTorch3DFragments, meshes: Meshes, **kwargs: Any) -> Tensor:
        """Picture (N, H, W, 4), sRGB and alpha, of one mesh seen by N cameras."""
        pix_to_face = fragments.pix_to_face[..., 0]
        pixels = (pix_to_face.reshape(-1) >= 0).nonzero().squeeze(1)
        image = pixels // pix_to_face[0].numel()
        face = pix_to_face.reshape(-1).index_select(0, pixels)
        weights = fragments.bary_coords.reshape(-1, 3).index_select(0, pixels)

        vertices, faces = meshes.verts_packed(), meshes.faces_packed()
        features = vertices if callable(self.albedo) else meshes.textures.verts_features_packed()
        attributes = torch.cat((meshes.verts_normals_packed(), features), dim=1)
        attributes = attributes.index_select(0, faces.reshape(-1)).reshape(len(faces), 3, 6)
        mixed = interpolate_face_attributes(
            face[:, None, None, None], weights[:, None, None, None, :], attributes
        ).reshape(len(pixels), 6)
        normals, texels = mixed.split((3, 3), dim=1)
        if callable(self.albedo):
            texels = self.albedo(texels, face)
        if self.two_sided:
            cameras = self._get_cameras(**kwargs)
            to_camera = cameras.get_camera_center()[image] - vertices.detach()[faces[face, 0]]
            seen_side = meshes.faces_normals_packed().detach()[face]
            seen_side = seen_side * (seen_side * to_camera).sum(dim=1, keepdim=True).sign()
            normals = orient_normals(normals.T, seen_side.T).T
        lights = kwargs.get("lights", self.lights).clone().gather_props(image)
        light = self.materials.ambient_color * lights.ambient_color + self.materials.diffuse_color * lights.diffuse(
            normals=normals
        )
        encoded = linear_to_srgb(light * texels)
        canvas = encoded.new_zeros(pix_to_face.numel(), 3).index_copy(0, pixels, encoded)
        return hard_rgb_blend(canvas.reshape(*pix_to_face.shape, 1, 3), fragments, self.blend_params)


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
        background: tuple[float, float, float] = WHITE,
    ) -> Rendering:
        """Draws the mesh; see `Renderer.render`."""
        normals, _ = mesh_normals(vertices, faces)
        texture = vertices.detach() if callable(colors) else colors
        meshes = Meshes(verts=[vertices], faces=[faces], textures=TexturesVertex([texture]), verts_normals=[normals])
        device = vertices.device
        settings = RasterizationSettings(image_size=image_size, blur_radius=0.0, faces_per_pixel=1)
        shared_cameras = to_pytorch3d(cameras)
        rasterizer = FastMeshRasterizer(cameras=shared_cameras, raster_settings=settings)
        backdrop = tuple(linear_to_srgb(torch.tensor(background)).tolist())
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
            blend_params=BlendParams(background_color=backdrop),
        )
        fragments = rasterizer(meshes)
        picture = shader(fragments, meshes)[..., :3].permute(0, 3, 1, 2)
        seen = rasterizer.last_fragments
        return Rendering(image=picture, mask=seen.mask, fragments=seen)
