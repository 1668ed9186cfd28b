"""How well a model finds the parts of labelled meshes: the measure of `tools/benchmark.py parts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from styleglip_addon.engine import Models, Part, locate_parts
from tools.benchmarks.parts import part_ious
from tools.finetune_glip.subjects import Subject


@dataclass(frozen=True)
class PartScore:
    """One part of one mesh: IoU over surface area between located and labelled faces, and whether it was found."""

    mesh: str
    part: str
    iou: float
    found: bool


def measure(subjects: Sequence[Subject], models: Models) -> list[PartScore]:
    """Locates the parts of each mesh by their first words, in the order of the labels."""
    scores = []
    for subject in subjects:
        labelled = subject.labelled
        # Only the part's word is looked for; the style has no say in where it is.
        located = locate_parts(labelled.mesh, [Part(name, "grey") for name in labelled.parts], models=models)
        for part, iou in zip(located, part_ious(labelled, located), strict=True):
            scores.append(PartScore(subject.name, part.part.name, iou, part.found))
    return scores


def summary(scores: Sequence[PartScore]) -> dict[str, Any]:
    """JSON-ready figures: `mean_iou` and `missed` over all parts, and the parts of each mesh."""
    meshes: dict[str, dict[str, Any]] = {}
    for score in scores:
        meshes.setdefault(score.mesh, {})[score.part] = {"iou": round(score.iou, 4), "found": score.found}
    return {
        "mean_iou": round(float(np.mean([s.iou for s in scores])), 4),
        "missed": sum(not s.found for s in scores),
        "meshes": meshes,
    }
