"""Losses that guide a style field besides the part-level style loss: crop embeddings, palette, smoothness."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from ..models.contract import Palette, Texture

_SPECK_WEIGHT = 5.0
_LEAST_SPREAD = 0.1
_OWN_COLOR = 8.0
"""Colours at most so far in L*a*b* from one of a palette belong to it: it has but a few of the style's."""


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


def palette_samples(palette: Palette, count: int) -> Tensor:
    """(count, 3) L*a*b* colours that stand for the palette: every colour as often as its share says."""
    steps = (torch.arange(count, dtype=torch.float32, device=palette.shares.device) + 0.5) / count
    index = torch.searchsorted(palette.shares.cumsum(0).contiguous(), steps).clamp(max=len(palette.shares) - 1)
    return palette.lab[index]


def palette_loss(lab: Tensor, target: Tensor, directions: Tensor) -> Tensor:
    """Sliced Wasserstein distance between two colour distributions (Bonneel et al., 2015).

    Args:
        lab: (n, 3) L*a*b* colours of a part's surface, sampled by area.
        target: (n, 3) L*a*b* colours of the style, see `palette_samples`.
        directions: (D, 3) unit vectors to project on.

    Returns:
        Scalar: mean of |d| + 5 d^2 over the differences d of the sorted projections, in units of 100 L*a*b*. The linear
        term alone (the 1-Wasserstein distance) hardly minds a few specks of a quite wrong colour; people do.
    """
    ours = (lab @ directions.T).sort(dim=0).values
    theirs = (target @ directions.T).sort(dim=0).values
    difference = (ours - theirs) / 100.0
    return (difference.abs() + _SPECK_WEIGHT * difference.square()).mean()


def foreign_color_loss(lab: Tensor, palette: Palette) -> Tensor:
    """How far colours are from any colour of the palette: what makes specks of a colour the style does not have go.

    The distance between the distributions pulls at such specks no harder than at all else, as it sorts them among the
    style's own rare colours.

    Args:
        lab: (n, 3) L*a*b* colours of a part's surface, sampled by area.
        palette: the style's colours.

    Returns:
        Scalar: mean square of the distance to the nearest palette colour beyond 8, in units of 100 L*a*b*.
    """
    nearest = (lab[:, None] - palette.lab[None]).square().sum(dim=-1).clamp(min=1e-6).amin(dim=1).sqrt()
    return (((nearest - _OWN_COLOR) / 100.0).clamp(min=0.0)).square().mean()


def random_directions(count: int, generator: torch.Generator) -> Tensor:
    """(count, 3) uniformly distributed unit vectors."""
    return functional.normalize(torch.randn(count, 3, generator=generator), dim=1)


def smoothness_loss(colors: Tensor, edges: Tensor) -> Tensor:
    """Mean absolute colour difference over mesh edges (colour total variation on the surface).

    Args:
        colors: (V, 3).
        edges: (E, 2) vertex indices.
    """
    if len(edges) == 0:
        return colors.sum() * 0.0
    return (colors[edges[:, 0]] - colors[edges[:, 1]]).abs().mean()


def weighted_choice(weights: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """(count,) int64 indices drawn with replacement in proportion to non-negative `weights` (n,)."""
    return torch.multinomial(weights.cpu(), count, replacement=True, generator=generator).to(weights.device)


def mean_of(values: Sequence[Tensor]) -> Tensor:
    """Mean of scalars: every part counts the same, however many crops it had."""
    return torch.stack(list(values)).mean()
