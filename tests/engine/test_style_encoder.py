"""The dual encoder: its texture statistics are those of the embedding's own pass and know nothing of places."""

from __future__ import annotations

import torch

from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder, StyleEncoderConfig

SMALL = StyleEncoderConfig(widths=(8, 16, 16, 8), depths=(1, 2, 1, 1), embedding=16)


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
    network.statistics_center.fill_(0.5)
    network.statistics_scale.fill_(2.0)
    _, statistics = network.encode_with_statistics(crops)
    first = network.body[:2]((crops - 0.5) / 0.25)
    assert torch.allclose(statistics[:, :8], (first.mean((2, 3)) - 0.5) / 2.0, atol=1e-5)
    spread = (first.var((2, 3), unbiased=False) + 1e-5).sqrt().log()
    assert torch.allclose(statistics[:, 8:16], (spread - 0.5) / 2.0, atol=1e-5)
