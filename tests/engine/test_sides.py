"""Words of place: which of a thing's pieces they mean, in the object's own frame."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from styleglip_addon.engine.localization.piece_shapes import object_axes
from styleglip_addon.engine.localization.sides import Located, at_places, split_by_places
from styleglip_addon.engine.surface import face_adjacency, face_areas, weld
from styleglip_addon.engine.surface.topology import face_normals
from styleglip_addon.engine.vocabulary.place_words import Place, PlacedName, placed_name
from tests.engine.box_meshes import boxes


def _cubes(*places: tuple[float, float, float]) -> tuple[Located, NDArray[np.int64]]:
    """Cubes of side 0.4 as an object that faces -Y, and the cube of each face."""
    vertices, faces = boxes(*((np.array(place) - 0.2, (0.4, 0.4, 0.4)) for place in places))
    axes = object_axes((0, 0, 1), (0, -1, 0))
    adjacency = face_adjacency(vertices, faces, weld(vertices))
    centers, normals = vertices[faces].mean(axis=1) @ axes.T, face_normals(vertices, faces) @ axes.T
    return Located(centers, normals, face_areas(vertices, faces), adjacency), np.repeat(np.arange(len(places)), 12)


@pytest.mark.parametrize(
    ("name", "thing", "places"),
    [
        ("left ear", "ear", (Place.LEFT,)),
        ("front left leg", "leg", (Place.FRONT, Place.LEFT)),
        ("hind legs", "legs", (Place.BACK,)),
        ("each leg", "leg", ()),
        ("top", "top", ()),
        ("back", "back", ()),
        ("seat cushion", "seat cushion", ()),
    ],
)
def test_places_are_told_from_things(name: str, thing: str, places: tuple[Place, ...]) -> None:
    assert placed_name(name) == PlacedName(thing, places)


@pytest.mark.parametrize(
    ("places", "cubes"),
    [
        ((Place.LEFT,), {1, 3}),
        ((Place.RIGHT,), {0, 2}),
        ((Place.FRONT,), {0, 1}),
        ((Place.BACK, Place.LEFT), {3}),
    ],
)
def test_left_is_the_objects_own(places: tuple[Place, ...], cubes: set[int]) -> None:
    # A figure that faces -Y has its left hand at +X.
    surface, cube = _cubes((-1, -1, 0), (1, -1, 0), (-1, 1, 0), (1, 1, 0))
    assert set(cube[at_places(surface, np.ones(len(cube), dtype=bool), places)].tolist()) == cubes


@pytest.mark.parametrize(
    ("place", "cubes"),
    [
        (Place.TOP, {3}),
        (Place.BOTTOM, {0}),
        (Place.UPPER, {2, 3}),
        (Place.MIDDLE, {1, 2}),
        (Place.FIRST, {3}),
        (Place.SECOND, {2}),
        (Place.LAST, {0}),
    ],
)
def test_drawers_have_an_order(place: Place, cubes: set[int]) -> None:
    surface, cube = _cubes((0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 0, 3))
    chosen = at_places(surface, np.ones(len(cube), dtype=bool), (place,))
    assert set(cube[chosen].tolist()) == cubes
    assert all(chosen[cube == c].all() for c in cubes)


def test_a_thing_of_one_piece_is_cut_in_its_middle() -> None:
    surface, cube = _cubes((0, 0, 0))
    left = at_places(surface, np.ones(len(cube), dtype=bool), (Place.LEFT,))
    assert left.any()
    assert (surface.centers[left, 0] > 0.0).all()


def test_a_part_without_a_place_takes_what_is_left() -> None:
    surface, cube = _cubes((-1, 0, 0), (1, 0, 0), (0, 0, 2))
    names = [placed_name("ear"), placed_name("left ear"), placed_name("hat")]
    labels = split_by_places(surface, np.where(cube == 2, 1, 0), names, ["ear", "hat"])
    assert labels[cube == 1].tolist() == [1] * 12
    assert labels[cube == 0].tolist() == [0] * 12
    assert labels[cube == 2].tolist() == [2] * 12
