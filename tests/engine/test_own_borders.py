"""Pieces cut where the object's own materials and joined objects meet."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.labelling import FaceGraph, build_face_graph
from styleglip_addon.engine.localization.own_borders import (
    LEAST_SHARE,
    MOST_BITS,
    MOST_KINDS,
    cut_at_borders,
    drawn_lots,
)
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.surface import weld
from styleglip_addon.engine.surface.regions import propose_regions
from styleglip_addon.engine.surface.topology import face_normals
from styleglip_addon.engine.vocabulary.named_regions import NamedRegion, NameKind

_SIDE = 24


def _sheet() -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """A flat square of `_SIDE` by `_SIDE` unit squares, two triangles each."""
    x, y = np.meshgrid(np.arange(_SIDE + 1.0), np.arange(_SIDE + 1.0), indexing="ij")
    vertices = np.stack((x.ravel(), y.ravel(), np.zeros(x.size)), axis=1)
    first = (np.arange(_SIDE)[:, None] * (_SIDE + 1) + np.arange(_SIDE)).ravel()
    second = first + _SIDE + 1
    faces = np.concatenate((np.stack((first, second, second + 1), 1), np.stack((first, second + 1, first + 1), 1)))
    return vertices, faces.astype(np.int64)


def _cut(lots: NDArray[np.int64], kind: NameKind = NameKind.MATERIAL) -> tuple[NDArray[np.int64], FaceGraph]:
    """What becomes of the sheet when each face has one of several materials, or 0 for none."""
    vertices, faces = _sheet()
    graph = build_face_graph(vertices, faces, weld(vertices))
    regions = tuple(
        NamedRegion(f"Thing.{lot:03d}", kind, np.flatnonzero(lots == lot)) for lot in np.unique(lots[lots > 0])
    )
    surface = SimpleNamespace(vertices=vertices, faces=faces, parents=None, regions=regions)
    return cut_at_borders(cast(PicturedSurface, surface), graph), graph


def _places() -> NDArray[np.float64]:
    vertices, faces = _sheet()
    result: NDArray[np.float64] = np.floor(vertices[faces].mean(axis=1))
    return result


def _windows() -> NDArray[np.int64]:
    """Two windows of 4 by 6 in a wall."""
    x, y, _ = _places().T
    return np.where((y >= 8) & (y < 14) & (((x >= 3) & (x < 7)) | ((x >= 15) & (x < 19))), 2, 1)


@pytest.mark.parametrize("kind", [NameKind.MATERIAL, NameKind.OBJECT])
def test_windows_of_a_material_of_their_own_are_units_each_and_the_wall_is_another(kind: NameKind) -> None:
    lots = _windows()
    units, _ = _cut(lots, kind)
    assert len(np.unique(units)) == 3
    x = _places()[:, 0]
    for inside in (lots == 1, (lots == 2) & (x < 10), (lots == 2) & (x > 10)):
        assert len(np.unique(units[inside])) == 1
        assert (units == units[inside][0]).sum() == inside.sum()


def test_groups_and_bones_and_one_material_for_all_cut_nothing() -> None:
    for lots, kind in ((_windows(), NameKind.BONE), (np.ones(2 * _SIDE**2, dtype=np.int64), NameKind.MATERIAL)):
        assert (_cut(lots, kind)[0] == 0).all()


def test_a_pattern_is_told_by_material_and_a_motley_of_many_is_left_whole() -> None:
    x, y, _ = _places().astype(np.int64).T
    chequered = 1 + (x // 2 + y // 2) % 2
    assert (_SIDE // 2) ** 2 > MOST_BITS
    units, _ = _cut(chequered)
    assert {tuple(np.unique(units[chequered == lot])) for lot in (1, 2)} == {(0,), (1,)}
    motley = 1 + (x // 2 + 5 * (y // 2)) % (MOST_KINDS + 2)
    assert (_cut(motley)[0] == 0).all()


def test_a_speck_of_another_material_stays_with_its_piece() -> None:
    lots = _windows()
    speck = int(np.flatnonzero(lots == 1)[0])
    graph = _cut(lots)[1]
    assert graph.areas[speck] / graph.areas.sum() > LEAST_SHARE
    lots[speck] = 3
    assert len(np.unique(_cut(lots)[0])) == 4
    vertices, faces = _sheet()
    vertices[faces[speck, 1]] = vertices[faces[speck, 0]] + 1e-3 * (
        vertices[faces[speck, 1]] - vertices[faces[speck, 0]]
    )
    graph = build_face_graph(vertices, faces, weld(vertices))
    surface: Any = SimpleNamespace(
        parents=None,
        regions=(NamedRegion("Dirt", NameKind.MATERIAL, np.array([speck])),),
        vertices=vertices,
        faces=faces,
    )
    assert (cut_at_borders(surface, graph) == 0).all()


def test_bordered_units_are_the_first_regions_and_what_else_is_found_lies_within_them() -> None:
    vertices, faces = _sheet()
    lots = _windows()
    units, graph = _cut(lots)
    regions = propose_regions(
        graph.centers, face_normals(vertices, faces), graph.areas, graph.pieces, graph.adjacency, units
    )
    assert (regions.levels[0] == 0).all()
    first = regions.levels[1]
    assert sorted(np.unique(first).tolist()) == [1, 2, 3]
    assert (regions.depth[np.unique(first)] == 1).all()
    assert (regions.border[np.unique(first)] == 0.0).all()
    assert (regions.parents()[1:4] == 0).all()
    for level in regions.levels[2:]:
        assert all(len(np.unique(first[level == unit])) == 1 for unit in np.unique(level))


def test_what_was_made_as_one_is_of_one_object_and_material_or_of_one_material() -> None:
    front, is_wood = np.arange(8) < 4, np.arange(8) % 4 < 2
    regions = (
        NamedRegion("Cube.001", NameKind.OBJECT, np.flatnonzero(front)),
        NamedRegion("Cube.002", NameKind.OBJECT, np.flatnonzero(~front)),
        NamedRegion("Material.001", NameKind.MATERIAL, np.flatnonzero(is_wood)),
        NamedRegion("Bone", NameKind.BONE, np.arange(3)),
    )

    def lots(some: tuple[NamedRegion, ...]) -> list[list[int]]:
        surface: Any = SimpleNamespace(regions=some, parents=None)
        return [np.unique(one, return_inverse=True)[1].tolist() for one in drawn_lots(surface, 8)]

    fine, coarse = lots(regions)
    assert len(set(fine)) == 4
    assert len(set(coarse)) == 2
    assert all(len({coarse[face] for face in range(8) if fine[face] == lot}) == 1 for lot in set(fine))
    assert [len(set(one)) for one in lots(regions[:2])] == [2]  # one material is no lot
    assert lots(regions[3:]) == lots(()) == []
