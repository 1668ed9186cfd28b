"""Networks run over pieces of a batch, so that a step's memory is that of a piece.

What a network keeps for its gradient is by far the most memory of a step. With more pictures than fit a piece, each
piece is run again when its gradient is asked for (Chen et al., "Training Deep Nets with Sublinear Memory Cost", arXiv
1604.06174): the same numbers up to rounding, for about a third more time.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.utils.checkpoint import checkpoint

from ..models.glip.modeling import GLIP

_GLIP_VALUES = 16_000_000
"""Pixels times channels of the first stage that GLIP sees at once with gradient: one picture of 400 px for GLIP-T."""

MOST_CROPS = 64
"""Crops that a CLIP-style encoder sees at once with gradient; about 2 GB for ViT-B/32."""


def in_pieces(network: Callable[[Tensor], Tensor], batch: Tensor, most: int) -> Tensor:
    """A network's output for a batch, of which every row depends on one row of the batch alone.

    Args:
        network: what is run; (n, ...) to (n, ...). It is run twice on a piece, so it must draw no random numbers.
        batch: (B, ...).
        most: rows of a piece, at least 1; a batch of no more than that is run at once and once.

    Returns:
        (B, ...), differentiable.
    """
    if len(batch) <= most:
        return network(batch)
    if not (torch.is_grad_enabled() and batch.requires_grad):
        return torch.cat([network(piece) for piece in batch.split(most)])
    pieces = batch.split(most)
    return torch.cat([checkpoint(network, piece, use_reentrant=False, preserve_rng_state=False) for piece in pieces])


def views_at_once(glip: GLIP, images: Tensor) -> int:
    """How many of pictures (N, 3, H, W) GLIP may see at once with gradient; at least 1."""
    values = int(images.shape[-1]) * int(images.shape[-2]) * glip.config.swin.embed_dim
    return max(_GLIP_VALUES // max(values, 1), 1)
