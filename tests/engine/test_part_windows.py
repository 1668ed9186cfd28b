"""Crops of parts: where they lie, what they show, and where their gradient goes."""

from __future__ import annotations

import torch

from styleglip_addon.engine.guidance.crops.part_windows import CropSettings, Window, crop_part, cut, part_windows


def _disc(size: int, row: int, column: int, radius: int) -> torch.Tensor:
    grid = torch.arange(size)
    return (grid[:, None] - row) ** 2 + (grid[None] - column) ** 2 < radius**2


def test_a_window_that_leaves_the_picture_is_filled() -> None:
    image = torch.zeros(3, 4, 4)
    piece = cut(image, Window(-1, 2, 4), 1.0)
    assert piece.shape == (3, 4, 4)
    assert bool((piece[:, 0] == 1).all())
    assert bool((piece[:, :, 2:] == 1).all())
    assert bool((piece[:, 1:, :2] == 0).all())
    assert bool((cut(image, Window(50, 50, 2), 1.0) == 1).all())


def test_the_first_window_holds_the_whole_part() -> None:
    mask = _disc(64, 20, 40, 9)
    window = part_windows(mask, CropSettings(32, 3, 0.25), torch.Generator().manual_seed(0))[0]
    inside = cut(mask[None].float(), window, 0.0)
    assert int(inside.sum()) == int(mask.sum())


def test_local_windows_show_enough_of_the_part() -> None:
    mask = _disc(64, 30, 30, 16)
    windows = part_windows(mask, CropSettings(16, 6, 0.2, least_fill=0.3), torch.Generator().manual_seed(0))
    assert len(windows) == 7
    for window in windows[1:]:
        assert float(cut(mask[None].float(), window, 0.0).mean()) >= 0.3


def test_a_part_that_hardly_shows_gives_no_window() -> None:
    mask = torch.zeros(64, 64, dtype=torch.bool)
    assert part_windows(mask, CropSettings(32, 3, 0.25), torch.Generator()) == []
    mask[3, 3] = True
    assert part_windows(mask, CropSettings(32, 3, 0.25), torch.Generator()) == []


def test_crops_hide_the_neighbours_and_send_them_no_gradient() -> None:
    image = torch.rand(3, 64, 64, requires_grad=True)
    weight = _disc(64, 30, 30, 12).float()
    generator = torch.Generator().manual_seed(0)
    windows = part_windows(weight > 0.5, CropSettings(32, 2, 0.5), generator)
    crops = crop_part(image, weight, windows, 32, generator)
    assert crops.shape == (3, 3, 32, 32)
    crops.sum().backward()
    assert image.grad is not None
    assert bool((image.grad[:, weight == 0] == 0).all())
    assert bool((image.grad[:, weight == 1] != 0).any())
