"""Coincident vertices, as along seams, move together, whatever side of a material or a mask each of them is on."""

from __future__ import annotations

import torch
from torch import Tensor


def mean_at_places(values: Tensor, groups: Tensor) -> Tensor:
    """Every vertex's value becomes the mean over the vertices at its place.

    Args:
        values: (n,) one value per vertex.
        groups: (n,) place of each vertex, see `surface.weld`; numbers may be left out.

    Returns:
        (n,); bit for bit equal within a group, and unchanged for a vertex that is alone at its place.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    total = values.new_zeros(count).index_add(0, groups, values)
    vertices = values.new_zeros(count).index_add(0, groups, torch.ones_like(values))
    return total[groups] / vertices[groups]
