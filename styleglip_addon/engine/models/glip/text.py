"""The words' side of GLIP: the BERT backbone, token features and sentence embeddings.

Language features are computed once per prompt, without gradient, and trimmed to the real tokens: padding never
influences a real token or a picture's features (a test holds it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ...vocabulary.errors import ModelError, PromptError
from .bert import Bert
from .configuration import LanguageConfiguration
from .language_folder import find_language_folder, read_language_configuration
from .word_pieces import WordPieces


@dataclass(frozen=True, eq=False)
class TextFeatures:
    """What the language backbone says about captions.

    Args:
        hidden: (B, T, C) last layer, padding tokens included as they are.
        mask: (B, T) bool, True for real tokens.
        input_ids: (B, T) word pieces.
    """

    hidden: Tensor
    mask: Tensor
    input_ids: Tensor

    def to(self, device: torch.device | str) -> TextFeatures:
        """The same on another device."""
        return TextFeatures(self.hidden.to(device), self.mask.to(device), self.input_ids.to(device))

    def select(self, index: Sequence[int] | Tensor) -> TextFeatures:
        """Rows of the batch, in the order of `index`; rows may repeat."""
        rows = torch.as_tensor(index, dtype=torch.long, device=self.hidden.device)
        return TextFeatures(self.hidden[rows], self.mask[rows], self.input_ids[rows])


class LanguageBackbone(nn.Module):
    """BERT; frozen and always in eval mode."""

    def __init__(self, config: LanguageConfiguration) -> None:
        super().__init__()
        self.bert = Bert(config)
        self.width = config.hidden
        self.requires_grad_(False)
        self.eval()

    def train(self, mode: bool = True) -> LanguageBackbone:
        """Stays in eval mode: the language backbone is frozen, and dropout would spoil features kept for later."""
        super().train(False)
        return self

    def forward(self, input_ids: Tensor, mask: Tensor) -> Tensor:
        """ids (B, T) and mask (B, T) bool to the last layer (B, T, C)."""
        hidden: Tensor = self.bert(input_ids, mask)
        return hidden

    def load(self, folder: Path) -> None:
        """Reads model.safetensors of a BERT folder, strictly.

        Raises:
            ModelError: missing, damaged, or another model's file.
        """
        file = folder / "model.safetensors"
        if not file.is_file():
            raise ModelError(
                f'The language model file "{file}" is missing. Reinstall the add-on or choose another folder.'
            )
        try:
            state = load_file(file)
        except (SafetensorError, OSError, ValueError, KeyError) as error:
            raise ModelError(f'The language model file "{file}" is damaged ({error}). Fetch it again.') from error
        state = {k.removeprefix("bert."): v for k, v in state.items()}
        state = {k: v for k, v in state.items() if not k.startswith(("pooler.", "cls.")) and not k.endswith("_ids")}
        own = self.bert.state_dict()
        for key in sorted(own.keys() | state.keys()):
            if key not in state:
                raise ModelError(f'The language model file "{file}" has no tensor "{key}". It is of another model.')
            if key not in own or own[key].shape != state[key].shape:
                raise ModelError(f'The tensor "{key}" of the language model file "{file}" does not fit this model.')
        self.bert.load_state_dict({k: v.float() for k, v in state.items()}, assign=True)
        self.requires_grad_(False)


class SentenceEncoder:
    """Token features and sentence embeddings of all-MiniLM-L6-v2: the mean of the real tokens, normalised.

    Args:
        backbone: the language backbone; one that a GLIP model already has may be shared.
        tokenizer: its word pieces.
        limit: longest sentence in tokens.
    """

    def __init__(self, backbone: LanguageBackbone, tokenizer: WordPieces, limit: int = 256) -> None:
        self.backbone = backbone
        self.tokenizer = tokenizer
        self.limit = limit

    @classmethod
    def from_pretrained(cls, folder: Path | str | None = None) -> SentenceEncoder:
        """Reads a MiniLM folder (None: the place `find_language_folder` finds).

        Raises:
            ModelError: missing, damaged or another model.
        """
        place = find_language_folder(folder)
        backbone = LanguageBackbone(read_language_configuration(place))
        backbone.load(place)
        return cls(backbone, WordPieces(place / "vocab.txt"))

    @torch.no_grad()
    def token_features(self, captions: Sequence[str], length: int | None = None, batch: int = 64) -> TextFeatures:
        """Token features of captions, padded to the longest (or to `length`), computed in batches of like length."""
        if any(not isinstance(c, str) for c in captions):
            raise PromptError("A caption must be a text.")
        device = next(self.backbone.parameters()).device
        ids, mask = (t.to(device) for t in self.tokenizer.batch(captions, self.limit, length))
        hidden = torch.zeros(*ids.shape, self.backbone.width, device=device)
        order = mask.sum(dim=1).argsort()
        for rows in order.split(batch):
            width = int(mask[rows].sum(dim=1).max()) if length is None else ids.shape[1]
            hidden[rows, :width] = self.backbone(ids[rows, :width], mask[rows, :width])
        return TextFeatures(hidden, mask, ids)

    @torch.no_grad()
    def embed(self, sentences: Sequence[str], batch: int = 64) -> Tensor:
        """(n, C) unit vectors, one per sentence."""
        features = self.token_features(sentences, batch=batch)
        weights = features.mask.unsqueeze(-1).to(features.hidden.dtype)
        mean = (features.hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        return F.normalize(mean, dim=-1)
