"""Objects far from the origin, brought near while their places are computed with: Blender has single precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import bpy
import numpy as np
from mathutils import Vector

from ...engine.vocabulary.distance import far_middle
from .motion import motion_of


@contextmanager
def near_origin(objects: Sequence[bpy.types.Object]) -> Iterator[None]:
    """Moves objects, with what they are parented to, near the origin, and what there is of them afterwards back again.

    Nothing is moved that is near, and nothing where an animation or constraint decides the place.
    """
    bpy.context.view_layer.update()
    corners = np.array([obj.matrix_world @ Vector(corner) for obj in objects for corner in obj.bound_box])
    middle = far_middle(corners.min(axis=0), corners.max(axis=0))
    if middle is None or any(motion_of(obj) for obj in objects):
        yield
        return
    offset = Vector(middle)
    roots = {_root(obj) for obj in objects}
    for root in roots:
        root.location -= offset
    bpy.context.view_layer.update()
    others = set(bpy.data.objects) - roots
    yield
    for obj in bpy.data.objects:
        if obj.parent is None and obj not in others:
            obj.location += offset
    bpy.context.view_layer.update()


def _root(obj: bpy.types.Object) -> bpy.types.Object:
    while obj.parent is not None:
        obj = obj.parent
    return obj
