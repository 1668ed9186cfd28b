"""Mesh preparation: the unit sphere, topology across artists' seams, refinement of coarse meshes."""

from __future__ import annotations

from .refinement import RefinedMesh, refine
from .topology import (
    FaceAdjacency,
    component_labels,
    face_adjacency,
    face_areas,
    face_normals,
    vertex_areas,
    weld,
    welded_edges,
    welded_vertex_normals,
)
from .unit_sphere import UnitSphere

__all__ = [
    "FaceAdjacency",
    "RefinedMesh",
    "UnitSphere",
    "component_labels",
    "face_adjacency",
    "face_areas",
    "face_normals",
    "refine",
    "vertex_areas",
    "weld",
    "welded_edges",
    "welded_vertex_normals",
]
