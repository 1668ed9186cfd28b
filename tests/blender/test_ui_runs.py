"""Pressing Stylize and what becomes of the result: real jobs with an untrained model, without a window."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import addon_utils  # type: ignore[import-not-found]
import bpy
import numpy as np
import pytest

from styleglip_addon.jobs.channel import Channel
from styleglip_addon.jobs.session import Lane
from tests.untrained_model import write_untrained_model

from .addon import ADDON, driver, enabled_addon, last_run, set_fast, show_running
from .sample_objects import add_object, add_prism, styled


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


def until_stopped(channel: Channel) -> None:
    """Work that goes on until it is told to stop."""
    while not channel.should_stop():
        time.sleep(0.01)


def wait_for_result(settings: Any, prompt: str = "pottery base, gold tube") -> Any:
    """A prism whose result has come and waits, as it does while a mode other than Object Mode is on."""
    from styleglip_addon.blender.reading.mesh_export import export_object
    from styleglip_addon.jobs.messages import Done
    from styleglip_addon.ui.stylize.session import StylizeSession

    obj = add_prism()
    settings.prompt = prompt
    exported = export_object(obj)
    show_running(StylizeSession(exported=exported, prompt=prompt)).take(Done(styled(exported)))
    return obj


def masked_prism(settings: Any) -> Any:
    """A prism of which the lid and the foot are asked for, and where they are."""
    obj = add_prism()
    for name, is_upper in (("Top", True), ("Bottom", False)):
        group = obj.vertex_groups.new(name=name)
        group.add([v.index for v in obj.data.vertices if (v.co.z > 1.0) == is_upper], 1.0, "REPLACE")
    settings.prompt = "gold lid, red foot"
    settings.parts[0].vertex_group, settings.parts[1].vertex_group = "Top", "Bottom"
    return obj


def test_stylize_runs_to_the_end_and_leaves_a_shape_key_and_a_group_for_each_masked_part(settings: Any) -> None:
    obj = masked_prism(settings)
    settings.parts[1].strength = 0.5

    bpy.ops.styleglip.stylize()

    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert '"Prism" is stylized' in last_run().sentence
    assert [key.name for key in obj.data.shape_keys.key_blocks] == ["Basis", "StyleGLIP: lid", "StyleGLIP: foot"]
    assert {group.name for group in obj.vertex_groups} == {"Top", "Bottom", "StyleGLIP: lid", "StyleGLIP: foot"}

    from styleglip_addon.ui.outcomes import outcome_of_row, outcomes

    lid = outcome_of_row(obj, settings.parts[0])
    assert lid is not None
    assert lid.found
    assert lid.key == obj.data.shape_keys.key_blocks["StyleGLIP: lid"]
    settings.parts[0].style = "silver"
    assert outcome_of_row(obj, settings.parts[0]) is None, "nothing is known of the part in another style"
    assert list(outcomes(obj)) == ["lid", "foot"]
    assert "material: gold" in lid.reading
    assert [part.taken_for for part in outcomes(obj).values()] == ["", ""], "the words were read, not compared"

    bpy.ops.styleglip.remove_result()
    assert obj.data.shape_keys is None
    assert not bpy.ops.styleglip.remove_result.poll()


def test_a_run_from_grey_tells_which_looks_its_words_were_taken_for(settings: Any) -> None:
    from styleglip_addon.ui.outcomes import outcomes

    obj = masked_prism(settings)
    settings.recipe = "FROM_GREY"
    settings.iterations = 2
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    lid, foot = outcomes(obj).values()
    assert lid.taken_for == "", "gold is a look of the model's own"
    assert foot.taken_for in ("gold", "wood"), "red is no look of the untrained model's"
    assert not lid.reading


def test_the_panels_settings_reach_the_engine(settings: Any) -> None:
    from styleglip_addon.engine.vocabulary import Device, FieldKind
    from styleglip_addon.engine.vocabulary.qualities import Quality, quality_settings
    from styleglip_addon.ui.stylize.settings import engine_settings

    settings.quality = "FINE"
    assert settings.iterations == quality_settings(Quality.FINE).iterations
    settings.iterations, settings.seed, settings.feather = 77, 5, 0.125
    settings.use_displacement, settings.displacement_limit = False, 0.25
    settings.use_names = False
    preferences = bpy.context.preferences.addons[ADDON].preferences
    preferences.device, preferences.threads = "CPU", 3

    made = engine_settings(settings, bpy.context)

    assert (made.iterations, made.seed, made.feather, made.field.kind) == (77, 5, 0.125, FieldKind.APPEARANCE)
    assert made.field.displacement_limit == 0.25
    assert not made.localization.names
    assert (made.machine.device, made.machine.threads) == (Device.CPU, 3)
    assert made.dense_vertices == quality_settings(Quality.FINE).dense_vertices
    settings.field_kind = "COLOR_DISPLACEMENT"
    assert engine_settings(settings, bpy.context).field.kind is FieldKind.COLOR


def test_the_defaults_are_the_engines(settings: Any) -> None:
    from styleglip_addon.engine.vocabulary import StylizeSettings
    from styleglip_addon.ui.stylize.settings import engine_settings

    for name in ("iterations", "feather", "displacement_limit", "quality", "use_textures", "use_names", "find_up"):
        settings.property_unset(name)
    made, default = engine_settings(settings, bpy.context), StylizeSettings()
    assert made.iterations == default.iterations
    assert made.with_(feather=default.feather, field=default.field) == default
    np.testing.assert_allclose(made.feather, default.feather, rtol=1e-6)
    np.testing.assert_allclose(made.field.displacement_limit, default.field.displacement_limit, rtol=1e-6)


def test_a_mesh_with_nan_is_refused_with_a_sentence_that_stays_in_the_panel(settings: Any) -> None:
    obj = add_object()
    obj.data.vertices[0].co.x = float("nan")
    settings.prompt = "gold vase"
    with pytest.raises(RuntimeError, match="NaN"):
        bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "FAILED"
    assert "NaN" in last_run().sentence
    assert obj.data.shape_keys is None


def test_a_mask_group_that_is_gone_is_named(settings: Any) -> None:
    add_object()
    settings.prompt = "gold vase"
    settings.parts[0].vertex_group = "Gone"
    with pytest.raises(RuntimeError, match="Gone"):
        bpy.ops.styleglip.stylize()


def test_a_missing_model_ends_with_the_engines_sentence(settings: Any, tmp_path: Path) -> None:
    obj = add_object()
    settings.prompt = "gold vase"
    bpy.context.preferences.addons[ADDON].preferences.glip_path = str(tmp_path / "nothing")
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "FAILED"
    assert "nothing" in last_run().sentence
    assert obj.data.shape_keys is None
    assert not driver().busy_sentence(Lane.OBJECT)


def test_a_folder_as_the_model_must_be_chosen(settings: Any) -> None:
    add_object()
    settings.prompt = "gold vase"
    bpy.context.preferences.addons[ADDON].preferences.glip_path = ""
    with pytest.raises(RuntimeError, match="Choose the file or folder of the GLIP model"):
        bpy.ops.styleglip.stylize()


def test_a_result_waits_while_its_object_is_in_edit_mode_and_can_be_applied_later(settings: Any) -> None:
    obj = wait_for_result(settings)
    bpy.ops.object.mode_set(mode="EDIT")
    assert bpy.ops.styleglip.apply_result() == {"CANCELLED"}
    assert "Object Mode" in last_run().sentence
    assert not bpy.ops.styleglip.stylize.poll(), "another run would lose the result"

    bpy.ops.object.mode_set(mode="OBJECT")
    assert bpy.ops.styleglip.apply_result() == {"FINISHED"}
    assert last_run().stage.name == "DONE"
    assert len(obj.data.shape_keys.key_blocks) == 3
    assert not bpy.ops.styleglip.apply_result.poll()


def test_a_waiting_result_can_be_discarded(settings: Any) -> None:
    obj = wait_for_result(settings)
    bpy.ops.styleglip.discard_result()
    assert last_run().stage.name == "IDLE"
    assert obj.data.shape_keys is None
    assert bpy.ops.styleglip.stylize.poll()


def test_the_result_of_a_deleted_object_is_kept_in_a_file_that_the_sentence_names(settings: Any) -> None:
    obj = wait_for_result(settings)
    bpy.data.objects.remove(obj)
    assert bpy.ops.styleglip.apply_result() == {"CANCELLED"}
    assert "no longer in the file" in last_run().sentence
    path = Path(last_run().sentence.rsplit('kept in "', 1)[1].split('"')[0])
    assert path.is_file()
    path.unlink()


def test_the_result_of_a_hidden_object_is_applied(settings: Any) -> None:
    obj = wait_for_result(settings)
    obj.hide_viewport = True
    assert bpy.ops.styleglip.apply_result() == {"FINISHED"}
    assert len(obj.data.shape_keys.key_blocks) == 3


def test_opening_another_file_keeps_a_waiting_result_in_a_file(settings: Any) -> None:
    wait_for_result(settings)
    bpy.ops.wm.read_homefile(use_empty=True)
    assert last_run().stage.name == "DONE"
    path = Path(last_run().sentence.rsplit('kept in "', 1)[1].split('"')[0])
    assert path.is_file()
    path.unlink()


def test_opening_another_file_stops_a_running_job(settings: Any) -> None:
    from styleglip_addon.ui.stylize.session import StylizeSession

    job = driver().start(StylizeSession(), until_stopped)
    bpy.ops.wm.read_homefile(use_empty=True)
    assert not job.is_alive
    assert driver().job(Lane.OBJECT) is None
    assert "another file" in last_run().sentence


def test_switching_the_add_on_off_stops_a_running_job_and_leaves_nothing_registered(model: Path) -> None:
    from styleglip_addon.ui.stylize.session import StylizeSession

    with enabled_addon(model):
        job = driver().start(StylizeSession(), until_stopped)
    assert not job.is_alive
    assert not hasattr(bpy.types.Scene, "styleglip")
    assert not hasattr(bpy.types, "STYLEGLIP_PT_main")
    assert not [handler for handler in bpy.app.handlers.load_pre if ADDON in handler.__module__]


def test_it_can_be_switched_off_and_on_again(settings: Any) -> None:
    for _ in range(2):
        addon_utils.disable(ADDON, default_set=True)
        addon_utils.enable(ADDON, default_set=True)
    assert bpy.context.scene.styleglip.prompt == ""


def test_a_report_holds_versions_the_sentence_and_how_the_result_was_made(settings: Any) -> None:
    from styleglip_addon.ui.result.operators import report_text

    obj = wait_for_result(settings)
    bpy.ops.styleglip.apply_result()
    text = report_text(obj)
    assert bpy.app.version_string in text
    assert last_run().sentence in text
    assert '"seed"' in text


def test_results_go_to_the_users_own_folder_never_into_the_add_ons(settings: Any) -> None:
    from styleglip_addon.ui.models.stored import data_folder

    add_on = Path(sys.modules[ADDON].__file__ or "").parent
    assert add_on not in data_folder().parents


def test_a_preset_brings_its_values_and_the_panels_go_on_top(settings: Any) -> None:
    from styleglip_addon.engine.vocabulary.presets import Preset, preset_settings
    from styleglip_addon.ui.stylize.settings import engine_settings

    settings.property_unset("quality")
    settings.property_unset("use_textures")
    for recipe in Preset:
        settings.recipe = recipe.name
        made, expected = engine_settings(settings, bpy.context), preset_settings(recipe)
        assert made.with_(field=expected.field, feather=expected.feather, joint=expected.joint) == (
            expected.with_(machine=made.machine, iterations=made.iterations)
        ), recipe
        assert (made.field.sigma, made.field.kind) == (expected.field.sigma, expected.field.kind)
    settings.recipe = Preset.TEXT2MESH.name
    assert (settings.iterations, settings.parts_mode) == (1500, "HOLISTIC")
    settings.iterations, settings.parts_mode, settings.mirror = 150, "JOINT", "X"
    settings.joint_every, settings.joint_drift, settings.field_kind = 7, 0.5, "APPEARANCE_DISPLACEMENT"
    made = engine_settings(settings, bpy.context)
    assert (made.parts_mode.value, made.joint.every, made.joint.most_drift) == ("joint", 7, 0.5)
    assert (made.field.kind.value, made.field.mirror.value) == ("appearance_displacement", "x")
    assert made.decay_every == 10, "what the recipe counts in steps is shortened with them"


def test_the_whole_object_and_materials_can_be_styled_from_the_panel(settings: Any) -> None:
    obj = add_prism()
    settings.prompt = "gold lid, red foot"
    settings.parts_mode, settings.field_kind = "HOLISTIC", "APPEARANCE"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert [key.name for key in obj.data.shape_keys.key_blocks] == ["Basis", "StyleGLIP: object"]
    assert {"StyleGLIP Roughness", "StyleGLIP Metallic"} <= {a.name for a in obj.data.attributes}
