"""The results that an object has had: kept with what made them, applied again, compared, deleted, saved, bounded."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from styleglip_addon.blender.files import history
from styleglip_addon.blender.files.history import Entry, add_entry, entries, packed_of, read_picture, write_picture
from styleglip_addon.blender.names import ENTRY_PROPERTY, STATE_PROPERTY
from styleglip_addon.blender.result.record import read_record
from styleglip_addon.blender.result.write_back import has_result, remove_result
from styleglip_addon.engine.optimisation.state import StyleState
from styleglip_addon.engine.vocabulary.errors import StyleGLIPError
from styleglip_addon.jobs.session import Lane
from tests.untrained_model import write_untrained_model

from .addon import driver, enabled_addon, last_run, set_fast
from .sample_objects import fingerprint
from .small_run import stylized_vase
from .test_ui_panels import draw
from .test_ui_runs import masked_prism


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_untrained_model(tmp_path_factory.mktemp("model"))


@pytest.fixture
def settings(model: Path) -> Iterator[Any]:
    with enabled_addon(model) as settings:
        set_fast(settings)
        yield settings


def two_results(settings: Any) -> tuple[Any, list[dict[str, Any]]]:
    """A prism that was stylized twice, in other styles and with other seeds; and how it looked each time."""
    obj = masked_prism(settings)
    settings.seed, looks = 3, []
    for prompt in ("gold lid, red foot", "blue lid, oak foot"):
        settings.prompt = prompt
        bpy.ops.styleglip.stylize()
        assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
        looks.append(look(obj))
        settings.seed = 8
    return obj, looks


def look(obj: Any) -> dict[str, Any]:
    """Keys and colours of a result."""
    state = fingerprint(obj)
    own = {name: value for name, value in state["attributes"].items() if name.startswith("StyleGLIP")}
    return {"keys": state["keys"], "attributes": own, "groups": state["groups"]}


def choose(entry: Any) -> None:
    """A click below its picture."""
    bpy.ops.styleglip.history_choose(entry=entry.id)


def shown() -> str:
    from styleglip_addon.ui.history.panel import HistoryPanel

    return draw(HistoryPanel)


def texts() -> list[Any]:
    """The data-blocks of states and entries."""
    return [text for text in bpy.data.texts if STATE_PROPERTY in text or ENTRY_PROPERTY in text]


def test_every_result_is_kept_with_prompt_seed_and_time_and_comes_back_bit_for_bit(settings: Any) -> None:
    obj, looks = two_results(settings)
    late, early = entries(obj.data)
    assert (early.prompt, early.seed, early.steps) == ("gold lid, red foot", 3, 2)
    assert (late.prompt, late.seed) == ("blue lid, oak foot", 8)
    assert time.time() - 600 < early.when < late.when <= time.time()
    assert early.seconds > 0
    assert len(texts()) == 2, "the state of the latest result is there once"

    settings.prompt, settings.iterations = "steel lid, glass foot", 77
    choose(early)
    bpy.ops.styleglip.history_apply()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert look(obj) == looks[0]
    assert settings.prompt == "gold lid, red foot"
    assert [(row.style, row.part, row.vertex_group) for row in settings.parts] == [
        ("gold", "lid", "Top"),
        ("red", "foot", "Bottom"),
    ]
    assert (settings.seed, settings.iterations) == (3, 2)
    assert [entry.id for entry in entries(obj.data)] == [late.id, early.id], "no new one"
    assert not bpy.ops.styleglip.history_apply.poll(), "it is there"
    bpy.ops.styleglip.continue_run()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert len(entries(obj.data)) == 3


def test_applying_is_one_undo_step(settings: Any) -> None:
    obj, looks = two_results(settings)
    early = entries(obj.data)[1]
    _step("undo_push", message="before")
    choose(early)
    bpy.ops.styleglip.history_apply("EXEC_DEFAULT", True)
    assert look(bpy.data.objects["Prism"]) == looks[0]
    _step("undo")
    obj = bpy.data.objects["Prism"]
    assert (look(obj), obj.styleglip.prompt) == (looks[1], "blue lid, oak foot")
    _step("redo")
    obj = bpy.data.objects["Prism"]
    assert (look(obj), obj.styleglip.prompt) == (looks[0], "gold lid, red foot")


def test_the_file_keeps_them_and_a_removed_result_comes_back(settings: Any, tmp_path: Path) -> None:
    from styleglip_addon.ui.result.states import _kept_states

    obj, looks = two_results(settings)
    remove_result(obj)
    path = str(tmp_path / "scene.blend")
    bpy.ops.wm.save_as_mainfile(filepath=path)
    states = _kept_states()
    states.forget()
    for file in states.files():  # another computer
        file.unlink()
    bpy.ops.wm.open_mainfile(filepath=path)
    obj = bpy.data.objects["Prism"]
    assert [entry.prompt for entry in entries(obj.data)] == ["blue lid, oak foot", "gold lid, red foot"]
    assert not has_result(obj)
    bpy.ops.styleglip.history_apply()
    assert last_run().stage.name == "DONE", last_run().sentence + last_run().details
    assert look(obj)["attributes"] == looks[1]["attributes"]


def test_the_panel_tells_what_the_chosen_one_was_made_with(settings: Any) -> None:
    obj, _ = two_results(settings)
    early = entries(obj.data)[1]
    assert "blue lid, oak foot" in shown()
    bpy.ops.styleglip.history_choose(entry=early.id)
    assert "gold lid, red foot" in shown()
    assert "Seed 3, steps: 2." in shown()
    choose(early)
    bpy.ops.styleglip.history_delete()
    assert [entry.prompt for entry in entries(obj.data)] == ["blue lid, oak foot"]
    assert len(texts()) == 1
    bpy.ops.styleglip.history_delete()
    assert not entries(obj.data)
    assert shown() == ""
    assert bpy.ops.styleglip.continue_run.poll(), "what is on the object stays whole"


def test_two_are_compared_without_touching_the_object(settings: Any) -> None:
    from styleglip_addon.ui.history.comparing import NOW, THEN, compared

    obj, _ = two_results(settings)
    before, early = fingerprint(obj), entries(obj.data)[1]
    bpy.ops.styleglip.history_choose(entry=early.id)
    bpy.ops.styleglip.history_compare()
    session = compared()
    assert session is not None
    assert session.shown == THEN
    now, then = session.meshes
    assert len(now.positions) == len(then.positions) > len(obj.data.vertices), "finer than the mesh"
    assert np.abs(now.colors - then.colors).max() > 0.1
    assert "styleglip.history_show" in shown()
    bpy.ops.styleglip.history_show(is_earlier=False)
    assert session.shown == NOW
    bpy.ops.styleglip.history_compare()
    assert compared() is None
    assert fingerprint(obj) == before
    assert not bpy.ops.styleglip.history_show.poll()


def test_an_edited_mesh_says_why_nothing_can_be_applied(settings: Any) -> None:
    obj, _ = two_results(settings)
    early = entries(obj.data)[1]
    obj.data.flip_normals()
    choose(early)
    with pytest.raises(RuntimeError, match='The faces of "Prism" are no longer those that this result was made for'):
        bpy.ops.styleglip.history_apply()
    obj.shape_key_clear()
    obj.data.clear_geometry()
    assert not bpy.ops.styleglip.history_apply.poll()


def test_a_picture_shows_the_result_and_is_kept_in_the_file(settings: Any) -> None:
    from styleglip_addon.ui.history.pictures import forget, make_picture, write_made

    obj, _ = two_results(settings)
    for entry in entries(obj.data):
        make_picture(obj, entry.id)
        driver().wait_until_done(Lane.HISTORY)
    pictures = [read_picture(obj.data, entry.id) for entry in entries(obj.data)]
    assert pictures[0] is not None
    assert pictures[1] is not None
    middle = slice(40, 88)
    late, early = (picture[middle, middle].reshape(-1, 3).mean(axis=0) for picture in pictures if picture is not None)
    assert early[0] > early[2] + 20, "gold and red"
    assert late[2] > early[2] + 10, "blue and oak"
    text = obj.data[history.HISTORY_PROPERTY][entries(obj.data)[0].id]
    del text[history.PICTURE_PROPERTY]  # as undo does
    write_made()
    assert read_picture(obj.data, entries(obj.data)[0].id) is not None
    forget()


def test_it_is_bounded_and_deleted_objects_do_not_inflate_the_file(settings: Any, tmp_path: Path) -> None:
    obj, _, _, state = stylized_vase()
    from styleglip_addon.ui.result.states import remember_state

    for number in range(history.MOST_ENTRIES + 3):
        record = read_record(obj.data)
        assert record is not None
        from styleglip_addon.ui.outcomes import give_id

        give_id(obj, f"{number:032x}")
        remember_state(obj, state)
        add_entry(obj.data, Entry(f"{number:032x}", "gold", number, 2, float(number), 1.0, 8, 6, "", {}))
    assert [entry.seed for entry in entries(obj.data)] == list(range(history.MOST_ENTRIES + 2, 2, -1))
    assert len(texts()) == history.MOST_ENTRIES
    sizes, path = [], tmp_path / "scene.blend"
    for _ in range(2):
        bpy.ops.wm.save_as_mainfile(filepath=str(path), compress=False)
        sizes.append(path.stat().st_size)
        bpy.data.objects.remove(obj) if len(sizes) == 1 else None
    most = sum(len(text.get(STATE_PROPERTY, b"")) for text in texts())
    assert not texts()
    assert most == 0
    assert sizes[0] > sizes[1] + history.MOST_ENTRIES * 4_000


def test_large_states_are_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.blender.files.packed_states import pack_state

    obj, _, _, state = stylized_vase()
    monkeypatch.setattr(history, "MOST_BYTES", int(2.5 * len(state.to_bytes())))
    for number in range(5):
        pack_state(obj.data, f"{number:032x}", state)
        add_entry(obj.data, Entry(f"{number:032x}", "gold", number, 2, float(number), 1.0, 8, 6, "", {}))
    assert [entry.seed for entry in entries(obj.data)] == [4, 3]


def test_what_is_dialled_on_the_result_goes_into_its_entry_and_its_picture_is_made_anew(settings: Any) -> None:
    from styleglip_addon.ui.result.states import remember_state, state_of

    obj, _ = two_results(settings)
    late = entries(obj.data)[0]
    write_picture(obj.data, late.id, np.zeros((history.PICTURE_SIZE, history.PICTURE_SIZE, 3), dtype=np.uint8))
    state = state_of(obj)
    twin = obj.data.copy()
    remember_state(obj, replace(state, step=9))
    assert entries(obj.data)[0] == late
    kept = [StyleState.from_bytes(packed_of(mesh, late.id) or b"").step for mesh in (obj.data, twin)]
    assert kept == [9, state.step], "a copy keeps its own"
    assert read_picture(obj.data, late.id) is None


def test_strange_properties_are_passed_over() -> None:
    obj, _, _, _ = stylized_vase()
    for strange in ("a word", {"x": 1}, {"x": {"y": 2}}, 3):
        obj.data[history.HISTORY_PROPERTY] = strange
        assert entries(obj.data) == []
        assert packed_of(obj.data, "x") is None
    text = bpy.data.texts.new("Text")
    obj.data[history.HISTORY_PROPERTY] = {"a": text}
    for told in ("no JSON", "[]", '{"prompt": 1}', 5):
        text[ENTRY_PROPERTY] = told
        assert entries(obj.data) == []
    for picture in (b"", b"no picture", 7):
        text[history.PICTURE_PROPERTY] = picture
        assert read_picture(obj.data, "a") is None


def test_what_is_gone_cannot_be_applied_and_the_sentence_says_so(settings: Any) -> None:
    from styleglip_addon.ui.result.states import _kept_states, finder_of

    obj, _ = two_results(settings)
    early = entries(obj.data)[1]
    obj.data[history.HISTORY_PROPERTY][early.id][STATE_PROPERTY] = b"damaged"
    states = _kept_states()
    states.forget()
    for file in states.files():
        file.unlink()
    with pytest.raises(StyleGLIPError, match="damaged"):
        finder_of(obj, early.id)()
    choose(early)
    with pytest.raises(RuntimeError, match="damaged"):
        bpy.ops.styleglip.history_apply()


def _step(name: str, **options: Any) -> None:
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        getattr(bpy.ops.ed, name)(**options)
