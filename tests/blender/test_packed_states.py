"""A result's state in its .blend: what was stylized without a window is baked and taken further on another computer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
import torch

from styleglip_addon.batch import main
from styleglip_addon.blender.files.kept_states import KeptStates
from styleglip_addon.blender.files.packed_states import has_packed_state, pack_state, packed_state
from styleglip_addon.blender.names import STATE_PROPERTY
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.blender.result.write_back import remove_result
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.vocabulary.errors import StateError
from styleglip_addon.engine.vocabulary.model_choice import ModelChoice
from tests.untrained_model import write_untrained_model

from .addon import enabled_addon, last_bake, last_run, set_fast
from .small_run import stylized_vase
from .test_batch import DONE, QUICK, vase

__all__ = ["vase"]  # the fixture


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def headless(vase: Path, model: Path) -> Path:
    """A .blend from the command line."""
    output = vase.parent / "out.blend"
    arguments = ["--input", vase, "--prompt", "gold base, red lid", "--output", output, "--model", model]
    assert main([*map(str, arguments), "--settings", QUICK]) in DONE
    return output


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


def record_id(mesh: Any) -> str:
    record = read_record(mesh)
    assert record is not None
    return record.id


def opened(path: Path) -> Any:
    bpy.ops.wm.open_mainfile(filepath=str(path))
    obj = bpy.data.objects["vase"]
    bpy.context.view_layer.objects.active = obj
    obj.select_set(True)
    return obj


def test_what_was_stylized_headless_is_baked_copied_and_restyled_from_the_panel(headless: Path, settings: Any) -> None:
    from styleglip_addon.ui.result.states import state_of

    obj = opened(headless)
    set_fast(settings)
    bpy.context.scene.styleglip_textures.size = "512"
    bpy.ops.styleglip.bake_textures()
    assert last_bake().stage.name == "DONE", last_bake().sentence
    assert "vase color" in bpy.data.images
    bpy.ops.styleglip.dense_copy()
    assert len(bpy.data.objects["vase StyleGLIP dense"].data.vertices) > len(obj.data.vertices)
    bpy.context.view_layer.objects.active = obj
    before = state_of(obj).step
    settings.prompt = "blue base"
    bpy.ops.styleglip.restyle_part(index=0)
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert [part.part.style for part in state_of(obj).parts] == ["blue", "red"]
    assert before == 2


def test_the_model_of_a_foreign_file_is_that_of_the_preferences(headless: Path, settings: Any) -> None:
    from styleglip_addon.ui.result.states import state_of

    obj = opened(headless)
    set_fast(settings)
    state = state_of(obj)
    assert state.choice is None, "no paths of another computer"
    bpy.ops.styleglip.continue_run()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert state_of(obj).step > state.step


def test_a_state_comes_along_with_copies_and_with_append(headless: Path, tmp_path: Path) -> None:
    obj = opened(headless)
    twin = obj.data.copy()
    assert packed_state(twin, record_id(twin)) == packed_state(obj.data, record_id(obj.data))
    assert len([text for text in bpy.data.texts if STATE_PROPERTY in text]) == 1
    bpy.ops.wm.read_homefile(use_empty=True)
    with bpy.data.libraries.load(str(headless)) as (_, target):
        target.objects = ["vase"]
    bpy.context.scene.collection.objects.link(bpy.data.objects["vase"])
    assert KeptStates(tmp_path / "none").find(bpy.data.objects["vase"]).step == 2


def test_a_state_belongs_to_one_result_and_goes_with_it(tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    states = KeptStates(tmp_path)
    assert not states.has(obj)
    with pytest.raises(StateError, match=r"neither in this \.blend nor on this computer"):
        states.find(obj)
    pack_state(obj.data, record_id(obj.data), state)
    assert np.array_equal(states.find(obj).parts[0].weights, state.parts[0].weights)
    assert not has_packed_state(obj.data, "0" * 32)
    assert packed_state(obj.data, "0" * 32) is None
    pack_state(obj.data, record_id(obj.data), state)
    assert len([text for text in bpy.data.texts if STATE_PROPERTY in text]) == 1
    remove_result(obj)
    assert STATE_PROPERTY not in obj.data
    assert not [text for text in bpy.data.texts if STATE_PROPERTY in text]


def test_where_the_models_are_does_not_go_into_the_file() -> None:
    obj, _, _, state = stylized_vase()
    pack_state(obj.data, record_id(obj.data), replace(state, choice=ModelChoice(glip="/home/someone/secret.pth")))
    data = packed_state(obj.data, record_id(obj.data))
    assert data is not None
    assert b"secret" not in data
    assert StyleState.from_bytes(data).choice is None


def test_damaged_bytes_and_strange_properties_are_told_not_met_with_a_traceback(tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    pack_state(obj.data, record_id(obj.data), state)
    obj.data[STATE_PROPERTY][STATE_PROPERTY] = b"\x08\0\0\0\0\0\0\0damaged"
    with pytest.raises(StateError, match=r"What this \.blend keeps .* cannot be used"):
        KeptStates(tmp_path).find(obj)
    obj.data[STATE_PROPERTY] = "a word"
    assert packed_state(obj.data, record_id(obj.data)) is None
    assert not KeptStates(tmp_path).has(obj)


def test_the_state_of_a_deleted_object_is_not_saved_and_comes_back_with_undo(settings: Any, tmp_path: Path) -> None:
    from styleglip_addon.ui.result.states import remember_state

    obj, _, _, state = stylized_vase()
    remember_state(obj, replace(state, optimizer={"moment": torch.rand(400_000)}))
    path, sizes = tmp_path / "scene.blend", []

    def save() -> None:
        bpy.ops.wm.save_as_mainfile(filepath=str(path), compress=False)
        sizes.append(path.stat().st_size)

    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        bpy.ops.ed.undo_push(message="before")
        save()
        bpy.data.objects.remove(obj)
        bpy.ops.ed.undo_push(message="Delete")
        save()
        assert sizes[0] - sizes[1] > 1_500_000
        bpy.ops.ed.undo()
        mesh = bpy.data.objects["Vase"].data
        assert has_packed_state(mesh, record_id(mesh))
