"""Settings of how part words are found on the mesh."""

from __future__ import annotations

from dataclasses import dataclass

from .codec import check_kinds, require


@dataclass(frozen=True)
class LocalizationSettings:
    """How part words are found on the mesh: views, box threshold, lifting to vertices (PartSLIP, arXiv 2212.01558).

    Args:
        views: number of views the part words are grounded in, at least 10.
        image_size: height and width of those renders, pixels.
        box_threshold: least score of a box (sqrt of phrase score times centerness), 0..1.
        whole_object_share: a box that covers more than this share of the object's own box is dropped.
        smoothing_steps: rounds of Laplacian smoothing of the weights over the surface.
        least_share: share of the surface below which a part counts as not found.
        least_presence: how probably the object must have a part, 0..1, see `localization/presence.py`; 0 takes every
            part for there that has a box. It is asked of the embedded model
            only.
        shape_share: how much the shape and place of loose pieces say beside the pictures, see
            `localization/word_fit.py`: evidence, beside that of all views, for each unit of a logit by which a word
            fits a piece worse than the best one; 0: nothing.
        find_up: whether an object that lies is looked at as it would stand, see `localization/standing.py`; off where
            `shape_share` is 0.
        names: whether the object's own names (materials, joined objects, groups) are asked before the pictures, see
            `localization/own_names`.
    """

    views: int = 12
    image_size: int = 224
    box_threshold: float = 0.3
    whole_object_share: float = 0.9
    smoothing_steps: int = 4
    least_share: float = 0.002
    least_presence: float = 0.45
    shape_share: float = 2.0
    find_up: bool = True
    names: bool = True

    def __post_init__(self) -> None:
        check_kinds(self, "localization.")
        require(10 <= self.views <= 128, "localization.views must lie in 10..128.")
        require(64 <= self.image_size <= 2048, "localization.image_size must lie in 64..2048.")
        require(0.0 < self.box_threshold < 1.0, "localization.box_threshold must lie in 0..1.")
        require(0.0 <= self.least_presence <= 1.0, "localization.least_presence must lie in 0..1.")
        require(0.0 <= self.shape_share <= 10.0, "localization.shape_share must lie in 0..10.")
