"""Measures the judge on sights of objects that it did not learn from, for its card."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .data import SightFigures
from .looks import RULE, alike
from .network import Judge
from .verdicts import SameLook

_CONFUSED_RATE = 0.5
"""Pairs of styles are listed where so many pieces of one are taken for the other."""


def evaluated(judge: Judge, held_out: SightFigures, names: tuple[str, ...]) -> dict[str, Any]:
    """The judge's own figures.

    Returns:
        `accuracy` on single sights and on pieces seen from several directions, whose logits are averaged as the
        benchmark does; `same_look` (the rule and, per style, the others of the same look); `confused` pairs.
    """
    logits: NDArray[np.float64] = judge.of_figures(held_out.figures).double().numpy()
    targets = held_out.styles.numpy()
    same = alike(names)
    look = SameLook({name: tuple(others) for name, others in same.items()})
    pieces, wanted = averaged(logits, targets, held_out.pieces)
    taken = pieces.argmax(axis=1)
    rates = np.zeros((len(names), len(names)))
    np.add.at(rates, (wanted, taken), 1.0)
    rates /= np.maximum(rates.sum(axis=1, keepdims=True), 1.0)
    confused = [
        {"style": names[i], "taken_for": names[j], "rate": round(float(rates[i, j]), 3)}
        for i, j in np.argwhere(rates >= _CONFUSED_RATE)
        if i != j and not look.same(names[i], names[j])
    ]
    return {
        "accuracy": {
            "single_sight": figures(logits, targets, names, look),
            "piece": figures(pieces, wanted, names, look) | {"pieces": len(wanted)},
        },
        "same_look": {
            "rule": RULE,
            "others_per_style": float(np.mean([len(same.get(name, ())) for name in names])),
            "styles": same,
        },
        "confused": confused,
    }


def figures(
    logits: NDArray[np.float64], wanted: NDArray[np.int64], names: tuple[str, ...], look: SameLook
) -> dict[str, float]:
    """Share of n rows (n, styles) whose first is right, is right or of the same look, and whose first five have it."""
    order = (-logits).argsort(axis=1)
    rank = (order == wanted[:, None]).argmax(axis=1)
    alike_too = [look.same(names[a], names[b]) for a, b in zip(wanted, order[:, 0], strict=True)]
    return {
        "top1": float((rank == 0).mean()),
        "top1_same_look": float(np.mean(alike_too)),
        "top5": float((rank < 5).mean()),
    }


def averaged(
    logits: NDArray[np.float64], targets: NDArray[np.int64], pieces: tuple[str, ...]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Logits of sights (n, styles) averaged over those of one piece, and the pieces' styles."""
    _, first, number = np.unique(np.array(pieces), return_index=True, return_inverse=True)
    total = np.zeros((len(first), logits.shape[1]))
    np.add.at(total, number.reshape(-1), logits)
    return total / np.bincount(number.reshape(-1))[:, None], targets[first]
