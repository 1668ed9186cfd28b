"""Frames of parts: axes, lengths and charts that do not break where the surface does not."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.materials.points import Points
from styleglip_addon.engine.surface import refine, weld, welded_vertex_normals
from styleglip_addon.engine.surface.part_frames import PartFrame, metres_per_unit, part_frames
from styleglip_addon.engine.surface.topology import face_normals

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Solid = tuple[Floats, Ints]

UP = (0.0, 0.0, 1.0)


def lathe(profile: list[tuple[float, float]], sectors: int = 32, closed: bool = False) -> Solid:
    """A profile of (radius, height) turned around z; its ends are closed by discs, or it is closed on itself."""
    angle = np.arange(sectors) * 2.0 * np.pi / sectors
    rings = [np.stack((r * np.cos(angle), r * np.sin(angle), np.full(sectors, z)), axis=1) for r, z in profile]
    vertices = np.concatenate((*rings, [(0.0, 0.0, profile[0][1]), (0.0, 0.0, profile[-1][1])]))
    count, faces = len(profile), []
    for i in range(count if closed else count - 1):
        for j in range(sectors):
            a, b = i * sectors + j, i * sectors + (j + 1) % sectors
            c, d = (i + 1) % count * sectors + j, (i + 1) % count * sectors + (j + 1) % sectors
            faces += [(a, b, d), (a, d, c)]
    if not closed:
        for j in range(sectors):
            low, high = count * sectors, (count - 1) * sectors
            faces += [(low, (j + 1) % sectors, j), (low + 1, high + j, high + (j + 1) % sectors)]
    return vertices, np.array(faces)


def box(size: tuple[float, float, float], at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> Solid:
    """A box around a place."""
    corner = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [triangle for a, b, c, d in quads for triangle in ((a, b, c), (a, c, d))]
    return corner * size + at, np.array(faces)


def together(*solids: Solid) -> Solid:
    """Several loose pieces as one mesh."""
    starts = np.cumsum([0, *(len(vertices) for vertices, _ in solids)])
    return (
        np.concatenate([vertices for vertices, _ in solids]),
        np.concatenate([faces + start for (_, faces), start in zip(solids, starts, strict=False)]),
    )


def turned(solid: Solid, rotation: Floats, scale: float = 1.0) -> Solid:
    return solid[0] @ rotation.T * scale, solid[1]


def tilt(degrees: float, seed: int = 3) -> Floats:
    """A rotation by an angle about a horizontal axis."""
    angle = np.random.default_rng(seed).uniform(0.0, 2.0 * np.pi)
    axis, radians = np.array([np.cos(angle), np.sin(angle), 0.0]), np.radians(degrees)
    cross = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    matrix: Floats = np.eye(3) + np.sin(radians) * cross + (1.0 - np.cos(radians)) * cross @ cross
    return matrix


class Framed:
    """A mesh made dense, and the frame of the one part that it is."""

    def __init__(self, solid: Solid, dense: int = 3000, metres: float = 1.0) -> None:
        vertices = solid[0].astype(np.float32)
        refined = refine(vertices, solid[1], weld(vertices), dense)
        self.vertices, self.faces = refined.vertices.astype(np.float64), refined.faces
        self.normals = face_normals(self.vertices, self.faces)
        smooth = welded_vertex_normals(self.vertices, self.faces, refined.groups)
        weights = np.ones((len(self.vertices), 1))
        (self.frame,) = part_frames(self.vertices, self.faces, refined.groups, smooth, weights, UP, metres)

    def at(self, count: int = 20_000) -> tuple[Points, Floats, Ints]:
        """Random points of the surface, their places in object space, and their triangles."""
        rng = np.random.default_rng(0)
        face = rng.integers(0, len(self.faces), count)
        places = rng.dirichlet((1.0, 1.0, 1.0), count)
        return (
            self.frame.at(face, places, 0.01),
            (self.vertices[self.faces[face]] * places[..., None]).sum(axis=1),
            face,
        )

    def pairs(self, across: NDArray[np.bool_]) -> tuple[Points, Points]:
        """Points on both sides of each edge between faces that are chosen, at the edge's middle."""
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        rows: list[tuple[int, int, int, int]] = []
        groups = weld(self.vertices)
        for face, corners in enumerate(groups[self.faces]):
            for i in range(3):
                a, b = int(corners[i]), int(corners[(i + 1) % 3])
                key = (min(a, b), max(a, b))
                if key in owner and across[face] and across[owner[key][0]]:
                    rows.append((*owner[key], face, i))
                owner[key] = (face, i)
        found = np.array(rows)
        sides = []
        for column in (0, 2):
            places = np.full((len(found), 3), 0.5)
            places[np.arange(len(found)), (found[:, column + 1] + 2) % 3] = 0.0
            sides.append(self.frame.at(found[:, column], places, 0.01))
        return sides[0], sides[1]


def jumps(first: Points, second: Points) -> Floats:
    """(n, 2) differences in u and v of points that lie together, u up to what goes around."""
    difference = (first.uv - second.uv).astype(np.float64)
    around = np.where(first.around > 0.0, first.around, 1.0)
    turns = np.where(first.around > 0.0, np.round(difference[:, 0] / around), 0.0)
    difference[:, 0] -= turns * around
    return np.abs(difference)


CYLINDER = lathe([(0.3, 0.0), (0.3, 1.0)])
CONE = lathe([(0.5, 0.0), (0.2, 0.6)])
VASE = lathe([(0.2, 0.0), (0.4, 0.3), (0.45, 0.5), (0.3, 0.8), (0.15, 0.9), (0.2, 1.1)])
SPHERE = lathe([(0.5 * np.sin(a), -0.5 * np.cos(a)) for a in np.linspace(0.05, np.pi - 0.05, 24)])
TORUS = lathe([(0.5 + 0.15 * np.cos(a), 0.15 * np.sin(a)) for a in np.arange(24) * np.pi / 12.0], closed=True)


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


def swept(line: Floats, radius: float, sectors: int = 12) -> Solid:
    """A tube around a line (m, 3) in the plane y = 0, open at both ends."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack((along[:, 2], np.zeros(len(line)), -along[:, 0]), axis=1)
    angle = np.arange(sectors) * 2.0 * np.pi / sectors
    rings = line[:, None] + radius * (
        np.cos(angle)[None, :, None] * across[:, None] + np.sin(angle)[None, :, None] * np.array([0.0, 1.0, 0.0])
    )
    faces = []
    for i in range(len(line) - 1):
        for j in range(sectors):
            a, b = i * sectors + j, i * sectors + (j + 1) % sectors
            faces += [(a, a + sectors, b + sectors), (a, b + sectors, b)]
    return rings.reshape(-1, 3), np.array(faces)


def test_a_flat_disc_has_its_grain_across_and_bends_around_its_rim() -> None:
    framed = Framed(lathe([(0.6, 0.0), (0.6, 0.04)], sectors=48))
    points, places, face = framed.at()
    assert abs(np.corrcoef(places[:, 2], points.position[:, 2])[0, 1]) < 0.1
    rim = np.abs(framed.normals[face][:, 2]) < 0.5
    assert points.around[rim] == pytest.approx(2.0 * np.pi * 0.6, rel=0.02)


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
