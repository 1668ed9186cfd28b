"""A result whose object is gone, changed or busy is kept in a file that can be read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.rescue import RescueError, load_result
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.write_back import (
    ResultRescuedError,
    deliver_result,
    has_result,
)

from .sample_objects import (
    PROMPT,
    add_object,
    shown_coordinates,
    styled,
)


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
