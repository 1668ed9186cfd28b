"""The procedural training shapes: every family makes sound, labelled, normalised objects from a seed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tools.train_default_model.shapes import FAMILIES, LabelledObject, generate_object
from tools.train_default_model.shapes.assembly import distinct_words
from tools.train_default_model.shapes.geometry import Geometry
from tools.train_default_model.shapes.primitives import ball, box, cylinder, ring, rod, sweep

SEEDS = range(20)

# Words that artists' prompts use for the parts of everyday objects.
ARTISTS_WORDS = (
    *("base", "tube", "shade", "seat", "back", "leg", "armrest", "footrest", "holder", "candle", "head", "handle"),
    *("cap", "body", "stem", "blade", "guard", "lid", "spout", "wheel", "roof", "door", "wall", "trunk", "leaf"),
    *("petal", "arm"),
)


def _areas(item: LabelledObject) -> np.ndarray:
    corners = item.vertices.astype(np.float64)[item.faces]
    return 0.5 * np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_makes_sound_labelled_objects(family: str) -> None:
    for seed in SEEDS:
        item = generate_object(np.random.default_rng(seed), family)
        case = f"{family}, seed {seed}"
        faces = len(item.faces)
        assert np.isfinite(item.vertices).all(), case
        assert item.vertices.dtype == np.float32, case
        assert item.faces.dtype == np.int64, case
        assert item.face_part.shape == item.face_instance.shape == (faces,), case
        assert 150 <= faces <= 25_000, case
        assert np.array_equal(np.unique(item.faces), np.arange(len(item.vertices))), f"{case}: unused vertices"
        assert np.array_equal(np.unique(item.face_part), np.arange(len(item.part_names))), case
        areas = np.bincount(item.face_part, _areas(item))
        assert (areas > 1e-5).all(), f"{case}: {dict(zip(item.part_names, areas, strict=True))}"
        assert len(item.part_names) >= 2, case
        assert item.object_names, case
        assert item.family == family, case


@pytest.mark.parametrize("family", FAMILIES)
def test_an_instance_belongs_to_one_part_and_shares_no_vertex_with_another(family: str) -> None:
    item = generate_object(np.random.default_rng(7), family)
    instances = np.unique(item.face_instance)
    assert np.array_equal(instances, np.arange(len(instances)))
    owner = np.full(len(item.vertices), -1)
    for instance in instances:
        chosen = item.face_instance == instance
        assert len(np.unique(item.face_part[chosen])) == 1
        vertices = np.unique(item.faces[chosen])
        assert (owner[vertices] == -1).all()
        owner[vertices] = instance


@pytest.mark.parametrize("family", FAMILIES)
def test_objects_fill_the_unit_sphere(family: str) -> None:
    item = generate_object(np.random.default_rng(3), family)
    centre = (item.vertices.min(axis=0) + item.vertices.max(axis=0)) / 2
    assert np.abs(centre).max() < 1e-5
    assert np.linalg.norm(item.vertices, axis=1).max() == pytest.approx(1.0, abs=1e-5)


def test_the_same_seed_makes_the_same_object_and_another_seed_another() -> None:
    for family in FAMILIES:
        first, again, other = (generate_object(np.random.default_rng(seed), family) for seed in (5, 5, 6))
        assert np.array_equal(first.vertices, again.vertices)
        assert np.array_equal(first.faces, again.faces)
        assert np.array_equal(first.face_part, again.face_part)
        assert first.part_names == again.part_names
        assert first.vertices.shape != other.vertices.shape or np.abs(first.vertices - other.vertices).max() > 1e-3


def test_a_word_names_only_one_part_of_an_object() -> None:
    for family in FAMILIES:
        for seed in range(8):
            item = generate_object(np.random.default_rng(seed), family)
            words = [word for names in item.part_names for word in names]
            assert all(item.part_names), family
            assert len(words) == len(set(words)), f"{family}: {item.part_names}"


def test_the_commonest_words_survive_when_parts_compete_for_a_synonym() -> None:
    names = distinct_words([("base", "stand", "foot"), ("leg", "foot"), ("stand", "post")])
    assert names == (("base",), ("leg", "foot"), ("stand", "post"))


def test_there_are_enough_families_and_words_and_they_cover_what_artists_say() -> None:
    words: dict[str, set[str]] = {}
    for family in FAMILIES:
        for seed in range(12):
            for names in generate_object(np.random.default_rng(seed), family).part_names:
                words.setdefault(names[0], set()).update(names)
    assert len(FAMILIES) >= 30
    assert len(words) >= 80
    everything = set().union(*words.values())
    assert set(ARTISTS_WORDS) <= everything
    assert np.mean([len(group) for group in words.values()]) >= 2.5
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", word) for word in everything)


def test_repeated_parts_are_instances_of_their_own() -> None:
    item = next(
        item
        for item in (generate_object(np.random.default_rng(seed), "armchair") for seed in range(20))
        if len(item.part_names) >= 3
    )
    leg = next(index for index, names in enumerate(item.part_names) if names[0] == "leg")
    assert len(np.unique(item.face_instance[item.face_part == leg])) == 4


def test_a_random_family_is_drawn_when_none_is_named() -> None:
    drawn = {generate_object(np.random.default_rng(seed)).object_names[0] for seed in range(40)}
    assert len(drawn) > 15


@pytest.mark.parametrize(
    ("solid", "volume"),
    [
        (box(1.0, 2.0, 3.0, bevel=0.0), 6.0),
        (ball(1.0, segments=64), 4 / 3 * np.pi),
        (cylinder(1.0, 2.0, 96), 2 * np.pi),
        (ring(2.0, 0.5, 96, 48), 2 * np.pi**2 * 2.0 * 0.25),
        (rod((0, 0, 0), (3, 0, 0), 0.5, sides=64), 3 * np.pi * 0.25),
        (sweep([(0, 0, 0), (0, 0, 1), (0, 0, 2)], 1.0, np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)])), 8.0),
    ],
)
def test_solids_are_closed_face_outward_and_have_their_volume(solid: Geometry, volume: float) -> None:
    solid = solid.outward()
    edges = np.concatenate([solid.faces[:, [0, 1]], solid.faces[:, [1, 2]], solid.faces[:, [2, 0]]])
    assert {tuple(edge) for edge in edges} == {tuple(edge) for edge in edges[:, ::-1]}
    corners = solid.vertices[solid.faces]
    measured = np.einsum("ij,ij->", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    assert measured == pytest.approx(volume, rel=0.03)
