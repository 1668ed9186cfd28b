"""The object as the optimisation sees it: a denser copy in the unit sphere, as tensors, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..rendering.color import srgb_to_linear
from ..vocabulary import FloatArray, Mesh, NamedRegion
from ..vocabulary.stopping import stop_here
from . import RefinedMesh, UnitSphere, refine, vertex_areas, weld, welded_edges, welded_vertex_normals
from .front import find_front

_NEUTRAL_GREY_SRGB = 0.75
_MOST_REFINEMENT = 64.0


@dataclass(frozen=True, eq=False)
class Surface:
    """A mesh prepared for the networks. W = dense vertices, the first V of them the input's own; K = dense faces.

    Args:
        sphere: normalises to the unit sphere and back.
        refined: the denser copy and how attributes are carried over to it.
        vertices: (W, 3) float32 unit-sphere coordinates.
        faces: (K, 3) int64.
        normals: (W, 3) unit, equal at coincident vertices.
        groups: (W,) place of each vertex; coincident ones share it.
        areas: (W,) surface area each vertex stands for, unit-sphere units.
        base_color: (W, 3) linear RGB of the unstylized mesh.
        up, front: unit vectors (3,).
        regions: what the object's own names stand for, in triangles of the input.
    """

    sphere: UnitSphere
    refined: RefinedMesh
    vertices: Tensor
    faces: Tensor
    normals: Tensor
    groups: Tensor
    areas: Tensor
    base_color: Tensor
    up: tuple[float, float, float]
    front: tuple[float, float, float]
    regions: tuple[NamedRegion, ...] = ()

    @cached_property
    def edges(self) -> Tensor:
        """(E, 2) vertices at the ends of each welded edge: seams are no borders.

        Of the vertices at one place the first stands for all; each edge is there once, and none is without length.
        """
        _, first = np.unique(self.refined.groups, return_index=True)
        return torch.from_numpy(first[welded_edges(self.refined.faces, self.refined.groups)]).to(self.faces)

    def interpolate(self, values: FloatArray) -> Tensor:
        """Carries per-vertex values (V, ...) of the input over to the dense copy (W, ...)."""
        return torch.from_numpy(self.refined.interpolate(values)).to(self.vertices)

    def displacement_in_object_space(self, displacement: Tensor) -> FloatArray:
        """Unit-sphere displacements (V, 3) in the input's metres."""
        vectors = self.sphere.invert_vectors(displacement.detach().cpu().double().numpy())
        return np.asarray(vectors, dtype=np.float32)


def base_colors(mesh: Mesh) -> FloatArray:
    """(V, 3) linear RGB of the mesh before stylizing; neutral grey where it has no colours."""
    if mesh.colors is not None:
        return np.clip(np.nan_to_num(mesh.colors), 0.0, 1.0).astype(np.float32)
    return neutral_grey(len(mesh.vertices)).numpy()


def neutral_grey(count: int) -> Tensor:
    """(count, 3) linear RGB of what has no colours."""
    return srgb_to_linear(torch.full((1, 3), _NEUTRAL_GREY_SRGB)).repeat(count, 1)


def _vector(values: NDArray[np.floating]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def dense_copy(mesh: Mesh, dense_vertices: int) -> tuple[UnitSphere, RefinedMesh]:
    """The mesh in the unit sphere, refined to about `dense_vertices` vertices, its own vertices first; no randomness.

    Raises:
        MeshError: the mesh has no extent.
    """
    sphere = UnitSphere.fit(mesh.vertices, mesh.faces)
    unit = sphere.apply(mesh.vertices).astype(np.float32)
    stop_here()
    return sphere, refine(unit, mesh.faces, weld(unit), dense_vertices, _MOST_REFINEMENT)


def prepare_surface(mesh: Mesh, dense_vertices: int, device: str) -> Surface:
    """Normalises the mesh, refines it to about `dense_vertices` vertices and finds its front.

    Raises:
        MeshError: the mesh has no extent.
    """
    sphere, refined = dense_copy(mesh, dense_vertices)
    normals = welded_vertex_normals(refined.vertices, refined.faces, refined.groups)
    stop_here()
    areas = vertex_areas(refined.vertices, refined.faces)
    up = _vector(np.asarray(mesh.up, dtype=np.float64) / np.linalg.norm(mesh.up))
    front = (
        mesh.front
        if mesh.front is not None
        else _vector(find_front(refined.vertices[: len(mesh.vertices)], mesh.faces, up))
    )
    color = np.clip(refined.interpolate(base_colors(mesh)), 0.0, 1.0)
    return Surface(
        sphere=sphere,
        refined=refined,
        vertices=torch.from_numpy(refined.vertices).to(device),
        faces=torch.from_numpy(refined.faces).to(device),
        normals=torch.from_numpy(normals.astype(np.float32)).to(device),
        groups=torch.from_numpy(refined.groups).to(device),
        areas=torch.from_numpy(areas.astype(np.float32)).to(device),
        base_color=torch.from_numpy(color.astype(np.float32)).to(device),
        up=up,
        front=front,
        regions=mesh.regions,
    )
