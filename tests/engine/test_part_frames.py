"""Frames of parts: axes, lengths and charts that do not break where the surface does not."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.framed_shapes import (
    CONE,
    CYLINDER,
    SPHERE,
    TORUS,
    VASE,
    Floats,
    Framed,
    Solid,
    box,
    jumps,
    lathe,
    swept,
    tilt,
    together,
    turned,
)


@pytest.mark.parametrize("degrees", [0.0, 35.0, 90.0])
@pytest.mark.parametrize("solid", [CYLINDER, CONE, VASE], ids=["cylinder", "cone", "vase"])
def test_what_was_turned_is_laid_out_around_its_axis(solid: Solid, degrees: float) -> None:
    rotation = tilt(degrees)
    framed = Framed(turned(solid, rotation))
    points, _, face = framed.at()
    side = np.abs(framed.normals @ rotation[:, 2]) < 0.7
    assert (points.around[side[face]] > 0.0).all()
    assert jumps(*framed.pairs(side)).max() < 0.01, "bricks do not break anywhere around"
    assert abs(_axis_z(framed) @ rotation[:, 2]) > 0.999


def _axis_z(framed: Framed) -> Floats:
    """(3,) the direction in object space that z of the one piece's frame is."""
    centered = framed.vertices - framed.vertices.mean(axis=0)
    z = framed.frame.at_vertices().position[:, 2].astype(np.float64)
    axis: Floats = np.linalg.lstsq(centered, z - z.mean(), rcond=None)[0]
    return axis


def test_lengths_around_and_along_are_metres() -> None:
    framed = Framed(turned(CYLINDER, np.eye(3), scale=100.0), metres=0.01)
    points, places, face = framed.at()
    side = np.abs(framed.normals[face][:, 2]) < 0.1
    assert points.around[side] == pytest.approx(2.0 * np.pi * 0.3, rel=0.02)
    assert np.ptp(points.uv[side, 1]) == pytest.approx(1.0, rel=0.01)
    assert points.level == pytest.approx(places[:, 2] / 100.0, abs=1e-4)
    assert framed.frame.size == pytest.approx(1.0, rel=0.01)


def test_courses_on_a_slanted_shade_keep_their_height() -> None:
    framed = Framed(CONE)
    points, places, face = framed.at()
    side = np.abs(framed.normals[face][:, 2]) < 0.7
    slant = np.hypot(0.3, 0.6) / 0.6
    slope = np.polyfit(places[side, 2], points.uv[side, 1], 1)[0]
    assert slope == pytest.approx(slant, rel=0.02)


def test_caps_of_what_was_turned_are_flat() -> None:
    framed = Framed(CYLINDER)
    points, places, face = framed.at()
    top = framed.normals[face][:, 2] > 0.9
    assert (points.around[top] == 0.0).all()
    distances = np.linalg.norm(np.diff(points.uv[top], axis=0), axis=1)
    assert distances == pytest.approx(np.linalg.norm(np.diff(places[top], axis=0), axis=1), abs=1e-4)


@pytest.mark.parametrize("solid", [SPHERE, TORUS], ids=["sphere", "torus"])
def test_round_things_have_lengths_that_are_about_right(solid: Solid) -> None:
    framed = Framed(solid)
    first, second = framed.pairs(np.ones(len(framed.faces), dtype=bool))
    broken = (jumps(first, second) > 0.02).any(axis=1)
    assert broken.mean() < 0.08
    low, high = np.quantile(_area_ratio(framed), (0.05, 0.95))
    assert low > 0.4
    assert high < 2.5


def _area_ratio(framed: Framed) -> Floats:
    """(K,) area of the triangles in u and v per area in space."""
    corners = [
        framed.frame.at(np.arange(len(framed.faces)), np.eye(3)[[i] * len(framed.faces)], 0.01) for i in range(3)
    ]
    edges = []
    for corner in corners[1:]:
        edge = (corner.uv - corners[0].uv).astype(np.float64)
        around = np.where(corner.around > 0.0, corner.around, 1e9)
        edge[:, 0] -= np.round(edge[:, 0] / around) * around
        edges.append(edge)
    flat = np.abs(edges[0][:, 0] * edges[1][:, 1] - edges[0][:, 1] * edges[1][:, 0])
    place = framed.vertices[framed.faces]
    ratio: Floats = flat / np.linalg.norm(np.cross(place[:, 1] - place[:, 0], place[:, 2] - place[:, 0]), axis=1)
    return ratio


@pytest.mark.parametrize("degrees", [0.0, 30.0, 90.0])
def test_a_beam_has_its_length_along_z_and_v_wherever_it_points(degrees: float) -> None:
    rotation = tilt(degrees)
    framed = Framed(turned(box((0.1, 0.14, 1.0)), rotation))
    points, places, face = framed.at()
    along = places @ rotation[:, 2]
    side = np.abs(framed.normals[face] @ rotation[:, 2]) < 0.5
    assert abs(np.corrcoef(along, points.position[:, 2])[0, 1]) > 0.9999
    assert abs(np.corrcoef(along[side], points.uv[side, 1])[0, 1]) > 0.9999
    walls = np.abs(framed.normals @ rotation[:, 2]) < 0.5
    assert jumps(*framed.pairs(walls)).max() < 1e-3, "a pattern goes on around the edges"
    assert points.around[side] == pytest.approx(0.48, rel=0.01)


def test_walls_have_level_courses_that_go_on_around_corners() -> None:
    framed = Framed(turned(box((9.0, 6.0, 3.0)), _about_z(0.4)))
    points, places, face = framed.at()
    wall = np.abs(framed.normals[face][:, 2]) < 0.5
    assert points.uv[wall, 1] - places[wall, 2] == pytest.approx(1.5, abs=1e-3)
    assert jumps(*framed.pairs(np.abs(framed.normals[:, 2]) < 0.5)).max() < 1e-3
    assert points.around[wall] == pytest.approx(30.0, rel=0.01)


def test_a_roofs_courses_are_level_whatever_way_the_ridge_runs() -> None:
    gable = np.array([(x, y, z) for y in (-4.0, 4.0) for x, z in ((-3.0, 0.0), (3.0, 0.0), (0.0, 2.0))])
    faces = np.array([(0, 1, 2), (3, 5, 4), (0, 3, 4), (0, 4, 1), (1, 4, 5), (1, 5, 2), (2, 5, 3), (2, 3, 0)])
    framed = Framed((gable, faces))
    points, places, face = framed.at()
    slope = (framed.normals[face][:, 2] > 0.5) & (places[:, 0] > 0.0)
    rise, across = np.polyfit(places[slope, 2], points.uv[slope, 1], 1)[0], places[slope, 1]
    assert rise == pytest.approx(np.hypot(3.0, 2.0) / 2.0, rel=0.01), "v is length along the slope"
    assert abs(np.corrcoef(across, points.uv[slope, 0])[0, 1]) > 0.9999


def test_a_cupboards_side_is_a_board_and_a_legs_end_is_end_grain() -> None:
    for size, along in (((1.6, 0.5, 0.9), False), ((0.8, 0.1, 0.1), True)):
        framed = Framed(box(size))
        points, _, face = framed.at()
        end = np.abs(framed.normals[face][:, 0]) > 0.9
        assert (np.abs(points.normal[end, 2]) > 0.5).all() == along


def _about_z(angle: float) -> Floats:
    return np.array([[np.cos(angle), -np.sin(angle), 0.0], [np.sin(angle), np.cos(angle), 0.0], [0.0, 0.0, 1.0]])


def test_every_loose_piece_has_its_own_axis_and_its_own_place_in_the_solid() -> None:
    upright = box((0.1, 0.1, 1.0), (-0.5, 0.0, 0.0))
    lying = box((1.0, 0.1, 0.1), (0.6, 0.0, 0.0))
    twin = box((0.1, 0.1, 1.0), (-0.5, 0.8, 0.0))
    framed = Framed(together(upright, lying, twin))
    points, places, _ = framed.at()
    lies = places[:, 0] > 0.0
    assert abs(np.corrcoef(places[lies, 0], points.position[lies, 2])[0, 1]) > 0.999
    first, second = (~lies & (places[:, 1] < 0.4)), (~lies & (places[:, 1] > 0.4))
    assert np.corrcoef(places[first, 2], points.position[first, 2])[0, 1] > 0.999
    moved = points.position[first].mean(axis=0) - points.position[second].mean(axis=0)
    assert np.abs(moved).max() > 0.3
    assert framed.frame.size == pytest.approx(1.0, rel=0.01)


def test_a_finer_copy_lies_in_the_same_solid_and_in_the_same_charts() -> None:
    legs = [box((0.1, 0.1, 1.0), (x, y, 0.0)) for x in (-0.5, 0.5) for y in (-0.3, 0.3)]
    solid = together(*legs, (CYLINDER[0] + (0.0, 2.0, 0.0), CYLINDER[1]))
    coarse, fine = (Framed(solid, dense).frame.at_vertices() for dense in (1500, 5000))
    count = len(solid[0])
    assert coarse.position[:count] == pytest.approx(fine.position[:count], abs=0.02)
    tops = np.arange(count) >= count - 2
    assert coarse.uv[:count][tops] == pytest.approx(fine.uv[:count][tops], abs=0.02)


def test_the_grain_of_a_bent_board_bends_with_it() -> None:
    angle = np.linspace(0.0, np.pi / 2.0, 16)
    outline = [(-0.5, 0.0), *zip(0.2 * np.sin(angle), 0.2 - 0.2 * np.cos(angle), strict=True), (0.2, 0.8)]
    middle = np.array(outline)
    along = np.gradient(middle, axis=0)
    across = np.stack((-along[:, 1], along[:, 0]), axis=1) / np.linalg.norm(along, axis=1, keepdims=True)
    layers = [middle + side * 0.01 * across for side in (-1.0, 1.0)]
    ring = np.concatenate((layers[0], layers[1][::-1]))
    count = len(ring)
    vertices = np.array([(x, y, z) for y in (-0.2, 0.2) for x, z in ring])
    faces = [(i, (i + 1) % count, i + count) for i in range(count)]
    faces += [((i + 1) % count, (i + 1) % count + count, i + count) for i in range(count)]
    framed = Framed((vertices, np.array(faces)))
    points, places, face = framed.at()
    normal = framed.normals[face]
    seat, back = (places[:, 0] < -0.02) & (normal[:, 2] > 0.9), (places[:, 2] > 0.25) & (normal[:, 0] < -0.9)
    assert abs(np.corrcoef(places[seat, 0], points.position[seat, 2])[0, 1]) > 0.99
    assert abs(np.corrcoef(places[back, 2], points.position[back, 2])[0, 1]) > 0.99


def test_a_bent_tube_is_laid_out_along_its_line() -> None:
    line = [(-0.2, 0.0, z) for z in np.linspace(0.0, 0.5, 12)]
    line += [(-0.2 * np.cos(a), 0.0, 0.5 + 0.2 * np.sin(a)) for a in np.linspace(0.0, np.pi, 24)[1:-1]]
    line += [(0.2, 0.0, z) for z in np.linspace(0.5, 0.0, 12)]
    framed = Framed(swept(np.array(line), 0.03))
    points, places, _ = framed.at()
    whole = 1.0 + 0.2 * np.pi
    assert np.ptp(points.uv[:, 1]) == pytest.approx(whole, rel=0.03)
    assert np.ptp(points.position[:, 2]) == pytest.approx(whole, rel=0.03)
    assert np.quantile(points.around, 0.1) == pytest.approx(2.0 * np.pi * 0.03, rel=0.05)
    assert jumps(*framed.pairs(np.ones(len(framed.faces), dtype=bool))).max() < 0.01
    left = (places[:, 0] < 0.0) & (places[:, 2] < 0.45)
    assert abs(np.corrcoef(places[left, 2], points.uv[left, 1])[0, 1]) > 0.999


def test_a_flat_disc_has_its_grain_across_and_bends_around_its_rim() -> None:
    framed = Framed(lathe([(0.6, 0.0), (0.6, 0.04)], sectors=48))
    points, places, face = framed.at()
    assert abs(np.corrcoef(places[:, 2], points.position[:, 2])[0, 1]) < 0.1
    rim = np.abs(framed.normals[face][:, 2]) < 0.5
    assert points.around[rim] == pytest.approx(2.0 * np.pi * 0.6, rel=0.02)
