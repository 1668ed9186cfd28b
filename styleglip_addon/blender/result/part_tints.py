"""Shows where an object's parts are: its vertex groups in tints, drawn over it in the 3D views.

The object, its modifiers and its groups are shown as they are now, so a group that is painted over shows what was
painted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import bpy
import numpy as np

from ...engine.vocabulary import FloatArray
from ...engine.vocabulary.part_tints import UNTINTED, Tint
from .over_object import OverObject, ShownMesh, shaded
from .vertex_groups import read_groups

MOST_TRIANGLES = 1_000_000
"""Larger meshes are not tinted."""
_REST = 10.0
"""After the tints took so many seconds to prepare, this many times as long passes before they follow a change."""

Tints = Mapping[str, Tint]
"""sRGB by name of vertex group."""


class PartTints:
    """The tints over one object at a time.

    Args:
        find: the object; None: nothing is shown.
        tints_of: which of its groups are shown, and how; empty: nothing. Both are asked at every redraw.
    """

    def __init__(
        self, find: Callable[[], bpy.types.Object | None], tints_of: Callable[[bpy.types.Object], Tints]
    ) -> None:
        self._tints_of = tints_of
        self._shown: tuple[int, tuple[tuple[str, Tint], ...]] | None = None
        self._mesh: ShownMesh | None = None
        self._is_stale = False
        self._not_before = 0.0
        self._over = OverObject(find, self.mesh_of)
        # Blender knows a handler by its function object, and every `self._notice` is a new one: keep one.
        self._handler = self._notice
        for handlers in _events():
            handlers.append(self._handler)

    def end(self) -> None:
        """Shows nothing any more."""
        self._over.end()
        self._mesh = self._shown = None
        for handlers in _events():
            if self._handler in handlers:
                handlers.remove(self._handler)

    def mesh_of(self, obj: bpy.types.Object) -> ShownMesh | None:
        """What is drawn over an object now."""
        tints = self._tints_of(obj)
        if not tints:
            self._mesh = self._shown = None
            return None
        wanted = (obj.session_uid, tuple(tints.items()))
        started = time.monotonic()
        if wanted != self._shown or (self._is_stale and started >= self._not_before):
            self._mesh, self._shown, self._is_stale = _tinted_mesh(obj, tints), wanted, False
            self._not_before = time.monotonic() + _REST * (time.monotonic() - started)
        return self._mesh

    def _notice(self, *_: Any) -> None:
        """Something may have changed; looked at in the next redraw."""
        self._is_stale = True


def _events() -> tuple[list[Any], ...]:
    handlers = bpy.app.handlers
    return handlers.depsgraph_update_post, handlers.undo_post, handlers.redo_post, handlers.frame_change_post


def _tinted_mesh(obj: bpy.types.Object, tints: Tints) -> ShownMesh | None:
    """None where none of the groups is there, or the mesh is too large."""
    evaluated = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    mesh = evaluated.data
    groups = {name: tint for name, tint in tints.items() if name in obj.vertex_groups}
    mesh.calc_loop_triangles()
    if not groups or not 0 < len(mesh.loop_triangles) <= MOST_TRIANGLES:
        return None
    positions = np.empty(len(mesh.vertices) * 3, dtype=np.float32)
    mesh.vertices.foreach_get("co", positions)
    triangles = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("vertices", triangles)
    weights = read_groups(evaluated, tuple(groups))
    positions, triangles = positions.reshape(-1, 3), triangles.reshape(-1, 3)
    color = tinted(np.stack([weights[name] for name in groups], axis=1), tuple(groups.values()))
    return ShownMesh(positions, shaded(positions, triangles, color), triangles)


def tinted(weights: FloatArray, tints: tuple[Tint, ...]) -> FloatArray:
    """Colours of a surface whose parts have tints.

    Args:
        weights: (V, P) in 0..1; where they sum to more than 1 they share.
        tints: P.

    Returns:
        (V, 3) scene-linear RGB; grey where no part is.
    """
    shares = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
    encoded = UNTINTED + shares @ (np.array(tints, dtype=np.float32).reshape(-1, 3) - UNTINTED)
    # IEC 61966-2-1; the engine's conversion would load PyTorch.
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear, dtype=np.float32)
