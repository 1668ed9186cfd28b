"""Procedural objects whose parts are known: the training data's geometry.

`FAMILIES` maps a family's name to its generator; `generate_object` draws one and fits it into the unit sphere.
"""

from __future__ import annotations

import numpy as np

from .assembly import LabelledObject, normalised
from .families import FAMILIES


def generate_object(rng: np.random.Generator, family: str | None = None) -> LabelledObject:
    """Draws one object.

    Args:
        rng: draws everything; the same state gives the same object.
        family: a key of `FAMILIES`; None draws one uniformly.

    Returns:
        The object with the centre of its bounding box at the origin and its farthest vertex at distance 1,
        up = +Z, front = -Y turned by at most 20 degrees.
    """
    name = family if family is not None else list(FAMILIES)[int(rng.integers(len(FAMILIES)))]
    return normalised(FAMILIES[name](rng), rng)


__all__ = ["FAMILIES", "LabelledObject", "generate_object"]
