"""The part-level style loss of 3DStyleGLIP (arXiv 2404.02634), as repaired here and as its authors released it.

Part words choose candidate locations in GLIP's pyramid, without gradient; at the same locations the scores of the style
words are pushed up. Style k belongs to part k by its number only.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from ..models.glip.modeling import GLIPOutput
from ..models.glip.postprocess import phrase_scores
from ..vocabulary.errors import PromptError
from ..vocabulary.settings import StyleLossBehaviour, StyleLossKind, StyleLossSettings

LEAST_PROBABILITY = 1e-6
"""Scores below this count as this in the repaired cross-entropy, which stays finite."""


@dataclass(frozen=True, eq=False)
class StyleLoss:
    """Value of the part-level style loss and what carried it.

    Args:
        value: scalar as it is reported; as released NaN as soon as one view has no candidate.
        objective: scalar to minimise: always finite, with the gradient of `value`, which it equals where that is
            finite. A view without candidates adds exactly 0 to it and to its gradient.
        per_view: (B,) the loss of each view, before it is divided by the number of views.
        candidates: per part, number of (view, location) candidates.
        update: whether the optimiser is to take a step; repaired: only where there is any candidate.
    """

    value: Tensor
    objective: Tensor
    per_view: Tensor
    candidates: tuple[int, ...]
    update: bool


def location_scores(output: GLIPOutput, token_map: Tensor) -> Tensor:
    """Phrase score times centerness of every location of every level.

    Args:
        output: GLIP's output for B images.
        token_map: (P, T), tokens of each phrase.

    Returns:
        (B, N, P) in 0..1: mean over the phrase's tokens of sigmoid(logit), times sigmoid(centerness). No square root,
        unlike the scores of boxes.
    """
    logits = torch.cat(list(output.token_logits), dim=1)
    centerness = torch.cat(list(output.centerness), dim=1)
    return phrase_scores(logits, token_map) * centerness.sigmoid()[..., None]


def candidate_locations(content: Tensor, threshold: float) -> Tensor:
    """Which (view, location, part) are candidates: (B, N, P) bool, scores strictly above the threshold.

    Every level, cell and part is judged for itself: no suppression of neighbours, no best part per cell.
    """
    return content.detach() > threshold


def aligned_scores(style: Tensor, parts: int) -> Tensor:
    """Style scores (B, N, S) brought to the number of parts: (B, N, parts).

    As released a part without a style phrase has the constant score 0 (it costs, without gradient), and style phrases
    without a part are never looked at.
    """
    return functional.pad(style, (0, max(parts - style.shape[2], 0)))[..., :parts]


def penalty(scores: Tensor, kind: StyleLossKind, behaviour: StyleLossBehaviour) -> Tensor:
    """What every candidate costs.

    Args:
        scores: g in 0..1, any shape.
        kind: MSE (1 - g)^2; NEGATIVE -g; BCE -log max(g, 1e-6), or as released log(1 + exp(-g)), which takes the
            probability for a logit and lies in 0.313..0.693.
        behaviour: matters for BCE only.

    Returns:
        The same shape; differentiable.
    """
    match kind:
        case StyleLossKind.MSE:
            return (1.0 - scores).square()
        case StyleLossKind.NEGATIVE:
            return -scores
        case StyleLossKind.BCE:
            if behaviour is StyleLossBehaviour.RELEASED:
                return functional.softplus(-scores)
            return -scores.clamp(min=LEAST_PROBABILITY).log()


def part_style_loss(content: Tensor, style: Tensor, settings: StyleLossSettings) -> StyleLoss:
    """The part-level style loss of B views.

    The mean penalty of a view's candidates, averaged over all B views, those without candidates included.

    Args:
        content: (B, N, P) scores of the part words in the content pictures, see `location_scores`.
        style: (B, N, S) scores of the style words in the stylized pictures: same cameras, picture size and order of
            parts; S = P unless the released behaviour is asked for.
        settings: kind, behaviour, averaging and threshold.

    Raises:
        PromptError: not as many styles as parts.
    """
    parts = content.shape[2]
    released = settings.behaviour is StyleLossBehaviour.RELEASED
    if style.shape[2] != parts:
        if not released:
            raise PromptError(f"There are {parts} parts and {style.shape[2]} styles. Give every part one style.")
        style = aligned_scores(style, parts)
    chosen = candidate_locations(content, settings.threshold)
    costs = torch.where(chosen, penalty(style, settings.kind, settings.behaviour), torch.zeros_like(style))
    counts = chosen.sum(dim=(1, 2))
    if settings.per_part:
        of_part = chosen.sum(dim=1)
        means = costs.sum(dim=1) / of_part.clamp(min=1)
        per_view = means.sum(dim=1) / (of_part > 0).sum(dim=1).clamp(min=1)
    else:
        per_view = costs.sum(dim=(1, 2)) / counts.clamp(min=1)
    objective = value = per_view.mean()
    if released:
        # The mean of nothing; the gradient of such a view is 0 as released, too.
        per_view = torch.where(counts > 0, per_view, torch.full_like(per_view, torch.nan))
        value = per_view.mean()
    candidates = tuple(int(n) for n in chosen.sum(dim=(0, 1)))
    return StyleLoss(value, objective, per_view, candidates, released or any(candidates))
