"""What the artist sees at the end: Solid shading shows the result's colors, wherever its textures lie, and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.names import COLOR_ATTRIBUTE, UV_MAP
from styleglip_addon.blender.textures.baked_material import baked_material
from styleglip_addon.blender.textures.baking import bake_object
from styleglip_addon.blender.textures.uv_maps import UvChoice
from styleglip_addon.engine.baking import BakeMap, BakeSettings

from .addon import enabled_addon, last_run, show_running
from .sample_objects import add_prism, rgba, styled
from .small_run import stylized_vase
from .test_baking import OPTIONS, add_uv


@pytest.fixture
def settings() -> Iterator[Any]:
    with enabled_addon() as settings:
        yield settings


def view() -> Any:
    """The 3D view of the file's first window."""
    areas = bpy.context.window_manager.windows[0].screen.areas
    return next(area for area in areas if area.type == "VIEW_3D").spaces.active


def press_show_colors() -> None:
    """Presses the button in the first window's 3D view."""
    window = bpy.context.window_manager.windows[0]
    area = next(area for area in window.screen.areas if area.type == "VIEW_3D")
    with bpy.context.temp_override(window=window, area=area, region=area.regions[-1]):
        bpy.ops.styleglip.show_colors()


def apply_a_result() -> Any:
    """A prism on which a result was put."""
    from styleglip_addon.blender.reading.mesh_export import export_object
    from styleglip_addon.jobs.messages import Done
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    exported = export_object(obj)
    show_running(StylizeSession(exported=exported, prompt="pottery base, gold tube"))
    last_run().take(Done(styled(exported)))
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo_push(message="before")
        assert bpy.ops.styleglip.apply_result("EXEC_DEFAULT", True) == {"FINISHED"}
    return obj


def test_a_view_in_solid_shading_shows_the_result_when_it_comes_and_what_it_showed_before_on_a_click(
    settings: Any,
) -> None:
    view().shading.color_type = "RANDOM"
    apply_a_result()
    assert view().shading.color_type == "VERTEX"
    press_show_colors()
    assert view().shading.color_type == "RANDOM"
    press_show_colors()
    assert view().shading.color_type == "VERTEX"


def test_removing_the_only_result_switches_the_view_back(settings: Any) -> None:
    view().shading.color_type = "RANDOM"
    apply_a_result()
    bpy.ops.styleglip.remove_result()
    assert view().shading.color_type == "RANDOM"


def test_undo_and_redo_take_the_view_along(settings: Any) -> None:
    apply_a_result()
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo()
        assert view().shading.color_type == "MATERIAL"
        bpy.ops.ed.redo()
    assert view().shading.color_type == "VERTEX"


def test_who_wants_no_preview_keeps_the_view_as_it_is(settings: Any) -> None:
    settings.show_preview = False
    apply_a_result()
    assert view().shading.color_type == "MATERIAL"


def test_solid_shading_shows_the_result_although_its_textures_have_a_uv_map_of_their_own(tmp_path: Path) -> None:
    """Texture color of Solid shading goes by the active UV map, so the attribute is what is switched to."""
    obj, _, _, state = stylized_vase()
    add_uv(obj, "Mine", 0.0)
    maps = replace(OPTIONS, settings=BakeSettings(size=64, maps=frozenset({BakeMap.COLOR})), uv_choice=UvChoice.NEW)
    bake_object(obj, state, maps)
    material = baked_material(obj.data)
    assert material is not None
    assert material.node_tree.nodes.active.image.name == "Vase color"
    assert obj.data.uv_layers.active.name == "Mine", "the artist's own stays"
    assert UV_MAP in obj.data.uv_layers

    by_attribute, by_texture = _solid(tmp_path, "VERTEX"), _solid(tmp_path, "TEXTURE")
    own = rgba(obj, COLOR_ATTRIBUTE)[:, :3]
    assert np.ptp(own, axis=0).max() > 0.05, "a result of one color would prove nothing"
    assert np.ptp(by_attribute, axis=0).max() > 0.05
    assert (by_attribute.min(axis=0) > own.min(axis=0) - 0.05).all()
    assert (by_attribute.max(axis=0) < own.max(axis=0) + 0.05).all()
    assert np.ptp(by_texture, axis=0).max() < 0.02, "all of it is one texel of the artist's map without area"


def _solid(folder: Path, color_type: str) -> np.ndarray:
    """(N, 3) scene-linear colors of the object's pixels, as Solid shading draws them without light."""
    scene = bpy.context.scene
    scene.render.engine = "BLENDER_WORKBENCH"
    scene.render.resolution_x = scene.render.resolution_y = 64
    scene.render.film_transparent = True
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.view_settings.view_transform = "Standard"
    scene.display.shading.light, scene.display.shading.color_type = "FLAT", color_type
    scene.display.render_aa = "OFF"
    if scene.camera is None:
        scene.camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
        scene.collection.objects.link(scene.camera)
        scene.camera.location, scene.camera.rotation_euler = (0.0, -8.0, 0.0), (np.pi / 2, 0.0, 0.0)
    scene.render.filepath = str(folder / f"{color_type}.exr")
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(scene.render.filepath)
    flat = np.empty(64 * 64 * 4, dtype=np.float32)
    image.pixels.foreach_get(flat)
    rgba = flat.reshape(-1, 4)
    return rgba[rgba[:, 3] > 0.99, :3]
