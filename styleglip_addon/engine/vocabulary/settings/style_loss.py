"""Settings of the part-level style loss: this project's own, and `released` as its authors published it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .codec import check_kinds, require


class StyleLossKind(StrEnum):
    """What is made of a candidate's score g: (1 - g)^2, a cross-entropy, or -g."""

    MSE = "mse"
    BCE = "bce"
    NEGATIVE = "negative"


class StyleLossBehaviour(StrEnum):
    """REPAIRED: a view without candidates adds 0, BCE takes g for the probability it is, nothing to push makes no step.

    RELEASED, as in the authors' code: a view without candidates makes the loss NaN (its gradient is 0), BCE takes g for
    a logit, the optimiser steps in any case.
    """

    REPAIRED = "repaired"
    RELEASED = "released"


class ContentImage(StrEnum):
    """Where part words look for their candidates: on the UNSTYLED mesh, or (released) on the STYLED picture itself."""

    UNSTYLED = "unstyled"
    STYLED = "styled"


class StyleLossPictures(StrEnum):
    """What GLIP judges at a step of the style loss.

    IN_TURN: one part a step, one after the other, with its own style words, in a picture where nothing else is styled:
    no part reaches another through the caption or the picture. TOGETHER, the authors': all parts in one picture with
    one caption; the words and looks of each reach all others through GLIP's fusion.
    """

    IN_TURN = "in_turn"
    TOGETHER = "together"


@dataclass(frozen=True)
class StyleLossSettings:
    """The part-level style loss of 3DStyleGLIP (arXiv 2404.02634).

    Args:
        kind: what is made of a candidate's score.
        behaviour: repaired or as released.
        content: the picture in which the part words look for candidates.
        pictures: whether all parts are judged in one picture.
        per_part: average over each part's candidates first, then over the parts that have any; else all candidates
            of a view count the same.
        threshold: a location is a candidate where the part word's score is above this (not equal to it), 0..1.
    """

    kind: StyleLossKind = StyleLossKind.MSE
    behaviour: StyleLossBehaviour = StyleLossBehaviour.REPAIRED
    content: ContentImage = ContentImage.UNSTYLED
    pictures: StyleLossPictures = StyleLossPictures.IN_TURN
    per_part: bool = False
    threshold: float = 0.25

    def __post_init__(self) -> None:
        check_kinds(self, "style_loss.")
        require(0.0 <= self.threshold < 1.0, "style_loss.threshold must lie in 0..1.")

    @classmethod
    def released(cls, kind: StyleLossKind = StyleLossKind.MSE) -> StyleLossSettings:
        """The loss as the authors released it."""
        return cls(kind, StyleLossBehaviour.RELEASED, ContentImage.STYLED, StyleLossPictures.TOGETHER)
