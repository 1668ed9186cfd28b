"""Which words for parts fit the shape and place of which pieces: networks that see all pieces and all words at once.

A piece is a token, as is a word (its sentence embedding); a few transformer blocks (Vaswani et al., "Attention is all
you need", 2017) let them look at each other, biased by how the pieces lie to each other. So the words say what kind of
thing the object is ("body" beside "wing" is long, beside "dial" a box), no two words want the same piece, and pieces
that none of the words means can say so. Trained on procedural objects and on named pieces of artists' models, see
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

_TEXT, _SHAPE, _RELATION = 384, 39, 14
_WIDTH, _HEADS, _BLOCKS, _DIRECT = 96, 4, 3, 32
_DROPOUT, _WORD_DROPOUT = 0.15, 0.3
_SCALE, _DIRECT_SCALE = 3.0, 6.0
_EXCLUDED = -1e9


class _Block(nn.Module):
    """Attention among pieces and words, then a network on each token; both added to what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_norm, self.network_norm = nn.LayerNorm(_WIDTH), nn.LayerNorm(_WIDTH)
        self.queries_keys_values, self.output = nn.Linear(_WIDTH, 3 * _WIDTH), nn.Linear(_WIDTH, _WIDTH)
        self.relation = nn.Sequential(nn.Linear(_RELATION, 16), nn.GELU(), nn.Linear(16, _HEADS))
        self.network = nn.Sequential(
            nn.Linear(_WIDTH, 2 * _WIDTH), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(2 * _WIDTH, _WIDTH)
        )
        self.dropout = nn.Dropout(_DROPOUT)

    def forward(self, tokens: Tensor, relations: Tensor, is_token: Tensor) -> Tensor:
        """(B, T, D) tokens, the pieces first; (B, n, n, R) relations of the pieces; (B, T) bool which are real."""
        batch, count, _ = tokens.shape
        pieces = relations.shape[1]
        split = self.queries_keys_values(self.attention_norm(tokens))
        query, key, value = split.reshape(batch, count, 3, _HEADS, -1).permute(2, 0, 3, 1, 4)
        weight = query @ key.transpose(-1, -2) / (_WIDTH // _HEADS) ** 0.5
        bias = torch.zeros_like(weight)
        bias[:, :, :pieces, :pieces] = self.relation(relations).permute(0, 3, 1, 2)
        weight = (weight + bias).masked_fill(~is_token[:, None, None], _EXCLUDED).softmax(dim=-1)
        seen = (weight @ value).transpose(1, 2).reshape(batch, count, _WIDTH)
        tokens = tokens + self.dropout(self.output(seen))
        result: Tensor = tokens + self.dropout(self.network(self.network_norm(tokens)))
        return result


class ShapeWordNetwork(nn.Module):
    """Pieces and words to how well they fit."""

    def __init__(self) -> None:
        super().__init__()
        self.piece = nn.Sequential(
            nn.Linear(_SHAPE, _WIDTH), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(_WIDTH, _WIDTH)
        )
        self.word = nn.Sequential(nn.Dropout(_WORD_DROPOUT), nn.Linear(_TEXT, _WIDTH))
        self.blocks = nn.ModuleList(_Block() for _ in range(_BLOCKS))
        self.piece_norm, self.word_norm = nn.LayerNorm(_WIDTH), nn.LayerNorm(_WIDTH)
        self.piece_output, self.word_output = nn.Linear(_WIDTH, _WIDTH), nn.Linear(_WIDTH, _WIDTH)
        self.piece_direct, self.word_direct = nn.Linear(_WIDTH, _DIRECT), nn.Linear(_WIDTH, _DIRECT)
        self.none, self.presence = nn.Linear(_WIDTH, 1), nn.Linear(_WIDTH, 1)
        self.stands = nn.Linear(2 * _WIDTH, 1)
        self.mean: Tensor
        self.deviation: Tensor
        self.register_buffer("mean", torch.zeros(_SHAPE))
        self.register_buffer("deviation", torch.ones(_SHAPE))

    def forward(
        self, shapes: Tensor, relations: Tensor, is_piece: Tensor, sentences: Tensor, is_word: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """How well words fit pieces, whether the object has them, and whether it stands upright.

        Args:
            shapes: (B, n, 39) of the pieces.
            relations: (B, n, n, 14).
            is_piece: (B, n) bool, which are no padding.
            sentences: (B, m, 384) embeddings of the words.
            is_word: (B, m) bool.

        Returns:
            (B, n, m + 1) logits, the last for none of the words; (B, m) logits of the words' presence; (B,) logits of
            the pieces having been described with the object's up.
        """
        pieces, words = self.piece((shapes - self.mean) / self.deviation), self.word(sentences)
        tokens, is_token = torch.cat([pieces, words], dim=1), torch.cat([is_piece, is_word], dim=1)
        for block in self.blocks:
            tokens = block(tokens, relations, is_token)
        count = shapes.shape[1]
        seen, read = self.piece_norm(tokens[:, :count]), self.word_norm(tokens[:, count:])
        fit = self.piece_output(seen) @ self.word_output(read).transpose(1, 2) * (_SCALE / _WIDTH**0.5)
        fit = fit + self.piece_direct(pieces) @ self.word_direct(words).transpose(1, 2) / _DIRECT_SCALE
        fit = fit.masked_fill(~is_word[:, None], _EXCLUDED)
        means = (_mean(seen, is_piece), _mean(read, is_word))
        stands: Tensor = self.stands(torch.cat(means, dim=-1))[..., 0]
        return torch.cat([fit, self.none(seen)], dim=-1), self.presence(read)[..., 0], stands


def _mean(tokens: Tensor, is_token: Tensor) -> Tensor:
    """(B, D) of (B, T, D) tokens, those that are no padding."""
    return (tokens * is_token[..., None]).sum(dim=1) / is_token.sum(dim=1, keepdim=True)


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
    def logits(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        """How well each word fits each piece.

        Args:
            shapes: (n, 39) from `describe_pieces`.
            relations: (n, n, 14) from `relate_pieces`.
            words: m words for parts.

        Returns:
            (n, m + 1) logarithms of probabilities that sum to 1 over the words and, last, none of them.
        """
        told = [fit[0] for fit, _, _ in self._read(shapes, relations, words)]
        probable = torch.stack([fit.softmax(dim=-1) for fit in told]).mean(dim=0)
        return np.asarray(probable.clamp(min=1e-6).log().double().numpy())

    @torch.no_grad()
    def presence(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        """(m,) how probably the object has each part; arguments as for `logits`."""
        told = [there[0].sigmoid() for _, there, _ in self._read(shapes, relations, words)]
        return np.asarray(torch.stack(told).mean(dim=0).double().numpy())

    @torch.no_grad()
    def uprightness(self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]) -> float:
        """Logit of the object standing as `describe_pieces` was told.

        Args:
            shapes, relations: as for `logits`, of some up of the object.
            words: m words for parts.
        """
        told = [stands[0] for _, _, stands in self._read(shapes, relations, words)]
        return float(torch.stack(told).mean())

    def _read(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> list[tuple[Tensor, Tensor, Tensor]]:
        embedded = self.sentences.embed(list(words)).cpu().float()[None]
        pieces, related = torch.from_numpy(shapes)[None], torch.from_numpy(relations)[None]
        all_pieces = torch.ones(pieces.shape[:2], dtype=torch.bool)
        all_words = torch.ones(embedded.shape[:2], dtype=torch.bool)
        return [network(pieces, related, all_pieces, embedded, all_words) for network in self.networks]
