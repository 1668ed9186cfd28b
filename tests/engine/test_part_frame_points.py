"""What frames of parts say of points besides where they are laid out: recesses, the scene, what is degenerate."""

from __future__ import annotations

import numpy as np
import pytest

from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.surface import weld, welded_vertex_normals
from styleglip_addon.engine.surface.part_frames import PartFrame, metres_per_unit, part_frames
from tests.engine.framed_shapes import (
    UP,
    VASE,
    Framed,
    box,
    lathe,
    tilt,
    together,
    turned,
)


def test_recess_tells_corners_from_edges() -> None:
    profile = [(-0.5, -0.1), (0.5, -0.1), (0.5, 0.1), (-0.3, 0.1), (-0.3, 1.1), (-0.5, 1.1)]
    vertices = np.array([(x, y, z) for y in (-0.5, 0.5) for x, z in profile])
    faces = [(i, i + 6, (i + 1) % 6) for i in range(6)] + [((i + 1) % 6, i + 6, (i + 1) % 6 + 6) for i in range(6)]
    for a, b, c in ((0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 5)):
        faces += [(a, b, c), (a + 6, c + 6, b + 6)]
    framed = Framed((vertices, np.array(faces)), dense=4000)
    recess = framed.frame.at_vertices().recess
    x, y, z = framed.vertices.T
    inside = np.abs(y) < 0.4
    corner = inside & (np.abs(x + 0.3) < 1e-4) & (np.abs(z - 0.1) < 1e-4)
    edge = inside & (np.abs(x - 0.5) < 1e-4) & (np.abs(z - 0.1) < 1e-4)
    flat = inside & (np.abs(z + 0.1) < 1e-4) & (np.abs(x) < 0.3)
    assert recess[corner].mean() > 0.4
    assert recess[edge].mean() < -0.4
    assert np.abs(recess[flat]).max() < 0.05


def test_a_thing_that_stands_on_another_makes_a_corner_with_it() -> None:
    framed = Framed(together(box((1.0, 1.0, 0.1)), box((0.3, 0.3, 0.5), (0.0, 0.0, 0.305))), dense=4000)
    recess, (x, y, z) = framed.frame.at_vertices().recess, framed.vertices.T
    on_top = np.abs(z - 0.05) < 1e-4
    beside = on_top & (np.abs(x - 0.17) < 0.03) & (np.abs(y) < 0.1)
    far = on_top & (np.abs(x - 0.33) < 0.05) & (np.abs(y) < 0.3)
    assert recess[beside].mean() > 0.2
    assert np.abs(recess[far]).max() < 0.05


def test_vertices_lie_where_the_triangles_around_them_lie() -> None:
    framed = Framed(VASE)
    at_vertices = framed.frame.at_vertices()
    corner = np.eye(3)[[0] * len(framed.faces)]
    at_corners = framed.frame.at(np.arange(len(framed.faces)), corner, 0.01)
    vertex = framed.faces[:, 0]
    assert at_corners.position == pytest.approx(at_vertices.position[vertex], abs=1e-4)
    same = np.abs(at_corners.uv - at_vertices.uv[vertex]).max(axis=1) < 1e-3
    assert same.mean() > 0.9


DEGENERATE = {
    "one triangle": (np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), np.array([[0, 1, 2]])),
    "no area": (np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [2.0, 0.0, 0.0]]), np.array([[0, 1, 2]])),
    "one point": (np.zeros((3, 3)), np.array([[0, 1, 2]])),
    "twice the same": (np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.array([[0, 1, 2], [0, 2, 1]])),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("weight", [0.0, 0.01, 1.0])
def test_degenerate_parts_have_a_frame_without_nan(name: str, weight: float) -> None:
    vertices, faces = DEGENERATE[name]
    groups = weld(vertices)
    normals = welded_vertex_normals(vertices, faces, groups)
    (frame,) = part_frames(vertices, faces, groups, normals, np.full((len(vertices), 1), weight), UP, 1.0)
    _all_finite(frame, len(faces))


def test_soup_of_triangles_has_one_frame() -> None:
    vertices, faces = lathe([(0.3, 0.0), (0.3, 1.0)], sectors=300)
    corners = vertices[faces]
    middle = corners.mean(axis=1, keepdims=True)
    soup = (middle + 0.98 * (corners - middle)).reshape(-1, 3)
    faces = np.arange(len(soup)).reshape(-1, 3)
    groups = weld(soup)
    normals = welded_vertex_normals(soup, faces, groups)
    (frame,) = part_frames(soup, faces, groups, normals, np.ones((len(soup), 1)), UP, 1.0)
    points = _all_finite(frame, len(faces))
    assert np.ptp(points.position, axis=0).max() < 1.2, "no triangle is cut from elsewhere"


def _all_finite(frame: PartFrame, faces: int) -> Points:
    places = np.full((faces, 3), 1.0 / 3.0)
    for points in (frame.at_vertices(), frame.at(np.arange(faces), places, 0.01)):
        for values in (points.position, points.normal, points.uv, points.around, points.level, points.recess):
            assert np.isfinite(values).all()
            assert values.dtype == np.float32
    return points


def test_units_are_metres_where_the_object_can_be_that_large() -> None:
    assert metres_per_unit(1.0) == 1.0
    assert metres_per_unit(12.0) == 1.0
    assert metres_per_unit(180.0) == pytest.approx(1.0 / 180.0)
    assert metres_per_unit(0.004) == pytest.approx(250.0)


@pytest.mark.parametrize("degrees", [0.0, 40.0, 90.0])
def test_places_in_the_scene_stand_upright_whichever_way_a_piece_lies(degrees: float) -> None:
    framed = Framed(turned(box((0.1, 0.2, 0.6)), tilt(degrees)))

    points = framed.frame.at_vertices()

    assert points.scene is not None
    assert points.scene_normal is not None
    height = points.scene[:, 2] - points.scene[:, 2].min()
    assert np.allclose(height, points.level, atol=1e-5)
    assert np.allclose(points.scene_normal[:, 2], points.upward, atol=1e-5)
    # Lengths are those of the piece's own frame.
    apart = np.linalg.norm(points.scene[1:] - points.scene[:-1], axis=1)
    assert np.allclose(apart, np.linalg.norm(points.position[1:] - points.position[:-1], axis=1), atol=1e-4)


def test_which_way_is_level_along_the_surface() -> None:
    """Around what stands, along what lies; every loose piece has its own top."""
    standing = lathe([(0.05, 0.0), (0.05, 0.4)])
    lying = turned(standing, np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]))
    framed = Framed(together(standing, (lying[0] + (0.5, 0.0, 0.2), lying[1])), dense=6000)

    points = framed.frame.at_vertices()

    assert points.fall is not None
    assert points.scene is not None
    beside = np.abs(points.upward) < 0.5
    first = framed.vertices[:, 0] < 0.1
    level_u, top, tall = points.fall.T
    assert (level_u[first & beside] == 1.0).all()
    round_lying = ~first & (points.around > 0.0)
    assert (level_u[round_lying] == 0.0).all()
    assert np.allclose(tall[first], 0.4, atol=0.01)
    assert np.allclose(tall[~first], 0.1, atol=0.01)
    assert np.allclose((top - points.scene[:, 2])[first].min(), 0.0, atol=1e-4)
