"""A result whose object is gone, changed or busy is kept in a file from which it is made again, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.rescue import RescueError, open_rescued, save_result
from styleglip_addon.blender.reading.mesh_export import ExportedObject, export_object
from styleglip_addon.blender.reading.validation import ObjectError
from styleglip_addon.blender.result.write_back import (
    ResultRescuedError,
    deliver_result,
    has_result,
    put_result,
)
from styleglip_addon.engine import StylizeResult, result_of_state
from styleglip_addon.engine.vocabulary import FieldKind
from styleglip_addon.engine.vocabulary.channels import ROUGHNESS
from tests.engine.test_stylizer import QUICK

from .sample_objects import (
    PROMPT,
    add_object,
    fingerprint,
    shown_coordinates,
    styled,
)
from .small_run import PROMPT as VASE_PROMPT
from .small_run import stylized_vase, vase_result


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
    result = vase_result(exported.mesh)
    happens(obj)
    folder = tmp_path / "kept" / "results"
    with pytest.raises(ResultRescuedError, match=sentence) as caught:
        deliver_result(exported, result, PROMPT, rescue_folder=folder)
    assert [caught.value.path] == list(folder.iterdir())
    assert str(caught.value.path) in str(caught.value)
    assert not any(has_result(other) for other in bpy.data.objects)

    assert str(caught.value).endswith("Open Rescued Result puts it on the object.")

    rescued = open_rescued(caught.value.path)
    assert (rescued.prompt, rescued.object_name, rescued.names) == (PROMPT, "Vase", ())
    _assert_same(result_of_state(rescued.state, exported.mesh), result)


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
    assert all(name.endswith(".safetensors") and "ваза" in name for name in names)


def test_a_rescue_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    obj = add_object()
    exported = export_object(obj)
    _delete(obj)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RescueError, match=r"could not be saved to .*file"):
        deliver_result(exported, styled(exported), PROMPT, rescue_folder=tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"PK no archive", b"hello"])
def test_a_damaged_result_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.safetensors"
    path.write_bytes(content)
    with pytest.raises(RescueError, match=r"broken\.safetensors.*is no saved StyleGLIP state, or it is damaged"):
        open_rescued(path)
    with pytest.raises(RescueError, match=r"absent\.safetensors.*cannot be read"):
        open_rescued(tmp_path / "absent.safetensors")


def test_a_file_of_the_first_version_is_refused_with_a_sentence_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "vase.npz"
    np.savez(path, displacement=np.zeros((8, 3), dtype=np.float32))
    with pytest.raises(RescueError, match=r"vase\.npz.*StyleGLIP 0\.1\.0 kept results.*run the style again"):
        open_rescued(path)


def _rescue(exported: ExportedObject, result: StylizeResult, folder: Path, names: tuple[str, ...] = ()) -> Path:
    return save_result(folder, exported.handle.name, result, VASE_PROMPT, names)


def test_a_rescued_result_is_the_same_with_all_channels_and_how_its_styles_were_understood(tmp_path: Path) -> None:
    field = replace(QUICK.field, kind=FieldKind.APPEARANCE_DISPLACEMENT)
    settings = QUICK.with_(field=field, palette_weight=0.0)
    _, exported, result, _ = stylized_vase(settings)
    rescued = open_rescued(_rescue(exported, result, tmp_path))
    again = result_of_state(rescued.state, exported.mesh)
    _assert_same(again, result)
    assert ROUGHNESS in result.parts[0].material
    assert [part.read_as for part in again.parts] == [part.read_as for part in result.parts]
    assert None not in [part.read_as for part in result.parts]
    assert (again.settings, again.model, again.history) == (result.settings, result.model, result.history)
    assert again.warnings == result.warnings


def test_what_was_rescued_goes_on_another_object_of_the_same_mesh_and_on_no_other(tmp_path: Path) -> None:
    obj, exported, result, _ = stylized_vase()
    rescued = open_rescued(_rescue(exported, result, tmp_path))
    first = fingerprint(obj)
    twin = add_object("Twin")
    fitted = rescued.fitted_to(export_object(twin))
    again = result_of_state(rescued.state, fitted.mesh)
    put_result(twin, fitted, again, rescued.prompt, names=rescued.names_on(twin))
    second = fingerprint(twin)
    for what in ("attributes", "keys", "groups", "weights"):
        assert second[what] == first[what], what
    twin.scale.x = 2.0
    with pytest.raises(ObjectError, match=r'is not of "Twin", or this mesh was changed.*named "Vase"'):
        rescued.fitted_to(export_object(twin))


def test_a_part_restyled_alone_replaces_that_part_only_where_the_object_has_the_others(tmp_path: Path) -> None:
    obj, exported, result, _ = stylized_vase()
    rescued = open_rescued(_rescue(exported, result, tmp_path, ("lid",)))
    assert rescued.names_on(obj) == ("lid",)
    assert rescued.names_on(add_object("Bare")) == ()


def test_a_state_without_notes_is_a_result_too(tmp_path: Path) -> None:
    _, exported, result, state = stylized_vase()
    state.save(tmp_path / "kept.styleglip")
    opened = open_rescued(tmp_path / "kept.styleglip")
    assert (opened.prompt, opened.object_name, opened.names) == (VASE_PROMPT, "", ())
    _assert_same(result_of_state(opened.state, exported.mesh), result)


def _assert_same(one: StylizeResult, other: StylizeResult) -> None:
    assert np.array_equal(one.displacement, other.displacement)
    assert np.array_equal(one.color, other.color)
    assert np.array_equal(one.weights, other.weights)
    for first, second in zip(one.parts, other.parts, strict=True):
        assert first.located.detections == second.located.detections
        assert np.array_equal(first.displacement, second.displacement)
        assert np.array_equal(first.color, second.color)
        assert set(first.material) == set(second.material)
        for channel, values in first.material.items():
            assert np.array_equal(values, second.material[channel])
    assert one.state.held is not None
    assert other.state.held is not None
    assert np.array_equal(one.state.held, other.state.held)
