"""Materials in colours that the data do not show: the middle colour moves, what shows of the material stays."""

from __future__ import annotations

import pytest
import torch

from styleglip_addon.engine.rendering.color import lab_to_linear, linear_to_lab, linear_to_srgb, srgb_to_linear
from tools.train_default_model.lit_materials import STYLES
from tools.train_default_model.recolouring import COLOURABLE, PAINTS, recolour_crops, recoloured

PINK = torch.tensor([70.0, 40.0, 0.0])


def striped_crop() -> torch.Tensor:
    """A crop of light and dark stripes of one hue on the right half, white on the left."""
    crop = torch.ones(1, 3, 8, 8)
    crop[:, :, :, 4:] = torch.tensor([0.3, 0.4, 0.5])[None, :, None, None]
    crop[:, :, ::2, 4:] = torch.tensor([0.4, 0.5, 0.6])[None, :, None, None]
    return crop


def test_the_middle_colour_becomes_the_paints() -> None:
    lab = torch.tensor([[50.0, 10.0, 10.0], [40.0, 12.0, 8.0], [60.0, 8.0, 12.0]])
    assert torch.allclose(recoloured(lab, lab[0], PINK)[0], PINK)


def test_differences_in_lightness_stay() -> None:
    lab = torch.tensor([[50.0, 0.0, 0.0], [35.0, 0.0, 0.0]])
    painted = recoloured(lab, lab[0], PINK)
    assert float(painted[0, 0] - painted[1, 0]) == pytest.approx(15.0)
    assert float(painted[1, 1]) < float(painted[0, 1])


def test_the_background_stays_white_and_the_part_takes_the_colour() -> None:
    painted = recolour_crops(striped_crop(), PINK)
    assert torch.equal(painted[..., :4], torch.ones(1, 3, 8, 4))
    mean = linear_to_lab(srgb_to_linear(painted[..., 4:].movedim(1, -1))).reshape(-1, 3).mean(dim=0)
    assert torch.allclose(mean, PINK, atol=6.0)
    assert float(painted[..., 4:].std()) > 0.02


def test_what_is_recoloured_and_the_paints_are_styles() -> None:
    assert {material.base for material in COLOURABLE} <= set(STYLES)
    assert set(PAINTS) <= set(STYLES)


def test_lab_and_back_is_the_same_colour() -> None:
    linear = torch.rand(64, 3)
    assert torch.allclose(lab_to_linear(linear_to_lab(linear)), linear, atol=1e-4)
    # CIE 15:2004: the white point is L* = 100; published: sRGB red is (53.24, 80.09, 67.20).
    assert torch.allclose(lab_to_linear(torch.tensor([100.0, 0.0, 0.0])), torch.ones(3), atol=1e-3)
    red = linear_to_srgb(lab_to_linear(torch.tensor([53.24, 80.09, 67.20])))
    assert torch.allclose(red, torch.tensor([1.0, 0.0, 0.0]), atol=0.01)
