"""Which modifiers of an object make the shape that an artist sees, and which let it move, or lie behind its shape."""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

_POSING = frozenset({"ARMATURE", "HOOK"})
"""Modifiers that pose a shape: the style is that of the shape at rest, and moves with it."""
_MOVING = frozenset(
    {
        "BUILD", "CLOTH", "DYNAMIC_PAINT", "EXPLODE", "FLUID", "MESH_CACHE", "MESH_SEQUENCE_CACHE", "MESH_DEFORM",
        "OCEAN", "PARTICLE_INSTANCE", "SOFT_BODY", "SURFACE_DEFORM", "WAVE",
    }
)  # fmt: skip
"""Modifiers that change the shape from one frame to the next: the style is made for the shape before them."""
_SHAPELESS = frozenset(
    {
        "COLLISION", "DATA_TRANSFER", "NORMAL_EDIT", "PARTICLE_SYSTEM", "UV_PROJECT", "UV_WARP", "VERTEX_WEIGHT_EDIT",
        "VERTEX_WEIGHT_MIX", "VERTEX_WEIGHT_PROXIMITY", "WEIGHTED_NORMAL",
    }
)  # fmt: skip
_BENDING = frozenset(
    {
        "CAST", "CORRECTIVE_SMOOTH", "CURVE", "LAPLACIANDEFORM", "LATTICE", "SHRINKWRAP", "SIMPLE_DEFORM", "WARP",
    }
)  # fmt: skip
"""Modifiers that turn parts of a shape: which way is out differs from that on the mesh."""
_SUBDIVIDING = ("SUBSURF", "MULTIRES")
_MOST_FACES = 60_000
"""Faces up to which subdivision is followed; a style is optimised on about 10,000 vertices."""
_ON_PLANE = 1e-5
"""Distance from a mirror's plane, in sizes of the object, up to which a vertex lies on it."""


Pins = tuple[tuple[NDArray[np.intp], NDArray[np.float64]], ...]
"""For each plane, the vertices on it and its unit normal (3,), object space."""


def is_shaping(modifier: bpy.types.Modifier) -> bool:
    """Whether a modifier makes the shape that an artist sees, in any frame."""
    return modifier.show_viewport and modifier.type not in _POSING | _MOVING | _SHAPELESS


def is_bending(modifier: bpy.types.Modifier) -> bool:
    """Whether a modifier turns parts of the shape."""
    return modifier.type in _BENDING


def moving_modifiers(obj: bpy.types.Object) -> list[str]:
    """Names of the modifiers that change the shape from frame to frame."""
    return [modifier.name for modifier in obj.modifiers if modifier.show_viewport and modifier.type in _MOVING]


def moves_uv(obj: bpy.types.Object) -> bool:
    """Whether mirrored halves or pieces of arrays have places of their own in the UV map."""
    for modifier in obj.modifiers:
        if modifier.type == "MIRROR" and (modifier.use_mirror_u or modifier.use_mirror_v or modifier.use_mirror_udim):
            return True
        if modifier.type in ("MIRROR", "ARRAY") and (modifier.offset_u or modifier.offset_v):
            return True
    return False


def limit_subdivision(obj: bpy.types.Object) -> None:
    """Lowers the levels of an object's subdivision to what a style can follow."""
    faces = max(len(obj.data.loops), 1)
    for modifier in obj.modifiers:
        if modifier.type in _SUBDIVIDING:
            level = int(modifier.levels)
            while level > 1 and faces * 4 ** (level - 1) > _MOST_FACES:
                level -= 1
            modifier.levels = level
            faces *= 4 ** max(level - 1, 0)


def mirror_pins(obj: bpy.types.Object, vertices: NDArray[np.floating]) -> Pins:
    """The vertices on the planes of an object's mirrors, which may not leave them: a slit would open.

    Args:
        obj: the object.
        vertices: (V, 3) of its mesh, object space.
    """
    pins = []
    size = float(np.ptp(vertices, axis=0).max())
    for modifier in obj.modifiers:
        if modifier.type != "MIRROR":
            continue
        to_mirror = np.eye(4)
        if modifier.mirror_object is not None:
            to_mirror = np.array(modifier.mirror_object.matrix_world.inverted_safe() @ obj.matrix_world)
        for axis in np.flatnonzero(list(modifier.use_axis)):
            row = to_mirror[axis]
            length = max(float(np.linalg.norm(row[:3])), 1e-30)
            distance = np.abs(vertices @ row[:3] + row[3]) / length
            near = max(_ON_PLANE * size, min(float(modifier.merge_threshold), 0.01 * size) / 2.0)
            rows = np.flatnonzero(distance <= near)
            if len(rows):
                pins.append((rows, row[:3] / length))
    return tuple(pins)


def pinned(displacement: NDArray[np.floating], pins: Pins) -> NDArray[np.float32]:
    """Displacement (V, 3) in object space, without what leads off the planes, see `mirror_pins`."""
    moves = np.array(displacement, dtype=np.float64)
    planes: dict[int, list[NDArray[np.float64]]] = {}
    for rows, normal in pins:
        moves[rows] -= (moves[rows] @ normal)[:, None] * normal
        for row in rows.tolist():
            planes.setdefault(row, []).append(normal)
    for row, normals in planes.items():  # where planes meet that are not square to each other
        if len(normals) > 1:
            basis = np.linalg.svd(np.array(normals), full_matrices=False)[2]
            across = basis[: np.linalg.matrix_rank(np.array(normals), tol=1e-6)]
            moves[row] -= across.T @ (across @ moves[row])
    return moves.astype(np.float32)
