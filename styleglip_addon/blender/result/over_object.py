"""Draws a mesh over an object in the 3D views, in its place, without touching the object.

The graphics card draws it a hair in front of the object. There is nothing to put back when it ends, is undone or
saved: the file never holds any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from ...engine.vocabulary import FloatArray

_NEARER = 0.02
"""How far it is drawn in front of the object, in radii of the object: more than a style usually moves."""
_LIGHT = np.array([0.4, -0.5, 0.77], dtype=np.float32)
_AMBIENT = 0.25


@dataclass(frozen=True, eq=False)
class ShownMesh:
    """What is drawn.

    Args:
        positions: (V, 3) float32, object space.
        colors: (V, 4) float32, shaded, sRGB as the graphics card's plain shader wants them.
        triangles: (F, 3) int32.
    """

    positions: FloatArray
    colors: FloatArray
    triangles: NDArray[np.int32]


class OverObject:
    """Draws while it lives in a window; without one it does nothing.

    Args:
        find: the object to draw over; None: nothing is drawn. Asked at every redraw.
        mesh_of: what to draw over it now; None: nothing. A mesh that stays is to be the same one.
    """

    def __init__(
        self,
        find: Callable[[], bpy.types.Object | None],
        mesh_of: Callable[[bpy.types.Object], ShownMesh | None],
    ) -> None:
        self._find, self._mesh_of = find, mesh_of
        self._mesh: ShownMesh | None = None
        self._batch: Any = None
        self._handle: Any = None
        if not bpy.app.background:
            self._handle = bpy.types.SpaceView3D.draw_handler_add(self._draw, (), "WINDOW", "POST_VIEW")

    def end(self) -> None:
        """The views show the object itself again."""
        if self._handle is not None:
            bpy.types.SpaceView3D.draw_handler_remove(self._handle, "WINDOW")
        self._handle = self._mesh = self._batch = None

    def _draw(self) -> None:
        obj, space = self._find(), bpy.context.space_data
        if obj is None or obj.mode != "OBJECT" or not obj.visible_get() or not obj.visible_in_viewport_get(space):
            return
        mesh = self._mesh_of(obj)
        if mesh is None:
            return
        import gpu
        from gpu_extras.batch import batch_for_shader  # type: ignore[import-not-found]

        shader = gpu.shader.from_builtin("SMOOTH_COLOR")
        if self._batch is None or self._mesh is not mesh:
            content = {"pos": mesh.positions, "color": mesh.colors}
            self._batch, self._mesh = batch_for_shader(shader, "TRIS", content, indices=mesh.triangles), mesh
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
