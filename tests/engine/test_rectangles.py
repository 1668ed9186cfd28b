"""Random resized crops and perspectives: sizes, places, gradients, and agreement with torchvision's."""

from __future__ import annotations

import math

import pytest
import torch

from styleglip_addon.engine.guidance.crops.rectangles import Rectangle, bend, random_corners, random_rectangle, resized


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_windows_have_the_area_and_shapes_between_three_quarters_and_four_thirds() -> None:
    generator = seeded()
    windows = [random_rectangle(224, 224, 0.1, generator) for _ in range(200)]
    sides = [side for w in windows for side in (w.height, w.width)]
    # sqrt(0.1 * 224^2 * 4/3) = 81.8 and sqrt(0.1 * 224^2 * 3/4) = 61.3.
    assert min(sides) in (61, 62, 63)
    assert max(sides) in (80, 81, 82)
    for window in windows:
        assert window.height * window.width == pytest.approx(0.1 * 224 * 224, rel=0.02)
        assert 0 <= window.top <= 224 - window.height
        assert 0 <= window.left <= 224 - window.width
    assert len({(w.top, w.left) for w in windows}) > 150
    assert max(w.top + w.height for w in windows) > 215


def test_a_window_of_all_the_area_is_the_whole_square() -> None:
    generator = seeded()
    assert {random_rectangle(64, 64, 1.0, generator) for _ in range(100)} == {Rectangle(0, 0, 64, 64)}


def test_a_picture_too_narrow_for_any_shape_gives_its_middle() -> None:
    assert random_rectangle(60, 30, 1.0, seeded()) == Rectangle(10, 0, 40, 30)
    assert random_rectangle(30, 60, 1.0, seeded()) == Rectangle(0, 10, 30, 40)


def test_the_same_seed_gives_the_same_window_and_perspective() -> None:
    assert random_rectangle(64, 64, 0.2, seeded(3)) == random_rectangle(64, 64, 0.2, seeded(3))
    assert random_corners(64, 64, 0.5, seeded(3)).equal(random_corners(64, 64, 0.5, seeded(3)))


def test_a_rectangle_cuts_its_rows_and_columns() -> None:
    image = torch.arange(20.0).reshape(1, 1, 4, 5)
    assert Rectangle(1, 2, 2, 3).of(image).flatten().tolist() == [7, 8, 9, 12, 13, 14]


def test_resizing_averages_where_it_shrinks_and_leaves_the_same_size_alone() -> None:
    image = torch.tensor([[0.0, 1.0], [1.0, 1.0]]).repeat_interleave(8, 0).repeat_interleave(8, 1)[None, None]
    assert resized(image, 16) is image
    assert float(resized(image, 2).mean()) == pytest.approx(0.75, abs=1e-6)
    assert resized(torch.rand(2, 3, 10, 30), 7).shape == (2, 3, 7, 7)


def test_corners_move_inwards_by_at_most_the_strength() -> None:
    generator = seeded()
    moved = torch.stack([random_corners(40, 80, 0.5, generator) for _ in range(300)])
    home = torch.tensor([[0.0, 0.0], [79.0, 0.0], [79.0, 39.0], [0.0, 39.0]])
    inwards = (moved - home) * torch.tensor([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
    assert float(inwards.min()) == 0.0
    assert inwards.amax(dim=(0, 1)).tolist() == [20.0, 10.0]
    assert random_corners(40, 80, 0.0, generator).equal(home)


def test_corners_at_home_change_nothing() -> None:
    image = torch.rand(2, 3, 17, 23)
    assert bend(image, random_corners(17, 23, 0.0, seeded()), 1.0).sub(image).abs().max() < 1e-4


def test_corners_moved_alike_shift_the_picture_and_fill_what_is_outside() -> None:
    image = torch.rand(1, 3, 8, 8)
    corners = torch.tensor([[2.0, 1.0], [9.0, 1.0], [9.0, 8.0], [2.0, 8.0]])
    shifted = bend(image, corners, 0.25)
    assert shifted[..., 1:, 2:].sub(image[..., :-1, :-2]).abs().max() < 1e-5
    assert shifted[..., 0, :].sub(0.25).abs().max() < 1e-5
    assert shifted[..., :2].sub(0.25).abs().max() < 1e-5


def test_perspectives_are_those_of_torchvision() -> None:
    functional = pytest.importorskip("torchvision.transforms.functional")
    image, generator = torch.rand(2, 3, 48, 64), seeded(1)
    home = [[0, 0], [63, 0], [63, 47], [0, 47]]
    for _ in range(3):
        corners = random_corners(48, 64, 0.5, generator)
        # Without a fill: torchvision's weighs the outermost pixels twice.
        expected = functional.perspective(image, home, corners.int().tolist())
        assert bend(image, corners, 0.0).sub(expected).abs().max() < 1e-3


def test_gradients_reach_the_picture_through_crop_and_perspective() -> None:
    image = torch.rand(1, 1, 32, 32, dtype=torch.float64, requires_grad=True)
    corners = random_corners(8, 8, 0.5, seeded(2))

    def crop(x: torch.Tensor) -> torch.Tensor:
        return bend(resized(Rectangle(4, 6, 16, 12).of(x), 8), corners, 1.0)

    (gradient,) = torch.autograd.grad(crop(image).sum(), image)
    inside = gradient[0, 0, 4:20, 6:18]
    assert int(inside.count_nonzero()) == int(gradient.count_nonzero()) > 100
    direction = torch.randn(image.shape, dtype=torch.float64, generator=seeded(5))
    step = 1e-4
    with torch.no_grad():
        slope = (crop(image + step * direction) - crop(image - step * direction)).sum() / (2 * step)
    assert float((gradient * direction).sum()) == pytest.approx(float(slope), rel=1e-6)
    assert not math.isnan(float(slope))
