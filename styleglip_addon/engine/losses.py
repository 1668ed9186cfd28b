"""The losses that guide a style field: part-level style loss, crop embedding loss, palette loss, smoothness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from .models.glip.modeling import GLIPOutput
from .models.glip.postprocess import phrase_scores
from .models.guidance import Palette

_SPECK_WEIGHT = 5.0


@dataclass(frozen=True, eq=False)
class StyleLoss:
    """Value of the part-level style loss and how many locations carried it.

    Args:
        value: scalar; an exact 0 without gradient where there is no candidate in any view.
        candidates: per part, number of (view, location) candidates.
    """

    value: Tensor
    candidates: tuple[int, ...]


def location_scores(output: GLIPOutput, token_map: Tensor) -> Tensor:
    """Phrase score times centerness of every location of every level.

    Args:
        output: GLIP's output for B images.
        token_map: (P, T), tokens of each phrase.

    Returns:
        (B, N, P) in 0..1: mean over the phrase's tokens of sigmoid(logit), times sigmoid(centerness).
    """
    logits = torch.cat(list(output.token_logits), dim=1)
    centerness = torch.cat(list(output.centerness), dim=1)
    return phrase_scores(logits, token_map) * centerness.sigmoid()[..., None]


def part_style_loss(content: Tensor, style: Tensor, threshold: float) -> StyleLoss:
    """Part-level style loss of 3DStyleGLIP (arXiv 2404.02634), repaired.

    Locations where the part words score above `threshold` on the unstylized mesh are candidates; at the same locations
    the style words' scores g on the stylized render are pushed to 1: mean (1 - g)^2 over a view's candidates, averaged
    over views. A view without candidates adds exactly 0 (the released code gives NaN).

    Args:
        content: (B, N, P) scores of the part words on the unstylized renders, see `location_scores`.
        style: (B, N, P) scores of the style words on the stylized renders, same cameras and order of parts.
    """
    chosen = content.detach() > threshold
    errors = torch.where(chosen, (1.0 - style).square(), torch.zeros_like(style))
    counts = chosen.sum(dim=(1, 2))
    per_view = errors.sum(dim=(1, 2)) / counts.clamp(min=1)
    candidates = tuple(int(n) for n in chosen.sum(dim=(0, 1)))
    return StyleLoss(per_view.mean(), candidates)


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
