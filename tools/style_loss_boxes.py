"""The boxes behind 3DStyleGLIP's CLIP crops: correct ones, those of the released code, and their comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from styleglip_addon.engine.models.glip import GLIP, Caption, GLIPConfig, GLIPOutput
from styleglip_addon.engine.models.glip.postprocess import detections
from tools.glip_recordings import pixel_iou

BOX_THRESHOLD = 0.5
LIMIT_OVERLAP = 0.99
LIMIT_SCORE = 1e-4
NEAR_INTEGER = 0.02
NEAR_SUPPRESSION = 5e-3


@dataclass(frozen=True)
class Comparison:
    """One printed line.

    Args:
        name: what is compared.
        difference: how far it is off, in the unit of `limit`.
        limit: how far it may be off.
        note: what a reader may want to know.
        holds: the verdict.
    """

    name: str
    difference: float
    limit: float
    note: str
    holds: bool

    def __str__(self) -> str:
        limit = f"limit {self.limit:.0e}" if self.limit else "exact"
        return f"{'ok' if self.holds else 'FAILS':5} {self.name:36} {self.difference:.2e} {limit} {self.note}".rstrip()


@dataclass(frozen=True)
class LabelledBox:
    """A box: corners x0, y0, x1, y1 in pixels, score sqrt(probability * centerness), label from 1."""

    corners: tuple[float, float, float, float]
    score: float
    label: int


@dataclass(frozen=True, eq=False)
class PictureBoxes:
    """The boxes of one picture.

    Args:
        kept: those that detection gives, best first.
        all: those from which suppression chose.
        places: how many boxes a picture may have.
        suppression: boxes of a label that overlap by more than this are one.
    """

    kept: Sequence[LabelledBox]
    all: Sequence[LabelledBox]
    places: int
    suppression: float


def correct_boxes(model: GLIP, output: GLIPOutput, caption: Caption, size: tuple[int, int]) -> PictureBoxes:
    """Boxes above the threshold in a picture of `size` (height, width)."""
    return _boxes(model, output, caption, size, (1.0, 1.0))


def swapped_boxes(model: GLIP, output: GLIPOutput, caption: Caption, size: tuple[int, int]) -> PictureBoxes:
    """The same as released: width and height are exchanged where boxes are clipped and then scaled to the picture."""
    height, width = size
    return _boxes(model, output, caption, (width, height), (width / height, height / width))


def _boxes(
    model: GLIP, output: GLIPOutput, caption: Caption, size: tuple[int, int], scale: tuple[float, float]
) -> PictureBoxes:
    def found(config: GLIPConfig) -> list[LabelledBox]:
        token_map = caption.token_map.to(output.anchors[0].device)
        boxes = detections(
            [level[0] for level in output.token_logits],
            [level[0] for level in output.box_deltas],
            [level[0] for level in output.centerness],
            output.anchors,
            token_map,
            size,
            config,
        )
        corners: Tensor = boxes.boxes * boxes.boxes.new_tensor([*scale, *scale])
        rows = zip(corners.tolist(), boxes.scores.tolist(), boxes.phrases.tolist(), strict=True)
        return [LabelledBox((c[0], c[1], c[2], c[3]), s, p + 1) for c, s, p in rows if s > BOX_THRESHOLD - LIMIT_SCORE]

    config = model.config
    kept = [box for box in found(config) if box.score > BOX_THRESHOLD]
    everything = found(config.with_(nms_threshold=1.0, boxes_per_image=1_000_000))
    return PictureBoxes(kept, everything, config.boxes_per_image, config.nms_threshold)


def overlap(one: LabelledBox, other: LabelledBox) -> float:
    """Intersection over union, the last pixel counted; 0 for other labels."""
    if one.label != other.label:
        return 0.0
    return float(pixel_iou(np.array([one.corners]), np.array([other.corners]))[0, 0])


def compare_boxes(name: str, found: PictureBoxes, recorded: Sequence[Mapping[str, Any]]) -> Comparison:
    """Matches boxes as sets.

    Near-ties may be on either side: boxes at the score threshold or at the last of the places; of two that suppress
    each other with equal scores either one; and both or one of two whose overlap is just that of the suppression.

    Args:
        name: of the comparison.
        found: our boxes.
        recorded: the recording's, with `box`, `crop_int`, `score` and `label`.
    """
    expected = [LabelledBox(tuple(r["box"]), float(r["score"]), int(r["label"])) for r in recorded]
    last = BOX_THRESHOLD
    if max(len(found.kept), len(expected)) >= found.places:
        last = max(min((b.score for b in boxes), default=0.0) for boxes in (found.kept, expected))

    def excused(box: LabelledBox, others: Sequence[LabelledBox]) -> bool:
        """Whether a box that only one side has is a near-tie with what the other side has."""
        if box.score <= last + LIMIT_SCORE:
            return True
        shares = [(overlap(box, other), abs(box.score - other.score)) for other in others]
        return any(
            abs(share - found.suppression) <= NEAR_SUPPRESSION or (share > found.suppression and off <= LIMIT_SCORE)
            for share, off in shares
        )

    spare, missing, complaints = list(found.kept), [], []
    worst_score, worst_overlap = 0.0, 1.0
    for box, record in zip(expected, recorded, strict=True):
        match, share = best_match(box, spare)
        if match is None:
            missing.append(box)
            continue
        spare.remove(match)
        worst_score = max(worst_score, abs(match.score - box.score))
        worst_overlap = min(worst_overlap, share)
        for value, pixel in zip(match.corners, record["crop_int"], strict=True):
            if int(value) != pixel and abs(value - round(value)) > NEAR_INTEGER:
                complaints.append(f"{value:.3f} is cut at {int(value)}, recorded {pixel}")
    for box in missing:
        if best_match(box, found.all)[0] is None or not excused(box, found.kept):
            complaints.append(f"label {box.label} at {box.score:.4f} was not found")
    complaints += [f"label {b.label} at {b.score:.4f} is not recorded" for b in spare if not excused(b, expected)]
    note = f"{len(found.kept)} of {len(expected)}, IoU >= {worst_overlap:.5f}"
    if complaints:
        note += f"; {len(complaints)} complaints: {complaints[0]}"
    return Comparison(name, math.inf if complaints else worst_score, LIMIT_SCORE, note, not complaints)


def best_match(box: LabelledBox, others: Sequence[LabelledBox]) -> tuple[LabelledBox | None, float]:
    """The box of equal label and score that overlaps most, and its overlap; None where none does enough."""
    fits = [b for b in others if b.label == box.label and abs(b.score - box.score) <= LIMIT_SCORE]
    best = max(fits, key=lambda b: overlap(box, b), default=None)
    share = 0.0 if best is None else overlap(box, best)
    return (best, share) if share > LIMIT_OVERLAP else (None, share)
