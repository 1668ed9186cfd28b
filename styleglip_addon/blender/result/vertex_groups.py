"""Soft part weights as vertex groups, which an artist can see and repaint."""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray
from ..names import is_part_data_name
from ..reading.validation import ObjectError


def read_group(obj: bpy.types.Object, name: str) -> FloatArray:
    """Weights (V,) float32 in 0..1 of a vertex group; 0 for vertices that are not in it.

    Raises:
        ObjectError: the object has no such group.
    """
    group = obj.vertex_groups.get(name)
    if group is None:
        raise ObjectError(f'"{obj.name}" has no vertex group "{name}". Choose another group for the mask.')
    weights = np.zeros(len(obj.data.vertices), dtype=np.float32)
    index = group.index
    for vertex in obj.data.vertices:
        for element in vertex.groups:
            if element.group == index:
                weights[vertex.index] = element.weight
    return weights


def read_groups(obj: bpy.types.Object, names: Sequence[str]) -> dict[str, FloatArray]:
    """Weights (V,) by name of some vertex groups that the object has, in one pass over its vertices."""
    weights = {name: np.zeros(len(obj.data.vertices), dtype=np.float32) for name in names}
    by_index = {obj.vertex_groups[name].index: own for name, own in weights.items()}
    for vertex in obj.data.vertices:
        for element in vertex.groups:
            own = by_index.get(element.group)
            if own is not None:
                own[vertex.index] = element.weight
    return weights


def write_group(obj: bpy.types.Object, name: str, weights: FloatArray) -> None:
    """Sets a vertex group to weights (V,); creates it where absent. Vertices of weight 0 are not members."""
    group = obj.vertex_groups.get(name)
    if group is None:
        active = obj.vertex_groups.active_index
        group = obj.vertex_groups.new(name=name)
        if active >= 0:
            obj.vertex_groups.active_index = active
    else:
        group.remove(range(len(obj.data.vertices)))
    members = np.flatnonzero(weights > 0.0)
    # One call for all vertices of the same weight: most are exactly 1.
    values, which = np.unique(weights[members], return_inverse=True)
    order = np.argsort(which, kind="stable")
    bounds = np.searchsorted(which[order], np.arange(len(values) + 1))
    for value, start, end in zip(values.tolist(), bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        group.add(members[order[start:end]].tolist(), value, "REPLACE")


def remove_groups(obj: bpy.types.Object, keep: frozenset[str] = frozenset()) -> None:
    """Removes the vertex groups of a result, except those named in `keep`."""
    active = obj.vertex_groups.active
    active_name = active.name if active is not None else ""
    for group in [g for g in obj.vertex_groups if is_part_data_name(g.name) and g.name not in keep]:
        obj.vertex_groups.remove(group)
    index = obj.vertex_groups.find(active_name)
    if index >= 0:
        obj.vertex_groups.active_index = index
