"""Writes the trained networks as the files the add-on ships: half-precision safetensors and their configurations."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import save_file

from styleglip_addon.engine.models.embedded.encoder import ENCODER_CONFIG, ENCODER_WEIGHTS, encoder_config_text
from styleglip_addon.engine.models.embedded.looks import LookTable
from styleglip_addon.engine.models.embedded.style_alignment import (
    STYLE_ALIGNMENT_FILE,
    StyleAlignment,
    StyleAlignmentConfig,
    write_alignment,
)
from styleglip_addon.engine.models.embedded.style_encoder import StyleEncoder
from styleglip_addon.engine.models.glip.configuration import GLIPConfig
from styleglip_addon.engine.models.glip.modeling import GLIP

from .checkpoints import MovingAverage, load_checkpoint


def _averaged(module: torch.nn.Module, values: dict[str, torch.Tensor]) -> None:
    average = MovingAverage(module, 0.0)
    average.values = values
    average.copy_to(module)


def export_looks(folder: Path, output: Path) -> None:
    """Writes the image encoder and the table of looks.

    Raises:
        SystemExit: the looks have not been made.
    """
    state = load_checkpoint(folder / "looks.pt")
    if state is None:
        raise SystemExit("Run the looks stage first: its checkpoint is missing.")
    encoder = StyleEncoder()
    encoder.load_state_dict(state["encoder"])
    save_file({k: v.half().contiguous() for k, v in encoder.state_dict().items()}, output / ENCODER_WEIGHTS)
    (output / ENCODER_CONFIG).write_text(encoder_config_text(encoder.config) + "\n", encoding="utf-8")
    LookTable.from_folder(folder).save(output)


def export_grounding(folder: Path, output: Path) -> None:
    """Writes the small GLIP.

    Raises:
        SystemExit: the grounding stage has not been run.
    """
    grounding = load_checkpoint(folder / "grounding.pt")
    if grounding is None:
        raise SystemExit("Train the grounding stage first: its checkpoint is missing.")
    glip = GLIP(GLIPConfig.embedded())
    glip.load_state_dict(grounding["glip"], strict=False)
    _averaged(glip, grounding["result"])
    glip.save_pretrained(output, torch.float16)


def export_alignment(folder: Path, output: Path) -> None:
    """Writes the alignment of regions with style words.

    Raises:
        SystemExit: the alignment stage has not been run.
    """
    state = load_checkpoint(folder / "alignment.pt")
    if state is None:
        raise SystemExit("Train the alignment stage first: its checkpoint is missing.")
    known, phrases = (len(state["alignment"][name]) for name in ("known", "phrases"))
    alignment = StyleAlignment(StyleAlignmentConfig(styles=known, phrases=phrases))
    alignment.load_state_dict(state["alignment"])
    file = output / STYLE_ALIGNMENT_FILE
    write_alignment(alignment, file)
    file.chmod(0o644)


def export_model(folder: Path, output: Path) -> None:
    """Reads the checkpoints in `folder` and writes the shipped model to `output`.

    Raises:
        SystemExit: a stage has not been run.
    """
    output.mkdir(parents=True, exist_ok=True)
    export_looks(folder, output)
    export_alignment(folder, output)
    export_grounding(folder, output)
    for file in output.iterdir():
        file.chmod(0o644)
