"""Loads a set of guidance models by name or folder and puts it, frozen, on a device."""

from __future__ import annotations

from pathlib import Path

import torch

from ..errors import ModelError, SettingsError
from ..types import Device
from .embedded import ENCODER_WEIGHTS, EmbeddedEncoder
from .glip.configuration import MINILM
from .glip.modeling import GLIP
from .glip.text import SentenceEncoder
from .guidance import Models

EMBEDDED = "embedded"
"""Name of the model that comes with the add-on."""

_EMBEDDED_FOLDER = Path(__file__).resolve().parents[2] / "models" / "embedded"


def resolve_device(device: Device) -> str:
    """The torch device a choice stands for.

    Raises:
        SettingsError: the chosen device is not there.
    """
    if device is Device.AUTO:
        if torch.cuda.is_available():
            return "cuda"
        return "mps" if torch.backends.mps.is_available() else "cpu"
    if device is Device.CUDA and not torch.cuda.is_available():
        raise SettingsError("There is no CUDA device that PyTorch can use. Choose the CPU or automatic.")
    if device is Device.MPS and not torch.backends.mps.is_available():
        raise SettingsError("There is no Apple GPU that PyTorch can use. Choose the CPU or automatic.")
    return device.value


def _language_folder(folder: Path) -> Path | None:
    """The add-on's own language encoder for a model folder that brings none; None: the usual places."""
    own = _EMBEDDED_FOLDER / MINILM
    return own if not (folder / MINILM).is_dir() and own.is_dir() else None


def load_models(name_or_path: str | Path = EMBEDDED, device: Device = Device.AUTO) -> Models:
    """Loads a set of guidance models.

    Args:
        name_or_path: "embedded", or a folder in the embedded model's layout.
        device: where to put the networks.

    Returns:
        Frozen networks in evaluation mode.

    Raises:
        ModelError: a file is missing, damaged or of another model; the message names it.
        SettingsError: the device is not there.
    """
    is_embedded = str(name_or_path) == EMBEDDED
    folder = _EMBEDDED_FOLDER if is_embedded else Path(name_or_path)
    if not (folder / ENCODER_WEIGHTS).is_file():
        raise ModelError(
            f'No model was found in "{folder}". '
            + ("Reinstall the add-on." if is_embedded else "Choose a folder with a StyleGLIP model.")
        )
    place = resolve_device(device)
    glip = GLIP.from_pretrained(folder, _language_folder(folder)).to(place).eval().requires_grad_(False)
    sentences = SentenceEncoder(glip.language, glip.tokenizer)
    encoder = EmbeddedEncoder.from_folder(folder, sentences, place)
    name = EMBEDDED if is_embedded else str(folder)
    return Models(name=name, glip=glip, encoder=encoder, device=place)
