"""The folder a tuned model is written to, in the layout that `load_models` opens."""

from __future__ import annotations

import shutil
from pathlib import Path

import torch

from styleglip_addon.engine.models.embedded.encoder import ENCODER_CONFIG
from styleglip_addon.engine.models.embedded.looks import LOOKS_FILES
from styleglip_addon.engine.models.glip.modeling import GLIP
from styleglip_addon.engine.vocabulary.model_choice import EMBEDDED, ENCODER_WEIGHTS, ModelChoice
from tools.finetune_glip.problems import FinetuningError
from tools.finetune_glip.trainer import CHECKPOINT_FILE

TRAINING_FOLDER = "training"
"""Folder within the output for the checkpoint and the log."""

_EMBEDDED_FOLDER = Path(__file__).resolve().parents[2] / "styleglip_addon" / "models" / "embedded"


def prepare_output(folder: Path, resume: bool) -> Path:
    """Makes the output folder and returns its folder for the training.

    Raises:
        FinetuningError: it is a file, it is not empty and the run is a new one, or it cannot be made.
    """
    if folder.exists() and not folder.is_dir():
        raise FinetuningError(f'The output "{folder}" is a file. Name a folder.')
    if not resume and folder.is_dir() and _is_in_use(folder):
        raise FinetuningError(
            f'The output folder "{folder}" is not empty. Choose another, or go on with the run in it with --resume.'
        )
    try:
        training = folder / TRAINING_FOLDER
        training.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FinetuningError(f'The output folder "{folder}" cannot be made ({error.strerror}).') from error
    return training


def _is_in_use(folder: Path) -> bool:
    """Whether there is anything but the beginning of a run that was broken off before its first checkpoint."""
    training = folder / TRAINING_FOLDER
    return (training / CHECKPOINT_FILE).exists() or any(path != training for path in folder.iterdir())


def write_model(glip: GLIP, source: ModelChoice, folder: Path, dtype: torch.dtype = torch.float32) -> None:
    """Writes the tuned GLIP, and the style encoder of the model it was tuned from where that has one.

    Args:
        glip: the tuned model.
        source: what it was tuned from.
        folder: the output folder.
        dtype: of the weights on disk.
    """
    origin = _EMBEDDED_FOLDER if source.glip == EMBEDDED else Path(source.glip).expanduser()
    if (origin / ENCODER_WEIGHTS).is_file():
        for name in (ENCODER_CONFIG, ENCODER_WEIGHTS, *LOOKS_FILES):
            part = folder / f"{name}.part"
            shutil.copyfile(origin / name, part)
            part.replace(folder / name)
    # Safetensors writes files that only their owner may read.
    glip.save_pretrained(folder, dtype).chmod(0o644)
