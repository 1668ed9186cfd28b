"""The Textures panel and its operators: real jobs on a real result, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from .addon import enabled_addon, last_bake, show_running
from .sample_objects import add_prism
from .test_ui_panels import draw, panels_of


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon():
        settings = bpy.context.scene.styleglip_textures
        settings.size = "512"
        yield settings


def stylized() -> Any:
    """The vase, with the state of its run kept as Apply keeps it."""
    from styleglip_addon.ui.result.states import remember_state

    from .small_run import stylized_vase

    obj, _, _, state = stylized_vase()
    remember_state(obj, state)
    return obj


def drawn() -> str:
    from styleglip_addon.ui import stylize, textures

    return " ".join(draw(panel) for folder in (stylize, textures) for panel in panels_of(folder))


def test_bake_puts_textures_on_the_object_and_says_so(settings: Any) -> None:
    obj = stylized()
    assert "styleglip.bake_textures" in drawn()
    bpy.ops.styleglip.bake_textures()
    assert last_bake().stage.name == "DONE", last_bake().sentence
    assert '"Vase" has its textures' in drawn()
    assert {image.name for image in bpy.data.images} == {"Vase color", "Vase normal"}
    assert obj.active_material is None or obj.data.uv_layers[0].name == "StyleGLIP UV"


def test_textures_go_to_the_chosen_folder_and_existing_ones_stay(settings: Any, tmp_path: Path) -> None:
    stylized()
    settings.folder, settings.use_normal = str(tmp_path), False
    bpy.ops.styleglip.bake_textures()
    assert [path.name for path in tmp_path.iterdir()] == ["Vase color.png"]
    with pytest.raises(RuntimeError, match="allow overwriting"):
        bpy.ops.styleglip.bake_textures()
    assert "allow overwriting" in drawn()
    settings.overwrite = True
    bpy.ops.styleglip.bake_textures()
    assert last_bake().stage.name == "DONE"


def test_without_any_kind_of_texture_the_sentence_says_to_choose_one(settings: Any) -> None:
    from styleglip_addon.ui.textures.properties import MAPS

    stylized()
    for name in MAPS.values():
        setattr(settings, name, False)
    with pytest.raises(RuntimeError, match="at least one kind"):
        bpy.ops.styleglip.bake_textures()


def test_the_buttons_say_why_they_are_off(settings: Any) -> None:
    from styleglip_addon.ui.textures.operators import why_not_bake

    from .small_run import stylized_vase

    add_prism()
    assert not bpy.ops.styleglip.bake_textures.poll()
    assert "no StyleGLIP result" in why_not_bake(bpy.context)
    stylized_vase()  # a result whose run was not kept, as in a file from another computer
    assert not bpy.ops.styleglip.bake_textures.poll()
    assert not bpy.ops.styleglip.dense_copy.poll()
    assert "neither in this .blend nor on this computer" in drawn()


def test_textures_wait_while_another_mode_is_on(settings: Any) -> None:
    from styleglip_addon.blender.textures.baking import prepare_bake
    from styleglip_addon.engine.baking import bake_order
    from styleglip_addon.jobs.messages import Done
    from styleglip_addon.ui.result.states import state_of
    from styleglip_addon.ui.textures.properties import bake_options
    from styleglip_addon.ui.textures.session import BakeSession

    obj = stylized()
    prepared = prepare_bake(obj, state_of(obj), bake_options(settings))
    show_running(BakeSession(prepared=prepared))
    last_bake().take(Done(bake_order(prepared.order)))
    bpy.ops.object.mode_set(mode="EDIT")
    assert bpy.ops.styleglip.apply_textures() == {"CANCELLED"}
    assert "Switch to Object Mode" in drawn()
    assert not bpy.ops.styleglip.bake_textures.poll()
    bpy.ops.object.mode_set(mode="OBJECT")
    assert bpy.ops.styleglip.apply_textures() == {"FINISHED"}
    assert len(bpy.data.images) == 2


def test_waiting_textures_can_be_thrown_away_and_do_not_outlive_their_file(settings: Any) -> None:
    from styleglip_addon.blender.textures.baking import prepare_bake
    from styleglip_addon.engine.baking import bake_order
    from styleglip_addon.jobs.messages import Done
    from styleglip_addon.ui.result.states import state_of
    from styleglip_addon.ui.textures.properties import bake_options
    from styleglip_addon.ui.textures.session import BakeSession

    obj = stylized()
    prepared = prepare_bake(obj, state_of(obj), bake_options(settings))
    for end in (bpy.ops.styleglip.discard_textures, lambda: bpy.ops.wm.read_homefile(use_empty=True)):
        show_running(BakeSession(prepared=prepared))
        last_bake().take(Done(bake_order(prepared.order)))
        end()
        assert last_bake().baked is None
        assert last_bake().stage.name == "IDLE"


def test_a_dense_copy_is_added_with_as_many_vertices_as_set(settings: Any) -> None:
    obj = stylized()
    settings.dense_vertices = 1500
    assert "styleglip.dense_copy" in drawn()
    bpy.ops.styleglip.dense_copy()
    copy = bpy.context.view_layer.objects.active
    assert copy.name == "Vase StyleGLIP dense"
    assert abs(len(copy.data.vertices) - 1500) < 100
    assert obj.name == "Vase"


def test_the_panel_asks_for_every_kind_of_texture_and_for_displacement_when_rendering(settings: Any) -> None:
    from styleglip_addon.engine.baking import BakeMap
    from styleglip_addon.ui.textures.properties import MAPS, bake_options

    assert set(MAPS) == set(BakeMap)
    assert bake_options(settings).settings.maps == {BakeMap.COLOR, BakeMap.NORMAL}
    for name in MAPS.values():
        assert settings.bl_rna.properties[name].type == "BOOLEAN"
        setattr(settings, name, True)
    assert bake_options(settings).settings.maps == {BakeMap.COLOR, BakeMap.NORMAL, BakeMap.DISPLACEMENT}
    assert bake_options(settings).settings.wanted == set(BakeMap)
    assert not bake_options(settings).displaces
    settings.displaces = True
    assert bake_options(settings).displaces
    settings.use_displacement = False
    assert not bake_options(settings).displaces
