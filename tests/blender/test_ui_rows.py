"""The rows of the list: moved, copied, given a material or a picture, muted and shown alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import bpy
import numpy as np
import pytest
from PIL import Image

from styleglip_addon.blender.result.dial_values import read_mix, read_muted
from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon, last_run, set_fast
from .sample_objects import add_prism, rgba, stylize
from .test_ui_panels import Layout


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        add_prism()
        settings.prompt = "pottery base, gold tube"
        yield settings


def test_a_row_moves_and_the_prompt_follows(settings: Any) -> None:
    settings.active_part = 1
    bpy.ops.styleglip.move_part(direction="UP")
    assert (settings.prompt, settings.active_part) == ("gold tube, pottery base", 0)
    assert bpy.ops.styleglip.move_part(direction="UP") == {"CANCELLED"}
    bpy.ops.styleglip.move_part(direction="DOWN")
    assert (settings.prompt, settings.active_part) == ("pottery base, gold tube", 1)
    settings.prompt = "pottery base"
    assert not bpy.ops.styleglip.move_part.poll()


def test_a_copied_row_has_style_and_strength_and_a_tint_of_its_own_and_waits_for_its_word(settings: Any) -> None:
    settings.parts[0].strength = 0.5
    settings.active_part = 0
    bpy.ops.styleglip.duplicate_part()
    rows = [(row.style, row.part, row.strength) for row in settings.parts]
    assert rows == [("pottery", "base", 0.5), ("pottery", "", 0.5), ("gold", "tube", 1.0)]
    assert settings.active_part == 1
    assert len({tuple(row.tint) for row in settings.parts}) == 3
    assert "no part" in settings.problem
    settings.parts[1].part = "foot"
    assert settings.prompt == "pottery base, pottery foot, gold tube"


def test_a_material_is_looked_up_by_name_and_shown_by_a_picture(settings: Any) -> None:
    from styleglip_addon.engine.materials.catalogue import MATERIALS
    from styleglip_addon.ui.parts import material_pictures, row_operators

    assert set(material_pictures.material_names()) == set(MATERIALS), "run tools/material_pictures.py"
    found = row_operators._materials(None, bpy.context)
    assert [item[0] for item in found] == list(material_pictures.material_names())
    pixels = np.array(material_pictures._pictures["gold"].icon_pixels_float).reshape(32, 32, 4)
    red, green, blue = pixels[8:24, 8:24, :3].mean(axis=(0, 1))
    assert red > green > blue + 0.1
    assert pixels[0, 0, 3] == 0.0
    settings.active_part = 1
    bpy.ops.styleglip.choose_material(material="emerald gem")
    assert settings.prompt == "pottery base, emerald gem tube"


@pytest.mark.parametrize("name", ["gold", "wooden planks", "zebra"])
def test_the_pictures_of_materials_are_those_of_the_materials(name: str) -> None:
    from styleglip_addon.ui.parts import material_pictures
    from tools.material_pictures import SIDE, material_picture

    names = material_pictures.material_names()
    row, column = divmod(names.index(name), 25)
    sheet = np.asarray(Image.open(material_pictures._SHEET).convert("RGB"), dtype=np.float32)
    stored = sheet[row * SIDE : (row + 1) * SIDE, column * SIDE : (column + 1) * SIDE]
    assert np.abs(stored - material_picture(name)).mean() < 8.0, "run tools/material_pictures.py"


def test_a_picture_becomes_the_style_of_a_row_and_of_the_run(tmp_path: Path) -> None:
    path = tmp_path / "my photo, large.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)).save(path)
    with enabled_addon(write_untrained_model(tmp_path / "model")) as settings:
        set_fast(settings)
        obj = add_prism()
        obj.vertex_groups.new(name="All").add(range(len(obj.data.vertices)), 1.0, "REPLACE")
        settings.prompt = "gold lid"
        settings.parts[0].vertex_group = "All"
        bpy.ops.styleglip.picture_style(filepath=str(path))
        assert settings.parts[0].style == f'"@{path}"'
        assert not settings.problem
        bpy.ops.styleglip.stylize()
        assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
        from styleglip_addon.ui.result.states import state_of

        assert state_of(obj).choices["lid"].picture is not None
        bpy.ops.styleglip.restyle_part(index=0)
        assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
        bpy.ops.styleglip.find_parts()
        with pytest.raises(RuntimeError, match="There is no picture"):
            bpy.ops.styleglip.picture_style(filepath=str(tmp_path / "gone.png"))


@pytest.fixture
def obj(settings: Any) -> Any:
    obj = bpy.context.view_layer.objects.active
    stylize(obj)
    return obj


def test_a_part_is_muted_by_its_row_and_shown_again(settings: Any, obj: Any) -> None:
    before = rgba(obj, "StyleGLIP Color")
    bpy.ops.styleglip.mute_part(index=1)
    assert (read_muted(obj.data), read_mix(obj.data)) == ({"tube"}, {})
    assert not np.array_equal(rgba(obj, "StyleGLIP Color"), before)
    assert bpy.ops.styleglip.show_all_parts.poll()
    bpy.ops.styleglip.mute_part(index=1)
    assert not read_muted(obj.data)
    assert rgba(obj, "StyleGLIP Color") == pytest.approx(before, abs=1e-6)
    assert not bpy.ops.styleglip.show_all_parts.poll()


def test_a_part_is_shown_alone_and_all_again(settings: Any, obj: Any) -> None:
    settings.active_part = 0
    bpy.ops.styleglip.solo_part()
    assert read_muted(obj.data) == {"tube"}
    bpy.ops.styleglip.mute_part(index=1, alone=True)
    assert read_muted(obj.data) == {"base"}
    bpy.ops.styleglip.show_all_parts()
    assert not read_muted(obj.data)
    bpy.ops.styleglip.solo_part()
    bpy.ops.styleglip.solo_part()
    assert not read_muted(obj.data), "pressed again it shows all"


def test_what_keeps_a_part_from_being_muted_is_said(settings: Any) -> None:
    assert not bpy.ops.styleglip.mute_part.poll()
    stylize(bpy.context.view_layer.objects.active)
    assert bpy.ops.styleglip.mute_part.poll()
    bpy.ops.object.mode_set(mode="EDIT")
    assert not bpy.ops.styleglip.mute_part.poll()


def test_the_menu_and_the_rows_draw(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.parts.lists import PartList
    from styleglip_addon.ui.parts.row_operators import PartMenu

    drawn: list[str] = []
    menu, rows = cast(Any, PartMenu), cast(Any, PartList)
    menu.draw(SimpleNamespace(layout=Layout(drawn)), bpy.context)
    own = bpy.context.view_layer.objects.active.styleglip
    rows.draw_item(None, bpy.context, Layout(drawn), own, own.parts[0], 0, own, "active_part", 0)
    assert {"styleglip.choose_material", "styleglip.solo_part", "styleglip.mute_part"} <= set(drawn)
    assert driver() is not None
