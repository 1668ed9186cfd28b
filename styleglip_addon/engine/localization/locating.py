"""Finds parts on a surface: grounds the words in many views, lifts the boxes, mixes in manual masks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..models.contract import PhraseBox
from ..surface.topology import Floats, face_normals
from ..vocabulary import Detection, LocalizationSettings, LocatedPart, Part
from ..vocabulary.place_words import PlacedName, placed_name
from ..vocabulary.stopping import stop_here
from .box_selection import fused_boxes
from .coherence import coherence
from .detector import ShapeReader, Witnesses
from .evidence import box_membership, gather_evidence
from .faces_in_views import FacesInViews, observe
from .facing import likeliest_heading
from .feathering import feathered_weights
from .grounding import Grounding, ground_in_views
from .labelling import FaceGraph, build_face_graph
from .manual_masks import covered_sentence, has_surface, painted_part, with_manual_masks
from .missing_parts import label_all_parts
from .own_borders import drawn_lots
from .own_names.matching import CERTAIN
from .own_names.named_faces import name_faces
from .pictured_surface import PicturedSurface
from .piece_fit import piece_evidence
from .piece_shapes import describe_pieces, object_axes
from .presence import combined
from .region_words import UNSEEN, fit_words_to_regions
from .sides import Located, split_by_places
from .word_fit import WordFit

LEAST_BY_SHAPE = 0.2
"""How likely the shape of its pieces must make a part that no picture shows."""
SEEN = 0.3
"""How probable pictures and the company of words must make a part for regions to be cut out for it."""
SURE = 0.7
"""A part that is more probable than this has a place, if need be one where another part has a better claim."""
SHAPE_ALONE = 0.5
"""Confidence in a part that its pieces' shape speaks for fully and no box does."""
_SUPPORTING_SHARE = 0.5
"""A box supports a part's place when it holds this share of the part's visible surface, or is filled by it so far."""


def locate(
    surface: PicturedSurface,
    parts: Sequence[Part],
    masks: Sequence[NDArray[np.floating] | None],
    witnesses: Witnesses,
    settings: LocalizationSettings,
    feather: float = 0.02,
    on_view: Callable[[int], None] = lambda _: None,
) -> tuple[LocatedPart, ...]:
    """Soft weights of every part on the vertices.

    Args:
        surface: W vertices, and N pictures of the unstylized mesh.
        parts: the parts asked for.
        masks: per part its manual mask (W,) on these vertices, or None where it is to be detected.
        witnesses: who is asked about the part words.
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
        names = [placed_name(parts[i].name) for i in sought]
        words = list(dict.fromkeys(name.thing for name in names))
        graph = replace(build_face_graph(vertices, faces, surface.groups), lots=drawn_lots(surface, len(faces)))
        axes = (surface.up, surface.front)
        shapes = witnesses.shapes if settings.shape_share > 0.0 else None
        grounding = ground_in_views(surface, words, witnesses.detector, settings, on_view)
        stop_here()
        seen = observe(np.asarray(vertices, dtype=np.float64), faces, surface.cameras, rendering.fragments)
        views = seen.repeated(1 + len(surface.guises))
        pictures = gather_evidence(views, grounding.boxes, len(words))
        faced = surface if shapes is None else likeliest_heading(surface, graph.pieces, words, shapes)
        company = _company(faced, graph, words, witnesses)
        pictures[0][:, combined(np.asarray(grounding.presence), company) < min(settings.least_presence, SEEN)] = UNSEEN
        stop_here()
        fit = fit_words_to_regions(faced, graph, pictures, words, shapes)
        grounding = grounding.judged(fit, company, settings.least_presence)
        stop_here()
        if fit is not None and any(grounding.absent):
            fit = _fit_of_some(faced, graph, pictures, words, ~np.array(grounding.absent), shapes)
        if fit is not None:
            graph = replace(graph, pieces=fit.pieces, is_region=fit.is_region)
        evidence, support = gather_evidence(views, grounding.boxes, len(words))
        evidence = evidence + piece_evidence(views, grounding.boxes, graph.pieces, graph.areas, len(words))
        if fit is not None:
            fit = replace(fit, share=settings.shape_share)
            evidence = evidence + fit.evidence()
        possible = ((support.max(axis=0) > 0.0) | (fit is not None)) & ~np.array(grounding.absent)
        given = [placed_name(part.name).thing for part, mask in zip(parts, masks, strict=True) if mask is not None]
        named = name_faces(surface, graph.areas, words, given, witnesses.words) if settings.names else None
        if named is not None:
            evidence, support = named.mixed(evidence, support)
            graph = replace(graph, lots=tuple(named.told_apart(lots) for lots in graph.lots))
            is_seen, possible = possible, possible | named.likely()
        is_sure = (fit is not None) & possible & (np.array(grounding.presence) >= SURE)
        stop_here()
        things, _ = label_all_parts(graph, evidence, support, grounding.boxes, settings.least_share, possible, is_sure)
        if named is not None:
            things = named.decided(things, is_seen, evidence, graph.areas)
        frame = object_axes(*axes)
        normals = face_normals(vertices, faces) @ frame.T
        own_frame = Located(graph.centers @ frame.T, normals, graph.areas, graph.adjacency)
        labels = split_by_places(own_frame, things, names, words)
        shares = np.bincount(labels + 1, weights=graph.areas, minlength=len(sought) + 1)[1:] / graph.areas.sum()
        for place, name in enumerate(names):
            word, own_name = words.index(name.thing), parts[sought[place]].name
            detections, confidence = _detections(views, grounding.boxes, things == word, word, len(surface.cameras))
            is_found = bool(possible[word]) and float(shares[place]) >= settings.least_share
            if is_found and fit is not None:
                fitting = fit.probability(word, labels == place, graph.areas)
                is_found = bool(detections) or fitting >= LEAST_BY_SHAPE
                confidence = max(confidence, fitting * SHAPE_ALONE)
            told_by, sure = "", 0.0
            if named is not None:
                told_by, sure = named.told(word, labels == place, graph.areas)
                is_found, confidence = is_found or sure >= CERTAIN, max(confidence, sure)
            reason = ""
            if not is_found:
                is_elsewhere = bool(name.places) and bool((things == word).any())
                missing = _not_found(own_name, bool(detections), grounding, word)
                reason = _not_there(own_name, name) if is_elsewhere else missing
            presence = max(grounding.presence[word], sure)
            lifted.append(_LiftedPart(detections, confidence if is_found else 0.0, reason, presence, told_by))
        stop_here()
        soft = feathered_weights(
            vertices, faces, surface.groups, labels, len(sought), feather, settings.smoothing_steps
        )
        weights[:, sought] = soft * [not part.reason for part in lifted]
    weights = with_manual_masks(weights, masks)

    located = []
    for index, part in enumerate(parts):
        own = np.ascontiguousarray(weights[:, index], dtype=np.float32)
        if masks[index] is not None:
            located.append(painted_part(part, own))
            continue
        lift = lifted[sought.index(index)]
        reason = lift.reason
        if not reason and not has_surface(own):
            reason = covered_sentence(part.name)
        confidence = 0.0 if reason else lift.confidence
        told_by = "" if reason else lift.told_by
        located.append(LocatedPart(part, not reason, reason, confidence, own, lift.detections, lift.presence, told_by))
    return tuple(located)


def _fit_of_some(
    surface: PicturedSurface,
    graph: FaceGraph,
    pictures: tuple[Floats, Floats],
    words: Sequence[str],
    is_there: NDArray[np.bool_],
    reader: ShapeReader | None,
) -> WordFit | None:
    """As `fit_words_to_regions`, without the words of parts that are not there: they would claim what is another's."""
    kept = np.flatnonzero(is_there)
    shown = (pictures[0][:, kept], pictures[1][:, kept])
    fit = fit_words_to_regions(surface, graph, shown, [words[index] for index in kept], reader)
    return None if fit is None else fit.among(kept, len(words))


def _company(surface: PicturedSurface, graph: FaceGraph, words: Sequence[str], witnesses: Witnesses) -> Floats | None:
    """(P,) how probably the object has each part by its kind and the other words."""
    if witnesses.kinds is None:
        return None
    shapes = None
    if int(graph.pieces.max()) > 0:
        shapes = describe_pieces(surface.vertices, surface.faces, graph.pieces, surface.up, surface.front)
    return coherence(words, shapes, witnesses.kinds)


@dataclass(frozen=True)
class _LiftedPart:
    """What boxes and names say of a part.

    Args:
        detections: all boxes.
        confidence: mean score of those that support its place, or how surely names say it.
        reason: why it has no place; "" where it has one.
        presence: how probably the object has it.
        told_by: which names say that it is there.
    """

    detections: tuple[Detection, ...]
    confidence: float
    reason: str
    presence: float
    told_by: str


def _detections(
    views: FacesInViews, boxes: Sequence[Sequence[PhraseBox]], is_part: NDArray[np.bool_], phrase: int, count: int
) -> tuple[tuple[Detection, ...], float]:
    """All boxes of a part, and the mean score of those that hold much of it, or little else.

    Boxes of one view in several guises around one thing are told as one.
    """
    of_view: list[list[PhraseBox]] = [[] for _ in range(count)]
    supporting = []
    for picture, found in enumerate(boxes):
        area = views.projected_area[picture]
        own_area = area * is_part
        for box in found:
            if box.phrase != phrase:
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


def _not_found(name: str, has_boxes: bool, grounding: Grounding, phrase: int) -> str:
    if grounding.absent[phrase]:
        likely = grounding.presence[phrase]
        return (
            f'The object seems to have no part "{name}": pictures and shape speak for it with {likely:.0%} only. Use '
            "another word for it, or paint it as a mask."
        )
    if has_boxes:
        return (
            f'Part "{name}" was seen in some views but other parts have a better claim to its surface. '
            "Paint it as a mask, or use another word."
        )
    if grounding.seen_whole[phrase]:
        return f'Part "{name}" was seen as the whole object only. Name a smaller part, or paint it as a mask.'
    return f'Part "{name}" was not found in any view. Use another word for it, or paint it as a mask.'


def _not_there(part: str, name: PlacedName) -> str:
    where = " ".join(name.places)
    return f'Of "{name.thing}" nothing was found that is {where}, so part "{part}" has no place. Paint it as a mask.'
