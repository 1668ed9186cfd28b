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


def measure(subjects: Sequence[Subject], models: Models, caption: Sequence[str] = ()) -> list[PartScore]:
    """Locates the parts of each mesh by their first words.

    Args:
        subjects: the labelled meshes.
        models: what finds them.
        caption: words to look for in this order in every mesh, whether or not it has them; a mesh's other parts come
            behind. Without it, a mesh's own parts in the order of its labels.
    """
    scores = []
    for subject in subjects:
        labelled = subject.labelled
        # Only the part's word is looked for; the style has no say in where it is.
        words = dict.fromkeys((*caption, *labelled.parts))
        found = locate_parts(labelled.mesh, [Part(word, "grey") for word in words], models=models)
        by_word = {part.part.name: part for part in found}
        located = [by_word[name] for name in labelled.parts]
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
