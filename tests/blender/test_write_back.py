"""A result arrives as shape keys, groups, colours and a material; all of it, once, and it can be taken off again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender import write_back
from styleglip_addon.blender.materials import restore_materials, show_result_material
from styleglip_addon.blender.mesh_export import export_object
from styleglip_addon.blender.names import COLOR_ATTRIBUTE, part_color_name, part_data_name
from styleglip_addon.blender.record import read_record
from styleglip_addon.blender.rescue import RescueError, load_result
from styleglip_addon.blender.validation import ObjectError
from styleglip_addon.blender.vertex_groups import read_group
from styleglip_addon.blender.write_back import (
    NothingFoundError,
    ResultRescuedError,
    deliver_result,
    has_result,
    remove_result,
    write_result,
)
from styleglip_addon.engine.types import LocatedPart, Part, StylizeResult, StylizeSettings

from .sample_objects import PROMPT, add_object, add_prism, fingerprint, shown_coordinates, styled


def _stylize(obj: Any, names: tuple[str, ...] = ("base", "tube"), amount: float = 0.1) -> StylizeResult:
    exported = export_object(obj)
    result = styled(exported, names, amount)
    write_result(obj, exported, result, PROMPT)
    return result


def _attribute(obj: Any, name: str) -> Any:
    flat = np.empty(len(obj.data.vertices) * 4, dtype=np.float32)
    obj.data.attributes[name].data.foreach_get("color", flat)
    return flat.reshape(-1, 4)


def _decorate(obj: Any) -> Any:
    """Shape keys, groups, materials in object and mesh slots, colours, modifiers, a place: an object with a past."""
    obj.location, obj.rotation_euler, obj.scale = (1.0, 2.0, 3.0), (0.3, 0.2, 0.1), (1.0, 2.0, 0.5)
    obj.shape_key_add(name="Basis", from_mix=False)
    smile = obj.shape_key_add(name="Smile", from_mix=False)
    smile.data[2].co.y += 0.5
    smile.value = 0.4
    obj.active_shape_key_index = 1
    obj.vertex_groups.new(name="Bone").add([0, 1, 2], 0.5, "REPLACE")
    for name in ("Glaze", "Clay"):
        obj.data.materials.append(bpy.data.materials.new(name))
    obj.material_slots[1].link = "OBJECT"
    obj.material_slots[1].material = bpy.data.materials.new("Own")
    obj.data.polygons.foreach_set("material_index", np.arange(len(obj.data.polygons), dtype=np.int32) % 2)
    paint = obj.data.color_attributes.new("Paint", "BYTE_COLOR", "CORNER")
    paint.data.foreach_set("color", np.linspace(0, 1, len(paint.data) * 4, dtype=np.float32))
    obj.data.uv_layers.new(name="UVMap")
    obj.modifiers.new("Subdivision", "SUBSURF")
    obj.modifiers.new("Bevel", "BEVEL")
    obj.data["note"] = "mine"
    bpy.context.view_layer.update()
    return obj


@pytest.mark.parametrize("make", [add_object, add_prism])
def test_the_parts_keys_at_one_show_the_summed_result(make: Callable[[], Any]) -> None:
    obj = make()
    base = export_object(obj).mesh.vertices
    result = _stylize(obj)
    keys = obj.data.shape_keys.key_blocks
    assert [(k.name, k.value, k.slider_min, k.slider_max) for k in keys][1:] == [
        ("StyleGLIP: base", 1.0, 0.0, 1.0),
        ("StyleGLIP: tube", 1.0, 0.0, 1.0),
    ]
    assert shown_coordinates(obj) == pytest.approx(base + result.displacement, abs=1e-6)


def test_dialling_one_part_back_leaves_the_others() -> None:
    obj = add_prism()
    base = export_object(obj).mesh.vertices
    result = _stylize(obj)
    obj.data.shape_keys.key_blocks["StyleGLIP: base"].value = 0.25
    expected = base + 0.25 * result.parts[0].displacement + result.parts[1].displacement
    assert shown_coordinates(obj) == pytest.approx(expected, abs=1e-6)


def test_existing_shape_keys_keep_their_values_and_add_to_the_result() -> None:
    obj = _decorate(add_object())
    before = shown_coordinates(obj)
    exported = export_object(obj)
    result = styled(exported)
    write_result(obj, exported, result, PROMPT)
    assert [k.name for k in obj.data.shape_keys.key_blocks][:2] == ["Basis", "Smile"]
    assert obj.data.shape_keys.key_blocks["Smile"].value == pytest.approx(0.4)
    assert obj.active_shape_key.name == "Smile"
    assert shown_coordinates(obj) - before == pytest.approx(exported.to_object_space(result.displacement), abs=1e-6)


def test_place_scale_and_modifiers_stay() -> None:
    obj = _decorate(add_object())
    before = fingerprint(obj)
    _stylize(obj)
    after = fingerprint(obj)
    assert after["matrix"] == before["matrix"]
    assert after["modifiers"] == before["modifiers"] == [("Subdivision", "SUBSURF"), ("Bevel", "BEVEL")]


def test_a_pinned_shape_key_does_not_hide_the_result() -> None:
    obj = _decorate(add_object())
    obj.show_only_shape_key = True
    _stylize(obj)
    assert not obj.show_only_shape_key
    remove_result(obj)
    assert obj.show_only_shape_key


def test_colours_are_an_active_linear_point_attribute_and_one_per_part() -> None:
    obj = add_prism()
    result = _stylize(obj)
    attributes = obj.data.attributes
    assert attributes.active_color_name == attributes.default_color_name == COLOR_ATTRIBUTE
    assert (attributes[COLOR_ATTRIBUTE].data_type, attributes[COLOR_ATTRIBUTE].domain) == ("FLOAT_COLOR", "POINT")
    assert np.array_equal(_attribute(obj, COLOR_ATTRIBUTE)[:, :3], result.color)
    tube = _attribute(obj, "StyleGLIP Color: tube")
    assert np.array_equal(tube[:, :3], result.parts[1].color)
    assert np.array_equal(tube[:, 3], result.parts[1].located.weights)


def test_vertex_groups_hold_the_soft_weights() -> None:
    obj = add_prism()
    result = _stylize(obj)
    for part in result.parts:
        assert np.array_equal(read_group(obj, part_data_name(part.located.part.name)), part.located.weights)
    members = sum(len(v.groups) for v in obj.data.vertices)
    assert members == sum(int((part.located.weights > 0).sum()) for part in result.parts)


def test_the_material_shows_the_colours_and_the_artists_slots_stay() -> None:
    obj = _decorate(add_object())
    _stylize(obj)
    assert [(s.link, s.material.name) for s in obj.material_slots] == [
        ("DATA", "Glaze"),
        ("OBJECT", "Own"),
        ("DATA", "StyleGLIP: Vase"),
    ]
    assert {p.material_index for p in obj.data.polygons} == {2}
    surface = obj.material_slots[2].material.node_tree.nodes["Principled BSDF"]
    assert surface.inputs["Base Color"].links[0].from_node.layer_name == COLOR_ATTRIBUTE


def test_materials_can_be_restored_and_shown_again() -> None:
    obj = _decorate(add_object())
    slots = [p.material_index for p in obj.data.polygons]
    _stylize(obj)
    restore_materials(obj)
    assert [p.material_index for p in obj.data.polygons] == slots
    assert [s.material.name for s in obj.material_slots] == ["Glaze", "Own"]
    assert has_result(obj)
    show_result_material(obj)
    assert {p.material_index for p in obj.data.polygons} == {2}
    restore_materials(obj)
    assert [p.material_index for p in obj.data.polygons] == slots


def test_slots_added_behind_the_results_slot_survive_its_removal() -> None:
    obj = _decorate(add_object())
    slots = [p.material_index for p in obj.data.polygons]
    _stylize(obj)
    obj.data.materials.append(bpy.data.materials.new("Later"))
    obj.material_slots[3].link = "OBJECT"
    obj.material_slots[3].material = bpy.data.materials.new("Later own")
    obj.data.polygons[4].material_index = 3
    _stylize(obj)
    remove_result(obj)
    assert [(s.link, s.material.name) for s in obj.material_slots] == [
        ("DATA", "Glaze"),
        ("OBJECT", "Own"),
        ("OBJECT", "Later own"),
    ]
    assert [p.material_index for p in obj.data.polygons] == [*slots[:4], 2, *slots[5:]]


def test_running_again_replaces_the_result_instead_of_piling_up() -> None:
    obj = _decorate(add_object())
    _stylize(obj, ("base", "tube"))
    once = fingerprint(obj)
    obj.material_slots[2].material.roughness = 0.25
    exported = export_object(obj)
    second = styled(exported, ("base", "tube"), amount=0.3)
    write_result(obj, exported, second, PROMPT)
    twice = fingerprint(obj)
    assert [k[0] for k in twice["keys"]] == [k[0] for k in once["keys"]]
    for same in ("groups", "slots", "materials in file", "meshes in file", "key selection", "active group"):
        assert twice[same] == once[same]
    assert set(twice["attributes"]) == set(once["attributes"])
    assert obj.material_slots[2].material.roughness == 0.25  # what the artist changed in the material stays
    expected = np.array([tuple(v.co) for v in obj.data.vertices]) + exported.to_object_space(second.displacement)
    smile = obj.data.shape_keys.key_blocks["Smile"]
    smile.value = 0.0
    assert shown_coordinates(obj) == pytest.approx(expected, abs=1e-6)


def test_parts_of_the_former_result_that_are_not_in_the_new_one_go() -> None:
    obj = add_prism()
    _stylize(obj, ("base", "tube", "shade"))
    _stylize(obj, ("tube", "lid"))
    assert [k.name for k in obj.data.shape_keys.key_blocks][1:] == ["StyleGLIP: tube", "StyleGLIP: lid"]
    assert [g.name for g in obj.vertex_groups] == ["StyleGLIP: tube", "StyleGLIP: lid"]
    names = {a.name for a in obj.data.color_attributes}
    assert names == {COLOR_ATTRIBUTE, "StyleGLIP Color: tube", "StyleGLIP Color: lid"}


def test_a_renamed_key_is_the_artists_and_stays() -> None:
    obj = add_prism()
    _stylize(obj)
    obj.data.shape_keys.key_blocks["StyleGLIP: base"].name = "Keep me"
    _stylize(obj)
    assert [k.name for k in obj.data.shape_keys.key_blocks][1:] == ["Keep me", "StyleGLIP: tube", "StyleGLIP: base"]


def test_a_part_that_was_not_found_leaves_only_a_line_in_the_record() -> None:
    obj = add_prism()
    exported = export_object(obj)
    result = styled(exported)
    missing = result.parts[1]
    located = replace(missing.located, found=False, reason='"tube" was seen in no view.')
    write_result(obj, exported, replace(result, parts=(result.parts[0], replace(missing, located=located))), PROMPT)
    assert [k.name for k in obj.data.shape_keys.key_blocks] == ["Basis", "StyleGLIP: base"]
    record = read_record(obj.data)
    assert record is not None
    assert [(p["found"], p["reason"]) for p in record.report["parts"]] == [
        (True, ""),
        (False, '"tube" was seen in no view.'),
    ]


def test_where_no_part_was_found_the_object_stays_and_the_sentence_names_the_parts(tmp_path: Path) -> None:
    obj = _decorate(add_object())
    _stylize(obj)
    before = fingerprint(obj)
    exported = export_object(obj)
    result = styled(exported)
    lost = tuple(replace(p, located=replace(p.located, found=False, reason="not seen")) for p in result.parts)
    with pytest.raises(NothingFoundError, match='None of the parts "base", "tube" was found on "Vase"'):
        deliver_result(exported, replace(result, parts=lost), PROMPT, rescue_folder=tmp_path)
    assert fingerprint(obj) == before
    assert list(tmp_path.iterdir()) == []


def test_the_record_tells_how_the_result_was_made() -> None:
    obj = add_prism()
    _stylize(obj)
    record = read_record(obj.data)
    assert record is not None
    report = record.report
    assert (report["prompt"], report["seed"], report["model"]) == (PROMPT, 7, "embedded")
    assert report["parts"][0]["detections"] == [{"view": 0, "box": [1.0, 2.0, 30.0, 40.0], "score": 0.7}]
    assert report["settings"]["iterations"] == StylizeSettings().iterations
    json.dumps(dict(report), allow_nan=False)


def test_loose_vertices_stay_where_they_are() -> None:
    obj = add_object(vertices=[(0, 0, 0), (1, 0, 0), (0, 0, 1), (5, 5, 0.5)], faces=[(0, 1, 2)])
    _stylize(obj)
    assert shown_coordinates(obj)[3].tolist() == [5.0, 5.0, 0.5]
    assert len(obj.data.vertices[3].groups) == 0


@pytest.mark.parametrize("stored", [False, True])
def test_faces_in_the_first_slot_are_stored_as_before_after_removal(stored: bool) -> None:
    obj = add_object()
    if stored:
        obj.data.attributes.new("material_index", "INT", "FACE")
    before = fingerprint(obj)
    _stylize(obj)
    remove_result(obj)
    assert fingerprint(obj) == before


@pytest.mark.parametrize("decorated", [False, True])
@pytest.mark.parametrize("times", [1, 2])
def test_removing_the_result_restores_the_object_bit_for_bit(decorated: bool, times: int) -> None:
    obj = add_object()
    if decorated:
        _decorate(obj)
    before = fingerprint(obj)
    for _ in range(times):
        _stylize(obj)
    assert fingerprint(obj) != before
    remove_result(obj)
    assert fingerprint(obj) == before
    assert not has_result(obj)


def test_removing_keeps_keys_and_colours_the_artist_made_afterwards() -> None:
    obj = add_object()
    _stylize(obj)
    obj.shape_key_add(name="Bend", from_mix=False)
    obj.data.color_attributes.new("Mine", "FLOAT_COLOR", "POINT")
    obj.data.attributes.active_color_name = "Mine"
    remove_result(obj)
    assert [k.name for k in obj.data.shape_keys.key_blocks] == ["Basis", "Bend"]
    assert obj.data.attributes.active_color_name == "Mine"


def test_removing_where_there_is_no_result_changes_nothing() -> None:
    obj = _decorate(add_object())
    before = fingerprint(obj)
    remove_result(obj)
    assert fingerprint(obj) == before


@pytest.mark.parametrize("decorated", [False, True])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("step", ["write_color", "show_result_material", "write_record", "write_group"])
def test_a_failure_half_way_leaves_the_object_as_it_was(
    monkeypatch: pytest.MonkeyPatch, step: str, first: bool, decorated: bool
) -> None:
    obj = add_object()
    if decorated:
        _decorate(obj)
    if not first:
        _stylize(obj, ("base", "lid"))
    before = fingerprint(obj)
    exported = export_object(obj)
    real = getattr(write_back, step)

    def write_then_fail(*arguments: Any, **options: Any) -> None:
        real(*arguments, **options)
        raise MemoryError("no room")

    monkeypatch.setattr(write_back, step, write_then_fail)
    with pytest.raises(MemoryError):
        write_result(obj, exported, styled(exported), PROMPT)
    assert fingerprint(obj) == before
    monkeypatch.undo()
    write_result(obj, exported, styled(exported), PROMPT)
    assert has_result(obj)


def test_key_animation_survives_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    obj = _decorate(add_object())
    obj.data.shape_keys.key_blocks["Smile"].keyframe_insert("value", frame=1)
    exported = export_object(obj)
    monkeypatch.setattr(write_back, "write_record", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_result(obj, exported, styled(exported), PROMPT)
    assert obj.data.shape_keys.animation_data.action is not None


@pytest.mark.parametrize("fails", [False, True])
def test_a_shared_mesh_is_copied_when_asked_and_the_other_object_does_not_change(
    monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    obj = add_object()
    twin = bpy.data.objects.new("Twin", obj.data)
    bpy.context.scene.collection.objects.link(twin)
    before = fingerprint(twin)
    exported = export_object(obj, allow_shared=True)
    with pytest.raises(ObjectError, match='shares its mesh with "Twin"'):
        write_result(obj, exported, styled(exported), PROMPT)
    if fails:
        monkeypatch.setattr(write_back, "write_record", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_result(obj, exported, styled(exported), PROMPT, make_single_user=True)
        assert obj.data == twin.data
        assert fingerprint(twin) == before
        return
    write_result(obj, exported, styled(exported), PROMPT, make_single_user=True)
    assert obj.data != twin.data
    assert has_result(obj)
    assert {k: v for k, v in fingerprint(twin).items() if "in file" not in k} == {
        k: v for k, v in before.items() if "in file" not in k
    }


def test_one_undo_step_takes_all_of_it_back() -> None:
    obj = _decorate(add_object())
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo_push(message="before")
        before = fingerprint(obj)
        _stylize(obj)
        bpy.ops.ed.undo_push(message="StyleGLIP")
        after = fingerprint(obj)
        bpy.ops.ed.undo()
        assert fingerprint(bpy.data.objects["Vase"]) == before
        bpy.ops.ed.redo()
        assert fingerprint(bpy.data.objects["Vase"]) == after


def test_a_result_with_nan_or_of_another_size_is_refused() -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported)
    before = fingerprint(obj)
    broken = result.displacement.copy()
    broken[2, 1] = np.nan
    with pytest.raises(ObjectError, match='"Vase" has NaN in its displacement'):
        write_result(obj, exported, replace(result, displacement=broken), PROMPT)
    with pytest.raises(ObjectError, match=r"color of shape \(5, 3\)"):
        write_result(obj, exported, replace(result, color=result.color[:5]), PROMPT)
    assert fingerprint(obj) == before


def _delete(obj: Any) -> None:
    bpy.data.objects.remove(obj)


def _delete_and_make_a_new_one(obj: Any) -> None:
    bpy.data.objects.remove(obj)
    add_object()


def _add_vertex(obj: Any) -> None:
    obj.data.vertices.add(1)


def _rebuild_faces(obj: Any) -> None:
    obj.data.flip_normals()


def _enter_edit_mode(obj: Any) -> None:
    bpy.context.view_layer.objects.active = obj
    bpy.ops.object.mode_set(mode="EDIT")


def _open_another_file(obj: Any) -> None:
    bpy.ops.wm.read_factory_settings(use_empty=True)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (_delete, '"Vase" is no longer in the file'),
        (_delete_and_make_a_new_one, '"Vase" is no longer in the file'),
        (_open_another_file, '"Vase" is no longer in the file'),
        (_add_vertex, r'"Vase" was edited meanwhile \(then 8 vertices and 6 faces, now 9 and 6\)'),
        (_rebuild_faces, 'The faces of "Vase" were rebuilt meanwhile'),
        (_enter_edit_mode, '"Vase" is in Edit Mode'),
    ],
)
def test_a_result_that_fits_no_longer_is_kept_in_a_file_the_sentence_names(
    tmp_path: Path, happens: Callable[[Any], None], sentence: str
) -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported)
    happens(obj)
    folder = tmp_path / "kept" / "results"
    with pytest.raises(ResultRescuedError, match=sentence) as caught:
        deliver_result(exported, result, PROMPT, rescue_folder=folder)
    assert [caught.value.path] == list(folder.iterdir())
    assert str(caught.value.path) in str(caught.value)
    assert not any(has_result(other) for other in bpy.data.objects)

    loaded, prompt = load_result(caught.value.path)
    assert prompt == PROMPT
    assert np.array_equal(loaded.displacement, result.displacement)
    assert np.array_equal(loaded.color, result.color)
    assert np.array_equal(loaded.weights, result.weights)
    assert loaded.settings == result.settings
    assert loaded.parts[0].located.detections == result.parts[0].located.detections


def test_an_object_hidden_or_moved_to_another_scene_meanwhile_still_gets_its_result(tmp_path: Path) -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported)
    obj.hide_viewport = True
    obj.hide_set(True)
    bpy.data.scenes.new("Other").collection.objects.link(obj)
    bpy.context.scene.collection.objects.unlink(obj)
    assert deliver_result(exported, result, PROMPT, rescue_folder=tmp_path) == obj
    assert has_result(obj)
    assert list(tmp_path.iterdir()) == []


def test_vertices_moved_meanwhile_keep_their_new_place_under_the_result(tmp_path: Path) -> None:
    obj = add_object()
    exported = export_object(obj)
    result = styled(exported)
    obj.data.vertices[0].co.x -= 1.0
    deliver_result(exported, result, PROMPT, rescue_folder=tmp_path)
    assert shown_coordinates(obj)[0] == pytest.approx((-2.0, -1.0, -1.0) + result.displacement[0], abs=1e-6)


def test_two_rescued_results_do_not_overwrite_each_other_and_odd_names_become_file_names(tmp_path: Path) -> None:
    obj = add_object(name="../a:b*c/ваза.001")
    exported = export_object(obj)
    _delete(obj)
    for _ in range(2):
        with pytest.raises(ResultRescuedError):
            deliver_result(exported, styled(exported), PROMPT, rescue_folder=tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 2
    assert all(name.endswith(".npz") and "ваза" in name for name in names)


def test_a_rescue_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    obj = add_object()
    exported = export_object(obj)
    _delete(obj)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RescueError, match=r"could not be saved to .*file"):
        deliver_result(exported, styled(exported), PROMPT, rescue_folder=tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", b"hello"])
def test_a_damaged_result_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(RescueError, match=r"broken\.npz.*is no saved StyleGLIP result, or it is damaged"):
        load_result(path)
    with pytest.raises(RescueError, match=r"absent\.npz.*cannot be read"):
        load_result(tmp_path / "absent.npz")


@pytest.mark.parametrize("name", ["Fuß", "основание", "底座", "x" * 60, "ü" * 30, "底" * 20])
def test_part_names_of_any_language_and_length_work(name: str) -> None:
    obj = add_prism()
    _stylize(obj, (name, name[:-1] + "y"))
    _stylize(obj, (name, name[:-1] + "y"))
    assert len(obj.data.shape_keys.key_blocks) == 3
    assert len(obj.vertex_groups) == 2
    assert len(obj.data.color_attributes) == 3
    assert part_data_name(name) in obj.data.shape_keys.key_blocks
    assert part_color_name(name) in obj.data.color_attributes
    remove_result(obj)
    assert obj.data.shape_keys is None


def test_an_attribute_of_another_kind_in_the_way_is_replaced() -> None:
    obj = add_object()
    obj.data.attributes.new(COLOR_ATTRIBUTE, "FLOAT", "FACE")
    result = _stylize(obj)
    assert np.array_equal(_attribute(obj, COLOR_ATTRIBUTE)[:, :3], result.color)


def test_the_result_survives_saving_and_loading(tmp_path: Path) -> None:
    obj = _decorate(add_object())
    before = fingerprint(obj)
    _stylize(obj)
    path = tmp_path / "vase.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.wm.open_mainfile(filepath=str(path))
    obj = bpy.data.objects["Vase"]
    assert has_result(obj)
    remove_result(obj)
    after = fingerprint(obj)
    for same in ("keys", "weights", "groups", "slots", "active color", "attributes"):
        assert after[same] == before[same]


def test_a_manual_part_strength_scales_the_stored_alpha() -> None:
    obj = add_prism()
    exported = export_object(obj)
    result = styled(exported)
    located = result.parts[0].located
    weaker: LocatedPart = replace(located, part=Part(name="base", style="gold", strength=0.5))
    write_result(obj, exported, replace(result, parts=(replace(result.parts[0], located=weaker),)), PROMPT)
    assert _attribute(obj, "StyleGLIP Color: base")[:, 3] == pytest.approx(located.weights * 0.5)
