"""Find Parts, parts taken by hand, and what Stylize makes of both: real jobs with an untrained model, no window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.engine.models.glip import GLIP
from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon, last_run, set_fast
from .sample_objects import add_chair, fingerprint
from .test_ui_panels import draw_all
from .test_ui_runs import masked_prism


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    bpy.ops.wm.read_factory_settings(use_empty=True)
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures were looked at, a number for each time."""
    done: list[int] = []
    detect = GLIP.detect

    def tell(self: GLIP, images: Any, *given: Any) -> Any:
        done.append(len(images))
        return detect(self, images, *given)

    monkeypatch.setattr(GLIP, "detect", tell)
    return done


def named_chair(settings: Any) -> Any:
    """A chair whose own vertex groups say what its seat and its back are."""
    obj = add_chair()
    for name, first in (("Seat", 0), ("Back", 8)):
        obj.vertex_groups.new(name=name).add(list(range(first, first + 8)), 1.0, "REPLACE")
    settings.prompt = "gold seat, red back"
    return obj


def weights_of(obj: Any, group: str) -> Any:
    from styleglip_addon.blender.result.vertex_groups import read_group

    return read_group(obj, group)


def last_search() -> Any:
    from styleglip_addon.ui.parts.showing import FindSession

    return driver().shown(FindSession)


def row_of(settings: Any, number: int) -> Any:
    from styleglip_addon.ui.parts.found import found_of_row

    return found_of_row(bpy.context.view_layer.objects.active, settings.parts[number])


def test_parts_are_found_without_styling_and_nothing_but_groups_is_on_the_object(settings: Any) -> None:
    obj = named_chair(settings)
    before = fingerprint(obj)
    bpy.ops.styleglip.find_parts()
    assert last_search().stage.name == "DONE", last_search().sentence + last_search().details
    assert not last_search().warnings
    seat = row_of(settings, 0)
    assert (seat.found, seat.confidence, seat.told_by) == (True, 1.0, 'vertex group "Seat"')
    assert weights_of(obj, "StyleGLIP: seat")[:8].min() > 0.3
    assert {group.name for group in obj.vertex_groups} == {"Seat", "Back", "StyleGLIP: seat", "StyleGLIP: back"}
    after = fingerprint(obj)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"groups", "weights"}
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert 'seat: found, 100% sure, from vertex group "Seat"' in shown
    assert "styleglip_show_parts" in type(bpy.context.window_manager).bl_rna.properties
    assert bpy.context.window_manager.styleglip_show_parts


def test_each_row_has_a_tint_of_its_own_that_stays_when_the_prompt_is_read_again(settings: Any) -> None:
    from styleglip_addon.ui.parts.tinting import tints_of

    obj = named_chair(settings)
    first, second = (tuple(row.tint) for row in settings.parts)
    assert first != second
    settings.prompt = "gold back, red leg, oak seat"
    assert tuple(settings.parts[0].tint) == second
    assert tuple(settings.parts[2].tint) == first
    assert len({tuple(row.tint) for row in settings.parts}) == 3
    settings.prompt = "gold seat, red back"
    assert tints_of(obj) == {}
    bpy.ops.styleglip.find_parts()
    assert tints_of(obj) == {"StyleGLIP: seat": pytest.approx(first), "StyleGLIP: back": pytest.approx(second)}
    bpy.context.window_manager.styleglip_show_parts = False
    assert tints_of(obj) == {}


def test_tints_are_drawn_from_the_groups_as_they_are_with_modifiers(settings: Any) -> None:
    from styleglip_addon.blender.result.part_tints import PartTints, tinted

    obj = named_chair(settings)
    tints = PartTints(lambda: obj, lambda _: {"Seat": (1.0, 0.0, 0.0), "Nothing": (0.0, 0.0, 1.0)})
    plain = tints.mesh_of(obj)
    assert plain is not None
    assert len(plain.positions) == len(obj.data.vertices)
    is_red = plain.colors[:, 0] > 2.0 * plain.colors[:, 1]
    assert is_red[:8].all()
    assert not is_red[8:].any()
    assert tints.mesh_of(obj) is plain, "nothing is computed twice"
    obj.modifiers.new("Finer", "SUBSURF")
    bpy.context.view_layer.update()
    tints._not_before = 0.0
    finer = tints.mesh_of(obj)
    assert finer is not None
    assert len(finer.positions) > len(plain.positions)
    tints.end()
    assert tinted(np.zeros((1, 1), dtype=np.float32), ((1.0, 0.0, 0.0),))[0] == pytest.approx([0.477] * 3, abs=1e-3)


def test_stylize_starts_from_what_was_found_until_the_mesh_or_the_parts_change(settings: Any, looks: list[int]) -> None:
    obj = named_chair(settings)
    settings.parts[1].style = ""
    assert not bpy.ops.styleglip.stylize.poll()
    assert bpy.ops.styleglip.find_parts.poll(), "how parts look need not be said to find them"
    bpy.ops.styleglip.find_parts()
    assert looks
    looks.clear()
    settings.parts[1].style = "oak"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert not looks
    assert not bpy.context.window_manager.styleglip_show_parts, "the result is looked at now"
    obj.data.shape_keys.key_blocks["Basis"].data[0].co.z += 0.01
    bpy.ops.styleglip.stylize()
    assert looks, "the mesh is another one"
    looks.clear()
    settings.prompt = "gold seat, red back, oak leg"
    bpy.ops.styleglip.stylize()
    assert looks, "other parts are asked for"
    looks.clear()
    bpy.ops.styleglip.stylize()
    assert not looks, "what a run finds is kept as well"


def missing_horn(settings: Any) -> Any:
    """A prism whose masks leave nothing for the third part."""
    obj = masked_prism(settings)
    lid, foot = (row.vertex_group for row in settings.parts)
    settings.prompt = "gold lid, red foot, oak horn"
    assert [row.vertex_group for row in settings.parts] == [lid, foot, ""]
    return obj


def test_a_part_that_is_missing_is_asked_about_before_anything_is_styled(settings: Any, looks: list[int]) -> None:
    obj = missing_horn(settings)
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "ASKING", last_run().sentence + last_run().details
    assert '"horn" was not found' in last_run().sentence
    before = obj.data.shape_keys
    assert before is None
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert "Painted masks cover all" in shown
    for button in ("paint_part", "other_word", "go_on_without", "stylize", "find_parts"):
        assert f"styleglip.{button}" in shown
    looks.clear()
    bpy.ops.styleglip.go_on_without()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert not looks
    assert [key.name for key in obj.data.shape_keys.key_blocks] == ["Basis", "StyleGLIP: lid", "StyleGLIP: foot"]
    shown = draw_all()["STYLEGLIP_PT_main"]
    assert "styleglip.go_on_without" not in shown, "that was decided"
    assert shown.count("Painted masks cover all") == 1


def test_a_missing_part_is_painted_and_the_others_are_not_looked_for_again(settings: Any, looks: list[int]) -> None:
    obj = missing_horn(settings)
    bpy.ops.styleglip.find_parts()
    assert not row_of(settings, 2).found
    bpy.ops.styleglip.paint_part(index=2)
    assert bpy.context.mode == "PAINT_WEIGHT"
    assert obj.vertex_groups.active.name == "StyleGLIP: horn"
    assert "styleglip.stop_painting" in draw_all()["STYLEGLIP_PT_main"]
    obj.vertex_groups["StyleGLIP: horn"].add([0, 1, 2], 1.0, "REPLACE")
    bpy.ops.styleglip.stop_painting()
    assert "go_on_without" not in draw_all()["STYLEGLIP_PT_main"], "nothing is missing any more"
    assert bpy.context.mode == "OBJECT"
    looks.clear()
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert not looks
    assert weights_of(obj, "StyleGLIP: horn")[:3].min() > 0.0


def test_a_part_on_which_nothing_was_painted_is_looked_for(settings: Any) -> None:
    obj = named_chair(settings)
    settings.prompt = "gold seat, red back, oak leg"
    bpy.ops.styleglip.paint_part(index=2)
    assert settings.parts[2].mask_source == "VERTEX_GROUP"
    bpy.ops.styleglip.stop_painting()
    assert settings.parts[2].mask_source == "DETECT"
    assert "StyleGLIP: leg" not in obj.vertex_groups


def test_painting_begins_with_what_the_row_says(settings: Any) -> None:
    obj = named_chair(settings)
    obj.data.materials.append(bpy.data.materials.new("Fabric"))
    settings.parts[0].material = "Fabric"
    bpy.ops.styleglip.paint_part(index=0)
    bpy.ops.styleglip.stop_painting()
    assert weights_of(obj, "StyleGLIP: seat").min() == 1.0
    assert settings.parts[0].vertex_group == "StyleGLIP: seat"


def test_a_group_that_was_painted_over_is_the_part(settings: Any, looks: list[int]) -> None:
    obj = named_chair(settings)
    bpy.ops.styleglip.find_parts()
    looks.clear()
    obj.vertex_groups["StyleGLIP: seat"].remove([0, 1, 2, 3])
    painted = weights_of(obj, "StyleGLIP: seat")
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert not looks
    assert settings.parts[0].vertex_group == "StyleGLIP: seat"
    assert settings.parts[1].mask_source == "DETECT"
    assert weights_of(obj, "StyleGLIP: seat") == pytest.approx(painted, abs=1e-5)


def test_groups_and_painting_are_at_the_objects_own_vertices_where_modifiers_make_more(
    settings: Any, looks: list[int]
) -> None:
    obj = named_chair(settings)
    obj.modifiers.new("Finer", "SUBSURF")
    bpy.ops.styleglip.find_parts()
    assert row_of(settings, 0).found
    assert weights_of(obj, "StyleGLIP: seat")[:8].mean() > 0.3
    looks.clear()
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert not looks
    assert settings.parts[0].mask_source == "DETECT", "nothing was painted"


def test_selected_faces_of_edit_mode_become_the_part(settings: Any) -> None:
    obj = named_chair(settings)
    assert not bpy.ops.styleglip.take_selected.poll()
    bpy.context.tool_settings.mesh_select_mode = (False, False, True)
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="DESELECT")
    assert not bpy.ops.styleglip.take_selected.poll(), "no face is selected"
    bpy.ops.object.mode_set(mode="OBJECT")
    obj.data.polygons[0].select = True
    chosen = set(obj.data.polygons[0].vertices)
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.styleglip.take_selected(index=1)
    assert bpy.context.mode == "EDIT_MESH"
    bpy.ops.object.mode_set(mode="OBJECT")
    assert settings.parts[1].vertex_group == "StyleGLIP: back"
    assert settings.parts[1].mask_source == "VERTEX_GROUP"
    assert set(np.flatnonzero(weights_of(obj, "StyleGLIP: back"))) == chosen


def test_another_word_is_looked_for_at_once(settings: Any) -> None:
    named_chair(settings)
    settings.prompt = "gold seat, red horn"
    bpy.ops.styleglip.other_word(index=1, word="back")
    assert settings.prompt == "gold seat, red back"
    assert row_of(settings, 1).told_by == 'vertex group "Back"'


def test_a_row_that_says_another_place_since_shows_nothing_of_the_search(settings: Any) -> None:
    named_chair(settings)
    bpy.ops.styleglip.find_parts()
    settings.parts[0].vertex_group = "Back"
    assert row_of(settings, 0) is None
    assert row_of(settings, 1) is not None


def test_nothing_is_looked_for_where_the_object_is_styled_as_a_whole(settings: Any) -> None:
    named_chair(settings)
    settings.parts_mode = "HOLISTIC"
    assert not bpy.ops.styleglip.find_parts.poll()


def test_groups_wait_for_object_mode(settings: Any) -> None:
    obj = named_chair(settings)
    bpy.ops.styleglip.find_parts()
    for name in ("StyleGLIP: seat", "StyleGLIP: back"):
        obj.vertex_groups.remove(obj.vertex_groups[name])
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.styleglip.show_found()
    assert "Object Mode" in last_search().warnings[-1]
    bpy.ops.object.mode_set(mode="OBJECT")
    assert [group.name for group in obj.vertex_groups] == ["Seat", "Back"]
    assert row_of(settings, 0).found, "the search is kept"


def test_another_file_knows_nothing_of_the_search(settings: Any) -> None:
    from styleglip_addon.ui.parts.found import latest

    named_chair(settings)
    bpy.ops.styleglip.find_parts()
    assert latest() is not None
    bpy.ops.wm.read_factory_settings(use_empty=True)
    assert latest() is None
