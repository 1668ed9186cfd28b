"""Finds parts on a surface: grounds the words in many views, lifts the boxes, mixes in manual masks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ..cameras import Cameras
from ..rendering import Rendering
from ..types import Detection, LocalizationSettings, LocatedPart, Part
from .detector import PartDetector, PhraseBox
from .evidence import gather_evidence, observe
from .labelling import SurfaceGraph, label_faces, spread_evidence, vertex_weights


def object_box(mask: NDArray[np.bool_]) -> tuple[float, float, float, float] | None:
    """x0, y0, x1, y1 of the pixels (H, W) that show the object; None where there are none."""
    rows, columns = np.nonzero(mask)
    if len(rows) == 0:
        return None
    return float(columns.min()), float(rows.min()), float(columns.max()) + 1.0, float(rows.max()) + 1.0


def usable_boxes(
    boxes: Sequence[PhraseBox], mask: NDArray[np.bool_], settings: LocalizationSettings, parts: int
) -> tuple[PhraseBox, ...]:
    """Boxes that say where a part is: confident ones, without those around nearly the whole object of several parts."""
    whole = object_box(mask)
    if whole is None:
        return ()
    area = (whole[2] - whole[0]) * (whole[3] - whole[1])
    kept = []
    for box in boxes:
        x0, y0 = max(box.box[0], whole[0]), max(box.box[1], whole[1])
        x1, y1 = min(box.box[2], whole[2]), min(box.box[3], whole[3])
        inside = max(x1 - x0, 0.0) * max(y1 - y0, 0.0)
        if box.score < settings.box_threshold or inside <= 0.0:
            continue
        if parts > 1 and inside > settings.whole_object_share * area:
            continue
        kept.append(box)
    return tuple(kept)


def ground_in_views(
    rendering: Rendering,
    phrases: Sequence[str],
    detector: PartDetector,
    settings: LocalizationSettings,
    on_view: Callable[[int], None],
) -> list[tuple[PhraseBox, ...]]:
    """Boxes of the phrases in each of N pictures; `on_view` is told how many are done."""
    found = []
    for view in range(len(rendering.image)):
        boxes = detector.detect(rendering.image[view : view + 1], phrases)[0]
        mask = rendering.mask[view].cpu().numpy()
        found.append(usable_boxes(boxes, mask, settings, len(phrases)))
        on_view(view + 1)
    return found


def locate(
    vertices: NDArray[np.floating],
    faces: NDArray[np.int64],
    parts: Sequence[Part],
    masks: Sequence[NDArray[np.floating] | None],
    cameras: Cameras,
    rendering: Rendering,
    detector: PartDetector,
    settings: LocalizationSettings,
    on_view: Callable[[int], None] = lambda _: None,
) -> tuple[LocatedPart, ...]:
    """Soft weights of every part on the vertices.

    Args:
        vertices: (V, 3) unit-sphere coordinates.
        faces: (F, 3).
        parts: the parts asked for.
        masks: per part its manual mask (V,) on these vertices, or None where it is to be detected.
        cameras, rendering: N views of the unstylized mesh and their pictures.
        detector: grounds the part words.

    Returns:
        One entry per part, in order. Manual masks win over detection; weights sum to at most 1 per vertex.
    """
    sought = [index for index, mask in enumerate(masks) if mask is None]
    weights = np.zeros((len(vertices), len(parts)))
    boxes: list[tuple[PhraseBox, ...]] = [() for _ in range(len(cameras))]
    if sought:
        boxes = ground_in_views(rendering, [parts[i].name for i in sought], detector, settings, on_view)
        graph = SurfaceGraph.build(vertices, faces)
        views = observe(np.asarray(vertices, dtype=np.float64), faces, cameras, rendering.fragments)
        evidence, support = gather_evidence(views, boxes, len(sought))
        seen = np.array([any(b.phrase == k for view in boxes for b in view) for k in range(len(sought))])
        evidence[:, ~seen] = -10.0
        support[:, ~seen] = 6.0
        labels = label_faces(graph, spread_evidence(graph, evidence, support))
        soft = vertex_weights(graph, faces, labels, len(sought), settings.smoothing_steps)
        weights[:, sought] = soft
        shares = np.bincount(labels + 1, weights=graph.areas, minlength=len(sought) + 1)[1:] / graph.areas.sum()
    manual = np.zeros(len(vertices))
    for index, mask in enumerate(masks):
        if mask is not None:
            weights[:, index] = np.clip(np.nan_to_num(mask), 0.0, 1.0)
            manual += weights[:, index]
    if sought:
        weights[:, sought] *= np.clip(1.0 - manual, 0.0, 1.0)[:, None]
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1.0)

    located = []
    for index, part in enumerate(parts):
        own = np.ascontiguousarray(weights[:, index], dtype=np.float32)
        if masks[index] is not None:
            found = bool((own > 1e-3).any())
            reason = "" if found else f'The mask of part "{part.name}" is empty. Paint it, or remove it to search.'
            located.append(LocatedPart(part, found, reason, 1.0 if found else 0.0, own))
            continue
        place = sought.index(index)
        detections = tuple(
            Detection(view, box.box, box.score)
            for view, in_view in enumerate(boxes)
            for box in in_view
            if box.phrase == place
        )
        found = bool(detections) and float(shares[place]) >= settings.least_share
        reason = "" if found else _not_found(part.name, bool(detections))
        confidence = float(np.mean([d.score for d in detections])) if found else 0.0
        located.append(LocatedPart(part, found, reason, confidence, own if found else np.zeros_like(own), detections))
    return tuple(located)


def _not_found(name: str, has_boxes: bool) -> str:
    if has_boxes:
        return (
            f'Part "{name}" was seen in some views but other parts have a better claim to its surface. '
            "Paint it as a mask, or use another word."
        )
    return f'Part "{name}" was not found in any view. Use another word for it, or paint it as a mask.'
