"""What the detector says about all views of a surface: boxes of the phrases, and how probably each part is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..models.contract import PhraseBox
from ..surface.topology import Floats
from ..vocabulary import LocalizationSettings
from .box_selection import believed_boxes, box_area, common_area, fused_boxes, object_box
from .detector import PartDetector
from .pictured_surface import PicturedSurface
from .presence import combined, presence, without_absent
from .word_fit import WordFit

_PIXELS_AT_ONCE = 6 * 224 * 224
"""Pictures are looked at together up to so many pixels: twice as fast as one by one."""


@dataclass(frozen=True)
class Grounding:
    """What the detector said about all views.

    Args:
        boxes: for each picture the boxes that say where a part is; a view has a picture in every guise.
        seen_whole: per phrase, whether a box around nearly the whole object was dropped.
        presence: per phrase, how probably the object has the part.
        absent: per phrase, whether all its boxes were dropped because that is too little.
    """

    boxes: tuple[tuple[PhraseBox, ...], ...]
    seen_whole: tuple[bool, ...]
    presence: tuple[float, ...]
    absent: tuple[bool, ...]

    def judged(self, fit: WordFit | None, company: Floats | None, least: float) -> Grounding:
        """The same without the boxes of parts that are probably not there.

        Args:
            fit: what the shapes of pieces say; None: nothing.
            company: (P,) what the words say of each other, see `coherence`; None: nothing.
            least: what a part must reach.
        """
        likely = combined(np.asarray(self.presence), company, () if fit is None else (fit.best(), fit.there))
        said = {box.phrase for found in self.boxes for box in found}
        asked = [fit is not None or index in said for index in range(len(likely))]
        absent = tuple(is_asked and bool(p < least) for is_asked, p in zip(asked, likely, strict=True))
        return Grounding(without_absent(self.boxes, likely, least), self.seen_whole, tuple(likely.tolist()), absent)


def ground_in_views(
    surface: PicturedSurface,
    phrases: Sequence[str],
    detector: PartDetector,
    settings: LocalizationSettings,
    on_view: Callable[[int], None],
) -> Grounding:
    """Grounds the phrases in each of the pictures of N views; `on_view` is told of every view that is done.

    Boxes beside the object are dropped, those that `believed_boxes` drops, and, where several parts are sought, boxes
    around nearly the whole object: they tell no part from another. Several boxes around one thing become one.
    """
    pictures, count = surface.pictures, len(surface.cameras)
    wholes = [object_box(mask.cpu().numpy()) for mask in surface.rendering.mask]
    at_once = max(_PIXELS_AT_ONCE // (pictures.shape[2] * pictures.shape[3]), 1)
    kept: list[tuple[PhraseBox, ...]] = []
    seen_whole = [False] * len(phrases)
    for start in range(0, len(pictures), at_once):
        for boxes in detector.detect(pictures[start : start + at_once], phrases):
            whole = wholes[len(kept) % count]
            usable = []
            for box in fused_boxes(believed_boxes(boxes, settings.box_threshold)):
                share = common_area(box.box, whole) / box_area(whole) if whole is not None else 0.0
                if len(phrases) > 1 and share > settings.whole_object_share:
                    seen_whole[box.phrase] = True
                elif share > 0.0:
                    usable.append(box)
            kept.append(tuple(usable))
        for view in range(start * count // len(pictures), len(kept) * count // len(pictures)):
            on_view(view + 1)
    likely = presence(kept, len(phrases))
    return Grounding(tuple(kept), tuple(seen_whole), tuple(likely.tolist()), (False,) * len(phrases))
