"""Enums as Blender's enum properties."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import bpy
import pytest

from .addon import ADDON, enabled_addon


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def offered(group: Any, name: str) -> list[tuple[str, int]]:
    """Identifiers of a property's items, and the numbers that a .blend file stores."""
    return [(item.identifier, item.value) for item in group.bl_rna.properties[name].enum_items]


def test_every_choice_leads_back_to_a_member_of_its_enum_and_keeps_its_number(settings: Any) -> None:
    from styleglip_addon.blender.textures.uv_maps import UvChoice
    from styleglip_addon.engine.baking import Relief
    from styleglip_addon.engine.vocabulary import Device
    from styleglip_addon.engine.vocabulary.presets import Preset
    from styleglip_addon.engine.vocabulary.qualities import Quality
    from styleglip_addon.engine.vocabulary.settings import FieldKind, MirrorAxis, PartsMode
    from styleglip_addon.ui.parts.where import Where

    settings.prompt = "gold vase"
    textures, preferences = bpy.context.scene.styleglip_textures, bpy.context.preferences.addons[ADDON].preferences
    kinds: list[tuple[Any, str, type[Enum], list[str]]] = [
        (settings, "quality", Quality, ["DRAFT", "STANDARD", "FINE"]),
        (settings, "recipe", Preset, ["DEFAULT", "TEXT2MESH", "TANGO", "RELEASED_3DSTYLEGLIP", "FROM_GREY"]),
        (settings, "parts_mode", PartsMode, ["FIXED", "JOINT", "HOLISTIC"]),
        (settings, "field_kind", FieldKind, ["COLOR_DISPLACEMENT", "APPEARANCE", "APPEARANCE_DISPLACEMENT"]),
        (settings, "mirror", MirrorAxis, ["NONE", "X", "Y", "Z"]),
        (settings.parts[0], "mask_source", Where, ["DETECT", "VERTEX_GROUP", "FACE_SET", "MATERIAL", "ATTRIBUTE"]),
        (textures, "relief", Relief, ["BEYOND_VERTICES", "WHOLE"]),
        (textures, "uv_choice", UvChoice, ["AUTO", "ACTIVE", "NEW"]),
        (preferences, "device", Device, ["AUTO", "CPU", "CUDA", "MPS"]),
    ]
    for group, name, kind, identifiers in kinds:
        assert offered(group, name) == [(each, number) for number, each in enumerate(identifiers)], name
        assert all(kind[each].name == each for each in identifiers)
        assert kind[getattr(group, name)]


def test_a_mask_names_the_property_that_says_which(settings: Any) -> None:
    from styleglip_addon.ui.parts.where import Where

    settings.prompt = "gold vase"
    row = settings.parts[0]
    assert Where.DETECT.source is None
    for where in Where:
        if where.source is not None:
            assert where.source.value in row.bl_rna.properties
            assert where.source.name == where.name
