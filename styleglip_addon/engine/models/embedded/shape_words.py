"""How well words for parts fit the shape and place of pieces: small networks beside the pictures' witness.

A sentence embedding of the word and the numbers of `localization.piece_shapes` go through a network each, whose
outputs' product says how well they fit. Trained on procedural objects and on named pieces of artists' models, see
`tools/train_default_model/shape_words.py`; words that were not among them are understood by their neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ...vocabulary.errors import ModelError
from ..glip.text import SentenceEncoder

SHAPE_WORDS_FILE = "shape_words.safetensors"

_TEXT_WIDTH, _SHAPE_WIDTH = 384, 36
_HIDDEN, _COMMON = 64, 24
_DROPOUT = 0.3


class ShapeWordNetwork(nn.Module):
    """Two towers: words and shapes, compared by a dot product."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(_TEXT_WIDTH, _COMMON))
        self.shape = nn.Sequential(
            nn.Linear(_SHAPE_WIDTH, _HIDDEN),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_HIDDEN, _HIDDEN),
            nn.GELU(),
            nn.Dropout(_DROPOUT),
            nn.Linear(_HIDDEN, _COMMON),
        )
        self.mean: Tensor
        self.deviation: Tensor
        self.register_buffer("mean", torch.zeros(_SHAPE_WIDTH))
        self.register_buffer("deviation", torch.ones(_SHAPE_WIDTH))

    def forward(self, shapes: Tensor, sentences: Tensor) -> Tensor:
        """(n, 36) shapes and (m, 384) sentence embeddings to (n, m) logits."""
        fit: Tensor = self.shape((shapes - self.mean) / self.deviation) @ self.word(sentences).T
        return fit


@dataclass(frozen=True, eq=False)
class ShapeWords:
    """Several networks of the same kind, whose mean counts, with the encoder that reads words for them.

    Args:
        networks: trained from different random starts.
        sentences: all-MiniLM-L6-v2.
    """

    networks: tuple[ShapeWordNetwork, ...]
    sentences: SentenceEncoder

    @classmethod
    def from_folder(cls, folder: Path, sentences: SentenceEncoder) -> ShapeWords:
        """Reads `SHAPE_WORDS_FILE`.

        Raises:
            ModelError: missing, damaged or of another model.
        """
        file = folder / SHAPE_WORDS_FILE
        try:
            state = {name: tensor.float() for name, tensor in load_file(file).items()}
            count = 1 + max(int(name.split(".")[0]) for name in state)
            networks = []
            for number in range(count):
                network = ShapeWordNetwork()
                prefix = f"{number}."
                own = {name.removeprefix(prefix): value for name, value in state.items() if name.startswith(prefix)}
                network.load_state_dict(own)
                networks.append(network.eval().requires_grad_(False))
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:
            raise ModelError(f'The model file "{file}" is missing, damaged or of another model.') from error
        return cls(tuple(networks), sentences)

    @torch.no_grad()
    def logits(self, shapes: NDArray[np.float32], words: Sequence[str]) -> NDArray[np.float64]:
        """How well each word fits each piece.

        Args:
            shapes: (n, 36) from `describe_pieces`.
            words: m words for parts.

        Returns:
            (n, m) logits; a softmax over the words of one object makes them probabilities.
        """
        embedded = self.sentences.embed(list(words)).cpu().float()
        pieces = torch.from_numpy(shapes)
        fit = torch.stack([network(pieces, embedded) for network in self.networks]).mean(dim=0)
        return np.asarray(fit.double().numpy())
