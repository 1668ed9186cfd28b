"""Shows a run's snapshots over its object in the 3D views, without touching the object.

The file never holds any of it, see `over_object.py`. The artist's own shape keys are
shown as they were when the run began, and what modifiers make of the shape.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray, Snapshot
from ..names import is_part_data_name
from ..reading.mesh_export import ExportedObject
from ..reading.validation import base_coordinates
from .over_object import OverObject, ShownMesh, shaded

MOST_TRIANGLES = 1_000_000
"""Larger meshes are not previewed."""
_REST = 10.0
"""After a snapshot took so many seconds to prepare, this many times as long passes before the next one is looked at."""


class Preview:
    """The preview of one run at a time.

    Args:
        is_on: asked before anything is prepared or drawn: whether the artist wants to see it.
    """

    def __init__(self, is_on: Callable[[], bool]) -> None:
        self._is_on = is_on
        self._exported: ExportedObject | None = None
        self._coordinates: FloatArray | None = None
        self._mesh: ShownMesh | None = None
        self._over: OverObject | None = None
        self._not_before = 0.0

    @property
    def mesh(self) -> ShownMesh | None:
        """What is shown now; None: the object itself."""
        return self._mesh

    def begin(self, exported: ExportedObject) -> None:
        """A run starts; without a window, and for a very large mesh, nothing will be shown."""
        self.end()
        obj = _find(exported)
        if obj is None or len(exported.mesh.faces) > MOST_TRIANGLES:
            return
        self._exported, self._coordinates = exported, _artists_coordinates(obj)
        if exported.seen is not None:
            keys = exported.seen.derived.spread(self._coordinates - base_coordinates(obj.data))
            self._coordinates = exported.seen.vertices + keys
        self._over = OverObject(lambda: _find(exported), lambda _: self._mesh if self._is_on() else None)

    def show(self, snapshot: Snapshot) -> bool:
        """Prepares a snapshot for drawing, unless the last one was a moment ago and slow to prepare.

        Returns:
            Whether it will be drawn, so that views should be drawn again.
        """
        if self._exported is None or self._coordinates is None or not self._is_on():
            return False
        started = time.monotonic()
        if started < self._not_before or len(snapshot.color) != len(self._coordinates):
            return False
        positions = self._coordinates + self._exported.to_object_space(snapshot.displacement)
        triangles = self._exported.mesh.faces.astype(np.int32)
        self._mesh = ShownMesh(positions, shaded(positions, triangles, snapshot.color), triangles)
        self._not_before = time.monotonic() + _REST * (time.monotonic() - started)
        return True

    def end(self) -> None:
        """The run is over: the views show the object itself again."""
        if self._over is not None:
            self._over.end()
        self._over = self._exported = self._coordinates = self._mesh = None
        self._not_before = 0.0


def _find(exported: ExportedObject) -> bpy.types.Object | None:
    uid = exported.handle.session_uid
    return next((obj for obj in bpy.data.objects if obj.session_uid == uid), None)


def _artists_coordinates(obj: bpy.types.Object) -> FloatArray:
    """(V, 3) object space: the Basis with the artist's shape keys, without those of a result."""
    coordinates = base_coordinates(obj.data)
    keys = obj.data.shape_keys
    for key in keys.key_blocks[1:] if keys is not None else ():
        if key.mute or key.value == 0.0 or is_part_data_name(key.name):
            continue
        offset = _key_coordinates(key) - _key_coordinates(key.relative_key)
        coordinates = coordinates + np.float32(key.value) * offset
    return coordinates


def _key_coordinates(key: bpy.types.ShapeKey) -> FloatArray:
    flat = np.empty(len(key.data) * 3, dtype=np.float32)
    key.data.foreach_get("co", flat)
    return flat.reshape(-1, 3)
