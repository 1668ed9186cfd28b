"""BERT (arXiv 1810.04805) without its pooler, under the names that its files have, and one of its layers by itself.

Written out here, because loading a library of all models takes longer than all its work.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ...vocabulary.stopping import stop_here
from .configuration import LanguageConfiguration

_SPREAD = 0.02
"""Deviation of new weights."""

_SENTENCES = 2
"""Rows of the table that tells a first sentence from a second; there is a first one only."""


class Bert(nn.Module):
    """Word pieces to the features of the last layer.

    Args:
        config: sizes.
    """

    def __init__(self, config: LanguageConfiguration) -> None:
        super().__init__()
        self.embeddings = Embeddings(config)
        layers = (BertLayer(config, config.intermediate) for _ in range(config.layers))
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(layers)})

    def forward(self, input_ids: Tensor, mask: Tensor) -> Tensor:
        """Ids (B, T) and mask (B, T), True for real tokens, to (B, T, C)."""
        hidden: Tensor = self.embeddings(input_ids)
        count = mask.shape[1]
        shown = None if bool(mask.all()) else mask[:, None, None, :].expand(-1, 1, count, count)
        for layer in self.layers:
            stop_here()
            hidden = layer(hidden, shown)
        return hidden

    @property
    def layers(self) -> nn.ModuleList:
        """The layers, the first one first."""
        layers = self.encoder["layer"]
        assert isinstance(layers, nn.ModuleList)
        return layers


class Embeddings(nn.Module):
    """What is known of a word piece and of its place."""

    def __init__(self, config: LanguageConfiguration) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(config.vocabulary, config.hidden, padding_idx=0)
        self.position_embeddings = nn.Embedding(config.positions, config.hidden)
        self.token_type_embeddings = nn.Embedding(_SENTENCES, config.hidden)
        self.LayerNorm = nn.LayerNorm(config.hidden, eps=config.layer_norm_eps)
        for table in (self.word_embeddings, self.position_embeddings, self.token_type_embeddings):
            nn.init.normal_(table.weight, std=_SPREAD)
        with torch.no_grad():
            self.word_embeddings.weight[0].zero_()

    def forward(self, input_ids: Tensor) -> Tensor:
        """Ids (B, T) to (B, T, C)."""
        words = self.word_embeddings(input_ids) + self.token_type_embeddings.weight[0]
        result: Tensor = self.LayerNorm(words + self.position_embeddings.weight[: input_ids.shape[1]])
        return result


class BertLayer(nn.Module):
    """Attention among tokens, and an MLP; each is added to what came in, and normed.

    Args:
        config: width, heads and the norms' epsilon.
        intermediate: width of the MLP.
        dropout: of the attention and of what is added, in training.
    """

    def __init__(self, config: LanguageConfiguration, intermediate: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.attention = Attention(config, dropout)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(config.hidden, intermediate)})
        self.output = _Added(config, intermediate, dropout)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=_SPREAD)
                nn.init.zeros_(module.bias)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """(B, T, C) to the same shape; mask as of `F.scaled_dot_product_attention`, None: every token sees all."""
        hidden = self.attention(hidden, mask)
        result: Tensor = self.output(F.gelu(self.intermediate["dense"](hidden)), hidden)
        return result


class Attention(nn.Module):
    """Attention, added to what came in."""

    def __init__(self, config: LanguageConfiguration, dropout: float) -> None:
        super().__init__()
        self.self = SelfAttention(config.hidden, config.heads, dropout)
        self.output = _Added(config, config.hidden, dropout)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """(B, T, C) to the same shape."""
        result: Tensor = self.output(self.self(hidden, mask), hidden)
        return result


class SelfAttention(nn.Module):
    """Attention of every token to every other, in several heads."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self._heads, self._dropout = heads, dropout
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """(B, T, C) to the same shape."""
        shape = (*hidden.shape[:2], self._heads, -1)
        query, key, value = (part(hidden).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        dropout = self._dropout if self.training else 0.0
        found = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=dropout)
        return found.transpose(1, 2).reshape(hidden.shape)


class _Added(nn.Module):
    """A projection, added to what came in, and normed."""

    def __init__(self, config: LanguageConfiguration, width: int, dropout: float) -> None:
        super().__init__()
        self.dense = nn.Linear(width, config.hidden)
        self.LayerNorm = nn.LayerNorm(config.hidden, eps=config.layer_norm_eps)
        self._dropout = dropout

    def forward(self, found: Tensor, hidden: Tensor) -> Tensor:
        """(B, T, width) and (B, T, C) to (B, T, C)."""
        added = F.dropout(self.dense(found), self._dropout, self.training)
        result: Tensor = self.LayerNorm(added + hidden)
        return result
