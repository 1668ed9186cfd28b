"""A model folder with random weights: every step of a run is real, only the taste is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file

from styleglip_addon.engine.models.embedded import ENCODER_CONFIG, ENCODER_WEIGHTS, encoder_config_text
from styleglip_addon.engine.models.glip import GLIP, GLIPConfig
from styleglip_addon.engine.models.style_encoder import StyleEncoder, StyleEncoderConfig


def write_untrained_model(folder: Path) -> Path:
    """Writes a model in the embedded model's layout that sees every part nearly everywhere."""
    torch.manual_seed(0)
    GLIP(replace(GLIPConfig.embedded(), prior_probability=0.5)).save_pretrained(folder)
    config = StyleEncoderConfig(widths=(8, 8, 8, 8), depths=(1, 1, 1, 1), embedding=32, text_hidden=32)
    weights = {name: value.contiguous() for name, value in StyleEncoder(config).state_dict().items()}
    save_file(weights, folder / ENCODER_WEIGHTS)
    (folder / ENCODER_CONFIG).write_text(encoder_config_text(config, ["gold", "wood"]), encoding="utf-8")
    return folder
