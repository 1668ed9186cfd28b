"""Regions within one shell: what is found where nothing but grooves and necks tells things apart."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from styleglip_addon.engine.localization.labelling import build_face_graph
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.localization.region_words import fit_words_to_regions
from styleglip_addon.engine.surface import weld
from styleglip_addon.engine.surface.regions import Regions, hierarchy, propose_regions
from styleglip_addon.engine.surface.topology import face_normals
from tests.engine.box_meshes import boxes

Mesh = tuple[NDArray[np.float64], NDArray[np.int64]]


_GROOVE = 0.9528
"""Where the outlines of a ball and of the smaller balls beside it meet: x, ball radius 1 at 0, others 0.5 at 1.35."""


def _revolved(profile: NDArray[np.float64], sides: int) -> Mesh:
    """A shell of (n, 2) places along x and radii there."""
    angle = np.linspace(0.0, 2.0 * np.pi, sides, endpoint=False)
    x, radius = profile.T
    vertices = np.stack(
        [np.repeat(x, sides), np.outer(radius, np.cos(angle)).ravel(), np.outer(radius, np.sin(angle)).ravel()], axis=1
    )
    first = (np.arange(len(x) - 1)[:, None] * sides + np.arange(sides)).ravel()
    second = (np.arange(len(x) - 1)[:, None] * sides + (np.arange(sides) + 1) % sides).ravel()
    faces = np.concatenate(
        (np.stack((first, second, second + sides), 1), np.stack((first, second + sides, first + sides), 1))
    )
    return vertices, faces.astype(np.int64)


def _arc(center: float, radius: float, start: float, end: float, steps: int) -> NDArray[np.float64]:
    """(steps, 2) points of a circle around a place on the axis, between two places on it."""
    low, high = (np.arccos(np.clip((x - center) / radius, -1.0, 1.0)) for x in (start, end))
    angle = np.linspace(low, high, steps)
    return np.stack((center + radius * np.cos(angle), radius * np.sin(angle)), axis=1)


def _head(steps: int, sides: int, scale: float = 1.0) -> Mesh:
    """A ball with a smaller one grown from it to the left and the right, one shell."""
    ear = _arc(1.35, 0.5, 1.85, _GROOVE, steps)
    profile = np.concatenate((ear, _arc(0.0, 1.0, _GROOVE, -_GROOVE, 2 * steps)[1:-1], ear[::-1] * (-1.0, 1.0)))
    return _revolved(profile * scale, sides)


def _regions(mesh: Mesh) -> Regions:
    graph = build_face_graph(*mesh, weld(mesh[0]))
    return propose_regions(graph.centers, face_normals(*mesh), graph.areas, graph.pieces, graph.adjacency)


@pytest.mark.parametrize("converged", [0, 3])
def test_eigenvectors_that_do_not_converge_end_nothing(converged: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(matrix: Any, wanted: int, **options: Any) -> tuple[Any, Any]:
        values, vectors = eigsh(matrix, wanted, **options)
        raise ArpackNoConvergence("No convergence", values[:converged], vectors[:, :converged])

    monkeypatch.setattr(hierarchy, "eigsh", stops)
    mesh = _head(10, 24)
    assert all(len(level) == len(mesh[1]) for level in _regions(mesh).levels)


def _bulbs(mesh: Mesh) -> list[float]:
    """How well the best region covers each bulb, intersection over union by area."""
    vertices, faces = mesh
    graph = build_face_graph(vertices, faces, weld(vertices))
    regions = _regions(mesh)
    found = []
    for side in (-1.0, 1.0):
        is_bulb = side * graph.centers[:, 0] > _GROOVE
        found.append(
            max(
                float(graph.areas[own & is_bulb].sum() / graph.areas[own | is_bulb].sum())
                for level in regions.levels[1:]
                for own in (level == unit for unit in np.unique(level))
            )
        )
    return found


@pytest.mark.parametrize(("steps", "sides"), [(14, 40), (40, 100)])
def test_bulbs_on_a_sphere_are_regions_however_finely_they_are_cut_into_triangles(steps: int, sides: int) -> None:
    assert min(_bulbs(_head(steps, sides))) > 0.85


def test_regions_are_the_same_at_another_size_and_again() -> None:
    first, again, large = _regions(_head(20, 48)), _regions(_head(20, 48)), _regions(_head(20, 48, scale=8.0))
    assert len(first.levels) == len(again.levels) == len(large.levels)
    for one, two, three in zip(first.levels, again.levels, large.levels, strict=True):
        np.testing.assert_array_equal(one, two)
        assert (one == three).mean() > 0.98


def test_levels_cut_units_of_those_before_and_begin_with_the_pieces() -> None:
    mesh = _head(20, 48)
    regions, parents = _regions(mesh), _regions(mesh).parents()
    assert int(regions.levels[0].max()) == 0
    for depth, level in enumerate(regions.levels[1:], start=1):
        for unit in np.unique(level[regions.depth[level] == depth]):
            assert (regions.levels[depth - 1][level == unit] == parents[unit]).all()
            assert 0.0 < regions.border[unit] < 0.35


def test_a_sphere_and_a_box_have_no_regions() -> None:
    assert len(_regions(_revolved(_arc(0.0, 1.0, 1.0, -1.0, 40), 60)).levels) == 1
    assert len(_regions(boxes(((0.0, 0.0, 0.0), (1.0, 2.0, 3.0)))).levels) == 1


class _BulbsAreEars:
    """Takes small units far from the middle for the first word, as surely as it is told, and others for the second."""

    def __init__(self, sure: float) -> None:
        self._sure = sure

    def logits(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        # Logarithm of a share of the surface below 0.2.
        is_small = shapes[:, 0] < np.log(0.2)
        first = np.where(is_small, self._sure, 0.01)
        return np.log(np.stack([first, np.where(is_small, 0.05, 0.9), 1.0 - first - 0.05], axis=1).clip(1e-6))

    def presence(
        self, shapes: NDArray[np.float32], relations: NDArray[np.float32], words: Sequence[str]
    ) -> NDArray[np.float64]:
        return np.full(len(words), 0.9)


@pytest.mark.parametrize(("sure", "shown", "pieces"), [(0.6, 0.0, 3), (0.1, 0.0, 1), (0.6, 9.0, 1)])
def test_a_region_is_taken_where_its_word_fits_and_pictures_do_not_speak_against_it(
    sure: float, shown: float, pieces: int
) -> None:
    vertices, faces = _head(20, 48)
    graph = build_face_graph(vertices, faces, weld(vertices))
    pictures = (np.tile([0.0, shown], (len(faces), 1)), np.ones((len(faces), 2)))
    surface = cast(
        PicturedSurface,
        SimpleNamespace(vertices=vertices, faces=faces, up=(0.0, 0.0, 1.0), front=(0.0, -1.0, 0.0), regions=()),
    )
    reader: Any = _BulbsAreEars(sure)
    fit = fit_words_to_regions(surface, graph, pictures, ["ear", "head"], reader)
    if pieces == 1:
        assert fit is None
        return
    assert fit is not None
    evidence = fit.evidence()
    far = np.abs(graph.centers[:, 0]) > 1.3
    assert int(fit.is_region.sum()) >= 2
    assert (evidence[far].argmax(axis=1) == 0).all()
    assert (evidence[np.abs(graph.centers[:, 0]) < 0.7].argmax(axis=1) == 1).all()
