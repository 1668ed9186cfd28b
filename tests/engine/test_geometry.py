"""The unit sphere, welded topology and refinement, on meshes with the faults of artists' meshes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from styleglip_addon.engine.surface import (
    RefinedMesh,
    UnitSphere,
    component_labels,
    face_adjacency,
    face_areas,
    refine,
    vertex_areas,
    weld,
    welded_edges,
    welded_vertex_normals,
)
from styleglip_addon.engine.surface.prepared import prepare_surface
from styleglip_addon.engine.vocabulary import Mesh
from styleglip_addon.engine.vocabulary.errors import MeshError

Arrays = tuple[NDArray[np.float64], NDArray[np.int64]]


def _cube(split: bool = False) -> Arrays:
    """A cube of 12 triangles with outward normals; `split`: every side has vertices of its own, as along UV seams."""
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=np.float64)
    quads = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])
    if split:
        corners, quads = corners[quads].reshape(-1, 3), np.arange(24).reshape(6, 4)
    return corners, np.concatenate((quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]))


def _refined(
    vertices: NDArray[np.floating], faces: NDArray[np.int64], target: int, max_factor: float = math.inf
) -> RefinedMesh:
    return refine(vertices, faces, weld(vertices), target, max_factor)


def _is_closed(vertices: NDArray[np.floating], faces: NDArray[np.int64]) -> bool:
    """Every welded edge is run along once in each direction."""
    places = weld(vertices)[faces]
    directed = np.concatenate((places[:, [0, 1]], places[:, [1, 2]], places[:, [2, 0]]))
    forward = {tuple(edge) for edge in directed.tolist()}
    return len(forward) == len(directed) and all((b, a) in forward for a, b in forward)


@given(
    st.floats(-6.0, 6.0).map(lambda power: 10.0**power),
    st.tuples(*[st.floats(-1e6, 1e6)] * 3),
    st.integers(0, 1000),
)
def test_points_come_back_from_the_unit_sphere_within_float32(
    scale: float, offset: tuple[float, float, float], seed: int
) -> None:
    shape = np.random.default_rng(seed).normal(size=(20, 3))
    points = (shape * scale + offset).astype(np.float32)
    faces = np.arange(18).reshape(-1, 3)
    if np.ptp(points[:18].astype(np.float64), axis=0).max() == 0.0:
        return
    sphere = UnitSphere.fit(points, faces)
    unit = sphere.apply(points)
    assert np.linalg.norm(unit[:18], axis=1).max() == pytest.approx(1.0)
    assert np.array_equal(sphere.invert(unit).astype(np.float32), points)
    assert np.allclose(sphere.invert_vectors(unit), sphere.invert(unit) - np.asarray(sphere.center), atol=1e-9 * 1e6)


def test_vertices_without_faces_do_not_decide_the_sphere() -> None:
    vertices, faces = _cube()
    sphere = UnitSphere.fit(np.vstack((vertices, [[1e5, 0, 0]])), faces)
    assert sphere.center == (0.5, 0.5, 0.5)
    assert sphere.radius == pytest.approx(np.sqrt(0.75))


def test_a_mesh_in_one_point_has_no_sphere() -> None:
    with pytest.raises(MeshError, match="one point"):
        UnitSphere.fit(np.ones((3, 3)), np.array([[0, 1, 2]]))


def test_a_seam_does_not_part_the_surface() -> None:
    vertices, faces = _cube(split=True)
    groups = weld(vertices)
    assert groups.max() + 1 == 8
    assert len(welded_edges(faces, groups)) == 18
    assert component_labels(faces, groups).max() == 0
    assert len(face_adjacency(vertices, faces, groups).faces) == 18


def test_vertices_apart_by_rounding_are_welded_and_vertices_of_a_fine_mesh_are_not() -> None:
    vertices, _ = _cube(split=True)
    shaken = vertices + np.random.default_rng(0).uniform(-2e-7, 2e-7, vertices.shape)
    assert weld(shaken).max() + 1 == 8
    fine = _refined(*_cube(), 20_000)
    assert weld(fine.vertices).max() + 1 == len(fine.vertices)


def test_displacing_along_welded_normals_opens_no_crack() -> None:
    vertices, faces = _cube(split=True)
    normals = welded_vertex_normals(vertices, faces, weld(vertices))
    assert _is_closed(vertices + 0.1 * normals, faces)
    outward = (vertices - 0.5) / np.linalg.norm(vertices - 0.5, axis=1, keepdims=True)
    assert np.allclose(normals, outward)  # by angle: how the quads are cut does not matter


def test_normals_are_finite_units_on_degenerate_and_double_faces() -> None:
    sheet = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [5, 5, 5]], dtype=np.float64)
    double = np.array([[0, 1, 2], [0, 2, 3], [0, 2, 1], [0, 3, 2], [0, 0, 1], [1, 1, 1]])
    normals = welded_vertex_normals(sheet, double, weld(sheet))
    assert np.allclose(np.linalg.norm(normals, axis=1), 1.0)
    assert np.allclose(normals[:4], (0, 0, 1))
    folded = np.array([[0, 1, 2], [3, 4, 5]])
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 2, 0], [1, 0, 0]], dtype=np.float64)
    assert np.allclose(np.linalg.norm(welded_vertex_normals(points, folded, weld(points)), axis=1), 1.0)


def test_creases_are_measured_with_their_sign() -> None:
    ridge = np.array([[0, 0, 1], [0, 1, 1], [-1, 0, 0], [1, 0, 0]], dtype=np.float64)
    faces = np.array([[0, 1, 2], [1, 0, 3]])
    assert face_adjacency(ridge, faces, weld(ridge)).angle == pytest.approx([np.pi / 2])
    groove = ridge * (1, 1, -1)
    assert face_adjacency(groove, faces[:, ::-1], weld(groove)).angle == pytest.approx([np.pi / 2])
    assert face_adjacency(groove, faces, weld(groove)).angle == pytest.approx([-np.pi / 2])


def test_vertex_areas_add_up_to_the_surface() -> None:
    vertices, faces = _cube(split=True)
    assert vertex_areas(vertices, faces).sum() == pytest.approx(6.0)


@pytest.mark.parametrize("split", [False, True])
def test_refining_keeps_the_input_first_the_surface_closed_and_its_area(split: bool) -> None:
    vertices, faces = _cube(split)
    dense = _refined(vertices, faces, 500)
    assert np.array_equal(dense.vertices[: len(vertices)], vertices.astype(np.float32))
    assert 0.9 * 500 <= weld(dense.vertices).max() + 1 <= 500
    assert _is_closed(dense.vertices, dense.faces)
    parent_area = np.bincount(dense.face_parents, weights=face_areas(dense.vertices, dense.faces))
    assert np.allclose(parent_area, face_areas(vertices, faces), rtol=1e-5)


def test_refining_spreads_vertices_evenly_over_long_thin_triangles() -> None:
    vertices = np.array([[0, 0, 0], [100, 0, 0], [100, 1, 0], [0, 1, 0]], dtype=np.float64)
    dense = _refined(vertices, np.array([[0, 1, 2], [0, 2, 3]]), 400)
    edges = welded_edges(dense.faces, weld(dense.vertices))
    length = np.linalg.norm(dense.vertices[edges[:, 0]] - dense.vertices[edges[:, 1]], axis=1)
    # Splitting every face into four as often would leave edges of 6 and more, and as many vertices across as along.
    assert length.max() < 3.5


def test_refining_carries_linear_attributes_over_exactly() -> None:
    vertices, faces = _cube(split=True)
    dense = _refined(vertices, faces, 300)
    linear = vertices @ np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]) + 4.0
    expected = dense.vertices.astype(np.float64) @ np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]]) + 4.0
    assert np.allclose(dense.interpolate(linear), expected, atol=1e-5)


def test_a_dense_mesh_comes_back_as_it_is_and_growth_can_be_limited() -> None:
    vertices, faces = _cube()
    assert np.array_equal(_refined(vertices, faces, 8).faces, faces)
    assert len(_refined(vertices, faces, 10_000, max_factor=4).vertices) <= 32


def test_a_face_split_along_one_two_or_three_sides_keeps_its_winding() -> None:
    vertices = np.array([[0, 0, 0], [4, 0, 0], [1, 3, 0]], dtype=np.float64)
    for target in range(4, 40):
        dense = _refined(vertices, np.array([[0, 1, 2]]), target)
        a, b, c = (dense.vertices[dense.faces[:, k], :2].astype(np.float64) for k in range(3))
        turn = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
        assert (turn > 0).all()
        assert turn.sum() / 2 == pytest.approx(6.0)


def test_a_surfaces_edges_run_across_seams() -> None:
    plain, split = (Mesh(vertices.astype(np.float32), faces) for vertices, faces in (_cube(), _cube(split=True)))
    whole, seamed = (prepare_surface(mesh, 8, "cpu") for mesh in (plain, split))
    assert whole.edges.shape == (18, 2)
    lengths = [
        (surface.vertices[surface.edges[:, 0]] - surface.vertices[surface.edges[:, 1]]).norm(dim=1).sort().values
        for surface in (whole, seamed)
    ]
    assert np.allclose(*lengths), "the same edges, whichever vertices stand for their ends"
    assert len(seamed.edges.unique()) == 8
