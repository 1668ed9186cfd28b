"""Manual masks over what was detected: painted weights stay as they are, the rest keeps what they leave free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..vocabulary import LocatedPart, Part
from ..vocabulary.mesh import FloatArray

_LEAST = 1e-3
"""Largest weight below which a part has no surface."""


def with_manual_masks(
    weights: NDArray[np.float64], masks: Sequence[NDArray[np.floating] | None]
) -> NDArray[np.float64]:
    """Painted weights as they are, detected ones in what they leave free.

    Args:
        weights: (W, P) as detected.
        masks: per part its mask (W,); None: it was detected.

    Returns:
        (W, P); rows sum to at most 1.
    """
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


def painted_part(part: Part, weights: FloatArray) -> LocatedPart:
    """A part with a mask, where it is after `with_manual_masks`."""
    found = has_surface(weights)
    reason = "" if found else f'The mask of part "{part.name}" is empty. Paint it, or remove it to search.'
    return LocatedPart(part, found, reason, 1.0 if found else 0.0, weights)


def has_surface(weights: FloatArray) -> bool:
    """Whether weights (W,) are more than traces."""
    return bool((weights > _LEAST).any())


def covered_sentence(name: str) -> str:
    """Why a part that was detected has no place after all."""
    return f'Painted masks cover all of part "{name}". Make them smaller, or leave the part out.'
