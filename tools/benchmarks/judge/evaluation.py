"""Measures the judge on fresh true materials as the benchmark shows them; finds the styles it cannot tell apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import Mesh, Part
from tools.labelled_meshes import LabelledMesh
from tools.train_default_model.shapes import generate_object

from .verdicts import SAME_LOOK_RATE, StyleJudge, load_judge

_DENSE_VERTICES = 10_000
_PARTS = 4
"""Most parts of one object that are painted; the others stay grey."""


def evaluate(folder: Path, single: dict[str, float], seed: int = 7004, rounds: int = 6) -> dict[str, Any]:
    """The judge's own figures, for its card.

    Every style is painted on parts of new procedural objects, on a dense mesh's vertices with relief as displacement,
    and judged from the benchmark's cameras: what a perfect stylization would score.

    Args:
        folder: of the weights and the card.
        single: figures on single crops, taken over.
        seed: of objects and materials.
        rounds: parts per style.

    Returns:
        `accuracy` with `single_crop` and `averaged_views` (top-1, top-5), `confused` (pairs with rates) and
        `same_look` (the rule and, per style, the others of the same look).
    """
    judge = load_judge(folder)
    places, probabilities = painted_parts(judge, seed, rounds)
    wanted = np.array(places)
    order = (-probabilities).argsort(axis=1)
    rank = (order == wanted[:, None]).argmax(axis=1)
    rates = confusion_rates(wanted, order[:, 0], len(judge.styles))
    same = same_look(rates, judge.styles)
    confused = [
        {"style": judge.styles[i], "taken_for": judge.styles[j], "rate": round(float(rates[i, j]), 3)}
        for i, j in np.argwhere(rates > 0.0)
        if i != j and rates[i, j] >= SAME_LOOK_RATE
    ]
    tolerant = [
        judge.styles[a] == judge.styles[b] or judge.styles[b] in same.get(judge.styles[a], [])
        for a, b in zip(wanted, order[:, 0], strict=True)
    ]
    return {
        "accuracy": {
            "single_crop": single,
            "averaged_views": {
                "top1": float((rank == 0).mean()),
                "top1_same_look": float(np.mean(tolerant)),
                "top5": float((rank < 5).mean()),
                "parts": len(wanted),
            },
        },
        "same_look": {
            "rule": f"Of a style's true materials the judge takes at least {SAME_LOOK_RATE:.0%} for the other, or the "
            "other way round.",
            "styles": same,
        },
        "confused": sorted(confused, key=lambda entry: -float(entry["rate"])),
    }


def confusion_rates(wanted: NDArray[np.int64], found: NDArray[np.int64], styles: int) -> NDArray[np.float64]:
    """(styles, styles) share of the parts of each style (row) that were taken for each (column)."""
    counts = np.zeros((styles, styles))
    np.add.at(counts, (wanted, found), 1.0)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)


def same_look(rates: NDArray[np.float64], styles: tuple[str, ...]) -> dict[str, list[str]]:
    """Per style, the others that are confused with it, in either direction, at `SAME_LOOK_RATE` or more."""
    alike = np.maximum(rates, rates.T) >= SAME_LOOK_RATE
    np.fill_diagonal(alike, False)
    return {styles[i]: [styles[j] for j in np.flatnonzero(row)] for i, row in enumerate(alike) if row.any()}


def painted_parts(judge: StyleJudge, seed: int, rounds: int) -> tuple[list[int], NDArray[np.float64]]:
    """Paints every style `rounds` times and asks the judge.

    Returns:
        style number of each part that was seen, and its probabilities (n, styles) averaged over its crops.
    """
    # Imported here: the benchmark's modules import the judge.
    from tools.benchmarks.part_views import judging_cameras, part_crops
    from tools.benchmarks.style_outcomes import true_materials
    from tools.benchmarks.style_subjects import subject_of

    random = np.random.default_rng(seed)
    queue = [int(i) for _ in range(rounds) for i in random.permutation(len(judge.styles))]
    places: list[int] = []
    probabilities = []
    while queue:
        thing = generate_object(random)
        count = min(len(thing.part_names), _PARTS, len(queue))
        chosen = [queue.pop() for _ in range(count)]
        names = tuple(words[0] for words in thing.part_names)
        subject = subject_of(
            LabelledMesh("object", Mesh(thing.vertices, thing.faces), "", names, thing.face_part), _DENSE_VERTICES
        )
        parts = tuple(Part(name, judge.styles[i]) for name, i in zip(names, chosen, strict=False))
        outcome = true_materials(subject, parts, int(random.integers(2**31)))
        assert subject.mesh.front is not None
        cameras = judging_cameras(subject.mesh.up, subject.mesh.front)
        crops = part_crops(
            subject.unit_vertices + outcome.displacement,
            subject.mesh.faces,
            outcome.color,
            outcome.face_part,
            count,
            cameras,
            judge.network.config.image_size,
        )
        for number, own in zip(chosen, crops, strict=True):
            if len(own):
                places.append(number)
                probabilities.append(judge.probabilities(own).mean(dim=0).numpy().astype(np.float64))
    return places, np.stack(probabilities)
