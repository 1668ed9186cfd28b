"""The object's own names: how they are taken apart, which part they mean, and what they decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from styleglip_addon.engine import LocatedPart, Mesh, NamedRegion, NameKind, Part
from styleglip_addon.engine.localization import Witnesses, locate
from styleglip_addon.engine.localization.own_names.matching import CERTAIN, match_names
from styleglip_addon.engine.localization.own_names.name_splitting import split_name
from styleglip_addon.engine.localization.own_names.name_words import telling_words
from styleglip_addon.engine.localization.pictured_surface import PicturedSurface
from styleglip_addon.engine.models.contract import PhraseBox
from styleglip_addon.engine.models.embedded.word_meanings import WordMeanings
from styleglip_addon.engine.models.glip.text import SentenceEncoder
from styleglip_addon.engine.models.loading import _EMBEDDED_FOLDER
from styleglip_addon.engine.rendering import TorchRenderer
from styleglip_addon.engine.rendering.cameras import covering_cameras
from styleglip_addon.engine.surface import UnitSphere, weld
from styleglip_addon.engine.vocabulary import LocalizationSettings
from styleglip_addon.engine.vocabulary.errors import MeshError
from styleglip_addon.engine.vocabulary.named_regions import regions_of
from tests.engine.box_meshes import boxes

SETTINGS = LocalizationSettings(views=10, image_size=64)
CHAIR = ("seat", "leg", "back")
CAR = ("body", "wheel", "window", "bumper", "door handle")


@pytest.fixture(scope="module")
def reader() -> WordMeanings:
    return WordMeanings(SentenceEncoder.from_pretrained(None), _EMBEDDED_FOLDER)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("RedFabricMat", ("red", "fabric", "mat")),
        ("Wheel_FL.001", ("wheel", "fl")),
        ("candleHolder_Plane.002", ("candle", "holder", "plane")),
        ("mixamorig:LeftHand", ("mixamorig", "left", "hand")),
        ("WHEELS-01", ("wheels",)),
        ("Bein1Li", ("bein", "li")),
        ("42", ()),
    ],
)
def test_names_are_split_into_words(name: str, words: tuple[str, ...]) -> None:
    assert split_name(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Car_body.001_Mesh.001_Glass", ("body",)),
        ("RedFabricMat", ()),
        ("light_wood", ()),
        ("white_leather_bump.png", ("bump",)),
        ("Steel", ()),
        ("Cube.003", ()),
        ("pCube12", ()),
        ("Material.001", ()),
        ("lambert2SG", ()),
        ("upper_arm.L", ("arm",)),
        ("doorhandle01", ("door", "handle")),
        ("wheelfl", ("wheel",)),
        ("handle_of_door", ("handle",)),
        ("kitchen_chair_GEO", ("kitchen",)),
    ],
)
def test_what_tells_no_part_is_left_out(name: str, words: tuple[str, ...]) -> None:
    assert telling_words([name], ["wheel"])[0].words == words


def test_a_word_that_all_names_have_says_nothing() -> None:
    told = telling_words(["stool_legs", "stool_seat", "stool_ring"], ["leg", "seat"])
    assert [one.words for one in told] == [("legs",), ("seat",), ("ring",)]
    assert [one.words for one in telling_words(["Leg.001", "Leg.002"], ["leg"])] == [("leg",), ("leg",)]


@pytest.mark.parametrize(
    ("name", "parts", "word", "is_certain"),
    [
        ("Seat", CHAIR, "seat", True),
        ("chair_leg.003", CHAIR, "leg", True),
        ("FEET", CHAIR, "leg", False),
        ("SeatBack", CHAIR, "back", True),
        ("Thonet_Seat_Grid.003", CHAIR, "seat", True),
        ("Wheel_FL", CAR, "wheel", True),
        ("Tire.002_Rubber", CAR, "wheel", False),
        ("wheel_support", CAR, "wheel", False),
        ("front_bumper_chrome", CAR, "bumper", True),
        ("DoorHandle.L", CAR, "door handle", True),
        ("door_handle", ("door", "handle"), "handle", True),
        ("door", ("door", "handle"), "door", True),
        ("Arm_Rest", ("armrest", "seat"), "armrest", True),
        ("OldLeaves", ("trunk", "leaf"), "leaf", True),
        ("glass", ("glass", "stem"), "glass", True),
        ("dresser_top_left_drawer_Cube.004", ("drawer", "top"), "drawer", True),
        ("Sphere.002", ("sphere", "base"), "sphere", False),
    ],
)
def test_names_mean_parts(name: str, parts: tuple[str, ...], word: str, is_certain: bool, reader: WordMeanings) -> None:
    (match,) = match_names([name], parts, reader)
    assert parts[match.word] == word
    assert match.confidence > 0.3
    assert (match.confidence >= CERTAIN) == is_certain


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Cube.003", ("body", "lid")),
        ("Material.001", CHAIR),
        ("Kitchenaid_Yellow", ("body", "bowl")),
        ("Gold", ("handle", "lid")),
        ("Wood_Cherry_Original", CHAIR),
        ("Stone", ("shade", "tube", "base")),
        ("lamp", ("shade", "tube", "base")),
        ("Bein1Li", ("leg", "body", "head")),
        ("RL_Upper.002", ("shirt", "trousers")),
        ("foot_stool", ("leg", "footrest")),
        ("", CHAIR),
    ],
)
def test_names_that_say_nothing(name: str, parts: tuple[str, ...], reader: WordMeanings) -> None:
    assert match_names([name], parts, reader)[0].confidence == 0.0


class _Blind:
    """Sees nothing, or one thing: a box that holds much of every picture."""

    def __init__(self, phrase: int | None = None) -> None:
        self._phrase = phrase

    def detect(self, images: Tensor, phrases: Sequence[str]) -> list[tuple[PhraseBox, ...]]:
        size = images.shape[-1]
        box = PhraseBox(self._phrase or 0, (0.1 * size, 0.1 * size, 0.8 * size, 0.6 * size), 0.9)
        return [() if self._phrase is None else (box,) for _ in images]


_LEGS = [((x, y, 0.0), (0.1, 0.1, 0.7)) for x in (0.0, 1.1) for y in (0.0, 0.7)]
_TOP = ((0.0, 0.0, 0.7), (1.2, 0.8, 0.1))
_IS_TOP = np.arange(60) < 12


def _located(
    regions: tuple[NamedRegion, ...],
    parts: Sequence[str] = ("top", "leg"),
    masks: Sequence[NDArray[np.floating] | None] | None = None,
    settings: LocalizationSettings = SETTINGS,
    detector: _Blind | None = None,
) -> tuple[tuple[LocatedPart, ...], NDArray[np.int64]]:
    """The parts of a table, and the part of each of its 60 faces."""
    vertices, faces = boxes(_TOP, *_LEGS)
    points = UnitSphere.fit(vertices, faces).apply(vertices)
    cameras = covering_cameras(settings.views, (0, 0, 1), (0, -1, 0), 40.0)
    unit, triangles = torch.from_numpy(points).float(), torch.from_numpy(faces)
    size = (settings.image_size,) * 2
    rendering = TorchRenderer().render(unit, triangles, torch.full_like(unit, 0.6), cameras, size)
    surface = PicturedSurface(points, faces, weld(points), cameras, rendering, regions=regions)
    asked = [Part(name, "gold") for name in parts]
    found = locate(surface, asked, masks or [None] * len(parts), Witnesses(detector or _Blind()), settings, feather=0.0)
    weights = np.stack([part.weights[faces].mean(axis=1) for part in found], axis=1)
    return found, np.where(weights.max(axis=1) > 0.5, weights.argmax(axis=1), -1)


def _region(name: str, inside: NDArray[np.bool_], kind: NameKind = NameKind.OBJECT) -> NamedRegion:
    return NamedRegion(name, kind, np.flatnonzero(inside))


def test_telling_names_need_no_picture() -> None:
    found, label = _located((_region("Table_Top", _IS_TOP), _region("Legs.001", ~_IS_TOP, NameKind.MATERIAL)))
    np.testing.assert_array_equal(label, np.where(_IS_TOP, 0, 1))
    assert [part.told_by for part in found] == ['object "Table_Top"', 'material "Legs.001"']
    assert all(part.found and part.confidence >= CERTAIN and not part.is_manual for part in found)


def test_names_can_be_switched_off_and_default_names_change_nothing() -> None:
    named = (_region("Top", _IS_TOP), _region("Leg", ~_IS_TOP))
    off, _ = _located(named, settings=replace(SETTINGS, names=False))
    assert not any(part.found or part.told_by for part in off)
    default = (_region("Cube.001", _IS_TOP), _region("Cube.002", ~_IS_TOP), _region("Gold", _IS_TOP, NameKind.MATERIAL))
    seen, label = _located(default, detector=_Blind(phrase=1))
    plain, without = _located((), detector=_Blind(phrase=1))
    np.testing.assert_array_equal(label, without)
    assert [part.confidence for part in seen] == [part.confidence for part in plain]


def test_painted_masks_win_over_names() -> None:
    painted = np.zeros(40)
    painted[:8] = 1.0
    found, label = _located(
        (_region("Top", _IS_TOP), _region("Leg", np.ones(60, dtype=bool) & ~_IS_TOP)), masks=[None, painted]
    )
    np.testing.assert_array_equal(label[_IS_TOP], 1)
    np.testing.assert_array_equal(found[0].weights[:8], 0.0)
    assert found[1].is_manual
    assert found[1].told_by == ""


def test_the_smaller_of_two_names_wins_and_one_of_the_whole_object_says_nothing() -> None:
    first_leg = (np.arange(60) >= 12) & (np.arange(60) < 24)
    knob = _region("Knob", first_leg, NameKind.VERTEX_GROUP)
    regions = (_region("Leg", ~_IS_TOP), knob, _region("top", np.ones(60, dtype=bool)))
    _, label = _located(regions, ("leg", "knob", "top"))
    np.testing.assert_array_equal(label[first_leg], 1)
    np.testing.assert_array_equal(label[~_IS_TOP & ~first_leg], 0)
    assert (label[_IS_TOP] == -1).all()


def test_an_objects_name_outweighs_a_borrowed_material() -> None:
    borrowed = NamedRegion("Leg", NameKind.MATERIAL, np.arange(6, 60))
    regions = (_region("Top", _IS_TOP), _region("Cube.002", ~_IS_TOP), borrowed)
    _, label = _located(regions)
    np.testing.assert_array_equal(label[_IS_TOP], 0)
    np.testing.assert_array_equal(label[~_IS_TOP], 1)


def test_a_material_that_one_object_has_is_believed_beside_its_name() -> None:
    regions = (_region("Handle", ~_IS_TOP), _region("Leg", ~_IS_TOP, NameKind.MATERIAL), _region("Top", _IS_TOP))
    found, label = _located(regions)
    np.testing.assert_array_equal(label, np.where(_IS_TOP, 0, 1))
    assert found[1].told_by == 'material "Leg"'


def test_a_part_without_a_name_is_left_to_the_pictures() -> None:
    seen, label = _located((_region("Top", _IS_TOP),), detector=_Blind(phrase=1))
    np.testing.assert_array_equal(label[_IS_TOP], 0)
    assert seen[1].found
    assert (label[~_IS_TOP] == 1).any()
    assert not (label[~_IS_TOP] == 0).any()
    assert seen[1].told_by == ""


def test_what_is_called_something_else_is_no_part_where_all_parts_have_names() -> None:
    first_leg = (np.arange(60) >= 12) & (np.arange(60) < 24)
    regions = (_region("Top", _IS_TOP), _region("Leg", ~_IS_TOP & ~first_leg), _region("Drawer", first_leg))
    for asked, expected in ((("top", "leg"), -1), (("top", "body"), 1)):
        _, label = _located(regions, asked, detector=_Blind(phrase=1))
        assert (label[first_leg] == expected).all(), asked
    _, label = _located((regions[0], regions[2]), detector=_Blind(phrase=1))
    assert (label[first_leg] == 1).any()  # "leg" has no name: pictures say which of the others are legs


def test_sides_of_named_things_are_geometry() -> None:
    _, label = _located((_region("Leg", ~_IS_TOP),), ("left leg", "right leg"))
    leg = np.arange(60) // 12 - 1
    np.testing.assert_array_equal(label[leg >= 2], 0)  # at greater x, the object's left
    np.testing.assert_array_equal(label[(leg >= 0) & (leg < 2)], 1)


def test_regions_are_gathered_by_name_and_checked() -> None:
    numbers = np.array([0, 1, 2, 1, -1])
    first, second = regions_of(NameKind.MATERIAL, ["Wood", "Cloth", "Wood"], numbers)
    assert (first.name, first.faces.tolist()) == ("Wood", [0, 2])
    assert (second.name, second.faces.tolist()) == ("Cloth", [1, 3])
    vertices, faces = boxes(_TOP)
    with pytest.raises(MeshError, match='material "Wood" names triangles'):
        Mesh(vertices.astype(np.float32), faces, regions=(NamedRegion("Wood", NameKind.MATERIAL, np.array([12])),))
