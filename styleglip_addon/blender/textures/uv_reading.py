"""UV maps of Blender's meshes, and which corners their triangles have, as arrays."""

from __future__ import annotations

import bpy
import numpy as np
from numpy.typing import NDArray

from ...engine.baking import UvMap


def triangle_uv(mesh: bpy.types.Mesh, name: str) -> UvMap:
    """A UV map at the corners of the triangles, in the order of `mesh_export`."""
    return UvMap(read_uv(mesh, name)[triangle_loops(mesh)].astype(np.float64))


def read_uv(mesh: bpy.types.Mesh, name: str) -> NDArray[np.float32]:
    """(L, 2) coordinates of a UV map at each face corner."""
    flat = np.empty(len(mesh.loops) * 2, dtype=np.float32)
    mesh.uv_layers[name].uv.foreach_get("vector", flat)
    return flat.reshape(-1, 2)


def triangle_loops(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    """(F, 3) face corners of the triangles, in the order of `mesh_export`."""
    mesh.calc_loop_triangles()
    flat = np.empty(len(mesh.loop_triangles) * 3, dtype=np.int32)
    mesh.loop_triangles.foreach_get("loops", flat)
    return flat.reshape(-1, 3)


def triangle_normals(mesh: bpy.types.Mesh) -> NDArray[np.float32]:
    """(F, 3, 3) shading normals at the corners of the triangles: flat, smooth or custom, as the mesh has them."""
    flat = np.empty(len(mesh.loops) * 3, dtype=np.float32)
    mesh.corner_normals.foreach_get("vector", flat)
    return flat.reshape(-1, 3)[triangle_loops(mesh)]


def vertex_of_loop(mesh: bpy.types.Mesh) -> NDArray[np.int32]:
    """(L,) vertex of each face corner."""
    corners = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    return corners
