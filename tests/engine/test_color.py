"""Colour spaces against published values."""

from __future__ import annotations

import torch

from styleglip_addon.engine.rendering.color import linear_to_lab, linear_to_srgb, srgb_to_linear


def test_srgb_decoding_matches_the_standard() -> None:
    # IEC 61966-2-1: sRGB 0.5 is 0.21404 linear, 0.04045 is on the linear segment.
    values = srgb_to_linear(torch.tensor([0.0, 0.04045, 0.5, 1.0]))
    assert torch.allclose(values, torch.tensor([0.0, 0.0031308, 0.2140411, 1.0]), atol=1e-5)


def test_encoding_inverts_decoding() -> None:
    srgb = torch.linspace(0, 1, 101)
    assert torch.allclose(linear_to_srgb(srgb_to_linear(srgb)), srgb, atol=1e-5)


def test_lab_of_pure_red_matches_the_published_value() -> None:
    # sRGB red under D65: L* 53.24, a* 80.09, b* 67.20.
    lab = linear_to_lab(torch.tensor([[1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]))
    assert torch.allclose(lab[0], torch.tensor([53.24, 80.09, 67.20]), atol=0.05)
    assert torch.allclose(lab[1], torch.tensor([100.0, 0.0, 0.0]), atol=0.05)
    assert torch.allclose(lab[2], torch.zeros(3), atol=1e-4)


def test_gradients_stay_finite_at_black_and_white() -> None:
    color = torch.tensor([[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]], requires_grad=True)
    (linear_to_srgb(color).sum() + srgb_to_linear(color).sum() + linear_to_lab(color).sum()).backward()
    assert color.grad is not None
    assert torch.isfinite(color.grad).all()
