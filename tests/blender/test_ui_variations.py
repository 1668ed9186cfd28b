"""Variations and dials of a result's parts: real jobs with an untrained model, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.result.dial_values import read_mix, read_muted, read_roughness
from styleglip_addon.blender.textures.baked_material import baked_material
from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon, last_bake, last_run, set_fast, show_running
from .sample_objects import add_prism, fingerprint, rgba
from .test_ui_panels import draw
from .test_ui_seen import in_window

COLOR = "StyleGLIP Color"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


@pytest.fixture
def obj(settings: Any) -> Any:
    """A prism whose lid and foot were stylized."""
    obj = add_prism()
    for name, is_upper in (("Top", True), ("Bottom", False)):
        group = obj.vertex_groups.new(name=name)
        group.add([v.index for v in obj.data.vertices if (v.co.z > 1.0) == is_upper], 1.0, "REPLACE")
    settings.prompt = "oak lid, marble foot"
    settings.parts[0].vertex_group, settings.parts[1].vertex_group = "Top", "Bottom"
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    return obj


def _dials() -> Any:
    return bpy.context.window_manager


def _looks(obj: Any) -> dict[str, tuple[float, int | None]]:
    from styleglip_addon.ui.outcomes import outcomes

    return {name: (outcome.scale, outcome.seed) for name, outcome in outcomes(obj).items()}


def _shown_variations() -> Any:
    from styleglip_addon.ui.result.variations import VariationsSession

    return driver().shown(VariationsSession)


def test_variations_are_pictures_of_the_active_rows_part_and_can_be_told_apart(settings: Any, obj: Any) -> None:
    settings.active_part = 1
    bpy.ops.styleglip.variations()
    session = _shown_variations()
    assert session.stage.name == "DONE", session.sentence + session.details
    assert (session.part, len(session.icons)) == ("foot", 6)
    from styleglip_addon.ui.result import panel, variations

    pictures = [np.array(preview.image_pixels_float) for preview in variations._collection().values()]
    assert all(len(picture) == 128 * 128 * 4 for picture in pictures)
    apart = [np.abs(a - b).max() for k, a in enumerate(pictures) for b in pictures[:k]]
    assert min(apart) > 0.05
    assert "styleglip.take_variation" in draw(panel.ResultPanel)
    bpy.ops.styleglip.variations()
    assert {look.seed for look in _shown_variations().looks} == set(range(7, 13)), "others than those shown before"


def test_a_variation_that_is_taken_is_on_the_object_and_the_other_part_stays(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.result.states import state_of

    before, record = fingerprint(obj), obj.data["styleglip"]
    bpy.ops.styleglip.variations()
    look = _shown_variations().looks[1]
    bpy.ops.styleglip.take_variation(index=1)
    after = fingerprint(obj)
    assert after["attributes"]["StyleGLIP Color: lid"] != before["attributes"]["StyleGLIP Color: lid"]
    assert after["attributes"]["StyleGLIP Color: foot"] == before["attributes"]["StyleGLIP Color: foot"]
    assert _looks(obj) == {"lid": (pytest.approx(look.scale), look.seed), "foot": (1.0, None)}
    assert read_roughness(obj.data) == {"lid": pytest.approx(look.roughness)}
    assert [part.part.seed for part in state_of(obj).parts] == [look.seed, None]
    assert obj.data["styleglip"] != record
    from styleglip_addon.blender.result.record import read_record

    after_record = read_record(obj.data)
    assert after_record is not None
    assert all(part.restyled is None for part in after_record.report.parts), "it went through no run of its own"


def _without_pointers(obj: Any) -> dict[str, Any]:
    found = fingerprint(obj)
    properties = {name: value for name, value in found["properties"].items() if "address=" not in str(value)}
    return found | {"properties": properties}


def test_taking_a_variation_is_one_undo_step(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.result.dialling import dial

    bpy.ops.styleglip.variations()
    name = obj.name
    with in_window():
        bpy.ops.ed.undo_push(message="before")
    before = _without_pointers(bpy.data.objects[name])
    look = _shown_variations().looks[2]
    # In a window, the job ends after the operator: it is no part of that one's undo step.
    dial(bpy.data.objects[name], "lid", seed=look.seed, scale=look.scale, roughness=look.roughness)
    assert _without_pointers(bpy.data.objects[name]) != before
    with in_window():
        bpy.ops.ed.undo()
    obj = bpy.data.objects[name]
    assert _without_pointers(obj) == before
    assert _looks(obj) == {"lid": (1.0, None), "foot": (1.0, None)}
    from styleglip_addon.ui.result.states import state_of

    assert [part.part.seed for part in state_of(obj).parts] == [None, None], "the state went back as well"


def test_the_sliders_show_and_change_the_active_rows_part(settings: Any, obj: Any) -> None:
    before = rgba(obj, COLOR)
    assert (_dials().styleglip_scale, _dials().styleglip_piece) == (1.0, 0)
    _dials().styleglip_scale = 2.0
    _dials().styleglip_piece = 5
    assert _looks(obj) == {"lid": (2.0, 5), "foot": (1.0, None)}
    assert not np.array_equal(rgba(obj, COLOR), before)
    settings.active_part = 1
    assert (_dials().styleglip_scale, _dials().styleglip_piece) == (1.0, 0)
    obj.data.styleglip_roughness = (0.0, -0.5, *[0.0] * 30)
    assert read_roughness(obj.data) == {"foot": -0.5}


def test_what_is_dialled_is_what_the_engine_gives(settings: Any, obj: Any) -> None:
    from dataclasses import replace

    from styleglip_addon.blender.reading.mesh_export import export_object
    from styleglip_addon.engine import result_of_state
    from styleglip_addon.ui.result.states import state_of

    state, mesh = state_of(obj), export_object(obj).mesh
    _dials().styleglip_piece = 3
    expected = result_of_state(state, mesh, parts=[replace(state.parts[0].part, seed=3)])
    assert rgba(obj, "StyleGLIP Color: lid")[:, :3] == pytest.approx(expected.parts[0].color, abs=1e-6)


def _dial_all(obj: Any) -> dict[str, Any]:
    """The lid as no run leaves it: size, piece, roughness, color, shape; the foot muted."""
    from styleglip_addon.blender.result.part_mix import change_mix, mute_parts

    _dials().styleglip_scale = 2.0
    _dials().styleglip_piece = 5
    obj.data.styleglip_roughness = (-0.5, *[0.0] * 31)
    change_mix(obj.data, {"lid": 0.5})
    obj.data.shape_keys.key_blocks["StyleGLIP: lid"].value = 0.25
    mute_parts(obj, {"foot"})
    return _dialled(obj)


def _dialled(obj: Any) -> dict[str, Any]:
    keys = obj.data.shape_keys.key_blocks
    return {
        "looks": _looks(obj),
        "roughness": read_roughness(obj.data),
        "mix": read_mix(obj.data),
        "muted": read_muted(obj.data),
        "shapes": {name: (key.value, key.mute) for name, key in keys.items() if name != "Basis"},
    }


@pytest.mark.parametrize("button", ["stylize", "continue_run", "restyle_part"])
def test_all_that_is_dialled_stays(settings: Any, obj: Any, button: str) -> None:
    before = _dial_all(obj)
    assert before["looks"]["lid"] == (2.0, 5)
    getattr(bpy.ops.styleglip, button)(**({"index": 0} if button == "restyle_part" else {}))
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert _dialled(obj) == before


def test_a_piece_is_not_kept_for_another_style_but_size_and_roughness_are(settings: Any, obj: Any) -> None:
    _dial_all(obj)
    settings.parts[0].style = "gold"
    bpy.ops.styleglip.restyle_part(index=0)
    assert _looks(obj)["lid"] == (2.0, None)
    assert read_roughness(obj.data) == {"lid": -0.5}


def test_all_that_is_dialled_is_saved_and_can_be_dialled_on_after_loading(
    settings: Any, obj: Any, tmp_path: Path
) -> None:
    before, name = _dial_all(obj), obj.name
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "dialled.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "dialled.blend"))
    obj = bpy.data.objects[name]
    assert _dialled(obj) == before
    _dials().styleglip_scale = 3.0
    assert _looks(obj)["lid"] == (3.0, 5)
    assert read_muted(obj.data) == {"foot"}


def test_textures_that_showed_a_part_are_made_again_after_a_pause(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.textures import again

    bpy.context.scene.styleglip_textures.size = "512"
    bpy.ops.styleglip.bake_textures()
    assert last_bake().stage.name == "DONE", last_bake().sentence
    _dials().styleglip_scale = 2.0
    assert baked_material(obj.data) is None, "they show the part as it was"
    again._due[obj.session_uid] = 1.0
    again.bake_due(0.5)
    assert again._due, "not yet"
    again.bake_due(2.0)
    driver().wait_until_done(last_bake().lane)
    assert last_bake().stage.name == "DONE", last_bake().sentence
    assert baked_material(obj.data) is not None
    assert not again._due


def test_pictures_can_be_cancelled_and_those_that_are_there_stay(
    settings: Any, obj: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.result import panel
    from styleglip_addon.ui.result.variations import CancelVariationsOperator, VariationsSession

    show = VariationsSession.show

    def cancel_after_two(session: VariationsSession, pictures: Any) -> None:
        show(session, pictures)
        if len(session.icons) == 2:
            assert not CancelVariationsOperator.refusal(bpy.context)
            bpy.ops.styleglip.cancel_variations()
            assert "stops after" in CancelVariationsOperator.refusal(bpy.context), "why it cannot be pressed again"

    monkeypatch.setattr(VariationsSession, "show", cancel_after_two)
    bpy.ops.styleglip.variations()
    session = _shown_variations()
    assert session.stage.name == "CANCELLED"
    assert 2 <= len(session.icons) < 6
    assert "styleglip.take_variation" in draw(panel.ResultPanel)


def test_what_keeps_a_part_from_being_dialled_is_said(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.result import panel
    from styleglip_addon.ui.stylize.session import StylizeSession

    bpy.ops.object.mode_set(mode="EDIT")
    assert not bpy.ops.styleglip.variations.poll()
    assert "Object Mode" in draw(panel.ResultPanel)
    bpy.ops.object.mode_set(mode="OBJECT")
    show_running(StylizeSession(about=obj.session_uid))
    assert not bpy.ops.styleglip.variations.poll()
    assert "being stylized" in draw(panel.ResultPanel)
    before = _looks(obj)
    _dials().styleglip_scale = 3.0
    assert _looks(obj) == before


def test_a_result_from_grey_has_no_pieces(settings: Any, obj: Any) -> None:
    from styleglip_addon.ui.result import panel

    settings.recipe = "FROM_GREY"
    settings.iterations = 2
    bpy.ops.styleglip.stylize()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert not bpy.ops.styleglip.variations.poll()
    assert "started from grey" in draw(panel.ResultPanel)


def test_a_state_that_is_gone_is_told_where_the_part_is_dialled(settings: Any, obj: Any) -> None:
    from styleglip_addon.blender.files.packed_states import drop_packed_state
    from styleglip_addon.ui.result import panel
    from styleglip_addon.ui.result.states import _kept_states

    states = _kept_states()
    states.forget()
    for path in states.files():
        path.write_bytes(b"damaged")
    drop_packed_state(obj.data)
    _dials().styleglip_scale = 3.0
    assert _looks(obj)["lid"] == (1.0, None)
    assert "damaged" in draw(panel.ResultPanel)
