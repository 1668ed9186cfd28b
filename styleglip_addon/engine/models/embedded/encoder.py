"""The embedded default model: small GLIP, style encoder, looks and MiniLM as one set of frozen guidance models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ...vocabulary.errors import ModelError
from ...vocabulary.json_texts import parse_json
from ...vocabulary.model_choice import ENCODER_WEIGHTS
from ...vocabulary.style_match import StyleMatch
from ..contract import Palette, Texture
from ..files.tensor_hash import tensor_hash
from ..glip.text import SentenceEncoder
from .looks import LookFinder
from .style_encoder import StyleEncoder, StyleEncoderConfig

ENCODER_CONFIG = "style_encoder.json"

_LEAST_OF_LARGEST = 0.15
"""Colours with a smaller share than this of the commonest colour's are left out of a palette."""


def _read_config(file: Path) -> StyleEncoderConfig:
    try:
        data: dict[str, Any] = parse_json(file.read_text(encoding="utf-8"))
        sizes: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in data["sizes"].items()}
        return StyleEncoderConfig(**sizes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f'The model file "{file}" is missing or damaged. Reinstall the add-on.') from error


def encoder_config_text(config: StyleEncoderConfig) -> str:
    """JSON text of `ENCODER_CONFIG`: the network's sizes."""
    return json.dumps({"sizes": asdict(config)}, indent=1)


class EmbeddedEncoder:
    """The trained image encoder with its table of looks; implements `ImageTextEncoder` and `TextureEncoder`.

    Args:
        encoder: the network; frozen here.
        looks: finds what words look like.
    """

    def __init__(self, encoder: StyleEncoder, looks: LookFinder) -> None:
        self.encoder = encoder.eval().requires_grad_(False)
        self.encoder.use_channels_last()
        self.looks = looks

    @classmethod
    def from_folder(cls, folder: Path, sentences: SentenceEncoder, device: str) -> EmbeddedEncoder:
        """Reads `ENCODER_WEIGHTS`, `ENCODER_CONFIG` and the looks of a model folder.

        Raises:
            ModelError: missing, damaged or of another model.
        """
        encoder = StyleEncoder(_read_config(folder / ENCODER_CONFIG))
        file = folder / ENCODER_WEIGHTS
        try:
            state = {name: tensor.float() for name, tensor in load_file(file).items()}
            encoder.load_state_dict(state)
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:
            raise ModelError(f'The model file "{file}" is missing, damaged or of another model.') from error
        looks = LookFinder.from_folder(folder, sentences, device)
        if (
            looks.table.embeddings.shape[1] != encoder.config.embedding
            or looks.table.sentences.shape[1] != encoder.config.text_width
            or looks.table.texture_mean.shape[1] != encoder.statistics_width
        ):
            raise ModelError(f'The looks in "{folder}" belong to another model. Reinstall the add-on.')
        return cls(encoder.to(device), looks)

    @property
    def image_size(self) -> int:
        """Height and width of the crops it wants, pixels."""
        return self.encoder.config.image_size

    def encode_images(self, images: Tensor) -> Tensor:
        """(n, 3, h, w) sRGB in 0..1 to (n, E), L2-normalised; differentiable."""
        return self.encoder.encode_image(images.contiguous(memory_format=torch.channels_last))

    def image_features(self, images: Tensor, raw_pixels: bool = False) -> Tensor:
        """(n, 3, h, w) sRGB in 0..1 to (n, E), not normalised; differentiable."""
        return self.encoder.image_features(images.contiguous(memory_format=torch.channels_last), raw_pixels)

    def read(self, text: str) -> StyleMatch:
        """Which of its looks the model takes the words for."""
        return self.looks.find(text)

    def likely(self, text: str, count: int) -> Sequence[StyleMatch]:
        """The `count` looks that the words mean most likely, the likeliest first."""
        return self.looks.likely(text, count)

    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        """n phrases to the embeddings (n, E) of their looks, L2-normalised."""
        return self.looks.table.embeddings[[self.read(text).look for text in texts]]

    def contrast(self) -> tuple[Tensor, float] | None:
        """Embeddings of the trained styles and the learned inverse temperature."""
        table = self.looks.table
        return table.embeddings[: table.trained], self.scale()

    def palette(self, text: str) -> Palette | None:
        """The colours that the words' look has, without the faint ones, such as a highlight here and there."""
        table, look = self.looks.table, self.read(text).look
        lab, shares = table.palette_lab[look], table.palette_shares[look]
        kept = shares >= _LEAST_OF_LARGEST * shares.max()
        return Palette(lab[kept], shares[kept] / shares[kept].sum())

    def image_side_hash(self) -> str:
        """Of the image encoder's weights."""
        return tensor_hash(sorted(self.encoder.state_dict().items()))

    def scale(self) -> float:
        """The learned one."""
        return float(self.encoder.scale)

    def texture(self, text: str) -> Texture | None:
        """The feature statistics of the look's crops."""
        table, look = self.looks.table, self.read(text).look
        return Texture(table.texture_mean[look], table.texture_spread[look])

    def encode_with_statistics(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, h, w) sRGB in 0..1 to (n, E), L2-normalised, and (n, D) statistics; differentiable."""
        return self.encoder.encode_with_statistics(images.contiguous(memory_format=torch.channels_last))
