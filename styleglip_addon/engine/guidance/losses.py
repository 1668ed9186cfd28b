"""How far crops are from a style: their embeddings from its words, their feature statistics from its texture."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from ..models.contract import Texture

_LEAST_SPREAD = 0.1


def embedding_loss(crops: Tensor, text: Tensor, contrast: tuple[Tensor, float] | None) -> Tensor:
    """How far crops are from a style's words.

    Args:
        crops: (n, E) L2-normalised embeddings of one part's crops.
        text: (E,) L2-normalised embedding of its style.
        contrast: embeddings (M, E) of other styles and the inverse temperature, or None.

    Returns:
        Scalar. Without contrast 1 - cos of the mean embedding with the text (Text2Mesh); with contrast the mean
        cross-entropy of the style among the others (arXiv 1906.09453 guides by a robust classifier the same way).
    """
    if contrast is None:
        return 1.0 - functional.cosine_similarity(crops.mean(0), text, dim=0)
    others, scale = contrast
    # Words that mean nearly the same are not opponents.
    rivals = others[(others @ text) < 0.8]
    logits = scale * (crops @ torch.cat((text[None], rivals)).T)
    return functional.cross_entropy(logits, logits.new_zeros(len(logits), dtype=torch.long))


def texture_loss(statistics: Tensor, texture: Texture) -> Tensor:
    """How far the feature statistics of a part's crops are from those that its style's crops have.

    Args:
        statistics: (n, D) of n crops of one part, see `StyleEncoder.encode_with_statistics`.
        texture: mean and spread of the style's.

    Returns:
        Scalar: mean square of the crops' mean deviation in units of the spread (a statistic in which crops of the style
        differ much counts little). Matching channel means and spreads transfers style: arXiv 1703.06868.
    """
    deviation = (statistics.mean(dim=0) - texture.mean) / (texture.spread + _LEAST_SPREAD)
    return deviation.square().mean()


def weighted_choice(weights: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """(count,) int64 indices drawn with replacement in proportion to non-negative `weights` (n,)."""
    return torch.multinomial(weights.cpu(), count, replacement=True, generator=generator).to(weights.device)


def mean_of(values: Sequence[Tensor]) -> Tensor:
    """Mean of scalars: every part counts the same, however many crops it had."""
    return torch.stack(list(values)).mean()
