"""Measures the judge on fresh true materials as the benchmark shows them; finds the styles it cannot tell apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from styleglip_addon.engine import Mesh, Part
from tools.labelled_meshes import LabelledMesh
from tools.train_default_model.shapes import generate_object

from .verdicts import SAME_LOOK_SHARE, StyleJudge, load_judge

_DENSE_VERTICES = 8_000
_PARTS = 4
"""Most parts of one object that are painted; the others stay grey."""
_CONFUSED_RATE = 0.3
"""Pairs of styles are listed where so many parts of one are taken for the other."""


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
    same = same_look(mean_shares(wanted, probabilities), judge.styles)
    rates = mean_shares(wanted, np.eye(len(judge.styles))[order[:, 0]])
    confused = [
        {"style": judge.styles[i], "taken_for": judge.styles[j], "rate": round(float(rates[i, j]), 3)}
        for i, j in np.argwhere(rates >= _CONFUSED_RATE)
        if i != j
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
            "rule": "On true materials of one of the two the judge gives the other, averaged over parts and views, at "
            f"least {SAME_LOOK_SHARE:.0%} of the probability that it gives the right one.",
            "styles": same,
        },
        "confused": sorted(confused, key=lambda entry: -float(entry["rate"])),
    }


def mean_shares(wanted: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """(styles, styles) the shares (n, styles) averaged over the parts of each style (row), whose numbers are (n,)."""
    total = np.zeros((shares.shape[1], shares.shape[1]))
    np.add.at(total, wanted, shares)
    counts = np.bincount(wanted, minlength=len(total))
    return np.asarray(total / np.maximum(counts, 1)[:, None], dtype=np.float64)


def same_look(shares: NDArray[np.float64], styles: tuple[str, ...]) -> dict[str, list[str]]:
    """Per style, the others of the same look.

    Args:
        shares: (styles, styles) mean probability that true materials of each style (row) are given each style.
        styles: their names.
    """
    right = np.maximum(np.diag(shares), 1e-6)[:, None]
    alike = shares >= SAME_LOOK_SHARE * right
    alike |= alike.T
    np.fill_diagonal(alike, False)
    return {styles[i]: [styles[j] for j in np.flatnonzero(row)] for i, row in enumerate(alike) if row.any()}


def painted_parts(judge: StyleJudge, seed: int, rounds: int) -> tuple[list[int], NDArray[np.float64]]:
    """Paints every style `rounds` times and asks the judge.

    Returns:
        style number of each part that was seen, and its probabilities (n, styles) averaged over its crops.
    """
    # Imported here: the benchmark's modules import the judge.
    from tools.benchmarks.part_views import Shown, part_crops
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
        shown = Shown(
            subject.unit_vertices + outcome.displacement,
            subject.mesh.faces,
            outcome.color,
            outcome.face_part,
            subject.mesh.up,
            subject.mesh.front,
        )
        crops = part_crops(shown, count, judge.network.config.image_size)
        for number, own in zip(chosen, crops, strict=True):
            if len(own):
                places.append(number)
                probabilities.append(judge.probabilities(own).mean(dim=0).numpy().astype(np.float64))
    return places, np.stack(probabilities)
