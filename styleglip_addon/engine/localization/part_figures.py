"""What is told of a located part in figures: its share of the surface, in how many pieces it lies, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..surface import component_labels, face_areas, weld
from ..vocabulary import LocatedPart, Mesh
from ..vocabulary.part_names import place_of

_MOSTLY = 0.5
_CRUMB = 0.01
"""Pieces of a smaller share of a part are no pieces of it."""


@dataclass(frozen=True)
class PartFigures:
    """Figures of a part.

    Args:
        share: of the surface, 0..1.
        pieces: connected pieces that the part lies in, crumbs aside; 0 where it has no place.
        evidence: by what it was found, as words; "" where it was not.
    """

    share: float
    pieces: int
    evidence: str


def figures_of(mesh: Mesh, located: Sequence[LocatedPart], views: int) -> tuple[PartFigures, ...]:
    """Figures of all parts of a mesh.

    Args:
        mesh: the one that they are on.
        located: with weights at its vertices.
        views: in which they were looked for.
    """
    areas = face_areas(mesh.vertices, mesh.faces)
    groups = weld(mesh.vertices)
    names = [item.part.name for item in located]
    figures = []
    for item in located:
        weights = item.weights[mesh.faces].mean(axis=1) * item.found
        share = float((areas * weights).sum() / max(float(areas.sum()), 1e-12))
        own = weights > _MOSTLY
        pieces = 0
        if own.any():
            sizes = np.bincount(component_labels(mesh.faces[own], groups), weights=areas[own])
            pieces = int((sizes > _CRUMB * sizes.sum()).sum())
        figures.append(PartFigures(share, pieces, _evidence(item, names, views)))
    return tuple(figures)


def _evidence(item: LocatedPart, names: Sequence[str], views: int) -> str:
    if not item.found:
        return ""
    if item.told_by:
        return f"from {item.told_by}"
    if item.detections:
        seen = len({box.view for box in item.detections})
        return f"pictures: {len(item.detections)} boxes in {seen} of {views} views"
    return place_of(names, item.part.name) or ("mask" if item.part.mask is not None else "shape")
