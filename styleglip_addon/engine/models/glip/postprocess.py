"""From raw head outputs to phrase probabilities and boxes, as the released CUDA code does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from .anchors import decode
from .configuration import GLIPConfig


@dataclass(frozen=True, eq=False)
class Boxes:
    """Detections of one image, best first.

    Args:
        boxes: (n, 4) x0, y0, x1, y1 in pixels.
        scores: (n,) in 0..1.
        phrases: (n,) phrase indices, from 0.
    """

    boxes: Tensor
    scores: Tensor
    phrases: Tensor


def phrase_scores(token_logits: Tensor, token_map: Tensor) -> Tensor:
    """Phrase probabilities: the mean over a phrase's tokens of the sigmoid (sigmoid first).

    Args:
        token_logits: (..., n, T).
        token_map: (P, T') bool; columns missing on either side belong to no phrase.

    Returns:
        (..., n, P) in 0..1; differentiable.
    """
    columns = min(token_logits.shape[-1], token_map.shape[-1])
    weights = token_map[:, :columns].to(token_logits)
    weights = weights / weights.sum(dim=1, keepdim=True).clamp(min=1.0)
    return token_logits[..., :columns].sigmoid() @ weights.T


def overlap(box: Tensor, others: Tensor) -> Tensor:
    """Intersection over union of one box (4,) with others (n, 4), with +1 pixel widths."""
    corner0, corner1 = torch.maximum(box[:2], others[:, :2]), torch.minimum(box[2:], others[:, 2:])
    common = (corner1 - corner0 + 1.0).clamp(min=0.0).prod(dim=1)
    area = (box[2:] - box[:2] + 1.0).prod()
    return common / (area + (others[:, 2:] - others[:, :2] + 1.0).prod(dim=1) - common)


def suppress(boxes: Tensor, scores: Tensor, labels: Tensor, threshold: float) -> Tensor:
    """Class-wise greedy non-maximum suppression.

    torchvision's operator does not count widths with + 1 as the original does, and whether it can be loaded depends on
    the machine, on which the boxes must not depend; with a hundred boxes per picture this takes 3 % of the locating.

    Args:
        boxes: (n, 4); scores: (n,); labels: (n,).
        threshold: a box that overlaps a better one of its label by more than this is dropped.

    Returns:
        Indices of the kept boxes, best first.
    """
    order = scores.argsort(descending=True, stable=True)
    alive = torch.ones(len(order), dtype=torch.bool, device=boxes.device)
    boxes, labels = boxes[order], labels[order]
    kept = []
    for i in range(len(order)):
        if not alive[i]:
            continue
        kept.append(i)
        rest = boxes[i + 1 :]
        alive[i + 1 :] &= ~((labels[i + 1 :] == labels[i]) & (overlap(boxes[i], rest) > threshold))
    return order[torch.tensor(kept, dtype=torch.long, device=order.device)]


@torch.no_grad()
def detections(
    token_logits: Sequence[Tensor],
    box_deltas: Sequence[Tensor],
    centerness: Sequence[Tensor],
    anchors: Sequence[Tensor],
    token_map: Tensor,
    size: tuple[int, int],
    config: GLIPConfig,
) -> Boxes:
    """Boxes of one image.

    Args:
        token_logits: per level (n, T); box_deltas: (n, 4); centerness: (n,) logits; anchors: (n, 4).
        token_map: (P, T).
        size: height and width of the image without padding; boxes are clipped to it.
        config: thresholds and limits.

    Returns:
        Boxes in pixels of the un-padded network input, best first.
    """
    all_boxes, all_scores, all_labels = [], [], []
    for logits, deltas, center, level in zip(token_logits, box_deltas, centerness, anchors, strict=True):
        probability = phrase_scores(logits.float(), token_map)
        cell, label = (probability > config.score_threshold).nonzero(as_tuple=True)
        # The threshold acts on the phrase probability, the selection and the score include the centerness.
        score = (probability * center.float().sigmoid().unsqueeze(1))[cell, label]
        if len(score) > config.boxes_per_level:
            score, best = score.topk(config.boxes_per_level)
            cell, label = cell[best], label[best]
        all_boxes.append(decode(level[cell], deltas[cell].float()))
        all_scores.append(score.sqrt())
        all_labels.append(label)
    boxes, scores, labels = torch.cat(all_boxes), torch.cat(all_scores), torch.cat(all_labels)
    boxes = torch.stack(
        [boxes[:, i].clamp(0, limit - 1) for i, limit in enumerate((size[1], size[0], size[1], size[0]))], dim=1
    )
    real = ((boxes[:, 2:] - boxes[:, :2] + 1.0) >= 0.0).all(dim=1) & scores.isfinite() & boxes.isfinite().all(dim=1)
    boxes, scores, labels = boxes[real], scores[real], labels[real]
    keep = suppress(boxes, scores, labels, config.nms_threshold)
    if len(keep) > config.boxes_per_image:
        # Ties at the last place are all kept.
        keep = keep[scores[keep] >= scores[keep[config.boxes_per_image - 1]]]
    return Boxes(boxes[keep], scores[keep], labels[keep])
