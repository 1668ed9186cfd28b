"""Finds parts on a surface: grounds the words in many views, lifts the boxes, mixes in manual masks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox
from ..vocabulary import Detection, LocalizationSettings, LocatedPart, Part
from .box_selection import believed_boxes, box_area, common_area, fused_boxes, object_box
from .detector import PartDetector
from .evidence import box_membership, gather_evidence
from .faces_in_views import FacesInViews, observe
from .feathering import feathered_weights
from .labelling import build_face_graph
from .missing_parts import label_all_parts
from .pictured_surface import PicturedSurface
from .piece_fit import piece_evidence
from .presence import presence, without_absent

_PIXELS_AT_ONCE = 6 * 224 * 224
"""Pictures are looked at together up to so many pixels: twice as fast as one by one."""
_SUPPORTING_SHARE = 0.5
"""A box supports a part's place when it holds this share of the part's visible surface, or is filled by it so far."""


@dataclass(frozen=True)
class Grounding:
    """What the detector said about all views.

    Args:
        boxes: for each picture the boxes that say where a part is; a view has a picture in every guise.
        seen_whole: per phrase, whether a box around nearly the whole object was dropped.
        presence: per phrase, how probably the object has the part, where all its boxes were dropped because that is too
            little; else None.
    """

    boxes: tuple[tuple[PhraseBox, ...], ...]
    seen_whole: tuple[bool, ...]
    presence: tuple[float | None, ...]


def ground_in_views(
    surface: PicturedSurface,
    phrases: Sequence[str],
    detector: PartDetector,
    settings: LocalizationSettings,
    on_view: Callable[[int], None],
) -> Grounding:
    """Grounds the phrases in each of the pictures of N views; `on_view` is told of every view that is done.

    Boxes beside the object are dropped, those that `believed_boxes` drops, and, where several parts are sought, boxes
    around nearly the whole object: they tell no part from another. Several boxes around one thing become one. Those of
    parts that the object probably does not have are dropped last.
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
    said = {box.phrase for found in kept for box in found}
    absent = tuple(
        float(p) if index in said and p < settings.least_presence else None for index, p in enumerate(likely)
    )
    return Grounding(without_absent(kept, likely, settings.least_presence), tuple(seen_whole), absent)


def locate(
    surface: PicturedSurface,
    parts: Sequence[Part],
    masks: Sequence[NDArray[np.floating] | None],
    detector: PartDetector,
    settings: LocalizationSettings,
    feather: float = 0.02,
    on_view: Callable[[int], None] = lambda _: None,
) -> tuple[LocatedPart, ...]:
    """Soft weights of every part on the vertices.

    Args:
        surface: W vertices, and N pictures of the unstylized mesh.
        parts: the parts asked for.
        masks: per part its manual mask (W,) on these vertices, or None where it is to be detected.
        detector: grounds the part words.
        settings: views, thresholds, smoothing.
        feather: width of the blend between neighbouring parts, radii of the unit sphere.
        on_view: told how many views are done.

    Returns:
        One entry per part, in order. Manual masks win over detection; weights sum to at most 1 per vertex.
    """
    vertices, faces, rendering = surface.vertices, surface.faces, surface.rendering
    sought = [index for index, mask in enumerate(masks) if mask is None]
    weights = np.zeros((len(vertices), len(parts)))
    lifted: list[_LiftedPart] = []
    if sought:
        grounding = ground_in_views(surface, [parts[i].name for i in sought], detector, settings, on_view)
        graph = build_face_graph(vertices, faces, surface.groups)
        seen = observe(np.asarray(vertices, dtype=np.float64), faces, surface.cameras, rendering.fragments)
        views = seen.repeated(1 + len(surface.guises))
        evidence, support = gather_evidence(views, grounding.boxes, len(sought))
        evidence = evidence + piece_evidence(views, grounding.boxes, graph.pieces, graph.areas, len(sought))
        labels, shares = label_all_parts(graph, evidence, support, grounding.boxes, settings.least_share)
        for place in range(len(sought)):
            detections, confidence = _detections(views, grounding.boxes, labels, place, len(surface.cameras))
            is_found = bool(detections) and float(shares[place]) >= settings.least_share
            reason = "" if is_found else _not_found(parts[sought[place]].name, bool(detections), grounding, place)
            lifted.append(_LiftedPart(detections, confidence if is_found else 0.0, reason))
        soft = feathered_weights(
            vertices, faces, surface.groups, labels, len(sought), feather, settings.smoothing_steps
        )
        weights[:, sought] = soft * [not part.reason for part in lifted]
    weights = _with_manual_masks(weights, masks)

    located = []
    for index, part in enumerate(parts):
        own = np.ascontiguousarray(weights[:, index], dtype=np.float32)
        if masks[index] is not None:
            found = bool((own > 1e-3).any())
            reason = "" if found else f'The mask of part "{part.name}" is empty. Paint it, or remove it to search.'
            located.append(LocatedPart(part, found, reason, 1.0 if found else 0.0, own))
            continue
        lift = lifted[sought.index(index)]
        reason = lift.reason
        if not reason and not bool((own > 1e-3).any()):
            reason = f'Painted masks cover all of part "{part.name}". Make them smaller, or leave the part out.'
        confidence = 0.0 if reason else lift.confidence
        located.append(LocatedPart(part, not reason, reason, confidence, own, lift.detections))
    return tuple(located)


@dataclass(frozen=True)
class _LiftedPart:
    """A part's boxes, the mean score of those that support its place, and why it has no place ("" where it has one)."""

    detections: tuple[Detection, ...]
    confidence: float
    reason: str


def _detections(
    views: FacesInViews, boxes: Sequence[Sequence[PhraseBox]], labels: NDArray[np.int64], part: int, count: int
) -> tuple[tuple[Detection, ...], float]:
    """All boxes of a part, and the mean score of those that hold much of it, or little else.

    Boxes of one view in several guises around one thing are told as one.
    """
    of_view: list[list[PhraseBox]] = [[] for _ in range(count)]
    supporting = []
    for picture, found in enumerate(boxes):
        area = views.projected_area[picture]
        own_area = area * (labels == part)
        for box in found:
            if box.phrase != part:
                continue
            of_view[picture % count].append(box)
            member = box_membership(views.centers[picture], box.box)
            own = float((member * own_area).sum())
            if own > _SUPPORTING_SHARE * min(float(own_area.sum()), float((member * area).sum())) > 0.0:
                supporting.append(box.score)
    if len(boxes) > count:
        of_view = [list(fused_boxes(own)) for own in of_view]
    detections = tuple(Detection(view, box.box, box.score) for view, own in enumerate(of_view) for box in own)
    return detections, float(np.mean(supporting)) if supporting else 0.0


def _with_manual_masks(
    weights: NDArray[np.float64], masks: Sequence[NDArray[np.floating] | None]
) -> NDArray[np.float64]:
    """Painted weights as they are, detected ones in what they leave free; rows sum to at most 1."""
    result = weights.copy()
    painted = []
    for index, mask in enumerate(masks):
        if mask is not None:
            painted.append(index)
            result[:, index] = np.clip(np.nan_to_num(mask), 0.0, 1.0)
    if painted:
        result[:, painted] /= np.maximum(result[:, painted].sum(axis=1, keepdims=True), 1.0)
        detected = [index for index in range(len(masks)) if index not in painted]
        result[:, detected] *= 1.0 - result[:, painted].sum(axis=1, keepdims=True)
    return result / np.maximum(result.sum(axis=1, keepdims=True), 1.0)


def _not_found(name: str, has_boxes: bool, grounding: Grounding, phrase: int) -> str:
    likely = grounding.presence[phrase]
    if likely is not None:
        return (
            f'The object seems to have no part "{name}": the pictures speak for it with {likely:.0%} only. Use another '
            "word for it, or paint it as a mask."
        )
    if has_boxes:
        return (
            f'Part "{name}" was seen in some views but other parts have a better claim to its surface. '
            "Paint it as a mask, or use another word."
        )
    if grounding.seen_whole[phrase]:
        return f'Part "{name}" was seen as the whole object only. Name a smaller part, or paint it as a mask.'
    return f'Part "{name}" was not found in any view. Use another word for it, or paint it as a mask.'
