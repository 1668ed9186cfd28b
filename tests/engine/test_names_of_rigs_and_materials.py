"""Names that rigs and character makers give, materials that single out a part, and which names are believed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from styleglip_addon.engine import NameKind
from styleglip_addon.engine.localization.own_names.believed_names import LIKELY
from styleglip_addon.engine.localization.own_names.bodies import NEAR
from styleglip_addon.engine.localization.own_names.languages.translating import NameLanguages
from styleglip_addon.engine.localization.own_names.matching import CERTAIN, MADE_OF, match_names
from styleglip_addon.engine.localization.own_names.rig_names import plain_names
from tests.engine.test_own_names import _IS_TOP, _Blind, _located, _region

BODY = ("leg", "arm", "hand", "foot", "head", "torso")
CLOTHES = ("shirt", "trousers", "hair", "shoe")


@pytest.mark.parametrize(
    ("bone", "part"),
    [
        ("mixamorig:LeftUpLeg", "leg"),
        ("mixamorig:RightForeArm", "arm"),
        ("mixamorig:LeftHandIndex2", "hand"),
        ("mixamorig:LeftToeBase", "foot"),
        ("mixamorig:HeadTop_End", "head"),
        ("mixamorig:Spine2", "torso"),
        ("Bip01 L Thigh", "leg"),
        ("Bip01 R UpperArm", "arm"),
        ("ValveBiped.Bip01_L_Calf", "leg"),
        ("DEF-shin.L.001", "leg"),
        ("DEF-upper_arm.R", "arm"),
        ("DEF-f_ring.02.L", "hand"),
        ("DEF-palm.01.L", "hand"),
        ("CC_Base_L_ThighTwist01", "leg"),
        ("cc_base_l_thightwist01", "leg"),
        ("CC_Base_R_Pinky3", "hand"),
        ("CC_Base_JawRoot", "head"),
        ("upperleg01.L", "leg"),
        ("lowerarm02.R", "arm"),
        ("metacarpal1.L", "hand"),
        ("finger2-1.L", "hand"),
        ("J_Bip_L_LowerLeg", "leg"),
        ("J_Bip_C_UpperChest", "torso"),
        ("J_Bip_R_Little1", "hand"),
        ("ball_l", "foot"),
        ("calf_r", "leg"),
    ],
)
def test_bones_of_known_rigs_are_of_parts(bone: str, part: str) -> None:
    (match,) = match_names([bone], BODY, None, is_bone=True)
    assert BODY[match.word] == part
    assert match.confidence >= CERTAIN


def test_a_rigs_upper_leg_is_the_thigh_where_that_is_asked_for() -> None:
    names = ["mixamorig:LeftUpLeg", "mixamorig:LeftLeg", "J_Bip_L_UpperLeg", "upperleg01.L", "DEF-thigh.L"]
    matches = match_names(names, ("thigh", "calf"), None, is_bone=True)
    assert [match.word for match in matches] == [0, -1, 0, 0, 0]
    assert match_names(["Upper_Leg_L"], ("leg",), None)[0].confidence == 1.0


def test_the_last_bones_of_rigifys_spine_are_neck_and_head() -> None:
    person = ["DEF-spine", *(f"DEF-spine.00{number}" for number in range(1, 7))]
    assert plain_names(person, (), is_bone=True)[-3:] == ["neck", "neck", "head"]
    wolf = [*person, "DEF-spine.010", "DEF-spine.011"]
    assert "head" not in plain_names(wolf, (), is_bone=True)


def test_a_ring_is_a_finger_on_bones_alone() -> None:
    assert match_names(["ring_01_l"], ("hand", "ring"), None)[0].word == 1
    assert match_names(["ring_01_l"], ("hand", "foot"), None, is_bone=True)[0].word == 0


@pytest.mark.parametrize(
    ("material", "part"),
    [
        ("N00_000_00_FaceMouth_00_FACE (Instance)", "mouth"),
        ("N00_000_00_Face_00_SKIN (Instance)", "face"),
        ("N00_000_00_HairBack_00_HAIR (Instance)", "hair"),
        ("N00_000_Hair_00_HAIR_03 (Instance)", "hair"),
        ("N00_000_00_EyeIris_00_EYE (Instance)", "eye"),
        ("N00_002_03_Tops_01_CLOTH (Instance)", "shirt"),
        ("F00_001_02_Bottoms_01_CLOTH.001", "trousers"),
        ("Std_Skin_Head", "head"),
        ("CC_Base_Eye", "eye"),
    ],
)
def test_materials_of_character_makers(material: str, part: str) -> None:
    parts = ("mouth", "face", "hair", "eye", "shirt", "trousers", "head")
    (match,) = match_names([material], parts, None)
    assert parts[match.word] == part
    assert match.confidence >= LIKELY


def test_upper_and_lower_of_a_pair_are_what_is_worn_there() -> None:
    upper, lower, hair, _ = match_names(["RL_Upper.002", "RL_Lower.002", "RL_Hair", "RL_Face"], CLOTHES, None)
    assert (upper.word, lower.word, hair.word) == (0, 1, 2)
    assert min(upper.confidence, lower.confidence) >= CERTAIN
    assert (upper.meaning, lower.meaning) == ("shirt", "trousers")


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (("RL_Upper", "RL_Face"), CLOTHES),
        (("Drawer_Upper", "Door_Lower"), CLOTHES),
        (("RL_Upper", "RL_Lower"), ("shirt", "jacket", "shoe")),
        (("Upper", "Lower"), ("lid", "body")),
    ],
)
def test_upper_alone_is_no_shirt(names: Sequence[str], parts: Sequence[str]) -> None:
    assert not any(match.confidence for match in match_names(names, parts, None))


@pytest.mark.parametrize(
    ("name", "parts", "part"),
    [
        ("Glass", ("body", "wheel", "window"), "window"),
        ("Car_glass.001", ("body", "windshield"), "windshield"),
        ("Black_Rubber", ("body", "tire"), "tire"),
        ("RedFabricMat", ("seat", "leg"), "seat"),
        ("Bark", ("trunk", "leaf"), "trunk"),
        ("Verre", ("window", "roof"), "window"),
        ("Glass", ("bowl", "body"), None),
        ("Glass", ("window", "lens"), None),
        ("Fabric", ("seat", "back", "leg"), None),
        ("Glass_table", ("window", "leg"), None),
        ("Wood", ("seat", "leg"), None),
    ],
)
def test_a_material_hints_at_the_only_part_that_is_made_of_it(
    name: str, parts: Sequence[str], part: str | None
) -> None:
    (match,) = match_names([name], parts, None, NameLanguages([name, "Toit"]))
    assert (parts[match.word] if match.word >= 0 else None) == part
    assert match.confidence == (MADE_OF if part else 0.0)
    assert MADE_OF < LIKELY


def test_fins_hint_at_a_tail_and_what_is_near_in_meaning_is_no_hint() -> None:
    assert (
        match_names(["Fins", "Dorsal_Fin"], ("body", "tail"), None)[0]
        == match_names(["Fin"], ("body", "tail"), None)[0]
    )
    (hint,) = match_names(["Fins"], ("body", "tail"), None)
    assert (hint.word, hint.confidence, hint.is_hint) == (1, NEAR, True)
    (fin,) = match_names(["Tail_Fin"], ("fin", "tail"), None)
    assert (fin.word, fin.is_hint) == (0, False)
    (shoe,) = match_names(["foot.L"], ("shoe", "shirt"), None, is_bone=True)
    assert (shoe.word, shoe.confidence, shoe.is_hint) == (0, NEAR, True)
    assert not match_names(["neck"], ("shoe", "shirt"), None, is_bone=True)[0].is_hint


def test_a_hint_on_the_body_counts_and_one_on_a_named_thing_does_not() -> None:
    glass = _region("Glass", _IS_TOP, NameKind.MATERIAL)
    everything = np.ones(60, dtype=bool)
    everything[48:] = False  # a name of the whole object tells no part from another
    _, label = _located((_region("Body", everything), glass), ("body", "window"), detector=_Blind(phrase=1))
    assert (label[_IS_TOP] == 1).all()
    assert (label[~_IS_TOP & everything] == 0).all()
    lamps = (_region("Body", ~_IS_TOP), _region("Headlight", _IS_TOP), glass)
    _, label = _located(lamps, ("body", "window"), detector=_Blind(phrase=0))
    assert not (label[_IS_TOP] == 1).any()


def test_a_hint_says_nothing_where_another_name_says_the_part() -> None:
    leg = (np.arange(60) >= 12) & (np.arange(60) < 24)
    regions = (_region("Window", leg), _region("Glass", _IS_TOP, NameKind.MATERIAL))
    found, label = _located(regions, ("wall", "window"))
    np.testing.assert_array_equal(label == 1, leg)
    assert found[1].told_by == 'object "Window"'


def test_bones_below_clothes_say_nothing() -> None:
    sleeve = np.arange(60) < 24
    arm_and_hand = np.arange(60) >= 36
    bones = [_region("upper_arm.L", _IS_TOP, NameKind.BONE), _region("forearm.L", arm_and_hand, NameKind.BONE)]
    regions = (_region("Shirt", sleeve), *bones)
    _, label = _located(regions, ("shirt", "arm"))
    np.testing.assert_array_equal(label, np.where(sleeve, 0, np.where(arm_and_hand, 1, -1)))


def test_vertex_groups_of_a_rig_that_is_gone_are_bones() -> None:
    box = np.arange(60) // 12
    names = ("mixamorig:LeftUpLeg", "mixamorig:LeftLeg", "mixamorig:LeftHandRing1")
    rig = [_region(name, box == number, NameKind.VERTEX_GROUP) for number, name in enumerate(names)]
    found, label = _located(tuple(rig), ("leg", "hand"))
    np.testing.assert_array_equal(label, np.array([0, 0, 1, -1, -1])[box])
    assert found[1].told_by == 'vertex group "mixamorig:LeftHandRing1"'
    two = [*rig[:1], _region("Ring", box == 2, NameKind.VERTEX_GROUP)]
    assert not _located(tuple(two), ("leg", "hand"))[0][1].found
