"""Shows a run's snapshots over its object in the 3D views, without touching the object.

The snapshot is drawn by the graphics card in place of the object, a hair in front of it. There is nothing to put back
when the run is cancelled, undone, saved or fails: the file never holds any of it. Modifiers are not shown; the artist's
own shape keys are, as they were when the run began.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray, Snapshot
from ..names import is_part_data_name
from ..reading.mesh_export import ExportedObject
from ..reading.validation import base_coordinates

MOST_TRIANGLES = 1_000_000
"""Larger meshes are not previewed."""
_REST = 10.0
"""After a snapshot took so many seconds to prepare, this many times as long passes before the next one is looked at."""
_NEARER = 0.02
"""How far the preview is drawn in front of the object, in radii of the object: more than a style usually moves."""
_LIGHT = np.array([0.4, -0.5, 0.77], dtype=np.float32)
_AMBIENT = 0.25


@dataclass(frozen=True, eq=False)
class PreviewMesh:
    """What is drawn.

    Args:
        positions: (V, 3) float32, object space.
        colors: (V, 4) float32, shaded, sRGB as the graphics card's plain shader wants them.
        triangles: (F, 3) int32.
    """

    positions: FloatArray
    colors: FloatArray
    triangles: NDArray[np.int32]


class Preview:
    """The preview of one run at a time.

    Args:
        is_on: asked before anything is prepared or drawn: whether the artist wants to see it.
    """

    def __init__(self, is_on: Callable[[], bool]) -> None:
        self._is_on = is_on
        self._exported: ExportedObject | None = None
        self._coordinates: FloatArray | None = None
        self._mesh: PreviewMesh | None = None
        self._batch: Any = None
        self._handle: Any = None
        self._not_before = 0.0

    @property
    def mesh(self) -> PreviewMesh | None:
        """What is shown now; None: the object itself."""
        return self._mesh

    def begin(self, exported: ExportedObject) -> None:
        """A run starts; without a window, and for a very large mesh, nothing will be shown."""
        self.end()
        obj = _find(exported)
        if obj is None or len(exported.mesh.faces) > MOST_TRIANGLES:
            return
        self._exported, self._coordinates = exported, _artists_coordinates(obj)
        if not bpy.app.background:
            self._handle = bpy.types.SpaceView3D.draw_handler_add(self._draw, (), "WINDOW", "POST_VIEW")

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
        self._mesh = PreviewMesh(positions, shaded(positions, triangles, snapshot.color), triangles)
        self._batch = None
        self._not_before = time.monotonic() + _REST * (time.monotonic() - started)
        return True

    def end(self) -> None:
        """The run is over: the views show the object itself again."""
        if self._handle is not None:
            bpy.types.SpaceView3D.draw_handler_remove(self._handle, "WINDOW")
        self._handle = self._exported = self._coordinates = self._mesh = self._batch = None
        self._not_before = 0.0

    def _draw(self) -> None:
        if self._mesh is None or self._exported is None or not self._is_on():
            return
        obj, space = _find(self._exported), bpy.context.space_data
        if obj is None or obj.mode != "OBJECT" or not obj.visible_get() or not obj.visible_in_viewport_get(space):
            return
        import gpu
        from gpu_extras.batch import batch_for_shader  # type: ignore[import-not-found]

        shader = gpu.shader.from_builtin("SMOOTH_COLOR")
        if self._batch is None:
            content = {"pos": self._mesh.positions, "color": self._mesh.colors}
            self._batch = batch_for_shader(shader, "TRIS", content, indices=self._mesh.triangles)
        nearer = _NEARER * max(obj.dimensions) / 2.0
        depth_test, depth_mask = gpu.state.depth_test_get(), gpu.state.depth_mask_get()
        gpu.state.depth_test_set("LESS_EQUAL")
        gpu.state.depth_mask_set(True)
        try:
            with gpu.matrix.push_pop(), gpu.matrix.push_pop_projection():
                projection = gpu.matrix.get_projection_matrix() @ Matrix.Translation((0.0, 0.0, nearer))
                gpu.matrix.load_projection_matrix(projection)
                gpu.matrix.multiply_matrix(obj.matrix_world)
                self._batch.draw(shader)
        finally:
            gpu.state.depth_test_set(depth_test)
            gpu.state.depth_mask_set(depth_mask)


def shaded(positions: FloatArray, triangles: NDArray[np.int32], color: FloatArray) -> FloatArray:
    """Colours under a fixed light, as sRGB.

    Args:
        positions: (V, 3).
        triangles: (F, 3).
        color: (V, 3) scene-linear RGB in 0..1.

    Returns:
        (V, 4) float32 in 0..1, alpha 1.
    """
    corners = positions[triangles]
    face_normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.stack(
        [
            np.bincount(triangles.ravel(), weights=np.repeat(face_normals[:, axis], 3), minlength=len(positions))
            for axis in range(3)
        ],
        axis=1,
    )
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-20)
    light = _AMBIENT + (1.0 - _AMBIENT) * (0.5 + 0.5 * normals @ _LIGHT)
    linear = np.clip(color * light[:, None], 0.0, 1.0)
    # IEC 61966-2-1; the engine's conversion would load PyTorch.
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1.0 / 2.4) - 0.055)
    return np.concatenate([encoded, np.ones((len(encoded), 1))], axis=1).astype(np.float32)


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
