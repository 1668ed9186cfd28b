"""Loads a set of guidance models by name, file or folder and puts it, frozen, on a device."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from ..vocabulary import Device
from ..vocabulary.errors import ModelError, SettingsError
from ..vocabulary.model_choice import EMBEDDED, ENCODER_WEIGHTS, ModelChoice
from ..vocabulary.shortages import Shortage, shortage_of
from ..vocabulary.stopping import stop_here
from .contract import ImageTextEncoder, Models, WithPalette
from .embedded.encoder import EmbeddedEncoder
from .embedded.object_kinds import ObjectKinds
from .embedded.shape_words import ShapeWords
from .embedded.style_alignment import STYLE_ALIGNMENT_FILE, StyleWords
from .embedded.word_meanings import WordMeanings
from .glip.configuration import MINILM, GLIPConfig
from .glip.modeling import GLIP
from .glip.text import SentenceEncoder

__all__ = ["EMBEDDED", "ModelChoice", "load_models", "resolve_device"]

# Links are not followed: of an installed extension that runs a checkout's code by links, it is the extension's folder.
_EMBEDDED_FOLDER = Path(__file__).absolute().parents[2] / "models" / "embedded"


def resolve_device(device: Device) -> str:
    """The torch device a choice stands for.

    Raises:
        SettingsError: the chosen device is not there.
    """
    if not isinstance(device, str) or device not in tuple(Device):
        raise SettingsError(f'device must be one of {", ".join(Device)}, not "{device}".')
    device = Device(device)
    if device is Device.AUTO:
        if torch.cuda.is_available():
            return "cuda"
        return "mps" if torch.backends.mps.is_available() else "cpu"
    if device is Device.CUDA and not torch.cuda.is_available():
        raise SettingsError("There is no CUDA device that PyTorch can use. Choose the CPU or automatic.")
    if device is Device.MPS and not torch.backends.mps.is_available():
        raise SettingsError("There is no Apple GPU that PyTorch can use. Choose the CPU or automatic.")
    return device.value


def load_models(models: ModelChoice | str | Path = EMBEDDED, device: Device = Device.AUTO) -> Models:
    """Loads a set of guidance models.

    Args:
        models: a choice; or one name or path, see `ModelChoice.of`.
        device: where to put the networks.

    Returns:
        Frozen networks in evaluation mode; on the CPU where the GPU is full or cannot run them, which their notes say.

    Raises:
        ModelError: a file is missing, damaged, unsafe or of another model; the message names it.
        SettingsError: the device is not there.
    """
    if not isinstance(models, ModelChoice | str | Path):
        raise ModelError(f"models must be a ModelChoice, a name or a path, not {models!r:.60}.")
    choice = ModelChoice.of(models)
    place = resolve_device(device)
    try:
        return _loaded(choice, place)
    except Exception as error:
        if place == "cpu" or shortage_of(error) is not Shortage.GPU:
            raise
        reason = str(error).strip().splitlines()[0].rstrip(".")[:120]
    return replace(_loaded(choice, "cpu"), notes=(f"The GPU cannot be used ({reason}). {SLOWER}",))


SLOWER = "This was computed on the CPU instead, which takes longer."


def _loaded(choice: ModelChoice, place: str) -> Models:
    if place != "cpu":
        # Copies need no kernel: one that is missing would show in the middle of a run.
        torch.ones(8, 8, device=place).mm(torch.ones(8, 8, device=place)).sum().item()
    path = _path(choice.glip)
    glip = GLIP.from_pretrained(path, _language_folder(path)).to(place).eval().requires_grad_(False)
    stop_here()
    sentences = _sentences(glip, place)
    stop_here()
    return Models(
        name=choice.name,
        glip=glip,
        encoder=_encoder(choice, sentences, place),
        device=place,
        choice=choice,
        shape_words=ShapeWords.from_folder(_EMBEDDED_FOLDER, sentences),
        word_meanings=WordMeanings(sentences, _EMBEDDED_FOLDER),
        style_words=_style_words(glip, path, sentences, place),
        object_kinds=ObjectKinds.from_folder(_EMBEDDED_FOLDER, sentences),
    )


def _path(name: str) -> Path:
    """Where a chosen model is.

    Raises:
        ModelError: nothing is there.
    """
    path = _EMBEDDED_FOLDER if name == EMBEDDED else Path(name).expanduser()
    if not path.exists() or (name == EMBEDDED and not (path / ENCODER_WEIGHTS).is_file()):
        cure = "Reinstall the add-on." if name == EMBEDDED else "Choose a model file, or a folder with a model."
        raise ModelError(f'No model was found in "{path}". {cure}')
    return path


def _language_folder(path: Path) -> Path | None:
    """The add-on's own language encoder for a model that brings none; None: the usual places.

    Its word list is bert-base-uncased's, which the official models need as well.
    """
    own, folder = _EMBEDDED_FOLDER / MINILM, path if path.is_dir() else path.parent
    return own if not (folder / MINILM).is_dir() and own.is_dir() else None


def _encoder(choice: ModelChoice, sentences: SentenceEncoder, place: str) -> ImageTextEncoder:
    path = _path(choice.clip)
    if (path / ENCODER_WEIGHTS).is_file():
        return EmbeddedEncoder.from_folder(path, sentences, place)
    from .clip.encoder import CLIPEncoder  # with a library that takes seconds to load

    clip = CLIPEncoder.from_pretrained(path, place)
    if not choice.embedded_palette:
        return clip
    return WithPalette(clip, EmbeddedEncoder.from_folder(_path(EMBEDDED), sentences, place))


def _style_words(glip: GLIP, path: Path, sentences: SentenceEncoder, place: str) -> StyleWords | None:
    """The alignment with style words for a GLIP of the embedded model's kind, also one that was tuned further.

    Another model folder of that kind has its own or none; other GLIPs are their own alignment.
    """
    if glip.config.name != GLIPConfig.embedded().name:
        return None
    is_other = path != _EMBEDDED_FOLDER and (path / ENCODER_WEIGHTS).is_file()
    if is_other and not (path / STYLE_ALIGNMENT_FILE).is_file():
        return None
    return StyleWords.from_folder(path if is_other else _EMBEDDED_FOLDER, sentences, place)


def _sentences(glip: GLIP, place: str) -> SentenceEncoder:
    """The sentence encoder of the embedded model's parts; shared with a GLIP that has the same."""
    if glip.config.language.external == MINILM:
        return SentenceEncoder(glip.language, glip.tokenizer)
    sentences = SentenceEncoder.from_pretrained(_language_folder(_EMBEDDED_FOLDER))
    sentences.backbone.to(place)
    return sentences
