"""The rasteriser sees the faces PyTorch3D's own sees, without holes, and its gradients are right."""

from __future__ import annotations

import math

import pytest
import torch
import trimesh
from torch import Tensor

from styleglip_addon.engine.rendering import Fragments, interpolate, rasterize, rasterizer
from styleglip_addon.engine.rendering.barycentric import interpolate_corners, perspective_barycentric
from styleglip_addon.engine.rendering.cameras import NEAR_PLANE, Cameras, covering_cameras, look_at

UP, FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)


def bumpy_sphere(subdivisions: int) -> tuple[Tensor, Tensor]:
    mesh = trimesh.creation.icosphere(subdivisions=subdivisions)
    points = torch.tensor(mesh.vertices, dtype=torch.float32)
    bumps = 1.0 + 0.15 * torch.sin(7.0 * points[:, :1]) * torch.cos(5.0 * points[:, 1:2] + points[:, 2:])
    return 0.85 * points * bumps, torch.tensor(mesh.faces, dtype=torch.int64)


def front_camera(field_of_view: float = 40.0, distance: float | None = None) -> Cameras:
    return look_at(torch.zeros(1), torch.zeros(1), UP, FRONT, field_of_view, distance)


def plane(columns: int, rows: int, jitter: float = 0.0, seed: int = 0) -> tuple[Tensor, Tensor]:
    """A tessellated square of half width 1.5 across the view, its inner vertices moved at random in all directions."""
    x = torch.linspace(-1.5, 1.5, columns + 1)
    z = torch.linspace(-1.5, 1.5, rows + 1)
    points = torch.stack(
        (x.expand(rows + 1, -1), torch.zeros(rows + 1, columns + 1), z[:, None].expand(-1, columns + 1)), dim=-1
    )
    noise = jitter * 3.0 / columns * (torch.rand(points.shape, generator=torch.Generator().manual_seed(seed)) - 0.5)
    points[1:-1, 1:-1] += noise[1:-1, 1:-1]
    corner = torch.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    a, b, c, d = corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1]
    faces = torch.cat((torch.stack((a, b, c), -1).reshape(-1, 3), torch.stack((a, c, d), -1).reshape(-1, 3)))
    return points.reshape(-1, 3), faces


def reference(
    vertices: Tensor, faces: Tensor, cameras: Cameras, image_size: tuple[int, int], cull: bool, clip: bool = False
) -> tuple[Tensor, Tensor, Tensor]:
    """PyTorch3D's own rasteriser: face index, barycentric coordinates and depth."""
    pytest.importorskip("pytorch3d.renderer")
    from pytorch3d.renderer import MeshRasterizer, RasterizationSettings
    from pytorch3d.structures import Meshes

    from styleglip_addon.engine.rendering.pytorch3d_renderer import to_pytorch3d

    settings = RasterizationSettings(
        image_size=image_size, cull_backfaces=cull, z_clip_value=NEAR_PLANE if clip else None, bin_size=0
    )
    meshes = Meshes([vertices] * len(cameras), [faces] * len(cameras))
    fragments = MeshRasterizer(to_pytorch3d(cameras), settings)(meshes)
    index = fragments.pix_to_face[..., 0]
    offset = torch.arange(len(cameras))[:, None, None] * len(faces)
    return torch.where(index >= 0, index - offset, index), fragments.bary_coords[..., 0, :], fragments.zbuf[..., 0]


@pytest.mark.parametrize("image_size", [(96, 96), (48, 80), (80, 48)])
@pytest.mark.parametrize("cull", [False, True])
def test_sees_the_same_faces_as_pytorch3d(image_size: tuple[int, int], cull: bool) -> None:
    vertices, faces = bumpy_sphere(3)
    cameras = covering_cameras(5, UP, FRONT, 40.0)
    face_index, barycentric, depth = reference(vertices, faces, cameras, image_size, cull)
    ours = rasterize(vertices, faces, cameras, image_size, cull_backfaces=cull)
    assert (ours.face_index >= 0).float().mean() > 0.2
    assert torch.equal(ours.face_index, face_index)
    covered = ours.mask
    assert (ours.barycentric - barycentric)[covered].abs().max() < 1e-4
    assert (ours.depth - depth)[covered].abs().max() < 1e-5
    assert torch.all(ours.depth[~covered] == -1.0)


def test_gradients_of_barycentrics_and_depth_are_pytorch3ds() -> None:
    vertices, faces = bumpy_sphere(2)
    cameras = covering_cameras(3, UP, FRONT, 40.0)
    random = torch.Generator().manual_seed(1)
    weight, depth_weight = torch.randn(3, 64, 64, 3, generator=random), torch.randn(3, 64, 64, generator=random)
    gradients = []
    for own in (True, False):
        points = vertices.clone().requires_grad_()
        if own:
            fragments = rasterize(points, faces, cameras, (64, 64))
            barycentric, depth, mask = fragments.barycentric, fragments.depth, fragments.mask
        else:
            index, barycentric, depth = reference(points, faces, cameras, (64, 64), cull=False)
            mask = index >= 0
        loss = (weight * barycentric)[mask].sum() + 30.0 * (depth_weight * depth)[mask].sum()
        gradients.append(torch.autograd.grad(loss, points)[0].flatten())
    assert torch.cosine_similarity(gradients[0], gradients[1], dim=0) > 0.999
    assert gradients[0].norm() / gradients[1].norm() == pytest.approx(1.0, abs=1e-3)


def test_hand_written_gradients_pass_gradcheck() -> None:
    random = torch.Generator().manual_seed(0)
    points = torch.randn(3, 7, generator=random, dtype=torch.float64)
    points[2] += 4.0
    corners = torch.tensor(((0, 1, 2), (3, 4, 5), (6, 0, 1), (2, 5, 4))).T.contiguous()
    rays = 0.2 * torch.randn(2, 4, generator=random, dtype=torch.float64)
    attributes = torch.randn(2, 7, generator=random, dtype=torch.float64, requires_grad=True)
    points.requires_grad_()

    def hits(points: Tensor) -> tuple[Tensor, Tensor]:
        weights, depth, _ = perspective_barycentric(points, corners, rays[0], rays[1])
        return weights, depth

    assert torch.autograd.gradcheck(hits, (points,))
    weights = hits(points)[0].detach().requires_grad_()
    assert torch.autograd.gradcheck(lambda w, a: interpolate_corners(w, a, corners), (weights, attributes))


@pytest.mark.parametrize("columns", [1, 2, 7, 50, 90])
def test_a_tessellated_plane_has_no_holes(columns: int) -> None:
    vertices, faces = plane(columns, columns, jitter=0.8)
    fragments = rasterize(vertices, faces, covering_cameras(1, UP, FRONT, 40.0), (128, 128))
    assert bool(fragments.mask.all())
    assert bool((fragments.weights > -1e-4).all())


def test_no_hole_where_edges_run_through_pixel_centres_and_vertices_are_split() -> None:
    size = 33
    cameras = front_camera(40.0, distance=3.0)
    step = 2.0 * cameras.half_extent / size * 3.0
    vertices, faces = plane(22, 22)
    # Grid lines 1.5 and 3 pixels apart: every other vertex, and many edges and diagonals, hit pixel centres.
    vertices = vertices / (3.0 / 22) * (1.5 * step)
    split, own_faces = vertices[faces].reshape(-1, 3), torch.arange(faces.numel()).reshape(-1, 3)
    for points, triangles in ((vertices, faces), (split, own_faces)):
        mask = rasterize(points, triangles, cameras, (size, size)).mask[0]
        rows, columns = mask.any(dim=1).nonzero(), mask.any(dim=0).nonzero()
        assert len(rows) >= 32
        assert bool(mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].all())


def test_each_pixel_of_a_plane_belongs_to_one_face_only() -> None:
    vertices, faces = plane(9, 9, jitter=0.4)
    cameras = front_camera()
    hits = torch.zeros(64, 64)
    for face in faces:
        hits += rasterize(vertices, face[None], cameras, (64, 64)).mask[0]
    assert bool((hits == 1).all())


def test_a_triangle_through_the_near_plane_is_cut_there() -> None:
    # A floor that runs under and behind the camera.
    floor = torch.tensor(((-60.0, -40.0, -0.3), (60.0, -40.0, -0.3), (0.0, 80.0, -0.3)))
    cameras = front_camera(60.0, distance=2.0)
    fragments = rasterize(floor, torch.tensor(((0, 1, 2),)), cameras, (64, 64))
    depth, mask = fragments.depth[0], fragments.mask[0]
    rows = torch.arange(64)[:, None].expand(64, 64)
    slope = (rows + 0.5 - 32) / 32 * math.tan(math.radians(30.0))
    below_horizon = slope > 0.3 / 80.0
    assert torch.equal(mask, below_horizon)
    assert torch.allclose(depth[mask], 0.3 / slope[mask], rtol=1e-3)
    points = interpolate(fragments, torch.tensor(((0, 1, 2),)), floor)[0]
    assert torch.allclose(points[mask][:, 2], torch.tensor(-0.3), atol=1e-4)


def test_agrees_with_pytorch3d_on_triangles_cut_by_the_near_plane() -> None:
    vertices, faces = bumpy_sphere(2)
    cameras = look_at(torch.tensor((0.0, 1.0)), torch.tensor((0.2, -0.4)), UP, FRONT, 70.0, distance=0.75)
    face_index, _, depth = reference(vertices, faces, cameras, (48, 48), cull=False, clip=True)
    ours = rasterize(vertices, faces, cameras, (48, 48))
    same = ours.face_index == face_index
    assert same.float().mean() > 0.999
    assert (ours.depth - depth)[same & ours.mask].abs().max() < 1e-3


def test_nothing_is_seen_nearer_than_the_near_plane_or_behind() -> None:
    triangle = torch.tensor(((-1.0, 0.0, -1.0), (1.0, 0.0, -1.0), (0.0, 0.0, 1.0)))
    faces = torch.tensor(((0, 1, 2),))
    for offset, seen in ((0.0, True), (-3.0 + 0.9 * NEAR_PLANE, False), (-5.0, False)):
        moved = triangle + torch.tensor((0.0, offset, 0.0))
        mask = rasterize(moved, faces, front_camera(distance=3.0), (16, 16)).mask
        assert bool(mask.any()) is seen


def test_of_faces_at_equal_depth_the_lowest_index_wins() -> None:
    vertices, faces = plane(4, 4, jitter=0.5)
    doubled = torch.cat((faces, faces.flip(0), faces))
    fragments = rasterize(vertices, doubled, front_camera(), (64, 64))
    assert int(fragments.face_index.max()) < len(faces)
    assert torch.equal(fragments.face_index, rasterize(vertices, faces, front_camera(), (64, 64)).face_index)


def test_faces_without_area_are_not_drawn() -> None:
    vertices = torch.tensor(((-1.0, 0.0, -1.0), (1.0, 0.0, 1.0), (0.0, 0.0, 0.0), (1.0, 0.0, -1.0)))
    degenerate = torch.tensor(((0, 0, 0), (0, 1, 1), (0, 1, 2)))
    assert not bool(rasterize(vertices, degenerate, front_camera(), (32, 32)).mask.any())
    with_area = torch.cat((degenerate, torch.tensor(((0, 3, 1),))))
    points = vertices.clone().requires_grad_()
    fragments = rasterize(points, with_area, front_camera(), (32, 32))
    assert set(fragments.face_index.unique().tolist()) == {-1, 3}
    fragments.depth.sum().backward()
    assert points.grad is not None
    assert bool(points.grad.isfinite().all())


def test_a_mesh_out_of_sight_gives_empty_fragments_with_gradients() -> None:
    vertices, faces = bumpy_sphere(1)
    points = (vertices + torch.tensor((50.0, 0.0, 0.0))).requires_grad_()
    fragments = rasterize(points, faces, front_camera(), (16, 16))
    assert not bool(fragments.mask.any())
    fragments.barycentric.sum().backward()
    assert points.grad is not None
    assert not bool(points.grad.any())


def test_one_huge_triangle_fills_the_picture() -> None:
    triangle = torch.tensor(((-1e4, 0.0, -1e4), (1e4, 0.0, -1e4), (0.0, 0.0, 2e4)))
    for size in ((1, 1), (1, 40), (300, 200)):
        assert bool(rasterize(triangle, torch.tensor(((0, 1, 2),)), front_camera(), size).mask.all())


@pytest.mark.parametrize("image_size", [(40, 100), (100, 40)])
def test_points_land_where_the_cameras_project_them(image_size: tuple[int, int]) -> None:
    vertices, faces = bumpy_sphere(2)
    cameras = covering_cameras(4, UP, FRONT, 50.0)
    fragments = rasterize(vertices, faces, cameras, image_size)
    points = interpolate(fragments, faces, vertices)
    for view in range(4):
        pixels = cameras.select([view]).project_to_pixels(points[view].reshape(-1, 3), image_size)[0]
        pixels = pixels.reshape(*image_size, 3)[fragments.mask[view]]
        rows, columns = fragments.mask[view].nonzero().unbind(1)
        assert torch.allclose(pixels[:, 0], columns + 0.5, atol=1e-3)
        assert torch.allclose(pixels[:, 1], rows + 0.5, atol=1e-3)
        assert torch.allclose(pixels[:, 2], fragments.depth[view][fragments.mask[view]], atol=1e-5)
    # The unit sphere fits whichever side is the shorter.
    assert not bool(fragments.mask[:, 0].any())
    assert not bool(fragments.mask[:, -1].any())
    assert not bool(fragments.mask[:, :, 0].any())
    assert not bool(fragments.mask[:, :, -1].any())


def test_work_in_small_chunks_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    vertices, faces = bumpy_sphere(3)
    cameras = covering_cameras(2, UP, FRONT, 40.0)

    def draw() -> Fragments:
        return rasterize(vertices, faces, cameras, (64, 64))

    whole = draw()
    monkeypatch.setattr(rasterizer, "_CHUNK_CPU", 37)
    assert torch.equal(draw().face_index, whole.face_index)


def test_many_faces_smaller_than_a_pixel_leave_no_holes() -> None:
    vertices, faces = plane(300, 300, jitter=0.8)
    assert len(faces) == 180_000
    assert bool(rasterize(vertices, faces, front_camera(), (48, 48)).mask.all())
