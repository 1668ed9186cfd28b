"""Displacement opens no crack and pushes nothing through itself; what finds cracks and crossings finds known ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from styleglip_addon.engine import Mesh, Models, Part, StylizeResult, continue_run, load_models, restyle, stylize
from styleglip_addon.engine.baking.dense import dense_result
from styleglip_addon.engine.baking.from_state import styled_shape
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.surface import weld, welded_vertex_normals
from styleglip_addon.engine.surface.crossings import TrianglePairs
from styleglip_addon.engine.surface.holding_back import held_back
from styleglip_addon.engine.vocabulary import FloatArray, IntArray
from styleglip_addon.engine.vocabulary.channels import DISPLACEMENT
from tests.engine.small_runs import QUICK, halves, sphere
from tests.untrained_model import write_untrained_model
from tools.check_surfaces import split_at_seams
from tools.labelled_meshes import LabelledMesh
from tools.surface_integrity import compare, crossing_triangles, examine, open_edges

ROUGH = QUICK.with_(iterations=8, learning_rate=0.05, field=replace(QUICK.field, displacement_limit=0.2, sigma=4.0))
"""Displaces a unit sphere so far that it would cross itself."""


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    return load_models(write_untrained_model(tmp_path_factory.mktemp("model")))


def _soup(*triangles: tuple[tuple[float, float, float], ...]) -> tuple[FloatArray, IntArray]:
    vertices = np.array(triangles, dtype=np.float32).reshape(-1, 3)
    return vertices, np.arange(len(vertices), dtype=np.int64).reshape(-1, 3)


FLOOR = ((0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (0.0, 4.0, 0.0))


@pytest.mark.parametrize(
    ("other", "crosses"),
    [
        (((1.0, 1.0, -1.0), (1.0, 1.0, 1.0), (1.2, 1.1, 1.0)), True),
        (((1.0, 1.0, 0.1), (1.0, 1.0, 1.0), (1.2, 1.1, 1.0)), False),
        (((-1.0, 1.0, -1.0), (-1.0, 1.0, 1.0), (9.0, 1.0, 0.5)), True),
        (((3.0, 3.0, -1.0), (3.0, 3.0, 1.0), (5.0, 5.0, 1.0)), False),
        (((1.0, 1.0, 0.0), (1.0, 1.0, 1.0), (1.2, 1.1, 1.0)), False),
        (((1.0, 1.0, 0.0), (3.0, 1.0, 0.0), (1.0, 3.0, 0.0)), False),
        (((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (1.0, 1.0, -1.0)), True),
        (((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (1.0, 2.0, 0.5)), False),
        (((0.0, 0.0, 0.0), (4.0, 0.0, 0.0), (1.0, 1.0, 1.0)), False),
    ],
    ids=[
        "an edge goes through the inside",
        "above",
        "through the rim",
        "beside, through the plane",
        "a corner touches",
        "in one plane",
        "a common corner, and through",
        "a common corner, and away",
        "a common edge",
    ],
)
def test_two_triangles_cross_or_do_not(other: tuple[tuple[float, float, float], ...], crosses: bool) -> None:
    vertices, faces = _soup(FLOOR, other)
    assert crossing_triangles(vertices, faces).tolist() == [crosses, crosses]
    assert crossing_triangles(vertices, faces[::-1, ::-1]).tolist() == [crosses, crosses]


def _have_a_common_point(first: FloatArray, second: FloatArray) -> bool:
    """Whether two triangles share a point: are there weights of their corners that give the same place?"""
    equations = np.zeros((5, 6))
    equations[:3, :3], equations[:3, 3:] = first.T, -second.T
    equations[3, :3] = equations[4, 3:] = 1.0
    return linprog(np.zeros(6), A_eq=equations, b_eq=[0, 0, 0, 1, 1], bounds=[(0, None)] * 6).status == 0


def test_the_search_finds_what_a_linear_programme_finds_for_every_pair() -> None:
    random = np.random.default_rng(4)
    centers = random.uniform(-1.0, 1.0, (60, 1, 3))
    size = random.choice([0.1, 0.4, 1.5], (60, 1, 1))
    vertices = (centers + size * random.normal(0.0, 0.5, (60, 3, 3))).astype(np.float32).reshape(-1, 3)
    faces = np.arange(180).reshape(-1, 3)
    expected = np.zeros(60, dtype=bool)
    for a in range(60):
        for b in range(a):
            if _have_a_common_point(vertices[faces[a]].astype(float), vertices[faces[b]].astype(float)):
                expected[[a, b]] = True
    assert 10 < expected.sum() < 60
    assert np.array_equal(crossing_triangles(vertices, faces), expected)


def test_open_edges_are_counted_across_doubled_vertices() -> None:
    ball = sphere()
    rims = open_edges(ball.faces, weld(ball.vertices))
    assert rims == 48, "the sphere has a hole of 24 edges at each pole"
    apart = replace(
        ball, vertices=ball.vertices[ball.faces.reshape(-1)], faces=np.arange(ball.faces.size).reshape(-1, 3)
    )
    assert open_edges(apart.faces, weld(apart.vertices)) == rims
    assert open_edges(apart.faces, np.arange(ball.faces.size)) == ball.faces.size


def test_a_crack_is_measured_and_shows_as_open_edges() -> None:
    ball = sphere()
    corners = ball.vertices[ball.faces.reshape(-1)]
    faces = np.arange(len(corners)).reshape(-1, 3)
    torn = corners.copy()
    torn[100] += (0.0, 0.0, 0.25)
    found = compare(corners, torn, faces)
    assert found.crack == pytest.approx(0.25)
    assert found.open_edges > found.open_edges_before
    assert not found.holds
    assert compare(corners, corners, faces).holds


def _plates(gap: float) -> tuple[FloatArray, IntArray]:
    """Two grids of 8 x 8 squares face to face."""
    x, y = np.meshgrid(np.linspace(0.0, 1.0, 9), np.linspace(0.0, 1.0, 9), indexing="ij")
    lower = np.stack((x, y, np.zeros_like(x)), axis=-1).reshape(-1, 3)
    upper = lower + np.array((0.03, 0.02, gap))
    a = (np.arange(8)[:, None] * 9 + np.arange(8)).reshape(-1)
    up = np.concatenate((np.stack((a, a + 9, a + 10), 1), np.stack((a, a + 10, a + 1), 1)))
    faces = np.concatenate((up, up[:, ::-1] + 81)).astype(np.int64)
    return np.concatenate((lower, upper)).astype(np.float32), faces


def test_bumps_that_would_meet_across_a_gap_are_held_back_and_others_are_not() -> None:
    vertices, faces = _plates(0.1)
    moves = np.zeros_like(vertices)
    bump = [30, 60]
    moves[bump, 2] = (0.3, 0.05)
    factors = held_back(vertices, faces, weld(vertices), moves)
    assert crossing_triangles(vertices + moves, faces).any()
    assert not crossing_triangles(vertices + factors[:, None] * moves, faces).any()
    assert 0.0 < factors[30] < 0.4
    assert factors[60] == 1.0


def _rod(radius: float = 0.1, around: int = 12, along: int = 40) -> tuple[FloatArray, IntArray, FloatArray]:
    """An open tube of length 2 along z: vertices, faces, and unit normals outwards."""
    angle = np.arange(around) * 2 * np.pi / around
    out = np.stack((np.cos(angle), np.sin(angle), 0 * angle), axis=1)
    normals = np.tile(out, (along, 1))
    vertices = radius * normals + np.repeat(np.linspace(-1.0, 1.0, along), around)[:, None] * np.array((0.0, 0.0, 1.0))
    row, column = (a.reshape(-1) for a in np.meshgrid(np.arange(along - 1), np.arange(around), indexing="ij"))
    a, b = row * around + column, row * around + (column + 1) % around
    faces = np.concatenate((np.stack((a, b, a + around), 1), np.stack((b, b + around, a + around), 1)))
    return vertices.astype(np.float32), faces.astype(np.int64), normals.astype(np.float32)


def test_a_rod_that_would_turn_inside_out_shrinks_evenly_and_does_not_vanish() -> None:
    vertices, faces, normals = _rod(radius=0.1)
    depth = np.random.default_rng(3).uniform(0.07, 0.15, (len(vertices), 1)).astype(np.float32)
    assert crossing_triangles(vertices - depth * normals, faces).mean() > 0.5
    factors = held_back(vertices, faces, weld(vertices), -depth * normals)
    after = vertices - factors[:, None] * depth * normals
    assert not crossing_triangles(after, faces).any()
    assert factors.min() > 0.5
    assert factors.std() < 0.06


def test_what_is_left_of_a_displacement_changes_gently_along_the_surface() -> None:
    vertices, faces = _plates(0.1)
    vertices[:, :2] *= 4.0
    moves = np.zeros_like(vertices)
    moves[:81, 2] = 0.3
    moves[:81:9, 2] = 0.05
    factors = held_back(vertices, faces, weld(vertices), moves)
    assert not crossing_triangles(vertices + factors[:, None] * moves, faces).any()
    a, b = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).T
    length = np.linalg.norm(vertices[a] - vertices[b], axis=1)
    height = np.maximum(np.abs(moves[a, 2]), np.abs(moves[b, 2]))
    assert (np.abs(factors[a] - factors[b]) * height <= length / 3 + 1e-6).all()
    assert 0.0 < factors[:81].min() < 0.4


def test_the_free_share_of_a_move_ends_where_two_triangles_meet() -> None:
    vertices, faces = _soup(FLOOR, ((1.0, 1.0, 1.0), (1.0, 1.2, 2.0), (1.2, 1.1, 2.0)))
    moves = np.zeros_like(vertices)
    moves[3:, 2] = -4.0
    pairs = TrianglePairs(vertices, vertices + moves, faces, weld(vertices))
    assert pairs.cross(vertices + 0.4 * moves).tolist() == [True]
    assert pairs.free_share(vertices, 0.4 * moves, np.array([0])).tolist() == [pytest.approx(1 / 1.6, abs=1 / 32)]
    assert pairs.free_share(vertices + 0.4 * moves, 0 * moves, np.array([0])).tolist() == [0.0]


def test_what_stands_is_not_held_back_for_what_moves() -> None:
    vertices, faces = _plates(0.1)
    standing, moving = np.zeros_like(vertices), np.zeros_like(vertices)
    standing[30, 2], moving[81:, 2] = 0.06, -0.06
    factors = held_back(vertices, faces, weld(vertices), moving, standing)
    after = vertices + standing + factors[:, None] * moving
    assert not crossing_triangles(after, faces).any()
    assert after[30, 2] == np.float32(0.06)
    assert (factors[81:] < 1.0).any()


def test_pieces_stuck_into_each_other_by_the_artist_are_left_alone() -> None:
    vertices, faces = _plates(0.1)
    vertices[30, 2] = 0.2
    moves = np.zeros_like(vertices)
    moves[30, 2] = 0.05
    assert crossing_triangles(vertices, faces).any()
    assert (held_back(vertices, faces, weld(vertices), moves) == 1.0).all()


def test_a_rough_run_leaves_no_new_crossing_and_the_parts_make_up_the_whole(models: Models) -> None:
    ball = sphere()
    # A second skin close around the first: every bump would go through it.
    shell = sphere(radius=1.02)
    mesh = Mesh(
        np.concatenate((ball.vertices, shell.vertices)), np.concatenate((ball.faces, shell.faces + len(ball.vertices)))
    )
    result = stylize(mesh, halves(mesh), ROUGH, models=models)
    state = result.state
    assert state is not None
    assert state.held is not None
    assert (state.held < 1.0).any(), "something was in the way"
    raw = sum(part.displacement / np.maximum(state.held[:, [k]], 1e-6) for k, part in enumerate(result.parts))
    assert compare(mesh.vertices, (mesh.vertices + raw).astype(np.float32), mesh.faces).new_crossings > 0
    found = examine(mesh, result)
    assert found.new_crossings == 0
    assert found.holds, found.to_dict()
    assert np.abs(result.displacement).max() > 0.005
    # What is baked is what the mesh shows: at its own vertices the same displacement, between them the same share.
    shape = styled_shape(state, mesh)
    own = shape.dense_points.first(len(mesh.vertices))
    moved = shape.blend(own)[DISPLACEMENT][:, None] * shape.normals[: len(mesh.vertices)]
    assert np.abs(moved - result.displacement).max() < 1e-5


def _seamed(mesh: Mesh) -> tuple[Mesh, tuple[Part, ...]]:
    """The mesh with doubled vertices at every change of normal and between its halves, masks that end between them."""
    middle = mesh.vertices[mesh.faces].mean(axis=1)[:, 2]
    labelled = LabelledMesh("ball", mesh, "gold cap, wood body", ("cap", "body"), (middle < 0.1).astype(np.int64))
    return split_at_seams(labelled)


def _crack_free(mesh: Mesh, result: StylizeResult) -> None:
    found = examine(mesh, result)
    assert found.doubled > 50
    assert found.crack == 0.0
    assert found.open_edges == found.open_edges_before
    groups = weld(mesh.vertices, 0.0)
    first = np.unique(groups, return_index=True)[1]
    for part in result.parts:
        assert np.array_equal(part.displacement, part.displacement[first[groups]]), "each part alone opens no crack"


def test_masks_that_end_sharply_between_doubled_vertices_open_no_crack(models: Models) -> None:
    mesh, parts = _seamed(sphere())
    assert parts[0].mask is not None
    assert set(np.unique(parts[0].mask)) == {0.0, 1.0}
    result = stylize(mesh, parts, QUICK, models=models)
    assert np.abs(result.displacement).max() > 0.0
    _crack_free(mesh, result)


def test_parts_that_were_located_open_no_crack_at_seams(models: Models) -> None:
    mesh, parts = _seamed(sphere())
    result = stylize(mesh, [replace(part, mask=None) for part in parts], QUICK, models=models)
    assert any(part.located.found for part in result.parts)
    _crack_free(mesh, result)


def test_a_sharp_border_between_colors_stays_sharp(models: Models) -> None:
    mesh, parts = _seamed(sphere())
    assert parts[0].mask is not None
    result = stylize(mesh, parts, QUICK, models=models)
    assert np.array_equal(result.weights[:, 0], parts[0].mask)


def test_a_dense_copy_is_as_whole_as_its_mesh(models: Models) -> None:
    mesh, parts = _seamed(sphere())
    result = stylize(mesh, parts, ROUGH, models=models)
    assert result.state is not None
    dense = dense_result(styled_shape(result.state, mesh), 1500)
    moved = (dense.vertices + dense.displacement).astype(np.float32)
    found = compare(dense.vertices, moved, dense.faces)
    assert found.crack == 0.0
    assert found.open_edges == found.open_edges_before
    assert found.new_crossings == 0
    total = sum(part.displacement for part in dense.parts)
    assert np.allclose(total, dense.displacement, atol=1e-7)


def test_what_was_held_back_is_saved_and_other_parts_keep_it_when_one_is_restyled(
    models: Models, tmp_path: Path
) -> None:
    ball, shell = sphere(), sphere(radius=1.02)
    mesh = Mesh(
        np.concatenate((ball.vertices, shell.vertices)), np.concatenate((ball.faces, shell.faces + len(ball.vertices)))
    )
    first = stylize(mesh, halves(mesh), ROUGH, models=models)
    assert first.state is not None
    first.state.save(tmp_path / "run.safetensors")
    state = StyleState.load(tmp_path / "run.safetensors")
    assert state.held is not None
    assert first.state.held is not None
    assert np.array_equal(state.held, first.state.held)
    again = restyle(mesh, state, [Part("cap", "wood")], ROUGH, models=models)
    assert np.array_equal(again.parts[1].displacement, first.parts[1].displacement)
    assert not np.array_equal(again.parts[0].displacement, first.parts[0].displacement)
    assert again.state is not None
    sampled = continue_run(mesh, again.state, models=models)
    assert np.array_equal(sampled.displacement, again.displacement)


def test_normals_at_one_place_are_one_to_the_last_bit() -> None:
    mesh, _ = _seamed(sphere())
    normals = welded_vertex_normals(mesh.vertices, mesh.faces, weld(mesh.vertices)).astype(np.float32)
    groups = weld(mesh.vertices, 0.0)
    first = np.unique(groups, return_index=True)[1]
    assert np.array_equal(normals, normals[first[groups]])
