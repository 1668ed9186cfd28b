"""A model folder with random weights: every step of a run is real, only the taste is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn import functional

from styleglip_addon.engine.models.embedded.encoder import ENCODER_CONFIG, ENCODER_WEIGHTS, encoder_config_text
from styleglip_addon.engine.models.embedded.lexicon import LEXICON_FILE, Sense, write_lexicon
from styleglip_addon.engine.models.embedded.looks import LookTable
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder, StyleEncoderConfig
from styleglip_addon.engine.models.glip import GLIP, GLIPConfig


def write_untrained_model(folder: Path) -> Path:
    """Writes a model in the embedded model's layout that sees every part nearly everywhere."""
    torch.manual_seed(0)
    GLIP(replace(GLIPConfig.embedded(), prior_probability=0.5)).save_pretrained(folder)
    config = StyleEncoderConfig(widths=(8, 8, 8, 8), depths=(1, 1, 1, 1), embedding=32)
    encoder = StyleEncoder(config)
    weights = {name: value.contiguous() for name, value in encoder.state_dict().items()}
    save_file(weights, folder / ENCODER_WEIGHTS)
    (folder / ENCODER_CONFIG).write_text(encoder_config_text(config), encoding="utf-8")
    random_looks(("gold", "wood"), encoder).save(folder)
    write_lexicon(folder / LEXICON_FILE, {"gilt": (Sense("gold", "covered with gold"),)})
    return folder


def random_looks(names: tuple[str, ...], encoder: StyleEncoder) -> LookTable:
    """A table of looks that fits an encoder; every look is known by its name alone."""
    count, width = len(names), encoder.config.text_width
    return LookTable(
        names=names,
        trained=count,
        palette_lab=torch.rand(count, 4, 3) * torch.tensor([100.0, 60.0, 60.0]),
        palette_shares=torch.full((count, 4), 0.25),
        texture_mean=torch.randn(count, encoder.statistics_width),
        texture_spread=torch.ones(count, encoder.statistics_width),
        embeddings=functional.normalize(torch.randn(count, encoder.config.embedding), dim=1),
        phrases=names,
        owners=torch.arange(count),
        sentences=functional.normalize(torch.randn(count, width), dim=1),
        descriptions=functional.normalize(torch.randn(count, width), dim=1),
    )
