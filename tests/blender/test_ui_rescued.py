"""Opening a kept result from the panel: onto the active object, like the result of a run, or a sentence why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files.rescue import save_result
from styleglip_addon.blender.reading.mesh_export import export_object
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.blender.result.write_back import has_result
from styleglip_addon.engine import result_of_state
from tests.untrained_model import write_untrained_model

from .addon import enabled_addon, last_run, set_fast
from .sample_objects import add_object, fingerprint
from .test_ui_panels import draw


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    from styleglip_addon.ui.models.stored import data_folder

    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings
        for path in data_folder().glob("*.safetensors"):
            path.unlink()


def rescued_vase(settings: Any) -> tuple[dict[str, Any], Path]:
    """A vase that was stylized from the panel, its colours and shapes, and its result as a file; the vase is gone."""
    from styleglip_addon.ui.models.stored import data_folder
    from styleglip_addon.ui.result.states import state_of

    obj = add_object()
    group = obj.vertex_groups.new(name="Top")
    group.add([v.index for v in obj.data.vertices if v.co.z > 0.0], 1.0, "REPLACE")
    settings.prompt = "gold lid"
    settings.parts[0].vertex_group = "Top"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    whole = fingerprint(obj)
    exported = export_object(obj)
    path = save_result(data_folder(), "Vase", result_of_state(state_of(obj), exported.mesh), "gold lid")
    bpy.data.objects.remove(obj)
    return whole, path


def test_a_kept_result_goes_on_the_active_object_bit_for_bit_and_can_be_taken_further(settings: Any) -> None:
    from styleglip_addon.ui.result.states import state_of

    before, path = rescued_vase(settings)
    twin = add_object("Twin")
    bpy.ops.styleglip.open_rescued(filepath=str(path))
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert '"Twin" is stylized' in last_run().sentence
    after = fingerprint(twin)
    assert after["keys"] == before["keys"]
    for name in [name for name in before["attributes"] if name.startswith("StyleGLIP")]:
        assert after["attributes"][name] == before["attributes"][name], name
    record = read_record(twin.data)
    assert record is not None
    assert record.report.prompt == "gold lid"

    state = state_of(twin)
    bpy.context.scene.styleglip_textures.size = "512"
    bpy.ops.styleglip.bake_textures()
    assert "Twin color" in bpy.data.images
    bpy.ops.styleglip.continue_run()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert state_of(twin).step == state.step + settings.iterations
    settings.prompt, settings.parts[0].style = "gold lid", "blue"
    bpy.ops.styleglip.restyle_part(index=0)
    assert [part.part.style for part in state_of(twin).parts] == ["blue"]


def test_what_cannot_be_opened_is_said_and_changes_nothing(settings: Any, tmp_path: Path) -> None:
    _, path = rescued_vase(settings)
    obj = add_object("Tall")
    obj.scale.z = 3.0
    bpy.context.view_layer.update()
    before = fingerprint(obj)
    with pytest.raises(RuntimeError, match=r'is not of "Tall", or this mesh was changed or scaled since'):
        bpy.ops.styleglip.open_rescued(filepath=str(path))
    np.savez(tmp_path / "old.npz", displacement=np.zeros(3))
    with pytest.raises(RuntimeError, match=r"StyleGLIP 0\.1\.0"):
        bpy.ops.styleglip.open_rescued(filepath=str(tmp_path / "old.npz"))
    with pytest.raises(RuntimeError, match=r"absent\.safetensors.*cannot be read"):
        bpy.ops.styleglip.open_rescued(filepath=str(tmp_path / "absent.safetensors"))
    assert last_run().stage.name == "FAILED"
    assert fingerprint(obj) == before
    assert not has_result(obj)


def test_the_panel_lists_kept_results_and_they_are_applied_and_deleted_from_there(settings: Any) -> None:
    from styleglip_addon.ui.history.panel import HistoryPanel

    add_object("Bare")
    assert draw(HistoryPanel) == ""
    _, path = rescued_vase(settings)
    assert "Vase: gold lid styleglip.open_rescued styleglip.delete_rescued" in draw(HistoryPanel)
    assert not bpy.ops.styleglip.open_rescued.poll()
    bpy.context.view_layer.objects.active = bpy.data.objects["Bare"]
    assert bpy.ops.styleglip.open_rescued.poll()
    bpy.ops.styleglip.open_rescued("EXEC_DEFAULT", filepath=str(path))
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    bpy.ops.styleglip.delete_rescued("EXEC_DEFAULT", name=f"../{path.name}")
    assert not path.exists()
    assert "Kept in Files" not in draw(HistoryPanel)


def test_only_kept_results_are_deleted(settings: Any) -> None:
    from styleglip_addon.ui.models.stored import data_folder

    data_folder().mkdir(parents=True, exist_ok=True)
    outside, other = data_folder().parent / "mine.safetensors", data_folder() / "notes.txt"
    for path in (outside, other):
        path.write_text("x")
    bpy.ops.styleglip.delete_rescued("EXEC_DEFAULT", name=f"../{outside.name}")
    bpy.ops.styleglip.delete_rescued("EXEC_DEFAULT", name=other.name)
    assert outside.exists()
    assert other.exists()
    for path in (outside, other):
        path.unlink()


def test_a_file_that_is_no_result_is_listed_by_its_name(settings: Any) -> None:
    from styleglip_addon.blender.files.rescue import rescued_files
    from styleglip_addon.ui.models.stored import data_folder

    data_folder().mkdir(parents=True, exist_ok=True)
    for name, data in (("a", b""), ("b", b"\xff" * 40), ("c", b"\x02\0\0\0\0\0\0\0[]")):
        (data_folder() / f"{name}.safetensors").write_bytes(data)
    assert sorted((file.path.stem, file.object_name, file.prompt) for file in rescued_files(data_folder())) == [
        ("a", "", ""),
        ("b", "", ""),
        ("c", "", ""),
    ]
