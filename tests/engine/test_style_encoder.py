"""The dual encoder: its texture statistics are those of the embedding's own pass and know nothing of places."""

from __future__ import annotations

import torch

from styleglip_addon.engine.models.style_encoder import StyleEncoder, StyleEncoderConfig

SMALL = StyleEncoderConfig(widths=(8, 16, 16, 8), depths=(1, 2, 1, 1), embedding=16, text_hidden=8, texture_hidden=8)


def encoder(config: StyleEncoderConfig = SMALL) -> StyleEncoder:
    torch.manual_seed(0)
    return StyleEncoder(config).eval()


def test_statistics_come_with_the_same_embedding() -> None:
    crops = torch.rand(3, 3, 32, 32)
    network = encoder()
    embedded, statistics = network.encode_with_statistics(crops)
    assert torch.allclose(embedded, network.encode_image(crops), atol=1e-6)
    assert statistics.shape == (3, 2 * (8 + 16 + 16 + 8))


def test_statistics_are_the_channels_means_and_log_spreads_of_each_stage() -> None:
    crops = torch.rand(2, 3, 32, 32)
    network = encoder()
    network.texture_center.fill_(0.5)
    network.texture_scale.fill_(2.0)
    _, statistics = network.encode_with_statistics(crops)
    first = network.body[:2]((crops - 0.5) / 0.25)
    assert torch.allclose(statistics[:, :8], (first.mean((2, 3)) - 0.5) / 2.0, atol=1e-5)
    spread = (first.var((2, 3), unbiased=False) + 1e-5).sqrt().log()
    assert torch.allclose(statistics[:, 8:16], (spread - 0.5) / 2.0, atol=1e-5)


def test_a_texture_has_a_mean_and_a_positive_spread_for_every_statistic() -> None:
    mean, spread = encoder().texture(torch.randn(4, 384) * 50)
    assert mean.shape == spread.shape == (4, 96)
    assert bool((spread > 0).all())


def test_a_model_without_a_texture_head_has_no_such_weights() -> None:
    names = StyleEncoder(StyleEncoderConfig()).state_dict()
    assert not any("texture" in name for name in names)
