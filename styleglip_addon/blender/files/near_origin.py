"""Objects far from the origin, brought near while their places are computed with: Blender has single precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Vector

from ...engine.vocabulary.distance import far_middle
from .motion import motion_of

_MOST_ROUNDED = 5e-3
"""Of a piece's size."""
Y_UP = Matrix(((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)))
"""From glTF's axes to Blender's."""


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


def apart_notes(objects: Sequence[bpy.types.Object]) -> tuple[str, ...]:
    """A sentence where objects are so far from each other that single precision rounds the shape of one among them."""
    if len(objects) < 2:
        return ()
    boxes = np.array([[obj.matrix_world @ Vector(corner) for corner in obj.bound_box] for obj in objects])
    low, high = boxes.min(axis=1), boxes.max(axis=1)  # (O, 3)
    middle = (low.min(axis=0) + high.max(axis=0)) / 2.0
    sizes, distances = (high - low).max(axis=1), np.abs((low + high) / 2.0 - middle).max(axis=1)
    steps = np.spacing(distances.astype(np.float32)).astype(np.float64)
    worst = int(np.argmax(steps / np.maximum(sizes, 1e-30)))
    if not 0.0 < _MOST_ROUNDED * sizes[worst] < steps[worst]:
        return ()
    name, far = objects[worst].name, 2.0 * distances[worst]
    return (
        f"The pieces of this file lie up to {far:,.0f} m apart. Joined to one object they are too small to be seen "
        f'and are rounded to {steps[worst]:.2g} m: take one alone, for example with --object "{name}".',
    )


def put_back(before: Set[bpy.types.Object], path: Path, origin: tuple[float, float, float]) -> None:
    """Moves what was imported without its distance from the origin to where it is.

    Args:
        before: the objects that were there before.
        path: of the file.
        origin: what is missing, in the file's axes.
    """
    roots = [obj for obj in bpy.data.objects if obj not in before and obj.parent is None]
    is_turned = path.suffix.lower() in (".gltf", ".glb")  # the importer turns places, others turn the object
    for obj in roots:
        turn = Y_UP if is_turned else obj.matrix_world.to_3x3()
        obj.location += turn @ Vector(origin)


def _root(obj: bpy.types.Object) -> bpy.types.Object:
    while obj.parent is not None:
        obj = obj.parent
    return obj
