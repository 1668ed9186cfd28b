"""Targets and losses that train a GLIP: ATSS assignment, token focal loss, generalised IoU and centerness.

Assignment: Zhang et al., "Bridging the Gap Between Anchor-based and Anchor-free Detection" (ATSS, arXiv 1912.02424).
Losses as GLIP uses them (arXiv 2112.03857): sigmoid focal loss (arXiv 1708.02002) on region-token logits, GIoU
(arXiv 1902.09630) and the centerness of FCOS (arXiv 1904.01355). Ours besides: at positive anchors a cross-entropy
among the caption's phrases, as MDETR's contrastive alignment (arXiv 2104.12763); a small network without pre-training
learns to tell words apart far sooner with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torchvision.ops import box_iou, generalized_box_iou_loss, sigmoid_focal_loss

from styleglip_addon.engine.models.glip.anchors import decode
from styleglip_addon.engine.models.glip.modeling import GLIPOutput

_CANDIDATES_PER_LEVEL = 9


@dataclass(frozen=True, eq=False)
class GroundTruth:
    """Boxes of one image and the phrase each is an instance of.

    Args:
        boxes: (G, 4) float x0, y0, x1, y1 in pixels.
        phrases: (G,) int64 row of the image's token map.
        token_map: (P, T) bool, True where a token belongs to a phrase.
    """

    boxes: Tensor
    phrases: Tensor
    token_map: Tensor


@dataclass(frozen=True)
class LossConfig:
    """What is asked of small boxes. The defaults are GLIP's own losses.

    Args:
        relative_centerness: the best anchor of each box has the centerness 1. The centres of the anchors lie on a grid,
            so none of them may be near the middle of a small box; its true centerness then stays low, and so does
            the score of the box, however sure the model is of the word.
        box_balance: 0 counts every anchor alike, so that a large box, which has many, counts several times as much as a
            small one; 1 counts every box alike.
    """

    relative_centerness: bool = False
    box_balance: float = 0.0


@dataclass(frozen=True, eq=False)
class GroundingLosses:
    """The terms of the detection loss; scalars."""

    token: Tensor
    phrase: Tensor
    box: Tensor
    centerness: Tensor

    @property
    def total(self) -> Tensor:
        """Weighted sum that is minimised."""
        return self.token + self.phrase + 2.0 * self.box + self.centerness


def assign_anchors(anchors: Sequence[Tensor], boxes: Tensor) -> Tensor:
    """ATSS: which ground-truth box each anchor is responsible for.

    Args:
        anchors: per level (n_l, 4) pixels.
        boxes: (G, 4) pixels.

    Returns:
        (N,) int64 over all levels: index of the box, or -1 for background.
    """
    flat = torch.cat(list(anchors))
    if len(boxes) == 0:
        return torch.full((len(flat),), -1, dtype=torch.long, device=flat.device)
    overlaps = box_iou(flat, boxes)
    anchor_centers = (flat[:, :2] + flat[:, 2:]) / 2
    box_centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    distances = torch.cdist(anchor_centers, box_centers)
    candidates, start = [], 0
    for level in anchors:
        count = min(_CANDIDATES_PER_LEVEL, len(level))
        nearest = distances[start : start + len(level)].topk(count, dim=0, largest=False).indices
        candidates.append(nearest + start)
        start += len(level)
    chosen = torch.cat(candidates)
    chosen_overlaps = overlaps.gather(0, chosen)
    threshold = chosen_overlaps.mean(0) + chosen_overlaps.std(0, unbiased=False)
    centers = anchor_centers[chosen]
    inside = ((centers > boxes[:, :2]) & (centers < boxes[:, 2:])).all(-1)
    positive = (chosen_overlaps >= threshold) & inside
    # A box too small for any anchor centre to lie inside still gets its best candidate.
    best = chosen_overlaps.argmax(0)
    lonely = ~positive.any(0)
    positive[best[lonely], lonely.nonzero()[:, 0]] = True
    score = torch.full_like(overlaps, -1.0)
    rows, columns = positive.nonzero(as_tuple=True)
    score[chosen[rows, columns], columns] = chosen_overlaps[rows, columns]
    value, index = score.max(1)
    return torch.where(value >= 0, index, torch.full_like(index, -1))


def centerness_targets(anchors: Tensor, boxes: Tensor) -> Tensor:
    """FCOS centerness (n,) of anchor centres within their boxes, 0..1."""
    centers = (anchors[:, :2] + anchors[:, 2:]) / 2
    before = (centers - boxes[:, :2]).clamp(min=0.0)
    after = (boxes[:, 2:] - centers).clamp(min=0.0)
    ratios = torch.minimum(before, after) / torch.maximum(before, after).clamp(min=1e-6)
    return ratios.prod(1).sqrt()


def relative_to_best(values: Tensor, owner: Tensor) -> Tensor:
    """Values (n,) over the largest one that has the same owner (n,), 1 where all of an owner's are 0."""
    best = torch.zeros(int(owner.max()) + 1, device=values.device).scatter_reduce(0, owner, values, "amax")[owner]
    return torch.where(best > 0.0, values / best.clamp(min=1e-6), torch.ones_like(values))


def balance_weights(owner: Tensor, balance: float) -> Tensor:
    """Weights (n,) of anchors by how many share their owner (n,), with a mean of 1; see `LossConfig.box_balance`."""
    weights = torch.bincount(owner)[owner].float() ** -balance
    return weights / weights.mean()


def grounding_losses(
    output: GLIPOutput, text_mask: Tensor, truths: Sequence[GroundTruth], options: LossConfig | None = None
) -> GroundingLosses:
    """Detection losses of one batch.

    Args:
        output: the network's output for B images; boxes and logits per level.
        text_mask: (B, T) bool, True for real tokens.
        truths: B ground truths.
        options: what is asked of small boxes.
    """
    options = options or LossConfig()
    logits = torch.cat(list(output.token_logits), dim=1).float()
    deltas = torch.cat(list(output.box_deltas), dim=1).float()
    centerness = torch.cat(list(output.centerness), dim=1).float()
    anchors = torch.cat(list(output.anchors))
    token_targets = torch.zeros_like(logits)
    box_terms, center_terms, phrase_terms, weights, positives = [], [], [], [], 0
    anchor_weights = torch.ones_like(logits[..., :1])
    for row, truth in enumerate(truths):
        assigned = assign_anchors(output.anchors, truth.boxes)
        chosen = (assigned >= 0).nonzero()[:, 0]
        positives += len(chosen)
        if len(chosen) == 0:
            continue
        owner = assigned[chosen]
        weight = balance_weights(owner, options.box_balance)
        anchor_weights[row, chosen, 0] = weight
        tokens = truth.token_map[truth.phrases[owner]]
        token_targets[row, chosen, : tokens.shape[1]] = tokens.float()
        phrase_terms.append(weight * _phrase_cross_entropy(logits[row, chosen], truth, owner))
        target_center = centerness_targets(anchors[chosen], truth.boxes[owner])
        if options.relative_centerness:
            target_center = relative_to_best(target_center, owner)
        predicted = decode(anchors[chosen], deltas[row, chosen])
        box_terms.append(generalized_box_iou_loss(predicted, truth.boxes[owner]) * target_center * weight)
        center_terms.append(
            functional.binary_cross_entropy_with_logits(
                centerness[row, chosen], target_center, weight, reduction="none"
            )
        )
        weights.append(target_center * weight)
    focal = sigmoid_focal_loss(logits, token_targets, alpha=0.25, gamma=2.0)
    focal = (focal * anchor_weights * text_mask[:, None, : logits.shape[2]]).sum() / max(positives, 1)
    if not box_terms:
        zero = deltas.sum() * 0.0 + centerness.sum() * 0.0
        return GroundingLosses(focal, zero, zero, zero)
    box = torch.cat(box_terms).sum() / torch.cat(weights).sum().clamp(min=1e-6)
    return GroundingLosses(focal, torch.cat(phrase_terms).mean(), box, torch.cat(center_terms).mean())


def _phrase_cross_entropy(logits: Tensor, truth: GroundTruth, owner: Tensor) -> Tensor:
    """(n,) cross-entropy of the right phrase among the caption's, from the mean logit of each phrase's tokens."""
    token_map = truth.token_map.float()
    means = logits[:, : token_map.shape[1]] @ (token_map / token_map.sum(1, keepdim=True)).T
    return functional.cross_entropy(means, truth.phrases[owner], reduction="none")
