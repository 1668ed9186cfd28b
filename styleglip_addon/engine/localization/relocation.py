"""Joint mode's guard: parts that are located again may not wander off from where they were found first.

3DStyleGLIP grounds the part words in the styled picture itself, so the more a style shows, the further its place can
drift (a gold base looks like no base any more). Here the place of every part stays near its first one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..models.contract import Models
from ..vocabulary.mesh import FloatArray
from ..vocabulary.results import LocatedPart
from ..vocabulary.settings import StylizeSettings
from .on_surface import locate_in_pictures
from .pictured_surface import PicturedSurface

_HALVINGS = 24


def weighted_overlap(
    first: NDArray[np.floating], second: NDArray[np.floating], areas: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Intersection over union of soft masks by surface area: sum a min(u, v) / sum a max(u, v), per column.

    Args:
        first, second: (W, P) in 0..1.
        areas: (W,) surface each vertex stands for.

    Returns:
        (P,) in 0..1; 1 where both masks are empty.
    """
    common = areas.astype(np.float64) @ np.minimum(first, second)
    whole = areas.astype(np.float64) @ np.maximum(first, second)
    return np.where(whole > 0.0, common / np.where(whole > 0.0, whole, 1.0), 1.0)


def guarded_weights(
    first: FloatArray,
    again: FloatArray,
    found: Sequence[bool],
    areas: NDArray[np.floating],
    most_drift: float,
) -> tuple[FloatArray, list[int]]:
    """New part weights, each within `most_drift` of the first ones.

    A part that drifted further is mixed with its first place, as little as it takes; one that was not found again
    keeps its first place.

    Args:
        first: (W, P) weights as first located, rows sum to at most 1.
        again: (W, P) weights as located now.
        found: per part, whether it was found now.
        areas: (W,) surface each vertex stands for.
        most_drift: greatest 1 - `weighted_overlap` with the first place.

    Returns:
        (W, P) weights whose rows sum to at most 1, and the indices of the parts that were held back.
    """
    wanted = np.where(np.asarray(found), again, first).astype(np.float64)
    held_back = [index for index, is_found in enumerate(found) if not is_found and bool(first[:, index].any())]
    start = first.astype(np.float64)
    for index in range(first.shape[1]):
        column = slice(index, index + 1)
        share = _largest_share(start[:, column], wanted[:, column], areas, most_drift)
        if share < 1.0:
            held_back.append(index)
            wanted[:, index] = start[:, index] + share * (wanted[:, index] - start[:, index])
    # Columns that were mixed apart may claim a place twice; sharing it out may cost overlap, hence the second look.
    wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1.0)
    share = _largest_share(start, wanted, areas, most_drift)
    result = start + share * (wanted - start)
    return result.astype(np.float32), sorted(set(held_back))


def _largest_share(
    start: NDArray[np.float64], end: NDArray[np.float64], areas: NDArray[np.floating], most_drift: float
) -> float:
    """The largest share of the way from `start` to `end` on which no column drifts too far; overlap only falls."""

    def is_near(share: float) -> bool:
        return float(weighted_overlap(start, start + share * (end - start), areas).min()) >= 1.0 - most_drift

    if is_near(1.0):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if is_near(middle) else (low, middle)
    return low


def relocated_parts(
    located: Sequence[LocatedPart],
    first: FloatArray,
    surface: PicturedSurface,
    areas: NDArray[np.floating],
    models: Models,
    settings: StylizeSettings,
    on_view: Callable[[int], None],
) -> tuple[tuple[LocatedPart, ...], list[str]]:
    """Finds the parts in pictures of the stylized object and takes their new places as far as the guard allows.

    Args:
        located: all parts where they are now; painted ones and ones never found keep their first place.
        first: (W, P) weights as first located.
        surface: W vertices as displaced, and the pictures.
        areas: (W,) surface each vertex stands for before it is displaced.
        on_view: told after every view how many are done; raises to end the run.

    Returns:
        The parts with new weights, and warnings about those that were held back.
    """
    masks = [None if part.found and not part.is_manual else first[:, index] for index, part in enumerate(located)]
    parts = [part.part for part in located]
    again = locate_in_pictures(surface, parts, masks, models, settings, on_view)
    weights, held_back = guarded_weights(
        first,
        np.stack([part.weights for part in again], axis=1),
        [part.found for part in again],
        areas,
        settings.joint.most_drift,
    )
    columns = np.ascontiguousarray(weights.T)
    moved = tuple(replace(part, weights=columns[index]) for index, part in enumerate(located))
    return moved, [_held_back_sentence(parts[index].name, settings.joint.most_drift) for index in held_back]


def _held_back_sentence(name: str, most_drift: float) -> str:
    return (
        f'Part "{name}" looked as if it had moved by more than {most_drift:.0%} while the style grew, so it was held '
        "near the place where it was found first. Check its weights, or locate parts once only."
    )
