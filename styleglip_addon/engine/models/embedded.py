"""The embedded default model: small GLIP, style encoder and MiniLM as one set of frozen guidance models."""

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

from ..errors import ModelError
from .choice import ENCODER_WEIGHTS
from .glip.text import SentenceEncoder
from .guidance import Palette, Texture
from .style_encoder import StyleEncoder, StyleEncoderConfig

ENCODER_CONFIG = "style_encoder.json"

_LEAST_OF_LARGEST = 0.15
"""Colours with a smaller share than this of the commonest colour's are left out of a palette."""


def _read_config(file: Path) -> tuple[StyleEncoderConfig, tuple[str, ...]]:
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        sizes: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in data["sizes"].items()}
        return StyleEncoderConfig(**sizes), tuple(str(s) for s in data["styles"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f'The model file "{file}" is missing or damaged. Reinstall the add-on.') from error


def encoder_config_text(config: StyleEncoderConfig, styles: Sequence[str]) -> str:
    """JSON text of `ENCODER_CONFIG`: sizes and the style phrases that serve as contrast."""
    return json.dumps({"sizes": asdict(config), "styles": list(styles)}, indent=1)


class EmbeddedEncoder:
    """The trained dual encoder with its sentence encoder; implements `ImageTextEncoder` and `TextureEncoder`.

    Args:
        encoder: the network; frozen here.
        sentences: all-MiniLM-L6-v2.
        styles: the phrases of the styles it was trained to tell apart.
    """

    def __init__(self, encoder: StyleEncoder, sentences: SentenceEncoder, styles: Sequence[str]) -> None:
        self.encoder = encoder.eval().requires_grad_(False)
        self.encoder.use_channels_last()
        self.sentences = sentences
        self._contrast = self.encode_texts(styles) if styles else None

    @classmethod
    def from_folder(cls, folder: Path, sentences: SentenceEncoder, device: str) -> EmbeddedEncoder:
        """Reads `ENCODER_WEIGHTS` and `ENCODER_CONFIG` of a model folder.

        Raises:
            ModelError: missing, damaged or of another model.
        """
        config, styles = _read_config(folder / ENCODER_CONFIG)
        file = folder / ENCODER_WEIGHTS
        encoder = StyleEncoder(config)
        try:
            state = {name: tensor.float() for name, tensor in load_file(file).items()}
            encoder.load_state_dict(state)
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:
            raise ModelError(f'The model file "{file}" is missing, damaged or of another model.') from error
        return cls(encoder.to(device), sentences, styles)

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

    @torch.no_grad()
    def _embed(self, texts: Sequence[str]) -> Tensor:
        return self.sentences.embed(list(texts)).to(self.encoder.palette_lab.device)

    @torch.no_grad()
    def encode_texts(self, texts: Sequence[str]) -> Tensor:
        """n phrases to (n, E), L2-normalised."""
        return self.encoder.encode_sentence(self._embed(texts))

    def contrast(self) -> tuple[Tensor, float] | None:
        """Embeddings of the trained styles and the learned inverse temperature."""
        return None if self._contrast is None else (self._contrast, float(self.encoder.scale))

    @torch.no_grad()
    def palette(self, text: str) -> Palette | None:
        """The colours the text's style has, without the many faint ones that are the palette head's uncertainty."""
        shares = self.encoder.palette(self._embed([text]))[0]
        shares = torch.where(shares >= _LEAST_OF_LARGEST * shares.max(), shares, torch.zeros_like(shares))
        return Palette(self.encoder.palette_lab, shares / shares.sum())

    @torch.no_grad()
    def texture(self, text: str) -> Texture | None:
        """The feature statistics of the style's crops, where the model has a texture head."""
        if self.encoder.texture_head is None:
            return None
        mean, spread = self.encoder.texture(self._embed([text]))
        return Texture(mean[0], spread[0])

    def encode_with_statistics(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """(n, 3, h, w) sRGB in 0..1 to (n, E), L2-normalised, and (n, D) statistics; differentiable."""
        return self.encoder.encode_with_statistics(images.contiguous(memory_format=torch.channels_last))
