"""Cameras stand where they should and see the whole object."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import trimesh

from styleglip_addon.engine.rendering.cameras import (
    ELEVATION_LIMIT,
    covering_angles,
    covering_cameras,
    fitting_distance,
    look_at,
    sample_cameras,
)
from styleglip_addon.engine.vocabulary.orientation import conventional_front

UP, FRONT = (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)


def test_the_front_camera_looks_at_the_front_with_up_upward() -> None:
    cameras = look_at(torch.zeros(1), torch.zeros(1), UP, FRONT, 60.0)
    assert torch.allclose(cameras.centers(), torch.tensor(((0.0, -fitting_distance(60.0), 0.0),)), atol=1e-6)
    up, left, origin = cameras.project(torch.tensor(((0.0, 0.0, 0.5), (-0.5, 0.0, 0.0), (0.0, 0.0, 0.0))))[0]
    assert up[1] > 0.1
    assert abs(float(up[0])) < 1e-6
    assert left[0] > 0.1
    assert torch.allclose(origin, torch.tensor((0.0, 0.0, fitting_distance(60.0))), atol=1e-6)


def test_azimuth_turns_counter_clockwise_seen_from_above_and_elevation_rises() -> None:
    quarter = math.pi / 2
    centers = look_at(torch.tensor((quarter, 0.0)), torch.tensor((0.0, quarter / 3)), UP, FRONT, 60.0, 2.0).centers()
    assert torch.allclose(centers[0], torch.tensor((2.0, 0.0, 0.0)), atol=1e-6)
    assert torch.allclose(centers[1], torch.tensor((0.0, -math.sqrt(3.0), 1.0)), atol=1e-6)


def test_projection_is_pytorch3ds() -> None:
    pytest.importorskip("pytorch3d.renderer")
    from styleglip_addon.engine.rendering.pytorch3d_renderer import from_pytorch3d, to_pytorch3d

    cameras = sample_cameras(torch.Generator().manual_seed(0), 6, UP, FRONT, 1.0, 0.5, 45.0)
    points = torch.randn(50, 3, generator=torch.Generator().manual_seed(1))
    theirs = to_pytorch3d(cameras)
    assert torch.allclose(theirs.get_camera_center(), cameras.centers(), atol=1e-5)
    view = theirs.get_world_to_view_transform().transform_points(points)
    assert torch.allclose(view, cameras.transform_to_view(points), atol=1e-5)
    assert torch.allclose(theirs.transform_points(points)[..., :2], cameras.project(points)[..., :2], atol=1e-4)
    assert torch.allclose(from_pytorch3d(theirs).rotation, cameras.rotation)


@pytest.mark.parametrize("field_of_view", [20.0, 60.0, 110.0])
@pytest.mark.parametrize("image_size", [(64, 64), (64, 96), (96, 64)])
def test_the_unit_sphere_fits_into_the_picture(field_of_view: float, image_size: tuple[int, int]) -> None:
    sphere = torch.tensor(trimesh.creation.icosphere(subdivisions=4).vertices, dtype=torch.float32)
    pixels = covering_cameras(10, UP, FRONT, field_of_view).project_to_pixels(sphere, image_size)
    assert bool((pixels[..., 0] > 0).all() & (pixels[..., 0] < image_size[1]).all())
    assert bool((pixels[..., 1] > 0).all() & (pixels[..., 1] < image_size[0]).all())
    extent = pixels[..., :2].amax(dim=1) - pixels[..., :2].amin(dim=1)
    assert extent.min() > 0.85 * min(image_size)


def test_sampled_cameras_start_at_the_front_and_follow_their_seed() -> None:
    def draw(seed: int) -> torch.Tensor:
        return sample_cameras(torch.Generator().manual_seed(seed), 500, UP, FRONT, 1.0, 0.5, 60.0).centers()

    centers = draw(3)
    assert torch.equal(centers, draw(3))
    assert not torch.equal(centers[1:], draw(4)[1:])
    assert torch.allclose(centers[0], torch.tensor((0.0, -fitting_distance(60.0), 0.0)), atol=1e-6)
    elevation = torch.asin(centers[:, 2] / fitting_distance(60.0))
    assert elevation.abs().max() <= ELEVATION_LIMIT + 1e-4
    assert float(elevation.std()) == pytest.approx(0.5, rel=0.15)
    assert float(torch.atan2(centers[:, 0], -centers[:, 1])[elevation.abs() < 1].std()) == pytest.approx(1.0, rel=0.15)


@pytest.mark.parametrize("count", [10, 12, 16, 24])
def test_covering_cameras_leave_no_side_unseen(count: int) -> None:
    azimuth, elevation = covering_angles(count)
    assert azimuth.shape == elevation.shape == (count,)
    assert (float(azimuth[0]), float(elevation[0])) == (0.0, 0.0)
    centers = torch.nn.functional.normalize(covering_cameras(count, UP, FRONT, 60.0).centers(), dim=1)
    assert len(torch.unique(centers.round(decimals=4), dim=0)) == count
    directions = torch.tensor(trimesh.creation.icosphere(subdivisions=3).vertices, dtype=torch.float32)
    assert bool((centers[:, 2] > 0.4).any() & (centers[:, 2] < -0.4).any())
    sideways = directions[directions[:, 2].abs() < 0.6]
    assert (sideways @ centers.T).amax(dim=1).min() > math.cos(math.radians(60.0))


@pytest.mark.parametrize("up", [(0, 0, 1), (0, 1, 0), (1, 0, 0), (0, 0, -1), (0, -2, 0), (0.3, -0.2, 0.9)])
def test_any_direction_may_be_up(up: tuple[float, float, float]) -> None:
    front = conventional_front(up)
    unit = np.asarray(up) / np.linalg.norm(up)
    assert abs(float(front @ unit)) < 1e-9
    cameras = covering_cameras(10, up, front, 50.0)
    top = cameras.project(torch.tensor(0.5 * unit, dtype=torch.float32)[None])[:, 0]
    assert bool((top[:, 1] > 0).all())
    assert top[:, 0].abs().max() < 1e-5
    assert torch.allclose(torch.linalg.det(cameras.rotation), torch.ones(10), atol=1e-5)


def test_the_conventional_front_is_blenders_and_that_of_y_up_files() -> None:
    assert np.allclose(conventional_front((0, 0, 1)), (0, -1, 0))
    assert np.allclose(conventional_front((0, 1, 0)), (0, 0, 1))
