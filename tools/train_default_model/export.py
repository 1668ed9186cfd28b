"""Writes the trained networks as the files the add-on ships: half-precision safetensors and their configurations."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from styleglip_addon.engine.models.embedded import ENCODER_CONFIG, ENCODER_WEIGHTS, encoder_config_text
from styleglip_addon.engine.models.glip.configuration import GLIPConfig
from styleglip_addon.engine.models.glip.modeling import GLIP
from styleglip_addon.engine.models.style_encoder import StyleEncoder, StyleEncoderConfig

from .checkpoints import MovingAverage, load_checkpoint
from .dataset import read_shards
from .train_styles import shown_styles


def _averaged(module: torch.nn.Module, values: dict[str, torch.Tensor]) -> None:
    average = MovingAverage(module, 0.0)
    average.values = values
    average.copy_to(module)


def export_model(folder: Path, output: Path, texture_hidden: int) -> None:
    """Reads the checkpoints in `folder` and writes the shipped model to `output`.

    Raises:
        SystemExit: a stage has not been trained.
    """
    textures, grounding = load_checkpoint(folder / "textures.pt"), load_checkpoint(folder / "grounding.pt")
    if textures is None or grounding is None:
        raise SystemExit("Train the styles, textures and grounding stages first: a checkpoint is missing.")
    output.mkdir(parents=True, exist_ok=True)
    encoder = StyleEncoder(StyleEncoderConfig(texture_hidden=texture_hidden))
    encoder.load_state_dict(textures["encoder"])
    save_file({k: v.half().contiguous() for k, v in encoder.state_dict().items()}, output / ENCODER_WEIGHTS)
    # A style's name is its commonest phrase.
    phrases = sorted(shown_styles(read_shards(folder / "data")))
    (output / ENCODER_CONFIG).write_text(encoder_config_text(encoder.config, phrases) + "\n", encoding="utf-8")
    glip = GLIP(GLIPConfig.embedded())
    glip.load_state_dict(grounding["glip"], strict=False)
    _averaged(glip, grounding["average"])
    glip.save_pretrained(output, torch.float16)
    for file in output.iterdir():
        file.chmod(0o644)
