"""The queue of objects: textures in between, undo, adding, cancelling, other files, memory, and its buttons."""

from __future__ import annotations

import gc
from typing import Any

import bpy
import pytest

from styleglip_addon.blender.result.write_back import has_result
from styleglip_addon.blender.textures.baked_material import baked_material

from .addon import driver
from .queued_objects import activate_row, items, masked, model, select, settings, shown, states, work
from .sample_objects import fingerprint

__all__ = ["model", "settings"]  # the fixtures


@pytest.fixture
def fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles are finer than the vertices, so that textures are made."""
    monkeypatch.setattr("styleglip_addon.blender.textures.automatic.finest_detail", lambda parts: 0.05)


def textured(name: str) -> Any:
    obj = masked(name)
    obj.styleglip.use_textures = True
    return obj


def test_textures_are_made_before_the_next_run(settings: Any, fine: None) -> None:
    objects = [textured("First"), textured("Second")]
    select(*objects)
    bpy.ops.styleglip.stylize_selected()
    work()
    assert states() == {"First": "DONE", "Second": "DONE"}
    assert all(baked_material(obj.data) is not None for obj in objects)


def test_textures_that_wait_are_not_lost_to_those_of_the_next(
    settings: Any, fine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.textures.session import BakeSession

    first, second = textured("First"), textured("Second")
    select(first, second)
    succeed = BakeSession.succeed

    def edit_first(session: BakeSession, result: Any) -> None:
        succeed(session, result)
        if first.mode == "OBJECT":
            select(first)
            bpy.ops.object.mode_set(mode="EDIT")

    monkeypatch.setattr(BakeSession, "succeed", edit_first)
    bpy.ops.styleglip.stylize_selected()
    monkeypatch.undo()
    assert states() == {"First": "TEXTURES", "Second": "TEXTURES"}
    assert has_result(second), "the result itself does not wait for another object"
    activate_row("First")
    assert "Its textures wait until you are in Object Mode." in shown()
    bpy.ops.object.mode_set(mode="OBJECT")
    work()
    assert states() == {"First": "DONE", "Second": "DONE"}
    assert all(baked_material(obj.data) is not None for obj in (first, second))


def test_each_result_is_one_undo_step(settings: Any) -> None:
    objects = [masked("First"), masked("Second")]
    before = [fingerprint(obj)["keys"] for obj in objects]
    select(*objects)
    _step("undo_push", message="before")
    bpy.ops.styleglip.stylize_selected("EXEC_DEFAULT", True)  # else no operator within makes a step
    assert _results() == [True, True]
    _step("undo")
    assert _results() == [True, False]
    _step("undo")
    assert _results() == [False, False]
    assert [fingerprint(bpy.data.objects[name])["keys"] for name in ("First", "Second")] == before
    _step("redo")
    assert _results() == [True, False]


def _step(name: str, **options: Any) -> None:
    """Undoes or the like."""
    with bpy.context.temp_override(window=bpy.context.window_manager.windows[0]):
        getattr(bpy.ops.ed, name)(**options)


def _results() -> list[bool]:
    return [has_result(bpy.data.objects[name]) for name in ("First", "Second")]


def test_a_second_press_adds_and_never_twice(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.ui.queue import operators

    first, second, third = masked("First"), masked("Second"), masked("Third")
    monkeypatch.setattr(operators, "go_on", lambda: None)  # as in a window, where the work is a timer's
    select(first, second)
    bpy.ops.styleglip.stylize_selected()
    select(third, second)
    bpy.ops.styleglip.stylize_selected()
    assert list(states()) == ["First", "Second", "Third"]
    monkeypatch.undo()
    work()
    assert states() == {"First": "DONE", "Second": "DONE", "Third": "DONE"}
    select(second)
    bpy.ops.styleglip.stylize_selected()
    assert list(states()) == ["First", "Third", "Second"], "one that is done begins again"


def test_one_is_cancelled_and_all_are(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon.jobs.messages import Progress
    from styleglip_addon.ui.stylize.session import StylizeSession

    objects = [masked(name) for name in ("First", "Second", "Third")]
    for obj in objects:
        obj.styleglip.iterations = 100_000
    select(*objects)
    take = StylizeSession.take
    cancelled: list[str] = []

    def cancel(session: StylizeSession, message: Any) -> None:
        take(session, message)
        if isinstance(message, Progress) and message.report.phase == "styling" and session.object_name not in cancelled:
            cancelled.append(session.object_name)
            if session.object_name == "First":
                assert bpy.ops.styleglip.queue_cancel(number=items().all[0].number) == {"FINISHED"}
            else:
                bpy.ops.styleglip.queue_cancel_all()

    monkeypatch.setattr(StylizeSession, "take", cancel)
    bpy.ops.styleglip.stylize_selected()
    assert cancelled == ["First", "Second"]
    assert set(states().values()) == {"CANCELLED"}
    assert not any(has_result(obj) for obj in objects)
    assert not bpy.ops.styleglip.queue_cancel_all.poll()
    bpy.ops.styleglip.queue_remove_finished()
    assert not items().all


def test_opening_another_file_ends_the_queue_and_keeps_what_waits(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from styleglip_addon.ui.models.stored import data_folder
    from styleglip_addon.ui.queue import working
    from styleglip_addon.ui.queue.items import State

    obj, other = masked("First"), masked("Second")
    monkeypatch.setattr(working, "is_free", lambda obj: False)
    select(obj)
    bpy.ops.styleglip.stylize_selected()
    assert states() == {"First": "READY"}
    items().add(other.session_uid, "Second", None, "")
    assert len(items().of(State.WAITING)) == 1
    before = set(data_folder().glob("*"))
    bpy.ops.wm.read_homefile(use_empty=True)
    assert not items().all
    assert not len(bpy.context.window_manager.styleglip_queue)
    assert "objects that were not stylized: 1" in shown()
    kept = set(data_folder().glob("*")) - before
    assert len(kept) == 1
    for path in kept:
        path.unlink()


def test_models_are_loaded_once_and_results_are_let_go(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from styleglip_addon import engine
    from styleglip_addon.engine import StylizeResult

    objects = [masked(f"Object {number}") for number in range(5)]
    select(*objects)
    load, loaded = engine.load_models, []

    def counted(*arguments: Any) -> Any:
        loaded.append(arguments)
        return load(*arguments)

    monkeypatch.setattr(engine, "load_models", counted, raising=False)
    driver().models.clear()
    bpy.ops.styleglip.stylize_selected()
    assert set(states().values()) == {"DONE"}
    assert len(loaded) == 1
    gc.collect()
    held = [thing for thing in gc.get_objects() if isinstance(thing, StylizeResult)]
    assert len(held) <= 1
    assert all(item.session is None for item in items().all)


def test_buttons_say_why_they_are_off_and_the_list_draws_in_every_state(settings: Any) -> None:
    from styleglip_addon.ui.queue.items import State
    from styleglip_addon.ui.queue.panel import QueueList

    from .test_ui_panels import Layout

    assert not bpy.ops.styleglip.stylize_selected.poll()
    obj = masked("Only", "")
    select(obj)
    assert not bpy.ops.styleglip.stylize_selected.poll(), "nothing says how it is to look"
    items().add(obj.session_uid, "Only", None, "")
    for state in State:
        items().all[0].state = state
        drawn = Layout([])
        row = bpy.context.window_manager.styleglip_queue[0]
        QueueList.draw_item(None, bpy.context, drawn, None, row, 0, None, "")  # type: ignore[arg-type]
        assert "Only" in drawn.texts
        assert shown()
    items().keep(lambda item: False)
