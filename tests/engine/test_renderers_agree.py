"""Both renderers draw the same picture with the same gradients, and the picture shows what it should."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
import torch
import trimesh
from torch import Tensor

from styleglip_addon.engine.rendering import (
    Backdrop,
    Lighting,
    Renderer,
    TorchRenderer,
    choice,
    create_renderer,
    shade,
)
from styleglip_addon.engine.rendering.cameras import Cameras, covering_cameras, look_at
from styleglip_addon.engine.rendering.color import linear_to_srgb
from styleglip_addon.engine.rendering.shading import mesh_normals
from styleglip_addon.engine.vocabulary import RendererChoice
from styleglip_addon.engine.vocabulary.errors import SettingsError

UP, FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)


def bumpy_sphere(subdivisions: int, dtype: torch.dtype = torch.float32) -> tuple[Tensor, Tensor]:
    mesh = trimesh.creation.icosphere(subdivisions=subdivisions)
    points = torch.tensor(mesh.vertices, dtype=dtype)
    bumps = 1.0 + 0.15 * torch.sin(7.0 * points[:, :1]) * torch.cos(5.0 * points[:, 1:2] + points[:, 2:])
    return 0.85 * points * bumps, torch.tensor(mesh.faces, dtype=torch.int64)


def open_bowl() -> tuple[Tensor, Tensor]:
    """Half a sphere, seen from inside too; some faces wound the wrong way round."""
    vertices, faces = bumpy_sphere(3)
    faces = faces[vertices[faces].mean(dim=1)[:, 0] > 0.0]
    faces[::17] = faces[::17].flip(1)
    return vertices, faces


def drawn_twice() -> tuple[Tensor, Tensor]:
    """Every face once per side, as in many models: the vertex normals cancel out."""
    vertices, faces = open_bowl()
    return vertices, torch.cat((faces, faces.flip(1)))


def front_camera() -> Cameras:
    return look_at(torch.zeros(1), torch.zeros(1), UP, FRONT, 40.0)


def stripes(points: Tensor, faces: Tensor) -> Tensor:
    return 0.5 + 0.5 * torch.sin(20.0 * points) * (1.0 - 0.001 * faces[:, None])


@pytest.fixture
def through_pytorch3d() -> Renderer:
    pytest.importorskip("pytorch3d.renderer")
    return create_renderer(RendererChoice.PYTORCH3D)


@pytest.mark.parametrize("scene", [lambda: bumpy_sphere(3), open_bowl, drawn_twice])
@pytest.mark.parametrize("lighting", [Lighting(), Lighting(0.1, 0.6, (-1.0, 0.2, -0.5), two_sided=False)])
@pytest.mark.parametrize("function", [False, True])
def test_same_picture_and_same_gradients(
    scene: object, lighting: Lighting, function: bool, through_pytorch3d: Renderer
) -> None:
    vertices, faces = scene()  # type: ignore[operator]
    random = torch.Generator().manual_seed(0)
    colors = torch.rand(vertices.shape, generator=random)
    cameras = covering_cameras(4, UP, FRONT, 40.0)
    target = torch.rand(4, 3, 48, 72, generator=random)
    pictures, gradients = [], []
    for renderer in (TorchRenderer(), through_pytorch3d):
        leaves = [vertices.clone().requires_grad_(), colors.clone().requires_grad_()]
        albedo = stripes if function else leaves[1]
        rendering = renderer.render(leaves[0], faces, albedo, cameras, (48, 72), lighting, Backdrop((0.2, 0.5, 1.0)))
        ((rendering.image - target) ** 2).sum().backward()
        assert rendering.image.shape == (4, 3, 48, 72)
        assert torch.equal(rendering.mask, rendering.fragments.face_index >= 0)
        pictures.append(rendering.image.detach())
        gradients.append([leaf.grad for leaf in leaves[: 1 if function else 2]])
    assert (pictures[0] - pictures[1]).abs().max() < 1e-4
    for first, second in zip(*gradients, strict=True):
        assert first is not None
        assert second is not None
        assert torch.cosine_similarity(first.flatten(), second.flatten(), dim=0) > 0.9999
        assert (first - second).norm() < 1e-3 * first.norm()


def test_what_is_wholly_hidden_leaves_the_background(through_pytorch3d: Renderer) -> None:
    vertices, faces = bumpy_sphere(2)
    hidden = Backdrop((0.2, 0.5, 1.0), torch.zeros(1, 16, 16))
    for renderer in (TorchRenderer(), through_pytorch3d):
        rendering = renderer.render(
            vertices, faces, torch.ones_like(vertices), front_camera(), (16, 16), backdrop=hidden
        )
        assert not rendering.mask.any()
        behind = linear_to_srgb(torch.tensor(hidden.color))[:, None, None].expand(3, 16, 16)
        torch.testing.assert_close(rendering.image[0], behind)


def test_the_fast_rasteriser_drives_pytorch3ds_own_shader() -> None:
    pytest.importorskip("pytorch3d.renderer")
    from pytorch3d.renderer import (
        HardPhongShader,
        MeshRasterizer,
        MeshRenderer,
        PointLights,
        RasterizationSettings,
        TexturesVertex,
    )
    from pytorch3d.structures import Meshes

    from styleglip_addon.engine.rendering.pytorch3d_renderer import FastMeshRasterizer, to_pytorch3d

    vertices, faces = bumpy_sphere(3)
    colors = torch.rand(vertices.shape, generator=torch.Generator().manual_seed(0))
    cameras = to_pytorch3d(covering_cameras(3, UP, FRONT, 40.0))
    meshes = Meshes([vertices] * 3, [faces] * 3, TexturesVertex([colors] * 3))
    shader = HardPhongShader(cameras=cameras, lights=PointLights(location=((2.0, -3.0, 3.0),)))
    settings = RasterizationSettings(image_size=64)
    pictures = [
        MeshRenderer(rasterizer(cameras=cameras, raster_settings=settings), shader)(meshes)
        for rasterizer in (MeshRasterizer, FastMeshRasterizer)
    ]
    assert (pictures[0] - pictures[1]).abs().max() < 1e-4


def test_a_fully_lit_pixel_shows_its_albedo_and_the_background_its_colour() -> None:
    corners = torch.tensor(((-2.0, 0.0, -2.0), (2.0, 0.0, -2.0), (0.0, 0.0, 0.5)))
    color = torch.tensor((0.8, 0.2, 0.05))
    rendering = TorchRenderer().render(
        corners,
        torch.tensor(((0, 1, 2),)),
        color.expand(3, 3),
        front_camera(),
        (32, 32),
        Lighting(direction=(0.0, 0.0, -1.0)),
        Backdrop((0.0, 0.5, 1.0)),
    )
    assert torch.allclose(rendering.image[0, :, -1, 16], linear_to_srgb(color), atol=1e-5)
    assert torch.allclose(rendering.image[0, :, 0, 0], linear_to_srgb(torch.tensor((0.0, 0.5, 1.0))), atol=1e-6)


def test_the_light_travels_with_the_camera() -> None:
    sphere = trimesh.creation.icosphere(subdivisions=4)
    vertices, faces = torch.tensor(sphere.vertices, dtype=torch.float32), torch.tensor(sphere.faces)
    cameras = covering_cameras(10, UP, FRONT, 40.0)
    pictures = TorchRenderer().render(vertices, faces, torch.full_like(vertices, 0.5), cameras, (48, 48)).image
    assert (pictures[1:] - pictures[:1]).abs().mean(dim=(1, 2, 3)).max() < 0.01
    # From the upper left: that side is brighter.
    assert pictures[0, 0, 14, 14] > pictures[0, 0, 33, 33] + 0.1


@pytest.mark.parametrize("scene", [open_bowl, drawn_twice])
def test_back_faces_and_wrong_windings_are_lit_as_seen(scene: object) -> None:
    vertices, faces = scene()  # type: ignore[operator]
    light = Lighting(ambient=0.0, diffuse=1.0, direction=(0.0, 0.0, -1.0))
    cameras = look_at(torch.tensor((-1.5, 1.5)), torch.zeros(2), UP, FRONT, 40.0)
    rendering = TorchRenderer().render(vertices, faces, torch.ones_like(vertices), cameras, (64, 64), light)
    lit = rendering.image.mean(dim=1)[rendering.mask]
    assert lit.mean() > 0.8
    # Only surface seen edge-on is dark.
    assert (lit < 0.1).float().mean() < 0.03


def test_gradients_are_those_of_finite_differences() -> None:
    vertices, faces = bumpy_sphere(1, torch.float64)
    random = torch.Generator().manual_seed(0)
    colors = torch.rand(vertices.shape, generator=random, dtype=torch.float64)
    camera = front_camera()
    camera = Cameras(camera.rotation.double(), camera.translation.double(), camera.field_of_view)
    target = torch.rand(1, 3, 40, 40, generator=random, dtype=torch.float64)
    renderer = TorchRenderer()
    seen = renderer.render(vertices, faces, colors, camera, (40, 40))
    weights = interior(seen.mask)

    def loss(points: Tensor, paint: Tensor) -> Tensor:
        rendering = renderer.render(points, faces, paint, camera, (40, 40))
        # Where the silhouette or the seen face changes, a picture jumps; there is no derivative to compare with.
        assert torch.equal(rendering.fragments.face_index, seen.fragments.face_index)
        return (weights * (rendering.image - target) ** 2).sum()

    vertex = int(faces[seen.fragments.face_index[0, 20, 20], 0])
    leaves = (vertices.clone().requires_grad_(), colors.clone().requires_grad_())
    gradients = torch.autograd.grad(loss(*leaves), leaves)
    for which, step in ((0, 1e-7), (1, 1e-5)):
        for axis in range(3):
            moved = [[vertices.clone(), colors.clone()] for _ in range(2)]
            moved[0][which][vertex, axis] += step
            moved[1][which][vertex, axis] -= step
            numeric = (loss(*moved[0]) - loss(*moved[1])) / (2.0 * step)
            assert float(gradients[which][vertex, axis]) == pytest.approx(float(numeric), rel=1e-4, abs=1e-6)


def interior(mask: Tensor) -> Tensor:
    """1 where a pixel and its neighbours have surface."""
    padded = torch.nn.functional.max_pool2d((~mask).double()[:, None], 3, stride=1, padding=1)
    return 1.0 - padded


def test_whole_images_are_shaded_by_the_same_law() -> None:
    albedo = torch.tensor((0.2, 0.4, 0.8)).expand(1, 2, 2, 3)
    normals = torch.tensor(((0.0, 0.0, -1.0), (0.0, 0.0, 2.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))).reshape(1, 2, 2, 3)
    mask = torch.tensor((True, True, True, False)).reshape(1, 2, 2)
    light = Lighting(ambient=0.25, diffuse=0.75, direction=(0.0, 0.0, -3.0))
    image = shade(albedo, normals, mask, light, torch.ones(3)).reshape(4, 3)
    assert torch.allclose(image[0], albedo[0, 0, 0])
    assert torch.allclose(image[1], albedo[0, 0, 0])
    assert torch.allclose(image[2], 0.25 * albedo[0, 0, 0])
    assert torch.allclose(image[3], torch.ones(3))


def test_vertex_normals_of_a_sphere_point_outward() -> None:
    sphere = trimesh.creation.icosphere(subdivisions=3)
    vertices = torch.tensor(sphere.vertices, dtype=torch.float32)
    normals, _ = mesh_normals(1e-4 * vertices, torch.tensor(sphere.faces))
    assert (normals - vertices).norm(dim=1).max() < 0.02


def test_automatic_choice_takes_pytorch3d_where_it_works() -> None:
    pytest.importorskip("pytorch3d.renderer")
    assert create_renderer().name == "pytorch3d"
    assert create_renderer(RendererChoice.TORCH).name == "torch"


@pytest.fixture
def _without_pytorch3d(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in sys.modules if name.split(".")[0] == "pytorch3d" or "pytorch3d_renderer" in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pytorch3d", None)
    choice._pytorch3d_renderer.cache_clear()
    yield
    choice._pytorch3d_renderer.cache_clear()


@pytest.mark.usefixtures("_without_pytorch3d")
def test_without_pytorch3d_plain_pytorch_draws_and_asking_for_pytorch3d_says_what_to_do() -> None:
    assert create_renderer(RendererChoice.AUTO).name == "torch"
    with pytest.raises(SettingsError, match='Set the renderer to "auto" or "torch"'):
        create_renderer(RendererChoice.PYTORCH3D)
