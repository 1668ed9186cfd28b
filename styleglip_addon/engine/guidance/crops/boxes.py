"""Crops by the detector's boxes, as 3DStyleGLIP's CLIP branch takes them (arXiv 2404.02634)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from ...models.glip.modeling import GLIP
from .rectangles import Rectangle, random_rectangle, resized

_COVERED = 0.999
"""A pixel of a resized mask that counts as object: fully covered pixels come out of resizing as 0.9999998."""


@dataclass(frozen=True)
class ViewBox:
    """A part's box in a view.

    Args:
        view: index of the view.
        part: index of the part.
        window: its pixels, first and last row and column included.
    """

    view: int
    part: int
    window: Rectangle


class BoxFinder:
    """GLIP's boxes of the part words, coordinates cut to whole pixels. The pictures are not padded, as released.

    Args:
        glip: frozen.
        names: the part words.
        threshold: a box counts where its score is above this.
        most: most boxes of a part in a view, the best ones; 0: all.
    """

    def __init__(self, glip: GLIP, names: Sequence[str], threshold: float, most: int = 0) -> None:
        self._glip = glip
        self._caption = glip.processor.caption(names)
        self._text = glip.encode_text([self._caption.text])
        self._threshold = threshold
        self._most = most

    @torch.no_grad()
    def __call__(self, images: Tensor) -> list[ViewBox]:
        """Boxes in pictures (N, 3, H, W), view by view, the best first."""
        height, width = int(images.shape[-2]), int(images.shape[-1])
        output = self._glip(self._glip.processor.pixel_values(images), self._text)
        boxes: list[ViewBox] = []
        for view, found in enumerate(self._glip.boxes(output, self._caption, [(height, width)] * len(images))):
            rows = zip(found.boxes.tolist(), found.phrases.tolist(), found.scores.tolist(), strict=True)
            count = [0] * len(self._caption.phrases)
            for corners, part, score in rows:
                if score > self._threshold and not 0 < self._most <= count[part]:
                    count[part] += 1
                    left, top, right, bottom = (int(value) for value in corners)
                    boxes.append(ViewBox(view, part, Rectangle(top, left, bottom - top + 1, right - left + 1)))
        return boxes


def pooled_crops(
    images: Tensor, coverage: Tensor, boxes: Sequence[ViewBox], size: int
) -> dict[int, tuple[Tensor, Tensor]]:
    """All crops of each part, whatever view they are from.

    Args:
        images: (N, 3, H, W).
        coverage: (N, 1, H, W), 1 where the object is.
        boxes: what to cut.
        size: height and width of the crops; the boxes' aspect is not kept.

    Returns:
        By part, in the order in which the parts are met: crops (n, 3, size, size), differentiable, and their coverage
        (n, 1, size, size).
    """
    found: dict[int, tuple[list[Tensor], list[Tensor]]] = {}
    for box in boxes:
        crops, masks = found.setdefault(box.part, ([], []))
        crops.append(resized(box.window.of(images[box.view])[None], size))
        masks.append(resized(box.window.of(coverage[box.view])[None], size))
    return {part: (torch.cat(crops), torch.cat(masks)) for part, (crops, masks) in found.items()}


def covered_window(
    masks: Tensor, area: float, least_object: float, draws: int, generator: torch.Generator
) -> Rectangle:
    """A random window for all crops of a part that shows enough of the object.

    It is drawn again until it does, `draws` times in all; then the best one is taken (the authors' code goes on for
    ever where a box shows no object).

    Args:
        masks: (n, 1, H, W) coverage of the crops.
        area: share of a crop's area.
        least_object: share of the window's pixels, over all crops, that must be covered; more than this, not equal.
    """
    height, width = int(masks.shape[-2]), int(masks.shape[-1])
    covered = (masks > _COVERED).float()
    best, most = None, -1.0
    for _ in range(draws):
        window = random_rectangle(height, width, area, generator)
        share = float(window.of(covered).mean())
        if share > most:
            best, most = window, share
        if share > least_object:
            break
    assert best is not None
    return best


def mean_direction_loss(features: Tensor, text: Tensor) -> Tensor:
    """-cos between the mean of embeddings (n, E), which are not normalised before, and a text's embedding (E,)."""
    return -functional.cosine_similarity(features.mean(dim=0), text, dim=0)


def summed_over_parts(terms: Sequence[Tensor], cumulative: bool) -> Tensor:
    """Sum of the parts' losses.

    As released (`cumulative`) the running total is added for every part: the first of K counts K times, the last once.
    """
    weights = range(len(terms), 0, -1) if cumulative else [1] * len(terms)
    return torch.stack([weight * term for weight, term in zip(weights, terms, strict=True)]).sum()
